"""Whatever charges come in whatever order, their series are what plain Python makes of them."""

import tempfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.drives.series import Series, series_of
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.room import open_book
from financedesk.rules.money import plain_cents
from tests.drives.test_series import COLUMNS
from tests.intake.exports import gift, new_book, rows_of, write_export
from tests.soaking import examples

FIRST = date(2026, 1, 1)
Charge = tuple[str, int, int, int]
"""Receipt, number (0 for a single gift), day after the first, cents."""
CHARGES = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.integers(0, 4), st.integers(0, 140), st.integers(1, 90_00)
    ),
    min_size=1,
    max_size=14,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("series") / "book.fdesk"
    new_book(made).close()
    return made


def rows_for(charges: list[Charge], begins: int) -> list[dict[str, str]]:
    return [
        gift(
            Lineitem_ID=str(7_000 + begins + place), Receipt_ID=f"AB{receipt}",
            Recurrence_Number=str(number or 1), Disbursement_ID="",
            Recurring_Total_Months="unlimited" if number else "",
            Date=f"{FIRST + timedelta(days=later)} 10:00:00", Amount=plain_cents(cents),
        )
        for place, (receipt, number, later, cents) in enumerate(charges)
    ]  # fmt: skip


def expected(charges: list[Charge]) -> dict[str, tuple[int, int, int, int, int]]:
    """Return by receipt: charges, doubles, cents, first and last amount, as anybody would count."""
    by_receipt: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for receipt, number, _, cents in charges:
        if number:
            by_receipt[f"AB{receipt}"][number].append(cents)
    return {
        receipt: (
            len(numbers),
            sum(len(arrived) - 1 for arrived in numbers.values()),
            sum(arrived[0] for arrived in numbers.values()),
            numbers[min(numbers)][0],
            numbers[max(numbers)][-1],
        )
        for receipt, numbers in by_receipt.items()
    }


def found(book: Book) -> list[Series]:
    (entity,) = rows_of(book, "SELECT id FROM entity WHERE code = 'alder'")
    with book.read() as connection:
        return series_of(connection, [entity[0]], date(2026, 12, 31))


@settings(max_examples=examples(2, 200), deadline=None)
@given(first=CHARGES, second=CHARGES)
def test_series_are_what_their_charges_say(
    empty: Path, first: list[Charge], second: list[Charge]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with open_book(copyfile(empty, place / "a.fdesk")) as book:
            import_file(book, write_export(place / "1.csv", rows_for(first, 0), COLUMNS))
            report = import_file(
                book, write_export(place / "2.csv", rows_for(second, 100), COLUMNS)
            )
            both = {
                one.key: (
                    one.charges, one.doubled, one.given_cents, one.first_cents, one.last_cents,
                )
                for one in found(book)
            }  # fmt: skip
            assert both == expected(first + second)
            assert report.batch is not None
            undo_import(book, report.batch)
            assert {one.key: one.charges for one in found(book)} == {
                receipt: counts[0] for receipt, counts in expected(first).items()
            }
            assert book.verify() == []
