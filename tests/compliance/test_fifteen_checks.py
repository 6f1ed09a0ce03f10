"""Where each of the newer checks begins to find something, and what settles it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.compliance.checks.approving import one_approval, own_approval
from financedesk.compliance.checks.behind import paid_by_another
from financedesk.compliance.checks.declared import by_occupation, declared_otherwise
from financedesk.compliance.checks.electing import general_money_spent, independent_notice
from financedesk.compliance.checks.outgoing import paid_in_cash, personal_use, without_record
from financedesk.compliance.checks.payers import many_names_one_address
from financedesk.compliance.checks.recording import (
    committee_without_number,
    hours_not_logged,
    missing_address,
)
from financedesk.compliance.checks.registering import (
    multicandidate_due,
    registration_due,
    state_registration,
)
from financedesk.compliance.checks.reporting import reports
from financedesk.compliance.checks.round_trips import round_trips
from financedesk.compliance.checks.settled import unsettled
from financedesk.compliance.facts import Facts, facts_of
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.errors import NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.bill_approvals import approve_bill
from financedesk.ledger.bills import pay_bill
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.cost_timesheets import TimesheetFacts, Worked, record_timesheet
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.entities import entities
from financedesk.ledger.entity_registrations import set_qualified
from financedesk.ledger.entries import NewItem
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.own_policies import lift, take_on
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.same_person import link_cards, tell_apart
from financedesk.ledger.writer import LedgerWriter
from tests.compliance.planted import GIFT, bill, book_at, match, pay, shop_called
from tests.ledger.riverbend import Desk, committee, desk_for, person

TODAY = date(2026, 10, 16)
DAY = "2026-09-01"
Find = Callable[[Facts], Iterator[Finding]]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def found(book: Book, find: Find, today: date = TODAY) -> list[Finding]:
    with book.read() as connection:
        return list(find(facts_of(connection, entities(connection), today)))


def give(desk: Desk, who: ContactRef, cents: int, day: str = DAY, **more: object) -> int:
    return desk.record(GIFT, who, day, cents, deposited_date=day, **more)


def say(book: Book, who: ContactRef, kind: str, *, given: bool, on: date) -> None:
    with book.unit_of_work("Note answer") as unit:
        answer = NewDeclaration(kind=kind, given=given, on=on, how="form")
        declare(unit, who.card_id, answer, TODAY)


def refund(book: Book, desk: Desk, item_id: int, cents: int) -> None:
    with book.unit_of_work("Refund") as unit:
        record_refund(
            unit, TypedRefund(gift_id=item_id, amount_cents=cents, day="2026-09-20",
                              account_id=desk.account_id),
        )  # fmt: skip


# --- declared


def test_what_is_taken_back_counts_for_every_card_of_the_person(book: Book) -> None:
    desk = desk_for(book, "loud")
    for kind, rule in (
        ("citizen", "declared_foreign"), ("not_contractor", "declared_contractor"),
        ("own_funds", "declared_not_own"), ("adult", "minor"),
    ):  # fmt: skip
        first, second = desk.meet(person(f"Roe {kind}")), desk.meet(person(f"Poe {kind}"))
        give(desk, second, 40_00)
        say(book, first, kind, given=True, on=date(2026, 9, 2))
        say(book, first, kind, given=False, on=date(2026, 9, 3))
        assert found(book, declared_otherwise) == []
        with book.unit_of_work("Link") as unit:
            link_cards(unit, [first.card_id, second.card_id])
        (one,) = found(book, declared_otherwise)
        assert (one.rule, one.cents, one.card_id) == (rule, 40_00, second.card_id)
        assert one.due == "2026-10-01"
        say(book, second, kind, given=True, on=date(2026, 9, 4))
        assert found(book, declared_otherwise) == []


def test_refunded_and_held_gifts_are_settled(book: Book) -> None:
    desk = desk_for(book, "loud")
    who = desk.meet(person("Roe"))
    back, held = give(desk, who, 40_00), give(desk, who, 60_00)
    for given in (True, False):
        say(book, who, "citizen", given=given, on=date(2026, 9, 2))
    refund(book, desk, back, 39_99)
    assert found(book, unsettled(declared_otherwise))[0].item_ids == (back, held)
    refund(book, desk, back, 1)
    assert found(book, unsettled(declared_otherwise))[0].item_ids == (held,)
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, held, HoldTerms(reason="prohibited", basis="Abroad", since="2026-09-20"))
    assert found(book, unsettled(declared_otherwise)) == []


def test_an_occupation_is_a_sign_until_its_giver_answers(book: Book) -> None:
    desk = desk_for(book, "fund")
    for occupation, employer, rules in (
        ("Middle school student", "", ["minor"]), ("Student", "City College", []),
        ("Child care", "Self", []), (" MINOR ", "None", ["minor"]),
        ("Federal contractor", "Self-employed", ["contractor_sign"]),
        ("Defense Contractor", "Orbital Works Inc", []), ("Contractor", "Self", []),
    ):  # fmt: skip
        who = desk.meet(replace(person("Roe"), occupation=occupation, employer=employer))
        give(desk, who, 20_00)
        signs = found(book, by_occupation)
        assert [one.rule for one in signs] == rules
        assert all(one.card_id == who.card_id for one in signs)
        for kind in ("adult", "not_contractor"):
            say(book, who, kind, given=True, on=TODAY)
        assert found(book, by_occupation) == []


# --- behind a gift


def test_the_bank_names_who_paid(book: Book) -> None:
    desk = desk_for(book, "loud")
    for told, alarm in (
        ("WIRE FROM BRUNO OXENBERG", True), ("ACH CREDIT OXENBERG HOLDINGS", True),
        ("ROE ADA ORIG", False), ("MOBILE DEPOSIT 1234", False), ("JT ACCT B AND C ROE", False),
        ("DEPOSIT BRANCH", False), ("ZELLE FROM ADÁ", False), ("STRIPE", False),
    ):  # fmt: skip
        who = desk.meet(person("Roe"))
        item = give(desk, who, 300_00)
        assert found(book, paid_by_another) == []
        match(book, desk, [("2026-09-02", 300_00, told)], [item])
        cards = [one.card_id for one in found(book, paid_by_another)]
        assert cards == ([who.card_id] if alarm else []), told
        say(book, who, "own_funds", given=True, on=TODAY)
        assert found(book, paid_by_another) == []


def test_a_family_name_with_a_slip_is_no_other_family(book: Book) -> None:
    desk = desk_for(book, "fund")
    for name in ("Flores", "Floers", "Florez Jr", "Fllores", "Lee", "Ruiz"):
        give(desk, desk.meet(replace(person(name), email="one@example.org")), 20_00)
    assert found(book, many_names_one_address) == []
    give(desk, desk.meet(replace(person("Okoro"), email="one@example.org")), 20_00)
    assert len(found(book, many_names_one_address)) == 1


@pytest.mark.parametrize(
    ("paid", "given", "day", "alarm"),
    [(800_00, 800_00, "2026-09-10", True), (800_00, 799_00, "2026-09-10", False),
     (800_00, 800_00, "2026-12-10", False), (800_00, 800_00, "2026-08-10", True)],
)  # fmt: skip
def test_what_is_paid_and_given_again(
    book: Book, paid: int, given: int, day: str, alarm: bool
) -> None:
    party, campaign = desk_for(book, "party"), desk_for(book, "campaign")
    moved = replace(person("Roe"), street_1="9 New St")
    staff, donor = party.meet(person("Roe")), campaign.meet(moved)
    item = pay(party, staff, paid, DAY, purpose="Mileage")
    give(campaign, donor, given, day, election_code="G2026")
    later = date(2026, 12, 31)
    assert found(book, round_trips, later) == []
    with book.unit_of_work("Link") as unit:
        link_cards(unit, [staff.card_id, donor.card_id])
    trips = found(book, round_trips, later)
    assert [one.item_ids for one in trips] == ([(item,)] if alarm else [])
    assert all("the payee has given" in one.why for one in trips)


def test_two_cards_of_one_name_and_place_are_one_payee_until_told_apart(book: Book) -> None:
    party = desk_for(book, "party")
    staff, donor = party.meet(person("Roe")), party.meet(person("Roe"))
    pay(party, staff, 640_00, DAY, purpose="Mileage")
    before = judged(book)
    assert "round_trip" not in {one.rule for one in before.findings}
    give(party, donor, 640_00)
    known = judged(book, before)
    (one,) = [one for one in known.findings if one.rule == "round_trip"]
    assert one.card_id == staff.card_id
    assert known.findings == judged(book).findings
    with book.unit_of_work("Tell apart") as unit:
        tell_apart(unit, [staff.card_id, donor.card_id], "father and son")
    parted = judged(book, known)
    assert "round_trip" not in {one.rule for one in parted.findings}
    assert parted.findings == judged(book).findings


# --- records


def test_names_and_addresses_above_fifty_dollars(book: Book) -> None:
    desk = desk_for(book, "fund")
    nowhere = desk.meet(replace(person("Roe"), street_1="", city=""))
    give(desk, nowhere, 50_00)
    nobody = desk.meet(Contact(type="IND", last_name="Anonymous"))
    give(desk, nobody, 50_01)
    assert found(book, missing_address) == []
    above = give(desk, nowhere, 50_01)
    (one,) = found(book, missing_address)
    assert (one.item_ids, one.why) == ((above,), "Street and town not known.")


def test_a_committee_without_a_number(book: Book) -> None:
    desk = desk_for(book, "fund")
    known = desk.meet(committee("Known Group", "C00123455"))
    desk.record("pac_receipt", known, DAY, 10_00, deposited_date=DAY)
    assert found(book, committee_without_number) == []
    group = replace(committee("Small Group", ""), committee_id="")
    desk.record("pac_receipt", desk.meet(group), DAY, 10_00, deposited_date=DAY)
    (one,) = found(book, committee_without_number)
    assert (one.subject, one.due) == ("Small Group", "2026-10-01")


def test_payments_that_neither_bill_nor_bank_shows(book: Book) -> None:
    desk = desk_for(book, "fund")
    shop = desk.meet(shop_called("Quiet Firm"))
    old = pay(desk, shop, 200_01, "2026-07-01")
    assert found(book, without_record) == []
    small = pay(desk, shop, 200_00, "2026-07-01")
    pay(desk, shop, 300_00, "2026-09-30")
    match(book, desk, [("2026-07-02", -200_00, "CHECK")], [small])
    (one,) = found(book, without_record)
    assert one.item_ids == (old,)
    match(book, desk, [("2026-07-02", -200_01, "CHECK")], [old])
    assert found(book, without_record) == []


def test_petty_cash_pays_no_more_than_a_hundred(book: Book) -> None:
    desk = desk_for(book, "party")
    for cents, method in ((100_00, "Cash"), (500_00, "Cash App"), (500_00, "Check")):
        pay(desk, desk.meet(shop_called("Odd Jobs")), cents, DAY, method=method)
    assert found(book, paid_in_cash) == []
    above = pay(desk, desk.meet(shop_called("Odd Jobs")), 100_01, DAY, method="Petty cash")
    assert [one.item_ids for one in found(book, paid_in_cash)] == [(above,)]


def test_hours_are_logged_by_month_for_who_is_not_paid_by_federal_money_alone(book: Book) -> None:
    desk = desk_for(book, "party")
    staff = desk.meet(person("Moss"))
    terms = {"kind": "nonfederal_disbursement", "account": "state"}
    pay(desk, staff, 900_00, "2026-08-28", kind="payroll", purpose="Salary")
    pay(desk, staff, 900_00, "2026-08-28", purpose="Travel", **terms)  # type: ignore[arg-type]
    pay(desk, staff, 900_00, "2026-10-02", purpose="Salary", **terms)  # type: ignore[arg-type]
    assert found(book, hours_not_logged) == []
    late = pay(desk, staff, 900_00, "2026-08-28", purpose="Salary", **terms)  # type: ignore[arg-type]
    (one,) = found(book, hours_not_logged)
    assert (one.item_ids, one.why) == ((late,), "No certified hours for 2026-08.")
    worked = (Worked(worked_for="party", use="shared", minutes=600),)
    with book.unit_of_work("Enter timesheet") as unit:
        record_timesheet(unit, TimesheetFacts(
            entity_id=desk.entity.id, person="ADA MOSS", month="2026-08", pay_cents=900_00,
            worked=worked, certified_by="Ada Lopez", certified_on="2026-09-01",
        ))  # fmt: skip
    assert found(book, hours_not_logged) == []


# --- approvals


def test_two_approve_from_the_first_bill_on(book: Book) -> None:
    desk = desk_for(book, "party")
    wired = pay(desk, desk.meet(shop_called("Wired Firm")), 900_00, DAY, method="Wire")
    large = pay(desk, desk.meet(shop_called("Large Firm")), 1_000_01, DAY)
    pay(desk, desk.meet(shop_called("Small Firm")), 1_000_00, DAY)
    pay(desk, desk.meet(person("Gray")), 4_000_00, DAY, purpose="Salary")
    pay(desk, desk.meet(shop_called("Old Firm")), 4_000_00, "2026-07-31")
    assert found(book, one_approval) == []
    other = desk_for(book, "campaign")
    with book.unit_of_work("Enter bill") as unit:
        old = shop_called("Billing Firm")
        bill(unit, other, old, 100_00, "0", received_on="2026-07-01")
    with book.unit_of_work("Pay bill") as unit:
        made = bill(unit, desk, shop_called("Billing Firm"), 9_000_00, "1")
        for who in ("Ann Lee", "Bo Day"):
            approve_bill(unit, made, who, "2026-08-02")
        pay_bill(unit, desk.entity, made, "2026-08-06")
    assert {one.item_ids for one in found(book, one_approval)} == {(wired,), (large,)}


def test_nobody_approves_what_they_are_paid(book: Book) -> None:
    desk = desk_for(book, "party")
    with book.unit_of_work("Approve bill") as unit:
        made = bill(unit, desk, person("Roe"), 3_000_00, "1")
        approve_bill(unit, made, "Bo Day", "2026-08-02")
    assert found(book, own_approval) == []
    with book.unit_of_work("Approve bill") as unit:
        approve_bill(unit, made, "roe,  ADA", "2026-08-02")
    (one,) = found(book, own_approval)
    assert (one.subject, one.cents) == ("Ada Roe", 3_000_00)


# --- candidates and elections


def test_a_candidate_s_own_life(book: Book) -> None:
    campaign, party = desk_for(book, "campaign"), desk_for(book, "party")
    own = []
    for purpose, alarm in (
        ("Country club dues", True), ("Tuition, spring", True), ("T-Shirts", False),
        ("Lawsuit settlement", False), ("Personal computer", False),
        ("Gym rental for rally", False),
    ):  # fmt: skip
        for desk in (campaign, party):
            item = pay(desk, desk.meet(shop_called(purpose)), 80_00, DAY, purpose=purpose)
            own += [item] if alarm and desk is campaign else []
    assert [item for one in found(book, personal_use) for item in one.item_ids] == own


def elects(book: Book, code: str, desk: Desk, held_on: str) -> None:
    with book.unit_of_work("Enter election") as unit:
        unit.insert(
            tables.election, {"entity_id": desk.entity.id, "code": code, "held_on": held_on}
        )


def test_money_for_the_general_election_waits_for_it(book: Book) -> None:
    desk = desk_for(book, "campaign")
    elects(book, "P2026", desk, "2026-09-15")
    give(desk, desk.meet(person("Roe")), 3_000_00, election_code="G2026")
    give(desk, desk.meet(person("Poe")), 500_00, election_code="P2026")
    shop = desk.meet(shop_called("Mill Print"))
    held = 5_000_000_00
    pay(desk, shop, held + 500_00, "2026-09-10")
    pay(desk, shop, 2_000_00, "2026-09-16")
    assert found(book, general_money_spent) == []
    pay(desk, shop, 100_00, "2026-09-12")
    (one,) = found(book, general_money_spent)
    assert (one.cents, one.since, one.subject) == (100_00, "2026-09-12", "Money for G2026")
    pay(desk, shop, 100_00, "2026-09-11", election_code="G2026")
    assert found(book, general_money_spent)[0].cents == 100_00


@pytest.mark.parametrize(
    ("day", "cents", "due"),
    [("2026-10-14", 9_999_99, ""), ("2026-10-14", 10_000_00, "2026-10-16"),
     ("2026-10-15", 999_99, ""), ("2026-10-15", 1_000_00, "2026-10-16"),
     ("2026-11-02", 1_000_00, "")],
)  # fmt: skip
def test_independent_spending_is_told_at_once(book: Book, day: str, cents: int, due: str) -> None:
    desk = desk_for(book, "loud")
    elects(book, "G2026", desk, "2026-11-03")
    shop = desk.meet(shop_called("Loud Mailers"))
    kind = "independent_expenditure"
    pay(desk, shop, cents - 10_00, day, kind=kind, election_code="G2026")
    assert found(book, independent_notice, date(2026, 11, 3)) == []
    pay(desk, shop, 10_00, day, kind=kind, election_code="G2026")
    pay(desk, shop, 9_000_00, day, kind=kind, election_code="P2026")
    assert [one.due for one in found(book, independent_notice, date(2026, 11, 3))] == (
        [due] if due else []
    )


# --- registrations and reports


@pytest.mark.parametrize(
    ("received", "spent", "word"),
    [(5_000_00, 1_000_00, ""), (5_000_01, 0, "received"), (0, 1_000_01, "spent")],
)
def test_a_local_party_becomes_a_committee(
    book: Book, received: int, spent: int, word: str
) -> None:
    desk = desk_for(book, "county")
    if received:
        give(desk, desk.meet(person("Roe")), received)
    if spent:
        pay(desk, desk.meet(shop_called("Mill Print")), spent, DAY)
    due = found(book, registration_due)
    assert [(one.subject, one.due) for one in due] == (
        [("Alder County", "2026-09-11")] if word else []
    )
    assert all(f"was {word} in 2026" in one.why for one in due)


def test_a_pac_becomes_a_multicandidate_committee(book: Book) -> None:
    desk = desk_for(book, "fund")
    with (
        book.unit_of_work("Record contributions") as unit,
        LedgerWriter(unit, desk.entity.id) as writer,
    ):
        for number in range(50):
            who = writer.add_contact(person(f"Roe{number}"))
            new = NewItem(kind=GIFT, contact=who, item_date=DAY, amount_cents=5_00,
                          account_id=desk.account_id)  # fmt: skip
            writer.add_transaction("gift", DAY, [new])
    for number in range(5):
        other = desk.meet(committee(f"Candidate {number}", f"C0012340{number}"))
        desk.record("contribution_to_candidate", other, f"2026-09-0{number + 1}", 10_00)
    assert found(book, multicandidate_due) == []
    give(desk, desk.meet(person("Last")), 5_00)
    (one,) = found(book, multicandidate_due)
    assert (one.since, one.due) == ("2026-09-05", "2026-09-15")
    with book.unit_of_work("Note status") as unit:
        set_qualified(unit, desk.entity.id, "2026-09-05")
    assert found(book, multicandidate_due) == []


def test_state_money_is_registered_with_a_state(book: Book) -> None:
    desk = desk_for(book, "voice")
    who = desk.meet(person("Roe"))
    desk.record("nonfederal_receipt", who, DAY, 1_000_00, deposited_date=DAY)
    assert found(book, state_registration) == []
    desk.record("nonfederal_receipt", who, DAY, 1, deposited_date=DAY)
    assert [one.subject for one in found(book, state_registration)] == ["Alder Voice"]


def test_a_report_between_filed_ones_is_not_forgotten(book: Book) -> None:
    desk = desk_for(book, "fund")

    def late() -> list[str]:
        own = [one for one in found(book, reports) if one.entity_id == desk.entity.id]
        return [f"{one.subject} {one.since}" for one in own]

    newest = "October Quarterly Report 2026-09-30"
    assert late() == [newest]
    with book.unit_of_work("Adopt") as unit:
        unit.insert(tables.filing, {
            "entity_id": desk.entity.id, "form": "F3X", "report_code": "Q1",
            "from_date": "2026-01-01", "to_date": "2026-03-31", "state": "adopted", "version": 1,
            "recorded_at": "2026-04-10T00:00:00",
        })  # fmt: skip
    assert late() == ["July Quarterly Report 2026-06-30", newest]


# --- the organisation's own rules


def test_corporate_money_is_found_once_the_organisation_takes_none(book: Book) -> None:
    desk = desk_for(book, "voice")
    firm = shop_called("Acme Widgets Inc")
    desk.record("c4_contribution", desk.meet(firm), DAY, 800_00, deposited_date=DAY)
    before = judged(book)
    assert "forbidden" not in {one.rule for one in before.findings}
    with book.unit_of_work("Take on own rule") as unit:
        take_on(unit, "no_corporate_donations")
    again = judged(book, before)
    (one,) = [one for one in again.findings if one.rule == "forbidden"]
    assert (one.subject, one.citation) == ("Acme Widgets Inc", "the organisation's own policy")
    assert again.findings == judged(book).findings
    with pytest.raises(Refused, match="already"), book.unit_of_work("Take on") as unit:
        take_on(unit, "no_corporate_donations")
    book.undo()
    assert judged(book, again).findings == before.findings


def test_own_rules_are_known_ones(book: Book) -> None:
    for act in (take_on, lift):
        with pytest.raises(NotFound, match="no_corporate"), book.unit_of_work("x") as unit:
            act(unit, "no_small_money")
    with pytest.raises(Refused, match="not taken"), book.unit_of_work("x") as unit:
        lift(unit, "no_corporate_donations")


def judged(book: Book, before: Judged | None = None) -> Judged:
    with book.read() as connection:
        if before is None:
            return judge(connection, entities(connection), TODAY)
        return judge_again(connection, before, entities(connection), TODAY)
