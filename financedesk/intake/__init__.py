"""What comes in: processors' files, a committee's past filings, the open interchange form."""
