-- One row for each actor: by entity id where known, else by name and country.
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
ORDER BY events DESC, statements DESC, name, country
