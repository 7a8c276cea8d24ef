SELECT article_id, content_hash, title, byline, dateline_place, dateline_agency, dateline_date, published, source, url, language, licence,
    origin, record, voice, length(text) AS text_n, run_id
FROM articles SEMI JOIN (FROM mentions SEMI JOIN chosen USING (event_id)) USING (article_id) ORDER BY article_id
