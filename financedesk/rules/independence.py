"""What speaks against an entity's independence of candidates and parties, and until when.

Topics, periods and citations stand in ``resources/rules/independence.toml``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import runs_out, years_later

FOR, AGAINST = "for", "against"
STANDS, RUNS_OUT, OVER, TO_COME = "stands", "runs_out", "over", "to_come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One side of independence: what is asked, and how long a fact counts once it has ended.

    One of ``clock`` (of the table of clocks) and ``years`` is set.
    """

    code: str
    label: str
    asks: str
    citation: str
    confidence: str
    clock: str = ""
    years: int = 0
    then: str = ""

    def counts_until(self, last_day: date, overrides: Iterable[Override] = ()) -> date:
        """Return the last day on which a fact that ended still counts against independence."""
        if not self.clock:
            return years_later(last_day, self.years)
        return runs_out(self.clock, last_day, overrides)


@dataclass(frozen=True, slots=True)
class Counted:
    """How a fact counts on a day: it stands, runs out, is over or is to come.

    ``until`` is the last day on which it counts, None where no end is known.
    """

    state: str
    until: date | None

    @property
    def counts(self) -> bool:
        """Whether it counts on that day."""
        return self.state in (STANDS, RUNS_OUT)


@cache
def topics() -> Mapping[str, Topic]:
    """Return every topic by its code, in the order of the table."""
    rows = rules_table("independence")["topic"]
    return MappingProxyType({row["code"]: Topic(**row) for row in rows})


def topic(code: str) -> Topic:
    """Return one topic; raises NotFound with the choices."""
    found = topics().get(code)
    if found is None:
        raise NotFound(f"There is no topic “{code}”; choose one of {', '.join(topics())}.")
    return found


def keeps_file(entity_kind: str) -> bool:
    """Whether an entity of this kind must be able to show its independence."""
    return entity_kind in rules_table("independence")["applies"]["kinds"]


def independent_of(entity_kind: str) -> bool:
    """Whether an entity of this kind is one that others must be independent of."""
    return entity_kind in rules_table("independence")["applies"]["of"]


def pays_staff(item_kind: str) -> bool:
    """Whether a kind of payment goes to somebody who is employed, and not to a vendor."""
    known = rules_table("independence")["applies"]["staff"]
    return any(item_kind == one or (one[0] == "_" and item_kind.endswith(one)) for one in known)


def counted(
    topic_code: str,
    weighs: str,
    since: date | None,
    last_day: date | None,
    on: date,
    overrides: Iterable[Override] = (),
) -> Counted:
    """Return how a dated fact counts on a day.

    What speaks for independence counts while it lasts; what speaks against it counts on until the
    topic's time, or counsel's, has run out. Raises NotFound for an unknown topic.
    """
    found = topic(topic_code)
    if since is not None and on < since:
        return Counted(TO_COME, None)
    if last_day is None:
        return Counted(STANDS, None)
    until = last_day if weighs == FOR else found.counts_until(last_day, overrides)
    if on <= last_day:
        return Counted(STANDS, until)
    return Counted(RUNS_OUT if on <= until else OVER, until)
