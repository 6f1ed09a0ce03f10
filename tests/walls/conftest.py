"""Places for books with walls: a file, and a server that holds ordinary roles to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import login_name
from tests.conftest import DATABASES
from tests.postgresql_server import PROGRAMS, PostgresqlServer, as_role

# Without PostgreSQL on this computer there is no server to go around the program to.
collect_ignore = [] if PROGRAMS else [
    "test_giving_on_a_server.py", "test_on_a_server.py", "test_work_on_a_server.py",
]  # fmt: skip

KEEPER = "ada"
"""Who makes the book and keeps its walls: an ordinary role of the server that owns its tables."""


@pytest.fixture(params=DATABASES)
def walled_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a book of ``KEEPER``'s; on the server whoever runs the tests has a role too."""
    if request.param == "sqlite":
        yield str(tmp_path / "book.fdesk")
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    server.role(login_name())
    place = server.fresh(KEEPER)
    yield place
    server.drop(place)


def place_of(location: str, login: str) -> str:
    """Return where somebody finds the book of a place: on a server by their own login."""
    return as_role(location, login) if location.startswith("postgresql:") else location
