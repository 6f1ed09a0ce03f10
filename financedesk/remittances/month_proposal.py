"""One official in a month: every line of the proposal or of what was signed, and why so much."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import NotFound
from financedesk.ledger.entities import entities
from financedesk.remittances.dues import dues_of
from financedesk.remittances.instructions import InstructionLine, lines_of
from financedesk.remittances.month_run import MonthRow, month_run
from financedesk.remittances.plan import Plan, plan_of
from financedesk.rules.dates import last_of_month, parse_month


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A line of the kept instruction with the recipient's legal name, and whether it came.

    ``came`` is None where nobody has signed it yet. Lines to books that the user may not see are
    not here.
    """

    name: str
    line: InstructionLine
    came: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One line of the month's due in cents, what it is called, and its formula with the numbers."""

    name: str
    cents: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthProposal:
    """One official in a month.

    ``plan`` is the proposal as the facts are now; None once the month is signed, or when none can
    be made, and then ``without`` says why. ``hidden`` counts lines to books that the user may not
    see.
    """

    row: MonthRow
    period: str
    plan: Plan | None
    without: str
    lines: tuple[KeptLine, ...]
    hidden: int
    dues: tuple[DueLine, ...]

    @property
    def changed(self) -> bool:
        """Whether a draft differs from what the facts would make of it now."""
        if self.plan is None or not self.row.drafted or self.hidden:
            return False
        now = {one.recipient: one.cents for one in self.plan.allocation.lines}
        kept = {
            f"{one.line.recipient}/{one.line.account_kind}": one.line.cents for one in self.lines
        }
        return now != kept


def month_proposal(
    connection: Connection,
    entity_id: int,
    official_id: int,
    period: str,
    visible: Collection[int],
    *,
    today: date,
    made_on: date,
    smooth: bool = False,
) -> MonthProposal:
    """Return everything about an official's month (``YYYY-MM``); raises NotFound and BadInput.

    A proposal that was kept is compared with one for the day on which it was to be made; without
    one ``made_on`` is that day. ``visible`` are the entities whose books the user may see.
    """
    run = month_run(connection, entity_id, period, visible, today=today, official_ids=[official_id])
    if not run.rows:
        raise NotFound("This official is not in these books any more; read the list anew.")
    (row,) = run.rows
    lines, hidden = _lines(connection, row, visible)
    plan, without = None, ""
    if not row.signed and row.proposable_cents:
        kept_day = row.instruction.fact.made_on if row.instruction is not None else made_on
        try:
            plan = plan_of(
                connection, official_id, period, visible, made_on=kept_day, smooth=smooth
            )
        except NotFound as error:
            without = str(error)
    return MonthProposal(
        row=row, period=period, plan=plan, without=without, lines=lines, hidden=hidden,
        dues=_dues(connection, entity_id, official_id, period, today),
    )  # fmt: skip


def _lines(
    connection: Connection, row: MonthRow, visible: Collection[int]
) -> tuple[tuple[KeptLine, ...], int]:
    """Return the kept lines that the user may see, and how many others there are."""
    if row.instruction is None:
        return (), 0
    names = {one.code: one.name for one in entities(connection) if one.id in visible}
    kept = lines_of(connection, row.instruction.entity_id, row.instruction.id)
    # A share stands for each line, in the order of the lines.
    seen = tuple(
        KeptLine(
            name=names[one.fact.recipient], line=one.fact,
            came=share.came if row.signed else None,
        )
        for one, share in zip(kept, row.shares, strict=True)
        if one.fact.recipient in names
    )  # fmt: skip
    return seen, len(kept) - len(seen)


def _dues(
    connection: Connection, entity_id: int, official_id: int, period: str, today: date
) -> tuple[DueLine, ...]:
    month = parse_month(period)
    on = max(today, last_of_month(month))
    (found,) = dues_of(connection, entity_id, month, on=on, first=month, official_ids=[official_id])
    return tuple(
        DueLine(
            name=", ".join(filter(None, (one.line, one.office))) or "Due",
            cents=one.cents, steps=one.formula.steps,
        )
        for one in found.run.of(month)
    )  # fmt: skip
