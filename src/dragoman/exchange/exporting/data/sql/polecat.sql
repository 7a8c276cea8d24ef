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
    SELECT c.n, e.*, CASE WHEN dataset = 'polecat' THEN coalesce(e.extra, '{}') END AS of_row
    FROM chosen c JOIN events e USING (event_id)
)
SELECT
    own_id(e.event_id, e.dataset, 'polecat') AS "Event ID",
    date_start AS "Event Date",
    event_type AS "Event Type",
    event_mode AS "Event Mode",
    intensity AS "Intensity",
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
    CASE WHEN place_precision = 'admin2' THEN plain(place_name) END AS "District",
    CASE WHEN of_row IS NULL THEN province(g.name, place_admin1) ELSE plain(place_admin1) END AS "Province",
    place_country AS "Country",
    place_latitude AS "Latitude",
    place_longitude AS "Longitude",
    place_geonames_id AS "GeoNames ID",
    NULL AS "Raw Placename",
    getvariable('feature_codes')[place_precision] AS "Feature Type",
    plain(array_to_string(outlets, '; ')) AS "Source",
    first_seen AS "Publication Date",
    NULL AS "Story People",
    NULL AS "Story Organizations",
    NULL AS "Story Locations",
    t.language AS "Language",
    getvariable('coder') AS "Version",
    'ngecEvents.' || strftime(date_trunc('week', date_start), '%Y%m%d') || '000000.Release' || getvariable('release')
        || '.DV.txt' AS "file",
    of_row, n, 0 AS pair
FROM shown e
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
LEFT JOIN quads q USING (quad_code)
LEFT JOIN regions g ON g.country = place_country AND g.admin1 = place_admin1
LEFT JOIN articles t ON t.article_id = e.article_id
