"""Who stands on several cards of one entity: found, linked, parted, told apart."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.donors.blocking import MOST_ALIKE
from financedesk.donors.duplicates import Duplicates, duplicates
from financedesk.donors.touched_reports import touched_reports
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import filings, tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.period import Period
from financedesk.ledger.same_person import link_cards, people_apart, tell_apart, unlink_cards
from financedesk.ledger.writer import LedgerWriter
from financedesk.reports.filing import Request, finalise, prepare
from financedesk.rules.likeness import Answer
from tests.ledger.riverbend import Desk, desk_for, person

WILLIAM = replace(person("Reyes", "William"), email="wreyes@example.org", phone="(503) 555-0101")
BILL = replace(WILLIAM, first_name="Bill", street_1="2 Oak Street #4", email="")
JUNIOR = replace(WILLIAM, last_name="Reyes Jr.")


def cards(desk: Desk, *contacts: Contact) -> list[int]:
    return [desk.meet(one).card_id for one in contacts]


def found(desk: Desk) -> Duplicates:
    with desk.book.read() as connection:
        return duplicates(connection, [desk.entity.id])


def pairs(desk: Desk) -> set[tuple[int, int, str]]:
    return {(one.a, one.b, one.answer.value) for one in found(desk).pairs}


def aggregates(desk: Desk, *items: int) -> list[int]:
    kept = tables.aggregate.c
    with desk.book.read() as connection:
        found = connection.execute(select(kept.item_id, kept.aggregate_cents))
        rows = {row.item_id: row.aggregate_cents for row in found}
    return [rows[one] for one in items]


def links(desk: Desk) -> dict[int, int]:
    kept = tables.person_link.c
    with desk.book.read() as connection:
        found = connection.execute(select(kept.card_id, kept.person_id))
        return {row.card_id: row.person_id for row in found}


def test_one_person_on_two_cards_is_found_with_reasons(desk: Desk) -> None:
    one, other, _ = cards(desk, WILLIAM, BILL, person("Hill"))
    (pair,) = found(desk).pairs
    assert (pair.a, pair.b, pair.answer, pair.entity_id) == (one, other, "same", desk.entity.id)
    assert pair.score > 65
    assert {"Bill may be William.", "Same telephone number."} <= set(pair.reasons)
    assert found(desk).groups == ((one, other),)


@pytest.mark.parametrize(
    "other",
    [
        replace(WILLIAM, first_name="Wiliam", email=""),
        replace(WILLIAM, first_name="Reyes", last_name="William"),
        replace(WILLIAM, zip="97320-1234", email="", phone="+1 503 555 0101"),
        replace(WILLIAM, street_1="9 Elm", zip="02118", phone="", email="WReyes+a@example.org"),
        replace(WILLIAM, street_1="9 Elm", zip="02118", email="", phone="503.555.0101"),
        replace(WILLIAM, last_name="Rayes", email="", phone=""),
    ],
)
def test_each_way_of_writing_is_met_by_a_key(desk: Desk, other: Contact) -> None:
    one, second = cards(desk, WILLIAM, other)
    assert pairs(desk) == {(one, second, "same")}


def test_a_zero_that_was_lost_before_a_zip_code(desk: Desk) -> None:
    boston = replace(WILLIAM, zip="02118", email="", phone="", employer="")
    bill = replace(boston, first_name="Bill", zip="2118", street_1="2 Oka St")
    one, other = cards(desk, boston, bill)
    assert pairs(desk) == {(one, other, "same")}


def test_father_and_son_are_asked_about_and_spouses_are_not(desk: Desk) -> None:
    father, son, _ = cards(desk, WILLIAM, JUNIOR, replace(WILLIAM, first_name="Martha"))
    assert pairs(desk) == {(father, son, "likely")}
    assert found(desk).groups == ()


def test_an_initial_between_two_who_share_everything_joins_neither(desk: Desk) -> None:
    martin = replace(WILLIAM, first_name="Martin")
    one, other, initial = cards(
        desk, martin, replace(WILLIAM, first_name="Martha"), replace(WILLIAM, first_name="M.")
    )
    assert pairs(desk) == {(one, initial, "likely"), (other, initial, "likely")}


def test_who_is_linked_is_one_and_old_addresses_count(desk: Desk) -> None:
    moved = replace(WILLIAM, street_1="9 Elm", zip="02118", email="", phone="", employer="")
    one, other, third = cards(desk, BILL, moved, replace(moved, first_name="Bill"))
    assert (other, third, "same") in pairs(desk)
    assert {other, third} == {
        card for a, b, said in pairs(desk) if said == "same" for card in (a, b)
    }
    with desk.book.unit_of_work("Link") as unit:
        link_cards(unit, [one, other])
    assert pairs(desk) == {(one, third, "same")}


def test_who_was_told_apart_is_never_named_nor_joined_by_a_third(desk: Desk) -> None:
    one, other, third = cards(desk, WILLIAM, BILL, replace(WILLIAM, middle_name="Henry"))
    assert found(desk).groups == ((one, other, third),)
    with desk.book.unit_of_work("Apart") as unit:
        tell_apart(unit, [one, other], "Cousins")
    assert not any({pair.a, pair.b} == {one, other} for pair in found(desk).pairs)
    assert not any({one, other} <= set(group) for group in found(desk).groups)
    assert not {(one, other), (other, third)} & {(pair.a, pair.b) for pair in found(desk).pairs}
    desk.book.undo()
    assert found(desk).groups == ((one, other, third),)


def test_one_question_is_asked_about_two_groups(desk: Desk) -> None:
    fathers = cards(desk, WILLIAM, BILL)
    sons = cards(desk, JUNIOR, replace(BILL, last_name="Reyes Jr"))
    likely = [one for one in found(desk).pairs if one.answer is Answer.LIKELY]
    assert len(likely) == 1
    assert {likely[0].a in fathers, likely[0].b in sons} == {True}


def test_entities_are_searched_each_for_itself(book: Book, desk: Desk) -> None:
    campaign = desk_for(book, "campaign")
    (ours,), (theirs,) = cards(desk, WILLIAM), cards(campaign, BILL)
    with book.read() as connection:
        both = duplicates(connection, [desk.entity.id, campaign.entity.id])
    assert both.pairs == ()
    with book.unit_of_work("Link") as unit:
        link_cards(unit, [ours, theirs])
    # What the other entity's card says is not held against a card of this one.
    moved = replace(WILLIAM, street_1="9 Elm", zip="02118", phone="")
    (third,) = cards(campaign, moved)
    (pair,) = found(campaign).pairs
    assert {pair.a, pair.b} == {theirs, third}
    assert "Same e-mail address." not in pair.reasons
    assert third not in links(desk)


def test_a_whole_town_under_one_key_is_no_household(desk: Desk) -> None:
    town = [
        replace(person("Reyes", f"W{number}"), street_1=f"{number} Elm", employer="")
        for number in range(MOST_ALIKE + 1)
    ]
    with (
        desk.book.unit_of_work("Town") as unit,
        LedgerWriter(unit, desk.entity.id) as writer,
    ):
        for one in town:
            writer.add_contact(one)
    first, second = cards(desk, replace(WILLIAM, zip="97302"), BILL)
    assert pairs(desk) == {(first, second, "same")}


# --- linking and parting


def test_aggregates_follow_and_parting_restores_them(desk: Desk) -> None:
    one, other = desk.meet(WILLIAM), desk.meet(BILL)
    first = desk.record("individual_receipt", one, "2026-02-01", 150_00)
    second = desk.record("individual_receipt", other, "2026-03-01", 100_00)
    assert aggregates(desk, first, second) == [150_00, 100_00]
    with desk.book.unit_of_work("Link") as unit:
        link_cards(unit, [one.card_id, other.card_id], "Same telephone")
    assert aggregates(desk, first, second) == [150_00, 250_00]
    later = desk.record("individual_receipt", one, "2026-04-01", 10_00)
    with desk.book.unit_of_work("Part") as unit:
        unlink_cards(unit, [other.card_id])
    assert aggregates(desk, first, second, later) == [150_00, 100_00, 160_00]
    assert links(desk) == {}
    desk.book.undo()
    assert aggregates(desk, first, second, later) == [150_00, 250_00, 260_00]


def test_two_groups_are_taken_apart_as_they_were(desk: Desk) -> None:
    a, b, c, d = cards(desk, *(person("Reyes", name) for name in ("Ann", "Bo", "Cy", "Di")))
    for group in ((b, c), (a, d)):
        with desk.book.unit_of_work("Link") as unit:
            link_cards(unit, group)
    before = links(desk)
    for leaving in ((b, c), (a, d)):
        with desk.book.unit_of_work("Link") as unit:
            link_cards(unit, [a, b])
        assert set(links(desk)) == {b, c, d}
        with desk.book.unit_of_work("Part") as unit:
            unlink_cards(unit, leaving)
        assert links(desk) == before


def test_parting_all_leaves_each_alone_and_nothing_else_is_parted(desk: Desk) -> None:
    a, b, c = cards(desk, *(person("Reyes", name) for name in ("Ann", "Bo", "Cy")))
    with desk.book.unit_of_work("Link") as unit:
        link_cards(unit, [a, b, c])
    with desk.book.unit_of_work("Part") as unit:
        unlink_cards(unit, [a])
    assert links(desk) == {c: b}
    with desk.book.unit_of_work("Part") as unit:
        unlink_cards(unit, [b, c])
    assert links(desk) == {}
    for asked, error in (([a], BadInput), ([999], NotFound)):
        with pytest.raises(error), desk.book.unit_of_work("Part") as unit:
            unlink_cards(unit, asked)
    with desk.book.read() as connection:
        assert people_apart(connection) == frozenset()


def test_finalised_reports_with_gifts_of_any_of_their_cards_are_named(
    desk: Desk, tmp_path: Path
) -> None:
    one, other, third = (desk.meet(who) for who in (WILLIAM, BILL, person("Hill")))
    desk.record("individual_receipt", one, "2026-02-01", 350_00)
    desk.record("individual_receipt", third, "2026-02-01", 350_00)
    quarter = Period(first="2026-01-01", last="2026-03-31")
    asked = Request(entity_id=desk.entity.id, form="F3X", period=quarter, outputs=("fec",),
                    signed_on="2026-04-10")  # fmt: skip
    draft = prepare(desk.book, asked, tmp_path)
    seen = [desk.entity.id]
    with desk.book.read() as connection:
        assert touched_reports(connection, [one.card_id], seen) == ()
    finalise(desk.book, draft.filing.id)
    with desk.book.read() as connection:
        assert touched_reports(connection, [other.card_id], seen) == ()
        assert touched_reports(connection, [one.card_id], []) == ()
        (report,) = touched_reports(connection, [one.card_id, other.card_id], seen)
    assert (report.filing_id, report.entries, report.state) == (draft.filing.id, 1, "final")
    assert report.words.endswith("(2026-01-01 to 2026-03-31, final): 1 entry")
    with desk.book.unit_of_work("Link") as unit:
        link_cards(unit, [one.card_id, other.card_id])
    with desk.book.read() as connection:
        assert touched_reports(connection, [other.card_id], seen) == (report,)
    with desk.book.read() as connection:
        filing = filings.filing_by_id(connection, draft.filing.id)
    with desk.book.unit_of_work("Filed") as unit:
        filings.mark_filed(unit, filing, "FEC-1234567")
    with desk.book.read() as connection:
        filing = filings.filing_by_id(connection, draft.filing.id)
    with desk.book.unit_of_work("Amend") as unit:
        filings.amend(unit, filing)
    with desk.book.read() as connection:
        assert touched_reports(connection, [other.card_id], seen) == ()
