"""What the FEC fines most is found wherever it is planted, and clean books raise no alarm."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from financedesk.book import Book
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.ledger.entities import entities
from tests.compliance.planted import CLEAN_DAY, FINES, PLANTED_DAY, Clean, Planted, book_at, plant
from tests.soaking import SOAK, examples

SEEDS = range(examples(1, 40))
SIZE = 20_000 if SOAK else 500
MOST_FALSE_ALARMS_IN_A_THOUSAND = 1
# True of these books on that day: the quarter's report is due, and nobody has closed the bank yet.
_NO_ALARMS = frozenset({"report_due", "report_before_closing"})


def findings(book: Book, today: date) -> tuple[Finding, ...]:
    with book.read() as connection:
        return judge(connection, entities(connection), today).findings


def alarms(book: Book, today: date) -> list[Finding]:
    return [one for one in findings(book, today) if one.rule not in _NO_ALARMS]


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    with book_at(location) as made:
        yield made


def is_found(wanted: Planted, found: tuple[Finding, ...]) -> bool:
    return any(one.rule == wanted.rule and wanted.subject in ("", one.subject) for one in found)


def test_all_fifteen_are_planted() -> None:
    assert list(FINES) == list(range(1, 16))


def test_clean_books_raise_no_alarm_and_all_fifteen_are_found(book: Book, seed: int) -> None:
    clean = Clean(book, Random(seed)).fill(SIZE)
    raised = alarms(book, CLEAN_DAY)
    assert clean > SIZE * 9 // 10
    assert len(raised) * 1_000 <= clean * MOST_FALSE_ALARMS_IN_A_THOUSAND, [
        (one.rule, one.subject, one.why) for one in raised
    ]
    planted = plant(book, seed)
    found = findings(book, PLANTED_DAY)
    missed = {
        number: [one for one in some if not is_found(one, found)]
        for number, some in planted.items()
    }
    assert {number: some for number, some in missed.items() if some} == {}
    _nothing_else(found, planted)


def _nothing_else(found: tuple[Finding, ...], planted: dict[int, tuple[Planted, ...]]) -> None:
    """Beside what was planted, and what follows from it, nothing is alarmed."""
    wanted = {one.rule for some in planted.values() for one in some}
    other = Counter(one.rule for one in found if one.rule not in wanted | _NO_ALARMS)
    assert other == {}
