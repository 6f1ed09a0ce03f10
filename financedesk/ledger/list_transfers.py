"""Lists, polls and goods given across the wall: the document, and what it posts in both ledgers.

Each entity keeps a copy of the document in its own books. Recording one writes in the same unit of
work what the law makes of it: a sale is a payment here and a receipt there, what is left below the
fair value is a contribution in kind on both sides, an exchange of equal value or data that passes
freely moves nothing. What was paid and booked follows from the entries, so that correcting,
deleting or undoing one of them leaves no document behind that says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.schema import SITE_SHIFT
from financedesk.book.unit import UnitOfWork
from financedesk.book.walls import hides_some
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import ContactRef, read_contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import AccountRow, EntityRow, entity_by_id
from financedesk.ledger.entries import NewItem
from financedesk.ledger.list_terms import (
    MONEY,
    ListTerms,
    Outsider,
    Party,
    TypedList,
    recognise,
    require_terms,
)
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import Side, meet_entity
from financedesk.ledger.wall import Note
from financedesk.ledger.wall_notes import keep_note
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.data_crossing import data_kind, in_kind_of, sale_kinds
from financedesk.rules.kinds import kind
from financedesk.rules.money import format_cents

document, entry, item = tables.list_transfer, tables.list_transfer_entry, tables.item

GAVE, TOOK = "gave", "took"
PRICE, IN_KIND_ROLE, AGAINST = "price", "in_kind", "against"
_BOOKED = (IN_KIND_ROLE, AGAINST)
_TRANSACTION = "list"
_OPTIONAL = ("basis_words", "appraised_on", "came_on", "counter_words", "attested",
             "election_code")  # fmt: skip
_TYPED = (
    "data", "origin", "serves", "records", "contents", "value_cents", "basis", "basis_words",
    "appraised_on", "came_on", "counter", "counter_cents", "counter_words", "approver",
    "attested", "election_code",
)  # fmt: skip
_COUNTER_MASK = (1 << SITE_SHIFT) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What something is worth, in cents: by what, who says so, and of which day it is."""

    value_cents: int
    basis: str
    basis_words: str
    appraised_on: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class _Copy:
    """One side's copy of a document, with its entity, its account and the other one's card."""

    row: dict[str, Any]
    entity: EntityRow
    account: AccountRow | None
    other: ContactRef

    @property
    def side(self) -> str:
        """Whether this side gave or took."""
        return str(self.row["side"])


# --- recording


def record_list(unit: UnitOfWork, typed: TypedList) -> tuple[int, ...]:
    """Keep a document with its entries in the books of each own side; returns the copies' ids.

    The giver's comes first. Raises what ``list_terms.require_terms`` raises, and what recording a
    payment raises for a price that is paid at once; then nothing was written.
    """
    terms = require_terms(unit.connection, typed)
    typed = recognise(unit.connection, typed)
    number = ""
    ids = []
    for side, party, other in _own_sides(typed):
        row_id = unit.next_id()
        number = number or f"L{row_id & _COUNTER_MASK}"
        met = _met(unit, party, other)
        inside = isinstance(other, Side)
        unit.insert(
            document,
            {
                "id": row_id, "entity_id": party.entity.id, "document": number, "side": side,
                "inside": int(inside), "contact_id": met.contact_id, "card_id": met.card_id,
                "account_id": party.account.id, "given_on": typed.day, **_columns(typed),
            },
        )  # fmt: skip
        ids.append(row_id)
    for one in ids:
        _book_in_kind(unit, _copy(unit.connection, one), terms, typed.note)
    if typed.counter == MONEY and typed.paid_on:
        pay_list(unit, ids[0], typed.paid_on, typed.counter_cents)
    return tuple(ids)


def _own_sides(typed: TypedList) -> list[tuple[str, Side, Party]]:
    both = ((GAVE, typed.giver, typed.taker), (TOOK, typed.taker, typed.giver))
    return [(side, own, other) for side, own, other in both if isinstance(own, Side)]


def _met(unit: UnitOfWork, party: Side, other: Party) -> ContactRef:
    """Return the card of the other one in a side's own books, made when it has none."""
    with LedgerWriter(unit, party.entity.id) as writer:
        if isinstance(other, Side):
            return meet_entity(unit.connection, writer, party.entity.id, other.entity)
        if other.known is not None:
            return other.known
        if not other.contact.display_name.strip():
            raise BadInput("Say who it is: the organisation’s name, or a person’s last name.")
        return writer.add_contact(other.contact)


