"""Entries of one card gathered into one finding: what the checks about givers have in common."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, select, text

from financedesk.compliance.facts import Facts, name_of
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds

item, contact = tables.item, tables.contact

_ENTRIES = (
    select(
        item.c.id.label("item_id"), item.c.entity_id.label("whose"),
        item.c.card_id.label("whom"), item.c.item_date, item.c.amount_cents, item.c.purpose,
        contact,
    )
    .join(contact, contact.c.id == item.c.contact_id)
    .order_by(item.c.entity_id, item.c.card_id, item.c.item_date, item.c.id)
)  # fmt: skip


def entries(
    facts: Facts,
    *more: Any,  # noqa: ANN401 - columns of any kind
    few: bool = False,
) -> Select[Any]:
    """Return the query of entries with their card's version, by entity and card, then by day.

    ``few`` says that a condition on cards leaves few of them, by whom entries are then looked up.
    """
    query = _ENTRIES.where(facts.theirs(item.c.entity_id, few=few), facts.about(item.c.card_id))
    return query.add_columns(*more) if more else query


@cache
def of_gifts() -> ColumnElement[bool]:
    """Return the condition of gifts of money or goods, which most checks about givers ask for.

    Its kinds are written out once, for putting eighty of them into a statement takes longer than
    the statement's answer about one giver.
    """
    codes = ", ".join(f"'{code}'" for code in gift_kinds())
    return and_(text(f"item.kind IN ({codes})"), item.c.amount_cents > 0, item.c.memo == 0)


def by_card(
    rows: Iterable[RowMapping], found: Callable[[list[RowMapping]], Finding | None]
) -> Iterator[Finding]:
    """Yield a finding per entity and card out of its rows, which come in that order."""
    for _key, some in groupby(rows, lambda row: (row["whose"], row["whom"])):
        finding = found(list(some))
        if finding is not None:
            yield finding


def about(rule: str, rows: list[RowMapping], why: str, **more: Any) -> Finding:  # noqa: ANN401
    """Return the finding of one card's rows, with their sum and their entries."""
    last = rows[-1]
    whom = last["whom"]
    return Finding(
        rule=rule, entity_id=last["whose"], key=f"card {whom}", card_id=whom,
        subject=name_of(last), why=why, cents=sum(row["amount_cents"] for row in rows),
        item_ids=tuple(row["item_id"] for row in rows), since=rows[0]["item_date"], **more,
    )  # fmt: skip
