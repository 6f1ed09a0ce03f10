"""Officials, offices, terms and pay: what is kept, what is refused, and that undo restores it."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.contacts import Contact
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.pay import (
    FAMILIES,
    SLIPS,
    WAGES,
    FamilyState,
    PaySlip,
    WageFigure,
)
from financedesk.remittances.people import (
    CANDIDACIES,
    OFFICES,
    OFFICIALS,
    TERMS,
    FederalCandidacy,
    OfficeTerm,
    Official,
    PublicOffice,
    is_federal_on,
    names_of,
    next_reference,
)
from tests.remittances.fellowship import COUNCIL, card, councillor, keeper

DAY = date(2026, 3, 1)
SLIP = PaySlip(
    office_term_id=0, from_date=DAY, known_on=DAY, gross_cents=148_500_00,
    withheld_cents=47_500_00, net_cents=101_000_00, document="Slip of March",
)  # fmt: skip


def test_what_was_kept_comes_back_as_it_was(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        official_id, term_id = councillor(unit, party, "Winter")
        pay = replace(SLIP, office_term_id=term_id, allowance_cents=12_00, allowance_taxable=True)
        pay_id = SLIPS.add(unit, party, pay)
        family = FamilyState(official_id=official_id, from_date=DAY, known_on=DAY, children=2)
        family_id = FAMILIES.add(unit, party, family)
    with book.read() as connection:
        (official,) = OFFICIALS.of(connection, party)
        assert names_of(connection, [official]) == {official_id: "Winter, Ada"}
        assert [one.fact for one in OFFICES.of(connection, party)] == [COUNCIL]
        (term,) = TERMS.of(connection, party, official_id=official_id)
        assert (term.id, term.fact.from_date, term.fact.to_date) == (
            term_id, date(2025, 1, 1), None,
        )  # fmt: skip
        assert SLIPS.one(connection, pay_id).fact == pay
        assert FAMILIES.one(connection, family_id).fact == family


def test_undo_takes_an_official_with_everything_that_was_entered(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        councillor(unit, party, "Winter")
    book.undo()
    with book.read() as connection:
        assert OFFICIALS.of(connection, party) == TERMS.of(connection, party) == []
    book.redo()
    with book.read() as connection:
        assert len(OFFICIALS.of(connection, party)) == len(TERMS.of(connection, party)) == 1
    assert book.verify() == []


def test_a_correction_replaces_and_a_mistake_goes(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        _official, term_id = councillor(unit, party, "Winter")
        term = TERMS.one(unit.connection, term_id).fact
        ended = replace(term, to_date=date(2026, 6, 30), end_reason="resigned")
        TERMS.edit(unit, term_id, ended)
        assert TERMS.one(unit.connection, term_id).fact == ended
        TERMS.remove(unit, term_id)
        with pytest.raises(NotFound, match="no term number"):
            TERMS.one(unit.connection, term_id)


def test_an_official_is_a_person_of_this_entity_and_only_once(book: Book) -> None:
    party, action = keeper(book), keeper(book, "action")
    with book.unit_of_work("Add official") as unit:
        elsewhere = card(unit, action, "Summer")
        with pytest.raises(NotFound, match="no card"):
            OFFICIALS.add(unit, party, Official(card_id=elsewhere, reference="R-1"))
        with LedgerWriter(unit, party) as writer:
            firm = writer.add_contact(Contact(type="ORG", name="Print Co", city="Salem"))
        with pytest.raises(BadInput, match="organisation"):
            OFFICIALS.add(unit, party, Official(card_id=firm.card_id, reference="R-1"))
        own = card(unit, party, "Winter")
        kept = OFFICIALS.add(unit, party, Official(card_id=own, reference="R-1"))
        with pytest.raises(BadInput, match="already"):
            OFFICIALS.add(unit, party, Official(card_id=own, reference="R-2"))
        other = card(unit, party, "Summer")
        with pytest.raises(BadInput, match="nobody else has"):
            OFFICIALS.add(unit, party, Official(card_id=other, reference="R-1"))
        assert next_reference(unit.connection, party) == "R-2"
        OFFICIALS.edit(unit, kept, Official(card_id=own, reference="R-1", note="Chair"))


@pytest.mark.parametrize(
    ("office", "said"),
    [
        (PublicOffice(body=" ", level="local", state="OR"), "Name the body"),
        (PublicOffice(body="Council", level="village", state="OR"), "one of federal"),
        (PublicOffice(body="Council", level="local"), "Name the state"),
    ],
)
def test_an_office_says_what_it_lacks(book: Book, office: PublicOffice, said: str) -> None:
    with book.unit_of_work("Add office") as unit, pytest.raises(BadInput, match=said):
        OFFICES.add(unit, keeper(book), office)


def test_nobody_holds_an_office_twice_at_once(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        official_id, term_id = councillor(unit, party, "Winter")
        first = TERMS.one(unit.connection, term_id).fact
        again = OfficeTerm(
            official_id=official_id, public_office_id=first.public_office_id, from_date=DAY
        )
        with pytest.raises(BadInput, match="since 2025-01-01"):
            TERMS.add(unit, party, again)
        TERMS.edit(unit, term_id, replace(first, to_date=date(2026, 2, 28)))
        TERMS.add(unit, party, again)
        with pytest.raises(BadInput, match="before it begins"):
            TERMS.add(unit, party, replace(again, to_date=date(2026, 2, 1)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"net_cents": 101_000_01}, "more than gross less"),
        ({"gross_cents": -1, "withheld_cents": 0, "net_cents": -1}, "zero or more"),
        ({"per": "once"}, "month or a year"),
        ({"kind": "severance"}, "paid once"),
        ({"kind": "severance", "per": "once", "allowance_cents": 1}, "no allowance"),
        ({"kind": "severance", "per": "once", "net_cents": 101_000_01}, "more than gross less"),
    ],
)
def test_a_pay_slip_adds_up(book: Book, change: dict[str, int | str], said: str) -> None:
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        _official, term_id = councillor(unit, party, "Winter")
        wrong = replace(SLIP, office_term_id=term_id, **change)  # type: ignore[arg-type]
        with pytest.raises(BadInput, match=said):
            SLIPS.add(unit, party, wrong)


def test_a_wage_names_its_source(book: Book) -> None:
    wage = WageFigure(
        series="Median wage", from_date=DAY, known_on=DAY, cents=60_000_00, source="BLS"
    )
    with book.unit_of_work("Add wage") as unit:
        WAGES.add(unit, keeper(book), wage)
        for wrong in (replace(wage, source=""), replace(wage, cents=-1), replace(wage, per="day")):
            with pytest.raises(BadInput):
                WAGES.add(unit, keeper(book), wrong)


def test_federal_is_who_holds_federal_office_or_seeks_it() -> None:
    house = PublicOffice(body="House", level="federal")
    term = OfficeTerm(
        official_id=1, public_office_id=1, from_date=date(2025, 1, 3), to_date=date(2027, 1, 3)
    )
    seeking = FederalCandidacy(official_id=1, office="S", from_date=date(2027, 2, 1))
    asked = [date(2025, 1, 2), date(2025, 1, 3), date(2027, 1, 3), date(2027, 1, 4)]
    told = [is_federal_on([(term, house)], [seeking], day) for day in asked]
    assert told == [False, True, True, False]
    assert is_federal_on([(term, COUNCIL)], [seeking], date(2027, 2, 1))
    assert not is_federal_on([(term, COUNCIL)], [], date(2026, 1, 1))


def test_a_candidacy_is_for_an_office_that_there_is(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        official_id, _term = councillor(unit, party, "Winter")
        wrong = FederalCandidacy(official_id=official_id, office="G", from_date=DAY)
        with pytest.raises(BadInput, match="federal office is"):
            CANDIDACIES.add(unit, party, wrong)
        CANDIDACIES.add(unit, party, replace(wrong, office="H"))


def test_two_facts_of_one_day_that_became_known_on_one_day_are_refused(book: Book) -> None:
    party = keeper(book)
    wage = WageFigure(series="m", from_date=DAY, known_on=DAY, cents=1_00, source="BLS")
    with book.unit_of_work("Add official") as unit:
        official_id, term_id = councillor(unit, party, "Winter")
        family = FamilyState(official_id=official_id, from_date=DAY, known_on=DAY, children=2)
        slip = replace(SLIP, office_term_id=term_id)
        kept = SLIPS.add(unit, party, slip)
        FAMILIES.add(unit, party, family)
        WAGES.add(unit, party, wage)
        later = date(2026, 3, 9)
        for shelf, fact in ((SLIPS, slip), (FAMILIES, family), (WAGES, wage)):
            with pytest.raises(BadInput, match="2026-03-01 already, known on 2026-03-01"):
                shelf.add(unit, party, fact)  # type: ignore[arg-type]
            shelf.add(unit, party, replace(fact, known_on=later))  # type: ignore[arg-type]
        SLIPS.edit(unit, kept, replace(slip, document="Slip of March, page 2"))
        WAGES.add(unit, party, replace(wage, area="OR"))
        once = replace(slip, kind="severance", per="once")
        SLIPS.add(unit, party, once)
