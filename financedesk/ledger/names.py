"""Names and addresses in the shape in which they are compared: pure text, no tables."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return the text in lower case, without accents, marks and double blanks.

    >>> folded("  O’Brien-Núñez ")
    'obrien nunez'
    """
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
        text = text.replace("’", "'")
    text = text.lower().replace("-", " ").replace("'", "").replace(".", "").replace(",", " ")
    return " ".join(text.split())


def person_key(last_name: str, first_name: str, suffix: str = "") -> str:
    """Return what two records of one person share: last name, suffix and first given name.

    Middle names and initials are left out, suffixes are kept: father and son stay two.
    """
    first = folded(first_name).partition(" ")[0]
    return f"{folded(last_name)} {folded(suffix)}|{first}"


def match_keys_of(
    name: str, email: str, zip_code: str, street_1: str
) -> tuple[str | None, str | None]:
    """Return the keys of somebody's e-mail address and place, each with the key of the name.

    None without an e-mail address, and without a ZIP code or a street: a name alone proves
    nothing.
    """
    local, at, domain = email.strip().lower().partition("@")
    email_key = f"{local.partition('+')[0]}@{domain}|{name}" if at and local else None
    zip_code = zip_code.strip()
    if not zip_code or not street_1:
        return email_key, None
    street = plain_street(street_1)
    return email_key, f"{name}|{plain_zip(zip_code)}|{street}" if street else None


_STREET_WORDS: Mapping[str, str] = {
    "street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln", "court": "ct",
    "boulevard": "blvd", "place": "pl", "apartment": "apt", "suite": "ste", "north": "n",
    "south": "s", "east": "e", "west": "w", "highway": "hwy", "parkway": "pkwy",
}  # fmt: skip
_UNIT_MARK = re.compile(r"\s*(?:#|\bapt\b|\bunit\b|\bste\b).*$")


def plain_zip(zip_code: str) -> str:
    """Return a ZIP code as it is compared: five figures, without the four behind them."""
    plain = zip_code.replace(" ", "").upper()
    if plain.replace("-", "").isdigit():
        return plain.partition("-")[0].zfill(5)[:5]
    return plain


def plain_street(street_1: str) -> str:
    """Return a street as it is compared: usual words short, without the number of a flat."""
    words = _UNIT_MARK.sub("", folded(street_1)).split()
    return " ".join([_STREET_WORDS.get(word, word) for word in words])
