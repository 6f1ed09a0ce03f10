"""A PostgreSQL server of the tests' own, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

SUPERUSER = "postgres"
# Nothing in these databases outlives the tests, so nothing has to reach the disk.
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=40",
)


def find_programs() -> Path | None:
    """Return the folder with ``initdb`` and ``pg_ctl``: on the path, else where Debian has them."""
    folders = [Path(found).resolve().parent] if (found := shutil.which("pg_ctl")) else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file() and _may_run():
            return folder
    return None


def _may_run() -> bool:
    # The server refuses to run as root; without its own user there is nobody to run it.
    if os.geteuid() != 0:
        return True
    try:
        pwd.getpwnam(SUPERUSER)
    except KeyError:
        return False
    return shutil.which("runuser") is not None


PROGRAMS = find_programs() if os.name == "posix" else None


def as_role(url: str, login: str) -> str:
    """Return the URL of a book for another role of its server."""
    _, _, place = url.partition("@")
    return f"postgresql://{login}@{place}"


def copy_database(source: str, place: str) -> None:
    """Put a copy of the book at one URL into the place of another; nobody may be using either.

    It takes a tenth of the time that the tables of a book take.
    """
    _administer(place, f"DROP DATABASE IF EXISTS {_name(place)} WITH (FORCE)")
    _create(place, _name(source))


def place_beside(place: str, name: str) -> str:
    """Return the URL of a new place on the server of another, with the same owner."""
    made = _named(place, name)
    _create(made, "template0")
    return made


def _create(place: str, template: str) -> None:
    # Copied file by file: there is no log worth keeping, and it is quicker.
    _administer(
        place,
        f'CREATE DATABASE {_name(place)} OWNER "{urlsplit(place).username}"'
        f" TEMPLATE {template} STRATEGY FILE_COPY",
    )


def _administer(place: str, statement: str) -> None:
    import psycopg

    url = as_role(_named(place, "postgres"), SUPERUSER)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def _name(place: str) -> str:
    return urlsplit(place).path.strip("/")


def _named(place: str, name: str) -> str:
    return place.replace(f"/{_name(place)}?", f"/{name}?", 1)


class PostgresqlServer:
    """The server, reached through a socket in its folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fdpg"))
        self._numbers = count(1)

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            shutil.chown(self.folder, SUPERUSER)
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        options += f" -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def fresh(self, owner: str = SUPERUSER) -> str:
        """Return the URL of a place for a new book, which a role owns: a database of its own.

        A superuser is held to no wall; any other owner is an ordinary role.
        """
        self.role(owner)
        place = as_role(_named(self.url, f"book{next(self._numbers)}"), owner)
        _create(place, "template0")
        return place

    def drop(self, place: str) -> None:
        """Give up the place of a book that nobody needs any more."""
        _administer(place, f"DROP DATABASE IF EXISTS {_name(place)} WITH (FORCE)")

    def role(self, login: str) -> None:
        """Make an ordinary role that may log in, where there is none of that name yet."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
            if connection.execute(query, (login,)).fetchone() is None:
                connection.execute(f'CREATE ROLE "{login}" LOGIN')

    @property
    def url(self) -> str:
        """Return the URL of the server's own database."""
        return f"postgresql://{SUPERUSER}@/postgres?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS is not None
        command: Sequence[str] = (str(PROGRAMS / program), *arguments)
        if os.geteuid() == 0:
            command = ("runuser", "-u", SUPERUSER, "--", *command)
        # The server inherits nothing that would keep a pipe open after it has started.
        with (self.folder / f"{program}.out").open("w") as output:
            subprocess.run(command, check=True, cwd="/", stdout=output, stderr=output)
