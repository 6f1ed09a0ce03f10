"""The window's two doors: open it on a screen, or draw its pages into files."""

from collections.abc import Sequence
from pathlib import Path

from financedesk.ui.app import run
from financedesk.ui.book_commands import book_commands, open_first_book
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.pages import PAGES


def open_the_window() -> int:
    """Show the window, open the book the user left off with, and work until it is closed."""
    desks: list[BookDesk] = []

    def make_desk() -> BookDesk:
        desks.append(BookDesk())
        return desks[0]

    try:
        return run(make_desk, PAGES, commands=book_commands, shown=open_first_book)
    finally:
        for desk in desks:
            desk.close()


def draw_pages(location: str, folder: Path, theme: str, size: str) -> Sequence[Path]:
    """Draw every page of a book to PNG without a screen; return the files.

    Raises BadInput for a size that is none or a folder that cannot be written.
    """
    from financedesk.ui.pictures import draw_book

    return draw_book(location, folder, theme, size)
