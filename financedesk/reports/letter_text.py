"""The words of letters: paragraphs with merge fields, checked when they are read.

They ship under ``resources/letters``; a user's own file has the same form. A field that no letter
knows, or a condition that none has, is refused at once and not when the thousandth letter is set.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from financedesk.errors import BadInput
from financedesk.resources import resource

ALWAYS = "always"
_KEYS = {"title", "salutation", "closing", "paragraph"}
_REPLY = "reply"
HEADING, WORDS, TICK, LINES = "heading", "words", "tick", "lines"
_SORTS = (HEADING, WORDS, TICK, LINES)
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and when it is said."""

    when: str
    text: str


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """A part of what comes back: a heading, words, a box to tick, or lines to write on.

    ``sort`` says which; lines have one text for each, what goes there.
    """

    when: str
    sort: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """The words of one kind of letter, with fields in braces."""

    title: str
    salutation: str
    closing: str
    paragraphs: tuple[Paragraph, ...]
    reply: tuple[ReplyPart, ...] = ()

    def said(self, conditions: Collection[str], fields: Mapping[str, str]) -> tuple[str, ...]:
        """Return the paragraphs that fit, filled in."""
        return tuple(
            one.text.format(**fields)
            for one in self.paragraphs
            if one.when == ALWAYS or one.when in conditions
        )

    def to_reply(
        self, conditions: Collection[str], fields: Mapping[str, str]
    ) -> tuple[ReplyPart, ...]:
        """Return the parts of the reply that fit, filled in."""
        return tuple(
            ReplyPart(one.when, one.sort, tuple(text.format(**fields) for text in one.texts))
            for one in self.reply
            if one.when == ALWAYS or one.when in conditions
        )

    def named(self, conditions: Collection[str]) -> frozenset[str]:
        """Return the fields that a letter of these conditions names."""
        texts = [self.title, self.salutation, self.closing]
        texts += [one.text for one in self.paragraphs if one.when in (ALWAYS, *conditions)]
        for part in self.reply:
            texts += part.texts if part.when in (ALWAYS, *conditions) else ()
        parsed = (one for text in texts for one in Formatter().parse(text))
        return frozenset(name for _, name, _, _ in parsed if name)


def shipped(name: str) -> Path:
    """Return the file of words that ships for a kind of letter."""
    return resource("letters", f"{name}.toml")


def read_letter(
    path: Path, fields: Collection[str], conditions: Collection[str], *, replies: bool = False
) -> LetterText:
    """Return the words of a file; ``fields`` and ``conditions`` are those that the letter knows.

    ``replies``: such a letter may have a part that is sent back. Raises BadInput with the place and
    the remedy for anything else.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"The words of {path.name} cannot be read: {error}.") from error
    keys = {*_KEYS, _REPLY} if replies else _KEYS
    if unknown := sorted(set(given) - keys):
        raise BadInput(f"{path.name} says “{unknown[0]}”; it may say {', '.join(sorted(keys))}.")
    rows = given.get("paragraph", [])
    if not isinstance(rows, list) or not rows:
        raise BadInput(f"{path.name} has no [[paragraph]]; a letter needs one.")
    paragraphs = tuple(
        _paragraph(path, number, row, fields, conditions)
        for number, row in enumerate(rows, start=1)
    )
    words = {
        name: _checked(path, name, given.get(name, ""), fields)
        for name in ("title", "salutation", "closing")
    }
    back = given.get(_REPLY, [])
    if not isinstance(back, list):
        raise BadInput(f"{path.name}: what is sent back stands in [[{_REPLY}]].")
    reply = tuple(
        _reply(path, number, row, fields, conditions) for number, row in enumerate(back, start=1)
    )
    return LetterText(**words, paragraphs=paragraphs, reply=reply)


def _paragraph(
    path: Path, number: int, row: Any, fields: Collection[str], conditions: Collection[str]  # noqa: ANN401
) -> Paragraph:  # fmt: skip
    place = f"paragraph {number}"
    if not isinstance(row, dict) or set(row) - {"when", "text"}:
        raise BadInput(f"{path.name}, {place}: it has “when” and “text” and nothing else.")
    when = _when(path, place, row, conditions)
    return Paragraph(when, _checked(path, place, row.get("text", ""), fields))


def _reply(
    path: Path, number: int, row: Any, fields: Collection[str], conditions: Collection[str]  # noqa: ANN401
) -> ReplyPart:  # fmt: skip
    place = f"reply {number}"
    said = [one for one in _SORTS if isinstance(row, dict) and one in row]
    if len(said) != 1 or set(row) - {"when", *_SORTS}:
        raise BadInput(f"{path.name}, {place}: it has “when” and one of: {', '.join(_SORTS)}.")
    given = row[said[0]]
    texts = given if said[0] == LINES and isinstance(given, list) and given else [given]
    checked = tuple(_checked(path, place, one, fields) for one in texts)
    return ReplyPart(_when(path, place, row, conditions), said[0], checked)


def _when(path: Path, place: str, row: Mapping[str, Any], conditions: Collection[str]) -> str:
    when = row.get("when", ALWAYS)
    if not isinstance(when, str) or (when != ALWAYS and when not in conditions):
        known = ", ".join((ALWAYS, *sorted(conditions)))
        raise BadInput(f"{path.name}, {place}: “{when}” is none of: {known}.")
    return when


def _checked(path: Path, place: str, text: Any, fields: Collection[str]) -> str:  # noqa: ANN401
    """Return words whose fields are known; raise BadInput for others."""
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
        raise BadInput(
            f"{path.name}, {place}: say something, in no more than {_LONGEST:,} letters."
        )
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise BadInput(f"{path.name}, {place}: a brace is left open ({error}).") from error
    for _, name, form, conversion in parsed:
        if name is not None and (name not in fields or form or conversion):
            known = ", ".join(sorted(fields))
            raise BadInput(f"{path.name}, {place}: there is no field {{{name}}}; known: {known}.")
    return text
