"""Money that may not be kept and has nobody to go back to: paid to a purpose without elections.

Cash from nobody known above 50 dollars goes to a lawful purpose that has nothing to do with any
federal election, campaign or candidate (11 CFR 110.4(c)(3)); what is prohibited and whose giver
cannot be found goes to the United States Treasury. It is a payment among the other disbursements
that names its gift (``parent_id``), so that what is left of the gift and of a hold goes by it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact, ContactRef, search_name
from financedesk.ledger.entries import NewItem
from financedesk.ledger.refunds import refundable
from financedesk.ledger.register_kinds import DISPOSAL
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.entities import files_federally
from financedesk.rules.money import format_cents

contact = tables.contact

TREASURY = "United States Treasury"
"""Who takes it where nobody is named."""
PURPOSE = "Disposal of contribution that may not be kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """What of a gift is given away, in cents, on which day and to whom; ``method`` is how."""

    gift_id: int
    amount_cents: int
    day: str
    account_id: int
    payee: str = TREASURY
    method: str = ""


def record_disposal(unit: UnitOfWork, given: Disposal) -> int:
    """Write the payment and return its entry's id; the payee gets a card if there is none.

    Raises BadInput for an amount that is not above zero or more than is left of the gift, for a
    day before it and without a payee; Refused for what is no gift, or no federal money.
    """
    gift = refundable(unit.connection, given.gift_id)
    payee = " ".join(given.payee.split())
    if not files_federally(account_by_id(unit.connection, given.account_id).kind):
        raise Refused("Only what is federal money has to be given away; refund it instead.")
    if not payee:
        raise BadInput("Say who takes it: the Treasury, or a charity by its name.")
    if not 0 < given.amount_cents <= gift.left_cents:
        left = format_cents(gift.left_cents, symbol=True)
        raise BadInput(f"Enter an amount above zero, at most {left}: that is what is left of it.")
    if given.day < gift.day:
        raise BadInput(f"The gift came on {gift.day}; it cannot be given away before.")
    with LedgerWriter(unit, gift.entity_id) as writer:
        new = NewItem(
            kind=DISPOSAL, amount_cents=given.amount_cents, item_date=given.day,
            contact=_payee(unit.connection, writer, payee), account_id=given.account_id,
            parent_id=given.gift_id, purpose=PURPOSE,
        )  # fmt: skip
        method = given.method.strip() or None
        return writer.add_transaction("bill", given.day, [new], description=method)[0]


def _payee(connection: Connection, writer: LedgerWriter, name: str) -> ContactRef:
    body = Contact(type="ORG", name=name)
    column = contact.c
    query = (
        select(column.id, column.card_id)
        .where(
            column.entity_id == writer.entity_id, column.search_name == search_name(body),
            column.type == "ORG",
        )
        .order_by(column.id.desc())
    )  # fmt: skip
    known = connection.execute(query.limit(1)).one_or_none()
    return writer.add_contact(body) if known is None else ContactRef(known.id, known.card_id)
