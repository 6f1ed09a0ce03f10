"""Drawing the gallery: every specimen by itself, because only one thing can have the focus."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.ui.gallery.exhibit import Exhibit, Specimen, Touch
from financedesk.ui.gallery.exhibits import EXHIBITS
from financedesk.ui.pictures import settle, write_picture
from financedesk.ui.theme import Mode, Weight, current_theme
from financedesk.ui.widgets.build import column, set_look
from financedesk.ui.widgets.paint import begin, write

_MARGIN = 24
_GAP = 20
_CAPTION = 20
_TITLE = 44
_WIDEST = 980
_AWAY = QPoint(1, 790)  # below every specimen


def draw_gallery(folder: Path, modes: Sequence[Mode]) -> list[Path]:
    """Draw every component to ``NAME-THEME.png`` and return the files.

    Raises BadInput for a folder that cannot be written.
    """
    return [_draw(exhibit, folder, mode) for mode in modes for exhibit in EXHIBITS]


def _draw(exhibit: Exhibit, folder: Path, mode: Mode) -> Path:
    if current_theme().mode is not mode:
        current_theme().set_mode(mode)
    drawn = [(one.state, specimen_picture(one)) for one in exhibit.specimens]
    path = folder / f"{exhibit.name}-{mode.value.replace(' ', '-')}.png"
    return write_picture(_sheet(exhibit.title, drawn), path)


def specimen_picture(specimen: Specimen) -> QPixmap:
    """Return one state of a component as it stands on a page."""
    host, whole = QWidget(), specimen.make()
    set_look(host, "page")
    host.setLayout(column(whole, margins=(2, 2, 2, 2)))
    QCursor.setPos(_AWAY)
    host.move(0, 0)
    host.resize(specimen.width, specimen.height or host.sizeHint().height())
    host.show()
    host.activateWindow()
    settle()
    specimen.after(whole)
    part = specimen.part(whole)
    _hold(part, specimen.touch)
    settle()
    made = host.grab()
    host.close()
    host.deleteLater()
    settle()
    return made


def _hold(part: QWidget, touch: Touch) -> None:
    if touch is Touch.FOCUS:
        part.setFocus(Qt.FocusReason.TabFocusReason)
        return
    if (focused := QApplication.focusWidget()) is not None:
        focused.clearFocus()
    if touch is Touch.HOVER:
        QCursor.setPos(part.mapToGlobal(part.rect().center()))


def _sheet(title: str, drawn: Sequence[tuple[str, QPixmap]]) -> QPixmap:
    """Return all states below each other, each under its name."""
    tokens, scale = current_theme().tokens, current_theme().scale
    width = min(_WIDEST, max(picture.width() for _, picture in drawn)) + 2 * _MARGIN
    heights = [picture.height() + _CAPTION + _GAP for _, picture in drawn]
    sheet = QPixmap(width, _MARGIN + _TITLE + sum(heights) + _MARGIN - _GAP)
    sheet.fill(QColor(tokens.window))
    painter = QPainter(sheet)
    begin(painter)
    line = QRectF(_MARGIN, _MARGIN - 6, width - 2 * _MARGIN, _TITLE)
    write(painter, line, title, tokens.text, Weight.TITLE, scale.page_title)
    top = float(_MARGIN + _TITLE)
    for (state, picture), height in zip(drawn, heights, strict=True):
        caption = QRectF(_MARGIN, top, width - 2 * _MARGIN, _CAPTION)
        write(painter, caption, state, tokens.text_2, Weight.NAME, scale.small)
        painter.drawPixmap(QPointF(_MARGIN, top + _CAPTION), picture)
        top += height
    painter.end()
    return sheet
