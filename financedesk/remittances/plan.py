"""Where an official's due may lawfully go: a proposal from the book's rooms, and its instruction.

Rooms come from the ledger's floor and the arithmetic from ``rules.allocation``. The official
decides and signs; what is kept is that word and nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.ledger.contacts import search_name
from financedesk.ledger.entities import entities
from financedesk.ledger.independence import independence_file
from financedesk.ledger.limit_person import LimitPerson, limit_person
from financedesk.ledger.limits import Question, RecipientRoom, RoomSetting, rooms_for_gifts
from financedesk.ledger.meters import year_sums
from financedesk.ledger.overrides import overrides
from financedesk.remittances.awaiting import FEW, waiting_lines
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.giver_facts import GiverFacts
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    Instruction,
    InstructionLine,
    keep_instruction,
)
from financedesk.remittances.people import Official, official_in_view
from financedesk.remittances.pledges import PledgeRecipient
from financedesk.remittances.shelf import Kept
from financedesk.remittances.stipends import alarms_of
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_facts import Official as Giver
from financedesk.rules.allocation_facts import Recipient, Request
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance, GivenRoom, SharedRooms, shared_rooms
from financedesk.rules.allocation_words import line_reason
from financedesk.rules.dates import last_of_month, parse_month
from financedesk.rules.dues_formula import PAY_DUE
from financedesk.rules.money import format_cents

_POLITICAL = "political"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A proposal for one official and month, and what it was made from.

    ``giver`` is the official's name as books search for it.
    """

    official: Kept[Official]
    name: str
    giver: str
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
    entity_id = official_in_view(connection, official_id, visible).entity_id
    planner = Planner(connection, entity_id, visible, [official_id])
    return planner.plan(official_id, period, made_on=made_on, smooth=smooth, also=also)


