"""An import that puts on hold what is above a limit or from somebody who may not give."""

from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.intake.importing import import_file
from financedesk.intake.interchange import enter_interchange
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.ledger.entities import find_entity
from financedesk.ledger.hold_rows import Hold, held_cash, open_holds
from financedesk.ledger.room import create_book
from financedesk.reports.interchange import export_entity
from tests.intake.exports import facts, gift, new_book, write_export

LIMIT = 5_000_00
"""What a person may give to a PAC in a year (52 U.S.C. 30116(a)(1)(C))."""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path / "a.fdesk")


def bring(book: Book, folder: Path, *gifts: tuple[str, str, str], **more: bool) -> IntakeReport:
    rows = [
        gift(Lineitem_ID=key, Receipt_ID=f"AB{key}", Date=f"{day} 10:00:00", Amount=amount)
        for key, day, amount in gifts
    ]
    path = write_export(folder / f"{gifts[0][0]}.csv", rows)
    return import_file(book, path, hold_doubtful=True, **more)


def held(book: Book) -> tuple[Hold, ...]:
    with book.read() as connection:
        return open_holds(connection, [find_entity(connection, "alder").id])


def test_the_newest_gifts_are_held_as_far_as_the_excess_goes(book: Book, tmp_path: Path) -> None:
    report = bring(
        book, tmp_path, ("1", "2026-01-05", "3000.00"), ("2", "2026-02-03", "2500.00"),
        ("3", "2026-03-03", "100.00"),
    )  # fmt: skip
    assert (report.held, report.held_cents) == (2, 600_00)
    assert [(one.received, one.cents, one.reason, one.waiting) for one in held(book)] == [
        ("2026-02-03", 500_00, "excessive", False),
        ("2026-03-03", 100_00, "excessive", False),
    ]
    assert [one.dues[0].day.isoformat() for one in held(book)] == ["2026-04-04", "2026-05-02"]
    with book.read() as connection:
        alder = find_entity(connection, "alder").id
        assert held_cash(connection, [alder], "2026-12-31") == 600_00
    assert list(book.verify()) == []


def test_what_an_earlier_file_put_on_hold_is_not_held_twice(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, ("1", "2026-01-05", "5200.00"))
    again = bring(book, tmp_path, ("2", "2026-02-03", "50.00"))
    assert (again.held, again.held_cents) == (1, 50_00)
    assert sorted(one.cents for one in held(book)) == [50_00, 200_00]


def test_within_the_limit_nothing_is_held(book: Book, tmp_path: Path) -> None:
    report = bring(book, tmp_path, ("1", "2026-01-05", "5000.00"))
    assert (report.held, held(book)) == (0, ())


def test_a_trial_tells_and_keeps_nothing(book: Book, tmp_path: Path) -> None:
    before = facts(book)
    report = bring(book, tmp_path, ("1", "2026-01-05", "5200.00"), dry_run=True)
    assert (report.held, report.held_cents) == (1, 200_00)
    assert facts(book) == before


def test_the_import_goes_with_its_holds_when_it_is_taken_back(book: Book, tmp_path: Path) -> None:
    report = bring(book, tmp_path, ("1", "2026-01-05", "5200.00"))
    assert report.batch is not None
    assert undo_import(book, report.batch).depends == ()
    with book.read() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM hold")).scalar() == 0
    assert list(book.verify()) == []


def test_the_books_are_as_without_the_holds(book: Book, tmp_path: Path) -> None:
    plain = new_book(tmp_path / "b.fdesk")
    gifts = (("1", "2026-01-05", "5200.00"), ("2", "2026-02-03", "50.00"))
    bring(book, tmp_path, *gifts)
    rows = [
        gift(Lineitem_ID=key, Receipt_ID=f"AB{key}", Date=f"{day} 10:00:00", Amount=amount)
        for key, day, amount in gifts
    ]
    import_file(plain, write_export(tmp_path / "plain.csv", rows))
    ours, theirs = facts(book), facts(plain)
    assert ours["hold"]
    for table in ("item", "posting", "aggregate", "attribution", "donor"):
        assert len(ours[table]) == len(theirs[table])
        money = [tuple(value for value in row if isinstance(value, int) and value < 1 << 40)
                 for row in ours[table]]  # fmt: skip
        assert money == [
            tuple(value for value in row if isinstance(value, int) and value < 1 << 40)
            for row in theirs[table]
        ]


def test_an_export_takes_the_holds_along(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, ("1", "2026-01-05", "5200.00"))
    [place, *_] = export_entity(book, "alder", tmp_path / "out")
    with create_book(tmp_path / "c.fdesk", name="Copy") as copy:
        enter_interchange(copy, place, "alder")
        (ours,), (theirs,) = held(copy), held(book)
        for name in ("reason", "rule", "basis", "since", "cents", "open_cents", "received"):
            assert getattr(ours, name) == getattr(theirs, name)
        assert list(copy.verify()) == []
