SELECT m.*, year(e.date_start)::INTEGER AS year, month(e.date_start)::INTEGER AS month
FROM slice c JOIN events e USING (event_id) JOIN mentions m USING (event_id) ORDER BY c.n, m.position, m.mention_id
