"""The clocks of a gift on hold, each by the days that the law gives (11 CFR 103.3(a), (b))."""

from collections.abc import Mapping
from datetime import date

from financedesk.ledger.deposit_rows import CLOCK as DEPOSIT
from financedesk.ledger.hold_outlook import DOUBTFUL, EXCESSIVE, PROHIBITED
from financedesk.ledger.hold_rows import Hold
from financedesk.rules.thresholds import runs_out

TEN, THIRTY, SIXTY = 10, 30, 60
CLOCKS = (TEN, THIRTY, SIXTY)
"""The days by which the clocks are known; counsel may have set other times."""
_OF_REASON: Mapping[str, int] = {DOUBTFUL: THIRTY, PROHIBITED: THIRTY, EXCESSIVE: SIXTY}


def clock_of(held: Hold, days: int) -> str:
    """Return the last day of a hold's ten, thirty or sixty days; "" where they do not run.

    The ten run while a check is not deposited, the others by the reason: from receipt, or from the
    day on which it was found out that the giver may not give.
    """
    if not held.is_open:
        return ""
    received = date.fromisoformat(held.received)
    if days == TEN:
        last = runs_out(DEPOSIT, received, held.overrides) if held.waiting else None
    elif days == _OF_REASON[held.reason]:
        known = date.fromisoformat(held.since) if held.why.runs_from == "known" else received
        last = runs_out(held.why.clock, known, held.overrides)
    else:
        last = None
    return "" if last is None else last.isoformat()
