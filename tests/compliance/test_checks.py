"""Every check finds what is planted, with its figures and its clock, and nothing in clean books."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.compliance.checks import CHECKS
from financedesk.compliance.checks.givers import CITIZEN
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.ledger import tables
from financedesk.ledger.checks_drawn import draw_check
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import entities
from financedesk.rules.checks import check_kinds, remedy_words
from financedesk.rules.thresholds import clocks
from tests.ledger.riverbend import desk_for, person, riverbend_at

TODAY = date(2026, 10, 6)
GIFT, BILL = "individual_receipt", "operating_expenditure"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def found(book: Book, today: date = TODAY) -> dict[str, list[Finding]]:
    """What is found, by rule."""
    with book.read() as connection:
        judged = judge(connection, entities(connection), today).findings
    return {rule: [one for one in judged if one.rule == rule] for rule in check_kinds()}


def only(book: Book, rule: str) -> Finding:
    (one,) = found(book)[rule]
    return one


def test_every_check_is_described_and_every_remedy_and_clock_is_known() -> None:
    assert {rule for check in CHECKS for rule in check.rules} == set(check_kinds())
    for kind in check_kinds().values():
        assert set(kind.remedies) <= set(remedy_words()), kind.code
        assert not kind.clock or kind.clock in clocks(), kind.code
        assert kind.citation
        assert kind.confidence in ("verified", "knowledge"), kind.code


def test_clean_books_have_no_finding(book: Book) -> None:
    for code in ("party", "campaign"):
        desk = desk_for(book, code)
        for place in range(20):
            giver = desk.meet(person(f"Giver{place}"))
            desk.record(GIFT, giver, "2026-09-01", 150_00, election_code="G2026",
                        deposited_date="2026-09-03")  # fmt: skip
        desk.record(BILL, desk.meet(Contact(type="ORG", name="Mill Print")), "2026-09-02", 500_00,
                    purpose="Printing of leaflets")  # fmt: skip
    assert [one for some in found(book, date(2026, 10, 1)).values() for one in some
            if one.rule != "report_due"] == []  # fmt: skip


def test_employer_that_is_not_known_is_asked_for_within_thirty_days(book: Book) -> None:
    party = desk_for(book, "party")
    silent = party.meet(replace(person("Okoro"), employer="", occupation=""))
    party.record(GIFT, silent, "2026-09-01", 150_00)
    assert found(book)["missing_information"] == []
    second = party.record(GIFT, silent, "2026-09-10", 100_00)
    one = only(book, "missing_information")
    assert (one.subject, one.cents, one.item_ids) == ("Ada Okoro", 100_00, (second,))
    assert (one.due, one.level) == ("2026-10-10", "warn")
    assert one.why == "Employer and occupation not known."


def test_an_address_abroad_is_a_sign(book: Book) -> None:
    party = desk_for(book, "party")
    for country in ("USA", "", "United States"):
        party.record(GIFT, party.meet(replace(person("Home"), country=country)), "2026-09-01", 5_00)
    abroad = party.meet(replace(person("Away"), country="France"))
    party.record(GIFT, abroad, "2026-09-01", 5_00)
    one = only(book, "foreign_address")
    assert (one.why, one.due) == ("The address is in France.", "2026-10-01")


def test_who_was_asked_in_time_and_who_declared_themselves_is_settled(book: Book) -> None:
    party = desk_for(book, "party")
    silent = party.meet(replace(person("Okoro"), employer="", occupation="", country="France"))
    party.record(GIFT, silent, "2026-09-01", 250_00)
    own = {"entity_id": party.entity.id, "card_id": silent.card_id}
    late = {**own, "how": "letter", "asked": "employer", "with_appeal": 0}
    with book.unit_of_work("Ask") as unit:
        unit.insert(tables.donor_request, {**late, "asked_on": "2026-10-02"})
        unit.insert(tables.donor_request, {**late, "asked_on": "2026-09-02", "with_appeal": 1})
    assert only(book, "missing_information").item_ids
    with book.unit_of_work("Ask") as unit:
        unit.insert(tables.donor_request, {**late, "asked_on": "2026-10-01"})
    assert found(book)["missing_information"] == []
    declared = {**own, "kind": CITIZEN, "how": "form"}
    with book.unit_of_work("Declare") as unit:
        unit.insert(tables.donor_attestation, {**declared, "given": 1, "on_date": "2026-09-03"})
    assert found(book)["foreign_address"] == []
    with book.unit_of_work("Take back") as unit:
        unit.insert(tables.donor_attestation, {**declared, "given": 0, "on_date": "2026-09-04"})
    assert only(book, "foreign_address").subject == "Ada Okoro"


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        ("", "First National Bank", "bank"), ("", "Delgado Family Trust", "trust"),
        ("Green Valley", "Holdings, LLC", "llc"), ("Acme", "Widgets Inc.", "inc."),
        ("", "IBEW Local 38", "local 38"),
        ("Rich", "Bank", ""), ("Corp", "Van Dyke", ""), ("Bill", "Incorvaia", ""),
        ("Grace", "Trust", ""), ("", "Companyana", ""), ("Ltd", "Adeyemi", ""),
    ],
)  # fmt: skip
def test_a_person_s_card_with_an_organisation_s_name(
    book: Book, first: str, last: str, word: str
) -> None:
    party = desk_for(book, "party")
    named = party.meet(replace(person(last), first_name=first))
    party.record(GIFT, named, "2026-09-01", 5_00)
    words = [one.why.split("“")[-1].split("”")[0] for one in found(book)["organisation_name"]]
    assert words == ([word] if word else [])


def test_one_address_behind_many_names(book: Book) -> None:
    party = desk_for(book, "party")
    names = ("Lee", "Ruiz", "Okoro", "Wren")
    for place, name in enumerate(names):
        assert found(book)["many_names_one_address"] == []
        shared = replace(person(name), email=" Pay@example.org" if place % 2 else "pay@EXAMPLE.org")
        party.record(GIFT, party.meet(shared), "2026-09-01", 100_00)
    one = only(book, "many_names_one_address")
    assert (one.cents, one.figures) == (400_00, (("Names", "4"),))
    assert "Ada Lee, Ada Okoro, Ada Ruiz, Ada Wren" in one.why


@pytest.mark.parametrize(
    ("code", "cents", "agent", "late"),
    [
        ("party", 50_01, "2026-08-22", False), ("party", 50_01, "2026-08-21", True),
        ("party", 50_00, "2026-08-02", False), ("party", 50_00, "2026-08-01", True),
        ("campaign", 50_00, "2026-08-21", True), ("campaign", 50_00, "2026-08-22", False),
    ],
)  # fmt: skip
def test_money_is_handed_on_within_ten_or_thirty_days(
    book: Book, code: str, cents: int, agent: str, late: bool
) -> None:
    desk = desk_for(book, code)
    desk.record(GIFT, desk.meet(person("Lee")), "2026-09-01", cents, agent_date=agent,
                election_code="G2026")  # fmt: skip
    assert bool(found(book)["late_forwarding"]) is late


def test_purposes_that_say_too_little_or_nothing(book: Book) -> None:
    party = desk_for(book, "party")
    firm = party.meet(Contact(type="ORG", name="Mill Print"))
    party.record(BILL, firm, "2026-09-01", 500_00, purpose="Consulting")
    party.record(BILL, firm, "2026-09-02", 500_00, purpose="Printing of leaflets")
    silent = party.meet(Contact(type="ORG", name="Quiet Firm"))
    party.record(BILL, silent, "2026-09-03", 300_00)
    small = party.meet(Contact(type="ORG", name="Small Shop"))
    party.record(BILL, small, "2026-09-03", 20_00)
    vague = only(book, "vague_purpose")
    assert (vague.subject, vague.cents) == ("Mill Print", 500_00)
    assert "“Consulting” says too little." in vague.why
    missing = only(book, "missing_purpose")
    assert (missing.subject, missing.level) == ("Quiet Firm", "block")


def test_who_is_behind_a_card_and_checks_that_nobody_cashed(book: Book) -> None:
    party = desk_for(book, "party")
    card = party.meet(Contact(type="ORG", name="Card Bank"))
    small = party.record(BILL, card, "2026-09-01", 200_00, purpose="Credit card payment")
    large = party.record(BILL, card, "2026-09-02", 200_01, purpose="Credit card payment")
    one = only(book, "missing_ultimate_payee")
    assert (one.item_ids, one.cents) == ((large,), 200_01)
    assert small not in one.item_ids
    with book.unit_of_work("Draw check") as unit:
        draw_check(unit, small, 1042)
    assert found(book, date(2027, 1, 29))["stale_check"] == []
    (stale,) = found(book, date(2027, 1, 30))["stale_check"]
    assert (stale.cents, stale.due) == (200_00, "2027-03-01")


def test_a_large_gift_before_an_election_is_told_within_two_days(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    with book.unit_of_work("Enter election") as unit:
        unit.insert(tables.election, {
            "entity_id": campaign.entity.id, "code": "G2026", "held_on": "2026-11-03",
        })  # fmt: skip
    giver = campaign.meet(person("Lee"))
    for day, cents in (("2026-10-14", 1_000_00), ("2026-10-15", 999_99), ("2026-11-01", 2_000_00)):
        campaign.record(GIFT, giver, day, cents, election_code="G2026")
    assert found(book)["notice_48_hours"] == []
    told = campaign.record(GIFT, giver, "2026-10-15", 1_000_00, election_code="G2026")
    last = campaign.record(GIFT, giver, "2026-10-31", 1_000_00, election_code="G2026")
    one = only(book, "notice_48_hours")
    assert (one.item_ids, one.due) == ((told, last), "2026-10-17")


def test_above_a_limit_and_late_reports_are_found_with_their_law(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    giver = campaign.meet(person("Lee"))
    campaign.record(GIFT, giver, "2026-09-01", 9_000_00, election_code="G2026")
    above = only(book, "above_limit")
    assert (above.level, above.since, above.due) == ("block", "2026-09-01", "2026-10-31")
    assert "11 CFR" in above.citation
    late = found(book, date(2026, 10, 16))["late_report"]
    assert {one.due for one in late} == {"2026-10-15"}
    assert found(book, date(2026, 10, 15))["late_report"] == []


def test_the_gravest_and_most_urgent_come_first(book: Book) -> None:
    party = desk_for(book, "party")
    party.record(GIFT, party.meet(replace(person("Away"), country="France")), "2026-09-01", 5_00)
    silent = party.meet(Contact(type="ORG", name="Quiet Firm"))
    party.record(BILL, silent, "2026-09-03", 300_00)
    with book.read() as connection:
        rules = [
            one.rule for one in judge(connection, entities(connection), date(2026, 10, 1)).findings
        ]
    assert rules.index("missing_purpose") < rules.index("foreign_address")
    assert rules.index("foreign_address") < rules.index("report_due")
