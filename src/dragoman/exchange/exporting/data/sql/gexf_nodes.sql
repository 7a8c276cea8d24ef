WITH held AS (FROM event_actors SEMI JOIN chosen USING (event_id) WHERE key IS NOT NULL)
SELECT h.key, CASE WHEN h.key = any_value(h.country) THEN coalesce(any_value(w.name), h.key) ELSE mode(h.name) END AS label,
    any_value(h.country) AS country, any_value(w.cow) AS cow, any_value(w.gw) AS gw, mode(sector) AS sector,
    count(DISTINCT event_id) FILTER (side = 'actor') AS as_actor, count(DISTINCT event_id) FILTER (side = 'recipient') AS as_recipient
FROM held h LEFT JOIN countries w ON w.iso3 = h.country GROUP BY h.key ORDER BY h.key
