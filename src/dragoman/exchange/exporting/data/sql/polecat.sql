WITH parties AS (
    SELECT event_id, side, in_order(list({
        'position': position, 'name': one_of(a.name), 'country': coalesce(country, 'None'), 'cow': coalesce(cow, 'None'),
        'sector': coalesce(sector, 'None'), 'sectors': sectors_of(sectors, sector), 'office': one_of(office), 'text': one_of(text),
        'entity_id': one_of(entity_id)
    })) AS p
    FROM event_actors a SEMI JOIN slice USING (event_id) LEFT JOIN countries ON iso3 = country
    GROUP BY event_id, side
),
sides AS (
    SELECT event_id, side, list_transform(p, lambda x: x.name) AS name, list_transform(p, lambda x: x.country) AS country,
        list_transform(p, lambda x: x.cow) AS cow, list_transform(p, lambda x: x.sector) AS sector,
        list_transform(p, lambda x: x.sectors) AS sectors, list_transform(p, lambda x: x.office) AS office,
        list_transform(p, lambda x: x.text) AS text, list_transform(p, lambda x: x.entity_id) AS entity_id
    FROM parties
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
    joined(a.name, of_row) AS "Actor Name",
    joined(a.country, of_row) AS "Actor Country",
    joined(a.cow, of_row) AS "Actor COW",
    joined(a.sector, of_row) AS "Primary Actor Sector",
    joined(a.sectors, of_row) AS "Actor Sectors",
    joined(a.office, of_row) AS "Actor Title",
    joined(a.text, of_row) AS "Actor Name Raw",
    joined(a.entity_id, of_row) AS "Wikipedia Actor ID",
    joined(r.name, of_row) AS "Recipient Name",
    joined(r.country, of_row) AS "Recipient Country",
    joined(r.cow, of_row) AS "Recipient COW",
    joined(r.sector, of_row) AS "Primary Recipient Sector",
    joined(r.sectors, of_row) AS "Recipient Sectors",
    joined(r.office, of_row) AS "Recipient Title",
    joined(r.text, of_row) AS "Recipient Name Raw",
    joined(r.entity_id, of_row) AS "Wikipedia Recipient ID",
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
