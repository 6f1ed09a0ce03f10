"""Rows put right by hand: corrected cells, rows left out, and what the journal says of them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake import reading as reading_module
from financedesk.intake.importing import import_file
from financedesk.intake.mending import MOST_MENDED, NOTHING_MENDED, Mending
from financedesk.intake.past_imports import past_imports
from financedesk.intake.profiles import Column, Profile
from financedesk.intake.report import IntakeReport
from financedesk.intake.row_cells import cells_of_rows
from financedesk.intake.watching import Outcome, RowWatcher
from financedesk.intake.winred import ORDER
from financedesk.ledger import tables
from financedesk.progress import Silent
from tests.intake.exports import HEADER, facts, gift, new_book, rows_of, write_export

AMOUNT, LAST_NAME = HEADER.index("Amount"), HEADER.index("Donor Last Name")
PLAIN = Profile(
    name="Plain", processor="other",
    columns={
        "day": Column("Given"), "amount": Column("Sum"), "first_name": Column("First"),
        "last_name": Column("Last"),
    },
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made
        assert made.verify() == []


def export(folder: Path) -> Path:
    """Three gifts: one without a day that can be read, one without an amount."""
    return write_export(
        folder / "a.csv",
        [
            gift(Lineitem_ID="1", Amount="25.00"),
            gift(Lineitem_ID="2", Amount="much", Donor_Last_Name="Okoye", Donor_Email=""),
            gift(Lineitem_ID="3", Amount="10.00", Donor_Last_Name="Reyes", Donor_Email=""),
        ],
    )


def adds_up(report: IntakeReport) -> bool:
    return report.rows == (
        report.accepted + report.duplicates + report.rejected_count + report.conflict_count
        + report.left_out + report.skipped
    )  # fmt: skip


def amounts(book: Book) -> list[int]:
    return [row[0] for row in rows_of(book, "SELECT amount_cents FROM item ORDER BY id")]


def heading(book: Book) -> Mapping[str, object]:
    (row,) = rows_of(book, "SELECT detail FROM batch")
    found: dict[str, object] = json.loads(row[0])
    return found


def test_corrected_cells_are_read_and_skipped_rows_are_not(book: Book, tmp_path: Path) -> None:
    mending = Mending({2: {AMOUNT: "40.00", LAST_NAME: "Okoye-Hill"}}, frozenset({3}))
    report = import_file(book, export(tmp_path), mending=mending)
    assert (report.rows, report.accepted, report.skipped, report.rejected_count) == (3, 2, 1, 0)
    assert adds_up(report)
    gifts = rows_of(book, "SELECT amount_cents FROM item WHERE kind = 'individual_receipt'")
    assert sorted(gifts) == [(25_00,), (40_00,)]
    assert ("Okoye-Hill",) in rows_of(book, "SELECT last_name FROM contact")


def test_the_journal_keeps_the_old_text_beside_the_new(book: Book, tmp_path: Path) -> None:
    mending = Mending({2: {AMOUNT: "40.00"}}, frozenset({3}))
    import_file(book, export(tmp_path), mending=mending)
    kept = heading(book)
    assert kept["mended"] == [{"row": 2, "column": "Amount", "was": "much", "now": "40.00"}]
    assert kept["skipped"] == [3]
    (content,) = rows_of(book, "SELECT content FROM journal WHERE kind = 'import' AND chain > 0")
    assert json.loads(content[0])["batch"]["detail"] == kept


def test_an_import_that_nobody_mended_says_nothing_of_it(book: Book, tmp_path: Path) -> None:
    import_file(book, export(tmp_path))
    assert set(heading(book)) == {"payouts"}


def test_the_profile_is_kept_with_its_import(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Given,Sum,First,Last\n2026-02-03,5.00,Ann,Lee\n", encoding="utf-8")
    import_file(book, path, entity="alder", profile=PLAIN)
    assert 'name = "Plain"' in str(heading(book)["profile"])


def test_a_second_process_obeys_it_too(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "LARGE", 0)
    mending = Mending({2: {AMOUNT: "40.00"}}, frozenset({1}))
    report = import_file(book, export(tmp_path), mending=mending)
    assert (report.accepted, report.skipped, report.total_cents) == (2, 1, 50_00)
    assert adds_up(report)


def test_rows_of_a_workbook_are_mended_alike(book: Book, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["Given", "Sum", "First", "Last"], ["2026-02-03", "five", "Ann", "Lee"]):
        sheet.append(row)
    workbook.save(tmp_path / "plain.xlsx")
    mending = Mending({1: {1: "5.00"}})
    report = import_file(
        book, tmp_path / "plain.xlsx", entity="alder", profile=PLAIN, mending=mending
    )
    assert (report.accepted, report.total_cents) == (1, 5_00)


def test_a_missing_last_cell_can_be_filled(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Given,Sum,First,Last\n2026-02-03,5.00,Ann\n", encoding="utf-8")
    assert import_file(book, path, entity="alder", profile=PLAIN, dry_run=True).accepted == 0
    mending = Mending({1: {3: "Lee"}})
    assert import_file(book, path, entity="alder", profile=PLAIN, mending=mending).accepted == 1


@pytest.mark.parametrize(
    ("mending", "says"),
    [
        (Mending({9: {AMOUNT: "5.00"}}), "no row 9"),
        (Mending(skipped=frozenset({4})), "no row 4"),
        (Mending({2: {len(HEADER): "5.00"}}), f"no column {len(HEADER) + 1}"),
        (Mending({2: {-1: "5.00"}}), "no column 0"),
    ],
)
def test_what_the_file_does_not_have_cannot_be_mended(
    book: Book, tmp_path: Path, mending: Mending, says: str
) -> None:
    before = facts(book)
    with pytest.raises(BadInput, match=says):
        import_file(book, export(tmp_path), mending=mending)
    assert facts(book) == before


@pytest.mark.parametrize("text", ["\x00", "a\x07", "\x7f", "\ud800", "x" * 1_001])
def test_a_text_that_no_cell_can_hold_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="row 2, column 1"):
        Mending({2: {0: text}})


def test_a_thousand_rows_are_the_most(tmp_path: Path) -> None:
    whole = Mending(skipped=frozenset(range(1, MOST_MENDED)), cells={MOST_MENDED: {0: "x"}})
    with pytest.raises(BadInput, match="correct the file"):
        whole.with_cell(MOST_MENDED + 1, 0, "x")
    assert whole.with_cell(1, 0, "x").rows == whole.rows


def test_the_same_file_unmended_adds_what_it_then_finds(book: Book, tmp_path: Path) -> None:
    path = export(tmp_path)
    import_file(book, path, mending=Mending(skipped=frozenset({1, 2})))
    again = import_file(book, path)
    assert (again.accepted, again.duplicates, again.rejected_count) == (1, 1, 1)


def test_a_file_that_changed_since_it_was_looked_at_is_refused(book: Book, tmp_path: Path) -> None:
    path = export(tmp_path)
    looked_at = import_file(book, path, dry_run=True).sha256
    assert import_file(book, path, dry_run=True, unchanged=looked_at).accepted == 2
    path.write_text(path.read_text("utf-8").replace("25.00", "26.00"), encoding="utf-8")
    with pytest.raises(BadInput, match="has changed since it was looked at"):
        import_file(book, path, unchanged=looked_at)
    assert amounts(book) == []


def test_past_imports_tell_what_was_put_right(book: Book, tmp_path: Path) -> None:
    path = export(tmp_path)
    import_file(book, path, mending=Mending({2: {AMOUNT: "40.00"}}, frozenset({1})))
    import_file(book, path)
    with book.read() as connection:
        ids = [row[0] for row in connection.execute(select(tables.entity.c.id))]
        told = [one.by_hand for one in past_imports(connection, ids)]
    assert told == [(), ("Row 1: skipped", "Row 2, Amount: “much” → “40.00”")]


def test_a_row_without_a_key_is_known_by_what_was_corrected(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Given,Sum,First,Last\n2026-02-03,5.00,Ann,Lee\n", encoding="utf-8")
    mended = Mending({1: {1: "7.00"}})
    import_file(book, path, entity="alder", profile=PLAIN, mending=mended)
    assert import_file(book, path, entity="alder", profile=PLAIN, mending=mended).duplicates == 1
    assert import_file(book, path, entity="alder", profile=PLAIN, dry_run=True).accepted == 1


def test_refused_rows_are_written_as_they_were_mended(book: Book, tmp_path: Path) -> None:
    mending = Mending({2: {LAST_NAME: "Okoye-Hill"}})
    left = tmp_path / "left.csv"
    import_file(book, export(tmp_path), mending=mending, rejected=left)
    assert "Okoye-Hill" in left.read_text("utf-8")


def test_a_correction_that_the_file_cannot_hold_is_not_written_wrongly(
    book: Book, tmp_path: Path
) -> None:
    path = export(tmp_path)
    path.write_bytes(path.read_text("utf-8").replace("Okoye", "Núñez").encode("cp1252"))
    mending = Mending({2: {LAST_NAME: "Łuczak"}})
    with pytest.raises(BadInput, match="Ł"):
        import_file(book, path, encoding="cp1252", mending=mending, rejected=tmp_path / "left.csv")
    assert not (tmp_path / "left.csv").exists()
    assert amounts(book) == []


def test_the_cells_of_a_row_come_as_the_file_has_them(tmp_path: Path) -> None:
    found = cells_of_rows(export(tmp_path), range(2, 4), Silent())
    assert sorted(found) == [2, 3]
    assert found[2].names == HEADER
    assert found[2].cells[AMOUNT] == "much"
    assert found[2].name_of(AMOUNT) == "Amount"


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
cells = st.dictionaries(st.integers(1, 6), st.dictionaries(st.integers(0, 3), texts, min_size=1))


@given(
    st.lists(st.lists(texts, min_size=1, max_size=4), max_size=6), cells, st.sets(st.integers(1, 6))
)
def test_every_row_comes_mended_once_or_not_at_all(
    rows: list[list[str]], mended: dict[int, dict[int, str]], skipped: set[int]
) -> None:
    mending = Mending(mended, frozenset(skipped))
    numbered = list(enumerate(rows, start=1))
    found = dict(mending.applied(iter(numbered)))
    assert set(found) == {number for number, _ in numbered} - skipped
    for number, before in numbered:
        if number in found:
            for place, text in enumerate(found[number]):
                was = before[place] if place < len(before) else ""
                assert text == mended.get(number, {}).get(place, was)
    assert dict(numbered) == dict(enumerate(rows, start=1))


@given(cells, st.integers(1, 6), st.integers(0, 3), texts)
def test_a_correction_taken_back_leaves_nothing(
    mended: dict[int, dict[int, str]], row: int, place: int, text: str
) -> None:
    once = Mending(mended).with_cell(row, place, None)
    assert once.with_cell(row, place, text).with_cell(row, place, None) == once
    assert NOTHING_MENDED.with_cell(row, place, text).with_cell(row, place, None) == NOTHING_MENDED
    assert not NOTHING_MENDED.toggled([row]).toggled([row])


mendings = st.builds(
    Mending,
    st.dictionaries(
        st.integers(1, 4),
        st.dictionaries(
            st.sampled_from([AMOUNT, LAST_NAME, HEADER.index("Date"), HEADER.index("Lineitem ID")]),
            st.sampled_from(["", "5.00", "-5", "12,50", "2026-02-04", "1", "3", "Total", "\u0301"]),
            min_size=1,
        ),
        max_size=3,
    ),
    st.frozensets(st.integers(1, 4), max_size=3),
)


@given(mendings)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_mended_adds_up_or_is_refused(
    book: Book, tmp_path: Path, mending: Mending
) -> None:
    path = tmp_path / "a.csv"
    if not path.exists():
        export(tmp_path)
    watcher = RowWatcher()
    try:
        report = import_file(book, path, mending=mending, watcher=watcher, dry_run=True)
    except BadInput:
        return
    assert adds_up(report)
    told = Counter(one.outcome for one in watcher.rows())
    assert told[Outcome.SKIPPED] == report.skipped == len(mending.skipped)
    assert told[Outcome.REFUSED] == report.rejected_count
    assert told[Outcome.NEW] + told[Outcome.REFUND] == report.accepted
    assert amounts(book) == []


def test_a_file_without_a_header_is_known_whatever_was_mended_in_it(
    book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "winred.csv"
    row = "Ann,Lee,ann@example.org,,1 Main St,Boston,MA,02118,10.00,2026-02-03\n"
    path.write_text(row + row.replace("Ann,Lee", "Jon,Reyes"), encoding="utf-8")
    mending = Mending({1: {ORDER.index("Amount"): "much"}}, frozenset({2}))
    report = import_file(book, path, entity="alder", mending=mending, dry_run=True)
    assert (report.format, report.rejected_count, report.skipped) == ("winred", 1, 1)
    found = cells_of_rows(path, range(1, 2), Silent())
    assert found[1].names == ORDER
