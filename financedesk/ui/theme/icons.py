"""Stroke icons recoloured from the tokens.

A pixmap is drawn once per name, colour, size and pixel ratio. Buttons, actions and
labels are bound to an icon by name, so that a change of theme repaints them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol, TypeAlias
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from shiboken6 import isValid

from financedesk.resources import resource
from financedesk.ui.theme.tokens import ICON, Tokens

Target: TypeAlias = QAbstractButton | QAction | QLabel


@dataclass(frozen=True)
class _Binding:
    name: str
    ink: str
    checked_ink: str
    size: int


class _HasTokens(Protocol):
    @property
    def tokens(self) -> Tokens:
        """The colours that are worn now."""


_bindings: WeakKeyDictionary[Target, _Binding] = WeakKeyDictionary()


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", colour)
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, colour: str, size: int = ICON) -> QPixmap:
    """Return the icon ``name`` in ``colour``, sharp on the sharpest screen.

    Raises NotFound when the program ships no such icon.
    """
    application = QApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QApplication) else 1.0
    return _drawn(name, colour, size, ratio)


def icon(name: str, tokens: Tokens, ink: str, checked_ink: str = "", size: int = ICON) -> QIcon:
    """Return an icon with its normal, checked and disabled colours."""
    made = QIcon()
    checked = tokens.colour(checked_ink or ink)
    made.addPixmap(pixmap(name, tokens.colour(ink), size))
    made.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    made.addPixmap(pixmap(name, tokens.border_strong, size), QIcon.Mode.Disabled)
    return made


def bind_icon(
    target: Target,
    name: str,
    theme: _HasTokens,
    ink: str = "text_2",
    *,
    checked_ink: str = "",
    size: int = ICON,
) -> None:
    """Give ``target`` an icon that follows the theme for as long as the target lives."""
    _bindings[target] = _Binding(name, ink, checked_ink, size)
    _apply(target, _bindings[target], theme.tokens)


def _apply(target: Target, binding: _Binding, tokens: Tokens) -> None:
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(binding.name, tokens.colour(binding.ink), binding.size))
        return
    target.setIcon(icon(binding.name, tokens, binding.ink, binding.checked_ink, binding.size))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(binding.size, binding.size))


def _living() -> Iterator[tuple[Target, _Binding]]:
    for target, binding in list(_bindings.items()):
        if isValid(target):
            yield target, binding


def refresh_icons(tokens: Tokens) -> None:
    """Redraw every bound icon in the colours of ``tokens``."""
    for target, binding in _living():
        _apply(target, binding, tokens)


def write_icon(name: str, colour: str, folder: Path) -> str:
    """Write the recoloured icon into ``folder`` for the style sheet and return its path.

    Style sheets can only name files; slashes go forward on every system.
    """
    path = folder / f"{name}-{colour.lstrip('#')}.svg"
    if not path.exists():
        path.write_text(_source(name).replace("currentColor", colour), encoding="utf-8")
    return path.as_posix()
