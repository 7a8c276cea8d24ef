-- By what single events and articles are looked up: without these, each look-up reads a whole column. Made when a snapshot
-- has its rows, since that is faster than row by row; later folds keep them.
CREATE INDEX IF NOT EXISTS events_by_event ON events (event_id);
CREATE INDEX IF NOT EXISTS event_actors_by_event ON event_actors (event_id);
CREATE INDEX IF NOT EXISTS tellings_by_event ON tellings (event_id);
CREATE INDEX IF NOT EXISTS mentions_by_event ON mentions (event_id);
CREATE INDEX IF NOT EXISTS mention_actors_by_event ON mention_actors (event_id);
CREATE INDEX IF NOT EXISTS sentences_by_article ON sentences (article_id);
