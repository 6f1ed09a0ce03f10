"""Where an official's due may lawfully go: a proposal from the book's rooms, and its instruction.

Rooms come from the ledger's floor and the arithmetic from ``rules.allocation``. The official
decides and signs; what is kept is that word and nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound
from financedesk.ledger.contacts import search_name
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.independence import independence_file
from financedesk.ledger.limit_person import limit_person
from financedesk.ledger.limits import Question, room_for_gift
from financedesk.ledger.meters import year_sums
from financedesk.ledger.overrides import overrides
from financedesk.remittances.dues import dues_of
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    Instruction,
    InstructionLine,
    keep_instruction,
    waiting_lines,
)
from financedesk.remittances.people import (
    CANDIDACIES,
    FEDERAL,
    OFFICES,
    OFFICIALS,
    TERMS,
    Official,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    RECIPIENTS,
    STEPS,
    Pledge,
    PledgeRecipient,
    PledgeStep,
    state_of,
)
from financedesk.remittances.shelf import Kept
from financedesk.remittances.stipends import alarms_of
from financedesk.remittances.waivers import attested
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_facts import Official as Giver
from financedesk.rules.allocation_facts import Recipient, Request, Span
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance, GivenRoom, SharedRooms, shared_rooms
from financedesk.rules.allocation_words import line_reason
from financedesk.rules.dates import last_of_month, parse_month
from financedesk.rules.dues_formula import PAY_DUE
from financedesk.rules.money import format_cents

_POLITICAL = "political"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A proposal for one official and month, and what it was made from."""

    official: Kept[Official]
    name: str
    period: str
    request: Request
    allocation: Allocation


def plan_of(
    connection: Connection,
    official_id: int,
    period: str,
    visible: Collection[int],
    *,
    made_on: date | None = None,
    smooth: bool = False,
    also: Sequence[PledgeRecipient] = (),
) -> Plan:
    """Return where what is open of a month's due may go, with what was carried into it.

    ``period`` is ``YYYY-MM``; ``made_on`` the day on which the official means to give, the first of
    that month without it. ``visible`` are the entities that the user may see: of others the law's
    answer counts, and no figure. ``also`` are recipients whom the pledge does not name, to see what
    they would change. Raises NotFound without a pledge, and BadInput.
    """
    official = OFFICIALS.one(connection, official_id)
    month = parse_month(period)
    on = made_on or month
    pledge = _pledge(connection, official, month)
    (dues,) = dues_of(
        connection, official.entity_id, month, on=last_of_month(month), official_ids=[official_id]
    )
    due = sum(
        one.left_cents
        for one in dues.standing.months
        if one.month == month and one.kind == PAY_DUE and not one.lapsed
    )
    giver = _giver(connection, official, dues.name, on)
    asked = _Recipients(connection, official, giver, visible, on)
    listed = asked.of(pledge, also)
    shared = shared_rooms(asked.rooms)
    request = Request(
        official=giver,
        on=on,
        due_cents=due,
        carry_in_cents=_carried_in(connection, official, period),
        recipients=tuple(
            replace(one, rooms=shared.of_recipient.get(one.key, ())) for one in listed
        ),
        allowances=_less_waiting(connection, official, period, shared),
        wishes=asked.wishes,
        pledge=state_of([one.fact for one in _steps(connection, pledge)]),
        attested=attested(connection, official.entity_id, official_id),
        alarms=alarms_of(connection, official, pledge.fact.signed_on, visible, on),
        smooth=smooth,
        overrides=overrides(connection),
    )
    return Plan(
        official=official, name=dues.name, period=period, request=request,
        allocation=allocation_of(request),
    )  # fmt: skip


def keep_plan(unit: UnitOfWork, plan: Plan, drafted_on: date) -> int:
    """Keep a proposal as the draft of the month's instruction and return its number.

    Raises Refused when that month's instruction was signed already.
    """
    found, fact = plan.allocation, plan.official.fact
    instruction = Instruction(
        official_id=plan.official.id, period=plan.period, due_cents=found.due_cents,
        carried_in_cents=found.carry_in_cents, carried_out_cents=found.carry.cents,
        made_on=found.on, drafted_on=drafted_on,
    )  # fmt: skip
    person = limit_person(unit.connection, fact.card_id)
    lines = [
        InstructionLine(
            recipient=line.recipient.partition("/")[0],
            account_kind=line.recipient.partition("/")[2], reference=fact.reference,
            giver=search_name(person.contact), period=plan.period, cents=line.cents,
            room_before_cents=line.before_cents,
            room_after_cents=line.after_cents, reason=line_reason(line),
            citation="; ".join(line.citations), made_on=line.on,
        )
        for line in found.lines
    ]  # fmt: skip
    return keep_instruction(unit, plan.official.entity_id, instruction, lines)


def sign_plan(unit: UnitOfWork, instruction_id: int, signed_on: date) -> None:
    """Note that the official signed an instruction; raises NotFound and BadInput."""
    kept = INSTRUCTIONS.one(unit.connection, instruction_id)
    INSTRUCTIONS.edit(unit, instruction_id, replace(kept.fact, signed_on=signed_on))


# --- what it is made from


