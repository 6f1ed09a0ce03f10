"""What may be done about a gift above its limit or on hold: amounts, days, law, and why not.

The cases follow the text: 11 CFR 103.3(b), 110.1(b)(5), 110.1(k)(3).
"""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.gift_corrections import (
    NOBODY,
    Reattribution,
    Redesignation,
    reattribute_to_new,
    redesignate,
    settle_with_paper,
)
from financedesk.ledger.gift_remedies import (
    InQuestion,
    gift_above,
    in_question,
    reattribution_outlook,
    redesignation_outlook,
)
from financedesk.ledger.hold import HoldTerms, Settled, place_hold
from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.limit_near import NearQuery, near_rooms
from financedesk.ledger.refunds import TypedRefund, record_refund
from tests.ledger.riverbend import Desk, committee, desk_for, person

RECEIVED, TODAY, LAST_DAY = "2026-02-02", date(2026, 3, 1), date(2026, 4, 3)
PRIMARY = "2026-05-19"


@pytest.fixture
def campaign(book: Book) -> Desk:
    """The candidate's desk, with a primary on its day."""
    desk = desk_for(book, "campaign")
    with book.unit_of_work("Enter election") as unit:
        values = {"entity_id": desk.entity.id, "code": "P2026", "held_on": PRIMARY}
        unit.insert(tables.election, values)
    return desk


@pytest.fixture
def ada(campaign: Desk) -> ContactRef:
    return campaign.meet(person("Lopez"))


def asked(book: Book, gift: int, today: date = TODAY) -> InQuestion:
    with book.read() as connection:
        found = in_question(connection, gift, today)
    assert found is not None
    return found


def offered(found: InQuestion) -> dict[str, int]:
    return {one.code: one.cents for one in found.ways if one.offered}


def why_not(found: InQuestion, code: str) -> str:
    return next(one.why_not for one in found.ways if one.code == code)


def hold(book: Book, gift: int, reason: str, **more: object) -> None:
    terms = HoldTerms(reason=reason, basis="Seen on the check", since=RECEIVED)
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, gift, replace(terms, **more))


# --- above the limit


