"""Who is behind a payment: the vendors of a card statement, of a reimbursement, of a payroll firm.

They are memo entries under the payment: the form shows them and they move no money. They are
reported with the payment, whatever day they are of. Law: 11 CFR 104.9; 78 FR 40625 (2013).
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import Connection, ScalarSelect, func, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Locked, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entries import NewItem
from financedesk.ledger.locks import locked_items
from financedesk.ledger.payee_search import category_in
from financedesk.ledger.typed_payment import (
    CATEGORY,
    check_purpose,
    recognised_payee,
    version_of,
)
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.kinds import Kind, kinds
from financedesk.rules.money import format_cents, split_cents
from financedesk.rules.payables import (
    Route,
    is_travel,
    kind_on_route,
    memo_kind,
    payee_threshold_cents,
    plain_kind,
    route_in_words,
    route_of_kind,
    route_of_memo,
    routes,
)

item, contact = tables.item, tables.contact


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayee:
    """One payee behind a payment as it was typed; the amount in cents, the day of the charge."""

    payee: Contact
    known: ContactRef | None
    amount_cents: int
    day: str
    purpose: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UltimatePayee:
    """One payee behind a payment as the book has it; ``itemised`` when the form shows it."""

    item_id: int
    ref: ContactRef
    contact: Contact
    kind: str
    cents: int
    day: str
    purpose: str
    category: str
    itemised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A payment and who is behind it; amounts in cents.

    ``route`` is the way the money went, None where the payment says nothing of the sort.
    """

    item_id: int
    entity_id: int
    card_id: int | None
    payee: str
    cents: int
    day: str
    purpose: str
    kind: str
    route: Route | None
    payees: tuple[UltimatePayee, ...]
    locked: str

    @property
    def named_cents(self) -> int:
        """What of the payment is named."""
        return sum(one.cents for one in self.payees)

    @property
    def missing_cents(self) -> int:
        """What of the payment nobody is named for."""
        return self.cents - self.named_cents

    @property
    def must_name(self) -> bool:
        """Whether so much is not named that a payee above the threshold may be behind it."""
        return self.route is not None and self.missing_cents > _free_cents(self)

    @property
    def missing_words(self) -> str:
        """What is missing, in words; empty when nothing need be said."""
        if not self.must_name:
            return ""
        above = format_cents(payee_threshold_cents(), symbol=True)
        missing = format_cents(self.missing_cents, symbol=True)
        return f"{missing} of it is not named yet; everybody paid more than {above} in the year is."


def _free_cents(one: Behind) -> int:
    """Return how much may stay unnamed: travel of one person has room of its own."""
    travel = one.route.travel_over_cents if one.route is not None else None
    if travel is not None and not one.payees and is_travel_of(one):
        return travel
    return payee_threshold_cents()


def is_travel_of(one: Behind) -> bool:
    """Tell whether a reimbursement is for travel and subsistence alone, by its purpose."""
    return one.route is not None and is_travel(one.route, one.purpose)


# --- naming


def routes_for(kind_code: str) -> tuple[Route, ...]:
    """Return the ways that a payment of a kind may have gone; none where the form knows none."""
    return tuple(one for one in routes() if kind_on_route(kind_code, one) is not None)


def name_payees(
    unit: UnitOfWork, item_id: int, route_code: str, lines: Sequence[NewPayee]
) -> list[int]:
    """Say who is behind a payment, in place of what was said before; returns the memo entries.

    A line that was there before stays as it is, with its transaction id of the form. No lines make
    it an ordinary payment again. Raises Locked for a payment of a finalised filing, Refused for
    what has no such form, and BadInput for a line without name or amount, one dated after the
    payment, and for lines that come to more than was paid.
    """
    before = unit.row(item, item_id)
    _require_open(unit, before)
    route = _route_named(route_code)
    wanted = _kind_for(before["kind"], route) if lines else plain_kind(before["kind"])
    _check_lines(before, lines)
    standing = _lines_of(unit.connection, [item_id]).get(item_id, [])
    kept = _kept(standing, lines)
    gone = set(_children(unit.connection, item_id)) - set(kept.values())
    if gone:
        remove_items(unit, sorted(gone))
    changes = {"kind": wanted, "purpose": _purpose(before, wanted)}
    unit.update(item, item_id, changes)
    if not lines:
        return []
    memo = memo_kind(wanted, route)
    if memo is None:
        raise Refused("The form has no memo entries behind a payment of this kind.")
    for memo_id in kept.values():
        unit.update(item, memo_id, {"kind": memo.code})
    with LedgerWriter(unit, before["entity_id"]) as writer:
        for place, line in enumerate(lines):
            if place not in kept:
                new = _memo(unit, writer, before, memo, line)
                kept[place] = writer.add_item(new, before["transaction_id"])
    return [kept[place] for place in range(len(lines))]


