"""What stands on an entry that pays: the bill it settles and the check that was drawn for it.

``ledger/edit.py`` asks here before it deletes an entry. Only tables are known here.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, and_, or_, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import HasDependents
from financedesk.ledger import tables
from financedesk.rules.money import format_cents

bill, check, item = tables.bill, tables.bank_check, tables.item
_SHOWN = 20


def require_undrawn(connection: Connection, item_ids: Sequence[int]) -> None:
    """Raise HasDependents when a check was printed for one of these entries, or voided by one."""
    column = check.c
    told = or_(column.printed_on.is_not(None), column.void_item_id.is_not(None))
    query = select(column.number, column.void_item_id).where(
        or_(and_(column.item_id.in_(item_ids), told), column.void_item_id.in_(item_ids))
    )
    row = connection.execute(query.order_by(column.number)).first()
    if row is None:
        return
    why = "voids" if row.void_item_id in item_ids else "is paid by"
    remedy = "void the check instead" if row.void_item_id is None else "undo the void instead"
    raise HasDependents(
        f"The entry {why} check {row.number}; {remedy}, so that its number stays explained.",
        (f"check {row.number}",),
    )


def require_unvoided(connection: Connection, item_id: int) -> None:
    """Raise HasDependents for an entry whose check is void, or that voids one: they are a pair."""
    column = check.c
    query = select(column.number).where(
        column.void_item_id.is_not(None), or_(column.item_id == item_id,
                                              column.void_item_id == item_id)
    )  # fmt: skip
    number = connection.execute(query).scalar()
    if number is not None:
        raise HasDependents(
            f"Check {number} is void, and its payment and what took it back say one amount; undo"
            " the void instead.",
            (f"check {number}",),
        )


def let_go_of_payment(unit: UnitOfWork, item_id: int) -> None:
    """Let a bill be open again and take back a check that nobody printed: its entry is going."""
    paid = select(bill.c.id).where(bill.c.item_id == item_id)
    for row_id in unit.connection.execute(paid).scalars().all():
        unit.update(bill, row_id, {"item_id": None})
    drawn = select(check.c.id).where(check.c.item_id == item_id)
    for row_id in unit.connection.execute(drawn).scalars().all():
        unit.delete(check, row_id)


# --- proof and words


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield checks that say otherwise than their payment, and bills paid out of other books."""
    differs = or_(
        item.c.account_id.is_distinct_from(check.c.account_id),
        item.c.amount_cents != check.c.amount_cents,
        item.c.entity_id != check.c.entity_id,
    )
    query = select(check.c.id, check.c.number).join(item, item.c.id == check.c.item_id)
    for row in connection.execute(query.where(differs).limit(_SHOWN)):
        sentence = f"Check {row.number} says otherwise than the payment that it is for."
        yield Problem("ledger", sentence, "bank_check", row.id)
    strange = select(bill.c.id).join(item, item.c.id == bill.c.item_id)
    for row in connection.execute(strange.where(item.c.entity_id != bill.c.entity_id)):
        yield Problem("ledger", f"Bill {row.id} is paid out of other books.", "bill", row.id)


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a bill, its approval or a check in a treasurer's words; None for others."""
    if table == check.name:
        return _check_in_words(connection, row_id)
    of_bill: int | None = row_id if table == bill.name else None
    if table == tables.bill_approval.name:
        column = tables.bill_approval.c
        query = select(column.bill_id).where(column.id == row_id)
        of_bill = connection.execute(query).scalar()
    return None if of_bill is None else _bill_in_words(connection, of_bill)


def _check_in_words(connection: Connection, row_id: int) -> str | None:
    column = check.c
    query = select(column.number, column.payee, column.amount_cents).where(column.id == row_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    whom = f" to {row.payee}" if row.payee else ""
    return f"Check {row.number} of {format_cents(row.amount_cents, symbol=True)}{whom}"


def _bill_in_words(connection: Connection, row_id: int) -> str | None:
    who = tables.contact.c
    query = (
        select(bill.c.number, bill.c.amount_cents, who.name, who.last_name)
        .join(tables.contact, who.id == bill.c.contact_id)
        .where(bill.c.id == row_id)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    number = f" {row.number}" if row.number else ""
    amount = format_cents(row.amount_cents, symbol=True)
    return f"Bill{number} of {row.name or row.last_name}, {amount}"
