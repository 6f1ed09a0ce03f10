"""What a proposal is made from: the official, the recipients, the amount, the wishes.

Facts only, as the floors above hand them over; nothing here decides. Amounts in cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from financedesk.errors import BadInput
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.data import in_force
from financedesk.rules.limits import Override
from financedesk.rules.parties import recipient as recipient_class

JOINT = "joint_fundraiser"
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """Who gives. ``citizen`` is true for permanent residents too.

    ``federal`` are the spans in which the official holds federal office or is a candidate for it;
    an open end is None. ``term_ends`` is the last day of the office, where it is known.
    """

    key: str
    name: str
    citizen: bool = True
    contractor: bool = False
    federal: tuple[Span, ...] = ()
    term_ends: date | None = None

    def classes_on(self, on: date) -> tuple[str, ...]:
        """Return every class of giver that the official is on a day: all of them must be allowed.

        A candidate for Congress who also is a sole-proprietor contractor is both.
        """
        found = [] if self.citizen else ["foreign_national"]
        if self.contractor:
            found.append("contractor")
        if any(in_force(first, last, on) for first, last in self.federal):
            found.append("federal_officeholder")
        return tuple(found) or ("state_officeholder",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One recipient on the pledge's list; a candidate is one recipient per election.

    ``name`` is the exact legal name. ``kind`` is a class of ``rules.parties``. ``rooms`` are keys
    of the allowances that it shares. ``period_cap_cents`` bounds one period. ``declared`` says who
    declared in writing what the matrix asks for. What closes a gate is a sentence's part:
    ``controlled_by`` "the state party", ``electoral`` "canvassing for federal candidates",
    ``employer`` "Rep. Doe", ``own_committee`` "yes". ``shares`` are the participants of a joint
    fundraiser with their part in its written formula.
    """

    key: str
    name: str
    kind: str
    tier: int = 1
    weight: int = 1
    rooms: tuple[str, ...] = ()
    period_cap_cents: int | None = None
    account: str = ""
    office: str = ""
    special_account: str = ""
    consented: bool = True
    declared: str = ""
    controlled_by: str = ""
    electoral: str = ""
    employer: str = ""
    own_committee: str = ""
    shares: tuple["JointShare", ...] = ()


@dataclass(frozen=True, slots=True)
class JointShare:
    """A participant of a joint fundraiser, and its weight in the formula."""

    recipient: Recipient
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Counsel's word for one recipient where a gate would close it (not the matrix: see Override).

    ``code`` is the code of the refusal that it lifts.
    """

    code: str
    recipient: str
    who: str
    decided_on: date
    reason: str
    until: date | None = None

    def opens(self, code: str, recipient: str, on: date) -> bool:
        """Whether it lifts this refusal for this recipient on a day."""
        mine = (self.code, self.recipient) == (code, recipient)
        return mine and in_force(self.decided_on, self.until, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked: where this official's amount may go on a day.

    ``on`` is the day on which the gifts are to be made. ``wishes`` are the official's own fixed
    amounts by recipient: exactly that, before everything else, and nothing beyond it.
    ``attested`` tells when each declaration (``remittances.toml``) was last given. ``alarms`` are
    the sentences of a round-trip alarm that nobody settled. ``smooth`` spreads what is left of a
    limit over its remaining periods; off, everything goes out as soon as there is room.
    """

    official: Official
    on: date
    due_cents: int
    carry_in_cents: int = 0
    recipients: tuple[Recipient, ...] = ()
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    wishes: Mapping[str, int] = field(default_factory=dict)
    pledge: str = "active"
    attested: Mapping[str, date] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()
    smooth: bool = False
    months_a_period: int = 1
    overrides: tuple[Override, ...] = ()
    policies: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()

    @property
    def amount_cents(self) -> int:
        """What is to be placed: the due and what was carried over."""
        return self.due_cents + self.carry_in_cents


@dataclass(frozen=True, slots=True)
class Leaf:
    """One place for money: a recipient, or a participant of a joint fundraiser.

    ``payee`` is who is paid; ``weight`` is a part of the payee's own by the joint formula.
    """

    recipient: Recipient
    payee: Recipient
    weight: int | Fraction


def leaves_of(recipients: tuple[Recipient, ...]) -> tuple[Leaf, ...]:
    """Return every place for money by tier and key, whatever the order of the list.

    Raises BadInput for two of one key, a tier or weight below one, a formula without participants,
    and a participant that is a joint fundraiser itself.
    """
    _check(recipients)
    ordered = sorted(recipients, key=lambda one: (one.tier, one.key))
    return tuple(leaf for one in ordered for leaf in _leaves(one))


def _leaves(one: Recipient) -> list[Leaf]:
    if one.kind != JOINT:
        return [Leaf(one, one, one.weight)]
    whole = sum(share.weight for share in one.shares)
    return [
        Leaf(_participant(one, share), one, Fraction(one.weight * share.weight, whole))
        for share in sorted(one.shares, key=lambda share: share.recipient.key)
    ]


def _participant(joint: Recipient, share: JointShare) -> Recipient:
    """Return a participant as a place of its own; who consents to the joint gift consents to it."""
    inner = share.recipient
    key = f"{joint.key}/{inner.key}"
    return replace(inner, key=key, tier=joint.tier, consented=joint.consented)


def _check(recipients: tuple[Recipient, ...]) -> None:
    if len({one.key for one in recipients}) < len(recipients):
        raise BadInput("A recipient stands on the list twice; name each one once.")
    for one in recipients:
        recipient_class(one.kind)
        if one.tier < 1 or one.weight < 1:
            raise BadInput(f"{one.name}: tier and weight are whole numbers from 1 on.")
        if one.period_cap_cents is not None and one.period_cap_cents < 0:
            raise BadInput(f"{one.name}: the most for a period cannot be below zero.")
        if (one.kind == JOINT) != bool(one.shares):
            raise BadInput(
                f"{one.name}: a joint fundraiser, and nobody else, names its participants."
            )
        for share in one.shares:
            if share.weight < 1 or share.recipient.kind == JOINT:
                raise BadInput(
                    f"{one.name}: a participant has a share of at least 1, and is no joint"
                    " fundraiser itself (11 CFR 102.17(c)(1))."
                )
