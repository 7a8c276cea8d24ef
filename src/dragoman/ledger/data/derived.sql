-- What a snapshot holds that no batch does. Run at the end of every fold.

-- A document that was left out and has been coded since (same place in the same file) is no longer left out.
DELETE FROM left_out WHERE EXISTS (
    SELECT 1 FROM articles a
    JOIN batches ab ON ab.batch = a.batch
    JOIN batches lb ON lb.batch = left_out.batch
    WHERE a.origin = left_out.origin AND a.record = left_out.record AND a.origin <> '' AND ab.sequence >= lb.sequence
);

-- One row for each actor: by entity id where known, else by name and country.
DELETE FROM actors;
INSERT INTO actors BY NAME
WITH named AS (
    SELECT event_id, NULL AS statement_id, article_id, side, name, country, sector, office, entity_id FROM event_actors
    UNION ALL
    SELECT NULL, statement_id, article_id, side, name, country, sector, office, entity_id FROM statement_actors
    WHERE side = 'source'
)
SELECT
    entity_id,
    mode(name) AS name,
    mode(country) AS country,
    mode(sector) AS sector,
    list_sort(list(DISTINCT office) FILTER (office IS NOT NULL)) AS offices,
    bool_or(country IS NOT NULL OR entity_id IS NOT NULL) AS resolved,
    count(DISTINCT event_id) FILTER (side = 'actor') AS events_as_actor,
    count(DISTINCT event_id) FILTER (side = 'recipient') AS events_as_recipient,
    count(DISTINCT event_id) AS events,
    count(DISTINCT statement_id) AS statements,
    count(DISTINCT article_id) AS articles
FROM named
GROUP BY entity_id, CASE WHEN entity_id IS NULL THEN name END, CASE WHEN entity_id IS NULL THEN country END
ORDER BY events DESC, statements DESC, name, country;

-- Within these days a panel's empty cell is zero; outside them nothing is known.
DELETE FROM coverage;
INSERT INTO coverage BY NAME
SELECT 'dragoman' AS dataset, min(published) AS first_day, max(published) AS last_day,
    (SELECT count(*) FROM events WHERE dataset = 'dragoman') AS events
FROM articles HAVING count(*) > 0
UNION ALL
SELECT dataset, min(date_start), max(coalesce(date_end, date_start)), count(*) FROM events
WHERE dataset <> 'dragoman' GROUP BY dataset
ORDER BY dataset;
