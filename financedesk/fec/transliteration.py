"""Write any name with the letters that a .fec file may hold: printable ASCII.

The Commission's programs refuse everything else (the letters of an old DOS code page apart, which
no two programs read alike), so that José becomes Jose and Łukasz becomes Lukasz.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache

from financedesk.resources import resource

#: Scripts whose characters are named after their sound.
_NAMED_BY_SOUND = ("HANGUL SYLLABLE ", "HIRAGANA LETTER ", "KATAKANA LETTER ")

UNKNOWN = "?"


def plain(text: str) -> str:
    """Write a text in printable ASCII, trimmed, with every run of odd blanks as one blank.

    A letter of a script without a table becomes ``?``: whoever files must give a Latin name.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    written = "".join(map(plain_character, composed))
    if written.isprintable():
        return written.strip()
    return " ".join("".join(c if c.isprintable() else " " for c in written).split())


@cache
def plain_character(character: str) -> str:
    """One character in ASCII: itself, its letters, nothing (a mark, an emoji) or ``?``."""
    if character.isascii():
        return character
    letters = _letters()
    if character in letters:
        return letters[character]
    lower = letters.get(character.lower())
    if lower is not None:
        return lower.capitalize()
    return _by_sound(character) or _by_parts(character)


def _by_sound(character: str) -> str:
    if 0x4E00 <= ord(character) <= 0x9FFF:
        return _han().get(character, UNKNOWN)
    name = unicodedata.name(character, "")
    for script in _NAMED_BY_SOUND:
        if name.startswith(script):
            return name.removeprefix(script).removeprefix("SMALL ").capitalize()
    return ""


def _by_parts(character: str) -> str:
    """Take a letter apart into base and marks: ế is e with two marks."""
    parts = unicodedata.normalize("NFKD", character)
    if parts != character:
        return "".join(map(plain_character, parts))
    category = unicodedata.category(character)
    if category.startswith("L"):
        return UNKNOWN
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category.startswith("Z") or category == "Cc" else ""


@cache
def _letters() -> Mapping[str, str]:
    data = json.loads(resource("fec", "letters.json").read_text(encoding="utf-8"))
    letters: Mapping[str, str] = data["letters"]
    return letters


@cache
def _han() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for line in resource("fec", "han.txt").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            first, *syllables = line.split(" ")
            written = enumerate(syllables, start=int(first, 16))
            table.update((chr(code), syllable) for code, syllable in written if syllable != "-")
    return table
