"""What an official was advised to give in a month, as they signed it: an instruction and its lines.

An instruction is the official's own word. The organisation proposes it, keeps a copy, and passes
nothing on: each line is one payment from the official's personal account (52 U.S.C. 30122).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, or_, select, true

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.rules import dues_standing
from financedesk.rules.dates import parse_month
from financedesk.rules.money import format_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One month's instruction in cents; ``signed_on`` None while it is a draft."""

    official_id: int
    period: str
    due_cents: int
    carried_in_cents: int
    carried_out_cents: int
    made_on: date
    drafted_on: date
    signed_on: date | None = None

    def signed(self) -> dues_standing.Instruction:
        """Return it as the standing of dues counts it; of a draft nothing may be counted."""
        if self.signed_on is None:
            raise BadInput("An instruction that nobody signed is no word of the official.")
        return dues_standing.Instruction(
            month=parse_month(self.period), signed_on=self.signed_on,
            carried_cents=self.carried_out_cents,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionLine:
    """One payment: to whom, how much, and why so much.

    ``recipient`` is an entity's short name. ``giver`` is the official's name as books search for it
    and ``reference`` what the payment is to carry, so that a recipient across the wall can tell
    whose it is. Rooms are None where no amount is set.
    """

    remittance_instruction_id: int = 0
    recipient: str
    account_kind: str
    reference: str
    giver: str
    period: str
    cents: int
    room_before_cents: int | None = None
    room_after_cents: int | None = None
    reason: str
    citation: str
    made_on: date


def keep_instruction(
    unit: UnitOfWork, entity_id: int, instruction: Instruction, lines: list[InstructionLine]
) -> int:
    """Keep a draft with its lines and return its number; a draft of that month is replaced.

    Raises Refused when the month is signed already, and
    BadInput when lines and carry are not what was to be placed.
    """
    _tie(instruction, lines)
    for old in INSTRUCTIONS.of(
        unit.connection, entity_id, official_id=instruction.official_id, period=instruction.period
    ):
        _drop(unit, entity_id, old)
    kept = INSTRUCTIONS.add(unit, entity_id, instruction)
    for line in lines:
        LINES.add(unit, entity_id, replace(line, remittance_instruction_id=kept))
    return kept


def lines_of(
    connection: Connection, entity_id: int, instruction_id: int
) -> list[Kept[InstructionLine]]:
    """Return the lines of an instruction in the order in which they were proposed."""
    return LINES.of(connection, entity_id, remittance_instruction_id=instruction_id)


def carried_into(
    connection: Connection, entity_id: int, period: str, official_ids: Collection[int] = ()
) -> Mapping[int, int]:
    """Return what officials' newest signed instruction before a month carried into it, in cents.

    Without ``official_ids`` of all.
    """
    column, official = tables.remittance_instruction.c, tables.official.c
    newest = (
        select(column.carried_out_cents)
        .where(
            column.official_id == official.id, column.signed_on.is_not(None),
            column.period < period,
        )
        .order_by(column.period.desc())
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip
    whose = official.id.in_(list(official_ids)) if official_ids else true()
    query = select(official.id, newest).where(official.entity_id == entity_id, whose)
    return {row[0]: row[1] for row in connection.execute(query) if row[1]}


_AT_ONCE = 10_000
"""So many officials are named in one statement; of more, all are read."""

_FEW = 200


def signed_since(
    connection: Connection, entity_id: int, since: Mapping[int, date]
) -> Iterator[tuple[int, dues_standing.Instruction]]:
    """Yield what officials signed for months from one on, each official's own.

    Most are open in the last month alone: that is read of everybody, and more of who needs it.
    """
    if not since:
        return
    recent = max(since.values())
    behind = [official_id for official_id, month in since.items() if month < recent]
    column = tables.remittance_instruction.c
    late = column.official_id.in_(behind) if len(behind) <= _AT_ONCE else true()
    # Of a few, theirs are found one by one; else a month is read of all.
    whose = column.official_id.in_(list(since)) if len(since) <= _FEW else true()
    query = select(
        column.official_id, column.period, column.signed_on, column.carried_out_cents
    ).where(
        column.entity_id == entity_id, whose, column.signed_on.is_not(None),
        column.period >= f"{min(since.values()):%Y-%m}",
        or_(column.period >= f"{recent:%Y-%m}", late),
    )  # fmt: skip
    wanted = {official_id: f"{month:%Y-%m}" for official_id, month in since.items()}
    for official_id, period, signed_on, carried in connection.execute(query).all():
        if official_id in wanted and wanted[official_id] <= period:
            word = dues_standing.Instruction(
                month=date.fromisoformat(f"{period}-01"),
                signed_on=date.fromisoformat(signed_on), carried_cents=carried,
            )  # fmt: skip
            yield official_id, word


def _drop(unit: UnitOfWork, entity_id: int, old: Kept[Instruction]) -> None:
    if old.fact.signed_on is not None:
        raise Refused(
            f"The instruction for {old.fact.period} was signed on {old.fact.signed_on}; what"
            " changes now goes into the next month’s."
        )
    for line in lines_of(unit.connection, entity_id, old.id):
        LINES.remove(unit, line.id)
    INSTRUCTIONS.remove(unit, old.id)


def _tie(instruction: Instruction, lines: list[InstructionLine]) -> None:
    asked = instruction.due_cents + instruction.carried_in_cents
    told = sum(line.cents for line in lines) + instruction.carried_out_cents
    if asked != told:
        raise BadInput(
            f"Lines and carry come to {format_cents(told, symbol=True)}, and"
            f" {format_cents(asked, symbol=True)} was to be placed; propose it anew."
        )


def _judge(_connection: Connection, _entity: int, fact: Instruction, _row: int) -> None:
    parse_month(fact.period)
    if min(fact.due_cents, fact.carried_in_cents, fact.carried_out_cents) < 0:
        raise BadInput("Amounts of an instruction are not below zero.")
    if fact.signed_on is not None and fact.signed_on < fact.drafted_on:
        raise BadInput("An instruction is signed on the day it was drafted, or later.")


def _judge_line(_connection: Connection, _entity: int, fact: InstructionLine, _row: int) -> None:
    if fact.cents <= 0 or not fact.citation:
        raise BadInput("A line of an instruction is more than nothing and names its law.")


INSTRUCTIONS = Shelf(tables.remittance_instruction, Instruction, "instruction", _judge)
LINES = Shelf(tables.instruction_line, InstructionLine, "line of an instruction", _judge_line)
