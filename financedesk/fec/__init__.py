"""The Federal Election Commission's file format: lines in, fields out, and back."""
