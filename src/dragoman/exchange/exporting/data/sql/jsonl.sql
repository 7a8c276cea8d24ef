WITH sides AS (
    SELECT event_id, side, list_transform(in_order(list({
        'position': position, 'name': name, 'country': country, 'sector': sector, 'sectors': sectors, 'office': office,
        'entity_id': entity_id, 'text': text
    })), lambda x: {
        'name': x.name, 'country': x.country, 'sector': x.sector, 'sectors': x.sectors, 'office': x.office,
        'entity_id': x.entity_id, 'text': x.text
    }) AS parties
    FROM event_actors SEMI JOIN slice USING (event_id) GROUP BY event_id, side
)
SELECT CASE WHEN e.record IS NOT NULL THEN e.record ELSE to_json({
    'event_id': e.event_id, 'event_type': event_type, 'event_mode': event_mode, 'quad_code': quad_code, 'intensity': intensity,
    'cameo_code': cameo_code, 'goldstein': goldstein, 'contexts': contexts,
    'actors': coalesce(a.parties, []), 'recipients': coalesce(r.parties, []),
    'object': CASE WHEN object_text IS NOT NULL THEN {'text': object_text, 'kind': object_kind, 'quantity': object_quantity} END,
    'date_start': date_start, 'date_end': date_end, 'date_precision': date_precision, 'date_source': date_source,
    'place': CASE WHEN coalesce(place_name, place_country, place_latitude::VARCHAR) IS NOT NULL THEN {
        'name': place_name, 'country': place_country, 'admin1': place_admin1, 'latitude': place_latitude, 'longitude': place_longitude,
        'geonames_id': place_geonames_id, 'precision': place_precision
    } END,
    'status': status, 'certainty': certainty, 'source_certainty': source_certainty, 'said_by': coalesce(said_by, []),
    'magnitude': {
        'dead': dead, 'injured': injured, 'arrested': arrested, 'abducted': abducted, 'displaced': displaced,
        'participants': participants, 'troops': troops, 'amount': amount, 'amount_usd': amount_usd, 'currency': currency
    },
    'magnitude_bounds': map_from_entries(list_transform(coalesce(bounds, []),
        lambda b: {'kind': b.kind, 'bound': {'low': b.low, 'high': b.high, 'text': b.text}})),
    'confidence': confidence, 'mentions': [],
    'sources': {
        'articles': telling_count, 'voices': voice_count, 'outlets': coalesce(outlets, []), 'first_seen': first_seen, 'last_seen': last_seen
    },
    'disagreements': disagreements::JSON, 'dataset': dataset, 'url': e.url, 'extra': extra::JSON
})::VARCHAR END AS line
FROM slice c JOIN events e USING (event_id)
LEFT JOIN sides a ON a.event_id = e.event_id AND a.side = 'actor'
LEFT JOIN sides r ON r.event_id = e.event_id AND r.side = 'recipient'
ORDER BY c.n
