"""Pay of officials judged: blocked, limited or for counsel, and what looks like a round trip."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger.access import access_of
from financedesk.remittances.people import (
    CANDIDACIES,
    OFFICES,
    TERMS,
    FederalCandidacy,
    OfficeTerm,
    PublicOffice,
)
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.stipend_detail import (
    StipendsDetail,
    correct_stipend,
    enter_stipend,
    release_contract,
    stipends_detail,
)
from financedesk.remittances.stipends import STIPENDS, Stipend
from tests.remittances.fellowship import CAP, councillor, fellowship_at, gift, keeper, pledge

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 10)
WORK = Stipend(
    keeper="party", reference="R-1", work="Research", monthly_cents=900_00, monthly_minutes=1_200,
    market_cents=45_00, market_evidence="Pay survey", tax_form="W-2",
    contract_on=date(2025, 11, 3), from_date=JANUARY,
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The book of the fellowship in a file."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def official(book: Book) -> int:
    """Enter a councillor who pledged; return the number."""
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        add_schedule(unit, party, CAP)
        official_id, _term = councillor(unit, party, "Winter", JANUARY)
        pledge(unit, party, official_id, JANUARY, "councillors")
    return official_id


def enters(book: Book, official_id: int, fact: Stipend = WORK, code: str = "voice") -> int:
    with book.unit_of_work("Enter stipend") as unit:
        return enter_stipend(unit, official_id, keeper(book, code), fact, MARCH)


def shown(book: Book, official_id: int, on: date = MARCH) -> StipendsDetail:
    with book.read() as connection:
        return stipends_detail(connection, official_id, access_of(connection, book.who).ids, on)


def seeks_office(book: Book, official_id: int) -> None:
    with book.unit_of_work("Add candidacy") as unit:
        seeking = FederalCandidacy(official_id=official_id, office="H", from_date=JANUARY)
        CANDIDACIES.add(unit, keeper(book), seeking)


def sits(book: Book, official_id: int, office_class: str = "") -> None:
    with book.unit_of_work("Add term") as unit:
        office = PublicOffice(body="House", level="federal", office_class=office_class)
        kept = OFFICES.add(unit, keeper(book), office)
        term = OfficeTerm(official_id=official_id, public_office_id=kept, from_date=JANUARY)
        TERMS.add(unit, keeper(book), term)


def test_pay_of_a_councillor_is_counsel_s_to_release(book: Book) -> None:
    official_id = official(book)
    number = enters(book, official_id)
    (one,) = shown(book, official_id).contracts
    assert (one.ruling.ruling, one.entity, one.hour_cents) == ("counsel", "Fellowship Voice", 45_00)
    assert "state law" in one.ruling.citation
    with book.unit_of_work("Release contract") as unit:
        release_contract(unit, number, "R. Stone", date(2026, 2, 1), date(2026, 6, 30))
    (one,) = shown(book, official_id).contracts
    assert (one.ruling.ruling, one.released_on(MARCH)) == ("allowed", True)
    (later,) = shown(book, official_id, date(2026, 7, 1)).contracts
    assert (later.ruling.ruling, later.released_on(date(2026, 7, 1))) == ("counsel", False)
    assert book.verify() == []


@pytest.mark.parametrize(
    ("office_class", "law"), [("", "13144"), ("Executive", r"18 U\.S\.C\. 209")]
)
def test_a_federal_officeholder_is_paid_nothing(book: Book, office_class: str, law: str) -> None:
    official_id = official(book)
    sits(book, official_id, office_class)
    with pytest.raises(Refused, match=law):
        enters(book, official_id)
    found = shown(book, official_id)
    assert found.contracts == ()
    # Of 2026 no figure of the cap is known, and none is made up.
    assert not any("capped" in one for one in found.notes)


def test_a_member_is_told_the_cap_of_a_year_that_is_known(book: Book) -> None:
    official_id = official(book)
    with book.unit_of_work("Add term") as unit:
        kept = OFFICES.add(unit, keeper(book), PublicOffice(body="House", level="federal"))
        TERMS.add(unit, keeper(book), OfficeTerm(
            official_id=official_id, public_office_id=kept, from_date=date(2025, 1, 3)
        ))  # fmt: skip
    notes = shown(book, official_id, date(2025, 3, 1)).notes
    assert any("$33,285.00" in one for one in notes)


def test_pay_of_a_candidate_counts_unless_the_work_is_proved(book: Book) -> None:
    official_id = official(book)
    number = enters(book, official_id, code="action")
    with book.unit_of_work("Release contract") as unit:
        release_contract(unit, number, "R. Stone", JANUARY)
    seeks_office(book, official_id)
    (one,) = shown(book, official_id).contracts
    assert one.ruling.ruling == "limited"
    assert len(one.ruling.missing) == 2
    assert "3 of $900.00 fit the $3,500.00 of one election, $800.00 are left over" in one.bound
    proved = replace(WORK, independent_evidence="Since 2019", services_evidence="Timesheets")
    with book.unit_of_work("Correct stipend") as unit:
        correct_stipend(unit, official_id, number, proved, MARCH)
        release_contract(unit, number, "R. Stone", JANUARY)
    (one,) = shown(book, official_id).contracts
    assert (one.ruling.ruling, one.bound) == ("allowed", "")


def test_a_body_that_may_give_a_candidate_nothing_may_not_pay_one(book: Book) -> None:
    official_id = official(book)
    seeks_office(book, official_id)
    with pytest.raises(Refused, match="may give a candidate nothing"):
        enters(book, official_id, code="institute")


def test_pay_above_the_usual_rate_proves_nothing(book: Book) -> None:
    official_id = official(book)
    seeks_office(book, official_id)
    dear = replace(WORK, market_cents=44_99, independent_evidence="Yes", services_evidence="Yes")
    enters(book, official_id, dear, "action")
    (one,) = shown(book, official_id).contracts
    # The councillor's seat asks for counsel as well, and that is graver.
    assert one.ruling.ruling == "counsel"


def test_what_counsel_saw_and_then_changed_must_be_released_again(book: Book) -> None:
    official_id = official(book)
    number = enters(book, official_id)
    with book.unit_of_work("Release contract") as unit:
        release_contract(unit, number, "R. Stone", JANUARY)
        correct_stipend(unit, official_id, number, replace(WORK, to_date=date(2026, 12, 31)), MARCH)
        assert STIPENDS.one(unit.connection, number).fact.released_by == "R. Stone"
        correct_stipend(unit, official_id, number, replace(WORK, monthly_cents=901_00), MARCH)
        assert STIPENDS.one(unit.connection, number).fact.released_on is None


def test_signs_of_a_round_trip_are_told_with_their_law_until_counsel_looked(book: Book) -> None:
    official_id = official(book)
    item = gift(book, "party", "Winter", "2026-02-20", 900_00)
    with book.unit_of_work("Take as remittance") as unit:
        take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference="R-1"))
    number = enters(book, official_id)
    gift(book, "voice", "Winter", "2026-02-25", 900_00, kind="operating_expenditure")
    found = shown(book, official_id)
    assert {one.code for one in found.signs} == {"not_released", "same_amount"}
    assert all("30122" in one.citation for one in found.signs)
    assert [one.paid_cents for one in found.contracts] == [900_00]
    with book.unit_of_work("Release contract") as unit:
        release_contract(unit, number, "R. Stone", date(2026, 3, 1))
    assert shown(book, official_id).signs == ()


def test_a_release_has_a_name_and_days_in_order(book: Book) -> None:
    official_id = official(book)
    number = enters(book, official_id)
    with book.unit_of_work("Release contract") as unit:
        with pytest.raises(BadInput, match="Name counsel"):
            release_contract(unit, number, " ", JANUARY)
        with pytest.raises(BadInput, match="before it begins"):
            release_contract(unit, number, "R. Stone", MARCH, JANUARY)
        with pytest.raises(NotFound):
            release_contract(unit, 1, "R. Stone", MARCH)
        with pytest.raises(NotFound, match="none of wage"):
            enter_stipend(unit, official_id, keeper(book, "voice"), replace(WORK, pay="?"), MARCH)
