SELECT a.event_id, side, position, key, a.name, country, w.cow, w.gw, sector, array_to_string(sectors, '; ') AS sectors, office, entity_id, text
FROM slice c JOIN event_actors a USING (event_id) LEFT JOIN countries w ON w.iso3 = country
ORDER BY c.n, side, position
