WITH two AS (
    SELECT p.event_id, a.key AS one, r.key AS other, side_2 = 'actor' AS mutual
    FROM pairs p
    JOIN event_actors a ON a.event_id = p.event_id AND a.side = side_1 AND a.position = position_1
    JOIN event_actors r ON r.event_id = p.event_id AND r.side = side_2 AND r.position = position_2
    WHERE a.key IS NOT NULL AND r.key IS NOT NULL
),
both_ways AS (SELECT event_id, one, other FROM two UNION SELECT event_id, other, one FROM two WHERE mutual)
SELECT one, other, count(*) AS count, count(*) FILTER (quad_code <= 2) AS cooperation, count(*) FILTER (quad_code >= 3) AS conflict,
    round(avg(intensity), 3) AS intensity, min(date_start)::VARCHAR AS first_date, max(coalesce(date_end, date_start))::VARCHAR AS last_date
FROM both_ways JOIN events USING (event_id) GROUP BY one, other ORDER BY one, other
