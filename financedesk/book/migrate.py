"""The schema's revisions: which one a book has, and the way to the newest.

A new book is made from the frozen statements of the first revision, which is quick; Alembic comes
in only for books of an earlier version.
"""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Table, inspect, text

from financedesk.book import walls
from financedesk.book.stores import create_statements
from financedesk.errors import BookDamaged, BookTooNew

FIRST = "0001"
NEWEST = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
# Between statements of a frozen file; no statement of ours holds an empty line.
BETWEEN = "\n\n"


def frozen_file(revision: str, dialect: str) -> Path:
    """Return where the statements of a frozen schema are kept."""
    return MIGRATIONS / "versions" / f"{revision}.{dialect}.sql"


def frozen_statements(revision: str, dialect: str) -> list[str]:
    """Return the statements of a frozen schema."""
    frozen = frozen_file(revision, dialect).read_text(encoding="utf-8")
    return [statement for statement in frozen.strip().split(BETWEEN) if statement]


def make_tables(connection: Connection, tables: Iterable[Table]) -> None:
    """Fill an empty database with the newest schema, and with tables that no revision knows.

    The latter are those of rooms that do not ship with the program.
    """
    dialect = connection.dialect.name
    for statement in frozen_statements(FIRST, dialect):
        connection.exec_driver_sql(statement)
    connection.execute(
        text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": FIRST})
    if dialect == "postgresql":
        walls.let_in(connection)
    if FIRST != NEWEST:
        upgrade(connection)
    known = set(inspect(connection).get_table_names())
    for statement in create_statements((t for t in tables if t.name not in known), dialect):
        connection.exec_driver_sql(statement)


def revision_of(connection: Connection) -> str:
    """Return the revision of a book's schema; raises BookDamaged when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        raise BookDamaged("The book does not say which schema it has; restore the last backup.")
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        raise BookDamaged("The book does not say which schema it has; restore the last backup.")
    return str(found)


def is_outdated(revision: str, location: str) -> bool:
    """Tell whether a book needs an upgrade; raises BookTooNew when it is ahead of the program."""
    if revision > NEWEST:
        raise BookTooNew(
            f"{location} was written by a later FinanceDesk (schema {revision}; this one knows "
            f"{NEWEST}). Install the newest FinanceDesk to open it."
        )
    return revision < NEWEST


def upgrade(connection: Connection) -> None:
    """Bring a book's schema to the newest revision, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name != "postgresql":
        command.upgrade(config, "head")
        return
    with walls.lowered(connection):
        command.upgrade(config, "head")
    walls.let_in(connection)
