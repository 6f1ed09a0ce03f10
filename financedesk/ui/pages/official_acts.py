"""What the pages of remittances do to the book: each act a job, one unit of work, and one undo."""

from financedesk.rules.roles import PROMISES
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.shell.page import Shell

PROMISED = Changes(frozenset({Area.REMITTANCES, Area.DONORS}))
"""What a fact of an official may change on the pages: a new one may be a new donor."""


class PromiseActs(WrittenActs):
    """Writes facts of officials in the books of the entity that keeps their promises."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__(shell, desk, PROMISES, PROMISED)
