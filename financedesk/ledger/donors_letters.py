"""Whom to ask for employer, occupation and address, and what a letter to them has to say.

A committee shows best efforts when it asks, in writing or by telephone, no later than 30 days after
the contribution came in, without asking for money in the same breath (11 CFR 104.7(b)(2)).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.donors_rows import unknown_of
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.progress import Progress
from financedesk.rules.entities import entity_kind

contact, item, aggregate, donor = tables.contact, tables.item, tables.aggregate, tables.donor

ASK_WITHIN = timedelta(days=30)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One request: to whom, for what, because of which contribution, and until when.

    Amounts are cents. ``ask_by`` is the last day on which asking counts as best efforts;
    ``overdue`` says that it has passed.
    """

    card_id: int
    entity: EntityRow
    contact: Contact
    missing: tuple[str, ...]
    gift_day: str
    gift_cents: int
    aggregate_cents: int
    ask_by: str
    overdue: bool

    @property
    def has_address(self) -> bool:
        """Whether a letter can be sent; otherwise telephone or e-mail must do."""
        return bool(self.contact.street_1 and self.contact.city)

    @property
    def statement(self) -> str:
        """The sentence that tells the donor why the committee asks (11 CFR 104.7(b)(1))."""
        calendar = entity_kind(self.entity.kind).window == "calendar_year"
        window = "a calendar year" if calendar else "an election cycle"
        return (
            "Federal law requires us to use our best efforts to collect and report the name,"
            " mailing address, occupation and name of employer of individuals whose contributions"
            f" exceed $200 in {window}."
        )


def letters(
    connection: Connection, card_ids: Sequence[int], today: date, progress: Progress
) -> Iterator[Letter]:
    """Yield a letter for each of these donors of whom the law wants to know more.

    Donors without an itemised gift, and those of whom everything is known, are passed over.
    """
    entities: dict[int, EntityRow] = {}
    for start in range(0, len(card_ids), _AT_ONCE):
        progress.step(start, len(card_ids), "Collecting addresses")
        some = list(card_ids[start : start + _AT_ONCE])
        gifts = newest_itemised(connection, some)
        for card_id, known, entity_id in _known(connection, some):
            missing = unknown_of(known)
            if card_id not in gifts or not missing:
                continue
            if entity_id not in entities:
                entities[entity_id] = entity_by_id(connection, entity_id)
            day, cents, stands = gifts[card_id]
            ask_by = date.fromisoformat(day) + ASK_WITHIN
            yield Letter(
                card_id=card_id, entity=entities[entity_id], contact=known, missing=missing,
                gift_day=day, gift_cents=cents, aggregate_cents=stands,
                ask_by=ask_by.isoformat(), overdue=ask_by < today,
            )  # fmt: skip


def _known(connection: Connection, cards: Sequence[int]) -> Iterator[tuple[int, Contact, int]]:
    query = (
        select(contact)
        .join(donor, donor.c.contact_id == contact.c.id)
        .where(donor.c.card_id.in_(cards))
        .order_by(contact.c.search_name, contact.c.id)
    )
    for row in connection.execute(query).mappings():
        yield row["card_id"], contact_from_row(dict(row)), row["entity_id"]


def newest_itemised(
    connection: Connection, cards: Sequence[int]
) -> dict[int, tuple[str, int, int]]:
    """Return day, amount and aggregate of each card's newest gift that stands by itself.

    Because of it the law asks for what is missing; amounts are cents.
    """
    query = (
        select(
            item.c.card_id, item.c.item_date, item.c.amount_cents, aggregate.c.aggregate_cents
        )
        .join(aggregate, aggregate.c.item_id == item.c.id)
        .where(
            item.c.card_id.in_(cards), item.c.memo == 0, item.c.kind.in_(gift_kinds()),
            aggregate.c.itemised == 1,
        )
        .order_by(item.c.item_date, item.c.id)
    )  # fmt: skip
    return {
        row.card_id: (row.item_date, row.amount_cents, row.aggregate_cents or row.amount_cents)
        for row in connection.execute(query)
    }
