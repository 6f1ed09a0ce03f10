"""One payment to a joint fundraiser: whose gift each part of it is, by the written formula.

A share of a joint fundraiser is the giver's contribution to that participant, on the day on which
the joint committee received it (11 CFR 102.17(c)(8)). What a participant may not take of its share
goes to the others by the same formula, if the notice said so; what nobody may take goes back
(102.17(c)(2)(i)(C), (c)(6)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from financedesk.errors import BadInput
from financedesk.rules.money import allocate


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One participant: its key, its weight in the formula, and what it may still take, in cents.

    ``left_cents`` None: the law sets no amount; 0 also for one that may not take the gift at all.
    """

    key: str
    weight: int
    left_cents: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointSplit:
    """What of a payment is whose, in cents by the participants' keys, and what must go back."""

    parts: Mapping[str, int]
    by_formula: Mapping[str, int]
    back_cents: int

    @property
    def reallocated(self) -> bool:
        """Whether some share is not what the formula alone would give."""
        return self.parts != self.by_formula


def joint_split(cents: int, participants: Sequence[Participant]) -> JointSplit:
    """Return how a payment is shared out; raises BadInput without amount, weights or keys.

    Each round gives what is left by the formula to those who have room; who is full drops out.
    """
    _check(cents, participants)
    formula = _shared(cents, participants)
    parts = dict.fromkeys(formula, 0)
    waiting, open_to = cents, list(participants)
    while waiting and open_to:
        given = _shared(waiting, open_to)
        for one in open_to:
            left = given[one.key] if one.left_cents is None else one.left_cents - parts[one.key]
            taken = min(given[one.key], max(0, left))
            parts[one.key] += taken
            waiting -= taken
        full = [one for one in open_to if _is_full(one, parts[one.key])]
        if not full:
            break
        open_to = [one for one in open_to if one not in full]
    return JointSplit(parts=parts, by_formula=formula, back_cents=waiting)


def _is_full(one: Participant, taken: int) -> bool:
    return one.left_cents is not None and taken >= max(0, one.left_cents)


def _shared(cents: int, participants: Sequence[Participant]) -> dict[str, int]:
    parts = allocate(cents, [one.weight for one in participants])
    return {one.key: part for one, part in zip(participants, parts, strict=True)}


def _check(cents: int, participants: Sequence[Participant]) -> None:
    if cents <= 0:
        raise BadInput("What is shared out is an amount above zero.")
    if not participants or any(one.weight <= 0 for one in participants):
        raise BadInput("Every participant needs a share above zero in the formula.")
    if len({one.key for one in participants}) < len(participants):
        raise BadInput("Name each participant once.")
