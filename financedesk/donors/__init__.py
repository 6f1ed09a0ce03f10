"""Who is the same person: found with reasons, linked when somebody says so."""