def _kept(standing: Sequence[UltimatePayee], lines: Sequence[NewPayee]) -> dict[int, int]:
    """Return which lines say what a memo entry says already, by their places."""
    left, kept = list(standing), {}
    for place, line in enumerate(lines):
        same = next((one for one in left if _says(one, line)), None)
        if same is not None:
            left.remove(same)
            kept[place] = same.item_id
    return kept


def _says(one: UltimatePayee, line: NewPayee) -> bool:
    said = (line.amount_cents, line.day, line.purpose.strip(), line.category, line.payee)
    if line.known is None or (one.cents, one.day, one.purpose, one.category, one.contact) != said:
        return False
    return one.ref.card_id == line.known.card_id


def _require_open(unit: UnitOfWork, row: Any) -> None:  # noqa: ANN401 - a row by name
    locked = locked_items(unit.connection, [row["id"]]).get(row["id"])
    if locked:
        raise Locked(locked)
    if row["memo"] or row["amount_cents"] <= 0:
        raise Refused("Who is behind it is said of a payment, not of a memo entry or a void.")


def _route_named(route_code: str) -> Route:
    route = next((one for one in routes() if one.code == route_code), None)
    if route is None:
        known = ", ".join(one.code for one in routes())
        raise BadInput(f"“{route_code}” is none of: {known}.")
    return route


def _kind_for(kind_code: str, route: Route) -> str:
    found = kind_on_route(kind_code, route)
    if found is None:
        raise Refused(
            f"{kinds()[kind_code].label}: the form has no memo entries for {route.title.lower()}"
            " behind it."
        )
    return found.code


def _check_lines(row: Any, lines: Sequence[NewPayee]) -> None:  # noqa: ANN401 - a row by name
    for place, line in enumerate(lines, 1):
        name = line.payee.display_name.strip()
        if not name:
            raise BadInput(f"Line {place}: say who was paid.")
        if line.amount_cents <= 0:
            raise BadInput(f"Line {place}, {name}: an amount above zero is needed.")
        if not line.purpose.strip():
            raise BadInput(f"Line {place}, {name}: say what it was for.")
        if line.day > row["item_date"]:
            raise BadInput(
                f"Line {place}, {name}: {line.day} is after the payment of {row['item_date']}."
            )
        check_purpose(line.purpose)
    named = sum(line.amount_cents for line in lines)
    if named > row["amount_cents"]:
        said, paid = (format_cents(one, symbol=True) for one in (named, row["amount_cents"]))
        raise BadInput(f"The lines come to {said}, more than the {paid} that were paid.")


def _purpose(row: Any, wanted: str) -> str | None:  # noqa: ANN401 - a row by name
    """Return the payment's purpose: the form's own words while others explain it."""
    own = kinds()[wanted].system_purpose
    before = kinds()[row["kind"]].system_purpose
    if own:
        return own
    return None if row["purpose"] == before else row["purpose"]


def _memo(
    unit: UnitOfWork,
    writer: LedgerWriter,
    row: Mapping[str, Any],
    memo: Kind,
    line: NewPayee,
) -> NewItem:
    known, payee = recognised_payee(unit.connection, row["entity_id"], line.payee, line.known)
    federal, other = _shares(row, line.amount_cents)
    return NewItem(
        kind=memo.code, amount_cents=line.amount_cents, item_date=line.day, memo=True,
        # A charge of last month is reported with the payment of the card.
        reported_on=row["item_date"] if line.day != row["item_date"] else None,
        contact=version_of(unit, writer, known, payee, line.day), purpose=line.purpose.strip(),
        parent_id=row["id"], federal_cents=federal, other_cents=other,
        fields=_memo_fields(row, line),
    )  # fmt: skip


def _shares(row: Mapping[str, Any], cents: int) -> tuple[int, int] | tuple[None, None]:
    """Return the federal and the other share of a line in the proportion of its payment."""
    if row["federal_cents"] is None:
        return None, None
    return split_cents(cents, Fraction(row["federal_cents"], row["amount_cents"]))


def _memo_fields(row: Mapping[str, Any], line: NewPayee) -> dict[str, str]:
    """Return the fields of a memo entry: its category, and the event of a shared payment."""
    event: dict[str, str] = {}
    if row["federal_cents"] is not None and row["fields"]:
        event = {name: text for name, text in json.loads(row["fields"]).items() if name != CATEGORY}
    return {**event, CATEGORY: line.category} if line.category else event


def _children(connection: Connection, item_id: int) -> list[int]:
    query = select(item.c.id).where(item.c.parent_id == item_id, item.c.memo == 1)
    return list(connection.execute(query.order_by(item.c.id)).scalars())


# --- reading


def behind(connection: Connection, item_id: int) -> Behind:
    """Return a payment with who is behind it; raises NotFound when it is not in the book."""
    found = _behind(connection, item.c.id == item_id)
    if not found:
        raise NotFound("This payment is no longer in the book; it may have been deleted.")
    return found[0]


