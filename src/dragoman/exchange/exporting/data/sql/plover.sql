WITH sides AS (
    SELECT event_id, side, list_transform(in_order(list({
        'position': position, 'country': country, 'sector': sector, 'sectors': sectors, 'text': text, 'entity_id': entity_id,
        'name': name, 'office': office
    })), lambda x: {
        'code': coalesce(x.country, CASE WHEN x.sector IN ('IGO', 'NGO') THEN x.sector END), 'sector': x.sector,
        'sectors': x.sectors, 'actor_text': x.text, 'identifier_id': x.entity_id, 'identifier_text': x.name, 'office': x.office
    }) AS parties
    FROM event_actors SEMI JOIN slice USING (event_id) GROUP BY event_id, side
)
SELECT json_merge_patch(to_json({
    'id': own_id(e.event_id, e.dataset, 'plover'),
    'date': date_start,
    'enddate': date_end,
    'source': coalesce(a.parties, []),
    'recipient': coalesce(r.parties, []),
    'event': [event_type],
    'mode': CASE WHEN event_mode IS NULL THEN [] ELSE [event_mode] END,
    'context': coalesce(contexts, []),
    'quad_code': quad_code,
    'event_scale': intensity,
    'event_text': CASE WHEN m.trigger_text IS NULL THEN [] ELSE [m.trigger_text] END,
    'event_loc': CASE WHEN coalesce(place_name, place_country, place_latitude::VARCHAR) IS NOT NULL THEN {
        'geonameid': place_geonames_id, 'name': place_name, 'latitude': place_latitude, 'longitude': place_longitude,
        'feature code': getvariable('feature_codes')[place_precision], 'country code': w.iso2, 'cc3': place_country, 'admin1 code': place_admin1
    } END,
    'size': {'dead': dead, 'injured': injured, 'arrested': arrested},
    'text_info': CASE WHEN m.sentence IS NOT NULL THEN {'sequence': m.sentence, 'start': m."start", 'end': m."end"} END,
    'cite_info': {
        'corpus': dataset, 'citation': e.article_id, 'url': coalesce(t.url, e.url), 'title': t.title, 'language': t.language,
        'publication': coalesce(t.source, outlets[1]), 'license': t.licence, 'coder': getvariable('coder'),
        'codebook': getvariable('codebook'), 'version': getvariable('release')
    },
    'status': status,
    'said_by': coalesce(said_by, []),
    'date_precision': date_precision,
    'date_source': date_source,
    'place_precision': place_precision,
    'cameo_code': cameo_code,
    'goldstein': goldstein,
    'confidence': confidence
}), CASE WHEN dataset = 'plover' THEN coalesce(extra, '{}')::JSON ELSE '{}'::JSON END)::VARCHAR AS line
FROM slice c JOIN events e USING (event_id)
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
LEFT JOIN (
    SELECT event_id, unnest(arg_min({'trigger_text': trigger_text, 'sentence': sentence, 'start': "start", 'end': "end"}, (position, mention_id)))
    FROM mentions SEMI JOIN slice USING (event_id) GROUP BY event_id
) m ON m.event_id = e.event_id
LEFT JOIN articles t ON t.article_id = e.article_id
LEFT JOIN countries w ON w.iso3 = place_country
ORDER BY c.n
