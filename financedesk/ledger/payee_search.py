"""Find somebody whom an entity has paid, and what for, while the name or purpose is typed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.contact_search import known_cards
from financedesk.ledger.contacts import Contact, ContactRef, contact_from_row
from financedesk.ledger.register_kinds import kinds_of

contact, item = tables.contact, tables.item

_CATEGORY = "category_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPayment:
    """The newest disbursement to a payee; the amount in cents."""

    day: str
    cents: int
    kind: str
    purpose: str
    category: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class KnownPayee:
    """The newest version of a card, and its last disbursement where there is one."""

    ref: ContactRef
    contact: Contact
    last: LastPayment | None


def find_payees(
    connection: Connection, entity_id: int, text: str, *, limit: int = 8
) -> list[KnownPayee]:
    """Return cards of one entity whose name or city begins with a text, those paid before first."""
    paid = (
        select(item.c.id)
        .where(item.c.card_id == contact.c.card_id, item.c.kind.in_(kinds_of("disbursements")))
        .exists()
    )
    rows = known_cards(connection, entity_id, text, limit, paid.desc())
    last = _last_payments(connection, [row["card_id"] for row in rows])
    return [
        KnownPayee(
            ContactRef(row["id"], row["card_id"]),
            contact_from_row(dict(row)),
            last.get(row["card_id"]),
        )
        for row in rows
    ]


def _last_payments(connection: Connection, cards: Sequence[int]) -> dict[int, LastPayment]:
    column = item.c
    place = func.row_number().over(
        partition_by=column.card_id, order_by=(column.item_date.desc(), column.id.desc())
    )
    ranked = (
        select(
            column.card_id, column.item_date, column.amount_cents, column.kind, column.purpose,
            column.fields, column.account_id, place.label("place"),
        )
        .where(
            column.card_id.in_(cards), column.kind.in_(kinds_of("disbursements")), column.memo == 0
        )
        .subquery()
    )  # fmt: skip
    rows = connection.execute(select(ranked).where(ranked.c.place == 1))
    return {
        row.card_id: LastPayment(
            day=row.item_date, cents=row.amount_cents, kind=row.kind, purpose=row.purpose or "",
            category=category_in(row.fields), account_id=row.account_id,
        )
        for row in rows
    }  # fmt: skip


def category_in(fields: str | None) -> str:
    """Return the category code among an item's own fields; empty for none."""
    return str(json.loads(fields).get(_CATEGORY, "")) if fields else ""


def purposes_used(connection: Connection, entity_id: int, since: str) -> tuple[str, ...]:
    """Return what an entity's disbursements of a day or later were for, the most usual first."""
    query = (
        select(item.c.purpose)
        .where(
            item.c.entity_id == entity_id,
            item.c.item_date >= since,
            item.c.kind.in_(kinds_of("payments")),
            item.c.purpose.is_not(None),
        )
        .group_by(item.c.purpose)
        .order_by(func.count().desc(), item.c.purpose)
    )
    return tuple(connection.execute(query).scalars())
