-- The events of an export, in its order.
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT event_id, row_number() OVER (ORDER BY date_start NULLS LAST, first_seen NULLS LAST, event_id) AS n
FROM events SEMI JOIN (FROM matching WHERE reason IS NULL) USING (event_id);
