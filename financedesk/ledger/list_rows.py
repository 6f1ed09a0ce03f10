"""Documents of lists and other data as they stand: what is free, paid, owed, booked or missing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, text

from financedesk.book.rooms import Problem
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.giver_groups import own_entity
from financedesk.ledger.list_terms import COST, MONEY, Outsider, side_code, tie_of
from financedesk.ledger.list_transfers import GAVE, IN_KIND_ROLE, PRICE, TOOK
from financedesk.ledger.overrides import overrides
from financedesk.rules.data_crossing import (
    FAIR,
    FREE,
    IN_KIND,
    NEVER,
    DataKind,
    DataRule,
    Worth,
    data_kind,
    may_cross,
    worth_on,
)
from financedesk.rules.limits import Override
from financedesk.rules.passages import Holder, side_of
from financedesk.rules.thresholds import Clock, clock_on, runs_out

document, entry, item, account, contact = (
    tables.list_transfer, tables.list_transfer_entry, tables.item, tables.account, tables.contact,
)  # fmt: skip

APPRAISAL_CLOCK, PRICE_CLOCK = "list_appraisal", "list_price"

FORBIDDEN, UNBOOKED, UNAPPRAISED, OVERDUE, STALE, DUE, BOOKED, SETTLED, PASSED = (
    "forbidden", "unbooked", "unappraised", "overdue", "stale", "due", "in_kind", "settled", "free",
)  # fmt: skip
STATES = (FORBIDDEN, UNBOOKED, UNAPPRAISED, OVERDUE, STALE, DUE, BOOKED, SETTLED, PASSED)
"""How a document may stand, the gravest first."""

_TOLD = (
    "id", "document", "side", "origin", "serves", "records", "contents", "value_cents", "basis",
    "basis_words", "appraised_on", "came_on", "counter", "counter_cents", "counter_words",
    "approver", "attested", "given_on",
)  # fmt: skip

WANTING = frozenset({FORBIDDEN, UNBOOKED, UNAPPRAISED, OVERDUE, STALE})
"""States in which something is wrong or missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One document on a day; amounts in cents, days ``YYYY-MM-DD`` and empty where unknown.

    ``id`` is that of the copy that is read, in the books of ``entity_id``; ``giver`` and ``taker``
    are names, ``entity_ids`` the entities of the book among them. ``paid_cents`` and
    ``in_kind_cents`` follow from its entries, ``item_ids``; ``worth`` is what it was worth on the
    day it was given, ``gap_cents`` what of that nobody was to pay.
    """

    id: int
    document: str
    entity_id: int
    side: str
    giver: str
    taker: str
    entity_ids: tuple[int, ...]
    kind: DataKind
    rule: DataRule
    origin: str
    serves: str
    records: int
    contents: str
    value_cents: int
    worth: Worth
    gap_cents: int
    basis: str
    basis_words: str
    appraised_on: str
    came_on: str
    counter: str
    counter_cents: int
    counter_words: str
    paid_cents: int
    in_kind_cents: int
    item_ids: tuple[int, ...]
    approver: str
    attested: str
    given_on: str
    state: str
    pay_by: date | None
    appraisal: Clock

    @property
    def owed_cents(self) -> int:
        """What of the price is still to be paid."""
        return max(0, self.counter_cents - self.paid_cents) if self.counter == MONEY else 0

    @property
    def other(self) -> str:
        """The name of the one whose books these are not."""
        return self.taker if self.side == GAVE else self.giver


def list_rows(
    connection: Connection, entity_ids: Collection[int], today: date
) -> tuple[ListRow, ...]:
    """Return the documents of these entities, the newest first, each once.

    Of two copies the giver's is read; both tell the same.
    """
    column = document.c
    query = (
        select(document)
        .where(column.entity_id.in_(entity_ids))
        .order_by(column.given_on.desc(), column.id.desc())
    )
    found = connection.execute(query).mappings().all()
    gave = {row["document"] for row in found if row["side"] == GAVE and row["inside"]}
    rows = [
        dict(row)
        for row in found
        if row["side"] == GAVE or not row["inside"] or row["document"] not in gave
    ]
    return _Reader(connection, rows, today).rows() if rows else ()


class _Reader:
    """Reads what stands beside documents once for all of them."""

    def __init__(
        self, connection: Connection, rows: Sequence[Mapping[str, Any]], today: date
    ) -> None:
        self._connection, self._rows, self._today = connection, rows, today
        self._given: tuple[Override, ...] = overrides(connection)
        self._entities = {one.id: one for one in entities(connection)}
        ids = [row["id"] for row in rows]
        self._contacts = _contacts(connection, [row["contact_id"] for row in rows])
        self._kinds = _account_kinds(connection)
        self._entries = _entries(connection, ids)
        self._twins = _twins(connection, rows)

    def rows(self) -> tuple[ListRow, ...]:
        """Return the documents in their order."""
        return tuple(self._row(row) for row in self._rows)

    def _row(self, row: Mapping[str, Any]) -> ListRow:
        own = self._entities[row["entity_id"]]
        known = self._contacts[row["contact_id"]]
        other = own_entity(tuple(self._entities.values()), known) if row["inside"] else None
        names = (own.name, other.name if other is not None else known.display_name)
        giver, taker = names if row["side"] == GAVE else names[::-1]
        rule, worth = self._rule(row, own, known, other), self._worth(row)
        gap = max(0, worth.cents - row["counter_cents"]) if rule.price == FAIR else 0
        roles = self._entries.get(row["id"], ())
        appraisal, pay_by = self._clocks(row)
        facts = _Facts(
            gap=gap, paid=sum(cents for role, _, cents in roles if role == PRICE),
            booked=sum(cents for role, _, cents in roles if role == IN_KIND_ROLE),
            pay_by=pay_by, stale=self._stale(row), today=self._today,
        )  # fmt: skip
        told: dict[str, Any] = {name: "" if row[name] is None else row[name] for name in _TOLD}
        return ListRow(
            entity_id=own.id, giver=giver, taker=taker,
            entity_ids=(own.id,) if other is None else (own.id, other.id),
            kind=data_kind(row["data"]), rule=rule, worth=worth, gap_cents=gap,
            paid_cents=facts.paid, in_kind_cents=facts.booked,
            item_ids=tuple(item_id for _, item_id, _ in roles), appraisal=appraisal,
            state=_state(row, rule, facts),
            pay_by=pay_by if row["counter"] == MONEY else None, **told,
        )  # fmt: skip

    def _rule(
        self, row: Mapping[str, Any], own: EntityRow, known: Contact, other: EntityRow | None
    ) -> DataRule:
        day = row["given_on"]
        mine = self._side(own, row["account_id"])
        if other is None:
            sides, tie = (mine, side_code(self._connection, Outsider(known))), ""
        else:
            sides = (mine, self._side(other, self._twins.get((row["document"], other.id))))
            tie = tie_of(self._connection, (own.id, other.id), sides, day)
        giver, taker = sides if row["side"] == GAVE else sides[::-1]
        return may_cross(row["data"], giver, taker, date.fromisoformat(day), tie=tie)

    def _side(self, entity: EntityRow, account_id: int | None) -> str:
        return side_of(Holder(entity.kind, self._kinds.get(account_id or 0, "")))

    def _worth(self, row: Mapping[str, Any]) -> Worth:
        came = date.fromisoformat(row["came_on"]) if row["came_on"] else None
        on = date.fromisoformat(row["given_on"])
        return worth_on(row["data"], row["value_cents"], came, on)

    def _clocks(self, row: Mapping[str, Any]) -> tuple[Clock, date]:
        on = date.fromisoformat(row["given_on"])
        return clock_on(APPRAISAL_CLOCK, on, self._given), runs_out(PRICE_CLOCK, on, self._given)

    def _stale(self, row: Mapping[str, Any]) -> bool:
        if not row["appraised_on"]:
            return True
        made = date.fromisoformat(row["appraised_on"])
        until = runs_out(APPRAISAL_CLOCK, made, self._given)
        return until < date.fromisoformat(row["given_on"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the books say of a document: amounts in cents, and how its days stand."""

    gap: int
    paid: int
    booked: int
    pay_by: date
    stale: bool
    today: date


