-- What a snapshot holds that no batch does. Run at the end of every fold.

-- A document that was left out and has been coded since (same place in the same file) is no longer left out.
DELETE FROM left_out WHERE EXISTS (
    SELECT 1 FROM articles a
    JOIN batches ab ON ab.batch = a.batch
    JOIN batches lb ON lb.batch = left_out.batch
    WHERE a.origin = left_out.origin AND a.record = left_out.record AND a.origin <> '' AND ab.sequence >= lb.sequence
);

-- What events and their actors are joined by (with a million events two of them share one with odds of 1 to 20 million).
UPDATE events SET event_hash = (md5_number_lower(event_id) >> 1)::BIGINT WHERE event_hash IS NULL;
UPDATE event_actors SET event_hash = (md5_number_lower(event_id) >> 1)::BIGINT WHERE event_hash IS NULL;
