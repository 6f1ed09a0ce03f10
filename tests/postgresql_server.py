"""A PostgreSQL server of the tests' own, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Self

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


class PostgresqlServer:
    """The server: reached through a socket in its folder, every database made from the template."""

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

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of a fresh database, dropped at the end."""
        name = f"book{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """Return the URL of a database on this server."""
        return f"postgresql://{SUPERUSER}@/{name}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside of a transaction."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        assert PROGRAMS is not None
        command: Sequence[str] = (str(PROGRAMS / program), *arguments)
        if os.geteuid() == 0:
            command = ("runuser", "-u", SUPERUSER, "--", *command)
        # The server inherits nothing that would keep a pipe open after it has started.
        with (self.folder / f"{program}.out").open("w") as output:
            subprocess.run(command, check=True, cwd="/", stdout=output, stderr=output)
