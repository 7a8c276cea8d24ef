-- Within these days a panel's empty cell is zero; outside them nothing is known.
SELECT 'dragoman' AS dataset, min(published) AS first_day, max(published) AS last_day,
    (SELECT count(*) FROM events WHERE dataset = 'dragoman') AS events
FROM articles HAVING count(*) > 0
UNION ALL
SELECT dataset, min(date_start), max(coalesce(date_end, date_start)), count(*) FROM events
WHERE dataset <> 'dragoman' GROUP BY dataset
ORDER BY dataset
