-- What the queries of the formats share.
-- A cell of a tab-separated file whose readers know no quotes.
CREATE OR REPLACE TEMP MACRO plain(x) AS
    nullif(trim(replace(replace(replace(replace(x, chr(9), ' '), chr(10), ' '), chr(13), ' '), '"', '''')), '');
-- A value of a cell that joins several.
CREATE OR REPLACE TEMP MACRO one_of(x) AS coalesce(plain(translate(x, ';|', ',/')), 'None');
CREATE OR REPLACE TEMP MACRO several(x) AS CASE WHEN len(x) > 0 THEN array_to_string(list_transform(x, lambda v: one_of(v)), '; ') END;
-- Parties, of which the first field is the position: sorting what needs it is faster than an ordered aggregate.
CREATE OR REPLACE TEMP MACRO in_order(x) AS CASE WHEN len(x) > 1 THEN list_sort(x) ELSE x END;
-- A cell of one side; a row of the same data set that said the same of all said it once, else its own cell was kept.
CREATE OR REPLACE TEMP MACRO joined(x, of_row) AS
    CASE WHEN of_row IS NOT NULL AND len(list_distinct(x)) = 1 THEN x[1] ELSE array_to_string(x, '; ') END;
CREATE OR REPLACE TEMP MACRO sectors_of(sectors, sector) AS
    CASE WHEN len(sectors) > 0 THEN array_to_string(sectors, '|') ELSE coalesce(sector, 'None') END;
-- The same where missing is nothing.
CREATE OR REPLACE TEMP MACRO part(x) AS coalesce(replace(trim(x), ';', ','), '');
CREATE OR REPLACE TEMP MACRO parts(x) AS nullif(array_to_string(list_transform(x, lambda v: part(v)), '; '), '');
-- A first-level division's name; imported rows have names where coded ones have codes.
CREATE OR REPLACE TEMP MACRO province(name, admin1) AS
    plain(coalesce(name, CASE WHEN NOT regexp_full_match(admin1, '[A-Z0-9]{1,3}') THEN admin1 END));
-- The data set's own id of an event that was imported from it, else the event's.
CREATE OR REPLACE TEMP MACRO own_id(event_id, dataset, form) AS
    CASE WHEN dataset = form THEN substr(event_id, length(form) + 2) ELSE event_id END;
CREATE OR REPLACE TEMP MACRO cameo_types(sectors) AS
    list_filter(list_transform(sectors, lambda s: getvariable('cameo_types')[s]), lambda t: t IS NOT NULL);
