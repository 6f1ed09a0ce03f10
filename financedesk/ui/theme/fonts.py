"""Inter, shipped with the program: the same letters on every system and in tests."""

from enum import IntEnum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from financedesk.errors import NotFound
from financedesk.resources import resource

FAMILY = "Inter"


class Weight(IntEnum):
    """The three weights in use; nothing is ever set in 700."""

    TEXT = 400
    NAME = 500
    TITLE = 600


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the shipped faces with Qt and return their families.

    Raises NotFound when a face is missing or cannot be read.
    """
    families: list[str] = []
    for face in sorted(resource("fonts").glob("Inter-*.ttf")):
        handle = QFontDatabase.addApplicationFont(str(face))
        if handle < 0:
            raise NotFound(f"The program's font {face.name} is damaged; install FinanceDesk again.")
        families.extend(QFontDatabase.applicationFontFamilies(handle))
    return tuple(families)


@cache
def font(pixels: int, weight: Weight = Weight.TEXT, *, tabular: bool = False) -> QFont:
    """Return Inter at a pixel size; ``tabular`` gives figures of equal width for columns."""
    face = QFont(FAMILY)
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight(int(weight)))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        face.setFeature(QFont.Tag("tnum"), 1)
    return face
