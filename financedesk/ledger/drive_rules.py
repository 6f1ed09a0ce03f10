"""Rules that say which gifts belong to a drive, and the answer for one gift after the other.

A rule names where a gift came from or when: every condition that is filled must hold. Of several
that hold the one with the most conditions counts, then the older one. An import asks for every
gift, so an answer is kept for gifts that agree in what any rule asks; an entity without rules is
asked nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, select

from financedesk.ledger import tables

_KEPT_ANSWERS = 20_000
ANY_ENDING = "*"
"""At the end of a page or a reference code: it begins like that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveRule:
    """Conditions under which a gift belongs to a drive; what is None is not asked.

    ``source`` is the processor's code, ``page`` and ``reference_code`` are as its files say them,
    capitals or not, with ``*`` at the end for whatever begins like that. ``state`` and
    ``zip_prefix`` are the giver's. Days are ``YYYY-MM-DD``, both included.
    """

    id: int
    drive_id: int
    source: str | None = None
    page: str | None = None
    reference_code: str | None = None
    state: str | None = None
    zip_prefix: str | None = None
    from_date: str | None = None
    to_date: str | None = None

    @property
    def conditions(self) -> int:
        """Return how many conditions are filled."""
        return sum(getattr(self, name) is not None for name in CONDITIONS)


CONDITIONS = (
    "source", "page", "reference_code", "state", "zip_prefix", "from_date", "to_date",
)  # fmt: skip


class GiftFacts(NamedTuple):
    """What rules ask about a gift; what is not known is empty."""

    source: str
    page: str
    reference_code: str
    state: str
    zip_code: str
    day: str


# Where a gift has what a rule asks; the ZIP code counts by its first digits, the day each time.
_ASKED = ((0, "source"), (1, "page"), (2, "reference_code"), (3, "state"))
_ZIP, _DAY = 4, 5
_Answer = tuple[str, str, int]


def rules_of(connection: Connection, entity_id: int) -> list[DriveRule]:
    """Return the rules of an entity's drives in the order in which they count."""
    column = tables.drive_rule.c
    wanted = (column[name] for name in ("id", "drive_id", *CONDITIONS))
    query = select(*wanted).where(column.entity_id == entity_id)
    found = [DriveRule(**row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda rule: (-rule.conditions, rule.id))


class DriveChooser:
    """Says to which drive of an entity a gift belongs, after its rules."""

    def __init__(self, rules: Sequence[DriveRule]) -> None:
        """Take rules in the order in which they count."""
        self._rules = rules
        self._zip_length = max((len(one.zip_prefix or "") for one in rules), default=0)
        asked = [place for place, name in _ASKED if any(getattr(one, name) for one in rules)]
        # Of a single place itemgetter gives no tuple; the source makes two of it.
        self._key_of = itemgetter(*(asked if len(asked) > 1 else (0, *asked, 0)))
        self._answers: dict[tuple[str, ...], tuple[_Answer, ...]] = {}

    def drive_of(self, gift: GiftFacts) -> int | None:
        """Return the drive of a gift; None where no rule holds."""
        key = self._key_of(gift)
        if self._zip_length:
            key = (*key, gift[_ZIP][: self._zip_length])
        fitting = self._answers.get(key)
        if fitting is None:
            fitting = self._look(key, gift)
        day = gift[_DAY]
        for first, last, drive_id in fitting:
            if first <= day <= last:
                return drive_id
        return None

    def _look(self, key: tuple[str, ...], gift: GiftFacts) -> tuple[_Answer, ...]:
        """Return drives of the rules whose conditions hold but for their days, and keep them."""
        if len(self._answers) >= _KEPT_ANSWERS:
            self._answers.clear()
        found = tuple(
            (rule.from_date or "", rule.to_date or "9999", rule.drive_id)
            for rule in self._rules
            if _holds(rule, gift)
        )
        self._answers[key] = found
        return found


def chooser_of(connection: Connection, entity_id: int) -> DriveChooser | None:
    """Return who says the drives of an entity's gifts; None when there is no rule."""
    rules = rules_of(connection, entity_id)
    return DriveChooser(rules) if rules else None


def _holds(rule: DriveRule, gift: GiftFacts) -> bool:
    return (
        rule.source in (None, gift.source)
        and _is_like(rule.page, gift.page)
        and _is_like(rule.reference_code, gift.reference_code)
        and (rule.state is None or rule.state == gift.state.strip().upper())
        and (rule.zip_prefix is None or gift.zip_code.startswith(rule.zip_prefix))
    )


def _is_like(wanted: str | None, given: str) -> bool:
    if wanted is None:
        return True
    words, said = wanted.casefold(), given.strip().casefold()
    if words.endswith(ANY_ENDING):
        return said.startswith(words[: -len(ANY_ENDING)])
    return said == words
