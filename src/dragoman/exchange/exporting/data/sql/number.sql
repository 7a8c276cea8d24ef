UPDATE numbers SET number = CASE WHEN attempt = 0 AND own IS NOT NULL THEN own
    ELSE (md5_number_lower(concat_ws('#', event_id, pair, attempt)) & $mask::UBIGINT)::BIGINT END
WHERE number IS NULL
