"""Contributions that keep a promise: each is an ordinary one, and clears a due besides.

A receipt stands in the books of the entity that was given to, beside the contribution itself, so
that the wall around that entity is around it too. Whoever keeps the promise learns one sum a month
of what reached entities that are hidden from them: that the due was cleared, and not by whom.
What a contribution clears is its cash less what was given back of it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    union_all,
)

from financedesk.book import walls
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.limit_person import limit_person
from financedesk.remittances.shelf import Shelf
from financedesk.rules.dues_standing import Payment

item, receipt, contact = tables.item, tables.remittance_receipt, tables.contact
official, entity = tables.official, tables.entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A contribution by its number, and whose promise it keeps.

    ``keeper`` is the short name of the entity that keeps the promise, ``reference`` the official's
    there, ``period`` the month of the instruction that the payment follows, if it follows one:
    several months with blanks between them where it pays these together.
    """

    item_id: int
    keeper: str
    reference: str
    period: str = ""


def take_as_remittance(unit: UnitOfWork, fact: Receipt) -> int:
    """Note that a contribution keeps an official's promise, and return the note's number.

    Raises NotFound for an unknown entry, BadInput for one that is no money received, and Refused
    when somebody else paid: nobody gives in another's name (52 U.S.C. 30122).
    """
    row = unit.connection.execute(
        select(item.c.entity_id).where(item.c.id == fact.item_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no entry number {fact.item_id} in this book.")
    return RECEIPTS.add(unit, row.entity_id, fact)


def payments_of(
    connection: Connection, official_ids: Collection[int]
) -> Iterator[tuple[int, Payment]]:
    """Yield what officials gave towards their pledges; what was given back is negative.

    Across a server's wall an amount is the sum of a month, as of the last day of giving in it.
    """
    asked = _ACROSS if walls.hides_some(connection) else _PAID
    for row in connection.execute(asked, {"officials": list(official_ids)}):
        yield row.official_id, Payment(day=date.fromisoformat(row.day), cents=int(row.cents))


def paid_by(
    connection: Connection, entity_id: int, on: date, official_ids: Collection[int] = ()
) -> Mapping[int, int]:
    """Return what an entity's officials gave towards their pledges up to a day, in cents.

    What was given back is taken off. Without ``official_ids`` of all who gave; of who gave nothing
    there is no word. Across a server's wall a month counts by its last day of giving.
    """
    known = select(official.c.id, official.c.reference).where(official.c.entity_id == entity_id)
    if official_ids:
        known = known.where(official.c.id.in_(list(official_ids)))
    ids = {row.reference: row.id for row in connection.execute(known)}
    if walls.hides_some(connection):
        across: Counter[int] = Counter()
        for official_id, payment in payments_of(connection, ids.values()):
            if payment.day <= on:
                across[official_id] += payment.cents
        return across
    code = connection.execute(select(entity.c.code).where(entity.c.id == entity_id)).scalar_one()
    given = {"keeper": code, "day": on.isoformat()}
    asked = (_SUM_OF_SOME, {**given, "references": list(ids)}) if official_ids else (_SUM, given)
    return {ids[row.reference]: int(row.cents) for row in connection.execute(*asked)
            if row.reference in ids}  # fmt: skip


def _summed(kept: ColumnElement[bool]) -> Select[Any]:
    """Return the sum by reference of contributions and of what was given back of them."""
    parts = [
        select(receipt.c.reference, item.c.cash_cents)
        .join(receipt, same)
        .where(kept, item.c.item_date <= bindparam("day"))
        for same in (item.c.id == receipt.c.item_id, item.c.parent_id == receipt.c.item_id)
    ]
    paid = union_all(*parts).subquery()
    total = func.sum(paid.c.cash_cents).label("cents")
    return select(paid.c.reference, total).group_by(paid.c.reference)


# All receipts are read in the order of their entries, which is that of the items: by the index of
# officials each of them would be looked for anywhere in the table.
_SUM = _summed(receipt.c.keeper.concat("") == bindparam("keeper"))
_SUM_OF_SOME = _summed(and_(
    receipt.c.keeper == bindparam("keeper"),
    receipt.c.reference.in_(bindparam("references", expanding=True)),
))  # fmt: skip
_PAID = (
    select(official.c.id.label("official_id"), item.c.item_date.label("day"),
           item.c.cash_cents.label("cents"))
    .join(entity, entity.c.id == official.c.entity_id)
    .join(
        receipt,
        and_(receipt.c.keeper == entity.c.code, receipt.c.reference == official.c.reference),
    )
    .join(item, or_(item.c.id == receipt.c.item_id, item.c.parent_id == receipt.c.item_id))
    .where(official.c.id.in_(bindparam("officials", expanding=True)), item.c.cash_cents != 0)
    .order_by(item.c.item_date, item.c.id)
)  # fmt: skip
_ACROSS = text("SELECT official_id, day, cents FROM remitted_across(:officials)")


def _judge(connection: Connection, entity_id: int, fact: Receipt, row_id: int) -> None:
    row = connection.execute(select(item).where(item.c.id == fact.item_id)).mappings().one()
    if row["cash_cents"] <= 0:
        raise BadInput("Only money that came in keeps a promise; choose a contribution.")
    held = select(receipt.c.id).where(receipt.c.item_id == fact.item_id, receipt.c.id != row_id)
    if connection.execute(held).first() is not None:
        raise BadInput("This contribution keeps a promise already; a gift is counted once.")
    if row["card_id"] is None or not _same_person(connection, entity_id, row["card_id"], fact):
        raise Refused(
            "Somebody else is entered as the giver. Only the official’s own payment from a personal"
            " account keeps the promise; nobody gives in another’s name (52 U.S.C. 30122)."
        )


def _same_person(connection: Connection, entity_id: int, card_id: int, fact: Receipt) -> bool:
    """Tell whether a card is the official's: by links, by place or e-mail, or by the name alone."""
    own = connection.execute(
        select(official.c.card_id)
        .join(entity, entity.c.id == official.c.entity_id)
        .where(entity.c.code == fact.keeper, official.c.reference == fact.reference)
    ).scalar()
    names = select(contact.c.search_name).where(contact.c.card_id == card_id)
    if own is not None:
        persons = limit_person(connection, own).persons
        theirs = select(contact.c.search_name).where(contact.c.card_id == own)
    else:
        # The official's card is across the wall; the instruction says who was to give.
        persons = frozenset()
        line = tables.instruction_line.c
        here = select(entity.c.code).where(entity.c.id == entity_id).scalar_subquery()
        theirs = select(line.giver).where(line.reference == fact.reference, line.recipient == here)
    named = set(connection.execute(theirs).scalars())
    return bool(
        named & set(connection.execute(names).scalars())
        or persons & limit_person(connection, card_id).persons
    )


RECEIPTS = Shelf(tables.remittance_receipt, Receipt, "remittance", _judge)
