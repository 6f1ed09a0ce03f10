"""What an act would bring to light, told before it is done.

The act is written, what it touched is judged, and all of it is taken back: nothing can be told
otherwise than it would be found afterwards, and no rule is written a second time for drafts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from sqlalchemy import Connection

from financedesk.book import Book, UnitOfWork
from financedesk.compliance.checks import CHECKS
from financedesk.compliance.facts import facts_of
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import renewed
from financedesk.compliance.touched import Touched, touched_by
from financedesk.ledger.entities import EntityRow

Act = Callable[[UnitOfWork], object]
_Of = tuple[str, int, str, int | None]


class _TakenBack(Exception):
    """Ends the unit of work in which an act was tried."""


@dataclass(frozen=True, slots=True)
class _Tried:
    touched: Touched
    found: tuple[Finding, ...]


def would_bring(
    book: Book, act: Act, entities: Sequence[EntityRow], today: date
) -> tuple[Finding, ...]:
    """Return what would be found after an act and is not found now, the gravest first.

    A finding that stands already is told where the act puts more in question; ``cents`` is then
    only what it adds, and its entries those of the act. Nothing is told of an act after which
    everything would be judged. Raises what the act itself raises, as it would when it is done.
    """
    tried = _try(book, act, entities, today)
    if not tried.found:
        return ()
    with book.read() as connection:
        known = {_of(one): one for one in _judged(connection, entities, today, tried.touched)}
    brought = (_added(one, known) for one in tried.found)
    return tuple(sorted((one for one in brought if one is not None), key=lambda one: one.order))


def _try(book: Book, act: Act, entities: Sequence[EntityRow], today: date) -> _Tried:
    tried = []
    with suppress(_TakenBack), book.unit_of_work("What this would bring") as unit:
        act(unit)
        unit.close()
        changed = tuple(unit.changes)
        touched = touched_by(unit.connection, changed, {one.chain for one in changed})
        tried.append(_Tried(touched, tuple(_judged(unit.connection, entities, today, touched))))
        raise _TakenBack
    return tried[0]


def _judged(
    connection: Connection, entities: Sequence[EntityRow], today: date, touched: Touched
) -> Iterable[Finding]:
    """Return what is found about what an act touched, and about nothing else."""
    if touched.everything:
        return ()
    facts = facts_of(connection, entities, today)
    return chain.from_iterable(renewed(facts, [()] * len(CHECKS), touched))


def _added(one: Finding, known: Mapping[_Of, Finding]) -> Finding | None:
    before = known.get(_of(one))
    if before is None:
        return one
    entries = tuple(item_id for item_id in one.item_ids if item_id not in before.item_ids)
    more = one.cents - before.cents
    return replace(one, cents=more, item_ids=entries) if entries or more > 0 else None


def _of(one: Finding) -> _Of:
    return one.rule, one.entity_id, one.key, one.card_id
