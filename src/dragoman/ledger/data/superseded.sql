-- Articles of a dataset that do not count: later copies of a text, and all but the newest text of an article.
WITH found AS (
    SELECT a.batch, a.article_id, a.content_hash, o.sequence, a.position
    FROM {articles} a JOIN ordered o ON o.partition = a.batch
), texts AS (
    SELECT *, row_number() OVER (PARTITION BY article_id, content_hash ORDER BY sequence, position) AS copy
    FROM found
), newest AS (
    SELECT batch, article_id, content_hash FROM texts WHERE copy = 1
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY sequence DESC, position DESC) = 1
)
SELECT batch, article_id, content_hash FROM found
ANTI JOIN newest USING (batch, article_id, content_hash)
ORDER BY ALL
