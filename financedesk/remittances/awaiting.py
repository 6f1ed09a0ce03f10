"""What officials signed for and has not come: lines of instructions that no payment answered.

A payment says whose promise and month it keeps, and its account says which of two lines to one
entity it answers. Payments into accounts that no line names answer the lines that are left when
there is one for each of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, exists, literal, or_, select, true

from financedesk.ledger import tables
from financedesk.remittances.instructions import LINES, InstructionLine

line, instruction = tables.instruction_line, tables.remittance_instruction
receipt, entity, item, account = (
    tables.remittance_receipt, tables.entity, tables.item, tables.account,
)  # fmt: skip

FEW = 200
"""Of so many officials the rows are looked up one by one; of more, all are read."""


class Asked(NamedTuple):
    """One line, or one payment towards one: whose promise, to whom, for which month.

    ``keeper`` and ``recipient`` are short names, ``period`` is one month.
    """

    keeper: str
    reference: str
    recipient: str
    period: str
    account_kind: str

    @property
    def place(self) -> tuple[str, ...]:
        """What two lines to different accounts of one entity have in common."""
        return self[:-1]


def still_awaited(lines: Sequence[Asked], came: Iterable[Asked]) -> list[bool]:
    """Return of each line whether nothing that came answers it."""
    payments, named = list(came), set(lines)
    answered = named.intersection(payments)
    elsewhere = Counter(one.place for one in payments if one not in named)
    asked = Counter(one.place for one in named - answered)
    return [one not in answered and elsewhere[one.place] < asked[one.place] for one in lines]


def payments_that_came(connection: Connection, *where: ColumnElement[bool]) -> Iterator[Asked]:
    """Yield the payments towards instructions that fulfil a condition on receipts, a month each.

    One that pays several months together is one for each of them. Only books in view are read.
    """
    query = (
        select(receipt.c.keeper, receipt.c.reference, entity.c.code, receipt.c.period,
               account.c.kind)
        .join(entity, entity.c.id == receipt.c.entity_id)
        .join(item, item.c.id == receipt.c.item_id)
        .join(account, account.c.id == item.c.account_id)
        .where(receipt.c.period.is_not(None), *where)
    )  # fmt: skip
    for keeper, reference, recipient, periods, kind in connection.execute(query):
        for period in periods.split():
            yield Asked(keeper, reference, recipient, period, kind)


def waiting_lines(
    connection: Connection,
    entity_id: int,
    official_ids: Collection[int],
    *,
    since: date = date.min,
) -> Mapping[int, list[InstructionLine]]:
    """Return by official what they signed and what, as far as these books see, has not come yet.

    Only what was to be given from a day on.
    """
    own = select(entity.c.code).where(entity.c.id == entity_id)
    keeper = str(connection.execute(own).scalar_one())
    kept = LINES.where(
        connection, line.c.entity_id == entity_id, line.c.made_on >= since.isoformat(),
        *_may_wait(keeper, official_ids),
    )  # fmt: skip
    lines = [
        Asked(keeper, one.fact.reference, one.fact.recipient, one.fact.period,
              one.fact.account_kind)
        for one in kept
    ]  # fmt: skip
    whose = receipt.c.reference.in_({one.reference for one in lines})
    came = payments_that_came(connection, receipt.c.keeper == keeper, whose) if lines else ()
    awaited = still_awaited(lines, came)
    left = [one.fact for one, waits in zip(kept, awaited, strict=True) if waits]
    found: dict[int, list[InstructionLine]] = defaultdict(list)
    if not left:
        return found
    wanted = set(official_ids)
    signed_by = _signed_by(connection, entity_id, min(one.period for one in left), wanted)
    for one in left:
        official_id = signed_by[one.remittance_instruction_id]
        if official_id in wanted:
            found[official_id].append(one)
    return found


def _may_wait(keeper: str, official_ids: Collection[int]) -> Iterator[ColumnElement[bool]]:
    """Yield what holds of lines that may wait: of many officials, that nothing answers them."""
    signed = select(instruction.c.id).where(instruction.c.signed_on.is_not(None))
    if len(official_ids) <= FEW:
        yield line.c.remittance_instruction_id.in_(
            signed.where(instruction.c.official_id.in_(list(official_ids)))
        )
        return
    yield line.c.remittance_instruction_id.in_(signed)
    blank = literal(" ")
    months = blank.concat(receipt.c.period).concat(" ")
    answer = (
        select(receipt.c.id)
        .join(entity, entity.c.id == receipt.c.entity_id)
        .where(
            receipt.c.keeper == keeper, receipt.c.reference == line.c.reference,
            entity.c.code == line.c.recipient, months.contains(blank.concat(line.c.period)),
        )
    )  # fmt: skip
    other = line.alias("other")
    beside = select(other.c.id).where(
        other.c.remittance_instruction_id == line.c.remittance_instruction_id,
        other.c.recipient == line.c.recipient, other.c.id != line.c.id,
    )  # fmt: skip
    yield or_(~exists(answer), exists(beside))


def _signed_by(
    connection: Connection, entity_id: int, since: str, official_ids: Collection[int]
) -> Mapping[int, int]:
    """Return whose each signed instruction is, from a month on."""
    few = len(official_ids) <= FEW
    query = select(instruction.c.id, instruction.c.official_id).where(
        instruction.c.entity_id == entity_id, instruction.c.signed_on.is_not(None),
        instruction.c.period >= since,
        instruction.c.official_id.in_(list(official_ids)) if few else true(),
    )  # fmt: skip
    return {row[0]: row[1] for row in connection.execute(query)}
