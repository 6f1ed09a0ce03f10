"""What the gallery shows: a component, and each of its states as a specimen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtWidgets import QWidget


class Touch(Enum):
    """How a specimen is held while it is drawn."""

    NONE = "at rest"
    FOCUS = "with the keyboard's focus"
    HOVER = "under the pointer"


@dataclass(frozen=True)
class Specimen:
    """One state of a component: its words, how it is made, and how it is held.

    ``part`` finds the widget inside that has the focus or the pointer. ``after`` is done once
    the specimen is shown. ``height`` 0 stands for the height that the component asks for.
    """

    state: str
    make: Callable[[], QWidget]
    touch: Touch = Touch.NONE
    part: Callable[[QWidget], QWidget] = lambda whole: whole
    after: Callable[[QWidget], None] = lambda _whole: None
    width: int = 460
    height: int = 0


@dataclass(frozen=True)
class Exhibit:
    """A component with all its states; ``name`` names the file."""

    name: str
    title: str
    specimens: Sequence[Specimen]
