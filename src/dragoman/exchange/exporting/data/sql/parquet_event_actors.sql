SELECT a.*, w.cow, w.gw, year(e.date_start)::INTEGER AS year, month(e.date_start)::INTEGER AS month
FROM slice c JOIN events e USING (event_id) JOIN event_actors a USING (event_id) LEFT JOIN countries w ON w.iso3 = a.country
ORDER BY c.n, a.side, a.position
