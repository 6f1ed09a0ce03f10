"""What an eye would see on a window: cut words, things upon each other, what nobody dressed."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from PySide6 import QtWidgets
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTableView,
    QWidget,
)

from financedesk.resources import resource
from financedesk.ui.models.table_model import SPOKEN_ROLE, TableModel
from financedesk.ui.theme.tokens import contrast
from financedesk.ui.widgets import ElidingLabel, FormRow, Thermometer
from financedesk.ui.widgets.plot import Plot

# Qt's own widgets that the style sheet dresses, or that show nothing of themselves.
DRESSED = {
    "QWidget", "QFrame", "QLabel", "QPushButton", "QAbstractButton", "QLineEdit", "QComboBox",
    "QPlainTextEdit", "QTextEdit", "QCheckBox", "QRadioButton", "QTableView", "QListView",
    "QListWidget",
    "QTreeView", "QAbstractItemView", "QHeaderView", "QScrollArea", "QAbstractScrollArea",
    "QScrollBar", "QStackedWidget",
    "QProgressBar", "QMenuBar", "QMenu", "QSplitter", "QSplitterHandle", "QMainWindow", "QTabBar",
    "QTabWidget", "QDialog", "QAbstractSpinBox", "QSpinBox",
}  # fmt: skip


def visible(root: QWidget) -> Iterator[QWidget]:
    """Every widget that is not hidden.

    It goes only into what is shown: behind a page lie the thousands of widgets of all the others.
    """
    for widget in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if widget.isVisible():
            yield widget
            yield from visible(widget)


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen, were the window scrolled."""
    return (widget for widget in visible(root) if not widget.size().isEmpty())


