"""SQLite as SQLAlchemy speaks to it: a question is put into SQL once for all books of the program.

SQLAlchemy keeps what it has put into SQL by engine, and each book has two. The second book that a
window opens, and the first change after the same was read, would wait for it again.
"""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

DIALECT = "sqlite.financedesk"
DRIVER_NAME = DIALECT.replace(".", "+")

WRITTEN: LRUCache[Any, Any] = LRUCache(1_500)
"""What is in SQL already, for every engine of this dialect; more than all pages ask together."""


class BookDialect(SQLiteDialect_pysqlite):
    """Speaks as every other one of its kind: what one has put into SQL, each may use.

    All books have the same driver and the same SQLite, which is part of the driver.
    """

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        """Whether the other one speaks the same."""
        return type(other) is type(self)

    def __hash__(self) -> int:
        """Be found under the same key as every other one."""
        return hash(type(self))


registry.register(DIALECT, __name__, BookDialect.__name__)
