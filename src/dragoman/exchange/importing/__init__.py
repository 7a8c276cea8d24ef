"""importing: files of other data sets, read, converted and stored in a ledger."""
