"""What a command is: a name, its arguments, and a function that returns an outcome."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from financedesk.book import Book
from financedesk.cli.signing import sign_in
from financedesk.errors import BookMissing
from financedesk.ledger.room import open_book
from financedesk.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command answers: one JSON object, the same in words, and whether it needs attention.

    ``attention`` makes the exit status 1: done, but rows were refused, findings block, and so on.
    """

    data: Mapping[str, Any]
    words: str
    attention: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a command runs with."""

    arguments: argparse.Namespace
    progress: Progress

    def book(self, *, write: bool) -> Book:
        """Open the book that ``--book`` or FINANCEDESK_BOOK names, and sign in.

        ``book.who`` is then whose walls every act goes by. Raises BookMissing without a book,
        Refused when somebody has to sign in and does not.
        """
        book = open_book(self.location, write=write, who=self.arguments.user)
        try:
            sign_in(book, self.arguments.user)
        except BaseException:
            book.close()
            raise
        return book

    @property
    def location(self) -> str:
        """Return the path or URL of the book."""
        location: str | None = self.arguments.book
        if not location:
            raise BookMissing("Name the book with --book PATH or in FINANCEDESK_BOOK.")
        return location


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words ("book create"), one line of help, its arguments, what it runs."""

    words: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Context], Outcome]


class TerminalProgress:
    """Progress as one line on standard error, rewritten in place on a terminal."""

    def step(self, done: int, total: int | None, text: str) -> None:
        """Show the newest state; nothing when standard error is no terminal."""
        if sys.stderr.isatty():
            share = f"{done:,} of {total:,}" if total else f"{done:,}"
            sys.stderr.write(f"\r\x1b[K{text} {share}")
            sys.stderr.flush()


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: for commands without arguments of their own."""
    parser.epilog = parser.epilog or None
