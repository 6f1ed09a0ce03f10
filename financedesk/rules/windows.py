"""The span that one allowance covers: a calendar year, an election, a Senate campaign.

Law: 52 U.S.C. 30116(a)(1), (a)(6), (h); 11 CFR 100.2, 110.1(b)-(d), 110.2(e).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.errors import BadInput
from financedesk.rules.dates import general_election_day

CALENDAR_YEAR, ELECTION, CAMPAIGN = "calendar_year", "election", "campaign"
WINDOWS = (CALENDAR_YEAR, ELECTION, CAMPAIGN)

ELECTION_TYPES = {
    "P": "primary",
    "G": "general",
    "R": "run-off",
    "S": "special",
    "C": "convention",
    "E": "recount",
    "O": "other",
}
"""The first letter of an election code, as the FEC's records write it."""

_CODE = re.compile(r"([PGRSCEO])((?:19|20|21)[0-9]{2})")
SENATE_TERM_YEARS = 6
TERM_YEARS = {"": 2, "H": 2, "S": SENATE_TERM_YEARS, "P": 4}
"""How many years lie between two general elections for a seat, by its office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """One election that a candidate stands in; ``code`` is a letter and the year, ``P2026``."""

    code: str
    held_on: date | None = None
    office: str = ""

    @property
    def words(self) -> str:
        """Return ``primary 2026``."""
        return election_words(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The span of one allowance; ``key`` names it wherever uses are counted.

    ``last`` is None while nobody has said when an election is held. ``words`` complete a sentence:
    "in 2026", "for the primary 2026".
    """

    key: str
    kind: str
    words: str
    first: date | None = None
    last: date | None = None

    @property
    def resets_on(self) -> date | None:
        """The day on which a fresh allowance begins; an election's own never comes again."""
        if self.kind != CALENDAR_YEAR or self.last is None:
            return None
        return self.last + timedelta(days=1)


def election_code(text: str) -> str:
    """Return an election code in its plain form; raises BadInput when it is none."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        letters = ", ".join(f"{letter} {name}" for letter, name in ELECTION_TYPES.items())
        raise BadInput(
            f"“{text.strip()}” is not an election; write letter and year like P2026 ({letters})."
        )
    return code


def is_election_code(text: str) -> bool:
    """Whether a text is an election code such as ``P2026``."""
    return _CODE.fullmatch(text) is not None


def election_words(code: str) -> str:
    """Return an election code in words: ``primary 2026``; other texts as they are."""
    match = _CODE.fullmatch(code)
    return f"{ELECTION_TYPES[match[1]]} {match[2]}" if match else code


def year_window(on: date) -> Window:
    """Return the calendar year that a gift made on a day counts in."""
    return Window(
        key=str(on.year),
        kind=CALENDAR_YEAR,
        words=f"in {on.year}",
        first=date(on.year, 1, 1),
        last=date(on.year, 12, 31),
    )


def election_window(election: Election) -> Window:
    """Return the window of one election.

    A presidential candidate's primaries are one election whatever the state (52 U.S.C.
    30116(a)(6)); because the code names no state, they have one key.
    """
    return Window(
        key=election.code,
        kind=ELECTION,
        words=f"for the {election.words}",
        last=election.held_on,
    )


def campaign_window(seat_up_in: int) -> Window:
    """Return the six years of a Senate campaign that ends with the election of a year."""
    return Window(
        key=f"campaign {seat_up_in}",
        kind=CAMPAIGN,
        words=f"for the Senate campaign of {seat_up_in}",
        first=general_election_day(seat_up_in - SENATE_TERM_YEARS) + timedelta(days=1),
        last=general_election_day(seat_up_in),
    )


def in_campaign(key: str, seat_up_in: int) -> bool:
    """Whether the window of an election belongs to the six years of a Senate campaign.

    The limit of 52 U.S.C. 30116(h) runs over all elections of those years together.
    """
    return is_election_code(key) and seat_up_in - SENATE_TERM_YEARS < int(key[1:]) <= seat_up_in


def next_election(elections: Sequence[Election], made_on: date) -> Election | None:
    """Return the election an undesignated gift counts for: the next one after the day it is made.

    A gift made on the day of an election still counts for it. None when no later one is known.
    Law: 11 CFR 110.1(b)(2)(ii), 110.2(b)(2)(ii).
    """
    coming = [one for one in elections if one.held_on is not None and one.held_on >= made_on]
    return min(coming, key=lambda one: (one.held_on or made_on, one.code), default=None)


def cycle_elections(general_on: date, primary_on: date | None = None) -> tuple[Election, ...]:
    """Return the regular elections of a cycle: the primary, where its day is known, and general."""
    year = general_on.year
    general = Election(code=f"G{year}", held_on=general_on)
    if primary_on is None:
        return (general,)
    return (Election(code=f"P{year}", held_on=primary_on), general)
