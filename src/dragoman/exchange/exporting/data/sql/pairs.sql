-- Who deals with whom, for formats that know one actor and one recipient a row: every actor with every recipient; of an
-- act that is done with one another and names no recipient, every two actors; else each party alone.
CREATE OR REPLACE TEMP TABLE pairs AS
WITH sides AS (SELECT event_id, side, position, key FROM event_actors SEMI JOIN chosen USING (event_id)),
shape AS (
    SELECT event_id, count(*) FILTER (side = 'actor') AS actors, count(*) FILTER (side = 'recipient') AS recipients
    FROM sides GROUP BY event_id
),
parties AS (
    SELECT s.*, shape.actors, shape.recipients,
        shape.recipients = 0 AND shape.actors > 1 AND e.event_type IN ('CONSULT', 'COOPERATE', 'AGREE', 'SUPPORT') AS mutual
    FROM sides s JOIN shape USING (event_id) JOIN events e USING (event_id)
),
found AS (
    SELECT a.event_id, a.side AS side_1, a.position AS position_1, b.side AS side_2, b.position AS position_2
    FROM parties a JOIN parties b ON a.event_id = b.event_id AND a.side = 'actor' AND (
        b.side = 'recipient' OR (a.mutual AND a.position < b.position))
    UNION ALL
    SELECT event_id, side, position, NULL, NULL FROM parties WHERE recipients = 0 AND NOT mutual
    UNION ALL
    SELECT event_id, NULL, NULL, side, position FROM parties WHERE actors = 0
    UNION ALL
    SELECT event_id, NULL, NULL, NULL, NULL FROM chosen ANTI JOIN shape USING (event_id)
)
SELECT c.n, f.*, row_number() OVER (PARTITION BY event_id ORDER BY position_1, position_2) - 1 AS pair,
    count(*) OVER (PARTITION BY event_id) AS pair_count
FROM found f JOIN chosen c USING (event_id);
