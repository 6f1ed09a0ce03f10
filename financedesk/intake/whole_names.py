"""A donor's name that an export gives in one piece, taken apart and never without saying so."""

import re

from financedesk.intake.staged import Notes

_BODIES = re.compile(
    r"\b(inc|llc|llp|lp|ltd|co|corp|company|corporation|pac|committee|trust|foundation|fund|union"
    r"|association|assn|society|club|party|church|bank|group|partners|tribe|nation|council)\b\.?",
    re.IGNORECASE,
)
_APART = "A name stands in one piece; its last word was taken for the last name. Check such names."
_BODY = "A name reads like an organisation's; the gift was taken as an organisation's."


def taken_apart(name: str, notes: Notes) -> tuple[str, str]:
    """Return first and last name; the first is empty for an organisation.

    Takes ``Last, First`` and ``First Last``; a single word, or one that only bodies have in their
    names, makes an organisation. What was decided is noted.
    """
    plain = " ".join(name.split())
    if _BODIES.search(plain):
        notes.add(_BODY)
        return "", plain
    last, comma, first = plain.partition(", ")
    if comma:
        return first, last
    first, blank, last = plain.rpartition(" ")
    if not blank:
        notes.add(_BODY)
        return "", plain
    notes.add(_APART)
    return first, last
