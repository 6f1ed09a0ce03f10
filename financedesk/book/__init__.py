"""One book: the database, its journal and its keeper; the only place that knows SQLite."""

from financedesk.book.batches import Batch
from financedesk.book.book import Book
from financedesk.book.journal import Change
from financedesk.book.rooms import Problem, Room
from financedesk.book.unit import Removal, UnitOfWork

__all__ = ["Batch", "Book", "Change", "Problem", "Removal", "Room", "UnitOfWork"]
