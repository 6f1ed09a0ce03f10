"""Which tests of book and ledger run on a PostgreSQL server as well in a plain run of everything.

On a server a test takes three times as long as in a file, and the same statements are asked of it
hundreds of times. A plain run asks a fifth of them, chosen by name, and with it all tests of the
walls and of what else differs by design in the two databases. ``make soak`` asks all, and so does
whoever names what to run.
"""

from collections.abc import Sequence
from zlib import crc32

import pytest

SERVER = "postgresql"
ONE_OF = 5
SAMPLED = (
    "tests/banking/", "tests/donors/", "tests/ledger/", "tests/remittances/",
    "tests/book/test_verify.py", "tests/book/test_undo.py", "tests/book/test_unit_of_work.py",
)  # fmt: skip


def left_to_soak(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that a plain run of everything leaves out."""
    return [one for one in items if _is_sampled(one) and crc32(one.nodeid.encode()) % ONE_OF]


def _is_sampled(item: pytest.Item) -> bool:
    chosen = getattr(item, "callspec", None)
    on_server = chosen is not None and chosen.params.get("location") == SERVER
    return on_server and item.nodeid.startswith(SAMPLED)
