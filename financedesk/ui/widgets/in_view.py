"""What the keyboard goes to is brought into sight on a page that scrolls."""

from PySide6.QtWidgets import QScrollArea, QWidget

_MARGIN = 8


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page around a widget until all of it is seen, or its top where it is too high."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget, 0, _MARGIN)
