"""What donors gave in a span of days, gift by gift, as letters tell it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds
from financedesk.rules.kinds import kind

item, contact, drive = tables.item, tables.contact, tables.drive

_AT_ONCE = 500
_IN_KIND = "In-Kind:"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """A gift, or what was given back: its day (``YYYY-MM-DD``) and cents, below zero when back.

    ``in_kind``: goods or services, of which ``words`` say what they were. ``drive`` is its name.
    """

    id: int
    day: str
    cents: int
    words: str
    in_kind: bool
    drive: str

    @property
    def is_back(self) -> bool:
        """Whether it takes away from what was given."""
        return self.cents < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one donor gave in the span, the oldest first; ``is_first`` when never before it."""

    card_id: int
    contact: Contact
    lines: tuple[GivenLine, ...]
    is_first: bool

    @property
    def total_cents(self) -> int:
        """All of it, less what was given back."""
        return sum(line.cents for line in self.lines)

    @property
    def gifts(self) -> tuple[GivenLine, ...]:
        """The gifts without what was given back."""
        return tuple(line for line in self.lines if not line.is_back)


def given_by(
    connection: Connection, cards: Sequence[int], entity_id: int, first: str, last: str
) -> list[Given]:
    """Return what each of these cards gave between two days, in the cards' order.

    Whoever gave nothing in it, or is another entity's, is left out.
    """
    found: dict[int, Given] = {}
    for start in range(0, len(cards), _AT_ONCE):
        some = cards[start : start + _AT_ONCE]
        found |= _some(connection, some, entity_id, first, last)
    return [found[card] for card in cards if card in found]


def _some(
    connection: Connection, cards: Sequence[int], entity_id: int, first: str, last: str
) -> dict[int, Given]:
    column = item.c
    query = (
        select(
            column.id, column.card_id, column.item_date, column.amount_cents, column.kind,
            column.purpose, drive.c.name.label("drive"),
        )
        .outerjoin(drive, drive.c.id == column.drive_id)
        .where(
            column.card_id.in_(cards), column.entity_id == entity_id, column.memo == 0,
            column.kind.in_((*gift_kinds(), *refund_kinds())),
            column.item_date.between(first, last),
        )
        .order_by(column.item_date, column.id)
    )  # fmt: skip
    lines: dict[int, list[GivenLine]] = {}
    for row in connection.execute(query).mappings():
        lines.setdefault(row["card_id"], []).append(_line(row))
    known = _contacts(connection, lines)
    begun = _first_days(connection, lines)
    return {
        card: Given(
            card_id=card, contact=known[card], lines=tuple(of_card),
            is_first=begun.get(card, "") >= first,
        )
        for card, of_card in lines.items()
    }  # fmt: skip


def _line(row: RowMapping) -> GivenLine:
    known = kind(row["kind"])
    cents = row["amount_cents"]
    if row["kind"] in refund_kinds():
        cents = -abs(cents)
    # Money that a conduit passes on moves no cash either, and is no property.
    in_kind = not known.cash and known.system_purpose.startswith(_IN_KIND)
    words = (row["purpose"] or "").removeprefix(_IN_KIND).strip()
    return GivenLine(
        id=row["id"], day=row["item_date"], cents=cents, words=words if in_kind else "",
        in_kind=in_kind, drive=row["drive"] or "",
    )  # fmt: skip


def _contacts(connection: Connection, cards: Collection[int]) -> dict[int, Contact]:
    newest = select(func.max(contact.c.id)).where(contact.c.card_id.in_(cards))
    query = select(contact).where(contact.c.id.in_(newest.group_by(contact.c.card_id)))
    rows = connection.execute(query).mappings()
    return {row["card_id"]: contact_from_row(dict(row)) for row in rows}


def _first_days(connection: Connection, cards: Collection[int]) -> dict[int, str]:
    column = tables.donor.c
    query = select(column.card_id, column.first_day).where(column.card_id.in_(cards))
    return {row.card_id: row.first_day or "" for row in connection.execute(query)}
