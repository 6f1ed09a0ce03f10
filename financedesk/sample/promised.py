"""What the sample's donors promised, and what became of their recurring gifts.

Nothing is drawn by chance: every so-and-so-many-th donor in the order of the list has promised, so
that other parts of the sample may change without it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice

from financedesk.book import Book, UnitOfWork
from financedesk.drives.promises import proposals
from financedesk.drives.series import Series, series_of
from financedesk.ledger.donors import DonorQuery, donor_ids
from financedesk.ledger.donors_rows import donor_rows
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.promise_facts import (
    NewPromise,
    end_promise,
    keep_promise,
    note_reminder,
    record_promise,
)
from financedesk.ledger.series_events import SeriesKey, SeriesNews, tell
from financedesk.rules.promises import Terms
from financedesk.rules.recurring import LAPSED, after
from financedesk.sample.days import LAST

_PROMISING = {"party": 14, "multnomah": 4, "voice": 3}
"""How many donors promised, by entity."""
_EVERY_DONOR = 23
_DUE = (date(2026, 6, 15), date(2026, 9, 1), date(2026, 10, 12), date(2026, 11, 20))
_AMOUNTS = (100_00, 250_00, 50_00, 500_00)
_CHANNELS = ("call", "event", "mail")
_EVERY_SERIES = 3


def write_promises(book: Book, entities: Mapping[str, EntityRow]) -> None:
    """Record promises and what was said of series, one step for each entity and kind."""
    for code, number in _PROMISING.items():
        with book.unit_of_work("Record what donors promised") as unit:
            _promise(unit, entities[code], number)
    for code in ("party", "multnomah", "action"):
        with book.unit_of_work("Note what became of recurring gifts") as unit:
            _tell(unit, entities[code])


def _promise(unit: UnitOfWork, entity: EntityRow, number: int) -> None:
    """Record promises; some are kept by gifts that came, one was ended, one reminded of."""
    query = DonorQuery(entity_ids=(entity.id,), today=LAST, order="given", group="person")
    cards = list(islice(donor_ids(unit.connection, query), 0, None, _EVERY_DONOR))
    rows = donor_rows(unit.connection, cards, [entity.id], LAST)
    promised = [
        _record(unit, place, row.card_id, row.last_cents, row.last_day)
        for place, row in enumerate(islice((one for one in rows if one.gifts), number))
    ]
    for fitting in proposals(unit.connection, [entity.id], LAST):
        keep_promise(unit, fitting.promise_id, fitting.item_id, fitting.due_on)
    note_reminder(unit, promised[1], "letter", date(2026, 10, 5), words="With thanks in advance")
    end_promise(unit, promised[2], date(2026, 10, 1), "Has moved away")


def _record(unit: UnitOfWork, place: int, card_id: int, last_cents: int, last_day: str) -> int:
    terms = Terms(amount_cents=_AMOUNTS[place % 4], due_on=_DUE[place % 4])
    if place % 3 == 0:
        # A promise that the newest gift keeps: it was made some weeks before.
        terms = Terms(amount_cents=last_cents, due_on=date.fromisoformat(last_day))
    elif place % 4 == 1:
        terms = Terms(amount_cents=50_00, due_on=date(2026, 8, 1), every="month", times=6)
    made = NewPromise(
        card_id=card_id, terms=terms, promised_on=terms.due_on - timedelta(days=30),
        channel=_CHANNELS[place % 3],
    )  # fmt: skip
    if made.promised_on > LAST:
        made = NewPromise(card_id=card_id, terms=terms, promised_on=LAST, channel="event")
    return record_promise(unit, made, LAST)


def _tell(unit: UnitOfWork, entity: EntityRow) -> None:
    """Say of some silent series that they were cancelled, of others that the last charge failed."""
    silent = series_of(unit.connection, [entity.id], LAST, state=LAPSED)
    for place, one in enumerate(silent):
        if place % _EVERY_SERIES != _EVERY_SERIES - 1:
            which = SeriesKey(entity_id=one.entity_id, source=one.source, key=one.key)
            tell(unit, which, _news(one, place), LAST)


def _news(one: Series, place: int) -> SeriesNews:
    last = date.fromisoformat(one.last_day)
    if place % _EVERY_SERIES:
        return SeriesNews(kind="failed", on=after(last, "month", 1), cents=one.last_cents)
    return SeriesNews(kind="cancelled", on=last + timedelta(days=12), note="asked for by the donor")
