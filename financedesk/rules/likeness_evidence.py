"""What is known of people who are compared, and what one field of it says.

All words are plain: lower case, without accents, as ``ledger.names`` folds them.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Name(NamedTuple):
    """One name of somebody; an organisation has a last name alone. Middle names may be initials."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""


class Place(NamedTuple):
    """One address: the street without the flat's number, that number, ZIP (five figures), town."""

    street: str = ""
    flat: str = ""
    zip: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """All that is known of somebody, old and new; of each sort what agrees best is what counts."""

    is_person: bool
    names: tuple[Name, ...]
    places: tuple[Place, ...] = ()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()


class Evidence(NamedTuple):
    """What one field says: points for (or, below 0, against) one person, and the same in words.

    ``contradicts`` says that no points outweigh it.
    """

    field: str
    points: int
    words: str
    contradicts: bool = False


# Contradictions that leave two people to be looked at; any other makes them two.
DOUBTFUL_SUFFIX = "missing suffix"
ANOTHER_LAST_NAME = "other last name"
ANOTHER_MIDDLE_NAME = "other middle name"
TO_BE_LOOKED_AT = frozenset({DOUBTFUL_SUFFIX, ANOTHER_LAST_NAME, ANOTHER_MIDDLE_NAME})
