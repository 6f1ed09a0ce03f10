"""The ledger's derived rows, in the order in which one stands on the other: totals come last."""

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import (
    aggregates,
    card_search,
    day_totals,
    donors_summary,
    drive_totals,
    incomplete_items,
    limit_totals,
    series_totals,
)

DERIVED = (
    aggregates, card_search, donors_summary, day_totals, limit_totals, incomplete_items,
    series_totals, drive_totals,
)  # fmt: skip
BY_KIND = (
    aggregates, donors_summary, day_totals, limit_totals, incomplete_items, drive_totals,
)  # fmt: skip
"""Those that the lines of the forms bear on."""

_JUDGED = (aggregates, day_totals, limit_totals, incomplete_items)


def judge_now(unit: UnitOfWork) -> None:
    """Bring aggregates, limits and totals up to the rows that a unit has written so far.

    The unit does so at its end; this is for who must know it before. Totals go with the
    aggregates: they follow what became different, and would not hear of it a second time.
    """
    for derived in _JUDGED:
        derived.refresh(unit)
