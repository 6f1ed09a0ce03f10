"""What was paid of a shared cost's invoice: the transfers that name it, and nothing that is kept.

A transfer names the invoice of its taker by the invoice's number (``transfer_order.settles``), so
that the tie is the same in any book. It may be no more than what is still owed: whatever is above
the price of what was used would be a gift, which the wall judges by other rules.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, func, select

from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.rules.cost_sharing import settlement_passage
from financedesk.rules.money import format_cents
from financedesk.rules.passages import Holder, Passage, side_labels, side_of

invoice, order = tables.cost_invoice, tables.transfer_order

_NEVER_MADE = "cancelled"


@dataclass(frozen=True, slots=True)
class Paid:
    """What of an invoice has come, is on its way, or is proposed, in cents.

    ``last_day`` is the day on which the newest part came or was sent, "" before any was.
    """

    received_cents: int = 0
    sent_cents: int = 0
    proposed_cents: int = 0
    last_day: str = ""

    @property
    def moved_cents(self) -> int:
        """What has left the payer's account: the payer has done its part."""
        return self.received_cents + self.sent_cents


@dataclass(frozen=True, slots=True)
class PayingSide:
    """One end of a payment: whose, and from or to which account."""

    entity: EntityRow
    account: AccountRow

    @property
    def holder(self) -> Holder:
        """What the rules go by."""
        return Holder(self.entity.kind, self.account.kind)


def payments(connection: Connection, entity_ids: Collection[int]) -> Mapping[tuple[int, str], Paid]:
    """Return what was paid of these entities' invoices, by the entity that is paid and number."""
    column = order.c
    query = (
        select(
            column.taker_id, column.settles, column.state,
            func.sum(column.amount_cents).label("cents"),
            func.max(func.coalesce(column.received_on, column.sent_on)).label("last_day"),
        )
        .where(
            column.settles.is_not(None), column.taker_id.in_(entity_ids),
            column.state != _NEVER_MADE,
        )
        .group_by(column.taker_id, column.settles, column.state)
    )  # fmt: skip
    found: dict[tuple[int, str], dict[str, int]] = {}
    days: dict[tuple[int, str], str] = {}
    for row in connection.execute(query):
        key = (row.taker_id, row.settles)
        found.setdefault(key, {})[row.state] = int(row.cents)
        days[key] = max(days.get(key, ""), row.last_day or "")
    return {
        key: Paid(
            cents.get("received", 0), cents.get("sent", 0), cents.get("proposed", 0), days[key]
        )
        for key, cents in found.items()
    }


def payment_passage(giver: PayingSide, taker: PayingSide, day: str) -> Passage:
    """Return what the law says of a share that is paid: a price, judged by the terms of sharing."""
    return settlement_passage(giver.holder, taker.holder, date.fromisoformat(day))


def check_payment(
    connection: Connection,
    number: str,
    giver: PayingSide,
    taker: PayingSide,
    cents: int,
    *,
    besides: int | None = None,
) -> None:
    """Raise what a payment of an invoice would break; ``besides`` is its act while it is corrected.

    Raises NotFound without the invoice, BadInput for other sides or accounts than it names, Refused
    for more than is still owed.
    """
    query = select(invoice).where(
        invoice.c.entity_id == taker.entity.id, invoice.c.number == number
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"Invoice {number} of {taker.entity.name} is no longer in the book.")
    if found.debtor != giver.entity.code:
        raise BadInput(f"Invoice {number} is not owed by {giver.entity.name}.")
    for side, wanted in ((giver, found.debtor_account_kind), (taker, found.account_kind)):
        asked = side_of(Holder(side.entity.kind, wanted))
        if side_of(side.holder) != asked:
            words = f"the money of {side.entity.name} as {side_labels()[asked]}"
            raise BadInput(f"Invoice {number} is about {words}; choose an account that holds it.")
    left = found.amount_cents - _moved(connection, taker.entity.id, number, besides)
    if cents > left:
        raise Refused(
            f"Of invoice {number} {format_cents(max(0, left), symbol=True)} is still owed; more"
            " than that would be a gift and not its price. Lower the amount."
        )


def number_settled(connection: Connection, transaction_id: int) -> str:
    """Return the number of the invoice that an act pays, "" for any other act."""
    query = select(order.c.settles).where(order.c.transaction_id == transaction_id)
    return str(connection.execute(query).scalar() or "")


def _moved(connection: Connection, entity_id: int, number: str, besides: int | None) -> int:
    column = order.c
    own = and_(column.taker_id == entity_id, column.settles == number)
    query = select(func.coalesce(func.sum(column.amount_cents), 0)).where(
        own, column.state.in_(("sent", "received"))
    )
    if besides is not None:
        query = query.where(column.transaction_id != besides)
    return int(connection.execute(query).scalar_one())
