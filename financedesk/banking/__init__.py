"""What the bank says against what the books say: where an account stands, and what matches what."""
