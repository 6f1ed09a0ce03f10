"""What is done for a month: proposals for many officials at once, and their signatures.

Proposals are made one by one, so that one official's missing pledge keeps nobody else waiting;
what is then written is one unit of work for all of them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.progress import Progress
from financedesk.remittances.instructions import Instruction, InstructionLine, lines_of
from financedesk.remittances.month_run import MonthRow
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.plan import Plan, Planner, keep_plan, sign_plan
from financedesk.remittances.shelf import Kept
from financedesk.rules.allocation_made import Made, Rejudged, rejudged


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Proposals for a month: those that can be kept, those that stop, and who has none at all.

    ``without`` are officials by number with the reason in words, such as that nobody pledged.
    """

    plans: tuple[Plan, ...]
    stopped: tuple[Plan, ...]
    without: tuple[tuple[int, str], ...]

    @property
    def carried_cents(self) -> int:
        """What found no room in the proposals that can be kept."""
        return sum(one.allocation.carry.cents for one in self.plans)


def to_prepare(rows: Iterable[MonthRow]) -> tuple[MonthRow, ...]:
    """Return the officials for whom a proposal can be made: something is left, nothing signed."""
    return tuple(one for one in rows if one.proposable_cents > 0 and not one.signed)


def prepare(
    connection: Connection,
    rows: Sequence[MonthRow],
    period: str,
    visible: Collection[int],
    progress: Progress,
    *,
    made_on: date,
    smooth: bool = False,
) -> Prepared:
    """Return proposals for officials of a month; nothing is written.

    ``made_on`` is the day on which they mean to give, ``smooth`` spreads what is left of a limit
    over its months. Raises Cancelled when the user stops it.
    """
    plans: list[Plan] = []
    stopped: list[Plan] = []
    without: list[tuple[int, str]] = []
    planner = _planner(connection, rows, visible)
    for place, row in enumerate(rows):
        progress.step(place, len(rows), row.name)
        try:
            plan = planner.plan(row.official_id, period, made_on=made_on, smooth=smooth)
        except (NotFound, BadInput) as error:
            without.append((row.official_id, str(error)))
            continue
        (stopped if plan.allocation.stops else plans).append(plan)
    progress.step(len(rows), len(rows), "")
    placed = [one for one in plans if one.allocation.amount_cents]
    return Prepared(plans=tuple(placed), stopped=tuple(stopped), without=tuple(without))


def keep_prepared(unit: UnitOfWork, prepared: Prepared, drafted_on: date) -> int:
    """Keep the proposals as drafts of the month's instructions; return how many.

    A draft of the month that was there is replaced. Raises Refused for one that was signed.
    """
    for plan in prepared.plans:
        keep_plan(unit, plan, drafted_on)
    return len(prepared.plans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A draft that may not be signed any more: whose, and why in words."""

    official_id: int
    name: str
    why: str


def outdated(
    connection: Connection,
    rows: Sequence[MonthRow],
    visible: Collection[int],
    progress: Progress,
) -> tuple[Outdated, ...]:
    """Return the drafts that the law lets nobody sign now: rooms shrank, or something stops it.

    Asked before signing, because between a proposal and its signature money may have come in
    another way. Raises Cancelled when the user stops it.
    """
    found = []
    planner = _planner(connection, rows, visible)
    for place, row in enumerate(rows):
        progress.step(place, len(rows), row.name)
        if row.instruction is not None:
            why = _why_outdated(connection, row.instruction, planner)
            if why:
                found.append(Outdated(official_id=row.official_id, name=row.name, why=why))
    return tuple(found)


def sign_all(unit: UnitOfWork, rows: Iterable[MonthRow], signed_on: date) -> int:
    """Note that officials signed their drafts on a day; return how many did.

    Raises BadInput for a day before that of the draft. Rows without a draft are passed over.
    """
    drafts = [one.instruction for one in rows if one.drafted and one.instruction is not None]
    for draft in drafts:
        sign_plan(unit, draft.id, signed_on)
    return len(drafts)


def _planner(connection: Connection, rows: Sequence[MonthRow], visible: Collection[int]) -> Planner:
    ids = [row.official_id for row in rows]
    entity_id = OFFICIALS.one(connection, ids[0]).entity_id if ids else 0
    return Planner(connection, entity_id, visible, ids)


def _why_outdated(connection: Connection, draft: Kept[Instruction], planner: Planner) -> str:
    """Return why a draft no longer fits the facts; empty where it does."""
    fact = draft.fact
    try:
        plan = planner.plan(fact.official_id, fact.period, made_on=fact.made_on)
        if plan.allocation.stops:
            return plan.allocation.stops[0].why
        if plan.allocation.amount_cents != fact.due_cents + fact.carried_in_cents:
            return "What is to be placed has changed since."
        lines = lines_of(connection, draft.entity_id, draft.id)
        judged = rejudged(plan.request, [_made(line.fact) for line in lines])
    except NotFound as error:
        return str(error)
    return next((_words(one) for one in judged if one.code), "")


def _made(line: InstructionLine) -> Made:
    return Made(f"{line.recipient}/{line.account_kind}", line.cents, line.made_on)


def _words(one: Rejudged) -> str:
    return f"{one.name}: {one.why}"
