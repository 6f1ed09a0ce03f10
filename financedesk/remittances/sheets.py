"""The instruction sheet: what an official may give in a month, to whom, and what goes with it.

The organisation proposes; the official decides, signs and pays, each line by a payment of its own.
A sheet says the kept instruction of the month where there is one, else a proposal made anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.ledger.entities import EntityRow, entities, entity_by_id
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    Instruction,
    InstructionLine,
    lines_of,
)
from financedesk.remittances.paper_facts import Person, people_of
from financedesk.remittances.people import official_in_view
from financedesk.remittances.plan import Plan, plan_of
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import attested, lacking
from financedesk.rules.allocation_blocks import Blocked
from financedesk.rules.allocation_facts import Recipient
from financedesk.rules.allocation_result import Line, Stop
from financedesk.rules.allocation_taking import (
    Attestation,
    Taking,
    attestations,
    december_guard,
    taking_of,
)
from financedesk.rules.allocation_words import carry_words, line_reason
from financedesk.rules.dates import last_of_month
from financedesk.rules.deductions import deductible_word
from financedesk.rules.money import format_cents
from financedesk.rules.parties import recipient_of_body

PROPOSED, DRAFT, SIGNED = "proposed", "draft", "signed"
_UNSEEN = "As the official decided; its books are not open to whoever prints this sheet."


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One payment: to whom, on which account, how much, until when, why, and what goes with it.

    ``room_after_cents`` is None where no amount is set, or where the recipient's books are not the
    reader's (``seen`` false). ``warning`` says of a kept line why it would not be proposed now.
    """

    name: str
    account: str
    cents: int
    make_by: date
    reason: str
    citation: str
    deductible: str
    notice: str
    report: str
    seen: bool
    room_after_cents: int | None = None
    conditions: tuple[str, ...] = ()
    warning: str = ""

    @property
    def room_words(self) -> str:
        """What is left of the tightest limit after it, in words."""
        if not self.seen:
            return "Not told: its books are not the reader’s."
        if self.room_after_cents is None:
            return "" if "No amount is set" in self.reason else "No amount is set."
        return f"{format_cents(self.room_after_cents, symbol=True)} is left after it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the official declares, when they last did, and whether that still holds."""

    text: str
    citation: str
    given_on: date | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionSheet:
    """A month's sheet for one official; ``state`` is proposed, draft or signed.

    Lines and ``carried_out_cents`` come to ``due_cents`` and ``carried_in_cents``.
    """

    keeper: EntityRow
    person: Person
    period: str
    made_on: date
    state: str
    signed_on: date | None
    due_cents: int
    carried_in_cents: int
    carried_out_cents: int
    lines: tuple[SheetLine, ...]
    carry: str
    guard: str
    blocked: tuple[Blocked, ...]
    stops: tuple[Stop, ...]
    declarations: tuple[Declaration, ...]

    @property
    def amount_cents(self) -> int:
        """What was to be placed."""
        return self.due_cents + self.carried_in_cents

    @property
    def placed_cents(self) -> int:
        """What its lines come to."""
        return sum(one.cents for one in self.lines)


def sheet_of(
    connection: Connection,
    official_id: int,
    period: str,
    visible: Collection[int],
    *,
    made_on: date | None = None,
) -> InstructionSheet:
    """Return the sheet of an official's month, ``YYYY-MM``.

    ``made_on`` is the day of giving where nothing is kept yet. ``visible`` are the entities whose
    books the reader sees. Raises NotFound without a pledge, and BadInput.
    """
    official = official_in_view(connection, official_id, visible)
    held = INSTRUCTIONS.of(
        connection, official.entity_id, official_id=official_id, period=period
    )  # fmt: skip
    kept = held[0] if held else None
    day = made_on if kept is None else kept.fact.made_on
    plan = plan_of(connection, official_id, period, visible, made_on=day)
    making = _Making(connection, official.entity_id, plan, visible)
    return making.sheet(kept)


