"""Write resources/maps/us_states.json anew: ``python scripts/state_outlines.py STATES.shp``.

The file is the Census Bureau's cartographic boundaries of the states (``cb_…_us_state_500k.shp``,
public domain); ``pyshp`` reads it. The outlines are projected (Albers, as on the Census's own
maps), Alaska, Hawaii and Puerto Rico are put below, and every corner moves to a whole place of a
grid of 960 by 600: neighbours keep one border, and the file is small.
"""

import json
import math
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import shapefile

Point = tuple[float, float]
Corner = tuple[int, int]

_TARGET = Path(__file__).parents[1] / "resources" / "maps" / "us_states.json"
_LEFT_OUT = frozenset({"AS", "GU", "MP", "VI"})
# First and second parallel, middle meridian and parallel; size; where the middle comes to stand.
_PLACES = {
    "AK": (55.0, 65.0, -154.0, 50.0, 330.0, (140.0, 610.0)),
    "HI": (8.0, 18.0, -157.0, 3.0, 1070.0, (292.0, 892.0)),
    "PR": (8.0, 18.0, -66.4, 18.2, 1500.0, (830.0, 566.0)),
}
_MAINLAND = (29.5, 45.5, -96.0, 37.5, 1070.0, (480.0, 300.0))
_SMALLEST = 3


def projected(state: str, longitude: float, latitude: float) -> Point:
    """Return where a point stands on the sheet (Snyder, Map Projections, 1987, p. 100)."""
    first, second, meridian, parallel, size, (x, y) = _PLACES.get(state, _MAINLAND)
    one, two = math.radians(first), math.radians(second)
    cone = (math.sin(one) + math.sin(two)) / 2
    fixed = math.cos(one) ** 2 + 2 * cone * math.sin(one)
    turned = (longitude - meridian + 180) % 360 - 180
    angle = cone * math.radians(turned)
    reach = math.sqrt(fixed - 2 * cone * math.sin(math.radians(latitude))) / cone
    middle = math.sqrt(fixed - 2 * cone * math.sin(math.radians(parallel))) / cone
    return x + size * reach * math.sin(angle), y - size * (middle - reach * math.cos(angle))


def corners(state: str, ring: Iterable[Point]) -> list[Corner]:
    """Return a ring on the grid, without corners that repeat or lie on a straight line."""
    placed: list[Corner] = []
    for longitude, latitude in ring:
        x, y = projected(state, longitude, latitude)
        corner = (round(x), round(y))
        if not placed or placed[-1] != corner:
            placed.append(corner)
    # A ring ends where it began: what follows its last corner is its second.
    following = [*placed[2:], *placed[1:2]]
    known = zip(placed, placed[1:], following, strict=False)
    return [corner for before, corner, after in known if not _straight(before, corner, after)]


def _straight(before: Corner, corner: Corner, after: Corner) -> bool:
    return (corner[0] - before[0]) * (after[1] - corner[1]) == (corner[1] - before[1]) * (
        after[0] - corner[0]
    )


def outlines(shape: "shapefile.Shape", state: str) -> list[list[int]]:
    """Return the rings of a state as x, y, x, y, …; islands of a dot are left out."""
    bounds = [*shape.parts, len(shape.points)]
    rings = (shape.points[start:end] for start, end in pairwise(bounds))
    found = [corners(state, ring) for ring in rings]
    large = [ring for ring in found if len(ring) >= _SMALLEST and _area(ring) >= _SMALLEST]
    kept = large or [max(found, key=len)]
    return [[value for corner in ring for value in corner] for ring in kept]


def _area(ring: Sequence[Corner]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def main() -> None:
    """Read the states' boundaries and write the outlines."""
    states = {}
    with shapefile.Reader(sys.argv[1]) as reader:
        for one in reader.iterShapeRecords():
            code = one.record["STUSPS"]
            if code not in _LEFT_OUT:
                states[code] = outlines(one.shape, code)
    _TARGET.parent.mkdir(exist_ok=True)
    lines = (
        f'"{code}":{json.dumps(states[code], separators=(",", ":"))}' for code in sorted(states)
    )
    _TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


main()
