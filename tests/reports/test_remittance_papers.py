"""Papers on remittances read back: what they say, whom they name, what they keep to themselves."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.members import add_member
from financedesk.remittances.paper_kinds import (
    AGED,
    BOARD,
    FORECAST,
    PAPERS,
    SHEET,
    STATEMENT,
    TRANSPARENCY,
)
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.plan import keep_plan, plan_of, sign_plan
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.sheets import sheet_of
from financedesk.remittances.statements import statement_of
from financedesk.remittances.transparency import Transparency, transparency_report
from financedesk.reports.pdf.page import LEFT, RIGHT, Block, Words
from financedesk.reports.pdf.paper import Paper
from financedesk.reports.pdf.type import printable, width
from financedesk.reports.remittance_lists import aged_paper, board_paper, forecast_paper
from financedesk.reports.remittance_papers import (
    Asked,
    file_name,
    issue,
    read_paper,
    write_all,
    write_paper_of,
)
from financedesk.reports.remittance_sheet import sheet_paper
from financedesk.reports.remittance_statement import statement_paper
from financedesk.reports.remittance_transparency import transparency_paper
from tests.remittances.fellowship import gift, keeper
from tests.reports.promises import (
    FEBRUARY_ELSEWHERE,
    GIFTS,
    JANUARY,
    MAY,
    NAMES,
    numbers,
    promises_at,
)

DUE = 3_416_66
LATE_DECEMBER = date(2026, 12, 23)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The book of promises; ``root`` of the tests sees all of it."""
    with promises_at(tmp_path) as made:
        yield made


def asked(book: Book, name: str = "", **more: Any) -> Asked:
    official_id = numbers(book)[name] if name else 0
    given = {"on": MAY, "first": JANUARY, "last": MAY, **more}
    return Asked(keeper_id=keeper(book), official_id=official_id, **given)


def words_of(book: Book, code: str, wanted: Asked, folder: Path) -> str:
    """Write a paper and read its words back."""
    path = write_paper_of(book, code, wanted, folder / f"{code}.pdf")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def whole(book: Book) -> frozenset[int]:
    return frozenset(keeper(book, code) for code in ("party", "action", "voice", "institute"))


# --- the instruction sheet


def test_a_sheet_says_of_each_payment_all_that_goes_with_it(book: Book, tmp_path: Path) -> None:
    wanted = asked(book, "Winter", on=date(2026, 4, 2), first=date(2026, 4, 2))
    gift(book, "party", "Winter", "2026-03-30", 10_000_00 - 2_277_77 - 1_000_00)
    said = words_of(book, SHEET, wanted, tmp_path)
    for words in (
        "Instruction for April 2026", "Ada Winter · R-1 · City Council of Salem, Ward 3",
        "PROPOSAL", "1. Fellowship Party $1,000.00", "2. Fellowship Action $2,416.66",
        "Pay to “Fellowship Party”, federal account. Make it by 2026-04-30. Write R-1",
        "used $10,000.00 of $10,000.00 in 2026. $0.00 is left after it.",
        "Not deductible. Gifts to Fellowship Party are not deductible", "26 U.S.C. 6113",
        "voluntary and revocable", "I give this from my own money",
        "Nobody has paid, or promised to pay, this money back", "I am a citizen",
        "I have said whether I hold a contract", "Signature",
    ):  # fmt: skip
        assert words in said, words
    assert "Postmarked" not in said


def test_a_sheet_of_late_december_says_by_when_it_counts_and_who_may_not_be_given(
    book: Book, tmp_path: Path
) -> None:
    wanted = asked(book, "Spring", on=LATE_DECEMBER, first=LATE_DECEMBER)
    said = words_of(book, SHEET, wanted, tmp_path)
    assert "Postmarked or submitted by 31 December 2026 it counts in 2026" in said
    assert "Not proposed, and why Fellowship Voice, operating account: A federal" in said
    assert "52 U.S.C. 30125(e)" in said
    assert "(FED_C4)" in said


