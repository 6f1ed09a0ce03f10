"""Givers who said, or of whom it is known, that they may not give: declared, or a sign of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from financedesk.compliance.checks.entries import about, by_card, contact, entries, item, of_gifts
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.rules.checks import check_kind
from financedesk.rules.donor_declarations import declarations
from financedesk.rules.signs import sign

said, link = tables.donor_attestation, tables.person_link

_RULE_OF: Mapping[str, str] = {
    "citizen": "declared_foreign", "not_contractor": "declared_contractor",
    "own_funds": "declared_not_own", "adult": "minor",
}  # fmt: skip


# --- what somebody took back


def declared_otherwise(facts: Facts) -> Iterator[Finding]:
    """Yield givers who took back to be citizens, no contractors, grown up or to give own money."""
    given_back = _standing(facts, given=False)
    lacking = sorted({card for cards in given_back.values() for card in cards})
    if not lacking:
        return
    rows = list(facts.rows(_gifts(facts).where(item.c.card_id.in_(lacking))))
    for kind, rule in _RULE_OF.items():
        cards = given_back.get(kind, frozenset())
        words = declarations()[kind].lacking
        yield from by_card(
            (row for row in rows if row["whom"] in cards), _found(facts, rule, words)
        )


def _standing(facts: Facts, *, given: bool) -> dict[str, frozenset[int]]:
    """Return the cards for which the newest answer of their person is so, by kind."""
    person = func.coalesce(link.c.person_id, said.c.card_id)
    query = (
        select(said.c.kind, said.c.entity_id, said.c.given, person.label("person"))
        .outerjoin(link, link.c.card_id == said.c.card_id)
        .where(said.c.entity_id.in_(facts.ids))
        .order_by(said.c.on_date, said.c.id)
    )
    newest = {
        (row.kind, row.entity_id, row.person): row.given
        for row in facts.connection.execute(query)
    }  # fmt: skip
    of_kind: dict[str, set[tuple[int, int]]] = {}
    for (kind, entity_id, who), answer in newest.items():
        if bool(answer) is given:
            of_kind.setdefault(kind, set()).add((entity_id, who))
    return {kind: _cards_of(facts, people) for kind, people in of_kind.items()}


def _answered(facts: Facts, kind: str) -> frozenset[int]:
    """Return the cards of whoever declared it, or took it back: that is a check of its own."""
    answers = (_standing(facts, given=True), _standing(facts, given=False))
    return frozenset().union(*(one.get(kind, frozenset()) for one in answers))


def _cards_of(facts: Facts, people: set[tuple[int, int]]) -> frozenset[int]:
    """Return the cards that the same entity has of these persons, each named by one of them."""
    persons = sorted({who for _, who in people})
    query = select(link.c.entity_id, link.c.card_id, link.c.person_id).where(
        link.c.person_id.in_(persons)
    )
    linked = {
        row.card_id
        for row in facts.connection.execute(query)
        if (row.entity_id, row.person_id) in people
    }
    return frozenset(linked | set(persons))


# --- what their cards say


def by_occupation(facts: Facts) -> Iterator[Finding]:
    """Yield givers whose occupation is a child's, or who hold federal contracts for themselves.

    What they declare settles it (11 CFR 110.19, 115.5).
    """
    words = sorted(sign("minor").words | sign("contractor").words)
    spelt = func.lower(func.trim(contact.c.occupation)).in_(words)
    so = select(contact.c.card_id).where(
        facts.theirs(contact.c.entity_id, few=True), facts.about(contact.c.card_id), spelt
    )
    rows = list(facts.rows(_gifts(facts).where(item.c.card_id.in_(so), spelt)))
    for rule, settled_by, meant in _MEANT if rows else ():
        answered = _answered(facts, settled_by)
        asked = (row for row in rows if meant(row) and row["whom"] not in answered)
        yield from by_card(asked, _found(facts, rule, ""))


def _is_minor(row: RowMapping) -> bool:
    return bool(sign("minor").found_in(row["occupation"]))


def _holds_contract(row: RowMapping) -> bool:
    """Tell whether somebody is a contractor by own account: staff of contractors may give."""
    for_itself = (row["employer"] or "").casefold().strip() in sign("self_employed").words
    return for_itself and bool(sign("contractor").found_in(row["occupation"]))


_MEANT = (
    ("minor", "adult", _is_minor), ("contractor_sign", "not_contractor", _holds_contract),
)  # fmt: skip


def _found(facts: Facts, rule: str, words: str) -> Callable[[list[RowMapping]], Finding]:
    clock = check_kind(rule).clock

    def found(rows: list[RowMapping]) -> Finding:
        why = words or f"The occupation is “{rows[-1]['occupation']}”."
        return about(rule, rows, why, due=facts.last_day(clock, rows[-1]["item_date"]))

    return found


def _gifts(facts: Facts) -> Select[Any]:
    return entries(facts, few=True).where(of_gifts())
