"""Deposits: what goes to the bank on one slip, put together, changed while it is open, taken apart.

A deposit is of one account and numbered there. It is open until the bank has it: from then on
``ledger/deposit_lock.py`` keeps it as it is. Law: 11 CFR 102.8, 103.3(a).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.hold import note_deposits
from financedesk.ledger.hold_rows import WAITING_KIND
from financedesk.ledger.register_rows import register_rows
from financedesk.rules.money import format_cents

deposit, part, item = tables.deposit, tables.deposit_item, tables.item
MOST_ON_A_SLIP = 2_000
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipHead:
    """What a slip says beside its gifts; ``declared_cents`` in cents, the day ``YYYY-MM-DD``.

    ``declared_count`` and ``declared_cents`` are what was counted by hand; without them the slip
    declares what is on it. ``why`` says why both may differ.
    """

    day: str
    declared_count: int | None = None
    declared_cents: int | None = None
    first_initials: str = ""
    second_initials: str = ""
    why: str = ""


# --- the acts


def make_deposit(
    unit: UnitOfWork, account: AccountRow, head: SlipHead, item_ids: Sequence[int]
) -> int:
    """Put gifts of an account on a new slip and return the deposit's id.

    They are noted as deposited on its day. Raises BadInput for an empty slip, for a day before a
    gift came, and for a slip that says otherwise than its gifts without a reason; Refused for what
    is no money on its way to this account's bank.
    """
    ids = _require_some(item_ids)
    if account.role != "bank":
        raise Refused(f"{account.name} is no account at a bank; choose one that is.")
    values = {
        "entity_id": account.entity_id, "account_id": account.id,
        "number": next_number(unit.connection, account.id), "deposited_on": head.day,
        "declared_count": 0, "declared_cents": 0, "differs_why": " ".join(head.why.split()),
        "first_initials": _initials(head.first_initials),
        "second_initials": _initials(head.second_initials),
    }  # fmt: skip
    deposit_id = unit.insert(deposit, values)
    _write_on(unit, {**values, "id": deposit_id}, ids)
    _declare(unit, deposit_id, head)
    return deposit_id


def put_on(unit: UnitOfWork, deposit_id: int, item_ids: Sequence[int]) -> None:
    """Put more gifts on an open slip; one that tied declares them too.

    Raises what ``make_deposit`` raises. Locked, when the unit ends, for a slip that the bank has.
    """
    row = unit.row(deposit, deposit_id)
    tied = ties(unit.connection, row)
    _write_on(unit, row, _require_some(item_ids))
    _follow(unit, row, tied=tied)


def take_off(unit: UnitOfWork, item_ids: Sequence[int]) -> int:
    """Take gifts off their open slips: they wait for a deposit again; returns how many.

    A slip that tied declares what is left on it. Raises NotFound for what is on none; Locked, when
    the unit ends, for a slip that the bank has.
    """
    slips = _slips_of(unit.connection, item_ids)
    lacking = [one for one in item_ids if one not in slips]
    if lacking:
        raise NotFound(f"{_named(unit, lacking[0])} is on no deposit.")
    for deposit_id in sorted(set(slips.values())):
        row = unit.row(deposit, deposit_id)
        tied = ties(unit.connection, row)
        _strike(unit, [one for one in slips if slips[one] == deposit_id])
        _follow(unit, row, tied=tied)
    return len(slips)


def take_apart(unit: UnitOfWork, deposit_id: int) -> int:
    """Throw a slip away: its gifts wait for a deposit again; returns how many there were.

    Raises NotFound when there is none; Locked, when the unit ends, if the bank has it.
    """
    unit.row(deposit, deposit_id)
    ids = items_on(unit.connection, deposit_id)
    _strike(unit, ids)
    unit.delete(deposit, deposit_id)
    return len(ids)


def change_slip(unit: UnitOfWork, deposit_id: int, head: SlipHead) -> None:
    """Let a slip say another day, count, total, reason or other initials; its gifts follow its day.

    Raises BadInput for a day before a gift came and for a slip that differs without a reason;
    Locked, when the unit ends, for more than initials where the bank has it.
    """
    row = unit.row(deposit, deposit_id)
    ids = items_on(unit.connection, deposit_id)
    changes = {
        "deposited_on": head.day, "first_initials": _initials(head.first_initials),
        "second_initials": _initials(head.second_initials),
        "differs_why": " ".join(head.why.split()),
    }  # fmt: skip
    unit.update(deposit, deposit_id, changes)
    if head.day != row["deposited_on"]:
        note_deposits(unit, ids, head.day)
    _declare(unit, deposit_id, head)


# --- what is on a slip


def deposit_by_number(connection: Connection, account: AccountRow, number: int) -> int:
    """Return the id of an account's deposit; raises NotFound with the account's name."""
    query = select(deposit.c.id).where(
        deposit.c.account_id == account.id, deposit.c.number == number
    )
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound(f"{account.name} has no deposit {number}; list its deposits first.")
    return int(found)


def next_number(connection: Connection, account_id: int) -> int:
    """Return the number of an account's next deposit."""
    newest = select(func.max(deposit.c.number)).where(deposit.c.account_id == account_id)
    return int(connection.execute(newest).scalar() or 0) + 1


