"""A wider fictional organisation: what parties, PACs, charities and their accounts may pay."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from financedesk.book import Book
from financedesk.ledger.entities import accounts, find_entity
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.ledger.typed_transfer import Side
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER

OPENING = 10_000_00


def entity(
    code: str, kind: str, accounts_of: Mapping[str, str], number: int = 0, limit_group: str = ""
) -> NewEntity:
    """Describe an entity with accounts by code and kind, each with 10,000.00 in it."""
    registration = NewRegistration(
        authority="FEC", identifier=f"C0099900{number}", filing="quarterly"
    )
    return NewEntity(
        code=code, kind=kind, name=f"Meadow {code.capitalize()}",
        limit_group=limit_group or None, address=ADDRESS, treasurer=TREASURER,
        registrations=(registration,) if number else (),
        accounts=tuple(
            NewAccount(
                code=name, kind=held, name=name.capitalize(), opening_date="2026-01-01",
                opening_balance_cents=OPENING,
            )
            for name, held in accounts_of.items()
        ),
    )  # fmt: skip


_PARTY = {"checking": "federal", "reserve": "federal", "state": "nonfederal", "levin": "levin"}
MEADOW = Organisation(
    name="Meadow",
    entities=(
        entity("party", "state_party", _PARTY, 1, "meadow-party"),
        entity("county", "local_party", {"checking": "federal"}, 2, "meadow-party"),
        entity("action", "pac", {"checking": "federal"}, 3, "meadow-action"),
        entity("allies", "pac", {"checking": "federal"}, 4, "meadow-action"),
        entity("strangers", "pac", {"checking": "federal"}, 5),
        entity("loud", "super_pac", {"checking": "federal"}, 6),
        entity("campaign", "candidate", {"checking": "federal"}, 7),
        entity("institute", "think_tank_c3", {"checking": "operating"}),
        entity("voice", "issue_c4", {"checking": "operating"}),
    ),
)


@contextmanager
def meadow_at(location: str) -> Iterator[Book]:
    """Make the organisation's book at a place."""
    with book_of(location, MEADOW) as book:
        yield book


def side(book: Book, words: str) -> Side:
    """Return an account by ``entity.account``; the account is ``checking`` when none is named."""
    code, _, account = words.partition(".")
    with book.read() as connection:
        found = find_entity(connection, code)
        held = {one.code: one for one in accounts(connection, found.id)}
    return Side(found, held[account or "checking"])