def _columns(typed: TypedList) -> dict[str, Any]:
    values = {name: getattr(typed, name) for name in _TYPED}
    values = {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in values.items()
    }
    values["election_code"] = values["election_code"].upper()
    return {**values, **{name: values[name] or None for name in _OPTIONAL}}


# --- what it posts


def _book_in_kind(unit: UnitOfWork, copy: _Copy, terms: ListTerms, note: Note | None) -> None:
    """Book what nobody pays as a contribution in kind, as this side's books call it."""
    money = terms.out if copy.side == GAVE else terms.into
    if not terms.gives_in_kind or not money or copy.account is None:
        return
    booked, row = in_kind_of(money), copy.row
    day, cents = row["given_on"], terms.gap_cents
    # What moves no money by its kind may name the account: it decides the line and the limit.
    still = booked.memo or not kind(booked.kind).cash
    first = NewItem(
        kind=booked.kind, amount_cents=cents, item_date=day, contact=copy.other,
        account_id=copy.account.id if still else None, memo=booked.memo, purpose=_purpose(row),
        election_code=row["election_code"],
    )  # fmt: skip
    new = [first]
    ids = [unit.next_id()]
    if booked.out:
        ids.append(unit.next_id())
        new.append(replace(first, kind=booked.out, parent_id=ids[0], memo=False))
    with LedgerWriter(unit, copy.entity.id) as writer:
        transaction = writer.open_transaction(_TRANSACTION, day, description=row["document"])
        writer.add_side(transaction, new, item_ids=ids)
    for role, item_id in zip(_BOOKED, ids, strict=False):
        _link(unit, copy, item_id, role)
    if terms.judged is not None and (copy.side == TOOK or not row["inside"]):
        keep_note(unit, ids[0], terms.judged, note)


def _purpose(row: dict[str, Any]) -> str:
    return f"In-Kind: {data_kind(row['data']).label}"


def _link(unit: UnitOfWork, copy: _Copy, item_id: int, role: str) -> None:
    values = {"entity_id": copy.entity.id, "list_transfer_id": copy.row["id"], "item_id": item_id}
    unit.insert(entry, {**values, "role": role})


def pay_list(unit: UnitOfWork, list_id: int, day: str, cents: int) -> tuple[int, ...]:
    """Post a price, or a part of it: the buyer's payment and the seller's receipt; returns both.

    Raises BadInput for an amount that is not above zero or more than is owed, and Refused where
    there is no price or the other copy stands in books that a server hides.
    """
    copies = _copies(unit.connection, list_id)
    row = copies[0].row
    if row["counter"] != MONEY:
        raise Refused("Nothing is to be paid for this one.")
    owed = row["counter_cents"] - max(paid_cents(unit.connection, one.row["id"]) for one in copies)
    if cents <= 0:
        raise BadInput("A payment is an amount above zero.")
    if cents > owed:
        raise BadInput(f"Only {format_cents(owed, symbol=True)} of the price is still owed.")
    return tuple(_post_price(unit, one, day, cents) for one in copies)


def _post_price(unit: UnitOfWork, copy: _Copy, day: str, cents: int) -> int:
    if copy.account is None:
        raise Refused("The account of this document is no longer in the book.")
    paid, received = sale_kinds(copy.entity.kind, copy.account.kind)
    data = data_kind(copy.row["data"])
    if copy.side == TOOK:
        payment = TypedPayment(
            payee=read_contact(unit.connection, copy.other.contact_id), known=copy.other,
            kind=paid, amount_cents=cents, day=day, account=copy.account,
            purpose=data.purpose, method=copy.row["document"],
        )  # fmt: skip
        item_id = record_payment(unit, copy.entity, payment)
    else:
        new = NewItem(
            kind=received, amount_cents=cents, item_date=day, contact=copy.other,
            account_id=copy.account.id, purpose=data.income,
        )  # fmt: skip
        with LedgerWriter(unit, copy.entity.id) as writer:
            (item_id,) = writer.add_transaction(
                _TRANSACTION, day, [new], description=copy.row["document"]
            )
    _link(unit, copy, item_id, PRICE)
    return item_id


