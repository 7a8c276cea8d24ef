UPDATE numbers SET attempt = attempt + 1, number = NULL
FROM (
    SELECT event_id, pair FROM numbers
    QUALIFY own IS NULL AND row_number() OVER (PARTITION BY number ORDER BY own IS NULL, attempt, event_id, pair) > 1
) later
WHERE numbers.event_id = later.event_id AND numbers.pair = later.pair
