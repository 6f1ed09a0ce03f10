"""Whether two records are one person's: evidence field by field, a score, and one of three answers.

Points are log-likelihoods in whole numbers: ten more make it ten times likelier that both are one
person. They are fixed and stand in docs/people.md; nothing is learned from a book. What no number
of points outweighs are contradictions: father and son (suffixes), and two first names that are no
forms of one, as spouses have. Who is compared is described by ``Traits``, in plain words: lower
case, without accents, as ``ledger.names`` folds them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from financedesk.rules.likeness_evidence import Bar, Evidence, Traits
from financedesk.rules.likeness_names import names_say
from financedesk.rules.likeness_numbers import (
    BIRTH,
    SAME_BIRTH,
    SLIP_OF_BIRTH,
    SLIP_OF_NUMBER,
    SURE_NUMBER,
    births_say,
    numbers_say,
)
from financedesk.rules.likeness_places import (
    ANOTHER_ADDRESS,
    EMAIL_SLIP,
    emails_say,
    employers_say,
    phones_say,
    places_say,
)

SAME_POINTS = 65
"""From here on two records are one person's, where nothing contradicts it, however many there are.

Among half as many people somebody like oneself is met half as often: 3 points fewer are enough.
"""
LIKELY_POINTS = 50
"""From here on somebody should look."""
MANY = 200_000
"""For so many people, and more, the points hold; the fewest are needed among some thousand."""
_FEWEST_SAME, _FEWEST_LIKELY = 46, 34
_HALF_AS_MANY = 3


class Answer(StrEnum):
    """What is said of two records."""

    SAME = "same"
    LIKELY = "likely"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The evidence of two records, what it comes to, and the answer."""

    evidence: tuple[Evidence, ...]
    score: int
    answer: Answer

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for one person, the strongest first."""
        found = [one for one in self.evidence if one.points > 0 and one.bar < Bar.APART]
        found.sort(key=lambda one: -one.points)
        return tuple(one.words for one in found)

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against it, the strongest first; what bars it before all."""
        found = [one for one in self.evidence if one.points < 0 or one.bar >= Bar.APART]
        found.sort(key=lambda one: (-one.bar, one.points))
        return tuple(one.words for one in found)

    @property
    def contradicts(self) -> bool:
        """Whether they are two people, or may well be, whatever else they have in common.

        Who were born on one day may be one whose name was changed: of them a third record decides.
        """
        if any(said.field == BIRTH and said.points >= SLIP_OF_BIRTH for said in self.evidence):
            return False
        return _bar(self.evidence) >= Bar.APART


def likeness(one: Traits, other: Traits, *, among: int = MANY) -> Likeness:
    """Return whether two records are one person's, and why; the order of both does not matter.

    ``among`` is how many people there are of whom these are two.
    """
    if one.is_person != other.is_person:
        kind = Evidence("name", 0, "A person and an organisation.", Bar.TWO)
        return Likeness((kind,), 0, Answer.DIFFERENT)
    names = names_say(one, other)
    known = [said for said in (births_say(one, other), numbers_say(one, other)) if said]
    names = _freed(names, known)
    if _bar(names) is Bar.TWO:
        # No address outweighs it, and most of those who are compared are a family.
        found = (*names, *known)
        return Likeness(found, sum(said.points for said in found), Answer.DIFFERENT)
    emails = emails_say(one.emails, other.emails)
    if emails == EMAIL_SLIP and not _one_first_name(names):
        # Addresses are made of names: it is the slip in the name that is met again, or a sister.
        emails = None
    places, phones = tuple(places_say(one, other)), phones_say(one.phones, other.phones)
    found = tuple(
        evidence
        for evidence in (
            *names, *known, *places, emails, phones, employers_say(one, other),
            _lives_elsewhere(places, phones),
        )
        if evidence is not None
    )  # fmt: skip
    score = sum(evidence.points for evidence in found)
    return Likeness(found, score, _answer(found, score, among))


def _freed(names: Sequence[Evidence], known: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return what names say of two of whom more is known.

    Of those who have one number another name is a slip, or was changed. Who were born on one day
    may be twins: of them it is asked, and what else would be asked needs no question.
    """
    points = {said.field: said.points for said in known}
    if points.get("number") == SURE_NUMBER or sum(points.values()) >= SURE_NUMBER:
        return tuple(_without_bar(said) for said in names)
    if points.get(BIRTH) == SAME_BIRTH or points.get("number") == SLIP_OF_NUMBER:
        return tuple(_of_one_age(said) for said in names)
    return tuple(names)


def _of_one_age(said: Evidence) -> Evidence:
    if said.bar is Bar.TWO:
        return said._replace(points=max(said.points, _OTHER_NAME), bar=Bar.ASK)
    return said._replace(bar=Bar.NONE) if said.bar is Bar.ASK else said


def _without_bar(said: Evidence) -> Evidence:
    return said._replace(points=max(said.points, _OTHER_NAME), bar=Bar.NONE)


_OTHER_NAME = -20


def _one_first_name(names: Iterable[Evidence]) -> bool:
    return not any(said.field == "first name" and said.points < _SURE for said in names)


_SURE = 16


def _lives_elsewhere(places: Iterable[Evidence], phones: Evidence | None) -> Evidence | None:
    """Return that neither telephone nor address agrees: two of one name may have one e-mail."""
    if phones is None or phones.points > 0:
        return None
    if any(said.points <= ANOTHER_ADDRESS for said in places):
        words = "Neither address nor telephone number agrees."
        return Evidence("address and telephone", 0, words, Bar.ASK)
    return None


def _bar(found: Iterable[Evidence]) -> Bar:
    return max((one.bar for one in found), default=Bar.NONE)


def _answer(found: Sequence[Evidence], score: int, among: int) -> Answer:
    bar, fewer = _bar(found), fewer_points(among)
    if bar is Bar.TWO or score < max(LIKELY_POINTS - fewer, _FEWEST_LIKELY):
        return Answer.DIFFERENT
    # An initial is no name: whose it is, is not told by how few there are.
    sure = all(said.points >= _SURE_NAME for said in found if said.field in _NAME_FIELDS)
    enough = score >= max(SAME_POINTS - (fewer if sure else 0), _FEWEST_SAME)
    return Answer.SAME if enough and not bar else Answer.LIKELY


_SURE_NAME = 12
_NAME_FIELDS = frozenset({"name", "last name", "first name"})


def fewer_points(among: int) -> int:
    """Return how many points fewer are enough among so many people.

    >>> fewer_points(1_000_000), fewer_points(100_000), fewer_points(1_000)
    (0, 3, 21)
    """
    halved = MANY // max(among, 1)
    return _HALF_AS_MANY * max(halved.bit_length() - 1, 0)
