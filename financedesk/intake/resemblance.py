"""Whether two donors who stand on different cards may be one person, and what speaks against it.

A resemblance is a question and never an answer: nobody is linked by it. Father and son and spouses
are named as what they may be. What a better measure knows belongs here, behind ``resemblance``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from financedesk.ledger.names import folded, plain_street, plain_zip
from financedesk.rules.nicknames import are_forms_of_one

_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}


class Likeness(NamedTuple):
    """What of a donor is compared; an empty first name means an organisation."""

    first_name: str
    last_name: str
    suffix: str
    street: str
    zip: str
    email: str


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Why two donors may be one person, in sentences, and why they may be two all the same."""

    reasons: tuple[str, ...]
    against: tuple[str, ...]


class _Told(NamedTuple):
    """Two donors with their names and addresses in the shape in which they are compared."""

    one: Likeness
    other: Likeness
    same_street: bool
    same_zip: bool
    same_email: bool

    @property
    def is_near(self) -> bool:
        return self.same_street or self.same_zip or self.same_email

    @property
    def where(self) -> str:
        """Return what the two have in common beside their names."""
        return " and ".join(
            words
            for words, is_same in (
                ("e-mail address", self.same_email),
                ("street", self.same_street),
                ("ZIP code", self.same_zip),
            )
            if is_same
        )


def resemblance(one: Likeness, other: Likeness) -> Resemblance | None:
    """Return why two donors may be one person, or None: nothing speaks for it.

    >>> resemblance(
    ...     Likeness("Bill", "Lee", "", "1 Main St", "02118", ""),
    ...     Likeness("William", "Lee", "", "1 Main Street", "02118-1234", ""),
    ... ).reasons
    ('Bill may be William.', 'Same last name, street and ZIP code.')
    """
    told = _told(_plain(one), _plain(other))
    if not told.is_near or bool(told.one.first_name) != bool(told.other.first_name):
        return None
    reasons = tuple(_reasons(told, one, other))
    return Resemblance(reasons, tuple(_against(told, one, other))) if reasons else None


# --- what speaks for it


def _reasons(told: _Told, one: Likeness, other: Likeness) -> Iterator[str]:
    mine, theirs = told.one, told.other
    if not mine.first_name:
        if mine.last_name == theirs.last_name:
            yield f"Same name and {told.where}."
    elif _is_turned(mine, theirs):
        yield "First and last name have changed places."
        yield f"Same {told.where}."
    elif mine.last_name == theirs.last_name and (why := _first_names(told, one, other)):
        yield why
        yield f"Same last name{', ' if ' and ' in told.where else ' and '}{told.where}."
    elif told.same_email and (told.same_street or told.same_zip):
        yield f"Same {told.where}, under another name."


def _is_turned(mine: Likeness, theirs: Likeness) -> bool:
    turned = mine.first_name == theirs.last_name and mine.last_name == theirs.first_name
    return turned and mine.first_name != mine.last_name


def _first_names(told: _Told, one: Likeness, other: Likeness) -> str:
    """Return how the first names of people with one last name go together, or nothing."""
    mine, theirs = told.one.first_name, told.other.first_name
    if mine == theirs:
        return "Same first name."
    if are_forms_of_one(mine, theirs):
        return f"{one.first_name} may be {other.first_name}."
    if mine[0] == theirs[0] and 1 in (len(mine), len(theirs)):
        return f"{one.first_name} and {other.first_name}: one is only an initial."
    if mine[0] == theirs[0] and told.same_street:
        return f"{one.first_name} and {other.first_name} begin alike."
    return ""


# --- what speaks against it


def _against(told: _Told, one: Likeness, other: Likeness) -> Iterator[str]:
    mine, theirs = told.one, told.other
    if mine.suffix != theirs.suffix:
        named = " and ".join(
            _SUFFIXES.get(text, text) for text in (mine.suffix, theirs.suffix) if text
        )
        yield f"{named}: father and son, who are two people."
    if not mine.first_name or _first_names(told, one, other) or _is_turned(mine, theirs):
        return
    if mine.last_name == theirs.last_name:
        yield "Other first names at one address: spouses, who are two people."
    elif mine.first_name != theirs.first_name:
        yield "Other names at one address: a household that shares its e-mail, who are two people."


# --- the shape in which they are compared


def _plain(one: Likeness) -> Likeness:
    words = folded(one.last_name).split()
    suffix = folded(one.suffix)
    while one.first_name and len(words) > 1 and words[-1] in _SUFFIXES:
        suffix = words.pop()
    local, at, domain = one.email.strip().lower().partition("@")
    return Likeness(
        first_name=folded(one.first_name).partition(" ")[0],
        last_name=" ".join(words),
        suffix=suffix,
        street=plain_street(one.street),
        zip=plain_zip(one.zip) if one.zip.strip() else "",
        email=f"{local.partition('+')[0]}@{domain}" if at else "",
    )


def _told(mine: Likeness, theirs: Likeness) -> _Told:
    same_zip = bool(mine.zip) and mine.zip == theirs.zip
    elsewhere = bool(mine.zip and theirs.zip) and not same_zip
    same_street = bool(mine.street) and mine.street == theirs.street and not elsewhere
    same_email = bool(mine.email) and mine.email == theirs.email
    return _Told(mine, theirs, same_street, same_zip, same_email)
