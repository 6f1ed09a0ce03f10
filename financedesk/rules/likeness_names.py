"""What the names of two people say, and what tells father and son, and spouses, apart."""

from collections.abc import Callable, Iterator

from financedesk.rules.first_names import FIRST_NAMES
from financedesk.rules.likeness_evidence import Bar, Evidence, Name, Traits
from financedesk.rules.nicknames import are_forms_of_one, forms_of
from financedesk.rules.slips import is_slip, slips

Said = tuple[Evidence, ...]


def names_say(one: Traits, other: Traits) -> Said:
    """Return what the two names that agree best say, and all suffixes."""
    compare = _person_names if one.is_person else _bodies
    pairs = (tuple(compare(mine, theirs)) for mine in one.names for theirs in other.names)
    # The evidence itself decides between equals, so that the order of both does not matter.
    best = max(pairs, key=lambda said: (_worth(said), said), default=())
    apart = _suffixes(_suffixes_of(one), _suffixes_of(other))
    return best if apart is None else (*best, apart)


def _suffixes_of(one: Traits) -> frozenset[str]:
    return frozenset(name.suffix for name in one.names if name.suffix)


def _worth(said: Said) -> tuple[int, int]:
    return (-max((one.bar for one in said), default=Bar.NONE), sum(one.points for one in said))


def _bodies(mine: Name, theirs: Name) -> Iterator[Evidence]:
    if mine.last == theirs.last:
        yield Evidence("name", 40, "Same name.")
    elif is_slip(mine.last, theirs.last):
        yield Evidence("name", 30, "Names that differ by a slip of the pen.")
    else:
        yield Evidence("name", 0, "Other names.", Bar.TWO)


def _person_names(mine: Name, theirs: Name) -> Iterator[Evidence]:
    turned = _turned(mine, theirs)
    if turned is not None:
        yield turned
        return
    first = _first(mine, theirs)
    last = _last(mine.last, theirs.last)
    if last is not None and last.points < 0 and (first is None or first.points < _SURE_FIRST):
        last = last._replace(bar=Bar.TWO)
    yield from (said for said in (last, first) if said is not None)
    if first is None or first.bar is not Bar.TWO:
        yield from _middle(mine.middle, theirs.middle)


_SURE_FIRST = 15


def _turned(mine: Name, theirs: Name) -> Evidence | None:
    """Return what it says that first and last name stand in each other's place, if they do."""
    crossed = (
        (_given_like(mine, theirs.last), theirs.last),
        (mine.last, _given_like(theirs, mine.last)),
    )
    if mine.first == theirs.first or mine.last == theirs.last:
        return None
    known = [(one, other) for one, other in crossed if one and other]
    exact = sum(one == other for one, other in known)
    slips_of = sum(one != other and is_slip(one, other) for one, other in known)
    if exact and len(known) == 1 and not all((*mine[:2], *theirs[:2])):
        return Evidence("name", 14, "One name stands in the other's place.", Bar.ASK)
    if len(known) < 2 or exact + slips_of < 2:
        return None
    if exact:
        return Evidence("name", 38, "First and last name have changed places.")
    words = "First and last name have changed places, with slips of the pen."
    return Evidence("name", 28, words, Bar.ASK)


def _given_like(name: Name, last: str) -> str:
    """Return the given name, with those behind it where a last name has several words as well."""
    return f"{name.first} {name.middle}".strip() if " " in last else name.first


def _last(mine: str, theirs: str) -> Evidence | None:
    if not mine or not theirs:
        return None
    if mine == theirs or mine.replace(" ", "") == theirs.replace(" ", ""):
        return Evidence("last name", 25, "Same last name.")
    if _may_end_in_suffix(mine, theirs) or _may_end_in_suffix(theirs, mine):
        words = "One last name may end in a Jr. that was not written clearly."
        return Evidence("last name", 15, words, Bar.APART)
    if _is_part(mine, theirs) or _is_part(theirs, mine):
        return Evidence("last name", 16, "One last name is a part of the other.")
    if is_slip(mine, theirs):
        return Evidence("last name", 18, "Last names that differ by a slip of the pen.")
    # Who marries may take another name; nobody is linked over that without being looked at.
    return Evidence("last name", -20, "Other last names.", Bar.ASK)


def _is_part(part: str, whole: str) -> bool:
    """Tell whether a last name is one of a double name, or an old one behind a new one."""
    words = set(part.split()) - _PARTICLES
    return bool(words) and words <= set(whole.split())


_PARTICLES = frozenset({"de", "del", "la", "van", "von", "der", "den", "y", "o", "mc", "st", "da"})