# --- afterwards


def appraise_list(unit: UnitOfWork, list_id: int, found: Appraisal) -> None:
    """Say what something was worth after all; what is booked in kind follows.

    Raises what recording it with that value would raise, and Locked when what was booked in kind
    stands in a finalised filing.
    """
    copies = _copies(unit.connection, list_id)
    before = typed_list(unit.connection, list_id)
    typed = replace(
        before, value_cents=found.value_cents, basis=found.basis, basis_words=found.basis_words,
        appraised_on=found.appraised_on, note=found.note,
    )  # fmt: skip
    if not typed.value_known:
        raise BadInput("Say what it is worth, and by what.")
    _remove_booked(unit, copies)
    terms = require_terms(unit.connection, typed)
    for one in copies:
        unit.update(document, one.row["id"], _columns(typed))
        _book_in_kind(unit, _copy(unit.connection, one.row["id"]), terms, found.note)


def remove_list(unit: UnitOfWork, list_id: int) -> None:
    """Delete a document with the entries that it posted, on both sides.

    Raises Locked when one of them stands in a finalised filing.
    """
    copies = _copies(unit.connection, list_id)
    _remove_entries(unit, copies, (PRICE, *_BOOKED))
    for one in copies:
        unit.delete(document, one.row["id"])


def _remove_booked(unit: UnitOfWork, copies: Sequence[_Copy]) -> None:
    _remove_entries(unit, copies, _BOOKED)


def _remove_entries(unit: UnitOfWork, copies: Sequence[_Copy], roles: Sequence[str]) -> None:
    query = (
        select(entry.c.item_id)
        .where(
            entry.c.list_transfer_id.in_([one.row["id"] for one in copies]),
            entry.c.role.in_(roles),
        )
        .order_by(entry.c.item_id)
    )
    ids = list(unit.connection.execute(query).scalars())
    if ids:
        remove_items(unit, ids)


# --- reading one


def typed_list(connection: Connection, list_id: int) -> TypedList:
    """Return a document as it would be typed again; raises NotFound and Refused."""
    copies = {one.side: one for one in _copies(connection, list_id)}
    row = next(iter(copies.values())).row
    parties = {side: _party(connection, copies, side) for side in (GAVE, TOOK)}
    values: dict[str, Any] = {name: "" if row[name] is None else row[name] for name in _TYPED}
    return TypedList(giver=parties[GAVE], taker=parties[TOOK], day=row["given_on"], **values)


def paid_cents(connection: Connection, list_id: int) -> int:
    """Return what of a price stands in one side's books as paid, in cents."""
    query = (
        select(item.c.amount_cents)
        .join(entry, entry.c.item_id == item.c.id)
        .where(entry.c.list_transfer_id == list_id, entry.c.role == PRICE)
    )
    return sum(connection.execute(query).scalars())


def _party(connection: Connection, copies: dict[str, _Copy], side: str) -> Party:
    found = copies.get(side)
    if found is not None and found.account is not None:
        return Side(found.entity, found.account)
    (other,) = (one for one in copies.values() if one.side != side)
    return Outsider(read_contact(connection, other.other.contact_id), other.other)


def _copies(connection: Connection, list_id: int) -> list[_Copy]:
    """Return both copies of a document, the giver's first; one where the other keeps none here."""
    first = _copy(connection, list_id)
    column = document.c
    query = (
        select(column.id)
        .where(column.document == first.row["document"], column.side != first.side,
               column.inside == 1, column.given_on == first.row["given_on"])
        .order_by(column.id)
    )  # fmt: skip
    found = [first]
    if first.row["inside"]:
        other = connection.execute(query.limit(1)).scalar()
        if other is not None:
            found.append(_copy(connection, other))
        elif hides_some(connection):
            raise Refused(
                "The other copy of this document stands in books that you may not see; ask who"
                " sees both."
            )
    return sorted(found, key=lambda one: one.side != GAVE)


def _copy(connection: Connection, list_id: int) -> _Copy:
    found = connection.execute(select(document).where(document.c.id == list_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("This document is no longer in the book.")
    account = None if row["account_id"] is None else account_by_id(connection, row["account_id"])
    return _Copy(
        dict(row), entity_by_id(connection, row["entity_id"]), account,
        ContactRef(row["contact_id"], row["card_id"]),
    )  # fmt: skip
