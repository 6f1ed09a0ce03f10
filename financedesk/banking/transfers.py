"""Transfers between own accounts and entities: both banks' lines at once, each on its own account.

A line out of one account and a line into another are proposed as one transfer. When the books have
it, accepting matches each line with its own side; when they do not, accepting records it first,
through the same functions as a typed one, so that what the law forbids is refused. Nothing is
ever matched across accounts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.bank_matches import write_match
from financedesk.ledger.entities import AccountRow, EntityRow, accounts, entities
from financedesk.ledger.pairs import TRANSFER
from financedesk.ledger.transfer_steps import (
    PROPOSED,
    SENT,
    TransferOrder,
    open_orders,
    order_by_id,
    propose_transfer,
    receive_transfer,
    send_transfer,
)
from financedesk.ledger.typed_transfer import (
    Side,
    TypedTransfer,
    passage_between,
    record_transfer,
)
from financedesk.rules.reconciling_evidence import Line
from financedesk.rules.reconciling_transfers import OwnAccount, OwnLine, Passing, passings
from financedesk.rules.roles import RECORD

line, posting, act, statement = (
    tables.statement_line, tables.posting, tables.transaction, tables.bank_statement,
)  # fmt: skip
part_line, part_posting = tables.bank_match_line, tables.bank_match_posting

BOOKED, ON_ITS_WAY, MEANT, MISSING = "booked", "sent", "proposed", "missing"
"""What the books have of a transfer: both sides, the giver's side, a proposal, nothing."""
_BOOKED_DAYS = 20
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPair:
    """A line out of one own account and a line into another that may be one transfer.

    ``state`` says what the books have of it; ``entries`` are its postings there, the giver's first,
    and ``order_id`` its number when it goes in steps. ``typed`` is what would be recorded.
    ``hinders`` is why the law does not let it be recorded, empty when it does. ``only``: neither
    line may be of another pair. ``score`` and ``why`` are what speaks for it.
    """

    out_line: Line
    in_line: Line
    state: str
    typed: TypedTransfer
    entries: tuple[int, ...]
    order_id: int | None
    score: int
    why: str
    only: bool
    hinders: str

    @property
    def giver(self) -> Side:
        """The entity and account that the money left."""
        return self.typed.giver

    @property
    def taker(self) -> Side:
        """The entity and account that it reached."""
        return self.typed.taker

    @property
    def cents(self) -> int:
        """The amount, above zero."""
        return self.in_line.cents


# --- proposing


def transfer_pairs(
    connection: Connection,
    entity_ids: Collection[int],
    *,
    account_id: int | None = None,
    until: str = "",
) -> tuple[TransferPair, ...]:
    """Return what may be transfers between bank accounts of these entities, the likeliest first.

    Of the lines to a day that stand in no match; with ``account_id`` only pairs with a line of that
    account. ``entity_ids`` are those that the user may see: of the books of others nothing is read.
    """
    sides = _sides(connection, entity_ids)
    lines = _open_lines(connection, sides, account_id, until)
    found = passings(lines, _called(connection, sides))
    wanted = [
        one
        for one in found
        if account_id is None or account_id in (one.out.account, one.into.account)
    ]
    books = _Books(connection, sides, wanted)
    return tuple(books.pair(one) for one in wanted)


def _sides(connection: Connection, entity_ids: Collection[int]) -> dict[int, Side]:
    return {
        account.id: Side(entity, account)
        for entity in entities(connection)
        if entity.id in entity_ids
        for account in accounts(connection, entity.id)
        if account.role == "bank"
    }


def _open_lines(
    connection: Connection, sides: Mapping[int, Side], account_id: int | None, until: str
) -> list[OwnLine]:
    """Return the open lines whose amount left one account and came to another."""
    query = (
        select(line.c.id, line.c.account_id, line.c.amount_cents, line.c.booked_on)
        .outerjoin(part_line, part_line.c.statement_line_id == line.c.id)
        .where(line.c.account_id.in_(sides), part_line.c.id.is_(None))
    )
    if until:
        query = query.where(line.c.booked_on <= until)
    at: dict[int, set[int]] = defaultdict(set)
    of: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(query):
        if row.booked_on >= (sides[row.account_id].account.opening_date or ""):
            at[row.amount_cents].add(row.account_id)
            of[row.amount_cents].append(row.id)
    ids = [
        one
        for cents, places in at.items()
        if _moves(places, at.get(-cents, set()), account_id)
        for one in of[cents]
    ]
    return list(_lines(connection, sorted(ids)))


def _moves(one: set[int], other: set[int], account_id: int | None) -> bool:
    both = one | other
    return bool(one and other) and len(both) > 1 and (account_id is None or account_id in both)


