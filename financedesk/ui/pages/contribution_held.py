"""What a row of entry holds: of an entry that stands, and as plain values for the book."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from financedesk.book import Book
from financedesk.ledger.entered_gift import EnteredGift, known_contact
from financedesk.ui.formatting import money
from financedesk.ui.pages.contribution_fields import Held

_PLAIN = tuple(one.name for one in fields(Held) if one.name != "known")


def held_of(entered: EnteredGift) -> Held:
    """Return an entry as the fields show it."""
    known = entered.known.contact if entered.known else None
    facts = {} if known is None else {
        "street": known.street_1, "city": known.city, "state": known.state, "zip": known.zip,
        "employer": known.employer, "occupation": known.occupation,
    }  # fmt: skip
    return Held(
        entity_id=entered.entity_id, account_id=entered.account_id,
        day=date.fromisoformat(entered.day).strftime("%m/%d/%Y"),
        donor=known.display_name if known else "", known=entered.known,
        amount=money(entered.amount_cents), method=entered.method, drive=entered.drive,
        election=entered.election_code, facts=facts,
    )  # fmt: skip


def plain(held: Held) -> dict[str, Any]:
    """Return a row as values that JSON can hold; a known donor as the ids of its card."""
    ref = held.known.ref if held.known else None
    return {name: getattr(held, name) for name in _PLAIN} | {
        "contact_id": ref.contact_id if ref else None,
        "card_id": ref.card_id if ref else None,
    }


def held_again(book: Book, rows: Iterable[Mapping[str, Any]]) -> tuple[Held, ...]:
    """Return rows as they were typed; a donor's card is read as it is now, None if it is gone."""
    kept = list(rows)
    ids = {_ids(row) for row in kept if row["contact_id"] is not None}
    with book.read() as connection:
        known = {one: known_contact(connection, *one) for one in ids}
    return tuple(
        Held(**{name: row[name] for name in _PLAIN}, known=known.get(_ids(row))) for row in kept
    )


def _ids(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["contact_id"], row["card_id"]
