"""Payment processors: which are conduits in law, and the name and number they are reported by."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from financedesk.errors import NotFound
from financedesk.rules.data import EARLIEST, in_force, rules_table


@dataclass(frozen=True, slots=True)
class Processor:
    """One processor between two dates; ``role`` is conduit or merchant.

    Gifts through a conduit carry its memo item; a merchant is only paid its fee. The committee
    number and the address are empty for merchants. Law: 11 CFR 110.6.
    """

    code: str
    name: str
    role: str
    since: date
    until: date | None
    citation: str
    committee_id: str = ""
    street_1: str = ""
    street_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""

    @property
    def is_conduit(self) -> bool:
        """Whether a gift through it is an earmarked contribution (11 CFR 110.6(b))."""
        return self.role == "conduit"


@cache
def processors() -> tuple[Processor, ...]:
    """Return every dated profile in the order of the table."""
    rows = rules_table("processors")["processor"]
    return tuple(Processor(**{"since": EARLIEST, "until": None, **row}) for row in rows)


def processor(code: str, on: date) -> Processor:
    """Return the profile of a processor on a day; raises NotFound with the choices."""
    for profile in processors():
        if profile.code == code and in_force(profile.since, profile.until, on):
            return profile
    if any(profile.code == code for profile in processors()):
        raise NotFound(f"There is no profile of the processor “{code}” for {on}.")
    choices = ", ".join(dict.fromkeys(profile.code for profile in processors()))
    raise NotFound(f"There is no processor “{code}”; choose one of {choices}.")