def _state(row: Mapping[str, Any], rule: DataRule, found: _Facts) -> str:
    owes = row["counter"] == MONEY and found.paid < row["counter_cents"]
    unknown = not row["basis"] or not row["value_cents"]
    priced = rule.price == FAIR
    facts = (
        (FORBIDDEN, rule.price == NEVER),
        (PASSED, rule.price == FREE and not owes),
        (UNAPPRAISED, priced and unknown),
        (UNBOOKED, priced and rule.below == IN_KIND and found.gap != found.booked),
        (OVERDUE, owes and found.pay_by < found.today),
        (STALE, priced and found.stale and row["basis"] != COST),
        (DUE, owes),
        (BOOKED, found.booked > 0),
    )
    return next((state for state, holds in facts if holds), SETTLED)


def _contacts(connection: Connection, ids: Sequence[int]) -> dict[int, Contact]:
    column = contact.c
    query = select(
        column.id, column.type, column.name, column.last_name, column.first_name,
        column.middle_name, column.suffix, column.committee_id,
    ).where(column.id.in_(ids))  # fmt: skip
    return {
        row.id: Contact(
            type=row.type, name=row.name or "", last_name=row.last_name or "",
            first_name=row.first_name or "", middle_name=row.middle_name or "",
            suffix=row.suffix or "", committee_id=row.committee_id or "",
        )
        for row in connection.execute(query)
    }  # fmt: skip


