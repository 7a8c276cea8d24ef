UPDATE numbers SET number = CASE WHEN own IS NOT NULL THEN own
    ELSE (md5_number_lower(concat_ws('#', event_id, pair, attempt)) & $mask::UBIGINT)::BIGINT END
WHERE number IS NULL
