"""A payment to a joint fundraiser before it is taken: what of it counts for whom, and what fits.

The joint committee screens each gift against what the giver has given the participants (11 CFR
102.17(c)(5)); the participants' own books count the share as the donor's memo entry behind the
transfer, made on the day the joint committee received it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.rules.joint_fundraising import JointSplit, Participant, joint_split


@dataclass(frozen=True, slots=True, kw_only=True)
class JointOutlook:
    """How a payment would be shared out: by entity id the part in cents and the giver's room.

    ``back_cents`` fits nobody and must be returned. Of an entity across the wall the row says
    whether its share by the formula fits, and the whole of it counts as fitting or not.
    """

    parts: Mapping[int, int]
    by_formula: Mapping[int, int]
    rows: Mapping[int, RecipientRoom]
    back_cents: int


def joint_outlook(
    connection: Connection,
    card_id: int,
    shares: Mapping[int, int],
    visible: Collection[int],
    question: Question,
) -> JointOutlook:
    """Return how ``question.cents`` would be shared out by the formula ``shares`` (weight by id).

    Affiliated participants have one room together, which the first of them in the formula uses
    first. Raises NotFound for an unknown card or entity, BadInput for an unusable formula.
    """
    rows = {
        entity_id: room_for_gift(connection, card_id, entity_id, visible, question)
        for entity_id in shares
    }
    formula = joint_split(
        question.cents, [Participant(key=str(one), weight=weight, left_cents=None)
                         for one, weight in shares.items()],
    ).parts  # fmt: skip
    left = {
        entity_id: _left(connection, card_id, row, formula[str(entity_id)], visible, question)
        for entity_id, row in rows.items()
    }
    _share_rooms(rows, left, formula)
    found: JointSplit = joint_split(
        question.cents, [Participant(key=str(one), weight=weight, left_cents=left[one])
                         for one, weight in shares.items()],
    )  # fmt: skip
    return JointOutlook(
        parts={int(key): cents for key, cents in found.parts.items()},
        by_formula={int(key): cents for key, cents in found.by_formula.items()},
        rows=rows, back_cents=found.back_cents,
    )  # fmt: skip


def _left(
    connection: Connection,
    card_id: int,
    row: RecipientRoom,
    share: int,
    visible: Collection[int],
    question: Question,
) -> int | None:
    """Return what a participant may still take: nothing where the law stops it."""
    if row.stopped:
        return 0
    if row.in_view:
        return None if row.room is None else row.room.left_cents
    # Behind the wall only whether something fits is told: its share does, or nothing does.
    asked = Question(on=question.on, cents=share, giver=question.giver)
    told = room_for_gift(connection, card_id, row.entity_id, visible, asked)
    return share if told.fits else 0


def _share_rooms(
    rows: Mapping[int, RecipientRoom], left: dict[int, int | None], formula: Mapping[str, int]
) -> None:
    """Let those who use one allowance together have it once."""
    used: dict[str, int] = {}
    for entity_id, row in rows.items():
        own = left[entity_id]
        if own is None or not row.group:
            continue
        before = used.get(row.group, 0)
        left[entity_id] = max(0, own - before)
        used[row.group] = before + min(formula[str(entity_id)], left[entity_id] or 0)
