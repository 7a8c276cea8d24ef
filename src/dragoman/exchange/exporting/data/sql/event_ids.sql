SELECT number, event_id, side_1, position_1, side_2, position_2, pair_count
FROM pairs SEMI JOIN slice USING (event_id) JOIN numbers USING (event_id, pair) ORDER BY n, pair
