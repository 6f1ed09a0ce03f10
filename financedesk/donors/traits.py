"""What a card says of somebody, in the plain words in which people are compared."""

import re
from collections.abc import Iterable

from financedesk.ledger.contacts import Contact
from financedesk.ledger.names import folded, plain_street, plain_zip
from financedesk.rules.likeness_evidence import Name, Place, Traits

_SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip
_FLAT = re.compile(r"(?:#|\bapt\b|\bapartment\b|\bunit\b|\bste\b|\bsuite\b)\s*#?\s*(\w+)")
_DIGITS = re.compile(r"\D+")
# What is written where nothing is known, or of work for nobody else, is common to strangers.
_NO_EMPLOYER = frozenset({
    "", "none", "n/a", "na", "no", "self", "self employed", "selfemployed", "not employed",
    "unemployed", "retired", "homemaker", "student", "information requested", "requested",
    "information requested per best efforts",
})  # fmt: skip


def traits_of(versions: Iterable[Contact]) -> Traits:
    """Return somebody's traits out of all that cards said over the years, old and new."""
    known = tuple(versions)
    return Traits(
        is_person=any(one.is_person for one in known),
        names=tuple(dict.fromkeys(map(name_of, known))),
        places=tuple(dict.fromkeys(place_of(one) for one in known if one.zip or one.street_1)),
        emails=frozenset(filter(None, (plain_email(one.email) for one in known))),
        phones=frozenset(filter(None, (plain_phone(one.phone) for one in known))),
        employers=frozenset(filter(None, (plain_employer(one.employer) for one in known))),
    )


def name_of(one: Contact) -> Name:
    """Return a contact's name; a suffix or a second given name in the wrong field is found."""
    if not one.is_person:
        return Name(folded(one.name or one.last_name))
    last, suffix = folded(one.last_name).split(), folded(one.suffix)
    while len(last) > 1 and last[-1] in _SUFFIXES:
        suffix = last.pop()
    first, _, more = folded(one.first_name).partition(" ")
    middle = " ".join(filter(None, (more, folded(one.middle_name))))
    return Name(" ".join(last), first, middle, _SUFFIXES.get(suffix, suffix))


def place_of(one: Contact) -> Place:
    """Return a contact's address."""
    flat = _FLAT.search(f"{folded(one.street_1)} {folded(one.street_2)}")
    return Place(
        plain_street(one.street_1),
        flat[1] if flat else "",
        plain_zip(one.zip) if one.zip.strip() else "",
        f"{folded(one.city)} {folded(one.state)}".strip() if one.city else "",
        folded(one.street_2),
    )


def plain_email(email: str) -> str:
    """Return an e-mail address without what stands behind a plus in it; empty for none."""
    local, at, domain = email.strip().lower().partition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local else ""


def plain_employer(employer: str) -> str:
    """Return an employer without the form of its firm; empty for none, for retired, for oneself."""
    name = folded(employer)
    if name in _NO_EMPLOYER:
        return ""
    return " ".join(word for word in name.split() if word not in _FIRMS)


_FIRMS = frozenset({
    "llc", "llp", "inc", "co", "company", "corp", "corporation", "ltd", "pc", "pa", "pllc", "the",
    "and", "of", "&",
})  # fmt: skip


def plain_phone(phone: str) -> str:
    """Return the last ten figures of a telephone number; empty when there are fewer than seven."""
    figures = _DIGITS.sub("", phone)[-10:]
    return figures if len(figures) >= 7 else ""
