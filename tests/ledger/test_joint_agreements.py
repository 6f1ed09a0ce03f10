"""The written agreement of a joint fundraiser, and payments shared out by it.

The cases follow the text: 11 CFR 102.17(c)(1), (c)(5), (c)(6).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entity_edit import EntityFacts, add_entity
from financedesk.ledger.entity_end import delete_entity
from financedesk.ledger.gift_forecast import GiftQuestion, forecast
from financedesk.ledger.gift_remedies import in_question
from financedesk.ledger.hold_outlook import holdable
from financedesk.ledger.joint_agreements import (
    JointAgreement,
    JointShare,
    JointTerms,
    add_version,
    agreement_on,
    agreements_of,
    correct_version,
    delete_version,
    verify,
)
from financedesk.ledger.joint_shares import JointForecast, joint_forecast, waiting_uses
from financedesk.ledger.limits import Question
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.what_if import GiftAsked, what_if
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import RIVERBEND, Desk, committee, desk_for, entity, person

ON = date(2026, 3, 1)
BOTH = (
    JointShare(participant="party", name="", recipient="", weight=60),
    JointShare(participant="campaign", name="", recipient="", weight=40),
)
TERMS = JointTerms(from_date="2026-01-01", signed_on="2025-12-20", whole=100, shares=BOTH)
OUTSIDE = JointShare(
    name="Harbor for House", committee_id="c00777771", recipient="candidate", weight=40
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Book]:
    """A party, a campaign, a super PAC and the joint committee of the first two."""
    more = (
        replace(entity("joint", "jfc", "C00999995"), limit_group=""),
        replace(entity("super", "super_pac", "C00999996"), limit_group=""),
    )
    organisation = Organisation(name="Riverbend", entities=(*RIVERBEND.entities, *more))
    with book_of(tmp_path / "book.fdesk", organisation) as book:
        yield book


@pytest.fixture
def joint(house: Book) -> Desk:
    return desk_for(house, "joint")


@pytest.fixture
def ada(joint: Desk) -> ContactRef:
    return joint.meet(person("Lopez"))


def keep(book: Book, desk: Desk, terms: JointTerms = TERMS) -> int:
    with book.unit_of_work("Add joint fundraising agreement") as unit:
        return add_version(unit, desk.entity.id, terms)


def versions(book: Book, desk: Desk) -> tuple[JointAgreement, ...]:
    with book.read() as connection:
        return agreements_of(connection, desk.entity.id)


def told(
    book: Book, desk: Desk, who: ContactRef, cents: int, on: date = ON, besides: int | None = None
) -> JointForecast:
    with book.read() as connection:
        seen = [row.id for row in connection.execute(tables.entity.select())]
        found = joint_forecast(
            connection, desk.entity.id, who.card_id, seen, Question(on=on, cents=cents), besides
        )
    assert found is not None
    return found


def cents(found: JointForecast) -> dict[str, int]:
    return {one.share.key: one.cents for one in found.parts}


# --- the agreement


def test_an_agreement_is_kept_with_the_classes_of_its_participants(
    house: Book, joint: Desk
) -> None:
    number = keep(house, joint)
    (kept,) = versions(house, joint)
    assert kept.id == number
    assert [(one.name, one.recipient, one.weight) for one in kept.terms.shares] == [
        ("Riverbend Party", "state_party", 60), ("Riverbend Campaign", "candidate", 40),
    ]  # fmt: skip
    assert kept.terms.shares[0].committee_id == "C00999991"
    with house.read() as connection:
        assert agreement_on(connection, joint.entity.id, date(2025, 12, 31)) is None
        assert agreement_on(connection, joint.entity.id, date(2030, 1, 1)) == kept
    assert house.verify() == []


def test_a_changed_formula_is_a_new_version_from_its_day(house: Book, joint: Desk) -> None:
    first = keep(house, joint)
    half = tuple(replace(one, weight=50) for one in BOTH)
    changed = replace(TERMS, from_date="2026-04-01", signed_on="2026-03-20", shares=half)
    second = keep(house, joint, changed)
    days = [(one.id, one.terms.from_date, one.terms.to_date) for one in versions(house, joint)]
    assert days == [(first, "2026-01-01", "2026-03-31"), (second, "2026-04-01", "")]
    with house.read() as connection:
        found = agreement_on(connection, joint.entity.id, date(2026, 3, 31))
        assert found is not None
        assert found.id == first
    house.undo()
    assert [(one.id, one.terms.to_date) for one in versions(house, joint)] == [(first, "")]
    with pytest.raises(BadInput, match="begins after that day"):
        keep(house, joint, replace(TERMS, from_date="2025-12-31"))


def test_a_slip_is_corrected_in_its_place_and_a_version_can_be_taken_away(
    house: Book, joint: Desk
) -> None:
    number = keep(house, joint)
    right = replace(TERMS, shares=(replace(BOTH[0], weight=70), replace(BOTH[1], weight=30)))
    with house.unit_of_work("Edit") as unit:
        correct_version(unit, number, right)
    assert [one.weight for one in versions(house, joint)[0].terms.shares] == [70, 30]
    second = keep(house, joint, replace(right, from_date="2026-04-01"))
    with house.unit_of_work("Edit") as unit, pytest.raises(BadInput, match="on one day"):
        correct_version(unit, number, right)
    with house.unit_of_work("Delete") as unit:
        delete_version(unit, second)
    assert len(versions(house, joint)) == 1
    assert house.verify() == []


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (replace(TERMS, shares=BOTH[:1]), "at least two participants"),
        (replace(TERMS, shares=(BOTH[0], replace(BOTH[1], weight=35))), "95 and not to 100: 5 are"),
        (replace(TERMS, whole=0, shares=(BOTH[0], replace(BOTH[1], weight=0))), "above zero"),
        (replace(TERMS, shares=(BOTH[0], replace(BOTH[0], weight=40))), "named twice"),
        (replace(TERMS, signed_on="2026-01-02"), "in writing before"),
        (replace(TERMS, to_date="2025-12-31"), "last day is before"),
        (replace(TERMS, whole=7), "add up to one of"),
        (replace(TERMS, shares=(BOTH[0], replace(OUTSIDE, name=" "))), "Name every"),
        (
            replace(TERMS, shares=(BOTH[0], replace(BOTH[1], participant="joint"))),
            "no participant of its own",
        ),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_refused_in_words(
    house: Book, joint: Desk, terms: JointTerms, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        keep(house, joint, terms)
    assert versions(house, joint) == ()


def test_who_may_not_take_part_is_refused_with_the_law(house: Book, joint: Desk) -> None:
    shares = (BOTH[1], JointShare(participant="super", name="", recipient="", weight=60))
    with pytest.raises(Refused, match=r"Super.*any amount \(52 U.S.C. 30125"):
        keep(house, joint, replace(TERMS, shares=shares))
    levin = replace(OUTSIDE, recipient="levin", weight=40)
    with pytest.raises(Refused, match="Levin money may not"):
        keep(house, joint, replace(TERMS, shares=(BOTH[0], levin)))
    with pytest.raises(Refused, match="no joint fundraising committee"):
        keep(house, desk_for(house, "party"))
    national = replace(OUTSIDE, recipient="national_party", weight=40)
    keep(house, joint, replace(TERMS, shares=(BOTH[0], national)))
    (kept,) = versions(house, joint)
    assert "convention, headquarters and recount" in kept.terms.notes[0]


def test_a_joint_committee_without_entries_is_deleted_with_its_agreement(
    house: Book, joint: Desk
) -> None:
    keep(house, joint)
    with house.unit_of_work("Delete entity") as unit:
        delete_entity(unit, joint.entity.id)
    assert versions(house, joint) == ()


def test_verify_finds_two_versions_on_one_day_and_shares_that_do_not_add_up(
    house: Book, joint: Desk
) -> None:
    first = keep(house, joint)
    keep(house, joint, replace(TERMS, from_date="2026-04-01"))
    with house.unit_of_work("Break") as unit:
        unit.update(tables.joint_agreement, first, {"to_date": None, "whole": 90})
    with house.read() as connection:
        found = [one.text for one in verify(connection)]
    assert len(found) == 2
    assert "do not add up" in found[0]
    assert "on one day" in found[1]


# --- a payment


def test_a_payment_is_shared_by_the_formula_as_far_as_the_limits_take_it(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    assert cents(told(house, joint, ada, 5_000_00)) == {"party": 3_000_00, "campaign": 2_000_00}
    full = told(house, joint, ada, 12_000_00)
    assert cents(full) == {"party": 8_500_00, "campaign": 3_500_00}
    assert full.back_cents == 0
    assert "Riverbend Campaign takes $3,500.00 of its $4,800.00" in full.full_words[0]
    over = told(house, joint, ada, 14_000_00)
    assert cents(over) == {"party": 10_000_00, "campaign": 3_500_00}
    assert (over.back_cents, over.back_by) == (500_00, date(2026, 4, 30))
    assert "$500.00 fit no participant" in over.back_words
    assert "102.17(c)(6)" in over.back_words


def test_what_the_participants_had_of_the_giver_counts(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    campaign = desk_for(house, "campaign")
    own = campaign.meet(person("Lopez"))
    campaign.record("individual_receipt", own, "2026-02-01", 3_000_00, election_code="G2026")
    assert cents(told(house, joint, ada, 5_000_00)) == {"party": 4_500_00, "campaign": 500_00}


def test_what_waits_with_the_joint_committee_counts_until_it_is_shared_out(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    gift = joint.record("individual_receipt", ada, "2026-02-10", 10_000_00)
    again = told(house, joint, ada, 5_000_00)
    assert again.waiting_cents == 10_000_00
    assert cents(again) == {"party": 3_500_00, "campaign": 0}
    assert again.back_cents == 1_500_00
    # Corrected, it does not count beside itself.
    assert cents(told(house, joint, ada, 5_000_00, besides=gift)) == {
        "party": 3_000_00, "campaign": 2_000_00,
    }  # fmt: skip
    # Shared out, it counts once: as the memo entries of the participants.
    for code, amount, election in (("party", 6_500_00, None), ("campaign", 3_500_00, "G2026")):
        desk = desk_for(house, code)
        desk.record(
            "individual_jf_transfer_memo", desk.meet(person("Lopez")), "2026-02-10", amount,
            memo=True, election_code=election,
        )  # fmt: skip
    after = told(house, joint, ada, 5_000_00)
    assert (after.waiting_cents, cents(after)) == (0, {"party": 3_500_00, "campaign": 0})
    # The gift itself is as it was: its memo entries are no second gift.
    again = told(house, joint, ada, 10_000_00, besides=gift)
    assert (cents(again), again.back_cents) == ({"party": 6_500_00, "campaign": 3_500_00}, 0)
    with house.read() as connection:
        seen = [row.id for row in connection.execute(tables.entity.select())]
        assert in_question(connection, gift, ON, seen) is None


def test_memo_entries_of_another_joint_committee_are_not_taken_for_these(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    joint.record("individual_receipt", ada, "2026-02-10", 5_000_00)
    party = desk_for(house, "party")
    for number, name in (("C00777779", "Harbor Victory"), ("C00999995", "Riverbend Joint")):
        transfer = party.record(
            "joint_fundraising_transfer", party.meet(committee(name, number)), "2026-02-20", 900_00
        )
        party.record(
            "individual_jf_transfer_memo", party.meet(person("Lopez")), "2026-02-10", 1_000_00,
            memo=True, parent_id=transfer,
        )  # fmt: skip
    # 3,000.00 and 2,000.00 wait; of the party's 1,000.00 are shared out by this committee.
    assert told(house, joint, ada, 100_00).waiting_cents == 4_000_00


def test_what_waits_leaves_less_for_a_gift_straight_to_a_participant(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    joint.record("individual_receipt", ada, "2026-02-10", 10_000_00)
    party = desk_for(house, "party")
    who = party.meet(person("Lopez"))

    def left(*seen: int) -> str:
        with house.read() as connection:
            asked = GiftQuestion(
                entity=party.entity, account=account_by_id(connection, party.account_id),
                giver=person("Lopez"), card_id=who.card_id, day="2026-03-01", cents=1_000_00,
                method="", today=ON, visible=seen,
            )  # fmt: skip
            return forecast(connection, asked).left

    campaign = desk_for(house, "campaign").entity.id
    assert "Leaves $2,500.00 of $10,000.00" in left(joint.entity.id, campaign)
    # Of a participant behind a wall it is taken that its share fitted.
    assert "Leaves $3,000.00 of $10,000.00" in left(joint.entity.id)
    # Who may not see the joint committee is told nothing of it.
    assert "Leaves $9,000.00 of $10,000.00" in left()
    with house.read() as connection:
        gift = GiftAsked(entity_id=party.entity.id, on=ON, cents=4_000_00, card_id=who.card_id)
        seen = [party.entity.id, joint.entity.id, campaign]
        found = what_if(connection, gift, seen)
        assert waiting_uses(connection, who.card_id, seen, Question(on=ON)).keys() == {
            "riverbend", f"candidate:{campaign}",
        }  # fmt: skip
    assert found.row.room is not None
    assert (found.row.room.pending_cents, found.excess_cents) == (6_500_00, 500_00)


def test_two_joint_committees_do_not_promise_one_room_twice(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    with house.unit_of_work("Add entity") as unit:
        facts = EntityFacts(name="Second Joint", code="second", kind="jfc")
        second = add_entity(unit, facts)
        add_version(unit, second, TERMS)
    joint.record("individual_receipt", ada, "2026-02-10", 10_000_00)
    with house.read() as connection:
        seen = [row.id for row in connection.execute(tables.entity.select())]
        question = Question(on=ON, cents=5_000_00)
        found = joint_forecast(connection, second, ada.card_id, seen, question)
    assert found is not None
    assert cents(found) == {"party": 3_500_00, "campaign": 0}


def test_a_gift_before_the_change_is_shared_by_the_formula_of_its_day(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    only_party = (replace(BOTH[0], weight=99), replace(BOTH[1], weight=1))
    changed = replace(TERMS, from_date="2026-04-01", signed_on="2026-03-20", shares=only_party)
    keep(house, joint, changed)
    assert cents(told(house, joint, ada, 1_000_00)) == {"party": 600_00, "campaign": 400_00}
    later = told(house, joint, ada, 1_000_00, on=date(2026, 4, 1))
    assert cents(later) == {"party": 990_00, "campaign": 10_00}


def test_a_committee_outside_takes_by_its_limit_and_is_to_be_asked(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint, replace(TERMS, shares=(BOTH[0], OUTSIDE)))
    found = told(house, joint, ada, 12_000_00)
    assert cents(found) == {"party": 8_500_00, "C00777771": 3_500_00}
    assert found.outside_words.startswith("Ask Harbor for House what the giver")
    assert [one.outside for one in found.parts] == [False, True]


def test_there_is_no_forecast_without_an_agreement_of_the_day(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint, replace(TERMS, from_date="2026-04-01"))
    with house.read() as connection:
        question = Question(on=ON, cents=100_00)
        assert joint_forecast(connection, joint.entity.id, ada.card_id, (), question) is None


def test_behind_a_wall_only_fits_is_told(house: Book, joint: Desk, ada: ContactRef) -> None:
    keep(house, joint)
    with house.read() as connection:
        found = joint_forecast(
            connection, joint.entity.id, ada.card_id, [joint.entity.id],
            Question(on=ON, cents=12_000_00),
        )  # fmt: skip
    assert found is not None
    assert cents(found) == {"party": 7_200_00, "campaign": 0}
    assert [one.left_cents for one in found.parts] == [None, None]
    assert {one.words for one in found.parts} == {"The gift fits.", "The gift does not fit."}


def test_of_a_gift_in_the_books_what_fits_nobody_is_refunded_or_held(
    house: Book, joint: Desk, ada: ContactRef
) -> None:
    keep(house, joint)
    gift = joint.record("individual_receipt", ada, "2026-02-10", 9_000_00)
    rest = joint.record("individual_receipt", ada, "2026-02-20", 6_000_00)
    with house.read() as connection:
        # The gift itself is not counted beside itself; the other one is.
        seen = [row.id for row in connection.execute(tables.entity.select())]
        found = in_question(connection, rest, ON, seen)
        assert found is not None
        assert found.excess_cents == 1_500_00
        assert [one.code for one in found.ways if one.offered] == ["refund"]
        assert "goes back" in found.why_not("redesignate")
        held = holdable(connection, gift, seen).proposal
    assert (held.reason, held.cents) == ("excessive", 1_500_00)
    assert "102.17(c)(6)" in held.basis
