"""exchange: events of other data sets into the ledger, and the ledger's events into their formats."""
