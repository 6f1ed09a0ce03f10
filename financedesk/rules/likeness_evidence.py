"""What is known of people who are compared, and what one field of it says.

All words are plain: lower case, without accents, as ``ledger.names`` folds them.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Name(NamedTuple):
    """One name of somebody; an organisation has a last name alone. Middle names may be initials."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""


class Place(NamedTuple):
    """One address: the street without the flat's number, that number, ZIP (five figures), town.

    ``second`` is its second line as it stands: a flat, or the name of a house or farm.
    """

    street: str = ""
    flat: str = ""
    zip: str = ""
    town: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """All that is known of somebody, old and new; of each sort what agrees best is what counts."""

    is_person: bool
    names: tuple[Name, ...]
    places: tuple[Place, ...] = ()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()
    """Days of birth, ``YYYYMMDD``; no card has one, but a list from elsewhere may."""
    numbers: frozenset[str] = frozenset()
    """Numbers that somebody was given and nobody else has: a member's, an insured person's."""


class Bar(IntEnum):
    """What a piece of evidence keeps from, whatever else two records have in common."""

    NONE = 0
    ASK = 1
    """They are never held to be one without a question; a third record may join them."""
    APART = 2
    """So it is, and no third record joins them: perhaps father and son."""
    TWO = 3
    """They are two people."""


class Evidence(NamedTuple):
    """What one field says: points for (or, below 0, against) one person, and the same in words."""

    field: str
    points: int
    words: str
    bar: Bar = Bar.NONE
