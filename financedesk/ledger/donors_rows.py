"""The rows of a list of donors, for the few cards that are on the screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.donors import NEAR_CENTS, has_itemised_gift
from financedesk.ledger.donors_limits import Giver, LimitUse, limit_uses
from financedesk.ledger.donors_windows import Windows, aggregates_of, net_of, windows_of
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds
from financedesk.rules.itemise import ITEMISATION_THRESHOLD_CENTS

donor, contact, item, entity = tables.donor, tables.contact, tables.item, tables.entity

# Databases limit how many values a statement may name.
_AT_ONCE = 500
_ASKED = {
    "street_1": "street", "city": "city", "employer": "employer", "occupation": "occupation",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorRow:
    """One donor as the list shows it; amounts in cents.

    ``aggregate_cents`` is what the law adds up in the year or election cycle of the day, as the
    newest entry shows it (11 CFR 104.8(b)); None where it adds up nothing. ``cycle_cents`` is what
    came since the two-year cycle began, less refunds; ``given_cents`` all that was ever given,
    before refunds. ``missing`` names what has to be asked for (11 CFR 104.7). ``over_cents`` is
    what was given above a limit of which the amount is known.
    """

    card_id: int
    entity_id: int
    entity_code: str
    contact: Contact
    last_day: str
    last_cents: int
    aggregate_cents: int | None
    cycle_cents: int
    gifts: int
    given_cents: int
    missing: tuple[str, ...]
    refunded: bool
    over_cents: int

    @property
    def name(self) -> str:
        """The name as a reader expects it."""
        return self.contact.display_name

    @property
    def near(self) -> bool:
        """Whether the aggregate stands just below what makes gifts itemised."""
        stands = self.aggregate_cents or 0
        return NEAR_CENTS <= stands <= ITEMISATION_THRESHOLD_CENTS


def unknown_of(known: Contact) -> tuple[str, ...]:
    """Return what is not known of a person and has to be asked for, in words."""
    if not known.is_person:
        return ()
    return tuple(words for name, words in _ASKED.items() if not getattr(known, name))


def donor_rows(
    connection: Connection, card_ids: Sequence[int], entity_ids: Sequence[int], today: date
) -> list[DonorRow]:
    """Return the rows of these cards in the order of the ids; cards that are gone are left out.

    Cards of other entities than ``entity_ids`` count as gone: nobody looks over a wall by an id.
    """
    found: dict[int, DonorRow] = {}
    for start in range(0, len(card_ids), _AT_ONCE):
        some = list(card_ids[start : start + _AT_ONCE])
        found |= _rows(connection, some, entity_ids, today)
    return [found[card_id] for card_id in card_ids if card_id in found]


def _rows(
    connection: Connection, cards: list[int], entity_ids: Sequence[int], today: date
) -> dict[int, DonorRow]:
    query = (
        select(
            contact, entity.c.code.label("entity_code"), donor.c.gifts, donor.c.last_day,
            donor.c.given_cents,
        )
        .select_from(donor)
        .join(contact, contact.c.id == donor.c.contact_id)
        .join(entity, entity.c.id == donor.c.entity_id)
        .where(donor.c.card_id.in_(cards), _owner().in_(entity_ids))
    )  # fmt: skip
    stored = connection.execute(query).mappings().all()
    if not stored:
        return {}
    windows = windows_of(connection, list({row["entity_id"] for row in stored}), today)
    figures = _Figures(connection, [row["card_id"] for row in stored], windows)
    givers = {row["card_id"]: Giver(row["entity_id"], row["type"]) for row in stored}
    figures.over = _over(limit_uses(connection, givers, today))
    return {row["card_id"]: figures.row(row) for row in stored}


class _Figures:
    """What stands beside the names of one page of donors."""

    def __init__(self, connection: Connection, cards: list[int], windows: Windows) -> None:
        self._last = _last_gifts(connection, cards)
        self._aggregates = aggregates_of(connection, cards, windows)
        self._cycle = net_of(connection, cards, windows.cycle_from)
        self._refunded = _refunded(connection, cards)
        self._itemised = _itemised(connection, cards)
        self.over: Mapping[int, int] = {}

    def row(self, stored: RowMapping) -> DonorRow:
        card, known = stored["card_id"], contact_from_row(dict(stored))
        return DonorRow(
            card_id=card, entity_id=stored["entity_id"], entity_code=stored["entity_code"],
            contact=known, last_day=stored["last_day"] or "", last_cents=self._last.get(card, 0),
            aggregate_cents=self._aggregates.get(card), cycle_cents=self._cycle.get(card, 0),
            gifts=stored["gifts"], given_cents=stored["given_cents"],
            missing=unknown_of(known) if card in self._itemised else (),
            refunded=card in self._refunded, over_cents=self.over.get(card, 0),
        )  # fmt: skip


def _owner() -> ColumnElement[int]:
    # The sum keeps SQLite at the cards that are named: it would walk all of an entity's otherwise.
    return donor.c.entity_id + 0


def _over(uses: Mapping[int, tuple[LimitUse, ...]]) -> dict[int, int]:
    """Return for each card the most that it gave above a limit."""
    return {
        card: max((max(0, -(one.left_cents or 0)) for one in of_card), default=0)
        for card, of_card in uses.items()
    }


def _last_gifts(connection: Connection, cards: Iterable[int]) -> dict[int, int]:
    """Return the amount of each card's last gift; of several on one day, the one entered last."""
    on_last_day = and_(item.c.card_id == donor.c.card_id, item.c.item_date == donor.c.last_day)
    query = (
        select(item.c.card_id, item.c.amount_cents)
        .select_from(donor)
        .join(item, on_last_day)
        .where(donor.c.card_id.in_(cards), item.c.memo == 0, item.c.kind.in_(gift_kinds()))
        .order_by(item.c.id)
    )
    return {row.card_id: row.amount_cents for row in connection.execute(query)}


def _refunded(connection: Connection, cards: Iterable[int]) -> set[int]:
    query = select(item.c.card_id).where(item.c.card_id.in_(cards), item.c.kind.in_(refund_kinds()))
    return set(connection.execute(query.distinct()).scalars())


def _itemised(connection: Connection, cards: Iterable[int]) -> set[int]:
    """Return which cards have a gift that a report shows by itself, so that the law asks more."""
    query = select(donor.c.card_id).where(
        donor.c.card_id.in_(cards), has_itemised_gift(donor.c.card_id)
    )
    return set(connection.execute(query).scalars())
