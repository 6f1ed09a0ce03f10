"""A bank's line that comes as CSV and again as OFX is one line where that is certain."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.intake.statements.facts import StatementLine
from financedesk.intake.statements.meeting import EarlierLine, met_before
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.typed_statement import TypedLine, TypedStatement, record_statement
from tests.intake.statement_files import ofx, ofx_entry, ofx_statement
from tests.intake.test_statements_stored import amounts, kept, take
from tests.ledger.riverbend import desk_for, riverbend_at
from tests.soaking import examples

CSV = (
    "Date,Description,Amount,Running Bal.\n"
    "02/03/2026,INVENTED PRINTING CO LEAFLETS,-9.50,90.50\n"
    "02/04/2026,MAIL DEPOSIT,100.00,190.50\n"
    "02/05/2026,Check,-20.00,170.50\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def as_ofx(*entries: str) -> str:
    return ofx(ofx_statement(*entries))


def test_the_same_month_as_csv_and_as_ofx_is_kept_once(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, CSV, name="a.csv")
    entries = (
        ofx_entry("20260203", "-9.50", "a1"), ofx_entry("20260204", "100.00", "a2", name="Deposit"),
        ofx_entry("20260205", "-20.00", "a3"), ofx_entry("20260206", "-1.00", "a4"),
    )  # fmt: skip
    report = take(book, tmp_path, as_ofx(*entries), name="a.ofx")
    assert (report.added, report.known) == (1, 3)
    assert "3 lines are in the book from a CSV file and not kept again." in report.notes
    assert amounts(book) == [-950, 10000, -2000, -100]
    again = take(book, tmp_path, as_ofx(*entries), name="a.ofx")
    assert (again.added, again.known, again.is_stored) == (0, 4, False)
    assert book.verify() == []


def test_what_was_typed_from_paper_is_met_by_the_banks_file(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    typed = TypedStatement(
        opening_on="2026-02-05", opening_cents=190_50, closing_on="2026-02-05",
        closing_cents=170_50, lines=(TypedLine(day="2026-02-05", cents=-20_00, payee="Check"),),
    )  # fmt: skip
    with book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    with book.unit_of_work("Type bank statement") as unit:
        record_statement(unit, account, typed)
    report = take(book, tmp_path, CSV, name="a.csv")
    assert (report.added, report.known) == (2, 1)
    assert "1 line is in the book from a typed statement and not kept again." in report.notes


def test_a_line_of_other_words_on_a_day_that_differs_is_kept_and_told(
    book: Book, tmp_path: Path
) -> None:
    take(book, tmp_path, CSV, name="a.csv")
    entries = (
        ofx_entry("20260203", "-9.50", "a1", name="Somebody else"),
        ofx_entry("20260203", "-3.00", "a2"),
    )
    report = take(book, tmp_path, as_ofx(*entries), name="a.ofx")
    assert (report.added, report.known) == (2, 0)
    (told,) = [note for note in report.notes if "in other words" in note]
    assert "2026-02-03, -$9.50" in told
    assert len(kept(book, "statement_line")) == 5


def test_words_find_a_line_among_others_of_its_day(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, CSV, name="a.csv")
    entries = (
        ofx_entry("20260203", "-9.50", "a1", name="Invented Printing Co"),
        ofx_entry("20260203", "-9.50", "a2", name="Coffee"),
    )
    report = take(book, tmp_path, as_ofx(*entries), name="a.ofx")
    assert (report.added, report.known) == (1, 1)
    assert [row["payee"] for row in kept(book, "statement_line")][-1] == "Coffee"


def line(day: str, cents: int, payee: str = "", check: str = "") -> StatementLine:
    return StatementLine("line 1", day, "", cents, "", payee, "", check, "")


def before(day: str, cents: int, words: str = "", check: str = "") -> EarlierLine:
    return EarlierLine(1, "csv", day, cents, "", words, words, check)


def test_a_check_s_number_decides() -> None:
    day = "2026-02-03"
    earlier = [before(day, -5, "check", "101"), before(day, -9)]
    assert met_before([line(day, -5, "Check", "101")], earlier).same == {0}
    other = met_before([line(day, -5, "Check", "102")], earlier)
    assert (other.same, other.doubtful) == (frozenset(), (0,))


LINES = st.lists(
    st.tuples(st.sampled_from(["2026-02-03", "2026-02-04"]), st.integers(1, 3),
              st.sampled_from(["", "Printing", "Coffee shop", "Rent"])),
    max_size=7,
)  # fmt: skip


@settings(max_examples=examples(100, soak=5_000))
@given(LINES, LINES)
def test_each_earlier_line_is_met_once_and_only_by_its_day_and_amount(
    now: list[tuple[str, int, str]], then: list[tuple[str, int, str]]
) -> None:
    earlier = [before(day, cents, words.casefold().replace(" ", "")) for day, cents, words in then]
    met = met_before([line(*one) for one in now], earlier)
    for day in {one[0] for one in now}:
        for cents in (1, 2, 3):
            same = [at for at in met.same if now[at][:2] == (day, cents)]
            assert len(same) <= sum(one[:2] == (day, cents) for one in then)
    assert not met.same & set(met.doubtful)
    everything = met_before([line(*one) for one in now], [before(*one[:2]) for one in now])
    assert everything.same == set(range(len(now)))