def test_what_finds_no_room_is_carried_and_said_so(book: Book, tmp_path: Path) -> None:
    gift(book, "party", "Spring", "2026-03-30", 9_750_00)
    gift(book, "action", "Spring", "2026-03-30", 4_900_00)
    wanted = asked(book, "Spring", on=date(2026, 4, 2), first=date(2026, 4, 2))
    said = words_of(book, SHEET, wanted, tmp_path)
    # Of the party's limit 250.00 were used before.
    assert "1. Fellowship Action $100.00" in said
    assert "$3,316.66 is carried as an unfulfilled pledge that the official holds." in said


def _signed(book: Book, name: str, period: str) -> None:
    official_id = numbers(book)[name]
    with book.read() as connection:
        plan = plan_of(connection, official_id, period, whole(book))
    with book.unit_of_work("Keep instruction") as unit:
        sign_plan(unit, keep_plan(unit, plan, MAY), MAY)


def test_a_signed_sheet_stays_what_was_signed(book: Book, tmp_path: Path) -> None:
    _signed(book, "Winter", "2026-06")
    gift(book, "party", "Winter", "2026-06-02", 6_000_00)
    wanted = asked(book, "Winter", on=date(2026, 6, 10), first=date(2026, 6, 1))
    said = words_of(book, SHEET, wanted, tmp_path)
    assert "SIGNED" in said
    assert "PROPOSAL" not in said
    assert f"1. Fellowship Party ${DUE // 100:,}.66" in said
    assert "Signed on 2026-05-31" in said


def test_a_kept_payment_that_would_not_be_proposed_now_says_why(book: Book, tmp_path: Path) -> None:
    _signed(book, "Winter", "2026-06")
    with book.unit_of_work("Correct official") as unit:
        official_id = numbers(book)["Winter"]
        fact = OFFICIALS.one(unit.connection, official_id).fact
        OFFICIALS.edit(unit, official_id, replace(fact, contractor=True))
    wanted = asked(book, "Winter", on=date(2026, 6, 10), first=date(2026, 6, 1))
    said = words_of(book, SHEET, wanted, tmp_path)
    assert f"1. Fellowship Party ${DUE // 100:,}.66" in said
    assert "By what is known now it would not be proposed. Fellowship Party: " in said
    assert "30119" in said
    assert "Fellowship Party, federal account: " not in said


def test_a_reader_without_the_recipients_books_reads_no_room_of_it(book: Book) -> None:
    gift(book, "party", "Winter", "2026-03-30", 7_000_00)
    _signed(book, "Winter", "2026-06")
    official_id = numbers(book)["Winter"]
    with book.read() as connection:
        seeing = sheet_of(connection, official_id, "2026-06", whole(book))
        walled = sheet_of(connection, official_id, "2026-06", {keeper(book)})
    assert [one.seen for one in seeing.lines] == [True, True]
    (own, other) = walled.lines
    assert (own.seen, other.seen) == (True, False)
    assert other.cents == seeing.lines[1].cents
    assert other.room_after_cents is None
    assert "used" not in other.reason
    assert "$" not in f"{other.reason} {other.room_words} {other.notice}"
    assert walled.placed_cents + walled.carried_out_cents == walled.amount_cents


# --- the statement


def test_a_statement_shows_the_arithmetic_and_the_balance(book: Book, tmp_path: Path) -> None:
    said = words_of(book, STATEMENT, asked(book, "Winter"), tmp_path)
    for words in (
        "Statement for January 2026 – May 2026",
        "Brought forward $0.00 Due $17,083.30 Waived -$3,416.66 Given -$4,216.66",
        "Balance on 2026-05-31 $9,449.98",
        "101,000.00 net - 60,000.00 kept = 41,000.00 a year; / 12 = 3,416.66",
        "2026-03 Waived 3,416.66 3,416.66", "All 17,083.30 3,416.66 4,216.66 9,449.98",
        "Family", "Board, 2026-02-20", "Fellowship Voice 2026-02-05",
        "Federal PAC 1,138.89", "unfulfilled pledge",
    ):  # fmt: skip
        assert words in said, words
    assert "receivable" not in said