def _may_end_in_suffix(longer: str, shorter: str) -> bool:
    tail = longer[len(shorter) :].strip() if longer.startswith(shorter) else ""
    return 0 < len(tail) <= 3 and set(tail) <= set("jrsi")


def _first(mine: Name, theirs: Name) -> Evidence | None:
    one, other = sorted((mine.first, theirs.first))
    if not one:
        # Somebody of a family, but nobody knows who.
        return Evidence("first name", 0, "One first name is not known.", Bar.ASK) if other else None
    for points, words, is_true, bar in _FIRST_NAMES:
        if is_true(one, other):
            return Evidence("first name", points, words.format(_shown(one), _shown(other)), bar)
    if mine.first == theirs.middle or theirs.first == mine.middle:
        return Evidence("first name", 10, "One is called by the other's middle name.")
    words = f"{_shown(one)} and {_shown(other)} are two people's names."
    return Evidence("first name", -60, words, Bar.TWO)


def _shown(name: str) -> str:
    return f"{name.title()}." if len(name) == 1 else name.title()


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def _is_spelling(one: str, other: str) -> bool:
    return frozenset((one, other)) in _SPELLINGS


def _is_slip_of_first(one: str, other: str) -> bool:
    """Tell whether a slip explains it: never where it would have made another name in use."""
    if _are_in_use(one, other) or not _begin_alike(one, other):
        return False
    return is_slip(one, other)


def _are_in_use(one: str, other: str) -> bool:
    return one in FIRST_NAMES and other in FIRST_NAMES


def _begin_alike(one: str, other: str) -> bool:
    """Tell whether two names begin with one letter, or with the same two: nobody slips there."""
    return one[0] == other[0] or {*one[:2]} == {*other[:2]}


def _is_slip_of_form(one: str, other: str) -> bool:
    """Tell whether a slip of a short form explains it, where only one of both is in use."""
    known, written = (one, other) if one in FIRST_NAMES else (other, one)
    if written in FIRST_NAMES:
        return False
    return any(is_slip(form, written) for form in forms_of(known))


def _are_slips_of_first(one: str, other: str) -> bool:
    """Tell whether two slips may explain it, or one in a short name: never of two names in use."""
    shorter = min(len(one), len(other))
    if _are_in_use(one, other) or shorter < 2:
        return False
    if not _begin_alike(one, other):
        return shorter >= _LONG and slips(one, other) <= 2
    return slips(one, other) <= (1 if shorter < 4 else 2)


# In so long a name it is still known although its beginning is lost.
_LONG = 6


_SPELLINGS = frozenset(
    frozenset(pair.split())
    for pair in (
        "jon john", "sara sarah", "teresa theresa", "brian bryan", "eric erik", "ann anne",
        "alan allan", "alan allen", "allan allen", "jeffrey jeffery", "kristin kristen",
        "lori laurie", "sherri sherry", "stacy stacey", "tracy tracey", "vicki vickie",
        "debra deborah", "marian marion", "marc mark", "geoffrey jeffrey", "louis lewis",
        "rebecca rebekah", "megan meghan", "lindsay lindsey", "diane dianne", "philip phillip",
    )
)  # fmt: skip
_FIRST_NAMES: tuple[tuple[int, str, Callable[[str, str], bool], Bar], ...] = (
    (20, "Same first name.", str.__eq__, Bar.NONE),
    (16, "{0} may be {1}.", are_forms_of_one, Bar.NONE),
    (12, "{0} and {1} are spellings of one name.", _is_spelling, Bar.NONE),
    (4, "{0} and {1}: one is only an initial.", _is_initial, Bar.NONE),
    (15, "{0} and {1} differ by a slip of the pen.", _is_slip_of_first, Bar.NONE),
    (12, "{0} and {1}: a short form with a slip of the pen.", _is_slip_of_form, Bar.NONE),
    (2, "{0} and {1} may both be slips of the pen.", _are_slips_of_first, Bar.ASK),
)


def _middle(mine: str, theirs: str) -> Iterator[Evidence]:
    if not mine or not theirs:
        return
    if mine == theirs and len(mine) > 2:
        yield Evidence("middle name", 10, "Same middle name.")
    elif mine[0] == theirs[0]:
        yield Evidence("middle name", 6, "Middle names agree.")
    else:
        yield Evidence("middle name", -20, "Other middle names.", Bar.APART)


def _suffixes(mine: frozenset[str], theirs: frozenset[str]) -> Evidence | None:
    if mine & theirs or not (mine or theirs):
        return None
    if mine and theirs:
        return Evidence("suffix", -60, "Father and son: other suffixes.", Bar.TWO)
    named = min(mine or theirs)
    words = f"Only one is called {_SUFFIXES.get(named, named)}: perhaps father and son."
    return Evidence("suffix", -15, words, Bar.APART)


_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
