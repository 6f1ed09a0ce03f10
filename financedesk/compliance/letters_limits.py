"""Letters about gifts above a limit: what another election or another giver may take of them.

Law: 11 CFR 110.1(b)(5), 110.1(k)(3).
"""

from dataclasses import dataclass

from sqlalchemy import RowMapping, select

from financedesk.compliance.letter_case import (
    Case,
    Gift,
    LetterRow,
    LetterValues,
    about_gift,
    gift_of,
    giver_of,
    item,
    transaction,
)
from financedesk.errors import BadInput, Refused
from financedesk.ledger.corrected_gift import CorrectedGift
from financedesk.ledger.gift_remedies import InQuestion, in_question
from financedesk.ledger.limits import exceeds_by
from financedesk.ledger.pairs import REATTRIBUTION, REDESIGNATION
from financedesk.rules.windows import election_code, election_words

_PRESUMED = "Presumed:"


@dataclass(frozen=True, slots=True)
class _Move:
    """What stays, what moves and what fits nowhere, in cents."""

    stays: int
    moves: int
    rest: int = 0


def redesignation_request(case: Case) -> LetterValues:
    """Ask the giver to name another election for what is above the limit of the first."""
    gift, found = _in_question(case, "redesignation")
    corrected = CorrectedGift(case.connection, gift.id)
    wanted = election_code(case.more.election) if case.more.election else ""
    other, cents = _other_election(corrected, found, wanted)
    move = _Move(found.left_cents - found.excess_cents, cents, found.excess_cents - cents)
    return _of_elections(case, gift, move, (found.election, other))


def redesignation_notice(case: Case) -> LetterValues:
    """Tell the giver what counts for the general election by law, done or to be done."""
    gift = gift_of(case)
    done = _moved(case, gift, REDESIGNATION)
    if done is not None:
        first = CorrectedGift(case.connection, gift.id).election
        cents = int(done["amount_cents"])
        move = _Move(gift.cents - cents, cents)
        return _of_elections(case, gift, move, (first, done["election_code"]))
    gift, found = _in_question(case, "presumed_redesignation")
    cents = found.presumed_cents
    move = _Move(found.left_cents - found.excess_cents, cents, found.excess_cents - cents)
    return _of_elections(case, gift, move, (found.election, found.presumed_to))


def reattribution_request(case: Case) -> LetterValues:
    """Ask whether a part of a gift is another holder's, whose name may not be known yet."""
    gift, found = _in_question(case, "reattribution")
    other = " ".join(case.more.other.split())
    move = _Move(found.left_cents - found.excess_cents, found.excess_cents)
    return _of_people(case, gift, move, other)


def reattribution_notice(case: Case) -> LetterValues:
    """Tell both holders what counts as the other's by law, done or to be done."""
    gift = gift_of(case)
    done = _moved(case, gift, REATTRIBUTION)
    if done is not None:
        cents = int(done["amount_cents"])
        name = giver_of(case.connection, done["card_id"]).display_name
        return _of_people(case, gift, _Move(gift.cents - cents, cents), name)
    gift, found = _in_question(case, "presumed_reattribution")
    other = " ".join(case.more.other.split())
    if not other:
        raise BadInput("Name the other holder, as printed on the check.")
    move = _Move(found.left_cents - found.excess_cents, found.excess_cents)
    return _of_people(case, gift, move, other)


# --- what they say


def _of_elections(case: Case, gift: Gift, move: _Move, elections: tuple[str, str]) -> LetterValues:
    first, other = (_named(one) for one in elections)
    return about_gift(
        case, gift, cents=move.moves + move.rest, amounts=_amounts(case, gift, move, elections[0]),
        words={"election": first, "other_election": other},
        conditions=frozenset({"rest"} if move.rest else set()),
        rows=(LetterRow(f"For the {first}", move.stays), LetterRow(f"For the {other}", move.moves)),
    )  # fmt: skip


def _named(code: str) -> str:
    """Return an election as a letter names it: the primary election of 2026."""
    words, _, year = election_words(code).rpartition(" ")
    return f"{words} election of {year}" if words else code


def _of_people(case: Case, gift: Gift, move: _Move, other: str) -> LetterValues:
    election = CorrectedGift(case.connection, gift.id).election
    second = LetterRow(other or "The other holder of the account", move.moves)
    return about_gift(
        case, gift, cents=move.moves, amounts=_amounts(case, gift, move, election),
        words={"other_name": other},
        conditions=frozenset({"other_known" if other else "other_unknown"}),
        rows=(LetterRow(gift.giver.display_name, move.stays), second),
    )  # fmt: skip


def _amounts(case: Case, gift: Gift, move: _Move, election: str) -> dict[str, int]:
    corrected = CorrectedGift(case.connection, gift.id)
    room = corrected.room(corrected.giver.card_id, election).room
    amounts = {
        "stays_amount": move.stays, "moves_amount": move.moves, "rest_amount": move.rest,
        "excess_amount": move.moves + move.rest,
    }  # fmt: skip
    if room is not None and room.allowed_cents is not None:
        amounts["limit_amount"] = room.allowed_cents
    return amounts


# --- what the books say


def _in_question(case: Case, code: str) -> tuple[Gift, InQuestion]:
    """Return a gift with its ways; raises Refused with the law where this one is not open."""
    gift = gift_of(case)
    found = in_question(case.connection, gift.id, case.on)
    if found is None:
        raise Refused("Nothing of this gift is above a limit: there is nothing to ask for.")
    way = next((one for one in found.ways if one.code == code), None)
    if way is None or way.why_not:
        raise Refused(way.why_not if way is not None else "This is not open for this gift.")
    return gift, found


def _other_election(gift: CorrectedGift, found: InQuestion, wanted: str) -> tuple[str, int]:
    """Return the election that takes the most of what is too much, and how much, in cents."""
    if wanted and wanted not in found.elections:
        known = ", ".join(found.elections)
        raise BadInput(f"It cannot be for the {wanted}; choose one of: {known}.")
    free: dict[str, int] = {}
    for one in [wanted] if wanted else found.elections:
        room = gift.room(gift.giver.card_id, one)
        left = found.excess_cents - exceeds_by(room, found.excess_cents)
        free[one] = 0 if room.stopped else max(0, left)
    best = max(free, key=lambda one: free[one])
    if not free[best]:
        raise Refused("The limit of that election is used up: refund it, or name another one.")
    return best, free[best]


def _moved(case: Case, gift: Gift, kind_of_act: str) -> RowMapping | None:
    """Return the newest presumption that moved a part of a gift; None where there is none."""
    query = (
        select(item.c.amount_cents, item.c.election_code, item.c.card_id)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(
            item.c.corrects_id == gift.id, item.c.amount_cents > 0, item.c.memo == 1,
            transaction.c.kind == kind_of_act, transaction.c.description.startswith(_PRESUMED),
        )
        .order_by(item.c.id.desc())
        .limit(1)
    )  # fmt: skip
    return case.connection.execute(query).mappings().one_or_none()
