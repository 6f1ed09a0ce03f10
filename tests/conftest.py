"""What every test may ask for: shared material, a place for a book, a screen that is none."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.on_servers import left_to_soak
from tests.postgresql_server import PROGRAMS, PostgresqlServer
from tests.soaking import SOAK

os.environ["QT_QPA_PLATFORM"] = "offscreen"

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"

# Python looks for circles of objects after 700 new ones, for as little memory as may be.
_OBJECTS_BETWEEN = 50_000

# Without PostgreSQL on this computer the tests of books run on SQLite alone.
DATABASES = ("sqlite", "postgresql") if PROGRAMS else ("sqlite",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave most of the ledger's tests on a server to soak, unless somebody names what to run."""
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if everything and not SOAK:
        left = left_to_soak(items)
        config.hook.pytest_deselected(items=left)
        kept = set(items) - set(left)
        items[:] = [one for one in items if one in kept]


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, and not all the time: it took half of some rooms."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN, *gc.get_threshold()[1:])


@pytest.fixture(scope="session")
def shared_file() -> Callable[..., Path]:
    """Return a function: ``shared_file("fec", "a.fec")`` is a path inside the shared material."""

    def find(*parts: str) -> Path:
        path = SHARED.joinpath(*parts)
        if not path.exists():
            pytest.skip(f"the shared material is not beside this checkout: {path}")
        return path

    return find


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A private PostgreSQL server, started when the first test wants it."""
    with PostgresqlServer() as server:
        yield server


@pytest.fixture(params=DATABASES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a new book, once in a file and once on a server."""
    if request.param == "sqlite":
        yield str(tmp_path / "book.fdesk")
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    place = server.fresh()
    yield place
    server.drop(place)
