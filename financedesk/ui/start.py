"""The window's door: show it, then open the book that the user left off with."""

from functools import partial

from financedesk.ui.app import run
from financedesk.ui.book_commands import book_commands, open_first_book
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.book_search import book_search
from financedesk.ui.pages import PAGES


def open_the_window(*, explore: bool = False) -> int:
    """Show the window, open the book the user left off with, and work until it is closed.

    ``explore`` opens the sample organisation for somebody who has no book yet.
    """
    desks: list[BookDesk] = []

    def make_desk() -> BookDesk:
        desks.append(BookDesk())
        return desks[0]

    try:
        return run(
            make_desk,
            PAGES,
            commands=book_commands,
            search=book_search,
            shown=partial(open_first_book, explore=explore),
        )
    finally:
        for desk in desks:
            desk.close()
