-- Who stands in which events, by all that an actor may be asked for by. {which}: the events; {actors}: their actors.
--
-- A row for each event and each key, further identity (a country or entity id that is not the key) and name in lower case.
-- What events are mostly asked by is copied from them, so that counts by actor need not look it up there; rows of one
-- actor lie together.
WITH fresh AS (
    SELECT event_hash, any_value(dataset) AS dataset, any_value(event_type) AS event_type,
        any_value(quad_code) AS quad_code, any_value(status) AS status, any_value(date_start) AS date_start,
        any_value(date_end) AS date_end
    FROM {which} GROUP BY event_hash
), named AS (
    SELECT event_hash, side = 'actor' AS acts, key, country, entity_id, lower(name) AS name FROM {actors}
), each AS (
    SELECT event_hash, acts, 'key' AS kind, key AS handle FROM named WHERE key IS NOT NULL
    UNION ALL
    SELECT event_hash, acts, 'identity', country FROM named WHERE country IS NOT NULL AND country IS DISTINCT FROM key
    UNION ALL
    SELECT event_hash, acts, 'identity', entity_id FROM named WHERE entity_id IS NOT NULL AND entity_id IS DISTINCT FROM key
    UNION ALL
    SELECT event_hash, acts, 'name', name FROM named WHERE name IS NOT NULL
), standing AS (
    SELECT kind, handle, event_hash, bool_or(acts) AS acts, bool_or(NOT acts) AS receives FROM each GROUP BY ALL
), alone AS (
    SELECT event_hash, (CASE WHEN bool_and(acts) THEN count(*) ELSE 0 END)::INTEGER AS together FROM named GROUP BY event_hash
)
SELECT kind, handle, acts, receives, together, event_hash, dataset, event_type, quad_code, status, date_start, date_end
FROM standing LEFT JOIN alone USING (event_hash) LEFT JOIN fresh USING (event_hash)
ORDER BY kind, handle;
