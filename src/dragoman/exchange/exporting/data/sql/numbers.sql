CREATE OR REPLACE TEMP TABLE numbers AS
SELECT event_id, pair, 0 AS attempt, NULL::BIGINT AS number,
    CASE WHEN dataset = $dataset AND pair = 0 THEN TRY_CAST(split_part(own_id(event_id, dataset, $dataset), ':', 1) AS BIGINT) END AS own
FROM pairs JOIN events USING (event_id);
