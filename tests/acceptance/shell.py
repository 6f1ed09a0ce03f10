"""The command line in this process: what a script or a server would type, and what it reads."""

import hashlib
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from financedesk.book.schema import metadata
from financedesk.cli import main
from financedesk.ledger.room import create_book, open_book


class Printed(NamedTuple):
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Types commands about one book."""

    book: Path

    def run(self, *words: str | Path) -> Printed:
        """Run a command on the book."""
        return run(*words, "--book", self.book)

    def ask(self, *words: str | Path, status: int = 0) -> dict[str, Any]:
        """Return the one JSON object of a command that ends with this status."""
        printed = self.run(*words, "--json")
        assert printed.err == ""
        assert printed.status == status, printed.out[:2000]
        assert printed.out.count("\n") == 1
        answer: dict[str, Any] = json.loads(printed.out)
        return answer

    def refused(self, *words: str | Path) -> str:
        """Return the one line with which a command says that it could not be done."""
        return refused(*words, "--book", self.book)


def run(*words: str | Path) -> Printed:
    """Run a command line; one that cannot be parsed ends like any other."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return Printed(status, out.getvalue(), err.getvalue())


def refused(*words: str | Path) -> str:
    """Return the line of a command that could not be done, free of what is ours to know."""
    printed = run(*words)
    assert (printed.status, printed.out) == (2, ""), printed
    assert printed.err.startswith("financedesk: ")
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err
    assert printed.err.rstrip().endswith((".", ")"))
    return printed.err


def empty_book(folder: Path, name: str = "book.fdesk") -> Shell:
    """Make a book without entities and return a shell for it."""
    create_book(folder / name, name="History").close()
    return Shell(folder / name)


def everything_in(book: Path) -> str:
    """Return a digest over every row of every table of a book, its journal included."""
    digest = hashlib.sha256()
    with open_book(book, write=False) as opened, opened.read() as connection:
        for table in metadata.sorted_tables:
            digest.update(table.name.encode())
            for row in connection.execute(select(table).order_by(*table.primary_key)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