class _Making:
    """One sheet being made from a plan, and from the instruction that is kept for its month."""

    def __init__(
        self, connection: Connection, entity_id: int, plan: Plan, visible: Collection[int]
    ) -> None:
        self._connection, self._entity_id = connection, entity_id
        self._plan, self._visible = plan, visible
        self._known = {one.code: one for one in entities(connection)}
        self._listed = {one.key: one for one in plan.request.recipients}
        self._blocked = {one.recipient: one for one in plan.allocation.blocked}
        self._kept_keys: set[str] = set()

    def sheet(self, kept: Kept[Instruction] | None) -> InstructionSheet:
        """Return the sheet of what is kept, or of the plan where nothing is."""
        found = self._plan.allocation
        fact = kept.fact if kept is not None else self._proposed()
        lines = (
            [self._planned(one) for one in found.lines]
            if kept is None
            else [self._kept(one.fact) for one in
                  lines_of(self._connection, self._entity_id, kept.id)]
        )  # fmt: skip
        official = self._plan.official
        people = people_of(self._connection, self._entity_id, found.on, [official.id])
        return InstructionSheet(
            keeper=entity_by_id(self._connection, self._entity_id), person=people[official.id],
            period=self._plan.period, made_on=fact.made_on, state=_state(kept),
            signed_on=fact.signed_on, due_cents=fact.due_cents,
            carried_in_cents=fact.carried_in_cents, carried_out_cents=fact.carried_out_cents,
            lines=tuple(one for one, _taking in lines),
            carry=self._carry(fact.carried_out_cents), guard=december_guard(fact.made_on),
            blocked=tuple(
                one for key, one in self._blocked.items() if key not in self._kept_keys
            ),
            stops=found.stops,
            declarations=tuple(self._declarations(taking for _one, taking in lines)),
        )  # fmt: skip

    def _proposed(self) -> Instruction:
        found = self._plan.allocation
        return Instruction(
            official_id=self._plan.official.id, period=self._plan.period,
            due_cents=found.due_cents, carried_in_cents=found.carry_in_cents,
            carried_out_cents=found.carry.cents, made_on=found.on, drafted_on=found.on,
        )  # fmt: skip

    def _planned(self, line: Line) -> tuple[SheetLine, Taking]:
        return SheetLine(
            name=line.name, account=line.account, cents=line.cents,
            make_by=self._make_by(line.recipient, line.on), reason=line_reason(line),
            citation="; ".join(line.citations), deductible=line.deductible, notice=line.notice,
            report=line.taking.report, seen=True, room_after_cents=line.after_cents,
            conditions=line.conditions,
        ), line.taking  # fmt: skip

    def _kept(self, line: InstructionLine) -> tuple[SheetLine, Taking]:
        """Return a line as it was kept; what the reader may not see of it is left out."""
        key = f"{line.recipient}/{line.account_kind}"
        body = self._known.get(line.recipient)
        seen = body is not None and body.id in self._visible
        taking = taking_of(self._class(key, line, body))
        self._kept_keys.add(key)
        blocked = self._blocked.get(key)
        name = line.recipient if body is None else body.name
        return SheetLine(
            name=name, account=f"{line.account_kind} account", cents=line.cents,
            make_by=self._make_by(key, line.made_on), reason=line.reason if seen else _UNSEEN,
            citation=line.citation,
            deductible=deductible_word(charity=taking.deductible, on=line.made_on),
            notice=f"{taking.notice.format(name=name)} [{taking.citation}]",
            report=taking.report, seen=seen,
            room_after_cents=line.room_after_cents if seen else None,
            warning=blocked.words if seen and blocked is not None else "",
        ), taking  # fmt: skip

    def _class(self, key: str, line: InstructionLine, body: EntityRow | None) -> str:
        listed: Recipient | None = self._listed.get(key)
        if listed is not None:
            return listed.kind
        # What is not the reader's to see is told with the strictest notice.
        kind = "state_party" if body is None else body.kind
        return recipient_of_body(kind, line.account_kind)

    def _make_by(self, key: str, on: date) -> date:
        """Return the last day: of the month, or of a limit's window that ends within it."""
        request = self._plan.request
        listed = self._listed.get(key)
        rooms = () if listed is None else listed.rooms
        ends = [request.allowances[room].window.last for room in rooms]
        return min((one for one in (last_of_month(on), *ends) if one is not None and one >= on),
                   default=on)  # fmt: skip

    def _carry(self, cents: int) -> str:
        found = self._plan.allocation.carry
        if not cents or found.cents == cents:
            return carry_words(found) if cents else ""
        amount = format_cents(cents, symbol=True)
        return f"{amount} is carried as an unfulfilled pledge that the official holds."

    def _declarations(self, takings: Iterable[Taking]) -> Iterator[Declaration]:
        """Yield what the payments want declared, all of it where nothing is to be paid."""
        wanted = {code for one in takings for code in one.attestations}
        known: Mapping[str, Attestation] = attestations()
        official = self._plan.official
        given = attested(self._connection, self._entity_id, official.id)
        late = set(lacking(given, self._plan.allocation.on))
        for code, one in known.items():
            if code in wanted or not wanted:
                yield Declaration(
                    text=one.text, citation=one.citation, given_on=given.get(code),
                    holds=code not in late,
                )  # fmt: skip


def _state(kept: Kept[Instruction] | None) -> str:
    if kept is None:
        return PROPOSED
    return DRAFT if kept.fact.signed_on is None else SIGNED
