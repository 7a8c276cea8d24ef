SELECT e.* EXCLUDE (record), year(e.date_start)::INTEGER AS year, month(e.date_start)::INTEGER AS month
FROM slice c JOIN events e USING (event_id) ORDER BY c.n