def test_a_statement_across_a_wall_tells_one_sum_a_month(book: Book, tmp_path: Path) -> None:
    with book.read() as connection:
        stated = statement_of(
            connection, numbers(book)["Winter"], JANUARY, MAY, {keeper(book)}, on=MAY
        )
    said = " ".join(_texts(statement_paper(stated)))
    assert stated.balance_cents == 9_449_98
    assert "Fellowship Voice" not in said
    assert "Fellowship Action" not in said
    assert "500.00" not in said.replace("2,277.77", "")
    hidden = [one for one in stated.given if one.entry is None]
    assert [(one.day.month, one.cents) for one in hidden] == [
        (1, 1_138_89), (2, FEBRUARY_ELSEWHERE),
    ]  # fmt: skip


# --- lists and reports


def test_the_aged_list_sorts_by_days_since_due(book: Book, tmp_path: Path) -> None:
    said = words_of(book, AGED, asked(book), tmp_path)
    open_cents = 5 * DUE - 3_416_66 - 4_216_66
    assert f"Winter, Ada (R-1) 2026-02 {DUE // 100:,}.66" in said
    assert f"{open_cents // 100:,}.{open_cents % 100:02}" in said
    assert "Not yet due 0-30 31-60 61-90 90+" in said
    assert "CONFIDENTIAL" in said


def test_the_board_reads_names_of_those_alone_who_agreed(book: Book, tmp_path: Path) -> None:
    said = words_of(book, BOARD, asked(book), tmp_path)
    assert "Winter, Ada (R-1)" in said
    assert "Summer, Ada (R-2)" in said
    for name in ("Spring", "Autumn", "Oakes", "R-3", "R-4", "R-5"):
        assert name not in said
    assert "Councillors · Local 4 68,333.20" in said
    assert "Council, by level state pay 6,187.50" in said
    assert "Council, by level ward pay 3,093.75" in said


def test_the_open_accounts_name_nobody_else_and_no_address(book: Book, tmp_path: Path) -> None:
    said = words_of(book, TRANSPARENCY, asked(book), tmp_path)
    # 101,000 / 12 a month for five months, less what was given of it.
    assert "Ada Winter, City Council of Salem, Ward 3 42,083.33 4,216.66 37,866.67 4,216.66" in said
    assert (
        "To: State, district or local party, federal account $2,277.77; Federal PAC $1,138.89;"
        " Social welfare organisation, 501(c)(4) $800.00." in said
    )
    for secret in ("Spring", "Autumn", "Oakes", "Oak St", "97302", "Main St", "employer"):
        assert secret not in said
    assert "Fellowship Voice 400.00 Staff, premises and other work 400.00" in said


def report(book: Book, on: date = MAY) -> Transparency:
    with book.read() as connection:
        return transparency_report(connection, keeper(book), JANUARY, MAY, whole(book), on=on)


def test_a_total_never_tells_of_one_who_did_not_agree(book: Book) -> None:
    named = sum(cents for _code, name, _day, cents in GIFTS if name != "Spring")
    found = report(book)
    assert (found.others, found.others_given) == (3, None)
    assert found.given_cents == found.ever_cents == named
    for name in ("Autumn", "Oakes"):
        entry = gift(book, "party", name, "2026-04-03", 100_00)
        with book.unit_of_work("Take as remittance") as unit:
            reference = f"R-{NAMES.index(name) + 1}"
            take_as_remittance(unit, Receipt(item_id=entry, keeper="party", reference=reference))
    assert report(book).given_cents == named + 250_00 + 200_00


