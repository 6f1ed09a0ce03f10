"""Settling an invoice of shared costs: the transfer that pays it, through the steps of every other.

Who owes sends, who bore the cost receives, each side on its own day and line, so that line 8 of
both is the books' cash. The kinds come from ``rules.cost_sharing``: a price is paid, not a gift.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound, Refused
from financedesk.ledger.cost_agreements import entity_by_code
from financedesk.ledger.cost_invoices import Invoice, invoice_by_id
from financedesk.ledger.entities import accounts, entity_by_id
from financedesk.ledger.transfer_steps import propose_transfer, receive_transfer, send_transfer
from financedesk.ledger.typed_transfer import Side, TypedTransfer
from financedesk.rules.cost_sharing import what_is_shared
from financedesk.rules.money import format_cents
from financedesk.rules.passages import Holder, side_of

PROPOSED, SENT, RECEIVED = "proposed", "sent", "received"
_SHOWN = 20
_LONGEST_PURPOSE = 100  # the form's field has room for no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment as it was typed: which step is done on its day, and between which accounts.

    ``amount_cents`` may be a part of what is owed; ``step`` is ``proposed``, ``sent`` or
    ``received`` (sent and received on that day).
    """

    invoice_id: int
    from_account_id: int
    to_account_id: int
    amount_cents: int
    day: str
    step: str = PROPOSED
    method: str = ""


def paying_sides(
    connection: Connection, found: Invoice
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Return the open accounts that may pay an invoice, and those that it may be paid to.

    Raises NotFound when the entity that owes is not in the book.
    """
    parties = found.facts.parties
    debtor = entity_by_code(connection, parties.debtor)
    if debtor is None:
        raise NotFound(f"There is no entity “{parties.debtor}” in this book any more.")
    bearer = entity_by_id(connection, parties.entity_id)
    ends = ((debtor, parties.debtor_account_kind), (bearer, parties.account_kind))
    payers, payees = (
        tuple(
            Side(one, held)
            for held in accounts(connection, one.id)
            if held.role == "bank" and not held.closed_on and _alike(one.kind, held.kind, kind)
        )
        for one, kind in ends
    )
    return payers, payees


def _alike(entity_kind: str, one: str, other: str) -> bool:
    return side_of(Holder(entity_kind, one)) == side_of(Holder(entity_kind, other))


def settle_invoice(unit: UnitOfWork, payment: Payment) -> int:
    """Draft the transfer that pays an invoice, or send and receive it; returns the order's number.

    Raises Refused for more than is owed and not promised yet, BadInput for accounts that the
    invoice does not name, and what sending raises.
    """
    connection = unit.connection
    found = invoice_by_id(connection, payment.invoice_id)
    payers, payees = paying_sides(connection, found)
    left = found.open_cents - found.paid.proposed_cents
    if payment.amount_cents > left:
        raise Refused(
            f"{format_cents(max(0, left), symbol=True)} of this invoice is neither paid nor"
            " proposed; lower the amount, or cancel what is proposed."
        )
    transfer = TypedTransfer(
        giver=_chosen(payers, payment.from_account_id), day=payment.day,
        taker=_chosen(payees, payment.to_account_id), amount_cents=payment.amount_cents,
        purpose=purpose_of(found), method=payment.method, settles=found.facts.number,
    )  # fmt: skip
    order_id = propose_transfer(unit, transfer)
    if payment.step in (SENT, RECEIVED):
        send_transfer(unit, order_id, payment.day)
    if payment.step == RECEIVED:
        receive_transfer(unit, order_id, payment.day)
    return order_id


def purpose_of(found: Invoice) -> str:
    """Return the purpose that both sides' schedules carry: what was shared, and the invoice."""
    shared = what_is_shared()[found.facts.what].lower()
    return f"Shared cost: {shared}, invoice {found.facts.number}"[:_LONGEST_PURPOSE]


def _chosen(sides: tuple[Side, ...], account_id: int) -> Side:
    for one in sides:
        if one.account.id == account_id:
            return one
    raise NotFound("This account is closed or is not one that the invoice names; choose another.")


# --- what must be so


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield invoices of which more was paid than is owed, or whose parts do not add up."""
    yield from _overpaid(connection)
    yield from _uneven(connection)
    yield from _loose(connection)


def _overpaid(connection: Connection) -> Iterator[Problem]:
    found = text(
        """
        SELECT i.id, i.number, i.amount_cents, SUM(o.amount_cents) AS paid
        FROM cost_invoice i JOIN transfer_order o
            ON o.taker_id = i.entity_id AND o.settles = i.number
        WHERE o.state IN ('sent', 'received')
        GROUP BY i.id, i.number, i.amount_cents
        HAVING SUM(o.amount_cents) > i.amount_cents
        """
    )
    for row in connection.execute(found).all()[:_SHOWN]:
        sentence = f"Invoice {row.number} is {row.amount_cents} cents, and {row.paid} were paid."
        yield Problem("ledger", sentence, "cost_invoice", row.id)


def _uneven(connection: Connection) -> Iterator[Problem]:
    found = text(
        """
        SELECT i.id, i.number, i.amount_cents, SUM(s.cents) AS shares
        FROM cost_invoice i JOIN cost_invoice_sheet s ON s.invoice_id = i.id
        GROUP BY i.id, i.number, i.amount_cents
        HAVING SUM(s.cents) <> i.amount_cents
        """
    )
    for row in connection.execute(found).all()[:_SHOWN]:
        sentence = (
            f"Invoice {row.number} is {row.amount_cents} cents, and its hours are {row.shares}."
        )
        yield Problem("ledger", sentence, "cost_invoice", row.id)


def _loose(connection: Connection) -> Iterator[Problem]:
    """Yield payments of an invoice that there is not, where the entity that is paid is seen."""
    found = text(
        """
        SELECT o.id, o.settles FROM transfer_order o JOIN entity e ON e.id = o.taker_id
        WHERE o.settles IS NOT NULL AND o.state <> 'cancelled' AND NOT EXISTS (
            SELECT 1 FROM cost_invoice i
            WHERE i.entity_id = o.taker_id AND i.number = o.settles)
        """
    )
    for row in connection.execute(found).all()[:_SHOWN]:
        sentence = f"Transfer {row.id} pays invoice {row.settles}, which is not in the book."
        yield Problem("ledger", sentence, "transfer_order", row.id)
