"""The first book."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables as they were frozen beside this file, statements set apart by empty lines."""
    frozen = Path(__file__).with_name(f"{revision}.{op.get_bind().dialect.name}.sql")
    for statement in frozen.read_text(encoding="utf-8").strip().split("\n\n"):
        op.execute(statement)
