"""What officials' offices paid them in a span of days, as it was known on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from financedesk.remittances.pay import SEVERANCE, SLIPS, PaySlip
from financedesk.remittances.people import OFFICES, TERMS, OfficeTerm
from financedesk.remittances.pledges import PLEDGES
from financedesk.remittances.schedules import SCHEDULES
from financedesk.remittances.shelf import Kept
from financedesk.rules.pay import MONTHS_A_YEAR, Term
from financedesk.rules.pay_received import PayFacts, pay_received


def net_pay_of(
    connection: Connection,
    entity_id: int,
    official_ids: Collection[int],
    first: date,
    last: date,
    on: date,
) -> Mapping[int, int]:
    """Return the net pay of officials for the days from one to another in cents, by number.

    Allowances count as they do in a schedule: only where they are taxable.
    """
    theirs = {"official_id": list(official_ids)}
    offices = {one.id: one.fact.words for one in OFFICES.of(connection, entity_id)}
    terms = TERMS.of(connection, entity_id, **theirs)
    slips: dict[int, list[PaySlip]] = defaultdict(list)
    for slip in SLIPS.of(connection, entity_id, office_term_id=[one.id for one in terms]):
        slips[slip.fact.office_term_id].append(slip.fact)
    salaries = _salaries(connection, entity_id, theirs)
    found = {}
    for official_id in official_ids:
        own = [one for one in terms if one.fact.official_id == official_id]
        facts = _facts(own, offices, slips, salaries.get(official_id, MONTHS_A_YEAR))
        found[official_id] = pay_received(facts, first, last, on=on)
    return found


def _facts(
    terms: list[Kept[OfficeTerm]],
    offices: Mapping[int, str],
    slips: Mapping[int, list[PaySlip]],
    salaries: int,
) -> PayFacts:
    named = [(offices[one.fact.public_office_id], one) for one in terms]
    paid = [(name, slip) for name, one in named for slip in slips.get(one.id, ())]
    return PayFacts(
        terms=[known for name, one in named for known in _versions(one, name)],
        pays=[slip.pay_in(name) for name, slip in paid if slip.kind != SEVERANCE],
        severances=[slip.severance_in(name) for name, slip in paid if slip.kind == SEVERANCE],
        salaries=salaries,
    )


def _versions(kept: Kept[OfficeTerm], office: str) -> Iterator[Term]:
    """Yield a term without its end, and with it from the day on which that was known."""
    fact = kept.fact
    whole = Term(
        office=office, from_day=fact.from_date, to_day=fact.to_date, term=str(kept.id),
        known_on=fact.end_known_on,
    )  # fmt: skip
    if fact.end_known_on is not None:
        yield replace(whole, to_day=None, known_on=None)
    yield whole


def _salaries(
    connection: Connection, entity_id: int, theirs: Mapping[str, list[int]]
) -> Mapping[int, int]:
    """Return how often a month's pay comes in a year, by the newest version of each schedule."""
    versions = sorted(SCHEDULES.of(connection, entity_id), key=lambda one: one.fact.from_date)
    by_code = {one.fact.code: one.fact.schedule.salaries for one in versions}
    pledges = sorted(
        PLEDGES.of(connection, entity_id, **theirs), key=lambda one: one.fact.from_date
    )
    return {
        one.fact.official_id: by_code[one.fact.schedule_code]
        for one in pledges
        if one.fact.schedule_code in by_code
    }