def test_an_undesignated_gift_above_the_primary_has_every_way(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    found = asked(book, gift)
    assert (found.left_cents, found.excess_cents, found.elections) == (
        5_000_00, 1_500_00, ("G2026",),
    )  # fmt: skip
    assert offered(found) == dict.fromkeys(
        ("presumed_redesignation", "redesignation", "presumed_reattribution", "reattribution",
         "refund"), 1_500_00,
    )  # fmt: skip
    assert {one.by for one in found.ways} == {LAST_DAY}
    assert all(one.citation.startswith("11 CFR 1") for one in found.ways)
    assert found.why_not("redesignate") == ""


def test_what_the_entry_designates_is_not_presumed_but_may_be_signed(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00, election_code="P2026")
    found = asked(book, gift)
    assert "presumed_redesignation" not in offered(found)
    assert "names its election" in why_not(found, "presumed_redesignation")
    assert "110.1(b)(5)(ii)(B)" in why_not(found, "presumed_redesignation")
    assert offered(found)["redesignation"] == 1_500_00


def test_an_other_election_takes_no_more_than_its_limit(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    campaign.record("individual_receipt", ada, RECEIVED, 3_000_00, election_code="G2026")
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00, election_code="P2026")
    assert offered(asked(book, gift))["redesignation"] == 500_00
    campaign.record("individual_receipt", ada, RECEIVED, 500_00, election_code="G2026")
    full = asked(book, gift)
    assert "redesignation" not in offered(full)
    assert "used up" in full.why_not("redesignate")
    assert full.why_not("reattribute") == ""


def test_a_party_s_gift_names_no_election_and_a_committee_s_has_no_other_holder(book: Book) -> None:
    desk = desk_for(book, "party")
    above = desk.record("individual_receipt", desk.meet(person("Lopez")), RECEIVED, 12_000_00)
    found = asked(book, above)
    assert offered(found)["reattribution"] == 2_000_00
    assert "calendar year" in found.why_not("redesignate")
    pac = desk.meet(committee("Mill PAC", "C00999993"))
    bodies = asked(book, desk.record("pac_receipt", pac, RECEIVED, 12_000_00))
    assert "no person" in bodies.why_not("reattribute")
    assert set(offered(bodies)) == {"refund"}


def test_after_sixty_days_the_paper_of_that_time_still_counts(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    late = asked(book, gift, date(2026, 4, 4))
    notes = {one.code: one.note for one in late.ways}
    assert "of that time" in notes["redesignation"]
    assert notes["refund"] == ""
    assert all(not one.note for one in asked(book, gift, LAST_DAY).ways)


def test_a_gift_within_its_limit_or_without_one_is_not_in_question(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    within = campaign.record("individual_receipt", ada, RECEIVED, 3_500_00)
    with book.read() as connection:
        assert in_question(connection, within, TODAY) is None
        assert in_question(connection, 0, TODAY) is None


# --- on hold


def test_a_prohibited_gift_on_hold_goes_back_or_is_shown_to_be_lawful(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 300_00)
    hold(book, gift, "prohibited", since="2026-02-10")
    found = asked(book, gift)
    assert offered(found) == {"release": 300_00, "refund": 300_00}
    assert {one.by for one in found.ways if one.offered} == {date(2026, 3, 12)}
    assert "may not give" in found.why_not("redesignate")
    assert "(b)(2)" in next(one.citation for one in found.ways if one.code == "refund")


def test_a_check_that_waits_is_sent_back_within_ten_days_and_not_put_right_on_paper(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    hold(book, gift, "excessive", cents=1_500_00, waiting=True)
    found = asked(book, gift)
    assert set(offered(found)) == {"return", "release"}
    days = {one.code: one.by for one in found.ways if one.offered}
    assert days["return"] == date(2026, 2, 12)
    assert "not in the bank" in found.why_not("reattribute")


def test_the_paper_that_moves_the_excess_releases_the_hold(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    hold(book, gift, "excessive", cents=1_500_00)
    assert "above the limit still" in why_not(asked(book, gift), "release")
    paper = Redesignation(
        gift_id=gift, amount_cents=1_000_00, day="2026-03-01", to_election="G2026", how="signed",
        evidence="Letter of 2026-02-27",
    )  # fmt: skip
    settled = Settled(day="2026-03-01", who="", why=paper.evidence)
    with book.read() as connection:
        assert "$500.00 stay above" in redesignation_outlook(connection, paper).words[-1]
    with book.unit_of_work("Put right") as unit:
        redesignate(unit, paper)
        assert not settle_with_paper(unit, gift, paper.amount_cents, settled)
    rest = replace(paper, amount_cents=500_00)
    with book.read() as connection:
        assert "the hold is released" in redesignation_outlook(connection, rest).words[-1]
    with book.unit_of_work("Put right") as unit:
        redesignate(unit, rest)
        assert settle_with_paper(unit, gift, rest.amount_cents, settled)
    with book.read() as connection:
        assert open_hold(connection, gift) is None
        assert in_question(connection, gift, TODAY) is None
    assert book.verify() == []


# --- before it is saved


def test_an_outlook_says_what_it_comes_to_and_writes_nothing(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00, election_code="P2026")
    paper = Redesignation(
        gift_id=gift, amount_cents=1_500_00, day="2026-03-01", to_election="G2026", how="signed",
        evidence="",
    )  # fmt: skip
    with book.read() as connection:
        found = redesignation_outlook(connection, paper)
        assert "$1,500.00 counts for the general 2026" in found.words[0]
        assert "Leaves $2,000.00 of $3,500.00 for the general 2026" in found.words[1]
        run_off = redesignation_outlook(connection, replace(paper, to_election="R2026"))
        assert "day of that election is not entered" in run_off.words[0]
        late = redesignation_outlook(connection, replace(paper, day="2026-04-04"))
        assert "sixty days ended" in late.refused
        presumed = redesignation_outlook(connection, replace(paper, how="presumed"))
        assert "presumes nothing" in presumed.refused
    assert asked(book, gift).excess_cents == 1_500_00


def test_a_part_may_be_somebody_s_who_gets_a_card_in_the_same_step(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    gift = campaign.record("individual_receipt", ada, RECEIVED, 5_000_00)
    spouse = person("Lopez", "Bea")
    paper = Reattribution(
        gift_id=gift, amount_cents=1_500_00, day="2026-03-01", to=NOBODY, how="signed",
        evidence="Both signed on 2026-02-27",
    )  # fmt: skip
    with book.read() as connection:
        told = reattribution_outlook(connection, paper, spouse)
        assert "Bea Lopez’s" in told.words[0]
        away = replace(spouse, country="FR", state="ZZ")
        assert reattribution_outlook(connection, replace(paper, amount_cents=1), away)
    with book.unit_of_work("Reattribute contribution") as unit:
        ids = reattribute_to_new(unit, paper, spouse)
    with book.read() as connection:
        assert in_question(connection, gift, TODAY) is None
        rows = connection.execute(tables.item.select().where(tables.item.c.id.in_(ids))).all()
    assert len({row.card_id for row in rows}) == 2
    book.undo()
    assert asked(book, gift).excess_cents == 1_500_00
    with book.read() as connection:
        names = connection.execute(tables.contact.select()).all()
    assert [row.first_name for row in names if row.last_name == "Lopez"] == ["Ada"]


def test_a_room_above_its_limit_leads_to_its_newest_gift_that_is_left(
    book: Book, campaign: Desk, ada: ContactRef
) -> None:
    older = campaign.record("individual_receipt", ada, RECEIVED, 3_000_00, election_code="G2026")
    newer = campaign.record(
        "individual_receipt", ada, "2026-02-20", 2_000_00, election_code="G2026"
    )
    ids = (campaign.entity.id,)

    def leads_to() -> int | None:
        with book.read() as connection:
            (room,) = near_rooms(connection, NearQuery(entity_ids=ids, today=TODAY, state="over"))
            assert gift_above(connection, room, (0,)) is None
            return gift_above(connection, room, ids)

    assert leads_to() == newer
    refund = TypedRefund(
        gift_id=newer, amount_cents=2_000_00, day="2026-02-25", account_id=campaign.account_id
    )
    campaign.record("individual_receipt", ada, "2026-02-10", 1_000_00, election_code="G2026")
    with book.unit_of_work("Refund") as unit:
        record_refund(unit, refund)
    assert leads_to() not in (newer, older)
