"""Cards that may be one person's: told together, linked or told apart, never merged silently."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import entities
from financedesk.ledger.limit_doubles import Double, doubles
from financedesk.ledger.limit_excess import excesses
from financedesk.ledger.limit_findings import ABOVE, MAY_BE_ONE
from financedesk.ledger.limit_near import NearQuery, NearRoom, State, near_rooms
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.same_person import cards_of, link_cards, tell_apart
from financedesk.ledger.wall_findings import wall_findings
from tests.ledger.riverbend import Desk, desk_for, person

ADA = replace(person("Lopez"), street_1="1 Main Street", email="")
TODAY = date(2026, 10, 6)


def give(desk: Desk, who: Contact, cents: int, day: str = "2026-03-01", **more: object) -> int:
    """Let a card that is always a new one give; returns it."""
    card = desk.meet(who)
    desk.record("individual_receipt", card, day, cents, **more)
    return card.card_id


def found_in(book: Book) -> tuple[Double, ...]:
    with book.read() as connection:
        return doubles(connection, [one.id for one in entities(connection)])


def near(book: Book, state: State = "", *codes: str) -> tuple[NearRoom, ...]:
    with book.read() as connection:
        ids = tuple(
            one.id for one in entities(connection) if not codes or one.code in codes
        )  # fmt: skip
        return near_rooms(connection, NearQuery(entity_ids=ids, today=TODAY, state=state))


def link(book: Book, *cards: int) -> None:
    with book.unit_of_work("Link cards") as unit:
        link_cards(unit, cards, "Same birthday")


def part(book: Book, *cards: int) -> None:
    with book.unit_of_work("Tell cards apart") as unit:
        tell_apart(unit, cards, "Father and son")


def test_two_cards_above_a_limit_together_are_told_as_what_they_may_be(desk: Desk) -> None:
    one = give(desk, ADA, 4_000_00)
    other = give(desk, replace(ADA, street_1="1 Main St."), 6_500_00, "2026-05-01")
    (double,) = found_in(desk.book)
    assert double.cards == (other, one)
    assert (double.used_cents, double.allowed_cents) == (10_500_00, 10_000_00)
    assert (double.excess_cents, len(double.item_ids)) == (500_00, 2)
    assert (double.first_day, double.last_day) == ("2026-03-01", "2026-05-01")
    (row,) = near(desk.book)
    assert (row.cards, row.over_cents, row.id < 0) == ((other, one), 500_00, True)
    with desk.book.read() as connection:
        # Nobody merged them: as they stand neither is above or near anything.
        assert excesses(connection) == ()
        (finding,) = wall_findings(connection, [desk.entity.id])
    assert (finding.kind, finding.cents, finding.item_ids) == (MAY_BE_ONE, 500_00, double.item_ids)
    assert "may be one person" in finding.why
    assert "30116(a)(1)(D)" in finding.citation


def test_linked_they_are_one_above_the_limit_and_undo_parts_them(desk: Desk) -> None:
    cards = give(desk, ADA, 4_000_00), give(desk, ADA, 6_500_00)
    link(desk.book, *cards)
    assert found_in(desk.book) == ()
    (row,) = near(desk.book, "over")
    assert (row.cards, row.over_cents) == ((), 500_00)
    with desk.book.read() as connection:
        (excess,) = excesses(connection)
        kinds = [one.kind for one in wall_findings(connection, [desk.entity.id])]
    assert (excess.excess_cents, kinds) == (500_00, [ABOVE])
    desk.book.undo()
    assert len(found_in(desk.book)) == 1
    assert near(desk.book, "over") == ()
    assert desk.book.verify() == []


def test_told_apart_they_are_two_wherever_somebody_asks(desk: Desk) -> None:
    one, other = give(desk, ADA, 4_000_00), give(desk, ADA, 6_500_00)
    assert _left(desk, one) == -500_00  # asked for one giver, cards that agree count together
    part(desk.book, one, other)
    assert found_in(desk.book) == ()
    assert near(desk.book) == ()
    assert (_left(desk, one), _left(desk, other)) == (6_000_00, 3_500_00)
    desk.book.undo()
    assert len(found_in(desk.book)) == 1
    desk.book.redo()
    link(desk.book, one, other)
    assert _left(desk, one) == -500_00
    with desk.book.read() as connection:
        assert connection.execute(tables.person_apart.select()).all() == []
    assert desk.book.verify() == []


def _left(desk: Desk, card: int) -> int | None:
    with desk.book.read() as connection:
        rows = rooms_of_person(connection, card, [desk.entity.id], Question(on=TODAY))
    room = next(one.room for one in rows if one.recipient == "state_party")
    return None if room is None else room.left_cents


def test_together_they_fit_to_the_cent(desk: Desk) -> None:
    give(desk, ADA, 4_000_00)
    give(desk, ADA, 6_000_00)
    assert found_in(desk.book) == ()


def test_what_was_refunded_does_not_count(desk: Desk) -> None:
    give(desk, ADA, 4_000_00)
    who = desk.meet(ADA)
    gift = desk.record("individual_receipt", who, "2026-03-01", 6_500_00)
    assert len(found_in(desk.book)) == 1
    desk.record("refund_individual_contribution", who, "2026-04-01", 500_00, parent_id=gift)
    assert found_in(desk.book) == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(ADA, street_1="2 Main Street"),  # another house
        replace(ADA, suffix="Jr."),  # the son
        replace(ADA, first_name="Eva"),
        replace(ADA, street_1="", zip=""),  # a name alone proves nothing
    ],
)
def test_who_does_not_agree_is_somebody_else(desk: Desk, other: Contact) -> None:
    give(desk, ADA, 4_000_00)
    give(desk, other, 6_500_00)
    assert found_in(desk.book) == ()


def test_a_name_with_an_e_mail_address_agrees_too(desk: Desk) -> None:
    named = {"street_1": "", "email": "ada@example.org"}
    cards = (
        give(desk, replace(ADA, **named), 4_000_00),
        give(desk, replace(ADA, **named, city="Bend"), 6_500_00),
    )
    assert found_in(desk.book)[0].cards == (cards[1], cards[0])


def test_of_one_who_gave_little_the_other_is_found(book: Book) -> None:
    """Half of the limit is enough to begin with, also where the other has hardly any."""
    campaign = desk_for(book, "campaign")
    for cents in (3_490_00, 20_00):
        give(campaign, ADA, cents, election_code="G2026")
    (one,) = found_in(book)
    assert (one.window, one.excess_cents) == ("G2026", 10_00)
    give(campaign, ADA, 3_400_00, election_code="P2026")
    assert len(found_in(book)) == 1


def test_three_cards_are_one_row_and_two_of_them_told_apart_are_two(desk: Desk) -> None:
    cards = [give(desk, ADA, cents) for cents in (5_000_00, 4_000_00, 6_500_00)]
    (one,) = found_in(desk.book)
    assert one.cards == (cards[2], cards[0], cards[1])
    assert one.excess_cents == 5_500_00
    part(desk.book, cards[0], cards[1])
    assert [found.cards for found in found_in(desk.book)] == [
        (cards[2], cards[0]), (cards[2], cards[1]),
    ]  # fmt: skip


def test_people_who_are_linked_already_come_with_all_their_cards(desk: Desk) -> None:
    one, maiden = give(desk, ADA, 4_000_00), give(desk, replace(ADA, last_name="Stone"), 5_000_00)
    link(desk.book, one, maiden)
    other = give(desk, ADA, 1_500_00)
    (double,) = found_in(desk.book)
    assert (double.used_cents, len(double.person_ids)) == (10_500_00, 2)
    link(desk.book, other, double.cards[0])
    with desk.book.read() as connection:
        (excess,) = excesses(connection)
        links = connection.execute(tables.person_link.select()).all()
    assert excess.used_cents == 10_500_00
    assert {row.person_id for row in links} == {one}
    assert desk.book.verify() == []


def test_only_cards_in_view_are_compared(book: Book) -> None:
    """A card with an entity that one does not see is not even told to be there."""
    party, campaign = desk_for(book, "party"), desk_for(book, "campaign")
    give(party, ADA, 9_900_00)
    stranger = campaign.meet(ADA)
    party.record("individual_receipt", stranger, "2026-04-01", 500_00)
    assert len(near(book, "double")) == 1
    assert near(book, "double", "party") == ()


def test_an_act_that_says_nothing_is_refused(desk: Desk) -> None:
    one, other = give(desk, ADA, 1_00), give(desk, ADA, 1_00)
    with pytest.raises(BadInput, match="Two cards"), desk.book.unit_of_work("X") as unit:
        link_cards(unit, [one, one])
    with pytest.raises(BadInput, match="how it is known"), desk.book.unit_of_work("X") as unit:
        tell_apart(unit, [one, other], " ")
    with pytest.raises(NotFound, match="no card 7"), desk.book.read() as connection:
        cards_of(connection, [one, 7])
    link(desk.book, one, other)
    with pytest.raises(BadInput, match="linked as one"):
        part(desk.book, one, other)


def test_an_organisation_and_its_like_are_measured_as_a_person_is(desk: Desk) -> None:
    mill = Contact(type="ORG", name="Mill Inc", street_1="1 Mill Rd", zip="97301")
    give(desk, mill, 6_000_00)
    give(desk, mill, 6_000_00)
    assert [one.excess_cents for one in found_in(desk.book)] == [2_000_00]
