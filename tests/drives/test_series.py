"""Recurring series: counted from charges, ended by what processors and people say of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.drives.segments import SegmentQuery, segment_cards
from financedesk.drives.series import (
    Series,
    SeriesFigures,
    expected_by_month,
    series_figures,
    series_of,
    together,
)
from financedesk.errors import BadInput, NotFound
from financedesk.intake.importing import import_file
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.ledger import tables
from financedesk.ledger.series_events import (
    SeriesNews,
    events_of,
    find_series,
    take_back,
    tell,
)
from tests.intake.exports import (
    HEADER,
    book_of,
    facts,
    generate,
    gift,
    new_book,
    rows_of,
    write_export,
)
from tests.soaking import examples

TODAY = date(2026, 6, 15)
COLUMNS = (*HEADER, "Recurring Total Months", "Recur Weekly")
CANCELLED = (
    "Receipt ID", "Recurrence Amount", "Initial Contribution Date", "Cancelled On",
    "Recur Completed", "Cancelation Reason", "FEC Id",
)  # fmt: skip


def charge(number: int, day: str, amount: str = "25.00", **changes: str) -> dict[str, str]:
    return gift(
        Recurrence_Number=str(number), Date=f"{day} 10:00:00", Amount=amount,
        Lineitem_ID=changes.pop("key", f"7{number:03d}"),
        Recurring_Total_Months="unlimited", **changes,
    )  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


def brought(book: Book, tmp_path: Path, *rows: dict[str, str], drive: str | None = None) -> Any:
    path = write_export(tmp_path / "charges.csv", rows, COLUMNS)
    report = import_file(book, path, drive=drive)
    assert (report.rejected_count, report.conflict_count) == (0, 0)
    return report


def cancelled(book: Book, tmp_path: Path, *rows: dict[str, str], **options: Any) -> IntakeReport:
    return import_file(book, write_export(tmp_path / "ended.csv", rows, CANCELLED), **options)


def ended(receipt: str = "AB1", day: str = "2026-04-20", **changes: str) -> dict[str, str]:
    return {
        "Receipt ID": receipt, "Recurrence Amount": "25.00", "Cancelled On": f"{day} 09:00:00",
        "Initial Contribution Date": "2026-01-05 10:00:00", "FEC Id": "C00990001",
        "Cancelation Reason": "donor_request", **changes,
    }  # fmt: skip


def alder(book: Book) -> int:
    return int(rows_of(book, "SELECT id FROM entity WHERE code = 'alder'")[0][0])


def shown(book: Book, today: date = TODAY, **options: Any) -> list[Series]:
    with book.read() as connection:
        return series_of(connection, [alder(book)], today, **options)


def make_drive(book: Book, code: str) -> int:
    values = {"entity_id": alder(book), "code": code, "name": code.title()}
    with book.unit_of_work("Make a drive") as unit:
        return unit.insert(tables.drive, values)


def figures(book: Book, drive: int, today: date = TODAY) -> SeriesFigures:
    with book.read() as connection:
        return series_figures(connection, [drive], today)[drive]


def say(book: Book, news: SeriesNews, receipt: str = "AB1", today: date = TODAY) -> bool:
    with book.unit_of_work("Say what happened to a series") as unit:
        which = find_series(unit.connection, [alder(book)], receipt)
        return tell(unit, which, news, today)


MONTHLY = (charge(1, "2026-03-31"), charge(2, "2026-04-30"), charge(3, "2026-05-31", "30.00"))


def test_charges_of_one_receipt_are_one_series(book: Book, tmp_path: Path) -> None:
    single = gift(Receipt_ID="AB9", Lineitem_ID="7900", Amount="500.00")
    brought(book, tmp_path, *MONTHLY, single)
    (one,) = shown(book)
    assert (one.key, one.every, one.charges, one.doubled) == ("AB1", "month", 3, 0)
    assert (one.first_day, one.last_day) == ("2026-03-31", "2026-05-31")
    assert (one.given_cents, one.first_cents, one.next_cents) == (80_00, 25_00, 30_00)
    assert (one.upgraded_cents, one.state) == (5_00, "running")
    kept = rows_of(book, "SELECT external_id, recurrence FROM source_row ORDER BY 1")
    assert kept == [("7001", 1), ("7002", 2), ("7003", 3), ("7900", None)]
    assert book.verify() == []


def test_charges_may_come_in_any_order_and_in_several_files(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, MONTHLY[2])
    assert (shown(book)[0].first_day, shown(book)[0].charges) == ("2026-05-31", 1)
    brought(book, tmp_path, MONTHLY[1], MONTHLY[0])
    (one,) = shown(book)
    assert (one.first_day, one.charges, one.first_cents) == ("2026-03-31", 3, 25_00)
    assert book.verify() == []


def test_a_number_that_is_charged_again_is_told_and_counts_once(book: Book, tmp_path: Path) -> None:
    again = charge(2, "2026-04-30", key="7999")
    brought(book, tmp_path, *MONTHLY, again)
    (one,) = shown(book)
    assert (one.charges, one.doubled, one.given_cents) == (3, 1, 80_00)


def test_a_weekly_series_is_told_by_the_file_or_by_its_days(book: Book, tmp_path: Path) -> None:
    said = charge(1, "2026-06-14", Recur_Weekly="t", Receipt_ID="AB2", key="8001")
    by_days = [
        charge(n, day, Receipt_ID="AB3", key=f"810{n}")
        for n, day in ((1, "2026-06-01"), (2, "2026-06-08"), (3, "2026-06-15"))
    ]
    brought(book, tmp_path, said, *by_days, *MONTHLY)
    assert {one.key: one.every for one in shown(book)} == {
        "AB1": "month", "AB2": "week", "AB3": "week",
    }  # fmt: skip
    late = {one.key: one.state for one in shown(book, date(2026, 6, 27))}
    assert late == {"AB1": "running", "AB2": "lapsed", "AB3": "lapsed"}


def test_a_series_lapses_without_a_charge_and_goes_on_with_one(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, *MONTHLY)
    assert shown(book, date(2026, 7, 16))[0].state == "running"
    assert shown(book, date(2026, 7, 17))[0].state == "lapsed"
    assert [one.key for one in shown(book, date(2026, 7, 17), state="lapsed")] == ["AB1"]
    assert shown(book, date(2026, 7, 17), state="running") == []
    brought(book, tmp_path, charge(4, "2026-07-15"))
    assert shown(book, date(2026, 7, 17))[0].state == "running"


def test_a_typed_event_counts_once_for_its_month_and_can_be_undone(
    book: Book, tmp_path: Path
) -> None:
    brought(book, tmp_path, *MONTHLY)
    before = facts(book)
    assert say(book, SeriesNews(kind="failed", on=date(2026, 6, 10), cents=30_00))
    assert not say(book, SeriesNews(kind="failed", on=date(2026, 6, 12), cents=30_00))
    assert shown(book)[0].state == "failed"
    assert say(book, SeriesNews(kind="cancelled", on=date(2026, 6, 14), note="moved away"))
    assert shown(book)[0].state == "cancelled"
    assert book.verify() == []
    book.undo()
    assert shown(book)[0].state == "failed"
    book.undo()
    assert shown(book)[0].state == "running"
    assert facts(book) == before


def test_an_upgrade_that_was_announced_is_what_the_next_charge_will_be(
    book: Book, tmp_path: Path
) -> None:
    brought(book, tmp_path, *MONTHLY)
    say(book, SeriesNews(kind="upgraded", on=date(2026, 6, 14), cents=50_00))
    assert shown(book)[0].next_cents == 50_00
    brought(book, tmp_path, charge(4, "2026-06-30", "45.00"))
    assert shown(book, date(2026, 7, 1))[0].next_cents == 45_00


def test_an_event_is_taken_back(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, *MONTHLY)
    say(book, SeriesNews(kind="cancelled", on=date(2026, 6, 14), note="by mistake"))
    with book.unit_of_work("It goes on") as unit:
        which = find_series(unit.connection, [alder(book)], "AB1")
        (event,) = events_of(unit.connection, which)
        assert (event.kind, event.happened_on, event.note) == (
            "cancelled", "2026-06-14", "by mistake",
        )  # fmt: skip
        take_back(unit, event.id)
    assert shown(book)[0].state == "running"


@pytest.mark.parametrize(
    ("news", "words"),
    [
        (SeriesNews(kind="failed", on=date(2026, 6, 16)), "still to come"),
        (SeriesNews(kind="failed", on=date(2026, 3, 30)), "began on 2026-03-31"),
        (SeriesNews(kind="upgraded", on=date(2026, 6, 1)), "needs its amount"),
        (SeriesNews(kind="failed", on=date(2026, 6, 1), cents=-1), "above zero"),
    ],
)
def test_what_cannot_have_happened_is_refused(
    book: Book, tmp_path: Path, news: SeriesNews, words: str
) -> None:
    brought(book, tmp_path, *MONTHLY)
    before = facts(book)
    with pytest.raises(BadInput, match=words):
        say(book, news)
    assert facts(book) == before


def test_an_unknown_series_is_not_found(book: Book) -> None:
    with pytest.raises(NotFound, match="AB404"):
        say(book, SeriesNews(kind="failed", on=TODAY), "AB404")


# --- ActBlue's list of cancelled series


def test_a_list_of_cancelled_series_ends_them_and_can_be_taken_back(
    book: Book, tmp_path: Path
) -> None:
    brought(book, tmp_path, *MONTHLY[:1])
    before = facts(book)
    unknown = ended("AB77", "2026-05-02")
    report = cancelled(book, tmp_path, ended(), unknown)
    assert (report.format, report.rows, report.accepted) == ("actblue-cancelled", 2, 2)
    assert report.warnings == [
        "A recurring gift was cancelled. (2 rows)",
        "The book has no charge of a cancelled recurring gift.",
    ]
    (one,) = shown(book, date(2026, 4, 25))
    assert (one.state, one.cancelled_on) == ("cancelled", "2026-04-20")
    assert book.verify() == []
    again = cancelled(book, tmp_path, ended(), unknown)
    assert (again.accepted, again.duplicates, again.batch) == (0, 2, None)
    assert report.batch is not None
    undo_import(book, report.batch)
    assert facts(book) == before
    assert shown(book, date(2026, 4, 25))[0].state == "running"


def test_a_charge_after_the_cancellation_says_that_it_goes_on(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, *MONTHLY)
    cancelled(book, tmp_path, ended(day="2026-04-20"))
    assert shown(book)[0].state == "running"


def test_rows_without_a_series_or_a_day_are_refused(book: Book, tmp_path: Path) -> None:
    blank = {"Receipt ID": "", "Cancelled On": "2026-04-01"}
    never = ended() | {"Cancelled On": ""}
    odd = ended() | {"Cancelled On": "yesterday"}
    other = ended() | {"FEC Id": "C00999999"}
    lost, control = ended("3.0E+08"), ended() | {"Cancelation Reason": "moved\x01"}
    report = cancelled(book, tmp_path, blank, never, odd, other, lost, control)
    assert (report.accepted, report.rejected_count) == (0, 6)
    assert [(row.row, row.field) for row in report.rejected] == [
        (1, "Receipt ID"), (2, "Cancelled On"), (3, "Cancelled On"), (4, "FEC Id"),
        (5, "Receipt ID"), (6, ""),
    ]  # fmt: skip


def test_the_fixture_of_the_processor_is_read(book: Book, shared_file: Any) -> None:
    folder = ("data", "donations", "actblue")
    sample = shared_file(*folder, "cancelled_recurring_fixture.csv")
    report = import_file(book, sample, entity="alder")
    assert (report.rows, report.accepted, report.rejected_count) == (1, 1, 0)
    kept = rows_of(book, "SELECT series_key, period, happened_on, note FROM series_event")
    assert kept == [("AB300000101", "2026-06", "2026-06-01", "donor request")]
    nothing = import_file(book, shared_file(*folder, "header_cancelled_recurring_2026.csv"))
    assert (nothing.rows, nothing.batch) == (0, None)


# --- drives


def test_a_drives_figures_follow_its_series(book: Book, tmp_path: Path) -> None:
    drive = make_drive(book, "spring")
    weekly = charge(1, "2026-06-14", "12.00", Recur_Weekly="t", Receipt_ID="AB2", key="8001")
    lost = charge(1, "2026-03-01", Receipt_ID="AB3", key="8101")
    brought(book, tmp_path, *MONTHLY, weekly, lost, drive="spring")
    assert figures(book, drive) == SeriesFigures(
        started=3, kept=1, running=2, lapsed=1, monthly_cents=30_00 + 52_00
    )
    say(book, SeriesNews(kind="failed", on=date(2026, 6, 10)))
    found = figures(book, drive)
    assert (found.running, found.failed, found.monthly_cents) == (1, 1, 52_00)


def test_a_series_goes_with_its_first_charge_to_another_drive(book: Book, tmp_path: Path) -> None:
    spring, other = make_drive(book, "spring"), make_drive(book, "other")
    brought(book, tmp_path, *MONTHLY, drive="spring")
    (one,) = shown(book)
    with book.unit_of_work("Move a gift to another drive") as unit:
        unit.update(tables.item, one.id, {"drive_id": other})
    assert (figures(book, spring).started, figures(book, other).started) == (0, 1)
    assert shown(book, drive_ids=[spring]) == []
    assert book.verify() == []
    book.undo()
    assert (figures(book, spring).started, figures(book, other).started) == (1, 0)


def test_figures_of_parts_are_put_together(book: Book) -> None:
    one = SeriesFigures(started=2, kept=1, running=1, lapsed=1, monthly_cents=10_00)
    two = SeriesFigures(started=1, failed=1)
    assert together([one, two]) == SeriesFigures(
        started=3, kept=1, running=1, lapsed=1, failed=1, monthly_cents=10_00
    )
    assert figures(book, make_drive(book, "empty")) == together([]) == SeriesFigures()


def test_what_is_expected_goes_by_the_running_series(book: Book, tmp_path: Path) -> None:
    late = charge(1, "2026-05-10", "12.00", Receipt_ID="AB2", key="8001")
    lapsed = charge(1, "2026-03-01", Receipt_ID="AB3", key="8101")
    brought(book, tmp_path, *MONTHLY, late, lapsed)
    with book.read() as connection:
        found = expected_by_month(connection, [alder(book)], TODAY, 3)
    # AB2 should have been charged on 10 June and may still be.
    assert [(one.month, one.charges, one.cents) for one in found] == [
        ("2026-06", 2, 42_00), ("2026-07", 2, 42_00), ("2026-08", 2, 42_00),
    ]  # fmt: skip


def test_series_are_counted_as_in_the_generators_truth(tmp_path: Path) -> None:
    generator = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
    if not generator.exists():
        pytest.skip(f"the shared material is not beside this checkout: {generator}")
    truth = generate(generator, tmp_path, examples(3_000, 100_000))
    with book_of(truth, tmp_path / "book.fdesk") as book:
        report = import_file(book, tmp_path / "contributions.csv")
        entities = [row[0] for row in rows_of(book, "SELECT id FROM entity")]
        with book.read() as connection:
            found = series_of(connection, entities, date.fromisoformat(truth["end"]))
        assert len(found) == truth["flags"]["recurring_series"]
        assert sum(one.charges for one in found) == truth["flags"]["recurring_rows"]
        assert {one.every for one in found} == {"month"}
        assert book.verify() == []
        assert report.batch is not None
        undo_import(book, report.batch)
        assert rows_of(book, "SELECT COUNT(*) FROM recurring_series") == [(0,)]


def test_segments_know_whose_series_runs_and_whose_was_lost(book: Book, tmp_path: Path) -> None:
    lost = charge(1, "2026-03-01", Receipt_ID="AB3", key="8101", Donor_Last_Name="Ito")
    brought(book, tmp_path, *MONTHLY, lost)
    runs, silent = (one.card_id for one in shown(book))
    with book.read() as connection:
        found = {
            name: segment_cards(
                connection, SegmentQuery(name=name, entity_id=alder(book), today=TODAY)
            )
            for name in ("recurring", "recurring-lost")
        }
    assert found == {"recurring": [runs], "recurring-lost": [silent]}