class Planner:
    """Makes proposals for officials of one entity; what several of them need is read once.

    It answers from what was in the books when it first read: make a new one for another day.
    """

    def __init__(
        self,
        connection: Connection,
        entity_id: int,
        visible: Collection[int],
        official_ids: Collection[int],
    ) -> None:
        """``official_ids`` are those who may be asked about."""
        self._connection, self._entity_id, self._visible = connection, entity_id, visible
        self._ids = list(official_ids)
        self._facts = GiverFacts(connection, entity_id, self._ids)
        self._known = {one.code: one for one in entities(connection)}
        self._overrides = overrides(connection)
        self._dues: dict[date, Mapping[int, OfficialDues]] = {}
        self._settings: dict[date, RoomSetting] = {}
        self._waits: dict[date, Mapping[int, list[InstructionLine]]] = {}
        self._electoral = cache(partial(_electoral, connection))
        self._controlled = cache(partial(_controlled_by, connection))

    def plan(
        self,
        official_id: int,
        period: str,
        *,
        made_on: date | None = None,
        smooth: bool = False,
        also: Sequence[PledgeRecipient] = (),
    ) -> Plan:
        """Return the proposal for one of the officials, as ``plan_of`` does."""
        official, month = self._facts.official(official_id), parse_month(period)
        on = made_on or month
        pledge = self._facts.pledge(official, month)
        dues = self._dues_of(month)[official_id]
        giver = self._facts.giver(official, dues.name, on)
        person = limit_person(self._connection, official.fact.card_id)
        listed = [one for one in (*self._facts.recipients(pledge), *also)
                  if self._is_asked(one, on)]  # fmt: skip
        rooms = self._rooms(person, giver, listed, on)
        shared = shared_rooms(
            GivenRoom(_key(one), row.group, row.room)
            for one, row in zip(listed, rooms, strict=True)
            if row.room is not None
        )
        request = Request(
            official=giver,
            on=on,
            due_cents=_open_in(dues, month),
            carry_in_cents=self._facts.carried_in(official_id, period),
            recipients=tuple(
                self._recipient(one, row, on, shared.of_recipient.get(_key(one), ()))
                for one, row in zip(listed, rooms, strict=True)
            ),
            allowances=self._less_waiting(official_id, period, shared),
            wishes={_key(one): one.wish_cents for one in listed if one.wish_cents is not None},
            pledge=self._facts.state(pledge),
            attested=self._facts.attested(official_id),
            alarms=alarms_of(
                self._connection, official, pledge.fact.signed_on, self._visible, on, person=person
            ),
            smooth=smooth,
            overrides=self._overrides,
        )
        return Plan(
            official=official, name=dues.name, giver=search_name(person.contact), period=period,
            request=request, allocation=allocation_of(request),
        )  # fmt: skip

    def _dues_of(self, month: date) -> Mapping[int, OfficialDues]:
        if month not in self._dues:
            ids = self._ids if len(self._ids) <= FEW else ()
            found = dues_of(
                self._connection, self._entity_id, month, on=last_of_month(month), first=month,
                official_ids=ids,
            )  # fmt: skip
            self._dues[month] = {one.official_id: one for one in found}
        return self._dues[month]

    def _is_asked(self, one: PledgeRecipient, on: date) -> bool:
        """Whether a recipient is on the list on a day and an entity of this book."""
        begun = (one.from_date or date.min) <= on <= (one.to_date or date.max)
        return begun and one.recipient in self._known

    def _rooms(
        self, person: LimitPerson, giver: Giver, listed: Sequence[PledgeRecipient], on: date
    ) -> list[RecipientRoom]:
        """Return what the ledger says of each recipient; across a wall there is no room."""
        question = Question(on=on, giver=giver.classes_on(on)[0])
        if on not in self._settings:
            self._settings[on] = RoomSetting(self._connection, question)
        asked = [(self._known[one.recipient].id, one.account_kind) for one in listed]
        return rooms_for_gifts(
            self._connection, person, asked, self._visible, question, self._settings[on]
        )

    def _recipient(
        self, one: PledgeRecipient, row: RecipientRoom, on: date, rooms: Sequence[str]
    ) -> Recipient:
        entity = self._known[one.recipient]
        return Recipient(
            key=_key(one), name=entity.name, kind=row.recipient, tier=one.tier, weight=one.weight,
            period_cap_cents=one.cap_cents, account=f"{one.account_kind} account",
            consented=one.consented_on <= on, controlled_by=self._controlled(entity.id, on),
            electoral=self._electoral(entity.id, on.year), rooms=tuple(rooms),
        )  # fmt: skip

    def _waiting(self, since: date) -> Mapping[int, list[InstructionLine]]:
        if since not in self._waits:
            self._waits[since] = waiting_lines(
                self._connection, self._entity_id, self._ids, since=since
            )
        return self._waits[since]

    def _less_waiting(
        self, official_id: int, period: str, shared: SharedRooms
    ) -> Mapping[str, Allowance]:
        """Return the allowances less what the official signed for and has not given yet."""
        allowances = dict(shared.allowances)
        if not allowances:
            return allowances
        since = min(one.window.first or date.min for one in allowances.values())
        for line in self._waiting(since).get(official_id, ()):
            for key in shared.of_recipient.get(f"{line.recipient}/{line.account_kind}", ()):
                held = allowances[key]
                if line.period != period and held.holds(line.made_on):
                    allowances[key] = replace(held, pending_cents=held.pending_cents + line.cents)
        return allowances


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
    lines = [
        InstructionLine(
            recipient=line.recipient.partition("/")[0],
            account_kind=line.recipient.partition("/")[2], reference=fact.reference,
            giver=plan.giver, period=plan.period, cents=line.cents,
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


def _key(one: PledgeRecipient) -> str:
    return f"{one.recipient}/{one.account_kind}"


def _open_in(dues: OfficialDues, month: date) -> int:
    """Return what of a month's pay is neither given nor waived, in cents."""
    return sum(
        one.left_cents
        for one in dues.standing.between(month, month)
        if one.kind == PAY_DUE and not one.lapsed
    )


def _controlled_by(connection: Connection, entity_id: int, on: date) -> str:
    """Return who stands behind a body, by what its independence file says against it."""
    against = independence_file(connection, entity_id, on).against
    return next((row.facts.concerning or row.facts.facts for row in against), "")


def _electoral(connection: Connection, entity_id: int, year: int) -> str:
    """Return what of a body's spending was for campaigns, by its own books of the year."""
    (found,) = year_sums(connection, entity_id, [year])
    spent = found.of(_POLITICAL)
    return f"{format_cents(spent, symbol=True)} in {year} by its own books" if spent > 0 else ""
