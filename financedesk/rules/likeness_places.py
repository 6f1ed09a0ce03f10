"""What the addresses of two people say, how they are reached, and where they work."""

from collections.abc import Iterator

from financedesk.rules.likeness_evidence import Evidence, Place, Traits
from financedesk.rules.slips import is_slip, slips

# --- addresses


def places_say(one: Traits, other: Traits) -> Iterator[Evidence]:
    """Yield what the two addresses that agree best say; nothing where one has none."""
    found = (_place(mine, theirs) for mine in one.places for theirs in other.places)
    best = max(filter(None, found), key=lambda said: (said.points, said.words), default=None)
    if best is not None:
        yield best


def _place(mine: Place, theirs: Place) -> Evidence | None:
    zips = bool(mine.zip and theirs.zip)
    near = zips and mine.zip == theirs.zip
    towns = bool(mine.town) and mine.town == theirs.town
    if mine.street and theirs.street:
        return _streets(mine, theirs, near=near, towns=towns)
    if near:
        return Evidence("address", 12, "Same ZIP code.")
    if towns:
        return Evidence("address", 6, "Same town.")
    if not zips:
        return None
    near_by = _are_near(mine.zip, theirs.zip)
    return Evidence("address", -4, "Towns near by.") if near_by else _ELSEWHERE


_ELSEWHERE = Evidence("address", -12, "Other towns.")


def _streets(mine: Place, theirs: Place, *, near: bool, towns: bool) -> Evidence:
    if near or towns or not (mine.zip and theirs.zip):
        found = _in_one_town(mine, theirs, near=near)
        if found is not None:
            return found
        if near or towns:
            return Evidence("address", 0, "Another address in the same town.")
    if mine.street == theirs.street and slips(mine.zip, theirs.zip, 1) <= 1:
        return Evidence("address", 25, "Same street; ZIP codes that differ by a slip of the pen.")
    if _are_near(mine.zip, theirs.zip):
        return Evidence("address", -4, "Other addresses, not far from each other.")
    return Evidence("address", -12, "Other addresses.")


def _in_one_town(mine: Place, theirs: Place, *, near: bool) -> Evidence | None:
    if mine.street == theirs.street:
        if mine.flat and theirs.flat and mine.flat != theirs.flat:
            return Evidence("address", 20, "Same house, another flat.")
        if _is_one_door(mine, theirs):
            return Evidence("address", 39, "Same address, to the flat.")
        return Evidence("address", 35, "Same address.")
    if _is_slip_of_street(mine.street, theirs.street):
        return Evidence("address", 28, "Addresses that differ by a slip of the pen.")
    if near and mine.street.split()[1:] == theirs.street.split()[1:]:
        return Evidence("address", 10, "Same street, another house.")
    if not near:
        return None
    return Evidence("address", ANOTHER_ADDRESS, "Another address with the same ZIP code.")


def _is_one_door(mine: Place, theirs: Place) -> bool:
    """Tell whether flats agree, or what else the second line says: the name of a house."""
    flats = bool(mine.flat) and mine.flat == theirs.flat
    return flats or (bool(mine.second) and mine.second == theirs.second)


ANOTHER_ADDRESS = 5
"""So much an address says at most that is another one."""


def _are_near(one: str, other: str) -> bool:
    """Tell whether two ZIP codes are served by one centre: their first three figures."""
    return len(one) == len(other) == 5 and one[:3] == other[:3]


def _is_slip_of_street(one: str, other: str) -> bool:
    """Tell whether one street may be the other, written with a slip; the house is the same one."""
    mine, theirs = one.partition(" "), other.partition(" ")
    if mine[0][0].isdigit() and theirs[0][0].isdigit() and mine[0] != theirs[0]:
        return False
    if is_slip(one.replace(" ", ""), other.replace(" ", "")):
        return True
    names = mine[2].split()[:1], theirs[2].split()[:1]
    if mine[0] != theirs[0] or not all(names):
        return False
    # The kind of street may be missing, or be written with the slip.
    (name,), (other_name,) = names
    if len(name) > 2 and (name == other_name or is_slip(name, other_name)):
        return True
    return _is_glued(mine[2], theirs[2]) or _is_glued(theirs[2], mine[2])


def _is_glued(apart: str, glued: str) -> bool:
    """Tell whether a street's name and its kind stand as one word in the other address."""
    name, _blank, kind = apart.partition(" ")
    is_one_word = bool(kind) and " " not in glued
    return is_one_word and len(name) >= _SURE_NAME and glued.startswith(name + kind[0])


_SURE_NAME = 4


# --- how they are reached, and where they work


EMAIL_SLIP = Evidence("e-mail", 28, "E-mail addresses that differ by a slip of the pen.")


def emails_say(mine: frozenset[str], theirs: frozenset[str]) -> Evidence | None:
    """Return what e-mail addresses say, None where one has none."""
    if not mine or not theirs:
        return None
    if mine & theirs:
        return Evidence("e-mail", 45, "Same e-mail address.")
    if any(_is_slip_of_email(one, other) for one in mine for other in theirs):
        return EMAIL_SLIP
    return Evidence("e-mail", -5, "Other e-mail addresses.")


def _is_slip_of_email(one: str, other: str) -> bool:
    """Tell whether a slip explains it: never of figures, which tell people of one name apart."""
    # Most are seen to be others at a glance.
    if one[:3] != other[:3] and one[-5:] != other[-5:]:
        return False
    return is_slip(one, other)


def phones_say(mine: frozenset[str], theirs: frozenset[str]) -> Evidence | None:
    """Return what telephone numbers say, None where one has none."""
    if not mine or not theirs:
        return None
    if mine & theirs:
        return Evidence("phone", 40, "Same telephone number.")
    return Evidence("phone", -14, "Other telephone numbers.")


def employers_say(one: Traits, other: Traits) -> Evidence | None:
    """Return what employers say: people change them, so that another one says nothing."""
    if not one.employers or not other.employers:
        return None
    alike = one.employers & other.employers or any(
        _is_part(mine, theirs) for mine in one.employers for theirs in other.employers
    )
    return Evidence("employer", 14, "Same employer.") if alike else None


def _is_part(mine: str, theirs: str) -> bool:
    """Tell whether all words of the shorter name of an employer stand in the longer one."""
    shorter, longer = sorted((set(mine.split()), set(theirs.split())), key=len)
    return any(len(word) > 4 for word in shorter) and shorter <= longer
