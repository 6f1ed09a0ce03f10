"""Finds the figures of equal width inside a font, so that columns of amounts line up.

A PDF names glyphs directly and applies no features of a font: the substitutions of ``tnum`` are
read from the font's GSUB table (OpenType 1.9, chapters GSUB and "Common table formats").
"""

from collections.abc import Iterator, Mapping
from struct import unpack_from

_SINGLE_SUBSTITUTION = 1


def tabular_glyphs(gsub: bytes) -> Mapping[int, int]:
    """Glyph → the glyph that stands for it among figures of equal width; empty if there is none."""
    _, _, _, features, lookups = _shorts(gsub, 0, 5)
    glyphs: dict[int, int] = {}
    for index in sorted(_lookups_of(gsub, features, b"tnum")):
        (place,) = _shorts(gsub, lookups + 2 + 2 * index, 1)
        for subtable in _subtables(gsub, lookups + place):
            glyphs.update(_substitutions(gsub, subtable))
    return glyphs


def _shorts(table: bytes, offset: int, count: int) -> tuple[int, ...]:
    return unpack_from(f">{count}H", table, offset)


def _lookups_of(gsub: bytes, features: int, wanted: bytes) -> set[int]:
    (count,) = _shorts(gsub, features, 1)
    found: set[int] = set()
    for number in range(count):
        tag, place = unpack_from(">4sH", gsub, features + 2 + 6 * number)
        if tag == wanted:
            (lookups,) = _shorts(gsub, features + place + 2, 1)
            found.update(_shorts(gsub, features + place + 4, lookups))
    return found


def _subtables(gsub: bytes, lookup: int) -> Iterator[int]:
    kind, _, count = _shorts(gsub, lookup, 3)
    if kind == _SINGLE_SUBSTITUTION:
        yield from (lookup + place for place in _shorts(gsub, lookup + 6, count))


def _substitutions(gsub: bytes, subtable: int) -> Mapping[int, int]:
    layout, place, last = _shorts(gsub, subtable, 3)
    covered = list(_covered(gsub, subtable + place))
    if layout == 1:
        return {glyph: (glyph + last) % 0x10000 for glyph in covered}
    return dict(zip(covered, _shorts(gsub, subtable + 6, last), strict=True))


def _covered(gsub: bytes, coverage: int) -> Iterator[int]:
    layout, count = _shorts(gsub, coverage, 2)
    if layout == 1:
        yield from _shorts(gsub, coverage + 4, count)
        return
    for number in range(count):
        first, last, _ = _shorts(gsub, coverage + 4 + 6 * number, 3)
        yield from range(first, last + 1)