def _lines(connection: Connection, ids: Sequence[int]) -> Iterator[OwnLine]:
    for at in range(0, len(ids), _CHUNK):
        for row in connection.execute(select(line).where(line.c.id.in_(ids[at : at + _CHUNK]))):
            yield OwnLine(
                row.account_id,
                Line(
                    key=row.id, day=date.fromisoformat(row.booked_on), cents=row.amount_cents,
                    payee=row.payee, memo=row.memo, reference=row.reference,
                    check=row.check_number,
                ),
            )  # fmt: skip


def _called(connection: Connection, sides: Mapping[int, Side]) -> dict[int, OwnAccount]:
    """Return how banks may call each account; its number stands on its own statements."""
    query = select(statement.c.account_id, func.max(statement.c.number).label("number")).group_by(
        statement.c.account_id
    )
    numbers = {row.account_id: row.number for row in connection.execute(query)}
    return {
        account_id: OwnAccount(
            names=(side.entity.name, side.account.name), number=numbers.get(account_id, "")
        )
        for account_id, side in sides.items()
    }


class _Books:
    """What the books have of proposed transfers, read once for all of them."""

    def __init__(
        self, connection: Connection, sides: Mapping[int, Side], found: Sequence[Passing]
    ) -> None:
        self._connection, self._sides = connection, sides
        amounts = {one.into.line.cents for one in found}
        self._booked = _booked(connection, sides, amounts)
        owners = {side.entity.id for side in sides.values()}
        self._orders: dict[tuple[int, int, int], list[TransferOrder]] = defaultdict(list)
        for order in open_orders(connection, owners) if found else ():
            typed = order.transfer
            key = (typed.giver.account.id, typed.taker.account.id, typed.amount_cents)
            self._orders[key].append(order)
        self._said: dict[tuple[int, int, date], str] = {}

    def pair(self, one: Passing) -> TransferPair:
        """Return a pair with what the books have of it."""
        key = (one.out.account, one.into.account, one.into.line.cents)
        giver, taker = self._sides[one.out.account], self._sides[one.into.account]
        typed = TypedTransfer(
            giver=giver, taker=taker, amount_cents=one.into.line.cents,
            day=one.out.line.day.isoformat(), method="Bank transfer",
        )  # fmt: skip
        state, hinders = MISSING, ""
        entries: tuple[int, ...] = ()
        order: TransferOrder | None = None
        booked = _nearest(self._booked.get(key, ()), one.out.line.day)
        if booked is not None:
            state, entries = BOOKED, booked.entries
        elif order := next(iter(self._orders.get(key, ())), None):
            state = ON_ITS_WAY if order.state == SENT else MEANT
            typed = order.transfer
        else:
            hinders = self._hinders(giver, taker, one.out.line.day)
        return TransferPair(
            out_line=one.out.line, in_line=one.into.line, state=state, typed=typed,
            entries=entries, order_id=order.id if order else None, score=one.score, why=one.why,
            only=one.only, hinders=hinders,
        )  # fmt: skip

    def _hinders(self, giver: Side, taker: Side, day: date) -> str:
        key = (giver.account.id, taker.account.id, day)
        if key not in self._said:
            self._said[key] = _refusal(self._connection, giver, taker, day.isoformat())
        return self._said[key]


def _refusal(connection: Connection, giver: Side, taker: Side, day: str) -> str:
    try:
        found = passage_between(connection, giver, taker, day)
    except BadInput as error:
        return str(error)
    return found.words if found.refused else ""


@dataclass(frozen=True, slots=True)
class _Booked:
    day: date
    entries: tuple[int, int]


def _booked(
    connection: Connection, sides: Mapping[int, Side], amounts: Collection[int]
) -> dict[tuple[int, int, int], list[_Booked]]:
    """Return the transfers in the books of which the banks have told neither side."""
    found: dict[tuple[int, int, int], list[_Booked]] = defaultdict(list)
    if not amounts:
        return found
    for row in connection.execute(_both_sides(sides)):
        if row.cents in amounts:
            key = (row.giver, row.taker, row.cents)
            day = date.fromisoformat(row.posted_on)
            found[key].append(_Booked(day, (row.out_id, row.into_id)))
    return found


def _both_sides(sides: Mapping[int, Side]) -> Select[Any]:
    out, into = posting.alias("out_side"), posting.alias("in_side")
    out_part, into_part = part_posting.alias("out_part"), part_posting.alias("in_part")
    same = and_(into.c.transaction_id == out.c.transaction_id, into.c.cents == -out.c.cents)
    return (
        select(
            out.c.id.label("out_id"), into.c.id.label("into_id"), into.c.cents, out.c.posted_on,
            out.c.account_id.label("giver"), into.c.account_id.label("taker"),
        )
        .join(act, act.c.id == out.c.transaction_id)
        .join(into, same)
        .outerjoin(out_part, out_part.c.posting_id == out.c.id)
        .outerjoin(into_part, into_part.c.posting_id == into.c.id)
        .where(
            act.c.kind == TRANSFER, out.c.cents < 0, out.c.account_id.in_(sides),
            into.c.account_id.in_(sides), out_part.c.id.is_(None), into_part.c.id.is_(None),
        )
        .order_by(out.c.posted_on, out.c.id)
    )  # fmt: skip