def payees_missing(
    connection: Connection,
    entity_ids: Collection[int],
    since: str,
    cards: Collection[int] | None = None,
) -> list[Behind]:
    """Return the payments of a day or later behind which somebody must still be named.

    By their kind, or by a purpose that gives a card, a reimbursement or a payroll firm away.
    ``cards`` asks about payments to some alone, and those to nobody.
    """
    ways, plain = _asked_about()
    if cards is not None and not _pays(connection, cards, (*ways, *plain)):
        return []
    said = [func.lower(item.c.purpose).like(f"%{word}%") for one in routes() for word in one.words]
    to = () if cards is None else (or_(item.c.card_id.in_(cards), item.c.card_id.is_(None)),)
    found = _behind(
        # By the index of amounts, which the day must not draw away: most gifts are smaller.
        connection, *to, (item.c.entity_id + 0 if to else item.c.entity_id).in_(entity_ids),
        func.coalesce(item.c.item_date, "") >= since,
        item.c.kind.in_([*ways, *plain]), item.c.memo == 0,
        item.c.amount_cents > payee_threshold_cents(), or_(item.c.kind.in_(ways), *said),
        item.c.amount_cents - _named_cents() > payee_threshold_cents(),
    )  # fmt: skip
    return [one for one in found if one.must_name and not one.locked]


@cache
def _asked_about() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds that go through somebody by themselves, and those that may."""
    ways = tuple(code for code in kinds() if route_of_kind(code) is not None)
    return ways, tuple(code for code in kinds() if routes_for(code))


def _pays(connection: Connection, cards: Collection[int], codes: Collection[str]) -> bool:
    """Tell whether any of these entries pays one of these cards, or nobody."""
    found = select(item.c.id).where(item.c.kind.in_(codes)).limit(1)
    to = (item.c.card_id.in_(cards), item.c.card_id.is_(None))
    return any(connection.execute(found.where(one)).first() is not None for one in to)


def _named_cents() -> ScalarSelect[int]:
    """Return what of a payment is named, in cents, for a condition on it."""
    child = item.alias("child")
    return (
        select(func.coalesce(func.sum(child.c.amount_cents), 0))
        .where(child.c.parent_id == item.c.id, child.c.memo == 1)
        .correlate(item)
        .scalar_subquery()
    )


def _behind(connection: Connection, *where: Any) -> list[Behind]:  # noqa: ANN401
    query = select(item).where(*where).order_by(item.c.item_date, item.c.id)
    rows = connection.execute(query).all()
    lines = _lines_of(connection, [row.id for row in rows])
    locked = locked_items(connection, [row.id for row in rows])
    return [
        Behind(
            item_id=row.id, entity_id=row.entity_id, card_id=row.card_id,
            payee=_name(connection, row.contact_id), cents=row.amount_cents, day=row.item_date,
            purpose=row.purpose or "", kind=row.kind,
            route=_route(row, lines.get(row.id, ())), payees=tuple(lines.get(row.id, ())),
            locked=locked.get(row.id, ""),
        )
        for row in rows
    ]  # fmt: skip


def _route(row: Any, lines: Sequence[UltimatePayee]) -> Route | None:  # noqa: ANN401 - an item
    by_kind = route_of_kind(row.kind) or (route_of_memo(lines[0].kind) if lines else None)
    if by_kind is not None:
        return by_kind
    said = route_in_words(row.purpose or "")
    return said if said is not None and kind_on_route(row.kind, said) is not None else None


def _name(connection: Connection, contact_id: int | None) -> str:
    return "" if contact_id is None else read_contact(connection, contact_id).display_name


def _lines_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, list[UltimatePayee]]:
    aggregate = tables.aggregate
    query = (
        select(item, func.coalesce(aggregate.c.itemised, 0).label("itemised"))
        .outerjoin(aggregate, aggregate.c.item_id == item.c.id)
        .where(item.c.parent_id.in_(item_ids), item.c.memo == 1, item.c.contact_id.is_not(None))
        .order_by(item.c.id)
    )
    found: dict[int, list[UltimatePayee]] = {}
    for row in connection.execute(query):
        found.setdefault(row.parent_id, []).append(
            UltimatePayee(
                item_id=row.id, ref=ContactRef(row.contact_id, row.card_id),
                contact=read_contact(connection, row.contact_id), kind=row.kind,
                cents=row.amount_cents,
                day=row.item_date, purpose=row.purpose or "", category=category_in(row.fields),
                itemised=bool(row.itemised),
            )
        )  # fmt: skip
    return found


def payees_of(
    connection: Connection, item_ids: Sequence[int]
) -> dict[int, tuple[UltimatePayee, ...]]:
    """Return who is behind each of these payments; those without are not in it."""
    return {key: tuple(found) for key, found in _lines_of(connection, item_ids).items()}
