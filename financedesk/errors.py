"""The errors that a user may see.

Every message says what is wrong, where, and what to do; it fits on one line.
Anything that is not a ``FinanceDeskError`` is a fault of the program.

    FinanceDeskError
    ├── BadInput          a file or an entry cannot be taken as it is
    ├── BookError         the book cannot be opened, written or trusted
    │   ├── BookMissing
    │   ├── BookBusy
    │   ├── BookDamaged
    │   └── BookTooNew
    ├── Locked            the row stands in a finalised filing or closed statement
    ├── HasDependents     something else refers to what should be taken back
    ├── NotFound          no such entity, filing, batch, …
    ├── Refused           a rule forbids it
    │   ├── NeedsPassphrase   somebody has to sign in first
    │   └── Walled        money may not pass from this giver to this recipient
    │       └── CheckWalled   … and which check of a deposit it is
    └── Cancelled         the user stopped a long piece of work
"""


class FinanceDeskError(Exception):
    """Base of every error whose message is fit for the user."""


class BadInput(FinanceDeskError):
    """A file or an entry cannot be taken as it is; nothing was stored."""


class BookError(FinanceDeskError):
    """The book cannot be opened, written or trusted."""


class BookMissing(BookError):
    """There is no book at this place."""


class BookBusy(BookError):
    """Another process has the book open for writing."""


class BookDamaged(BookError):
    """The file is not a book, or it fails its own checks."""


class BookTooNew(BookError):
    """The book was written by a later version of the program."""


class Locked(FinanceDeskError):
    """The row stands in a finalised filing or a closed statement."""


class HasDependents(FinanceDeskError):
    """Other rows refer to what should be taken back.

    ``dependents`` lists them as plain sentences.
    """

    def __init__(self, message: str, dependents: tuple[str, ...] = ()) -> None:
        """Keep the sentences beside the message."""
        super().__init__(message)
        self.dependents = dependents


class NotFound(FinanceDeskError):
    """What was asked for is not in the book."""


class Refused(FinanceDeskError):
    """A rule forbids it."""


class NeedsPassphrase(Refused):
    """A passphrase is wanted first: somebody's, whose ``login`` it is, or that of a backup."""

    def __init__(self, message: str, login: str = "") -> None:
        """Keep the login beside the message."""
        super().__init__(message)
        self.login = login


class Walled(Refused):
    """Money may not pass: the matrix forbids it, a condition is not settled, or a limit is full.

    ``citation`` is the law, ``remedy`` what can be done; ``asks`` is what must be said first.
    """

    def __init__(self, message: str, *, citation: str, remedy: str = "", asks: str = "") -> None:
        """Keep law and remedy beside the message."""
        super().__init__(message)
        self.citation, self.remedy, self.asks = citation, remedy, asks


class CheckWalled(Walled):
    """A check of a deposit may not be taken as it stands; ``place`` is its place on the slip."""

    def __init__(self, place: int, name: str, found: Walled) -> None:
        """Name the check before what the wall said of it; the first of a slip has the place 0."""
        words = f"Check {place + 1}, {name}: {found}"
        super().__init__(words, citation=found.citation, remedy=found.remedy, asks=found.asks)
        self.place = place


class Cancelled(FinanceDeskError):
    """The user stopped a long piece of work; nothing was stored."""
