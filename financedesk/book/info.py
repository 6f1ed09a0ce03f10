"""Facts about a book as a whole: what it is called, how large it is, what it holds."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, select

from financedesk.book import walls
from financedesk.book.schema import journal, setting
from financedesk.book.tables import facts


@dataclass(frozen=True, slots=True)
class BookInfo:
    """The book at a glance; ``last_entry`` is the moment of the last change, in UTC.

    ``walled``: the database itself holds the user to the walls, and not only the program.
    """

    location: str
    name: str
    revision: str
    bytes: int
    journal_entries: int
    last_entry: str
    last_action: str
    walled: bool = False


def book_info(connection: Connection, location: str, size: int, revision: str) -> BookInfo:
    """Return the book at a glance."""
    name = connection.execute(select(setting.c.value).where(setting.c.key == "name")).scalar()
    entries = connection.execute(select(func.count()).select_from(journal)).scalar_one()
    newest = select(journal.c.at, journal.c.action).order_by(journal.c.id.desc()).limit(1)
    last = connection.execute(newest).first()
    at, action = last or ("", "")
    walled = walls.enforced(connection)
    return BookInfo(location, name or "", revision, size, entries, at, action, walled)


def dump_facts(connection: Connection, tables: Iterable[Table]) -> Iterator[tuple[str, list[Any]]]:
    """Yield every journalled row, table by table in order of their names, by ascending id."""
    for table in facts(tables):
        for row in connection.execute(select(table).order_by(table.c.id)):
            yield str(table.name), list(row)


def facts_digest(connection: Connection, tables: Iterable[Table]) -> str:
    """Return SHA-256 over every journalled row: equal for books that hold the same facts."""
    running = hashlib.sha256()
    for line in dump_facts(connection, tables):
        running.update(msgspec.json.encode(line))
    return running.hexdigest()
