"""Officials, their pay and their dues, for the tests of schedules."""

from datetime import date
from typing import Any

from financedesk.rules.dues import OfficialFacts
from financedesk.rules.dues_run import Due, DuesRun, run_dues
from financedesk.rules.pay import YEAR, PayRecord, Term
from financedesk.rules.schedules import Schedule, sample_schedules, schedule_from

COUNCIL, ASSEMBLY = "City Council", "Assembly"
LATER = date(2030, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def schedule(**values: Any) -> Schedule:
    """A schedule from 2024 on; its kind and terms are given."""
    base = {"code": "councillors", "name": "Councillors", "from": date(2024, 1, 1)}
    return schedule_from({**base, **values}, "Test")


def cap(keep: str = "60000.00", **more: Any) -> Schedule:
    """Keep so much a year, net."""
    return schedule(kind="cap", keep={"amount": keep, "per": "year"}, **more)


def percent(rate: str = "10", **more: Any) -> Schedule:
    """So much per cent of the gross."""
    return schedule(kind="percent", percent=rate, **more)


def pay(gross: int, net: int | None = None, **more: Any) -> PayRecord:
    """A year's pay in cents from 2024 on; everything is net where no net is given."""
    base: dict[str, Any] = {"office": COUNCIL, "from_day": date(2024, 1, 1), "per": YEAR}
    return PayRecord(
        **{**base, "gross_cents": gross, "net_cents": gross if net is None else net, **more}
    )


def term(first: str = "2026-01-01", last: str | None = None, **more: Any) -> Term:
    """Days in the council."""
    ends = day(last) if last else None
    return Term(**{"office": COUNCIL, "from_day": day(first), "to_day": ends, **more})


def facts(*schedules: Schedule, **more: Any) -> OfficialFacts:
    """An official in office from 2026 on, with 148,500.00 gross and 101,000.00 net."""
    base: dict[str, Any] = {
        "terms": (term(),),
        "pays": (pay(148_500_00, 101_000_00),),
        "schedules": schedules or (cap(),),
    }
    return OfficialFacts(**{**base, **more})


def run(
    official: OfficialFacts, last: str = "2026-12-31", *, on: date = LATER, first: str = ""
) -> DuesRun:
    return run_dues(official, day(last), on=on, first=day(first) if first else None)


def cents(found: DuesRun) -> list[int]:
    """The cents of each due in order."""
    return [due.cents for due in found.dues]


def by_line(found: DuesRun) -> dict[str, int]:
    """All of each line."""
    lines: dict[str, int] = {}
    for due in found.dues:
        lines[due.line] = lines.get(due.line, 0) + due.cents
    return lines


def corrections(found: DuesRun) -> list[Due]:
    return [due for due in found.dues if due.corrects is not None]


def sample(code: str, year: int = 0) -> Schedule:
    """A shipped schedule by its code, and by the year in which it begins where there are two."""
    return next(
        one for one in sample_schedules() if one.code == code and year in (0, one.from_day.year)
    )
