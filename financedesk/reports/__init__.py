"""What leaves the house: forms, papers, spreadsheets, letters."""
