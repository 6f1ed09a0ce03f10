"""Lists of words that Qt paints itself: their amounts are covered while amounts are hidden."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from financedesk.ui.theme import current_theme


class ShownDelegate(QStyledItemDelegate):
    """Qt's own delegate, but for the words, which go through the theme as all others do."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the words that may stand on the screen into the option."""
        super().initStyleOption(option, index)
        option.text = current_theme().shown(option.text)