def _account_kinds(connection: Connection) -> dict[int, str]:
    query = select(account.c.id, account.c.kind).where(account.c.role.in_(tables.CASH_ROLES))
    return {row.id: row.kind for row in connection.execute(query)}


def _entries(
    connection: Connection, ids: Sequence[int]
) -> dict[int, tuple[tuple[str, int, int], ...]]:
    """Return role, entry and amount of what each document posted."""
    query = (
        select(entry.c.list_transfer_id, entry.c.role, item.c.id, item.c.amount_cents)
        .join(item, item.c.id == entry.c.item_id)
        .where(entry.c.list_transfer_id.in_(ids))
        .order_by(item.c.id)
    )
    found: dict[int, tuple[tuple[str, int, int], ...]] = {}
    for list_id, role, item_id, cents in connection.execute(query):
        found[list_id] = (*found.get(list_id, ()), (role, item_id, cents))
    return found


def _twins(
    connection: Connection, rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, int], int | None]:
    """Return the account of each document's other copy, by its number and entity."""
    column = document.c
    numbers = [row["document"] for row in rows if row["inside"]]
    query = select(column.document, column.entity_id, column.account_id).where(
        column.document.in_(numbers), column.side.in_((GAVE, TOOK))
    )
    return {(row.document, row.entity_id): row.account_id for row in connection.execute(query)}


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield copies of one document that tell different things, and entries of another's books."""
    for row in connection.execute(text(_DIFFERENT)).all():
        sentence = f"The two copies of document {row.document} tell different things."
        yield Problem("ledger", sentence, "list_transfer", row.id)
    for row in connection.execute(text(_ASTRAY)).all():
        sentence = f"An entry of document {row.document} stands in another entity's books."
        yield Problem("ledger", sentence, "list_transfer", row.id)


_DIFFERENT = """
SELECT g.id, g.document FROM list_transfer g
JOIN list_transfer t ON t.document = g.document AND t.given_on = g.given_on AND t.inside = 1
WHERE g.side = 'gave' AND t.side = 'took' AND g.inside = 1 AND g.entity_id <> t.entity_id
    AND (g.data <> t.data OR g.records <> t.records OR g.value_cents <> t.value_cents
        OR g.counter <> t.counter OR g.counter_cents <> t.counter_cents)
ORDER BY g.id LIMIT 20
"""
_ASTRAY = """
SELECT l.id, l.document FROM list_transfer_entry e
JOIN list_transfer l ON l.id = e.list_transfer_id
JOIN item i ON i.id = e.item_id
WHERE i.entity_id <> l.entity_id OR e.entity_id <> l.entity_id
ORDER BY l.id LIMIT 20
"""
