"""The facts: entities, accounts, contacts, transactions, items, postings, filings as kept."""
