"""A proposal: who is to be paid what and why, who may not be, and what is carried over.

Frozen figures; ``rules.allocation_words`` makes sentences of them when somebody reads them.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from financedesk.rules.allocation_blocks import Blocked
from financedesk.rules.allocation_facts import Leaf, Recipient
from financedesk.rules.allocation_fill import Weight
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_taking import Taking, december_guard, instruction_law
from financedesk.rules.deductions import deductible_word
from financedesk.rules.flows import NEEDS, Verdict

WISH, NO_MORE, FULL = "wish", "no_more", "full"
PORTION, PERIOD_CAP, SHARE = "portion", "period_cap", "share"
"""Why a part is as large as it is: the official's fixed wish, or the wish that it get nothing; a
full limit; the period's portion of a limit; the recipient's own cap; its weight in its tier."""
NOBODY, STOPPED = "nobody", "stopped"
"""Why money is carried, beside those: nobody may be given, or nothing is proposed at all."""


class Place(NamedTuple):
    """A leaf that may be given, its verdicts, its weight in its tier (0: wishes), its rooms."""

    leaf: Leaf
    verdicts: tuple[Verdict, ...]
    tier: int
    weight: Weight
    wish: int | None
    rooms: tuple[Allowance, ...]


class Step(NamedTuple):
    """One tier: what reached it, what it took, and the weights that shared it. Tier 0: wishes."""

    tier: int
    offered_cents: int
    placed_cents: int
    weight: Weight


class Portion(NamedTuple):
    """What was left of a limit in cents, and over how many periods it is spread."""

    left_cents: int
    periods: int


class Part(NamedTuple):
    """What counts for one recipient, why so much, and what is left of its tightest room.

    ``before_cents`` and ``after_cents`` are None where no amount is set; ``used_cents`` is what of
    the allowance is used with this part. ``portion`` is set where it decided. ``sharing`` names all
    who may be given and share the allowance, when there are several.
    """

    place: Place
    cents: int
    why: str
    step: Step
    allowance: Allowance | None = None
    before_cents: int | None = None
    after_cents: int | None = None
    used_cents: int = 0
    portion: Portion | None = None
    sharing: tuple[str, ...] = ()

    @property
    def recipient(self) -> str:
        """The key of the recipient, or ``joint/participant``."""
        return self.place.leaf.recipient.key

    @property
    def name(self) -> str:
        """The recipient's legal name."""
        return self.place.leaf.recipient.name

    @property
    def joint(self) -> bool:
        """Whether it is a share of a payment to a joint fundraiser."""
        return self.place.leaf.payee is not self.place.leaf.recipient

    @property
    def conditions(self) -> tuple[str, ...]:
        """What was settled so that it may be given, and must stay so: in sentences."""
        met = self.place.leaf.recipient.declared
        found = [
            f"{NEEDS[verdict.needs]}: {verdict.condition}{f' Declared: {met}.' if met else ''}"
            for verdict in self.place.verdicts
            if verdict.needs
        ]
        return tuple(dict.fromkeys(found))

    @property
    def citations(self) -> tuple[str, ...]:
        """The law that lets the official give, that bounds it, and that keeps payments apart."""
        law = instruction_law()
        found = [verdict.citation for verdict in self.place.verdicts]
        found += [room.citation for room in self.place.rooms]
        found.append(law["joint_payment" if self.joint else "separate_payments"])
        return tuple(dict.fromkeys(found))


class Line(NamedTuple):
    """One payment from the official's own account to one recipient; cents.

    A joint fundraiser's payment has a part for each participant that takes of it, by its formula.
    """

    payee: Recipient
    on: date
    cents: int
    parts: tuple[Part, ...]
    taking: Taking

    @property
    def recipient(self) -> str:
        """The recipient's key."""
        return self.payee.key

    @property
    def name(self) -> str:
        """The exact legal name to pay."""
        return self.payee.name

    @property
    def account(self) -> str:
        """Which of its accounts is meant."""
        return self.payee.account or self.taking.account

    @property
    def deductible(self) -> str:
        """Whether the official may deduct it from income tax: yes, no or partly."""
        return deductible_word(charity=self.taking.deductible, on=self.on)

    @property
    def notice(self) -> str:
        """The notice that goes with the payment, with name and law."""
        return f"{self.taking.notice.format(name=self.name)} [{self.taking.citation}]"

    @property
    def guard(self) -> str:
        """Late in December: by when it must be sent; otherwise empty."""
        return december_guard(self.on)

    @property
    def conditions(self) -> tuple[str, ...]:
        """What was settled so that it may be given, and must stay so: in sentences."""
        return tuple(dict.fromkeys(said for part in self.parts for said in part.conditions))

    @property
    def citations(self) -> tuple[str, ...]:
        """The law that allows and bounds it; never empty."""
        return tuple(dict.fromkeys(law for part in self.parts for law in part.citations))

    @property
    def before_cents(self) -> int | None:
        """What the tightest room left before; a joint payment's is that of all its parts."""
        return _sum([part.before_cents for part in self.parts])

    @property
    def after_cents(self) -> int | None:
        """What the tightest room leaves after it."""
        return _sum([part.after_cents for part in self.parts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why nothing at all is proposed for an official, and what to do first."""

    code: str
    why: str
    remedy: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryCause:
    """Why one room could not take more, whose it is, and from which day it can (None: unknown)."""

    code: str
    names: tuple[str, ...]
    again_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """What was not placed: an unfulfilled pledge that the official holds, in cents.

    The organisation never parks money. ``again_on`` is the first day on which some room opens;
    ``lapses_on`` the end of the term, if that comes first.
    """

    cents: int
    causes: tuple[CarryCause, ...] = ()
    again_on: date | None = None
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A proposal for one official and day: the official decides and signs.

    ``sum of lines + carry = amount`` always. ``passed_over`` are recipients that may take money and
    are given none.
    """

    official: str
    on: date
    due_cents: int
    carry_in_cents: int
    lines: tuple[Line, ...]
    blocked: tuple[Blocked, ...]
    carry: Carry
    stops: tuple[Stop, ...] = ()
    passed_over: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def amount_cents(self) -> int:
        """What was to be placed."""
        return self.due_cents + self.carry_in_cents

    @property
    def placed_cents(self) -> int:
        """What the lines come to."""
        return sum([line.cents for line in self.lines])

    @property
    def carry_in_placed_cents(self) -> int:
        """What of the lines clears what was carried in: that is offered first."""
        return min(self.carry_in_cents, self.placed_cents)

    def cents_of(self, recipient: str) -> int:
        """Return what a recipient is to be paid; 0 for one that has no line."""
        return next((one.cents for one in self.lines if one.recipient == recipient), 0)


def _sum(amounts: list[int | None]) -> int | None:
    known = [cents for cents in amounts if cents is not None]
    return sum(known) if len(known) == len(amounts) else None