def items_on(connection: Connection, deposit_id: int) -> list[int]:
    """Return the gifts of a slip in the order in which they were put on it."""
    query = select(part.c.item_id).where(part.c.deposit_id == deposit_id).order_by(part.c.id)
    return list(connection.execute(query).scalars())


def entered(connection: Connection, deposit_id: int) -> tuple[int, int]:
    """Return how many gifts are on a slip and what they come to, in cents."""
    query = (
        select(func.count(), func.coalesce(func.sum(item.c.cash_cents), 0))
        .select_from(part)
        .join(item, item.c.id == part.c.item_id)
        .where(part.c.deposit_id == deposit_id)
    )
    count, cents = connection.execute(query).one()
    return int(count), int(cents)


def ties(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Tell whether a slip declares what is on it."""
    return entered(connection, row["id"]) == (row["declared_count"], row["declared_cents"])


def slip_difference(missing_count: int, missing_cents: int, noun: str = "item") -> str:
    """Return how far slip and gifts are apart, in words; below zero there is too much of them."""
    said = []
    if missing_count:
        things = noun if abs(missing_count) == 1 else f"{noun}s"
        said.append(f"{abs(missing_count)} {things} {_side(missing_count)}")
    if missing_cents:
        said.append(f"{format_cents(abs(missing_cents), symbol=True)} {_side(missing_cents)}")
    return ", ".join(said)


def _side(missing: int) -> str:
    return "missing" if missing > 0 else "too much"


# --- inside


def _require_some(item_ids: Sequence[int]) -> list[int]:
    ids = list(dict.fromkeys(item_ids))
    if not ids:
        raise BadInput("A deposit needs at least one check or some cash.")
    if len(ids) > MOST_ON_A_SLIP:
        raise BadInput(f"A slip takes at most {MOST_ON_A_SLIP:,} gifts; make a second one.")
    return ids


def _initials(words: str) -> str:
    return " ".join(words.split())


def _write_on(unit: UnitOfWork, row: Mapping[str, Any], ids: Sequence[int]) -> None:
    for one in ids:
        _require_fitting(unit, row, unit.row(item, one))
    note_deposits(unit, ids, row["deposited_on"])
    values = {"entity_id": row["entity_id"], "deposit_id": row["id"]}
    unit.insert_many(part, ({**values, "item_id": one} for one in ids))
    _require_whole_postings(unit, row["id"])


def _require_fitting(unit: UnitOfWork, row: Mapping[str, Any], gift: Mapping[str, Any]) -> None:
    """Raise Refused, with the giver's name, for what cannot go to this bank on this slip."""
    waits = gift["kind"] == WAITING_KIND
    own = (row["entity_id"], row["account_id"]) == (gift["entity_id"], gift["account_id"])
    elsewhere = _slips_of(unit.connection, [gift["id"]]).get(gift["id"])
    if elsewhere is not None:
        number = unit.row(deposit, elsewhere)["number"]
        raise Refused(
            f"{_named(unit, gift['id'])} is on deposit {number} already; take it off there first."
        )
    if not own or gift["payout_id"] is not None or (gift["cash_cents"] <= 0 and not waits):
        raise Refused(
            f"{_named(unit, gift['id'])} is no money for this account’s bank: only checks and cash"
            " that were received for the account go on its slip."
        )
    if gift["deposited_date"] not in (None, row["deposited_on"]):
        raise Refused(
            f"{_named(unit, gift['id'])} went to the bank on {gift['deposited_date']}; give the"
            " slip that day, or correct the gift’s."
        )


def _require_whole_postings(unit: UnitOfWork, deposit_id: int) -> None:
    """Raise Refused when a gift's posting holds more than this slip: the bank would tell both."""
    own = select(part.c.item_id).where(part.c.deposit_id == deposit_id)
    other = item.alias("other")
    day, others_day = (func.coalesce(one.c.reported_on, one.c.item_date) for one in (item, other))
    query = (
        select(item.c.id)
        .join(other, (other.c.transaction_id == item.c.transaction_id)
              & (other.c.account_id == item.c.account_id) & (other.c.id != item.c.id))
        .where(item.c.id.in_(own), other.c.id.not_in(own), other.c.cash_cents != 0,
               day == others_day)
        .limit(1)
    )  # fmt: skip
    found = unit.connection.execute(query).scalar()
    if found is not None:
        raise Refused(
            f"{_named(unit, found)} was booked as one sum with other entries of that day; put all"
            " of them on the same slip."
        )


def _strike(unit: UnitOfWork, item_ids: Sequence[int]) -> None:
    for at in range(0, len(item_ids), _CHUNK):
        some = item_ids[at : at + _CHUNK]
        query = select(part.c.id).where(part.c.item_id.in_(some)).order_by(part.c.id)
        for row_id in unit.connection.execute(query).scalars().all():
            unit.delete(part, row_id)
        unit.update_many(item, some, {"deposited_date": None})


def _declare(unit: UnitOfWork, deposit_id: int, head: SlipHead) -> None:
    """Write what the slip declares; what is on it where nobody counted otherwise."""
    count, cents = entered(unit.connection, deposit_id)
    declared = (
        count if head.declared_count is None else head.declared_count,
        cents if head.declared_cents is None else head.declared_cents,
    )
    differs = slip_difference(declared[0] - count, declared[1] - cents)
    if declared[0] < 0:
        raise BadInput("A slip declares a number of checks, not less than none.")
    if differs and not head.why.strip():
        raise BadInput(f"The deposit does not tie: {differs}. Say why, or fix it.")
    why = " ".join(head.why.split()) if differs else ""
    unit.update(
        deposit, deposit_id,
        {"declared_count": declared[0], "declared_cents": declared[1], "differs_why": why},
    )  # fmt: skip


def _follow(unit: UnitOfWork, row: Mapping[str, Any], *, tied: bool) -> None:
    """Let a slip that tied declare what is on it now; one that did not keeps what it says."""
    if tied:
        count, cents = entered(unit.connection, row["id"])
        unit.update(deposit, row["id"], {"declared_count": count, "declared_cents": cents})


def _slips_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, int]:
    """Return the slip of each gift that is on one."""
    found: dict[int, int] = {}
    for at in range(0, len(item_ids), _CHUNK):
        query = select(part.c.item_id, part.c.deposit_id).where(
            part.c.item_id.in_(item_ids[at : at + _CHUNK])
        )
        found |= {row.item_id: row.deposit_id for row in connection.execute(query)}
    return found


def _named(unit: UnitOfWork, item_id: int) -> str:
    (row,) = register_rows(unit.connection, [item_id])
    return f"The gift of {row.name}, {format_cents(row.amount_cents, symbol=True)},"