def _nearest(some: Sequence[_Booked], day: date) -> _Booked | None:
    near = [one for one in some if abs((one.day - day).days) <= _BOOKED_DAYS]
    return min(near, key=lambda one: abs((one.day - day).days), default=None)


# --- accepting


def accept_transfer(
    unit: UnitOfWork, pair: TransferPair, typed: TypedTransfer | None = None
) -> tuple[int, int]:
    """Match both lines of a pair with their own sides, which are recorded when they are missing.

    ``typed`` is the transfer as somebody completed it (purpose, election, event), with the same
    sides and amount. Returns the matches' ids, the giver's first. Raises Refused where the user may
    not record in both entities, for what the law forbids and for what has changed since it was
    proposed; Walled and BadInput as ``record_transfer`` does. All of it or nothing happens.
    """
    owners = {pair.giver.entity.id, pair.taker.entity.id}
    access_of(unit.connection, unit.heading.who).require(RECORD, *owners)
    _require_same(unit.connection, pair)
    out_entry, in_entry = pair.entries or _written(unit, pair, _completed(pair, typed))
    return (
        _matched(unit, pair.giver, pair.out_line, out_entry, f"transfer to {_named(pair.taker)}"),
        _matched(unit, pair.taker, pair.in_line, in_entry, f"transfer from {_named(pair.giver)}"),
    )


def _require_same(connection: Connection, pair: TransferPair) -> None:
    """Raise Refused when the books have something else of it than when it was proposed."""
    owners = {pair.giver.entity.id, pair.taker.entity.id}
    now = transfer_pairs(connection, owners, account_id=pair.giver.account.id)
    keys = (pair.out_line.key, pair.in_line.key)
    same = next((one for one in now if (one.out_line.key, one.in_line.key) == keys), None)
    if same is None or (same.state, same.entries, same.order_id) != (
        pair.state, pair.entries, pair.order_id,
    ):  # fmt: skip
        raise Refused("The books or the statements have changed since; look at this pair again.")


def _completed(pair: TransferPair, typed: TypedTransfer | None) -> TypedTransfer:
    if typed is None:
        return pair.typed
    same = (typed.giver.account.id, typed.taker.account.id, typed.amount_cents)
    if same != (pair.giver.account.id, pair.taker.account.id, pair.cents):
        raise BadInput("Accounts and amount are what the banks say; change only what it was for.")
    return typed


def _written(unit: UnitOfWork, pair: TransferPair, typed: TypedTransfer) -> tuple[int, int]:
    """Record what the books lack of a transfer, each side on its bank's day; return its entries."""
    if pair.hinders:
        raise Refused(pair.hinders)
    sent, came = pair.out_line.day.isoformat(), pair.in_line.day.isoformat()
    if pair.order_id is not None or (came > sent and pair.giver.entity.id != pair.taker.entity.id):
        return _stepped(unit, pair, typed, (sent, came))
    given, _ = record_transfer(unit, replace(typed, day=min(sent, came)))
    row = unit.row(tables.item, given)
    return _entries_of(unit.connection, pair, int(row["transaction_id"]))


def _stepped(
    unit: UnitOfWork, pair: TransferPair, typed: TypedTransfer, days: tuple[str, str]
) -> tuple[int, int]:
    sent, came = days
    order_id = pair.order_id
    if order_id is None:
        order_id = propose_transfer(unit, replace(typed, day=sent))
    order = order_by_id(unit.connection, order_id)
    if order.state == PROPOSED:
        send_transfer(unit, order_id, max(sent, order.proposed_on))
    order = order_by_id(unit.connection, order_id)
    receive_transfer(unit, order_id, max(came, order.sent_on))
    done = order_by_id(unit.connection, order_id)
    return _entries_of(unit.connection, pair, int(done.transaction_id or 0))


def _entries_of(connection: Connection, pair: TransferPair, transaction_id: int) -> tuple[int, int]:
    wanted = ((pair.giver.account, -pair.cents), (pair.taker.account, pair.cents))
    found = [_entry_of(connection, transaction_id, account, cents) for account, cents in wanted]
    return found[0], found[1]


def _entry_of(connection: Connection, transaction_id: int, account: AccountRow, cents: int) -> int:
    query = select(posting.c.id).where(
        posting.c.transaction_id == transaction_id, posting.c.account_id == account.id,
        posting.c.cents == cents,
    )  # fmt: skip
    return int(connection.execute(query).scalar_one())


def _matched(unit: UnitOfWork, side: Side, told: Line, entry: int, why: str) -> int:
    return write_match(unit, side.account, [told.key], [entry], why=why, certain=False)


def _named(side: Side) -> str:
    owner: EntityRow = side.entity
    return f"{side.account.name} of {owner.name}"
