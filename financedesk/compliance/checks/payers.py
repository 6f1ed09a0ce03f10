"""One payer behind many names: gifts in another's name (52 U.S.C. 30122) leave such signs."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, literal_column, select

from financedesk.compliance.checks.behind import own_money
from financedesk.compliance.facts import Facts, name_of
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.names import folded
from financedesk.ledger.tables_bodies import MAILBOX
from financedesk.rules.slips import is_slip

contact, donor = tables.contact, tables.donor

FEWEST = 4
"""So many names are no household's any more."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# In the words of the index of mailboxes, which holds cards with one alone.
_EMAIL: ColumnElement[str] = literal_column(MAILBOX.replace("email", "contact.email"))
_WITH_ONE = and_(contact.c.email.is_not(None), _EMAIL != "")


def many_names_one_address(facts: Facts) -> Iterator[Finding]:
    """Yield e-mail addresses on the cards of four family names and more.

    Who declared to give own money is not counted.
    """
    shared = _shared(facts)
    if not shared:
        return
    query = (
        select(contact, donor.c.gifts, donor.c.given_cents, donor.c.first_day)
        .join(donor, donor.c.contact_id == contact.c.id)
        .where(contact.c.entity_id.in_(facts.ids), _WITH_ONE, _EMAIL.in_(shared))
        .order_by(contact.c.entity_id, _EMAIL, contact.c.card_id)
    )
    rows, own = facts.rows(query), own_money(facts)
    for _key, some in groupby(rows, lambda row: (row["entity_id"], _plain(row["email"]))):
        cards = [row for row in some if row["gifts"] and row["card_id"] not in own]
        if _families(cards) >= FEWEST:
            yield _finding(cards)


def _families(cards: list[RowMapping]) -> int:
    """Return how many family names stand on cards; one that is written with a slip is the same."""
    groups: list[list[str]] = []
    for name in sorted({_family(row) for row in cards}):
        same = [one for one in groups if any(is_slip(name, other) for other in one)]
        groups = [one for one in groups if one not in same]
        groups.append([name, *(other for one in same for other in one)])
    return len(groups)


def _family(row: RowMapping) -> str:
    words = folded(row["last_name"] or row["name"] or "").split()
    return " ".join(word for word in words if word not in _SUFFIXES)


def _shared(facts: Facts) -> list[str]:
    """Return the addresses with so many cards in one entity; of some cards only theirs."""
    query = (
        select(_EMAIL)
        .where(contact.c.entity_id.in_(facts.ids), _WITH_ONE)
        .group_by(contact.c.entity_id, _EMAIL)
        # Versions of one card count several times; whose cards they are is looked at afterwards.
        .having(func.count() >= FEWEST)
    )
    if facts.cards is not None:
        query = query.where(_EMAIL.in_(_of(facts.cards)))
    return sorted(set(facts.connection.execute(query).scalars()))


def with_same_address(facts: Facts, cards: Iterable[int]) -> frozenset[int]:
    """Return cards with all that have, or had, an e-mail address of one of them."""
    asked = frozenset(cards)
    query = select(contact.c.card_id).where(
        contact.c.entity_id.in_(facts.ids), _WITH_ONE, _EMAIL.in_(_of(asked))
    )
    return asked | frozenset(facts.connection.execute(query).scalars())


def _plain(email: str) -> str:
    return email.replace(" ", "").lower()


def _of(cards: Iterable[int]) -> Select[Any]:
    return select(_EMAIL).where(contact.c.card_id.in_(cards), _WITH_ONE)


def _finding(cards: list[RowMapping]) -> Finding:
    first, email = cards[0], _plain(cards[0]["email"])
    names = ", ".join(sorted({name_of(row) for row in cards}))
    return Finding(
        rule="many_names_one_address", entity_id=first["entity_id"], key=f"email {email}",
        card_id=first["card_id"], subject=name_of(first),
        why=f"{email} is the address of {names}.",
        cents=sum(row["given_cents"] for row in cards),
        since=min(row["first_day"] for row in cards),
        figures=(("Names", str(len(cards))),),
    )  # fmt: skip
