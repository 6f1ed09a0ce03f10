"""The type of the papers: Inter in three weights, measured and broken into lines."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from financedesk.fec.transliteration import plain
from financedesk.reports.pdf.tabular import tabular_glyphs
from financedesk.resources import resource

TEXT = "#14201F"
QUIET = "#4E5D5C"
CAPTION = "#647371"
ACCENT = "#0B6B64"
RULE = "#DFE5E5"
HAIRLINE = "#EAEEEE"
BAND = "#F2F5F5"
WARN = "#8A5A00"
WARN_SOFT = "#FCF0D6"

ELLIPSIS = "…"
SMALLEST = 4.0
"""No size is smaller: figures that still do not fit are let run over."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks: weight (400, 500, 600), size in points, colour."""

    weight: int
    size: float
    colour: str = TEXT

    @property
    def font(self) -> str:
        """The name under which the weight is registered."""
        return f"Inter-{self.weight}"


BODY = Style(400, 8.5)
STRONG = Style(600, 8.5)
NOTE = Style(400, 7.5, QUIET)
SMALL_CAPTION = Style(500, 6.5, CAPTION)


@cache
def _faces() -> dict[int, Any]:
    """Register the three weights, once in a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    faces = {}
    for weight in (400, 500, 600):
        path = resource("fonts", f"Inter-{weight}.ttf")
        font = TTFont(f"Inter-{weight}", str(path))
        _use_tabular_figures(font.face)
        pdfmetrics.registerFont(font)
        faces[weight] = font.face
    return faces


def _use_tabular_figures(face: Any) -> None:  # noqa: ANN401  # the library has no types
    """Let the figures 0-9 stand for their forms of equal width."""
    forms = tabular_glyphs(face.get_table("GSUB"))
    for figure in map(ord, "0123456789"):
        glyph = forms.get(face.charToGlyph[figure], face.charToGlyph[figure])
        face.charToGlyph[figure] = glyph
        face.charWidths[figure] = face.hmetrics[glyph][0] * 1000 / face.unitsPerEm


def printable(text: str) -> str:
    """A text with only the characters that the type has; others become their plain letters."""
    if text.isascii() and text.isprintable():
        return text
    known = _faces()[400].charToGlyph
    composed = unicodedata.normalize("NFC", text)
    return "".join(c if c.isprintable() and ord(c) in known else plain(c) for c in composed)


def width(text: str, style: Style) -> float:
    """How wide a text stands, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    _faces()
    measured: float = stringWidth(text, style.font, style.size)
    return measured


def elided(text: str, style: Style, room: float) -> str:
    """A text cut to a width, with an ellipsis where something is missing."""
    if width(text, style) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, style) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def fitted(text: str, style: Style, room: float) -> Style:
    """The style, smaller if need be, in which a text that may not be cut fits into a width."""
    measured = width(text, style)
    if measured <= room:
        return style
    return replace(style, size=max(SMALLEST, style.size * room / measured))


def wrapped(text: str, style: Style, room: float) -> list[str]:
    """A text broken into lines between words; a word that is too long is broken inside."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, style) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, style, room)
        lines.extend(full)
    return [*lines, line] if line else lines


def _broken(word: str, style: Style, room: float) -> list[str]:
    """A word in pieces that fit, usually one."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, style) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