def name_of(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")
    said = words() if callable(words) else words
    return f"{type(widget).__name__} {said or widget.accessibleName()!r}"


def cut_words(root: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit."""
    return [f"cut: {name_of(one)} in {one.width()}x{one.height()}"
            for one in shown(root) if _is_cut(one)]  # fmt: skip


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, ElidingLabel):
        fits = (
            widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.contentsRect().width()
        )
        return not (fits or widget.toolTip()) or not _high_enough(widget)
    if isinstance(widget, QLabel):
        return _label_is_cut(widget)
    if isinstance(widget, QPushButton):
        icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
        words = widget.fontMetrics().horizontalAdvance(widget.text())
        return words + icon > widget.width() or not _high_enough(widget)
    if isinstance(widget, QCheckBox | QRadioButton):
        return widget.sizeHint().width() > widget.width()
    return False


def _label_is_cut(label: QLabel) -> bool:
    room = label.contentsRect()
    if not label.text():
        return False
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    lines = label.text().splitlines()
    widest = max(map(label.fontMetrics().horizontalAdvance, lines))
    return widest > room.width() + 1 or not _high_enough(label)


def _high_enough(widget: QWidget) -> bool:
    text = getattr(widget, "text", str)()
    return not text or widget.fontMetrics().height() <= widget.height() + 1


def overlaps(root: QWidget) -> list[str]:
    """Neighbours of one layout that lie upon each other, or beyond what holds them."""
    found = []
    for parent in [root, *shown(root)]:
        layout = parent.layout()
        if layout is None:
            continue
        placed = [one for one in _placed(layout) if one.isVisible() and not one.size().isEmpty()]
        for one, other in combinations(placed, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"upon each other: {name_of(one)} and {name_of(other)}")
        found += [f"beyond its place: {name_of(one)} in {name_of(parent)}" for one in placed
                  if not parent.rect().contains(one.geometry())]  # fmt: skip
    return found


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


@cache
def _looks() -> frozenset[str]:
    sheet = resource("ui", "app.qss").read_text(encoding="utf-8")
    return frozenset(re.findall(r'look="([a-z-]+)"', sheet))


BARE_LOOKS = {"attention"}  # a row of a card, which stands on the card's own ground


def undressed(root: QWidget) -> list[str]:
    """Widgets of a kind that the style sheet does not know, or of a look that it does not."""
    found = []
    for widget in shown(root):
        kinds = (kind.__name__ for kind in type(widget).__mro__)
        kind = next(name for name in kinds if hasattr(QtWidgets, name))
        inside_field = isinstance(widget.parentWidget(), QLineEdit)
        if kind not in DRESSED and not inside_field:
            found.append(f"undressed: {kind} {name_of(widget)}")
        look = widget.property("look")
        if look and look not in _looks() | BARE_LOOKS:
            found.append(f"no rule for the look {look}: {name_of(widget)}")
    return found


def faint_words(root: QWidget) -> list[str]:
    """Labels and buttons whose words have less than 4.5:1 on what they stand on."""
    image = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for widget in shown(root):
        if not isinstance(widget, QLabel | QPushButton) or not widget.isEnabled():
            continue
        if not widget.text().strip():
            continue
        ground = _ground(root, widget, image)
        if not ground:
            continue
        role = (
            QPalette.ColorRole.WindowText
            if isinstance(widget, QLabel)
            else QPalette.ColorRole.ButtonText
        )
        ink = widget.palette().color(role).name()
        if contrast(ink, ground) < 4.5:
            found.append(f"faint: {name_of(widget)} {ink} on {ground}")
    return found


def _ground(root: QWidget, widget: QWidget, image: QImage) -> str:
    """The colour that most of a widget shows; words never cover half of it."""
    seen = widget.visibleRegion().boundingRect()
    box = QRect(widget.mapTo(root, seen.topLeft()), seen.size()).intersected(root.rect())
    if box.width() < 10 or box.height() < 10:
        return ""
    across = range(box.left() + 3, box.right() - 2, max(1, box.width() // 24))
    down = range(box.top() + 3, box.bottom() - 2, max(1, box.height() // 8))
    colours = Counter(image.pixel(x, y) for x in across for y in down)
    return QColor(colours.most_common(1)[0][0]).name() if colours else ""


def painted_words(root: QWidget) -> list[str]:
    """Everything that is written on a window, whoever paints it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(root.size())
    root.render(drawing)
    return re.findall(r"<text[^>]*>([^<]*)</text>", bytes(buffer.data().data()).decode())


def reachable(root: QWidget) -> list[QWidget]:
    """What the Tab key can come to."""
    tab = Qt.FocusPolicy.TabFocus.value
    return [
        one
        for one in shown(root)
        if one.focusPolicy().value & tab and one.isEnabled() and not isinstance(one, QScrollBar)
    ]


def nameless(root: QWidget) -> list[str]:
    """What the keyboard or the pointer can use and a screen reader cannot name."""
    found = [f"no name: {type(one).__name__}" for one in reachable(root) if not _spoken_name(one)]
    for button in (one for one in visible(root) if isinstance(one, QAbstractButton)):
        # What Qt itself puts into a field answers with its tool tip.
        is_ours = not isinstance(button.parentWidget(), QLineEdit)
        if is_ours and not button.text().strip():
            if not button.accessibleName():
                found.append(f"icon without a name: {type(button).__name__}")
            elif not button.toolTip() and not button.layout():
                found.append(f"icon without a tool tip: {button.accessibleName()}")
    found += [f"table without a name: {type(table).__name__}" for table in shown(root)
              if isinstance(table, QAbstractItemView) and not isinstance(table, QHeaderView)
              and not table.accessibleName()]  # fmt: skip
    found += [f"chart without figures: {name_of(chart)}" for chart in shown(root)
              if isinstance(chart, Plot | Thermometer) and not (
                  chart.accessibleName() and "$" in chart.accessibleDescription()
                  + chart.accessibleName())]  # fmt: skip
    return found


def _spoken_name(widget: QWidget) -> str:
    """The name a screen reader takes: a tick's and a choice's own words, when it has no other."""
    own = widget.text() if isinstance(widget, QCheckBox | QRadioButton) else ""
    return widget.accessibleName() or own


LEAST_TARGET, LEAST_MARK = 28, 24


def small_targets(root: QWidget) -> list[str]:
    """Buttons and fields that are hard to hit; a mark of help has its keys as well (Shift+F1)."""
    found = []
    for one in shown(root):
        if not isinstance(one, QAbstractButton | QLineEdit | QComboBox):
            continue
        inside = isinstance(one.parentWidget(), QLineEdit | QComboBox)
        least = LEAST_MARK if one.property("look") == "mark" else LEAST_TARGET
        if not inside and min(one.height(), one.width()) < least:
            found.append(f"small: {name_of(one)} {one.width()}x{one.height()}")
    return found


def unpaired(root: QWidget) -> list[str]:
    """Rows of forms whose title does not lead to their field."""
    found = []
    for row in root.findChildren(FormRow):
        buddies = [label.buddy() for label in row.findChildren(QLabel) if label.buddy() is not None]
        if buddies != [row.field]:
            found.append(f"no buddy: {row.help_key}")
    return found


def disordered(root: QWidget) -> list[str]:
    """Rows of one form that Tab visits in another order than they are read in."""
    rows_seen = (row for row in visible(root) if isinstance(row, FormRow))
    forms = {form for row in rows_seen if (form := row.parentWidget()) is not None}
    chain = _focus_chain(root.window()) if forms else []
    found = []
    for form in forms:
        rows = [row for row in form.findChildren(FormRow) if row.isVisible()]
        fields = [row.field for row in rows if row.field in chain]
        read = sorted(fields, key=lambda one: _place(one, form))
        visited = sorted(fields, key=chain.index)
        if read != visited:
            found.append(f"Tab: {[one.accessibleName() for one in visited]}")
    return found


def _place(widget: QWidget, form: QWidget) -> tuple[int, int]:
    spot = widget.mapTo(form, QPoint(0, 0))
    return spot.y() // 12, spot.x()


def _focus_chain(window: QWidget) -> list[QWidget]:
    chain, at = [window], window.nextInFocusChain()
    while at is not window and at is not None:
        chain.append(at)
        at = at.nextInFocusChain()
    return chain


def silent_cells(root: QWidget) -> list[str]:
    """Cells of tables that a screen reader could not say with their column."""
    found = []
    for view in shown(root):
        model = view.model() if isinstance(view, QTableView) else None
        if not isinstance(model, TableModel) or not model.rowCount():
            continue
        for place, column in enumerate(model.columns):
            spoken = model.data(model.index(0, place), SPOKEN_ROLE)
            if not spoken or not str(spoken).startswith(f"{column.title}: "):
                found.append(f"silent: {view.accessibleName()}, {column.key}: {spoken}")
    return found
