"""From ledger rows to the records of each form."""
