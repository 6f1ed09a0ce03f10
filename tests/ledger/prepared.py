"""Books that tests begin with: made once in a process, then copied.

A copy of the file or the database takes a tenth of the time that tables, keys, walls and an
organisation take.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from financedesk.book import Book
from financedesk.ledger.entities import write_organisation
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.room import create_book, open_book
from tests.postgresql_server import copy_database, place_beside

_made: dict[str, Path] = {}
_templates: dict[str, str] = {}
_numbers = count(1)


def book_of(location: str | Path, organisation: Organisation) -> Book:
    """Return a new book of an organisation, opened, at a path or a URL."""
    copy_of(repr(organisation), location, lambda place: _make(place, organisation).close())
    return open_book(location)


def empty_book(location: str | Path, name: str) -> Book:
    """Return a new book without any entity, opened, at a path or a URL."""
    copy_of(name, location, lambda place: create_book(place, name=name).close())
    return open_book(location)


def copy_of(key: str, location: str | Path, make: Callable[[str], object]) -> None:
    """Put a copy of the book called ``key`` at a place; ``make`` writes it the first time."""
    if str(location).startswith("postgresql:"):
        _copy_on_server(key, str(location), make)
        return
    if key not in _made:
        place = _folder() / f"book{next(_numbers)}.fdesk"
        make(str(place))
        _made[key] = place
    shutil.copyfile(_made[key], location)


def _copy_on_server(key: str, location: str, make: Callable[[str], object]) -> None:
    # A book belongs to a server and a role of it: the places of one role are copies of its own.
    whole = f"{key} {urlsplit(location).netloc} {urlsplit(location).query}"
    if whole not in _templates:
        place = place_beside(location, f"template_{next(_numbers)}")
        make(place)
        _templates[whole] = place
    copy_database(_templates[whole], location)


def _make(location: str, organisation: Organisation) -> Book:
    book = create_book(location, name=organisation.name)
    with book.unit_of_work("Set up", kind="setup") as unit:
        write_organisation(unit, organisation)
    return book


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="fdbooks")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
