"""What a file leaves open and only people can say: the question, and the answers there are."""

from collections.abc import Sequence

from financedesk.errors import BadInput

ENCODING, SHEET = "encoding", "sheet"
DAY_ORDER, MINUS, WHAT = "day_order", "minus", "what"
DAY, MONTH = "day", "month"
OUT, IN = "out", "in"
STATEMENT, GIFTS = "statement", "gifts"


class Question(BadInput):
    """A file can be read in several ways, and nothing in it says which is meant.

    ``option`` is what of an import decides it: ``encoding``, ``sheet``, of a bank's file
    ``day_order`` or ``minus``, or ``what`` the file is at all; ``choices`` are its values with
    words for people. As an error its message says how the shell is told.
    """

    def __init__(self, message: str, option: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.option = option
        self.choices = tuple(choices)
