"""The first book."""

from alembic import op

from financedesk.book.migrate import frozen_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    for statement in frozen_statements(revision, op.get_bind().dialect.name):
        op.execute(statement)
