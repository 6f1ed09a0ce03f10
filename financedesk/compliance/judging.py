"""Judging the books: everything at once, or only what changed since the last look."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from sqlalchemy import Connection, func, select

from financedesk.book.schema import journal
from financedesk.compliance.checks import CHECKS, Check
from financedesk.compliance.facts import Facts, facts_of
from financedesk.compliance.finding import Finding
from financedesk.compliance.touched import Touched, touched_since
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress, Silent

Found = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in some entities' books on a day, up to an act of the journal.

    ``found`` holds what each of the checks found, in their order.
    """

    day: date
    group_id: int
    entity_ids: frozenset[int]
    found: tuple[Found, ...]

    @property
    def findings(self) -> Found:
        """Everything that was found, the gravest and most urgent first."""
        return tuple(sorted(chain.from_iterable(self.found), key=lambda one: one.order))


def judge(
    connection: Connection,
    entities: Sequence[EntityRow],
    today: date,
    progress: Progress | None = None,
) -> Judged:
    """Look through everything of some entities."""
    facts = facts_of(connection, entities, today)
    told = progress or Silent()
    found = []
    for number, check in enumerate(CHECKS):
        told.step(number, len(CHECKS), "Checking the books")
        found.append(tuple(check.find(facts)))
    return Judged(today, _newest(connection), frozenset(facts.entities), tuple(found))


def judge_again(
    connection: Connection, before: Judged, entities: Sequence[EntityRow], today: date
) -> Judged:
    """Return what a full look would find, looking only at what changed since another one.

    Cards that the journal names are judged anew, and of entities what reads tables that changed;
    where a whole file came in or went, on another day or of other entities it is a full look.
    """
    newest = _newest(connection)
    if today != before.day or frozenset(one.id for one in entities) != before.entity_ids:
        return judge(connection, entities, today)
    if newest == before.group_id:
        return before
    touched = touched_since(connection, before.group_id)
    if touched.everything:
        return judge(connection, entities, today)
    facts = facts_of(connection, entities, today)
    return replace(before, group_id=newest, found=renewed(facts, before.found, touched))


def is_outdated(connection: Connection, known: Judged, today: date) -> bool:
    """Tell whether a day began or anybody changed the book since a look."""
    return today != known.day or _newest(connection) != known.group_id


def renewed(facts: Facts, before: Iterable[Found], touched: Touched) -> tuple[Found, ...]:
    """Return what each check finds after acts, from what it found before them."""
    cards = with_around(facts, touched.cards)
    some = _Some(cards, _kinds_of(facts, cards))
    return tuple(
        _renewed(facts, check, known, touched, some)
        for check, known in zip(CHECKS, before, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Some:
    """Cards that are judged anew, and the kinds of entries that they have."""

    cards: frozenset[int]
    kinds: frozenset[str]


def _kinds_of(facts: Facts, cards: frozenset[int]) -> frozenset[str]:
    item = tables.item.c
    query = select(item.kind).where(item.card_id.in_(cards)).distinct()
    return frozenset(facts.connection.execute(query).scalars()) if cards else frozenset()


def with_around(facts: Facts, cards: frozenset[int]) -> frozenset[int]:
    """Return cards with all of whom any check says something else when these change."""
    for check in CHECKS:
        if check.around is not None and cards:
            cards |= check.around(facts, cards)
    return cards


def _renewed(facts: Facts, check: Check, known: Found, touched: Touched, some: _Some) -> Found:
    if check.is_over(touched.tables):
        return _of_entities(facts, check, known, touched.entities)
    named = check.about_cards and (some.cards or "item" in touched.tables)
    return _of_cards(facts, check, known, some) if named else known


def _of_cards(facts: Facts, check: Check, known: Found, some: _Some) -> Found:
    """Return findings with those of some cards, and those of nobody's, found anew."""
    kept = tuple(one for one in known if one.card_id is not None and one.card_id not in some.cards)
    if check.among and not check.among & some.kinds:
        return kept
    return (*kept, *check.find(replace(facts, cards=some.cards)))


def _of_entities(facts: Facts, check: Check, known: Found, changed: frozenset[int]) -> Found:
    """Return findings with those of changed entities found anew; 0 stands for all of them."""
    some = facts.entities.keys() & changed
    if not check.alone or 0 in changed:
        return tuple(check.find(facts))
    kept = (one for one in known if one.entity_id not in some)
    anew = replace(facts, entities={key: facts.entities[key] for key in sorted(some)})
    return (*kept, *(check.find(anew) if some else ()))


def _newest(connection: Connection) -> int:
    newest = select(func.coalesce(func.max(journal.c.group_id), 0))
    return int(connection.execute(newest).scalar_one())


def counts_by_level(findings: Collection[Finding]) -> Mapping[str, int]:
    """Return how many findings there are of each level."""
    found: dict[str, int] = {}
    for one in findings:
        found[one.level] = found.get(one.level, 0) + 1
    return found
