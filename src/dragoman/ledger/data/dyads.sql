-- Which pairs of actors an event gives. {which}: the events, those that stand in no row yet at the end of a fold.
--
-- An actor is its key: its country, else its entity id; whoever has neither gives no pair. Who acts on one side and
-- is acted upon on the other gives a pair, each with each; the same key on both sides is a domestic pair. CONSULT and
-- COOPERATE are mutual; so are AGREE and SUPPORT where all parties stand on one side, as the record has it when they
-- act together, or where what they agree on or sign is an agreement. A mutual act with one side alone gives all
-- pairs of its parties. A pair of a mutual act has a row for either direction, except in data sets that write the
-- act itself once for each direction (ICEWS and GDELT: of ICEWS's "Consult" rows of 2014 every one has its mirror).
-- What pairs are mostly asked by is copied from the event, so that such questions need not look it up there; rows of one
-- pair lie together.
WITH fresh AS (
    SELECT event_id, dataset NOT IN ('icews', 'gdelt') AS written_once, event_type IN ('CONSULT', 'COOPERATE') AS always,
        event_type IN ('AGREE', 'SUPPORT') AS may_be, object_kind = 'agreement' AS on_agreement,
        dataset, event_type, quad_code, intensity, goldstein, status, date_start, date_end, date_precision, voice_count
    FROM {which}
), parties AS (
    SELECT event_id, side, key, count(*) AS several FROM event_actors SEMI JOIN fresh USING (event_id) GROUP BY ALL
), alone AS (
    SELECT event_id, count(DISTINCT key) AS keys FROM parties SEMI JOIN (FROM fresh WHERE always OR may_be) USING (event_id)
    GROUP BY event_id HAVING bool_and(side = 'actor') AND sum(several) > 1
), pairs AS (
    SELECT a.event_id, a.key AS source, r.key AS target, false AS together
    FROM parties a JOIN parties r USING (event_id) WHERE a.side = 'actor' AND r.side = 'recipient'
    UNION ALL
    SELECT a.event_id, a.key, b.key, true FROM parties a JOIN parties b USING (event_id) JOIN alone USING (event_id)
    WHERE a.key < b.key OR (a.key = b.key AND a.several > 1 AND alone.keys = 1)
), of_events AS (
    SELECT event_id, least(source, target) AS one, greatest(source, target) AS other,
        bool_or(source <= target) AS forth, bool_or(source > target) AS back,
        bool_or(always OR (may_be AND (together OR coalesce(on_agreement, false)))) AS mutual, bool_and(written_once) AS written_once
    FROM pairs JOIN fresh USING (event_id) WHERE source IS NOT NULL AND target IS NOT NULL GROUP BY ALL
), weighed AS (
    SELECT *, 1 / count(*) OVER (PARTITION BY event_id) AS weight FROM of_events
), directed AS (
    SELECT event_id, one AS source, other AS target, weight, mutual, true AS first
    FROM weighed WHERE forth OR (mutual AND written_once)
    UNION ALL
    SELECT event_id, other, one, weight, mutual, NOT (forth OR (mutual AND written_once))
    FROM weighed WHERE one <> other AND (back OR (mutual AND written_once))
)
SELECT directed.*, fresh.* EXCLUDE (event_id, written_once, always, may_be, on_agreement)
FROM directed JOIN fresh USING (event_id)
ORDER BY source, target, date_start;
