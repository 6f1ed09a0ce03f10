"""Short words for what every widget is built from: labels, buttons, rows and columns."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.theme.tokens import ICON
from financedesk.ui.widgets.choice import Choice

Part: TypeAlias = QWidget | QLayout | None
Margins: TypeAlias = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)
Box = TypeVar("Box", bound=QBoxLayout)


def set_look(widget: QWidget, look: str) -> None:
    """Name the style sheet's rule that dresses ``widget``."""
    widget.setProperty("look", look)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def set_tone(widget: QWidget, tone: str) -> None:
    """Colour ``widget`` by meaning (ok, warn, bad, info, neutral), also after it is shown."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_shown(widget: QWidget, *, shown: bool) -> None:
    """Show or hide a part, also before it has its place.

    Qt's own ``setVisible`` would open a window for a widget without a parent, for a moment.
    """
    if not shown:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)


def label(text: str, look: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """Return a label dressed as ``look``; plain text always, so that data cannot be markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    if tone:
        made.setProperty("tone", tone)
    return made


def glyph(icon: str, tone: str = "neutral") -> QLabel:
    """Return an icon on its soft square, as alerts and empty states show it."""
    made = label("", "glyph", tone=tone)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    bind_icon(made, icon, current_theme(), "text_2" if tone == "neutral" else tone)
    return made


def icon_label(icon: str, ink: str = "text_2", size: int = ICON) -> QLabel:
    """Return an icon alone; it is decoration, the words beside it carry the meaning."""
    made = QLabel()
    made.setFixedSize(size, size)
    bind_icon(made, icon, current_theme(), ink, size=size)
    return made


_BUTTON_INK = {"primary": "on_accent", "link": "accent_text", "search": "text_3"}


def button(
    text: str,
    look: str = "",
    *,
    icon: str = "",
    name: str = "",
    on_click: Callable[[], object] | None = None,
) -> QPushButton:
    """Return a button; one without text needs ``name``, what a screen reader calls it.

    Enter presses it as Space does: outside of a dialog Qt would not let it.
    """
    made = QPushButton(f" {text}" if icon and text else text)
    made.setAutoDefault(True)
    if look:
        made.setProperty("look", look)
    if icon:
        bind_icon(made, icon, current_theme(), _BUTTON_INK.get(look, "text_2"))
    made.setAccessibleName(name or text)
    if name and not text:
        made.setToolTip(name)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def allow(made: QPushButton, why_not: str, tip: str = "") -> None:
    """Let a button be pressed, or say in its tooltip and aloud why not and who can do it instead.

    ``tip`` is its tooltip while it can be pressed.
    """
    made.setEnabled(not why_not)
    made.setToolTip(why_not or tip)
    made.setAccessibleDescription(why_not or tip)


def combo(*, editable: bool = False) -> QComboBox:
    """Return a choice that is as wide as its place, not as its longest words."""
    made = Choice()
    made.setEditable(editable)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return made


def line() -> QFrame:
    """Return a hairline across a card."""
    made = QFrame()
    made.setProperty("look", "line")
    return made


def row(*parts: Part, spacing: int = 8, margins: Margins = NO_MARGINS) -> QHBoxLayout:
    """Lay parts side by side; None stands for the free space."""
    return _fill(QHBoxLayout(), parts, spacing, margins)


def column(*parts: Part, spacing: int = 4, margins: Margins = NO_MARGINS) -> QVBoxLayout:
    """Lay parts below each other; None stands for the free space."""
    return _fill(QVBoxLayout(), parts, spacing, margins)


def _fill(box: Box, parts: tuple[Part, ...], spacing: int, margins: Margins) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def clear(box: QLayout) -> None:
    """Take everything out of a layout; its widgets are deleted."""
    while (item := box.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
