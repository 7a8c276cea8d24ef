WITH actors AS (
    SELECT event_id, side, position, plain(a.name) AS name, w.name AS country,
        array_to_string(list_filter(list_transform(CASE WHEN len(sectors) > 0 THEN sectors ELSE [sector] END,
            lambda s: getvariable('icews_sectors')[s]), lambda t: t IS NOT NULL), ',') AS sectors
    FROM event_actors a SEMI JOIN slice USING (event_id) LEFT JOIN countries w ON w.iso3 = country
),
shown AS (
    SELECT p.*, o.number, e.*, CASE WHEN dataset = 'icews' AND p.pair = 0 THEN coalesce(e.extra, '{}') END AS of_row
    FROM pairs p SEMI JOIN slice USING (event_id) JOIN numbers o USING (event_id, pair) JOIN events e USING (event_id)
),
told AS (
    SELECT event_id, min_by(sentence, "position") AS sentence FROM mentions SEMI JOIN slice USING (event_id) GROUP BY event_id
)
SELECT
    number AS "Event ID",
    date_start AS "Event Date",
    a.name AS "Source Name",
    nullif(a.sectors, '') AS "Source Sectors",
    a.country AS "Source Country",
    c.label AS "Event Text",
    cameo_code AS "CAMEO Code",
    goldstein AS "Intensity",
    r.name AS "Target Name",
    nullif(r.sectors, '') AS "Target Sectors",
    r.country AS "Target Country",
    md5_number_lower(e.article_id) & 2147483647 AS "Story ID",
    told.sentence + 1 AS "Sentence Number",
    plain(outlets[1]) AS "Publisher",
    CASE WHEN place_precision = 'city' THEN plain(place_name) END AS "City",
    CASE WHEN place_precision = 'admin2' THEN plain(place_name) END AS "District",
    CASE WHEN of_row IS NULL THEN province(g.name, place_admin1) ELSE plain(place_admin1) END AS "Province",
    w.name AS "Country",
    place_latitude AS "Latitude",
    place_longitude AS "Longitude",
    of_row, n, e.pair
FROM shown e
LEFT JOIN actors a ON a.event_id = e.event_id AND a.side = side_1 AND a.position = position_1
LEFT JOIN actors r ON r.event_id = e.event_id AND r.side = side_2 AND r.position = position_2
LEFT JOIN cameo c ON c.code = cameo_code
LEFT JOIN told ON told.event_id = e.event_id
LEFT JOIN countries w ON w.iso3 = place_country
LEFT JOIN regions g ON g.country = place_country AND g.admin1 = place_admin1
