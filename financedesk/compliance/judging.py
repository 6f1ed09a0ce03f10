"""Judging the books: everything at once, or only what changed since the last look."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.book.schema import journal
from financedesk.compliance.checks import CHECKS
from financedesk.compliance.facts import Facts, facts_of
from financedesk.compliance.finding import Finding
from financedesk.compliance.touched import touched_since
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress, Silent


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in some entities' books on a day, up to an act of the journal.

    ``by_cards`` and ``by_entity`` hold the findings of checks about cards and of all others.
    """

    day: date
    group_id: int
    entity_ids: frozenset[int]
    by_cards: tuple[Finding, ...]
    by_entity: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, the gravest and most urgent first."""
        return tuple(sorted((*self.by_cards, *self.by_entity), key=lambda one: one.order))


def judge(
    connection: Connection,
    entities: Sequence[EntityRow],
    today: date,
    progress: Progress | None = None,
) -> Judged:
    """Look through everything of some entities."""
    facts = facts_of(connection, entities, today)
    told = progress or Silent()
    return Judged(
        today, _newest(connection), frozenset(facts.entities),
        _found(facts, told, about_cards=True), _found(facts, told, about_cards=False),
    )  # fmt: skip


def judge_again(
    connection: Connection, before: Judged, entities: Sequence[EntityRow], today: date
) -> Judged:
    """Return what a full look would find, looking only at what changed since another one.

    Cards that the journal names are judged anew, and what is asked of whole entities; where a
    whole file came in or went, on another day or of other entities it is a full look.
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
    return replace(
        before,
        group_id=newest,
        by_cards=_renewed(facts, before.by_cards, touched.cards),
        by_entity=_found(facts, Silent(), about_cards=False),
    )


def _renewed(facts: Facts, before: Iterable[Finding], cards: Iterable[int]) -> tuple[Finding, ...]:
    """Return the findings about cards with those of the touched ones found anew."""
    again = frozenset(cards)
    for check in CHECKS:
        if check.around is not None and again:
            again |= check.around(facts, again)
    kept = tuple(one for one in before if one.card_id not in again)
    if not again:
        return kept
    return (*kept, *_found(replace(facts, cards=again), Silent(), about_cards=True))


def _found(facts: Facts, progress: Progress, *, about_cards: bool) -> tuple[Finding, ...]:
    wanted = [one for one in CHECKS if one.about_cards is about_cards]
    found: list[Finding] = []
    for number, check in enumerate(wanted):
        progress.step(number, len(wanted), "Checking the books")
        found.extend(check.find(facts))
    return tuple(found)


def _newest(connection: Connection) -> int:
    newest = select(func.coalesce(func.max(journal.c.group_id), 0))
    return int(connection.execute(newest).scalar_one())


def counts_by_level(findings: Collection[Finding]) -> Mapping[str, int]:
    """Return how many findings there are of each level."""
    found: dict[str, int] = {}
    for one in findings:
        found[one.level] = found.get(one.level, 0) + 1
    return found
