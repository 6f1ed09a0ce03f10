"""Currency that arrives: stopped above what the law lets one giver, or nobody by name, bring.

What came all the same is put on hold (``ledger/hold.py``), which this does not keep it from. Law:
52 U.S.C. 30123; 11 CFR 110.4(c).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.overrides import overrides
from financedesk.rules.cash import CashGift, CashStop, cash_stop, is_anonymous, is_cash
from financedesk.rules.receiving import takes_federal_money

item, act, link = tables.item, tables.transaction, tables.person_link


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A gift as the law of cash asks for it; in cents, the day ``YYYY-MM-DD``.

    ``besides`` is the entry that it corrects.
    """

    entity: EntityRow
    account: AccountRow
    giver: Contact
    card_id: int | None
    method: str
    cents: int
    day: str
    besides: int | None = None


def require_cash(connection: Connection, arrived: Arrived) -> None:
    """Raise Walled, with law and way out, for currency that may not be taken whole."""
    found = stop_of(connection, arrived)
    if found is not None:
        raise Walled(found.words, citation=found.citation, remedy=found.remedy)


def stop_of(connection: Connection, arrived: Arrived) -> CashStop | None:
    """Return why a gift may not be taken whole, None when it may or is no federal money."""
    if not takes_federal_money(arrived.entity.form, arrived.account.kind):
        return None
    name = arrived.giver.display_name
    if not is_cash(arrived.method) and not is_anonymous(name):
        return None
    return cash_stop(
        CashGift(
            giver_name=name, method=arrived.method, cents=arrived.cents,
            day=date.fromisoformat(arrived.day), before_cents=cash_before(connection, arrived),
            overrides=overrides(connection),
        )
    )  # fmt: skip


def cash_before(connection: Connection, arrived: Arrived) -> int:
    """Return what the giver brought this entity in currency on the day already, in cents."""
    if arrived.card_id is None:
        return 0
    person = select(link.c.person_id).where(link.c.card_id == arrived.card_id)
    of_person = select(link.c.card_id).where(link.c.person_id.in_(person))
    query = (
        select(item.c.id, item.c.amount_cents, act.c.description)
        .join(act, act.c.id == item.c.transaction_id)
        .where(
            or_(item.c.card_id == arrived.card_id, item.c.card_id.in_(of_person)),
            item.c.item_date == arrived.day, item.c.entity_id == arrived.entity.id,
            item.c.cash_cents > 0, item.c.payout_id.is_(None),
        )
    )  # fmt: skip
    return sum(
        int(row.amount_cents)
        for row in connection.execute(query)
        if row.id != arrived.besides and is_cash(row.description or "")
    )
