"""What somebody may still give: shared allowances, walls, elections, pending money, state law."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import accounts, entities, find_entity
from financedesk.ledger.limit_person import find_card, limit_person
from financedesk.ledger.limits import (
    Question,
    RecipientRoom,
    exceeds_by,
    room_for_gift,
    rooms_of_person,
)
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.rules.limits import Override, Use
from financedesk.rules.state_law import state_law_from
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import Desk, desk_for, person

ON = date(2026, 4, 1)
SALEM = {"street_1": "1 Main St", "city": "Salem", "state": "OR", "zip": "97301"}
ADA = person("Lopez")


def body(code: str, kind: str, *accounts: str, group: str = "") -> NewEntity:
    """Describe an entity with one account of each kind named."""
    return NewEntity(
        code=code, kind=kind, name=f"Riverbend {code}", limit_group=group or None, address=SALEM,
        registrations=(NewRegistration(authority="FEC", identifier=f"C{ord(code[0]):08}"),),
        accounts=tuple(NewAccount(code=one, kind=one) for one in accounts),
    )  # fmt: skip


BODIES = (
    body("party", "state_party", "federal", "nonfederal", "levin", group="river"),
    body("fund", "pac", "federal", group="river"),
    body("nation", "national_party", "federal", group="river"),
    body("campaign", "candidate", "federal", group="river"),
    body("voice", "issue_c4", "operating"),
    body("strong", "super_pac", "operating"),
    body("rival", "pac", "federal"),
)

HOUSE = Organisation(name="Riverbend", entities=BODIES)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_of(tmp_path / "book.fdesk", HOUSE) as made:
        yield made


def give(book: Book, code: str, cents: int, day: str = "2026-03-01", **more: object) -> Desk:
    """Let Ada give to an entity, as a new card of that entity; returns its desk."""
    desk = desk_for(book, code)
    desk.record("individual_receipt", desk.meet(ADA), day, cents, **more)
    return desk


def card_of(book: Book, code: str) -> int:
    with book.read() as connection:
        return find_card(connection, "Lopez", [find_entity(connection, code).id])


def ask(
    book: Book, card: int, question: Question | None = None, visible: tuple[str, ...] = ()
) -> dict[str, RecipientRoom]:
    """Return the rooms by code, class and what tells them apart; everything is in view."""
    with book.read() as connection:
        ids = [one.id for one in entities(connection) if not visible or one.code in visible]
        found = rooms_of_person(connection, card, ids, question or Question(on=ON))
    keys = [
        ":".join(filter(None, (one.code, one.recipient, one.account, _election(one))))
        for one in found
    ]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, found, strict=True))


def _election(one: RecipientRoom) -> str:
    return one.room.window.key if one.recipient == "candidate" and one.room is not None else ""


def left(rooms: dict[str, RecipientRoom]) -> dict[str, int | None]:
    return {key: None if one.room is None else one.room.left_cents for key, one in rooms.items()}


def test_a_person_who_gave_nothing_has_every_room_of_the_law(book: Book) -> None:
    desk = desk_for(book, "party")
    card = desk.meet(ADA).card_id
    rooms = ask(book, card)
    assert left(rooms) == {
        "party:state_party": 10_000_00,
        "party:party_nonfederal": None,
        "party:levin": 10_000_00,
        "fund:pac": 5_000_00,
        "nation:national_party": 44_300_00,
        "nation:national_party:convention": 132_900_00,
        "nation:national_party:headquarters": 132_900_00,
        "nation:national_party:recount": 132_900_00,
        "campaign:candidate:G2026": 3_500_00,
        "voice:issue_c4": None,
        "strong:super_pac": None,
        "rival:pac": 5_000_00,
    }
    assert all(one.fits and one.in_view for one in rooms.values())
    assert rooms["party:party_nonfederal"].verdict.needs == "state_law"
    assert rooms["voice:issue_c4"].words == "No amount is set."


def test_committees_under_common_control_share_what_was_given_to_any_of_them(book: Book) -> None:
    give(book, "party", 3_000_00)
    give(book, "fund", 1_500_00)
    give(book, "nation", 700_00)
    rooms = left(ask(book, card_of(book, "party")))
    assert rooms["party:state_party"] == 10_000_00 - 4_500_00
    assert rooms["fund:pac"] == 5_000_00 - 4_500_00
    assert rooms["nation:national_party"] == 44_300_00 - 700_00
    assert rooms["rival:pac"] == 5_000_00
    assert rooms == left(ask(book, card_of(book, "fund")))


def test_the_same_name_elsewhere_is_another_person(book: Book) -> None:
    give(book, "party", 3_000_00)
    desk = desk_for(book, "fund")
    other = Contact(type="IND", last_name="Lopez", first_name="Ada", city="Bend", state="OR")
    assert left(ask(book, desk.meet(other).card_id))["fund:pac"] == 5_000_00


def test_a_name_and_an_e_mail_address_make_one_person(book: Book) -> None:
    party, fund = desk_for(book, "party"), desk_for(book, "fund")
    names = {"type": "IND", "last_name": "Bird", "first_name": "Bo", "email": "bo@example.org"}
    one, two = party.meet(Contact(**names)), fund.meet(Contact(**names, city="Bend"))
    party.record("individual_receipt", one, "2026-03-01", 1_000_00)
    assert left(ask(book, two.card_id))["fund:pac"] == 4_000_00


def test_a_link_of_the_treasurer_makes_one_person_of_two_cards(book: Book) -> None:
    give(book, "party", 3_000_00)
    fund = desk_for(book, "fund")
    maiden = fund.meet(Contact(type="IND", last_name="Stone", first_name="Ada"))
    card = card_of(book, "party")
    with book.unit_of_work("Same person") as unit:
        values = {"entity_id": fund.entity.id, "card_id": maiden.card_id, "person_id": card}
        unit.insert(tables.person_link, values)
    assert left(ask(book, maiden.card_id))["fund:pac"] == 2_000_00


def test_refunds_and_the_year_decide_what_is_left(book: Book) -> None:
    desk = desk_for(book, "party")
    ada = desk.meet(ADA)
    old = desk.record("individual_receipt", ada, "2025-11-20", 10_000_00)
    desk.record("refund_individual_contribution", ada, "2026-02-05", 4_000_00, parent_id=old)
    desk.record("individual_receipt", ada, "2026-01-02", 500_00, made_date="2025-12-31")
    now = ask(book, ada.card_id)["party:state_party"].room
    then = ask(book, ada.card_id, Question(on=date(2025, 12, 31)))["party:state_party"].room
    assert now is not None
    assert then is not None
    assert now.left_cents == 10_000_00
    assert then.left_cents == 10_000_00 - 10_000_00 + 4_000_00 - 500_00


def test_each_election_to_come_has_a_room_and_a_held_one_has_none(book: Book) -> None:
    desk = give(book, "campaign", 2_000_00, election_code="P2026")
    with book.unit_of_work("Enter the primary") as unit:
        values = {"entity_id": desk.entity.id, "code": "P2026", "held_on": "2026-05-19"}
        unit.insert(tables.election, values)
    card = card_of(book, "campaign")
    before = left(ask(book, card))
    assert before["campaign:candidate:P2026"] == 1_500_00
    assert before["campaign:candidate:G2026"] == 3_500_00
    after = ask(book, card, Question(on=date(2026, 5, 20)))
    assert "campaign:candidate:P2026" not in after
    late = ask(book, card, Question(on=date(2026, 11, 4)))["campaign:candidate:G2028"]
    assert late.room is not None
    assert late.room.limit.provisional


def test_a_gift_is_measured_before_it_is_saved(book: Book) -> None:
    give(book, "fund", 4_800_00)
    card = card_of(book, "fund")
    with book.read() as connection:
        ids = [one.id for one in entities(connection)]
        fund = find_entity(connection, "fund").id
        fits = room_for_gift(connection, card, fund, ids, Question(on=ON, cents=200_00))
        over = room_for_gift(connection, card, fund, ids, Question(on=ON, cents=200_01))
        with pytest.raises(NotFound, match="no entity number"):
            room_for_gift(connection, card, 999, ids, Question(on=ON))
    assert (fits.fits, over.fits) == (True, False)
    assert (exceeds_by(fits, 200_00), exceeds_by(over, 200_01)) == (0, 1)
    assert over.words == "$200.00 left of $5,000.00 in 2026."


def test_a_gift_names_its_election(book: Book) -> None:
    give(book, "campaign", 3_000_00, election_code="P2026")
    card = card_of(book, "campaign")
    with book.read() as connection:
        ids = [one.id for one in entities(connection)]
        campaign = find_entity(connection, "campaign").id
        primary, coming = (
            room_for_gift(connection, card, campaign, ids, Question(on=ON), election_code=code)
            for code in ("P2026", "")
        )
    assert primary.room is not None
    assert coming.room is not None
    assert (primary.room.left_cents, coming.room.left_cents) == (500_00, 3_500_00)
    assert coming.room.window.key == "G2026"


def test_pending_money_is_counted_where_the_caller_knows_of_it(book: Book) -> None:
    give(book, "fund", 1_000_00)
    pending = {"river": (Use(window="2026", cents=600_00, pending=True),)}
    found = ask(book, card_of(book, "fund"), Question(on=ON, pending=pending))["fund:pac"].room
    assert found is not None
    assert (found.used_cents, found.pending_cents, found.left_cents) == (
        1_000_00, 600_00, 3_400_00,
    )  # fmt: skip


def test_an_organisation_is_stopped_where_corporations_are_and_says_why(book: Book) -> None:
    desk = desk_for(book, "party")
    shop = desk.meet(Contact(type="ORG", name="Mill Inc"))
    rooms = ask(book, shop.card_id)
    stopped = {key for key, one in rooms.items() if one.stopped}
    assert stopped == {
        "party:state_party", "fund:pac", "rival:pac", "campaign:candidate",
        "nation:national_party", "nation:national_party:convention",
        "nation:national_party:headquarters", "nation:national_party:recount",
    }  # fmt: skip
    assert not any(rooms[key].fits for key in stopped)
    assert "30118" in rooms["fund:pac"].words
    firm = ask(book, shop.card_id, Question(on=ON, giver="partnership"))
    assert left(firm)["fund:pac"] == 5_000_00


def test_an_entity_of_the_book_gives_as_what_it_is(book: Book) -> None:
    desk = desk_for(book, "party")
    strong = desk.meet(
        Contact(
            type="COM", name="Riverbend strong", committee_id=BODIES[5].registrations[0].identifier
        )
    )
    campaign = desk.meet(
        Contact(type="COM", name="Campaign", committee_id=BODIES[3].registrations[0].identifier)
    )
    assert ask(book, strong.card_id)["party:state_party"].verdict.giver == "super_pac"
    assert ask(book, strong.card_id)["party:state_party"].stopped
    free = ask(book, campaign.card_id)["party:state_party"]
    assert (free.verdict.verdict, free.room) == ("allowed", None)


def test_counsel_s_word_shows_wherever_it_is_used(book: Book) -> None:
    give(book, "rival", 100_00)
    word = Override(
        rule="person_to_pac", cents=1_000_00, reason="consent decree", who="R. Stone",
        decided_on=ON,
    )  # fmt: skip
    found = ask(book, card_of(book, "rival"), Question(on=ON, overrides=(word,)))["rival:pac"].room
    assert found is not None
    assert (found.allowed_cents, found.left_cents) == (1_000_00, 900_00)
    assert found.limit.override is word


def test_the_state_s_own_file_measures_non_federal_money(book: Book) -> None:
    desk = desk_for(book, "party")
    ada = desk.meet(ADA)
    with book.read() as connection:
        account = accounts(connection, desk.entity.id)[1]
    desk.record("nonfederal_receipt", ada, "2026-02-01", 400_00, account_id=account.id)
    law = state_law_from(
        {
            "state": "OR",
            "limit": [
                {"recipient_type": "party_nonfederal", "donor_type": "individual",
                 "window": "year", "amount": "1000.00", "effective_from": date(2026, 1, 1),
                 "source": "ORS 260"},
            ],
        },
        "OR.toml",
    )  # fmt: skip
    rooms = ask(book, ada.card_id, Question(on=ON, state_files=(law,)))
    state = rooms["party:party_nonfederal"]
    assert state.room is not None
    assert (state.room.left_cents, state.room.limit.citation) == (600_00, "ORS 260")
    assert left(rooms)["party:state_party"] == 10_000_00


def test_across_a_wall_nothing_is_said_but_whether_it_fits(book: Book) -> None:
    give(book, "party", 3_000_00)
    give(book, "rival", 4_999_00)
    card = card_of(book, "party")
    question = Question(on=ON, cents=2_00)
    rooms = ask(book, card, question, visible=("party",))
    hidden = rooms["rival:pac"]
    assert (hidden.in_view, hidden.room, hidden.fits) == (False, None, False)
    assert hidden.words == "The gift does not fit."
    smaller = ask(book, card, Question(on=ON, cents=1_00), visible=("party",))["rival:pac"]
    assert smaller.words == "The gift fits."


def test_inside_a_limit_group_one_sees_what_is_left_for_all_of_it(book: Book) -> None:
    give(book, "party", 3_000_00)
    card = card_of(book, "party")
    rooms = ask(book, card, visible=("party",))
    seen = {key for key, one in rooms.items() if one.in_view}
    assert seen == {"party:state_party", "party:party_nonfederal", "party:levin", "fund:pac"}
    assert left(rooms)["fund:pac"] == 2_000_00


def test_who_sees_only_the_candidate_sees_nothing_of_the_party_beside_it(book: Book) -> None:
    give(book, "party", 3_000_00)
    desk = desk_for(book, "campaign")
    card = desk.meet(ADA).card_id
    rooms = ask(book, card, visible=("campaign",))
    assert {key for key, one in rooms.items() if one.in_view} == {"campaign:candidate:G2026"}
    assert {one.room for key, one in rooms.items() if key.startswith(("party", "fund"))} == {None}


def test_people_are_found_by_number_key_or_name(book: Book) -> None:
    desk = desk_for(book, "party")
    ids = [desk.entity.id]
    ada: ContactRef = desk.meet(ADA)
    bo = desk.meet(Contact(type="IND", last_name="Bird", first_name="Bo", external_key="p-7"))
    bill = desk.meet(Contact(type="IND", last_name="Bird", first_name="Bill"))
    with book.read() as connection:
        assert find_card(connection, str(ada.card_id), ids) == ada.card_id
        assert find_card(connection, "p-7", ids) == bo.card_id
        assert find_card(connection, "lopez ada", ids) == ada.card_id
        with pytest.raises(BadInput, match=f"Bill Bird .{bill.card_id}."):
            find_card(connection, "Bird", ids)
        with pytest.raises(NotFound, match="Nobody called “Nemo”"):
            find_card(connection, "Nemo", ids)
        with pytest.raises(NotFound, match="no card 5"):
            limit_person(connection, 5)
