"""Who is near a limit or above it: by entity, class of giver, window and search."""

from datetime import date
from typing import Any

from financedesk.book import Book
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import find_entity
from financedesk.ledger.limit_excess import excesses
from financedesk.ledger.limit_near import NearQuery, NearRoom, near_names, near_rooms, near_windows
from tests.ledger.riverbend import Desk, desk_for, person

TODAY = date(2026, 10, 6)


def near(book: Book, *codes: str, **asked: Any) -> tuple[NearRoom, ...]:
    with book.read() as connection:
        ids = tuple(find_entity(connection, code).id for code in codes or ("party", "campaign"))
        return near_rooms(connection, NearQuery(entity_ids=ids, today=TODAY, **asked))


def give(desk: Desk, last_name: str, cents: int, day: str = "2026-03-01", **more: Any) -> int:
    """Let somebody new give; returns the card."""
    who = desk.meet(person(last_name))
    desk.record("individual_receipt", who, day, cents, **more)
    return who.card_id


def test_eighty_per_cent_is_near_and_a_cent_less_is_not(desk: Desk) -> None:
    card = give(desk, "Lopez", 8_000_00)
    give(desk, "Bird", 7_999_99)
    (one,) = near(desk.book)
    assert (one.card_id, one.used_cents, one.allowed_cents) == (card, 8_000_00, 10_000_00)
    assert (one.left_cents, one.over_cents, one.share) == (2_000_00, 0, 800)
    with desk.book.read() as connection:
        assert near_names(connection, [card]) == {card: "Ada Lopez"}


def test_who_is_over_is_who_the_excesses_name(desk: Desk) -> None:
    card = give(desk, "Lopez", 12_000_00)
    give(desk, "Bird", 9_000_00)
    (over,) = near(desk.book, state="over")
    with desk.book.read() as connection:
        (excess,) = excesses(connection)
    assert (over.person_id, over.over_cents) == (excess.person_id, excess.excess_cents)
    assert (over.card_id, over.over_cents) == (card, 2_000_00)
    assert [one.search_name for one in near(desk.book, state="near")] == ["bird ada"]


def test_a_refund_takes_somebody_off_the_list(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", who, "2026-03-01", 12_000_00)
    desk.record("refund_individual_contribution", who, "2026-04-01", 5_000_00, parent_id=gift)
    assert near(desk.book) == ()


def test_each_window_is_a_room_of_its_own(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    desk.record("individual_receipt", who, "2025-03-01", 9_000_00)
    desk.record("individual_receipt", who, "2026-03-01", 9_500_00)
    assert [one.window for one in near(desk.book)] == ["2026", "2025"]
    assert [one.window for one in near(desk.book, window="now")] == ["2026"]
    assert [one.window for one in near(desk.book, window="2025")] == ["2025"]
    with desk.book.read() as connection:
        assert near_windows(connection, [desk.entity.id]) == ("2026", "2025")


def test_a_user_is_told_of_givers_to_entities_in_view_only(book: Book) -> None:
    party, campaign = desk_for(book, "party"), desk_for(book, "campaign")
    mine = give(party, "Lopez", 9_000_00)
    theirs = give(campaign, "Bird", 3_000_00, election_code="G2026")
    assert [one.card_id for one in near(book, "party")] == [mine]
    assert [one.card_id for one in near(book, "campaign")] == [theirs]
    assert near(book, "campaign")[0].window_words == "general 2026"
    assert {one.card_id for one in near(book)} == {mine, theirs}


def test_a_committee_is_measured_by_its_own_limit(desk: Desk) -> None:
    pac = desk.meet(Contact(type="PAC", name="Mill PAC", committee_id="C00000088"))
    friends = desk.meet(Contact(type="CCM", name="Friends", committee_id="C00000077"))
    desk.record("pac_receipt", pac, "2026-03-01", 9_000_00)
    desk.record("party_receipt", friends, "2026-03-01", 90_000_00)
    (one,) = near(desk.book)
    assert (one.card_id, one.allowed_cents) == (pac.card_id, 10_000_00)


def test_the_list_is_searched_and_sorted(desk: Desk) -> None:
    give(desk, "Lopez", 9_500_00)
    give(desk, "Bird", 12_000_00)
    give(desk, "Kim", 8_100_00)
    names = [one.search_name for one in near(desk.book, order="name", descending=False)]
    assert names == ["bird ada", "kim ada", "lopez ada"]
    shares = [one.share for one in near(desk.book)]
    assert shares == [1200, 950, 810]
    assert [one.search_name for one in near(desk.book, text="kim")] == ["kim ada"]
    assert near(desk.book, text="nobody of that name") == ()
