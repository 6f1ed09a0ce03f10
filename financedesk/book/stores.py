"""Where a book is kept: what SQLite and PostgreSQL have to be able to do for it.

Only this module and the two stores know that there are two databases.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect, ForeignKeyConstraint, Index, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import (
    AddConstraint,
    CreateIndex,
    CreateTable,
    ExecutableDDLElement,
)

from financedesk.book import wall_policies
from financedesk.book.rooms import Problem
from financedesk.book.tables import in_order

POSTGRESQL_SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")


class Store(Protocol):
    """One place where a book is kept, open or yet to be made."""

    location: str
    dialect: str

    def require_absent(self) -> None:
        """Raise BookError when a book is here already."""

    def require_present(self) -> None:
        """Raise BookMissing when no book is here, BookDamaged when it is something else."""

    def lock(self, who: str) -> None:
        """Become the one writer until ``close``; raises BookBusy while another is."""

    def initialise(self) -> None:
        """Prepare the empty place for the tables of a new book."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Give one consistent read transaction."""

    def writing(self, *, free: Sequence[Table] = ()) -> AbstractContextManager[Connection]:
        """Give one write transaction, committed at the end, rolled back on an exception.

        The references among the tables in ``free`` are not looked at row by row; the caller
        proves that none is broken at the end.
        """

    def put_rows(
        self,
        connection: Connection,
        table: Table,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
    ) -> None:
        """Insert many rows as fast as the driver can; ``rows`` must not use the connection."""

    def check(self) -> Iterator[Problem]:
        """Report what the database itself finds wrong with its pages and references."""

    def copy_to(self, target: Path, key: str | None = None) -> None:
        """Write a consistent copy of the book, which may be in use, to a new file.

        ``key`` encrypts the copy with a passphrase of its own.
        """

    def replace_by(self, source: Path) -> None:
        """Put a copy of a file in the place of the book, at once or not at all."""

    def keep_before_upgrade(self, revision: str) -> None:
        """Keep a copy of the book as it is, where the user finds it when an upgrade goes wrong."""

    def size(self) -> int:
        """Return the bytes that the book takes."""

    def discard(self) -> None:
        """Remove what a creation that failed has left behind."""

    def close(self) -> None:
        """Close every connection and let the next writer in."""


def store_at(location: str | Path, key: str | None = None) -> Store:
    """Return the store for a path (SQLite) or a ``postgresql://`` URL."""
    text = str(location)
    if text.startswith(POSTGRESQL_SCHEMES):
        from financedesk.book.postgresql_store import PostgresqlStore

        return PostgresqlStore(text)
    from financedesk.book.sqlite_store import SqliteStore

    return SqliteStore(Path(location), key)


def create_statements(tables: Iterable[Table], dialect: str) -> list[str]:
    """Return the statements that create these tables, in an order that a database accepts."""
    given = list(tables)
    statements: list[ExecutableDDLElement] = []
    last: list[str] = []
    for table, constraints in in_order(given):
        if table is None:
            statements.extend(_late_constraints(constraints, dialect))
            continue
        # SQLite takes a reference to a table that comes later; PostgreSQL gets it at the end.
        within = list(table.foreign_key_constraints) if dialect == "sqlite" else constraints
        statements.append(CreateTable(table, include_foreign_key_constraints=within))
        statements.extend(CreateIndex(index) for index in sorted(table.indexes, key=_name))
        last.extend(table.info.get("also", {}).get(dialect, ()))
    speak = postgresql.dialect if dialect == "postgresql" else sqlite.dialect
    speech: Dialect = speak()
    spoken = [_spoken(statement, speech) for statement in statements]
    return [*spoken, *last] if dialect == "sqlite" else [*spoken, *_walled(given, last)]


def _walled(tables: Sequence[Table], also: Sequence[str]) -> list[str]:
    """Return what a server gets besides tables: indexes, questions to the rights, policies."""
    by_name = sorted(tables, key=lambda table: table.name)
    indexes = [one for table in by_name for one in wall_policies.reference_indexes(table)]
    own = any(table.name == "member_entity" for table in by_name)
    functions = wall_policies.functions() if own else []
    behind = [one for table in by_name for one in wall_policies.policies(table)]
    return [*indexes, *functions, *also, *behind]


def _spoken(statement: ExecutableDDLElement, speech: Dialect) -> str:
    compiled = statement.compile(dialect=speech)
    return str(compiled).strip()


def _late_constraints(
    constraints: Iterable[ForeignKeyConstraint], dialect: str
) -> list[AddConstraint]:
    if dialect == "sqlite":
        return []
    return [
        AddConstraint(constraint, isolate_from_table=False)
        for constraint in sorted(constraints, key=_name)
    ]


def _name(part: Index | ForeignKeyConstraint) -> str:
    return str(part.name)
