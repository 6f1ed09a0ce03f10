"""For developers: write the first revision's schema down, from the tables as they are now.

    python -m financedesk.book.freeze financedesk.ledger.tables

The arguments are the modules whose tables belong to the book besides its own. Run it while the
first revision is unreleased; afterwards a change of tables is a new revision.
"""

import importlib
import sys

from financedesk.book.migrate import BETWEEN, FIRST, frozen_file
from financedesk.book.schema import metadata
from financedesk.book.stores import create_statements

DIALECTS = ("sqlite", "postgresql")


def freeze(modules: list[str]) -> None:
    """Write the statements of every table that these modules add to the book's metadata."""
    for module in modules:
        importlib.import_module(module)
    for dialect in DIALECTS:
        statements = create_statements(metadata.tables.values(), dialect)
        frozen_file(FIRST, dialect).write_text(BETWEEN.join(statements) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze(sys.argv[1:])
