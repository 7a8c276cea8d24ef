WITH actors AS (
    SELECT event_id, side, position, plain(name) AS name, country, cameo_types(CASE WHEN len(sectors) > 0 THEN sectors ELSE [sector] END) AS types
    FROM event_actors SEMI JOIN slice USING (event_id)
),
lead AS (SELECT event_id, bool_or(sentence <= 2) AS is_lead FROM mentions SEMI JOIN slice USING (event_id) GROUP BY event_id),
shown AS (
    SELECT p.*, o.number, e.*, CASE WHEN dataset = 'gdelt' AND p.pair = 0 THEN coalesce(e.extra, '{}') END AS of_row,
        CASE WHEN place_precision = 'country' OR (place_precision IS NULL OR place_precision = 'area') AND place_country IS NOT NULL THEN 1
             WHEN place_precision IN ('admin1', 'admin2') THEN CASE WHEN place_country = 'USA' THEN 2 ELSE 5 END
             WHEN place_precision = 'city' THEN CASE WHEN place_country = 'USA' THEN 3 ELSE 4 END
             ELSE 0 END AS geo_type
    FROM pairs p SEMI JOIN slice USING (event_id) JOIN numbers o USING (event_id, pair) JOIN events e USING (event_id)
)
SELECT
    number AS "GLOBALEVENTID",
    strftime(date_start, '%Y%m%d') AS "SQLDATE",
    strftime(date_start, '%Y%m') AS "MonthYear",
    year(date_start) AS "Year",
    printf('%.4f', year(date_start) + (month(date_start) * 30 + day(date_start)) / 365) AS "FractionDate",
    nullif(concat(a.country, array_to_string(a.types[1:2], '')), '') AS "Actor1Code",
    a.name AS "Actor1Name",
    a.country AS "Actor1CountryCode",
    NULL AS "Actor1KnownGroupCode",
    NULL AS "Actor1EthnicCode",
    NULL AS "Actor1Religion1Code",
    NULL AS "Actor1Religion2Code",
    a.types[1] AS "Actor1Type1Code",
    a.types[2] AS "Actor1Type2Code",
    a.types[3] AS "Actor1Type3Code",
    nullif(concat(r.country, array_to_string(r.types[1:2], '')), '') AS "Actor2Code",
    r.name AS "Actor2Name",
    r.country AS "Actor2CountryCode",
    NULL AS "Actor2KnownGroupCode",
    NULL AS "Actor2EthnicCode",
    NULL AS "Actor2Religion1Code",
    NULL AS "Actor2Religion2Code",
    r.types[1] AS "Actor2Type1Code",
    r.types[2] AS "Actor2Type2Code",
    r.types[3] AS "Actor2Type3Code",
    coalesce(is_lead, false)::INTEGER AS "IsRootEvent",
    cameo_code AS "EventCode",
    cameo_code[:3] AS "EventBaseCode",
    cameo_code[:2] AS "EventRootCode",
    quad_code AS "QuadClass",
    goldstein AS "GoldsteinScale",
    greatest(mention_count, 1) AS "NumMentions",
    greatest(len(outlets), 1) AS "NumSources",
    greatest(coalesce(telling_count, 1), 1) AS "NumArticles",
    NULL AS "AvgTone",
    0 AS "Actor1Geo_Type",
    NULL AS "Actor1Geo_FullName",
    NULL AS "Actor1Geo_CountryCode",
    NULL AS "Actor1Geo_ADM1Code",
    NULL AS "Actor1Geo_ADM2Code",
    NULL AS "Actor1Geo_Lat",
    NULL AS "Actor1Geo_Long",
    NULL AS "Actor1Geo_FeatureID",
    0 AS "Actor2Geo_Type",
    NULL AS "Actor2Geo_FullName",
    NULL AS "Actor2Geo_CountryCode",
    NULL AS "Actor2Geo_ADM1Code",
    NULL AS "Actor2Geo_ADM2Code",
    NULL AS "Actor2Geo_Lat",
    NULL AS "Actor2Geo_Long",
    NULL AS "Actor2Geo_FeatureID",
    geo_type AS "ActionGeo_Type",
    CASE WHEN geo_type > 0 THEN nullif(concat_ws(', ', plain(place_name), CASE WHEN geo_type > 1 AND g.name <> place_name THEN g.name END,
        CASE WHEN w.name <> place_name THEN w.name END), '') END AS "ActionGeo_FullName",
    CASE WHEN geo_type > 0 THEN w.fips END AS "ActionGeo_CountryCode",
    CASE WHEN geo_type > 0 THEN concat(w.fips, CASE WHEN geo_type > 1 AND g.name IS NOT NULL THEN place_admin1 END) END AS "ActionGeo_ADM1Code",
    NULL AS "ActionGeo_ADM2Code",
    CASE WHEN place_precision IS DISTINCT FROM 'area' THEN place_latitude END AS "ActionGeo_Lat",
    CASE WHEN place_precision IS DISTINCT FROM 'area' THEN place_longitude END AS "ActionGeo_Long",
    CASE WHEN geo_type = 1 THEN w.fips END AS "ActionGeo_FeatureID",
    strftime(coalesce(first_seen::TIMESTAMP, u.started, date_start::TIMESTAMP), '%Y%m%d%H%M%S') AS "DATEADDED",
    plain(coalesce(t.url, e.url)) AS "SOURCEURL",
    of_row, n, e.pair
FROM shown e
LEFT JOIN actors a ON a.event_id = e.event_id AND a.side = side_1 AND a.position = position_1
LEFT JOIN actors r ON r.event_id = e.event_id AND r.side = side_2 AND r.position = position_2
LEFT JOIN lead ON lead.event_id = e.event_id
LEFT JOIN countries w ON w.iso3 = place_country
LEFT JOIN regions g ON g.country = place_country AND g.admin1 = place_admin1
LEFT JOIN articles t ON t.article_id = e.article_id
LEFT JOIN runs u ON u.run_id = e.first_run
