"""Every reader of an outside file against bytes that somebody, or something, has spoiled."""
