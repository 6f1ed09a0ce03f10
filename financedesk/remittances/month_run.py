"""One month of all officials: what is due, what was kept, and how far each instruction is.

Figures are those of ``dues``; an instruction is what the official signed. What was given to books
that the user may not see is told by the due that it cleared, and by nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.garbage import no_collections
from financedesk.ledger import tables
from financedesk.ledger.entities import entities, entity_by_id
from financedesk.remittances.awaiting import Asked, payments_that_came, still_awaited
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    LINES,
    Instruction,
    InstructionLine,
    carried_into,
)
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import DECLARED
from financedesk.rules.allocation import stops_of
from financedesk.rules.allocation_facts import Official as Giver
from financedesk.rules.allocation_facts import Request
from financedesk.rules.allocation_result import Stop
from financedesk.rules.dates import last_of_month, parse_month
from financedesk.rules.dues_formula import PAY_DUE
from financedesk.rules.dues_standing import AGES, CARRIED, LAPSED, WAIVED, Settled
from financedesk.rules.pledges import DRAFTED

NOTHING_DUE, STOPPED, NOT_PROPOSED = "nothing_due", "stopped", "not_proposed"
PROPOSED, SIGNED, PARTLY_MADE, FULFILLED = "proposed", "signed", "partly_made", "fulfilled"
STATES = (
    NOTHING_DUE, STOPPED, NOT_PROPOSED, PROPOSED, SIGNED, PARTLY_MADE, FULFILLED, CARRIED, WAIVED,
    LAPSED,
)  # fmt: skip
"""How far a month is with one official, from nothing to everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One line of an instruction that was kept: to whom, how much in cents, and whether it came.

    Of a recipient whose books the user may not see all three are unknown.
    """

    recipient: str
    cents: int | None
    came: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One official in a month; cents.

    ``left_cents`` is what of the month is neither given nor waived, ``proposable_cents`` what a
    proposal would place: what is left of the pay's due and what was carried in. ``ages`` are the
    unfulfilled pledges of earlier months. ``stops`` are why nothing would be proposed, as far as it
    is known without asking for a proposal. ``gaps`` say what is missing to compute a due.
    """

    official_id: int
    reference: str
    name: str
    pledge: str
    due_cents: int
    waived_cents: int
    kept_cents: int
    left_cents: int
    credit_cents: int
    carried_in_cents: int
    proposable_cents: int
    ages: Mapping[str, int]
    state: str
    instruction: Kept[Instruction] | None
    shares: tuple[Share, ...]
    stops: tuple[Stop, ...]
    gaps: tuple[str, ...]

    @property
    def arrears_cents(self) -> int:
        """The unfulfilled pledges of earlier months together."""
        return sum(self.ages.values())

    @property
    def older_first(self) -> bool:
        """Whether all that was signed came, and cleared older months before this one."""
        return self.signed and self.state == FULFILLED and self.left_cents > 0

    @property
    def drafted(self) -> bool:
        """Whether an instruction is proposed and waits for the official's signature."""
        return self.instruction is not None and self.instruction.fact.signed_on is None

    @property
    def signed(self) -> bool:
        """Whether the official signed this month's instruction."""
        return self.instruction is not None and self.instruction.fact.signed_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRun:
    """A month of all officials of an entity, by name."""

    entity_id: int
    period: str
    rows: tuple[MonthRow, ...]

    def cents(self, of: str) -> int:
        """Return a figure of all officials together, by the name that it has in a row."""
        return sum(getattr(row, of) for row in self.rows)

    @property
    def states(self) -> Mapping[str, int]:
        """How many officials are how far; only states that occur."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.state] = found.get(row.state, 0) + 1
        return found


def usual_day(period: str, today: date) -> date:
    """Return the day on which a month's gifts are made: today, or in a month to come its first."""
    return max(today, parse_month(period))


def month_run(
    connection: Connection,
    entity_id: int,
    period: str,
    visible: Collection[int],
    *,
    today: date,
    official_ids: Collection[int] = (),
) -> MonthRun:
    """Return a month (``YYYY-MM``) of an entity's officials as it stands today, by name.

    What was given until today, or until the month's end when that is later, has cleared its dues.
    ``visible`` are the entities whose books the user may see. Raises BadInput when facts
    contradict each other.
    """
    with no_collections():
        rows = _rows(connection, entity_id, period, visible, today, official_ids)
    return MonthRun(entity_id=entity_id, period=period, rows=rows)


def _rows(
    connection: Connection,
    entity_id: int,
    period: str,
    visible: Collection[int],
    today: date,
    official_ids: Collection[int],
) -> tuple[MonthRow, ...]:
    """Return the rows, and nothing of the dues that they were made from."""
    month = parse_month(period)
    on = max(today, last_of_month(month))
    dues = dues_of(connection, entity_id, month, on=on, official_ids=official_ids, words=False)
    beside = _Beside(connection, entity_id, period, visible, usual_day(period, today))
    return tuple(_row(one, beside, month, today) for one in dues)


