WITH sides AS (
    SELECT event_id, side,
        string_agg(one_of(a.name), '; ' ORDER BY position) AS name,
        string_agg(one_of(country), '; ' ORDER BY position) AS country,
        string_agg(one_of(cow), '; ' ORDER BY position) AS cow,
        string_agg(one_of(sector), '; ' ORDER BY position) AS sector,
        string_agg(CASE WHEN len(sectors) > 0 THEN array_to_string(sectors, '|') ELSE one_of(sector) END, '; ' ORDER BY position) AS sectors,
        string_agg(one_of(office), '; ' ORDER BY position) AS office,
        string_agg(one_of(text), '; ' ORDER BY position) AS text,
        string_agg(one_of(entity_id), '; ' ORDER BY position) AS entity_id
    FROM event_actors a SEMI JOIN chosen USING (event_id) LEFT JOIN countries ON iso3 = country
    GROUP BY event_id, side
),
shown AS (
    SELECT c.n, e.*, CASE WHEN dataset = 'polecat' THEN e.extra END AS kept_row
    FROM chosen c JOIN events e USING (event_id)
)
SELECT
    own_id(e.event_id, e.dataset, 'polecat') AS "Event ID",
    date_start::VARCHAR AS "Event Date",
    event_type AS "Event Type",
    event_mode AS "Event Mode",
    intensity::VARCHAR AS "Intensity",
    q.name AS "Quad Code",
    several(contexts) AS "Contexts",
    a.name AS "Actor Name",
    a.country AS "Actor Country",
    a.cow AS "Actor COW",
    a.sector AS "Primary Actor Sector",
    a.sectors AS "Actor Sectors",
    a.office AS "Actor Title",
    a.text AS "Actor Name Raw",
    a.entity_id AS "Wikipedia Actor ID",
    r.name AS "Recipient Name",
    r.country AS "Recipient Country",
    r.cow AS "Recipient COW",
    r.sector AS "Primary Recipient Sector",
    r.sectors AS "Recipient Sectors",
    r.office AS "Recipient Title",
    r.text AS "Recipient Name Raw",
    r.entity_id AS "Wikipedia Recipient ID",
    plain(place_name) AS "Placename",
    CASE WHEN place_precision = 'city' THEN plain(place_name) END AS "City",
    CASE WHEN place_precision = 'admin2' THEN plain(place_name) ELSE kept(kept_row, 'District') END AS "District",
    plain(coalesce(g.name, kept(kept_row, 'Province'))) AS "Province",
    place_country AS "Country",
    place_latitude::VARCHAR AS "Latitude",
    place_longitude::VARCHAR AS "Longitude",
    place_geonames_id::VARCHAR AS "GeoNames ID",
    kept(kept_row, 'Raw Placename') AS "Raw Placename",
    coalesce(kept(kept_row, 'Feature Type'), getvariable('feature_codes')[place_precision]) AS "Feature Type",
    coalesce(several(outlets), kept(kept_row, 'Source')) AS "Source",
    first_seen::VARCHAR AS "Publication Date",
    kept(kept_row, 'Story People') AS "Story People",
    kept(kept_row, 'Story Organizations') AS "Story Organizations",
    kept(kept_row, 'Story Locations') AS "Story Locations",
    coalesce(t.language, kept(kept_row, 'Language')) AS "Language",
    coalesce(kept(kept_row, 'Version'), getvariable('coder')) AS "Version",
    'ngecEvents.' || strftime(date_trunc('week', date_start), '%Y%m%d') || '000000.Release' || getvariable('release')
        || '.DV.txt' AS "file"
FROM shown e
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
LEFT JOIN quads q USING (quad_code)
LEFT JOIN regions g ON g.country = place_country AND g.admin1 = place_admin1
LEFT JOIN articles t ON t.article_id = e.article_id
ORDER BY e.n
