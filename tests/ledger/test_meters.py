"""Meters read off the ledger: sums by year and kind, givers as persons, the election by its day."""

from collections.abc import Iterator

import pytest

from financedesk.book import Book
from financedesk.ledger.entities import write_organisation
from financedesk.ledger.entity_standing import STATUS, DatedFact, add_fact
from financedesk.ledger.meters import meter_readings, support_of, year_sums
from financedesk.ledger.organisation import NewAccount, NewEntity, Organisation
from financedesk.ledger.room import create_book
from financedesk.ledger.tables import person_link
from financedesk.rules.meters import Reading
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER, Desk, desk_for, person


def body(code: str, kind: str) -> NewEntity:
    account = NewAccount(code="main", kind="operating", opening_date="2020-01-01")
    return NewEntity(
        code=code, kind=kind, name=f"Riverbend {code.capitalize()}", address=ADDRESS,
        treasurer=TREASURER, accounts=(account,),
    )  # fmt: skip


@pytest.fixture
def house(location: str) -> Iterator[Book]:
    entities = (body("institute", "think_tank_c3"), body("voice", "issue_c4"))
    with book_of(location, Organisation(name="Riverbend", entities=entities)) as made:
        yield made


def read(desk: Desk, year: int = 2026) -> dict[str, Reading]:
    with desk.book.read() as connection:
        found = meter_readings(connection, desk.entity.id, year)
    return {one.meter.code: one for one in found}


def test_a_c4_is_measured_by_the_kinds_that_were_entered(house: Book) -> None:
    voice = desk_for(house, "voice")
    who = voice.meet(person("Lopez"))
    for kind, day, cents in (
        ("c4_contribution", "2026-01-05", 900_00),
        ("c4_investment_income", "2026-03-31", 300_00),
        ("c4_investment_expense", "2026-04-02", 50_00),
        ("c4_program_expense", "2026-05-01", 500_00),
        ("c4_lobbying_expense", "2026-05-02", 50_00),
        ("c4_political_expense", "2026-12-31", 400_00),
        ("c4_political_expense", "2027-01-01", 7_00),
        ("c4_contribution_refund", "2026-06-01", 80_00),
    ):
        voice.record(kind, who, day, cents)
    found = read(voice)
    assert list(found) == ["c4_primary_activity", "exempt_function_tax"]
    (share,) = found["c4_primary_activity"].gauges
    assert (share.cents, share.full_cents, share.state) == (400_00, 1_000_00, "near")
    (taxed,) = found["exempt_function_tax"].gauges
    assert taxed.cents == 250_00
    assert "Tax of $31.50" in taxed.words
    assert read(voice, 2027)["c4_primary_activity"].state == "over"
    assert read(voice, 2025)["c4_primary_activity"].gauges[0].full_cents == 0
    voice.book.undo()
    assert read(voice)["exempt_function_tax"].gauges[0].cents == 250_00


def test_a_transfer_between_own_accounts_is_no_spending(house: Book) -> None:
    voice = desk_for(house, "voice")
    voice.record("account_transfer_out", voice.meet(person("Lopez")), "2026-02-01", 500_00)
    voice.record("grant_made", voice.meet(person("Ruiz")), "2026-02-02", 20_00)
    with house.read() as connection:
        (sums,) = year_sums(connection, voice.entity.id, [2026])
    assert (sums.of("left_out"), sums.of("other_spending")) == (500_00, 20_00)


def test_a_charity_in_a_campaign_is_found_wherever_the_entry_came_from(house: Book) -> None:
    institute = desk_for(house, "institute")
    who = institute.meet(person("Lopez"))
    assert read(institute)["c3_campaign_intervention"].state == "ok"
    for kind in ("c3_political_expense", "independent_expenditure", "nonfederal_contribution_made"):
        institute.record(kind, who, "2026-05-01", 1_00)
    found = read(institute)["c3_campaign_intervention"]
    assert (found.state, found.gauges[0].cents) == ("over", 3_00)


def test_lobbying_runs_over_four_years_and_needs_its_election(house: Book) -> None:
    institute = desk_for(house, "institute")
    who = institute.meet(person("Lopez"))
    for year in (2022, 2023, 2025, 2026):
        institute.record("c3_program_expense", who, f"{year}-05-01", 1_000_00)
        institute.record("c3_fundraising_expense", who, f"{year}-05-01", 9_000_00)
    institute.record("c3_lobbying_expense", who, "2026-06-01", 150_00)
    institute.record("c3_grassroots_lobbying_expense", who, "2026-06-02", 100_00)
    found = read(institute)["lobbying"]
    assert [(one.cents, one.mark_cents, one.state) for one in found.gauges] == [
        (250_00, 250_00, "near"), (100_00, 62_50, "over"), (250_00, 975_00, "ok"),
    ]  # fmt: skip
    assert "in 3 years" in found.gauges[2].words
    assert "Form 5768" in found.note
    elected = DatedFact(
        word="elected_lobbying_test", from_date="2026-09-01", basis="Form 5768 of 1 September"
    )
    with house.unit_of_work("Elect") as unit:
        add_fact(unit, STATUS, institute.entity.id, elected)
    assert read(institute)["lobbying"].note == ""
    assert read(institute, 2025)["lobbying"].note


def test_support_is_counted_by_person_over_five_years(house: Book) -> None:
    institute = desk_for(house, "institute")
    ada, also_ada = institute.meet(person("Lopez")), institute.meet(person("Lopez", "A."))
    ben = institute.meet(person("Ruiz", "Ben"))
    with house.unit_of_work("The same person") as unit:
        link = {"entity_id": institute.entity.id, "reason": "test"}
        for card in (ada.card_id, also_ada.card_id):
            unit.insert(person_link, {**link, "card_id": card, "person_id": ada.card_id})
    for kind, who, day, cents in (
        ("c3_contribution", ada, "2022-01-01", 300_00),
        ("c3_contribution", also_ada, "2026-01-01", 300_00),
        ("c3_contribution_refund", ada, "2026-02-01", 100_00),
        ("c3_contribution", ben, "2021-12-31", 999_00),
        ("c3_contribution", ben, "2024-05-01", 10_00),
        ("c3_contribution", None, "2024-05-02", 40_00),
        ("government_grant_received", ben, "2023-05-01", 200_00),
        ("unusual_grant_received", ben, "2023-05-01", 5_000_00),
        ("c3_program_income", ben, "2025-05-01", 700_00),
        ("c3_investment_income", ben, "2025-06-30", 250_00),
    ):
        institute.record(kind, who, day, cents)
    with house.read() as connection:
        support = support_of(connection, institute.entity.id, 2026)
    assert sorted(support.givers) == [10_00, 500_00]
    assert (support.unnamed_cents, support.full_cents, support.other_cents) == (
        40_00, 200_00, 250_00,
    )  # fmt: skip
    assert support.years == 5
    (gauge,) = read(institute)["public_support"].gauges
    # Two per cent of 1,000.00 of Ada's 500.00, all of Ben's 10.00, and what counts in full.
    assert (gauge.cents, gauge.full_cents, gauge.state) == (270_00, 1_000_00, "near")


def test_other_bodies_have_no_meters(location: str) -> None:
    with create_book(location, name="Riverbend") as book:
        with book.unit_of_work("Set up", kind="setup") as unit:
            entities = (body("party", "state_party"),)
            write_organisation(unit, Organisation(name="Riverbend", entities=entities))
        assert read(desk_for(book, "party")) == {}
