WITH sides AS (
    SELECT event_id, side, string_agg(part(name), '; ' ORDER BY position) AS names, string_agg(part(country), '; ' ORDER BY position) AS countries,
        string_agg(part(sector), '; ' ORDER BY position) AS sectors, count(*) AS n
    FROM event_actors SEMI JOIN chosen USING (event_id) GROUP BY event_id, side
)
SELECT
    e.event_id, dataset, event_type, event_mode, quad_code, intensity, cameo_code, goldstein, parts(contexts) AS contexts, status,
    date_start, date_end, date_precision, date_source,
    a.names AS actor_names, a.countries AS actor_countries, a.sectors AS actor_sectors, coalesce(a.n, 0) AS actor_n,
    r.names AS recipient_names, r.countries AS recipient_countries, r.sectors AS recipient_sectors, coalesce(r.n, 0) AS recipient_n,
    place_name, place_country, w.cow AS place_cow, w.gw AS place_gw, place_admin1, place_latitude, place_longitude, place_geonames_id, place_precision,
    parts(list_transform(said_by, lambda s: s.name)) AS said_by, parts(list_transform(said_by, lambda s: s.country)) AS said_by_countries,
    certainty, source_certainty, object_text, object_kind, object_quantity,
    dead, injured, arrested, abducted, displaced, participants, troops, amount, currency, amount_usd,
    array_to_string(list_transform(bounds, lambda b: concat(b.kind, ': ', part(b.text))), '; ') AS counts_told,
    confidence, mention_count AS mention_n, telling_count AS article_n, voice_count AS voice_n, parts(outlets) AS outlets,
    first_seen, last_seen, disagreements, e.article_id, coalesce(t.url, e.url) AS url, extra
FROM chosen c JOIN events e USING (event_id)
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
LEFT JOIN countries w ON w.iso3 = place_country
LEFT JOIN articles t ON t.article_id = e.article_id
ORDER BY c.n
