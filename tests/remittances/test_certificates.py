"""A certificate of standing says what was known on its day, and stays what it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.remittances.certificates import (
    CERTIFICATES,
    certificate_text,
    issue_certificate,
    issued,
)
from financedesk.remittances.paper_kinds import CERTIFICATE
from financedesk.remittances.pay import SLIPS, PaySlip
from financedesk.remittances.people import TERMS
from financedesk.remittances.pledges import PLEDGES, PledgeStep, move_pledge
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import WAIVERS, Waiver
from financedesk.reports.remittance_papers import Asked, issue, write_paper_of
from tests.remittances.fellowship import CAP, councillor, fellowship_at, gift, keeper, paid, pledge

JANUARY, APRIL, JUNE = date(2025, 1, 1), date(2025, 4, 30), date(2025, 6, 15)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The book of the fellowship in a file: a server is asked in tests/walls."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.fixture
def official_id(book: Book) -> int:
    """A councillor who owes 3,416.66 a month since January and gave for one of them."""
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        add_schedule(unit, party, CAP)
        official_id, term_id = councillor(unit, party, "Winter")
        paid(unit, term_id, party, JANUARY, 148_500_00, 101_000_00)
        pledge(unit, party, official_id, JANUARY, "councillors")
    taken(book, "2025-02-03", 3_416_66)
    return official_id


def taken(book: Book, day: str, cents: int) -> None:
    item = gift(book, "party", "Winter", day, cents)
    with book.unit_of_work("Take as remittance") as unit:
        take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference="R-1"))


def said(book: Book, official_id: int, on: date = APRIL) -> str:
    with book.read() as connection:
        return certificate_text(connection, official_id, on)


def test_it_says_what_was_due_given_and_open(book: Book, official_id: int) -> None:
    words = said(book, official_id)
    assert (
        "Fellowship Party certifies for Ada Winter (R-1): City Council of Salem, Ward 3." in words
    )
    assert "$13,666.64 was due, $3,416.66 was given and $0.00 was waived" in words
    assert "$10,249.98 was an unfulfilled pledge (0-30: $6,833.32, 61-90: $3,416.66; " in words
    assert "stood as: Active" in words
    for word in ("debt", "receivable", "assessment"):
        assert word not in words


def test_a_month_that_is_not_due_yet_is_not_in_it(book: Book, official_id: int) -> None:
    taken(book, "2025-03-03", 6_833_32)
    assert "Nothing was open: the promise was kept." in said(book, official_id, date(2025, 4, 29))
    assert "$3,416.66 was an unfulfilled pledge" in said(book, official_id, APRIL)


def _slip(book: Book, official_id: int, **more: object) -> None:
    party = keeper(book)
    with book.unit_of_work("Add pay") as unit:
        (term,) = TERMS.of(unit.connection, party, official_id=official_id)
        slip = PaySlip(
            office_term_id=term.id, from_date=JANUARY, known_on=JUNE, gross_cents=158_500_00,
            withheld_cents=47_500_00, net_cents=111_000_00,
        )  # fmt: skip
        SLIPS.add(unit, party, replace(slip, **more))  # type: ignore[arg-type]


def _later_slip(book: Book, official_id: int) -> None:
    _slip(book, official_id, from_date=JUNE)


def _waiver(book: Book, official_id: int) -> None:
    waiver = Waiver(
        official_id=official_id, reason="health", first_period="2025-01", last_period="2025-04",
        approved_by="Board", approved_on=JUNE,
    )  # fmt: skip
    with book.unit_of_work("Add waiver") as unit:
        WAIVERS.add(unit, keeper(book), waiver)


def _revoked(book: Book, official_id: int) -> None:
    with book.unit_of_work("Revoke pledge") as unit:
        (kept,) = PLEDGES.of(unit.connection, keeper(book), official_id=official_id)
        step = PledgeStep(
            pledge_id=kept.id, state="revoked", on_date=JUNE, who="A", role="official"
        )
        move_pledge(unit, step)


def _term_end(book: Book, official_id: int) -> None:
    with book.unit_of_work("End term") as unit:
        (term,) = TERMS.of(unit.connection, keeper(book), official_id=official_id)
        ended = replace(term.fact, to_date=date(2025, 3, 31), end_known_on=JUNE)
        TERMS.edit(unit, term.id, ended)


def _later_gift(book: Book, official_id: int) -> None:
    taken(book, "2025-05-03", 10_249_98)


LEARNED_LATER = (_later_slip, _slip, _waiver, _revoked, _term_end, _later_gift)


@pytest.mark.parametrize("learn", LEARNED_LATER)
def test_what_is_learned_later_changes_nothing_of_what_was_known(
    book: Book, official_id: int, learn: Callable[[Book, int], None]
) -> None:
    before, june = said(book, official_id), said(book, official_id, date(2025, 7, 31))
    learn(book, official_id)
    assert said(book, official_id) == before
    assert said(book, official_id, date(2025, 7, 31)) != june


def _edited_in_place(book: Book, official_id: int) -> None:
    with book.unit_of_work("Correct pay") as unit:
        (slip,) = SLIPS.of(unit.connection, keeper(book))
        SLIPS.edit(unit, slip.id, replace(slip.fact, net_cents=90_000_00))


def _gift_of_before(book: Book, official_id: int) -> None:
    taken(book, "2025-04-29", 10_249_98)


@pytest.mark.parametrize("correct", [*LEARNED_LATER, _edited_in_place, _gift_of_before])
def test_what_was_issued_is_printed_again_byte_for_byte(
    book: Book, official_id: int, tmp_path: Path, correct: Callable[[Book, int], None]
) -> None:
    asked = Asked(keeper_id=keeper(book), official_id=official_id, on=APRIL)
    issue(book, asked, date(2025, 5, 2))
    first = write_paper_of(book, CERTIFICATE, asked, tmp_path / "first.pdf").read_bytes()
    correct(book, official_id)
    issue(book, asked, date(2025, 9, 1))
    again = write_paper_of(book, CERTIFICATE, asked, tmp_path / "again.pdf").read_bytes()
    assert again == first
    words = " ".join(PdfReader(BytesIO(first)).pages[0].extract_text().split())
    assert "Issued on 2025-05-02" in words
    assert "$10,249.98 was an unfulfilled pledge" in words
    assert book.verify() == []


def test_it_is_issued_once_for_a_day_and_never_changed(book: Book, official_id: int) -> None:
    with book.unit_of_work("Issue certificate of standing") as unit:
        kept = issue_certificate(unit, official_id, APRIL, JUNE)
        assert issue_certificate(unit, official_id, APRIL, date(2025, 7, 1)) == kept
        with pytest.raises(Refused, match="stays as it was"):
            CERTIFICATES.edit(unit, kept.id, replace(kept.fact, text="All is well."))
        with pytest.raises(BadInput, match="issued already"):
            CERTIFICATES.add(unit, keeper(book), kept.fact)
        with pytest.raises(BadInput, match="not come yet"):
            issue_certificate(unit, official_id, date(2026, 1, 1), JUNE)
    with book.read() as connection:
        assert issued(connection, official_id, APRIL) == kept
        assert issued(connection, official_id, JUNE) is None
    book.undo()
    with book.read() as connection:
        assert issued(connection, official_id, APRIL) is None


def test_nothing_is_printed_that_was_not_issued(
    book: Book, official_id: int, tmp_path: Path
) -> None:
    asked = Asked(keeper_id=keeper(book), official_id=official_id, on=APRIL)
    with pytest.raises(NotFound, match="issue it first"):
        write_paper_of(book, CERTIFICATE, asked, tmp_path / "none.pdf")
    assert list(tmp_path.glob("none*")) == []


def test_who_had_no_pledge_was_asked_for_nothing(book: Book) -> None:
    with book.unit_of_work("Add official") as unit:
        official_id, _term = councillor(unit, keeper(book), "Summer")
    words = said(book, official_id)
    assert "No pledge had been made by that day" in words
    assert "$0.00 was due" in words