def test_consent_that_was_taken_back_holds_no_more(book: Book) -> None:
    official_id = numbers(book)["Winter"]
    with book.unit_of_work("Take back consent") as unit:
        fact = OFFICIALS.one(unit.connection, official_id).fact
        OFFICIALS.edit(unit, official_id, replace(fact, published_to=date(2026, 5, 30)))
    names = [one.person.name for one in report(book).accounts]
    assert names == ["Summer, Ada"]
    before = [one.person.name for one in report(book, date(2026, 5, 30)).accounts]
    assert before == ["Summer, Ada", "Winter, Ada"]


def test_a_forecast_fills_rooms_and_carries_the_rest(book: Book, tmp_path: Path) -> None:
    wanted = asked(book, on=date(2026, 6, 1), last=None)
    found = read_paper(book, FORECAST, wanted)
    assert [one.month.month for one in found.months] == [6, 7, 8, 9, 10, 11, 12]
    given = sum(found.given.values())
    assert found.due_cents + found.carried_in_cents == given + found.carried_cents
    # Spring runs for Congress, fills both limits of the Act, and carries what is left.
    assert found.carried_cents > 0
    said = words_of(book, FORECAST, wanted, tmp_path)
    assert f"${given // 100:,}.{given % 100:02}" in said
    assert "no limit" in said
    assert "Forecast of remittances, June 2026 – December 2026" in said


# --- files


def test_tables_hold_what_the_papers_say(book: Book, tmp_path: Path) -> None:
    wanted = asked(book, "Winter")
    path = write_paper_of(book, STATEMENT, wanted, tmp_path / "statement.xlsx")
    titles, *rows = load_workbook(path)["Statement"].iter_rows(values_only=True)
    assert titles[-1] == "Balance"
    assert str(rows[-1][-1]) == "9449.98"
    assert sum(row[3] or 0 for row in rows) == pytest.approx(17_083.30)
    csv_path = write_paper_of(book, AGED, asked(book), tmp_path / "aged.csv")
    with csv_path.open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.reader(stream))
    assert listed[1][:2] == ["R-4", "Autumn, Ada"]
    assert [row[1] for row in listed[1:]] == [*sorted(f"{name}, Ada" for name in NAMES), "All"]


@pytest.mark.parametrize("code", PAPERS)
def test_every_paper_is_written_in_every_form_and_the_same_twice(
    book: Book, tmp_path: Path, code: str
) -> None:
    wanted = asked(book, "Winter" if PAPERS[code].of_one else "")
    issue(book, asked(book, "Winter"), date(2026, 11, 23))
    for ending in PAPERS[code].endings:
        name = file_name(book, code, wanted, ending)
        first = write_paper_of(book, code, wanted, tmp_path / name)
        assert first.stat().st_size > 200
        if ending == ".pdf":
            again = write_paper_of(book, code, wanted, tmp_path / f"again-{name}")
            assert first.read_bytes() == again.read_bytes()
    with pytest.raises(BadInput, match="does not end in"):
        write_paper_of(book, code, wanted, tmp_path / "paper.doc")
    if code != SHEET:
        with pytest.raises(BadInput, match="written"):
            write_paper_of(book, code, wanted, tmp_path / "nowhere" / f"paper{ending}")