def _pledge(connection: Connection, official: Kept[Official], month: date) -> Kept[Pledge]:
    """Return the pledge that counts in a month: the newest that has begun by its end."""
    held = PLEDGES.of(connection, official.entity_id, official_id=official.id)
    begun = [one for one in held if one.fact.from_date <= last_of_month(month)]
    if not begun:
        raise NotFound(
            f"{official.fact.reference} has no pledge for {month:%Y-%m}; enter one, and have it"
            " signed, before anything is proposed."
        )
    return max(begun, key=lambda one: (one.fact.from_date, one.id))


def _steps(connection: Connection, pledge: Kept[Pledge]) -> list[Kept[PledgeStep]]:
    return STEPS.of(connection, pledge.entity_id, pledge_id=pledge.id)


def _giver(connection: Connection, official: Kept[Official], name: str, on: date) -> Giver:
    """Return the official as the law sees a giver: what they declared, held and seek."""
    whose = {"official_id": official.id}
    offices = {one.id: one.fact for one in OFFICES.of(connection, official.entity_id)}
    terms = [one.fact for one in TERMS.of(connection, official.entity_id, **whose)]
    seeking = [one.fact for one in CANDIDACIES.of(connection, official.entity_id, **whose)]
    federal: list[Span] = [(one.from_date, one.to_date) for one in seeking]
    federal += [
        (term.from_date, term.to_date)
        for term in terms
        if offices[term.public_office_id].level == FEDERAL
    ]
    ends = [one.to_date or date.max for one in terms if one.from_date <= on]
    last = max(ends, default=date.max)
    return Giver(
        key=official.fact.reference, name=name, contractor=official.fact.contractor,
        citizen=official.fact.citizen, federal=tuple(federal),
        term_ends=None if last == date.max else last,
    )  # fmt: skip


class _Recipients:
    """Whom a pledge authorises on a day, as the law's classes, with what the ledger says of room.

    ``rooms`` and ``wishes`` fill while recipients are looked at. Of a recipient across a wall there
    is no room to be had, and the rules block it.
    """

    def __init__(
        self,
        connection: Connection,
        official: Kept[Official],
        giver: Giver,
        visible: Collection[int],
        on: date,
    ) -> None:
        self._connection, self._visible, self._on = connection, visible, on
        self._person = limit_person(connection, official.fact.card_id)
        self._question = Question(on=on, giver=giver.classes_on(on)[0])
        self._known = {one.code: one for one in entities(connection)}
        self.rooms: list[GivenRoom] = []
        self.wishes: dict[str, int] = {}

    def of(self, pledge: Kept[Pledge], also: Sequence[PledgeRecipient] = ()) -> list[Recipient]:
        """Return the recipients of a pledge, and the others that are asked about."""
        found = []
        kept = RECIPIENTS.of(self._connection, pledge.entity_id, pledge_id=pledge.id)
        for one in (*(row.fact for row in kept), *also):
            begun = (one.from_date or date.min) <= self._on <= (one.to_date or date.max)
            entity = self._known.get(one.recipient)
            if begun and entity is not None:
                found.append(self._recipient(entity, one))
        return found

    def _recipient(self, entity: EntityRow, one: PledgeRecipient) -> Recipient:
        key = f"{one.recipient}/{one.account_kind}"
        row = room_for_gift(
            self._connection, self._person, entity.id, self._visible, self._question,
            account_kind=one.account_kind,
        )  # fmt: skip
        if row.room is not None:
            self.rooms.append(GivenRoom(key, row.group, row.room))
        if one.wish_cents is not None:
            self.wishes[key] = one.wish_cents
        return Recipient(
            key=key, name=entity.name, kind=row.recipient, tier=one.tier, weight=one.weight,
            period_cap_cents=one.cap_cents, account=f"{one.account_kind} account",
            consented=one.consented_on <= self._on,
            controlled_by=_controlled_by(self._connection, entity, self._on),
            electoral=_electoral(self._connection, entity, self._on),
        )  # fmt: skip


def _controlled_by(connection: Connection, entity: EntityRow, on: date) -> str:
    """Return who stands behind a body, by what its independence file says against it."""
    against = independence_file(connection, entity.id, on).against
    return next((row.facts.concerning or row.facts.facts for row in against), "")


def _electoral(connection: Connection, entity: EntityRow, on: date) -> str:
    """Return what of a body's spending was for campaigns, by its own books of the year."""
    (year,) = year_sums(connection, entity.id, [on.year])
    spent = year.of(_POLITICAL)
    return f"{format_cents(spent, symbol=True)} in {on.year} by its own books" if spent > 0 else ""


def _carried_in(connection: Connection, official: Kept[Official], period: str) -> int:
    """Return what the newest signed instruction before a month carried into it."""
    held = INSTRUCTIONS.of(connection, official.entity_id, official_id=official.id)
    before = [
        one.fact for one in held if one.fact.period < period and one.fact.signed_on is not None
    ]
    newest = max(before, key=lambda one: one.period, default=None)
    return 0 if newest is None else newest.carried_out_cents


def _less_waiting(
    connection: Connection, official: Kept[Official], period: str, shared: SharedRooms
) -> Mapping[str, Allowance]:
    """Return the allowances less what the official signed for and has not given yet."""
    allowances = dict(shared.allowances)
    for line in waiting_lines(connection, official.entity_id, official.id):
        for key in shared.of_recipient.get(f"{line.recipient}/{line.account_kind}", ()):
            held = allowances[key]
            if line.period != period and held.holds(line.made_on):
                allowances[key] = replace(held, pending_cents=held.pending_cents + line.cents)
    return allowances
