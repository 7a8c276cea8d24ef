-- Views of a snapshot, for DuckDB and R; docs/queries.md says what each is for.

-- What the keys of dyads stand for.
CREATE VIEW actor_keys AS
SELECT country AS key, name, cow, gw FROM countries
UNION ALL
SELECT entity_id, name, NULL, NULL FROM actors WHERE entity_id IS NOT NULL AND country IS NULL;

-- Events that took place: what panels count.
CREATE VIEW current_events AS
SELECT * EXCLUDE (record) FROM events WHERE status IN ('occurred', 'ongoing');

-- One row for each event, direction and pair of actors, whatever its status.
CREATE VIEW dyad_events AS
SELECT d.source, d.target, d.weight, d.mutual, d.first, e.event_id, e.dataset, e.event_type, e.event_mode, e.quad_code,
    e.intensity, e.goldstein, e.status, e.date_start, e.date_end, e.date_precision, e.place_name, e.place_country,
    e.telling_count, e.voice_count, e.confidence, s.name AS source_name, s.cow AS source_cow, s.gw AS source_gw,
    t.name AS target_name, t.cow AS target_cow, t.gw AS target_gw
FROM dyads d JOIN events e USING (event_id)
LEFT JOIN actor_keys s ON s.key = d.source LEFT JOIN actor_keys t ON t.key = d.target;

-- Cells of a dyad-month panel that are not empty: events that took place and whose month is known. Sums are rounded, since
-- in what order rows are added changes from run to run, and with it the last bit.
CREATE VIEW dyad_months AS
SELECT source, target, date_trunc('month', date_start)::DATE AS month, count(*) AS events,
    round(sum(weight), 9) AS events_weighted,
    count(*) FILTER (quad_code = 1) AS verbal_cooperation, count(*) FILTER (quad_code = 2) AS material_cooperation,
    count(*) FILTER (quad_code = 3) AS verbal_conflict, count(*) FILTER (quad_code = 4) AS material_conflict,
    round(sum(intensity), 9) AS intensity, round(sum(goldstein), 9) AS goldstein
FROM dyads
WHERE status IN ('occurred', 'ongoing') AND source <> target
    AND date_trunc('month', date_start) = date_trunc('month', coalesce(date_end, date_start))
GROUP BY ALL;

-- Who tells of an event: one row for each of its articles, or for each address of an imported one.
CREATE VIEW event_sources AS
SELECT DISTINCT t.event_id, t.article_id, a.source AS outlet, a.url, a.title, a.published, a.voice, a.licence
FROM tellings t JOIN articles a USING (article_id)
UNION ALL
SELECT DISTINCT m.event_id, NULL, m.outlet, m.url, NULL, NULL::DATE, NULL, NULL FROM mentions m
WHERE m.telling_id IS NULL AND (m.url IS NOT NULL OR m.outlet IS NOT NULL)
UNION ALL
SELECT e.event_id, NULL, NULL, e.url, NULL, NULL, NULL, NULL FROM events e
WHERE e.url IS NOT NULL AND e.event_id NOT IN (
    SELECT event_id FROM mentions WHERE telling_id IS NULL AND event_id IS NOT NULL AND (url IS NOT NULL OR outlet IS NOT NULL)
);

-- Which event an id stands for that no event bears any more.
CREATE VIEW redirects AS
WITH RECURSIVE steps AS (
    SELECT former_id, arg_min(event_id, rank) AS event_id FROM (
        SELECT lineage AS former_id, event_id, 0 AS rank FROM tellings
        UNION ALL SELECT telling_id, event_id, 1 FROM tellings
        UNION ALL SELECT f.telling_id, t.event_id, 2 FROM former f JOIN tellings t USING (lineage)
        UNION ALL SELECT event_id, arg_max(other, moment), 3 FROM changes WHERE change = 'merged' GROUP BY event_id
    ) WHERE former_id NOT IN (SELECT event_id FROM events) GROUP BY former_id
), followed AS (
    SELECT former_id, event_id FROM steps
    UNION SELECT f.former_id, s.event_id FROM followed f JOIN steps s ON s.former_id = f.event_id
)
SELECT former_id, event_id FROM followed WHERE event_id IN (SELECT event_id FROM events);
