"""Status, limit groups and independence by date: edited, undone, exported, and used by rooms."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.errors import BadInput, Cancelled, NotFound, Refused
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import EntityRow, entities, write_organisation
from financedesk.ledger.entity_detail import EntityDetail, entity_detail
from financedesk.ledger.entity_end import delete_entity
from financedesk.ledger.entity_registrations import set_limit_group
from financedesk.ledger.entity_standing import (
    LIMIT_GROUP,
    STATUS,
    DatedFact,
    FactTable,
    add_fact,
    delete_fact,
    edit_fact,
    end_fact,
    facts_of,
    in_law,
    qualified_on,
    status_on,
)
from financedesk.ledger.independence import (
    IndependenceFacts,
    add_independence,
    delete_independence,
    edit_independence,
    end_independence,
    independence_file,
)
from financedesk.ledger.independence_signs import signs_of
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.ledger.room import create_book
from financedesk.ledger.verify import verify
from financedesk.reports.interchange import export_entity
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER, committee, desk_for, person

NO_PARTY = DatedFact(
    word="not_a_party", to_date="2026-06-30", basis="No candidate on a federal ballot yet",
    counsel_note="R. Stone, 3 March",
)  # fmt: skip
VENDOR = IndependenceFacts(
    topic="vendors", weighs="against", facts="The mail house worked for the party",
    concerning="Riverbend Party", source="Invoice 12", from_date="2026-01-05",
    to_date="2026-03-01",
)  # fmt: skip


def body(code: str, kind: str, number: str = "", *registrations: NewRegistration) -> NewEntity:
    fec = (NewRegistration(authority="FEC", identifier=number),) if number else ()
    account = NewAccount(code="main", opening_date="2025-01-01")
    return NewEntity(
        code=code, kind=kind, name=f"Riverbend {code.capitalize()}", address=ADDRESS,
        treasurer=TREASURER, registrations=registrations or fec, accounts=(account,),
    )  # fmt: skip


QUALIFIED = (
    NewRegistration(authority="FEC", identifier="C00999993", to_date="2026-04-30"),
    NewRegistration(
        authority="FEC", identifier="C00999993", qualified=True, from_date="2026-05-01"
    ),
)
HOUSE = Organisation(
    name="Riverbend",
    entities=(
        body("party", "state_party", "C00999991"), body("campaign", "candidate", "C00999992"),
        body("action", "pac", "", *QUALIFIED), body("works", "pac", "C00999994"),
        body("outside", "super_pac", "C00999995"),
    ),
)  # fmt: skip


@pytest.fixture
def house(location: str) -> Iterator[Book]:
    with book_of(location, HOUSE) as made:
        yield made


def add(book: Book, kept: FactTable, code: str, fact: DatedFact) -> int:
    entity_id = desk_for(book, code).entity.id
    with book.unit_of_work(f"Add {kept.name}") as unit:
        return add_fact(unit, kept, entity_id, fact)


def limits(book: Book, card: int, on: date, *codes: str) -> dict[str, tuple[str, int | None, int]]:
    """Return (limit, allowed, left) of each entity for somebody on a day."""
    with book.read() as connection:
        everybody = [one.id for one in known(book).values()]
        rows = rooms_of_person(connection, card, everybody, Question(on=on))
    return {
        one.code: (one.room.limit.code, one.room.allowed_cents, one.room.left_cents or 0)
        for one in rows
        if one.code in codes and one.room is not None
    }


def known(book: Book) -> dict[str, EntityRow]:
    with book.read() as connection:
        return {one.code: one for one in entities(connection)}


def seen(book: Book, code: str, today: str = "2026-05-01") -> EntityDetail:
    with book.read() as connection:
        return entity_detail(connection, known(book)[code].id, today)


# --- status and rooms


def test_a_party_without_status_is_limited_as_a_pac_until_the_day_it_is_one(house: Book) -> None:
    party = desk_for(house, "party")
    ada = party.meet(person("Lopez"))
    spring, summer = date(2026, 4, 1), date(2026, 8, 1)
    assert limits(house, ada.card_id, spring, "party")["party"][1] == 10_000_00
    add(house, STATUS, "party", NO_PARTY)
    party.record("individual_receipt", ada, "2026-04-02", 1_200_00)
    assert limits(house, ada.card_id, spring, "party") == {
        "party": ("person_to_pac", 5_000_00, 3_800_00)
    }
    assert limits(house, ada.card_id, summer, "party")["party"][:2] == (
        "person_to_state_party", 10_000_00,
    )  # fmt: skip
    now = seen(house, "party", "2026-06-30").in_law
    assert now.takes_as == "Federal PAC"
    assert now.status.startswith("Not a party in law")
    assert seen(house, "party", "2026-07-01").in_law.status == ""
    house.undo()  # the gift
    house.undo()
    assert limits(house, ada.card_id, spring, "party")["party"][1] == 10_000_00
    assert house.verify() == []


def test_a_pac_gives_more_from_the_day_it_is_a_multicandidate_committee(house: Book) -> None:
    campaign = desk_for(house, "campaign")
    pac = campaign.meet(committee("Riverbend Action", "C00999993"))
    action = known(house)["action"].id
    with house.read() as connection:
        days = ("2026-04-30", "2026-05-01")
        assert [qualified_on(connection, action, day) for day in days] == [False, True]
    before = limits(house, pac.card_id, date(2026, 4, 30), "campaign", "party")
    after = limits(house, pac.card_id, date(2026, 5, 1), "campaign", "party")
    assert (before["campaign"][1], after["campaign"][1]) == (3_500_00, 5_000_00)
    assert (before["party"][1], after["party"][1]) == (10_000_00, 5_000_00)
    assert seen(house, "action", "2026-04-30").in_law.multicandidate is False
    assert seen(house, "action", "2026-05-01").in_law.gives_as == "Multicandidate PAC"


def test_pacs_under_one_control_share_a_limit_between_their_days(house: Book) -> None:
    action, works = desk_for(house, "action"), desk_for(house, "works")
    ada, same = action.meet(person("Lopez")), works.meet(person("Lopez"))
    action.record("individual_receipt", ada, "2026-02-01", 2_000_00)
    works.record("individual_receipt", same, "2026-02-02", 1_000_00)
    day = date(2026, 3, 1)
    apart = {"action": 3_000_00, "works": 4_000_00}
    assert left(house, ada.card_id, day) == apart
    one = DatedFact(word="founder", from_date="2026-01-01", basis="One founder appoints both")
    first = add(house, LIMIT_GROUP, "action", one)
    assert left(house, ada.card_id, day) == apart
    add(house, LIMIT_GROUP, "works", one)
    assert left(house, ada.card_id, day) == {"action": 2_000_00, "works": 2_000_00}
    with house.unit_of_work("It left") as unit:
        end_fact(unit, LIMIT_GROUP, first, "2026-01-31")
    assert left(house, ada.card_id, day) == apart
    house.undo()
    assert left(house, ada.card_id, day) == {"action": 2_000_00, "works": 2_000_00}
    assert house.verify() == []


def left(book: Book, card: int, on: date) -> dict[str, int]:
    return {code: one[2] for code, one in limits(book, card, on, "action", "works").items()}


# --- editing


WRONG: tuple[tuple[FactTable, str, dict[str, str], str], ...] = (
    (STATUS, "party", {"word": " "}, "Name the status"),
    (STATUS, "party", {"word": "famous"}, "choose one of not_a_party, state_committee"),
    (STATUS, "party", {"word": "elected_lobbying_test"}, "no status of a body of this kind"),
    (STATUS, "outside", {}, "its kind says it all"),
    (STATUS, "party", {"basis": "  "}, "rests on"),
    (STATUS, "party", {"from_date": "2026-07-01"}, "is before the first"),
    (STATUS, "party", {"from_date": "1 July"}, "is not a day"),
    (LIMIT_GROUP, "party", {"word": ""}, "Name the limit group"),
)


def test_what_is_wrong_with_a_dated_fact_is_said(house: Book) -> None:
    for kept, code, changes, says in WRONG:
        with pytest.raises(BadInput, match=says):
            add(house, kept, code, replace(NO_PARTY, **changes))  # type: ignore[arg-type]
    with house.unit_of_work("Nothing") as unit, pytest.raises(NotFound, match="status number 77"):
        edit_fact(unit, STATUS, 77, NO_PARTY)


def test_two_statuses_never_hold_on_one_day(house: Book) -> None:
    add(house, STATUS, "party", NO_PARTY)
    later = replace(NO_PARTY, word="state_committee", from_date="2026-06-30", to_date="")
    with pytest.raises(BadInput, match="not_a_party, always to 2026-06-30"):
        add(house, STATUS, "party", later)
    second = add(house, STATUS, "party", replace(later, from_date="2026-07-01"))
    with house.unit_of_work("Correct") as unit:
        with pytest.raises(BadInput, match="Two would hold"):
            edit_fact(unit, STATUS, second, replace(later, from_date="2026-06-01"))
        edit_fact(unit, STATUS, second, replace(later, from_date="2026-08-01"))
    party = known(house)["party"].id
    with house.read() as connection:
        found = [status_on(connection, party, f"2026-{day}") for day in ("06-30", "07-31", "08-01")]
    assert found == ["not_a_party", "", "state_committee"]


def test_a_note_from_a_description_contradicts_nothing_and_stays(house: Book) -> None:
    party = known(house)["party"].id
    with house.unit_of_work("As an older book has it") as unit:
        note = unit.insert(STATUS.table, {"entity_id": party, "status": "party status pending"})
    add(house, STATUS, "party", NO_PARTY)
    with house.unit_of_work("Correct the note") as unit:
        (kept,) = [one for one in facts_of(unit.connection, STATUS, party) if one.id == note]
        edit_fact(unit, STATUS, note, replace(kept.fact, counsel_note="Answered"))
    assert house.verify() == []
    with house.read() as connection:
        assert status_on(connection, party, "2026-01-01") == "not_a_party"
        assert in_law(connection, known(house)["party"], "2026-07-01").status == ""


def test_a_fact_is_ended_on_a_day_that_fits_and_deleted_and_brought_back(house: Book) -> None:
    number = add(house, LIMIT_GROUP, "party", DatedFact(word="river", from_date="2026-02-01"))
    with house.unit_of_work("End") as unit:
        with pytest.raises(BadInput, match="before the first"):
            end_fact(unit, LIMIT_GROUP, number, "2026-01-31")
        end_fact(unit, LIMIT_GROUP, number, "2026-05-31")
        with pytest.raises(BadInput, match="ends on 2026-05-31 already"):
            end_fact(unit, LIMIT_GROUP, number, "2026-06-30")
    with house.unit_of_work("Delete") as unit:
        delete_fact(unit, LIMIT_GROUP, number)
    assert seen(house, "party").groups == ()
    house.undo()
    assert [one.fact.to_date for one in seen(house, "party").groups] == ["2026-05-31"]


def test_the_entity_form_keeps_a_dated_group_and_follows_an_ended_one(house: Book) -> None:
    party = known(house)["party"].id
    add(house, LIMIT_GROUP, "party", DatedFact(word="river", to_date="2026-03-31"))
    with house.unit_of_work("Edit entity") as unit:
        set_limit_group(unit, party, "mill")
    assert [one.fact.from_date for one in seen(house, "party").groups] == ["", "2026-04-01"]
    with (
        house.unit_of_work("Edit entity") as unit,
        pytest.raises(BadInput, match="since 2026-04-01; end that"),
    ):
        set_limit_group(unit, party, "")
    assert house.verify() == []


# --- independence


def test_an_independence_file_is_kept_and_counts_by_the_day(house: Book) -> None:
    outside = known(house)["outside"].id
    with house.unit_of_work("Add fact") as unit:
        number = add_independence(unit, outside, VENDOR)
    with house.unit_of_work("Add fact") as unit:
        founder = replace(VENDOR, topic="founders", facts="No party took part", weighs="for")
        add_independence(unit, outside, founder)
    with house.read() as connection:
        file = independence_file(connection, outside, date(2026, 6, 29))
        later = independence_file(connection, outside, date(2026, 6, 30))
    assert [one.facts.topic for one in file.rows] == ["founders", "vendors"]
    assert ([one.id for one in file.against], file.until) == ([number], date(2026, 6, 29))
    assert (later.against, later.until) == ((), None)
    with house.unit_of_work("Correct") as unit:
        edit_independence(unit, number, replace(VENDOR, to_date=""))
    assert (file := seen(house, "outside").independence) is not None
    assert (len(file.against), file.until) == (1, None)
    with house.unit_of_work("End") as unit:
        end_independence(unit, number, "2026-04-30")
    with house.unit_of_work("Delete") as unit:
        delete_independence(unit, number)
    house.undo()
    assert (file := seen(house, "outside").independence) is not None
    assert file.until == date(2026, 8, 28)
    assert seen(house, "party").independence is None
    assert house.verify() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"topic": "weather"}, "choose one of founders"),
        ({"weighs": "perhaps"}, "for or against"),
        ({"facts": " "}, "what is the case"),
        ({"to_date": "2026-01-04"}, "before the first"),
        ({"to_date": "soon"}, "is not a day"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(
    house: Book, changes: dict[str, str], says: str
) -> None:
    outside = known(house)["outside"].id
    with house.unit_of_work("Add") as unit, pytest.raises(BadInput, match=says):
        add_independence(unit, outside, replace(VENDOR, **changes))  # type: ignore[arg-type]


def test_only_bodies_that_must_be_independent_keep_a_file(house: Book) -> None:
    party = known(house)["party"].id
    with house.unit_of_work("Add") as unit:
        with pytest.raises(Refused, match="Riverbend Party is no body"):
            add_independence(unit, party, VENDOR)
        with pytest.raises(NotFound, match="entry number 5"):
            delete_independence(unit, 5)


def test_the_books_show_payees_and_money_in_common_as_far_as_they_may_be_seen(
    house: Book,
) -> None:
    party, outside = desk_for(house, "party"), desk_for(house, "outside")
    works = desk_for(house, "works")
    mill = Contact(
        type="ORG", name="Mill Mailers", street_1="9 Mill St", city="Salem", state="OR", zip="97301"
    )
    for desk, day in ((outside, "2026-01-10"), (party, "2026-03-01"), (works, "2026-03-05")):
        desk.record("operating_expenditure", desk.meet(mill), day, 50_00)
    other = outside.meet(committee("Riverbend Party", "C00999991"))
    outside.record("other_receipt", other, "2026-02-01", 70_00)
    for desk in (party, outside):
        person_paid = desk.meet(person("Lopez"))
        desk.record("refund_individual_contribution", person_paid, "2026-02-02", 1_00)

    def shown(on: date, *codes: str) -> list[tuple[str, int, date]]:
        visible = [known(house)[code].id for code in codes]
        with house.read() as connection:
            found = signs_of(connection, outside.entity.id, visible, on)
        return [(one.payee, one.cents, one.until) for one in found]

    money = ("", 70_00, date(2028, 2, 1))
    mailers = ("Mill Mailers", 0, date(2026, 6, 29))
    assert shown(date(2026, 6, 29), "party", "outside", "works") == [mailers, money]
    assert shown(date(2026, 6, 30), "party", "outside", "works") == [money]
    assert shown(date(2026, 6, 29), "outside", "works") == []


def test_an_unused_entity_goes_with_its_file_and_comes_back(house: Book) -> None:
    outside = known(house)["outside"].id
    with house.unit_of_work("Add fact") as unit:
        add_independence(unit, outside, VENDOR)
    with house.unit_of_work("Delete") as unit:
        delete_entity(unit, outside)
    house.undo()
    assert (file := seen(house, "outside").independence) is not None
    assert [one.facts for one in file.rows] == [VENDOR]


# --- export and verify


def test_an_export_carries_status_groups_and_independence(house: Book, tmp_path: Path) -> None:
    outside = desk_for(house, "outside")
    outside.record("individual_receipt", outside.meet(person("Lopez")), "2026-02-01", 10_00)
    group = DatedFact(word="river", to_date="2025-12-31", basis="One board")
    add(house, LIMIT_GROUP, "outside", group)
    add(house, LIMIT_GROUP, "outside", replace(group, from_date="2026-03-01", to_date=""))
    with house.unit_of_work("Add fact") as unit:
        add_independence(unit, outside.entity.id, VENDOR)
    [exported, *_] = export_entity(house, "outside", tmp_path / "out")
    with create_book(tmp_path / "copy.fdesk", name="Copy") as copy:
        with copy.unit_of_work("Set up") as unit:
            write_organisation(unit, Organisation(name="Copy", entities=(HOUSE.entities[0],)))
        enter_interchange(copy, exported, "outside")
        made = seen(copy, "outside")
        assert made.independence is not None
        assert [one.facts for one in made.independence.rows] == [VENDOR]
        assert [one.fact for one in made.groups] == [
            one.fact for one in seen(house, "outside").groups
        ]
        assert copy.verify() == []


DAMAGES = (
    ("UPDATE limit_group_member SET to_date = NULL", "two at one time"),
    ("UPDATE entity_status SET status = 'state_committee'", "two at one time"),
    ("UPDATE independence_entry SET topic = 'weather'", "independence file"),
    ("UPDATE independence_entry SET to_date = '2020-01-01'", "independence file"),
)


def test_verify_notices_what_contradicts(house: Book) -> None:
    add(house, LIMIT_GROUP, "party", DatedFact(word="river", to_date="2025-12-31"))
    add(house, LIMIT_GROUP, "party", DatedFact(word="river", from_date="2026-01-01"))
    add(house, STATUS, "party", NO_PARTY)
    with house.unit_of_work("As an older book has it") as unit:
        note = {"entity_id": known(house)["party"].id, "status": "pending"}
        unit.insert(STATUS.table, note)
        add_independence(unit, known(house)["outside"].id, VENDOR)
    for damage, says in DAMAGES:
        with suppress(Cancelled), house.unit_of_work("Damage") as unit:
            unit.connection.execute(text(damage))
            assert any(says in one.text for one in verify(unit.connection)), damage
            raise Cancelled
    assert house.verify() == []
