"""Checks about what goes out: whether the purpose says enough."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from financedesk.compliance.checks.entries import about, by_card, entries, item
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import kinds_of, refund_kinds
from financedesk.rules.purposes import Vagueness, vagueness_of

_PEOPLE = frozenset({"IND", "CAN"})
# A refund's purpose is that it is one.
_WITH_PURPOSE = tuple(one for one in kinds_of("payments") if one not in refund_kinds())


def vague_purpose(facts: Facts) -> Iterator[Finding]:
    """Yield payees whose payments say too little (11 CFR 104.3(b)(3)(i)(B))."""
    said = _of_itemised(select(item.c.purpose).distinct()).where(
        facts.theirs(item.c.entity_id), facts.about(item.c.card_id)
    )
    terms = [one for one in facts.connection.execute(said).scalars() if one and _vague(one)]
    query = _itemised(facts).where(item.c.purpose.in_(terms))

    def found(rows: list[RowMapping]) -> Finding | None:
        to_person = rows[-1]["type"] in _PEOPLE
        vague = [row for row in rows if _vague(row["purpose"], to_person=to_person)]
        if not vague:
            return None
        better = _vague(vague[-1]["purpose"], to_person=to_person)
        instead = f" Say for instance “{better.instead}”." if better and better.instead else ""
        return about("vague_purpose", vague, f"“{vague[-1]['purpose']}” says too little.{instead}")

    if terms:
        yield from by_card(facts.rows(query), found)


def _vague(purpose: str, *, to_person: bool = True) -> Vagueness | None:
    return vagueness_of(purpose, to_person=to_person)


def missing_purpose(facts: Facts) -> Iterator[Finding]:
    """Yield payees of itemised payments without any purpose."""
    query = _itemised(facts).where(func.trim(func.coalesce(item.c.purpose, "")) == "")
    yield from by_card(
        facts.rows(query), lambda rows: about("missing_purpose", rows, "Nothing says what for.")
    )


def _itemised(facts: Facts) -> Select[Any]:
    return _of_itemised(entries(facts))


def _of_itemised(query: Select[Any]) -> Select[Any]:
    aggregate = tables.aggregate
    return query.join(aggregate, aggregate.c.item_id == item.c.id).where(
        item.c.kind.in_(_WITH_PURPOSE), aggregate.c.itemised == 1
    )