class _Beside:
    """What a row shows beside the dues, read once for everybody."""

    def __init__(
        self,
        connection: Connection,
        entity_id: int,
        period: str,
        visible: Collection[int],
        made_on: date,
    ) -> None:
        self._made_on, self._period = made_on, period
        self.references = {
            one.id: one.fact.reference for one in OFFICIALS.of(connection, entity_id)
        }
        self._seen = {one.code for one in entities(connection) if one.id in visible}
        self._kept = {
            one.fact.official_id: one
            for one in INSTRUCTIONS.of(connection, entity_id, period=period)
        }
        self._carried = carried_into(connection, entity_id, period)
        self._lines: dict[int, list[Kept[InstructionLine]]] = defaultdict(list)
        lines = LINES.of(connection, entity_id, period=period)
        for line in lines:
            self._lines[line.fact.remittance_instruction_id].append(line)
        keeper = entity_by_id(connection, entity_id).code
        asked = {line.id: _asked(keeper, line.fact) for line in lines}
        waits = still_awaited(list(asked.values()), _came(connection, keeper, period, visible))
        self._waiting = {key for key, one in zip(asked, waits, strict=True) if one}
        self._declared: dict[int, dict[str, date]] = defaultdict(dict)
        for declared in DECLARED.of(connection, entity_id):
            held, fact = self._declared[declared.fact.official_id], declared.fact
            held[fact.kind] = max(fact.on_date, held.get(fact.kind, date.min))

    def instruction(self, official_id: int) -> Kept[Instruction] | None:
        """Return what an official was proposed for the month, or signed."""
        return self._kept.get(official_id)

    def carried_in(self, official_id: int) -> int:
        """Return what the newest signed instruction before the month carried into it."""
        return self._carried.get(official_id, 0)

    def shares(self, official_id: int) -> tuple[Share, ...]:
        """Return the lines of the month's instruction, as far as the user may know them."""
        kept = self._kept.get(official_id)
        lines = () if kept is None else self._lines[kept.id]
        return tuple(self._share(line) for line in lines)

    def _share(self, kept: Kept[InstructionLine]) -> Share:
        line = kept.fact
        if line.recipient not in self._seen:
            return Share(recipient="", cents=None, came=None)
        came = kept.id not in self._waiting
        return Share(recipient=line.recipient, cents=line.cents, came=came)

    def stops(self, dues: OfficialDues) -> tuple[Stop, ...]:
        """Return why nothing would be proposed: the pledge, or a declaration that is missing."""
        request = Request(
            official=Giver(key=self.references[dues.official_id], name=dues.name),
            on=self._made_on, due_cents=0, pledge=dues.pledge or DRAFTED,
            attested=self._declared[dues.official_id],
        )  # fmt: skip
        return stops_of(request)


def _asked(keeper: str, line: InstructionLine) -> Asked:
    return Asked(keeper, line.reference, line.recipient, line.period, line.account_kind)


def _came(
    connection: Connection, keeper: str, period: str, visible: Collection[int]
) -> Iterator[Asked]:
    """Yield the payments of a month that entities in view took."""
    receipt = tables.remittance_receipt.c
    # All are read in their order: through the index of officials each would be looked for alone.
    return payments_that_came(
        connection, receipt.keeper.concat("") == keeper, receipt.entity_id.in_(list(visible)),
        receipt.period.contains(period, autoescape=True),
    )  # fmt: skip


def _row(dues: OfficialDues, beside: _Beside, month: date, today: date) -> MonthRow:
    now = dues.standing.between(month, month)
    earlier = [one for one in dues.standing.newest_left() if one.month < month]
    pay = sum(one.open_cents for one in now if one.kind == PAY_DUE)
    official_id = dues.official_id
    carried_in = beside.carried_in(official_id)
    instruction, shares = beside.instruction(official_id), beside.shares(official_id)
    stops = beside.stops(dues)
    return MonthRow(
        official_id=official_id, reference=beside.references[official_id], name=dues.name,
        pledge=dues.pledge,
        due_cents=sum(one.asked_cents for one in now),
        waived_cents=sum(one.waived_cents for one in now),
        kept_cents=sum(one.made_cents for one in now),
        left_cents=sum(one.open_cents for one in now),
        credit_cents=dues.standing.credit_cents, carried_in_cents=carried_in,
        proposable_cents=pay + carried_in, ages=_ages(earlier, today),
        state=_state(now, pay + carried_in, instruction, shares, stops),
        instruction=instruction, shares=shares, stops=stops,
        gaps=tuple(dict.fromkeys(one.words for one in dues.run.gaps if one.last >= month)),
    )  # fmt: skip


def _ages(earlier: Iterable[Settled], today: date) -> Mapping[str, int]:
    found = dict.fromkeys(AGES, 0)
    for one in earlier:
        found[one.age(today)] += one.open_cents
    return found


def _state(
    now: Sequence[Settled],
    proposable: int,
    instruction: Kept[Instruction] | None,
    shares: Sequence[Share],
    stops: Sequence[Stop],
) -> str:
    """Return how far an official is with a month."""
    if instruction is not None and instruction.fact.signed_on is not None:
        return _signed_state(now, instruction.fact, shares)
    if not proposable:
        return _settled_state(now)
    if instruction is not None:
        return PROPOSED
    return STOPPED if stops else NOT_PROPOSED


def _settled_state(now: Sequence[Settled]) -> str:
    """Return the state of a month of which nothing is left to place."""
    asked = [one for one in now if one.asked_cents]
    if not asked:
        return NOTHING_DUE
    found = {one.state for one in asked}
    return next((state for state in (WAIVED, LAPSED) if found == {state}), FULFILLED)


def _signed_state(now: Sequence[Settled], fact: Instruction, shares: Sequence[Share]) -> str:
    """Return how far a signed instruction is: by the payments that came, or by the due itself."""
    left = sum(one.open_cents for one in now if one.kind == PAY_DUE)
    seen = [one.came for one in shares if one.came is not None]
    # What went behind a wall is known by the due alone.
    made = all(seen) if seen and len(seen) == len(shares) else left <= fact.carried_out_cents
    if made or not left:
        return CARRIED if left and fact.carried_out_cents else FULFILLED
    return PARTLY_MADE if any(seen) else SIGNED
