WITH sides AS (
    SELECT event_id, side, in_order(list({
        'position': position, 'name': a.name, 'country': country, 'cow': cow, 'sector': sector, 'sectors': sectors, 'office': office, 'text': text,
        'entity_id': entity_id
    })) AS p
    FROM event_actors a SEMI JOIN slice USING (event_id) LEFT JOIN countries ON iso3 = country
    GROUP BY event_id, side
),
shown AS (
    SELECT c.n, e.*, CASE WHEN dataset = 'polecat' THEN coalesce(e.extra, '{}') END AS of_row
    FROM slice c JOIN events e USING (event_id)
)
SELECT
    own_id(e.event_id, e.dataset, 'polecat') AS "Event ID",
    date_start AS "Event Date",
    event_type AS "Event Type",
    event_mode AS "Event Mode",
    intensity AS "Intensity",
    CASE WHEN of_row IS NULL THEN q.name ELSE quad_code::VARCHAR END AS "Quad Code",
    several(contexts) AS "Contexts",
    joined(list_transform(a.p, lambda x: one_of(x.name)), of_row) AS "Actor Name",
    joined(list_transform(a.p, lambda x: one_of(x.country)), of_row) AS "Actor Country",
    joined(list_transform(a.p, lambda x: one_of(x.cow)), of_row) AS "Actor COW",
    joined(list_transform(a.p, lambda x: one_of(x.sector)), of_row) AS "Primary Actor Sector",
    joined(list_transform(a.p, lambda x: sectors_of(x.sectors, x.sector)), of_row) AS "Actor Sectors",
    joined(list_transform(a.p, lambda x: one_of(x.office)), of_row) AS "Actor Title",
    joined(list_transform(a.p, lambda x: one_of(x.text)), of_row) AS "Actor Name Raw",
    joined(list_transform(a.p, lambda x: one_of(x.entity_id)), of_row) AS "Wikipedia Actor ID",
    joined(list_transform(r.p, lambda x: one_of(x.name)), of_row) AS "Recipient Name",
    joined(list_transform(r.p, lambda x: one_of(x.country)), of_row) AS "Recipient Country",
    joined(list_transform(r.p, lambda x: one_of(x.cow)), of_row) AS "Recipient COW",
    joined(list_transform(r.p, lambda x: one_of(x.sector)), of_row) AS "Primary Recipient Sector",
    joined(list_transform(r.p, lambda x: sectors_of(x.sectors, x.sector)), of_row) AS "Recipient Sectors",
    joined(list_transform(r.p, lambda x: one_of(x.office)), of_row) AS "Recipient Title",
    joined(list_transform(r.p, lambda x: one_of(x.text)), of_row) AS "Recipient Name Raw",
    joined(list_transform(r.p, lambda x: one_of(x.entity_id)), of_row) AS "Wikipedia Recipient ID",
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
