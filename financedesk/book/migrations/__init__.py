"""The book's schema, revision by revision; Alembic runs them, nobody edits a released one."""
