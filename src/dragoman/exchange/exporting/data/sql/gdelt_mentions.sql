WITH shown AS (
    SELECT p.n, p.pair, o.number, p.side_1, p.position_1, p.side_2, p.position_2, u.started, e.first_seen, m.*
    FROM pairs p SEMI JOIN slice USING (event_id) JOIN numbers o USING (event_id, pair) JOIN events e USING (event_id) JOIN mentions m USING (event_id)
    LEFT JOIN runs u ON u.run_id = e.first_run
),
parties AS (SELECT mention_id, side, position, "start" FROM mention_actors WHERE "start" IS NOT NULL)
SELECT
    number AS "GLOBALEVENTID",
    strftime(coalesce(m.first_seen::TIMESTAMP, m.started, m.date_start::TIMESTAMP), '%Y%m%d%H%M%S') AS "EventTimeDate",
    strftime(coalesce(t.published::TIMESTAMP, m.first_seen::TIMESTAMP, m.started), '%Y%m%d%H%M%S') AS "MentionTimeDate",
    CASE WHEN coalesce(t.url, m.url) IS NULL THEN 2 ELSE 1 END AS "MentionType",
    plain(coalesce(t.source, m.outlet)) AS "MentionSourceName",
    plain(coalesce(t.url, m.url, m.article_id, m.outlet, m.mention_id)) AS "MentionIdentifier",
    m.sentence + 1 AS "SentenceID",
    coalesce(a."start", -1) AS "Actor1CharOffset",
    coalesce(r."start", -1) AS "Actor2CharOffset",
    coalesce(m.trigger_start, -1) AS "ActionCharOffset",
    1 AS "InRawText",
    round(100 * m.confidence)::INTEGER AS "Confidence",
    length(t.text) AS "MentionDocLen",
    NULL AS "MentionDocTone",
    NULL AS "MentionDocTranslationInfo",
    NULL AS "Extras"
FROM shown m
LEFT JOIN articles t ON t.article_id = m.article_id
LEFT JOIN parties a ON a.mention_id = m.mention_id AND a.side = side_1 AND a.position = position_1
LEFT JOIN parties r ON r.mention_id = m.mention_id AND r.side = side_2 AND r.position = position_2
ORDER BY n, pair, m.position, m.mention_id
