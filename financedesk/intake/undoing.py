"""Taking an import back."""

from dataclasses import dataclass

from financedesk.book import Book
from financedesk.errors import HasDependents
from financedesk.intake.past_imports import require_own_import
from financedesk.ledger.closed_rows import refuse_closed_batch
from financedesk.ledger.locks import refuse_locked_batch


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """How many rows of the book were removed; ``depends`` says what stood on them, in sentences.

    With nothing removed, ``depends`` is why.
    """

    removed: int
    depends: tuple[str, ...]


def undo_import(book: Book, batch_id: int, *, cascade: bool = False) -> UndoneImport:
    """Take an import back, whole.

    When later work stands on it nothing is removed and ``depends`` names that work; with
    ``cascade`` it goes as well. Raises NotFound for an unknown batch, Refused for one that is
    undone already, Locked when rows stand in a finalised filing or a closed month.
    """
    with book.read() as connection:
        require_own_import(connection, batch_id, book.who)
        # Said first: that rows are locked is the reason, not what else stands on them.
        refuse_locked_batch(connection, batch_id)
        refuse_closed_batch(connection, batch_id)
    try:
        undone = book.undo_batch(batch_id, cascade=cascade)
    except HasDependents as error:
        return UndoneImport(0, error.dependents or (str(error),))
    return UndoneImport(
        sum(undone.removed.values()), tuple(dependent.text for dependent in undone.depends)
    )
