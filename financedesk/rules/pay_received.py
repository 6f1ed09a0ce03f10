"""What an office brought in a span of days: pay by days in office, and severance on its day.

For papers that lay pay and gifts side by side. Nothing is due by it; that is ``rules.dues_run``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.pay import MONTHS_A_YEAR, NET, PayRecord, Severance, Term

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFacts:
    """The terms, pay and severances of one official, in any order, and how often pay comes a year.

    ``base`` is gross or net, as in ``rules.pay``.
    """

    terms: Sequence[Term] = ()
    pays: Sequence[PayRecord] = ()
    severances: Sequence[Severance] = ()
    base: str = NET
    salaries: int = MONTHS_A_YEAR


def pay_received(facts: PayFacts, first: date, last: date, *, on: date) -> int:
    """Return what was paid for the days from one to another, in cents cut to whole ones.

    As it is known on the day ``on``. A month of pay is a twelfth of a year's, a part of it counts
    by its days; a severance counts on the day on which it was paid.
    """
    pays = [one for one in facts.pays if _known(one.known_on, on)]
    whole = Fraction(0)
    for term in _newest(facts.terms, on):
        own = [one for one in pays if one.office == term.office]
        begins, ends = max(first, term.from_day), min(last, term.to_day or date.max)
        for start, end, cents in _spans(own, begins, ends, facts):
            length = (last_of_month(start) - first_of_month(start) + _DAY).days
            whole += Fraction(cents * ((end - start).days + 1), MONTHS_A_YEAR * length)
    return int(whole) + sum(
        one.counted_cents(facts.base)
        for one in facts.severances
        if _known(one.known_on, on) and first <= one.paid_on <= last
    )


def _spans(
    pays: Sequence[PayRecord], begins: date, ends: date, facts: PayFacts
) -> Iterator[tuple[date, date, int]]:
    """Yield days within one month on which pay was the same, with the pay of a year."""
    if begins > ends:
        return
    cuts = {begins, *_months(begins, ends)}
    cuts |= {one.from_day for one in pays if begins < one.from_day <= ends}
    for start, after in pairwise([*sorted(cuts), ends + _DAY]):
        record = _in_force(pays, start)
        if record is not None:
            yield start, after - _DAY, record.a_year(facts.base, facts.salaries)


def _months(begins: date, ends: date) -> Iterator[date]:
    """Yield the first days of months after a day, up to another."""
    month = last_of_month(begins) + _DAY
    while month <= ends:
        yield month
        month = last_of_month(month) + _DAY


def _in_force(pays: Iterable[PayRecord], day: date) -> PayRecord | None:
    begun = [one for one in pays if one.from_day <= day]
    return max(begun, key=lambda one: (one.from_day, one.known_on or date.min), default=None)


def _newest(terms: Iterable[Term], on: date) -> Iterator[Term]:
    """Yield each term as it was known on a day: of its versions the newest."""
    found: dict[tuple[str, str], Term] = {}
    for one in sorted(terms, key=lambda one: one.known_on or date.min):
        if _known(one.known_on, on):
            found[one.identity] = one
    yield from found.values()


def _known(known_on: date | None, on: date) -> bool:
    return known_on is None or known_on <= on
