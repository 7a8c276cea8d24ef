WITH sides AS (
    SELECT event_id, side, in_order(list({'position': position, 'name': name, 'country': country, 'sector': sector})) AS p
    FROM event_actors SEMI JOIN slice USING (event_id) GROUP BY event_id, side
)
SELECT
    e.event_id, dataset, event_type, event_mode, quad_code, intensity, cameo_code, goldstein, parts(contexts) AS contexts, status,
    date_start, date_end, date_precision, date_source,
    parts(list_transform(a.p, lambda x: x.name)) AS actor_names, parts(list_transform(a.p, lambda x: x.country)) AS actor_countries, parts(list_transform(a.p, lambda x: x.sector)) AS actor_sectors, coalesce(len(a.p), 0) AS actor_n,
    parts(list_transform(r.p, lambda x: x.name)) AS recipient_names, parts(list_transform(r.p, lambda x: x.country)) AS recipient_countries, parts(list_transform(r.p, lambda x: x.sector)) AS recipient_sectors, coalesce(len(r.p), 0) AS recipient_n,
    place_name, place_country, w.cow AS place_cow, w.gw AS place_gw, place_admin1, place_latitude, place_longitude, place_geonames_id, place_precision,
    parts(list_transform(said_by, lambda s: s.name)) AS said_by, parts(list_transform(said_by, lambda s: s.country)) AS said_by_countries,
    certainty, source_certainty, object_text, object_kind, object_quantity,
    dead, injured, arrested, abducted, displaced, participants, troops, amount, currency, amount_usd,
    array_to_string(list_transform(bounds, lambda b: concat(b.kind, ': ', part(b.text))), '; ') AS counts_told,
    confidence, mention_count AS mention_n, telling_count AS article_n, voice_count AS voice_n, parts(outlets) AS outlets,
    first_seen, last_seen, disagreements, e.article_id, coalesce(t.url, e.url) AS url, extra
FROM slice c JOIN events e USING (event_id)
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
LEFT JOIN countries w ON w.iso3 = place_country
LEFT JOIN articles t ON t.article_id = e.article_id
ORDER BY c.n
