"""How facts of officials read on the screen: states, months, days, a standing in a sentence."""

from collections.abc import Iterable
from datetime import date

from financedesk.remittances.official_detail import MonthDue, OfficialDetail
from financedesk.rules import dues_standing as due
from financedesk.rules.dates import parse_month
from financedesk.rules.dues_standing import Settled
from financedesk.rules.pledges import states
from financedesk.ui.formatting import NOTHING, day, dollars, month

PLEDGE_TONES = {
    "drafted": "neutral", "pledged": "info", "active": "ok", "paused": "warn", "waived": "warn",
    "ended": "neutral", "revoked": "neutral",
}  # fmt: skip
_STATES = {
    due.FULFILLED: ("Kept", "ok"),
    due.PARTLY_MADE: ("Part", "warn"),
    due.INSTRUCTED: ("Signed", "info"),
    due.CARRIED: ("Carried", "info"),
    due.WAIVED: ("Waived", "neutral"),
    due.LAPSED: ("Lapsed", "neutral"),
}
_UNDONE = frozenset({due.OPEN, due.INSTRUCTED})


def month_chip(one: Settled, today: date) -> tuple[str, str]:
    """Return how a month stands in a word, with its tone."""
    if one.state in _UNDONE and one.due_on < today:
        return "Overdue", "bad"
    return _STATES.get(one.state, ("Due", "info"))


def pledge_word(state: str) -> str:
    """Return the state of a pledge in one word; empty for none."""
    return states()[state].label.partition(":")[0].split(" ")[0] if state else ""


def period_words(period: str) -> str:
    """Return a month that books keep as ``2026-03`` in words: ``March 2026``."""
    return month(parse_month(period))


def days_words(first: date | None, last: date | None) -> str:
    """Return a span of days of which either end may be open."""
    if first is None and last is None:
        return "Always"
    since = "" if first is None else f"since {day(first)}"
    until = "" if last is None else f"until {day(last)}"
    return " ".join(filter(None, (since, until)))


def optional_day(when: date | None) -> str:
    """Return a day, or a dash where none is known."""
    return NOTHING if when is None else day(when)


def standing_words(detail: OfficialDetail) -> str:
    """Return how an official stands today, in sentences."""
    if detail.pledge is None:
        return "No pledge yet: nothing is asked, and nothing is proposed."
    late = [one for one in detail.begun if one.settled.due_on < detail.today]
    overdue = sum(one.settled.open_cents for one in late)
    said = [_late_words(late, overdue) if overdue else _kept_words(late)]
    rest = detail.open_cents - overdue
    if rest > 0 and detail.newest is not None:
        said.append(f"{dollars(rest)} is due by {day(detail.newest.settled.due_on)}.")
    if detail.dues.standing.credit_cents:
        credit = dollars(detail.dues.standing.credit_cents)
        said.append(f"{credit} was given beyond all that is due.")
    return " ".join(filter(None, said))


def _kept_words(late: Iterable[MonthDue]) -> str:
    months = [one.settled.month for one in late]
    return f"Everything is kept through {month(max(months))}." if months else ""


def _late_words(late: Iterable[MonthDue], overdue: int) -> str:
    oldest = min(one.settled.month for one in late if one.settled.open_cents > 0)
    return f"{dollars(overdue)} is overdue, the oldest of {month(oldest)}."
