"""One book: the database, its journal and its keeper; the only place that knows SQLite.

``Reading`` is what ``Book.read`` gives: rooms above the facts hand it on and ask it nothing.
"""

from sqlalchemy import Connection as Reading

from financedesk.book.batches import Batch
from financedesk.book.book import Book, login_name
from financedesk.book.dependents import Dependent
from financedesk.book.journal import Change
from financedesk.book.journal import head as chain_head
from financedesk.book.removal import BatchUndo
from financedesk.book.rooms import Problem, Room
from financedesk.book.undo import UndoStatus
from financedesk.book.unit import Removal, UnitOfWork

__all__ = [
    "Batch",
    "BatchUndo",
    "Book",
    "Change",
    "Dependent",
    "Problem",
    "Reading",
    "Removal",
    "Room",
    "UndoStatus",
    "UnitOfWork",
    "chain_head",
    "login_name",
]
