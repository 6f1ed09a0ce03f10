"""How entities, accounts and registrations read on the page."""

from collections.abc import Sequence
from datetime import date

from financedesk.ledger.entities import EntityRow
from financedesk.ledger.organisation_tree import RegistrationRow
from financedesk.ui.formatting import NOTHING, day

LEVEL_WORDS = {
    "national": "National unit", "regional": "Regional unit", "local": "Local unit",
}  # fmt: skip
FREQUENCY_WORDS = {"quarterly": "Quarterly", "monthly": "Monthly"}
_TREASURER = ("prefix", "first", "middle", "last", "suffix")


def day_words(words: str) -> str:
    """Return a day of the book as it is read; nothing is a dash."""
    return day(date.fromisoformat(words)) if words else NOTHING


def state_of(closed_on: str) -> tuple[str, str]:
    """Return whether something is open or closed, as a word and its tone."""
    return ("Closed", "neutral") if closed_on else ("Open", "ok")


def registered_words(registrations: Sequence[RegistrationRow]) -> str:
    """Return with whom somebody is registered now: ``FEC, monthly``."""
    current = {one.authority: one for one in registrations if not one.to_date}
    words = [
        f"{one.authority}, {one.filing}" if one.filing else one.authority
        for one in current.values()
    ]
    return " · ".join(words) or NOTHING


def span_words(from_date: str, to_date: str) -> str:
    """Return the days between which a fact holds: ``since …``, ``until …`` or both."""
    if from_date and to_date:
        return f"{day_words(from_date)} – {day_words(to_date)}"
    if from_date:
        return f"since {day_words(from_date)}"
    return f"until {day_words(to_date)}" if to_date else ""


def treasurer_words(entity: EntityRow) -> str:
    """Return the treasurer's name in the order in which it is spoken."""
    return " ".join(filter(None, (entity.treasurer.get(part, "") for part in _TREASURER)))


def address_words(entity: EntityRow) -> str:
    """Return the address on as many lines as it has."""
    known = entity.address
    town = " ".join(filter(None, (known.get("state", ""), known.get("zip", ""))))
    town = ", ".join(filter(None, (known.get("city", ""), town)))
    return "\n".join(filter(None, (known.get("street_1", ""), known.get("street_2", ""), town)))
