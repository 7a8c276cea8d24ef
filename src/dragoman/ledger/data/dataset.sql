-- The tables of a ledger as views over a dataset's files. raw_TABLE: rows of the files that count; assignments, voices,
-- united_events, united_actors, renamed: what merging found.
CREATE VIEW articles AS
SELECT a.* EXCLUDE (position), coalesce(v.voice, a.article_id) AS voice
FROM raw_articles a LEFT JOIN voices v USING (article_id);

CREATE VIEW sentences AS FROM raw_sentences;

CREATE VIEW tellings AS
SELECT e.* EXCLUDE (event_id), e.event_id AS telling_id, coalesce(s.event_id, e.event_id) AS event_id,
    (b.sequence << 36) + (a.position::BIGINT << 16) + e.position AS arrival, e.event_id AS lineage,
    coalesce(s.component, e.event_id) AS component
FROM raw_events e
JOIN (SELECT batch, article_id, content_hash, position FROM raw_articles) a USING (batch, article_id, content_hash)
JOIN batches b USING (batch)
LEFT JOIN assignments s ON s.telling_id = e.event_id;

CREATE VIEW telling_actors AS
SELECT *, owner_id AS telling_id FROM raw_actors WHERE owner = 'event';

CREATE VIEW mentions AS
SELECT m.* REPLACE (coalesce(s.event_id, m.event_id) AS event_id), m.event_id AS telling_id,
    NULL::VARCHAR AS url, NULL::VARCHAR AS outlet, NULL::VARCHAR AS extra
FROM raw_mentions m LEFT JOIN assignments s ON s.telling_id = m.event_id;

CREATE VIEW mention_actors AS
SELECT c.* REPLACE (coalesce(s.event_id, c.event_id) AS event_id), owner_id AS mention_id
FROM raw_actors c LEFT JOIN assignments s ON s.telling_id = c.event_id WHERE owner = 'mention';

CREATE VIEW statements AS
SELECT s.* REPLACE (coalesce(r.event_ids, s.event_ids) AS event_ids)
FROM raw_statements s LEFT JOIN renamed r USING (statement_id);

CREATE VIEW statement_actors AS
SELECT *, owner_id AS statement_id FROM raw_actors WHERE owner = 'statement';

CREATE VIEW told_once AS FROM tellings ANTI JOIN united_events USING (event_id);

CREATE VIEW left_out AS
FROM raw_left_out t
WHERE NOT EXISTS (FROM raw_articles a WHERE a.origin = t.origin AND a.record = t.record AND a.origin <> '');

CREATE VIEW revisions AS SELECT article_id, content_hash, batch, run_id FROM raw_articles;