def test_sheets_and_statements_of_all_stand_in_one_document(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "all.pdf"
    assert write_all(book, STATEMENT, asked(book), target) == len(NAMES)
    pages = [page.extract_text() for page in PdfReader(target).pages]
    assert len(pages) >= len(NAMES)
    for name in NAMES:
        assert any(f"Ada {name}" in page and "Page 1 of" in page for page in pages)
    june = asked(book, on=date(2026, 6, 1), first=date(2026, 6, 1))
    assert write_all(book, SHEET, june, target) == len(NAMES)
    for name in NAMES:
        book_of_one = replace(june, official_id=numbers(book)[name])
        alone = words_of(book, SHEET, book_of_one, tmp_path)
        assert f"Ada {name}" in alone
        assert alone in " ".join(
            " ".join(page.extract_text() for page in PdfReader(target).pages).split()
        )
    with pytest.raises(BadInput, match="paper of one official"):
        write_all(book, AGED, asked(book), target)
    with pytest.raises(BadInput, match="nothing to say"):
        write_all(book, SHEET, asked(book, on=date(2025, 1, 1), first=date(2025, 1, 1)), target)
    with pytest.raises(BadInput, match="does not end in"):
        write_all(book, SHEET, june, tmp_path / "all.csv")


def test_an_unknown_paper_and_an_official_of_other_books_are_refused(
    book: Book, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="choose one of sheet, statement"):
        read_paper(book, "poster", asked(book))
    elsewhere = replace(asked(book, "Winter"), keeper_id=keeper(book, "voice"))
    with pytest.raises(NotFound, match="no official number"):
        write_paper_of(book, STATEMENT, elsewhere, tmp_path / "a.pdf")


def test_only_who_keeps_promises_reads_them(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add members") as unit:
        add_member(unit, login="vi", name="Vi", rights={party: "viewer"}, own_name="Ada")
    book.who = "vi"
    for code in PAPERS:
        with pytest.raises(Refused, match="you may not see and keep officials"):
            read_paper(book, code, asked(book, "Winter" if PAPERS[code].of_one else ""))
    with pytest.raises(Refused):
        issue(book, asked(book, "Winter"), MAY)


# --- how they are set


def _texts(paper: Paper) -> Iterator[str]:
    for page in paper.flow.pages:
        for _top, block in page.placed:
            yield from (one.text for one in block.marks if isinstance(one, Words))


def _spans(block: Block) -> dict[int, list[tuple[float, float, str]]]:
    """Return where words begin and end on each baseline of a block."""
    found: dict[int, list[tuple[float, float, str]]] = {}
    for one in block.marks:
        if isinstance(one, Words) and one.text:
            wide = width(printable(one.text), one.style)
            start = one.across - wide if one.flush_right else one.across
            found.setdefault(round(one.down), []).append((start, start + wide, one.text))
    return found


def test_nothing_overlaps_or_leaves_the_page(book: Book) -> None:
    official_id = numbers(book)["Spring"]
    long = "Fellowship " + "of the Friends of the Valley " * 5
    with book.unit_of_work("Rename") as unit:
        unit.update(tables.entity, keeper(book), {"name": long.strip()})
    with book.read() as connection:
        sheet = sheet_of(connection, official_id, "2026-12", whole(book), made_on=LATE_DECEMBER)
    huge = replace(sheet, due_cents=10**12, lines=tuple(
        replace(one, cents=99_999_999_999) for one in sheet.lines
    ))  # fmt: skip
    papers = [
        sheet_paper(huge), statement_paper(read_paper(book, STATEMENT, asked(book, "Winter"))),
        aged_paper(read_paper(book, AGED, asked(book))),
        board_paper(read_paper(book, BOARD, asked(book))),
        transparency_paper(read_paper(book, TRANSPARENCY, asked(book))),
        forecast_paper(read_paper(book, FORECAST, asked(book, last=None))),
    ]  # fmt: skip
    for paper in papers:
        for page in paper.flow.pages:
            assert all(top >= 76 and top + block.height <= 746.5 for top, block in page.placed)
            for _top, block in page.placed:
                _stand_apart(paper.title, block)


def _stand_apart(title: str, block: Block) -> None:
    for spans in _spans(block).values():
        ordered = sorted(spans)
        for start, end, text in ordered:
            assert start >= LEFT - 0.5, (title, text)
            assert end <= RIGHT + 0.5, (title, text)
        for (_start, end, text), (after, _end, other) in pairwise(ordered):
            assert end <= after + 0.5, (title, text, other)
