WITH sides AS (
    SELECT event_id, side, in_order(list({'position': position, 'name': name, 'country': country})) AS p
    FROM event_actors SEMI JOIN slice USING (event_id) GROUP BY event_id, side
)
SELECT to_json({
    'type': 'Feature', 'id': e.event_id,
    'geometry': {'type': 'Point', 'coordinates': [place_longitude, place_latitude]},
    'properties': {
        'event_id': e.event_id, 'dataset': dataset, 'event_type': event_type, 'event_mode': event_mode, 'quad_code': quad_code, 'intensity': intensity,
        'cameo_code': cameo_code, 'goldstein': goldstein, 'contexts': coalesce(contexts, []), 'status': status,
        'date_start': date_start, 'date_end': date_end, 'date_precision': date_precision, 'date_source': date_source,
        'actor_names': coalesce(list_transform(a.p, lambda x: x.name), []), 'actor_countries': coalesce(list_transform(a.p, lambda x: x.country), []),
        'recipient_names': coalesce(list_transform(r.p, lambda x: x.name), []), 'recipient_countries': coalesce(list_transform(r.p, lambda x: x.country), []),
        'place_name': place_name, 'place_country': place_country, 'place_precision': place_precision, 'place_geonames_id': place_geonames_id,
        'said_by': coalesce(list_transform(said_by, lambda s: s.name), []), 'dead': dead, 'injured': injured,
        'confidence': confidence, 'outlets': coalesce(outlets, []), 'url': coalesce(t.url, e.url)
    }
})::VARCHAR AS line
FROM slice c JOIN events e USING (event_id)
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
LEFT JOIN articles t ON t.article_id = e.article_id
ORDER BY c.n
