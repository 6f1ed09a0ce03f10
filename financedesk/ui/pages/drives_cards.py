"""Drives as cards in a grid; only those in sight are painted, however many there are."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from financedesk.drives.figures import DriveCard
from financedesk.ui.formatting import counted, dollars, whole_dollars
from financedesk.ui.pages.drives_words import (
    Standing,
    days_words,
    goal_words,
    left_words,
    pace_words,
    standing_of,
)
from financedesk.ui.theme import Weight, current_theme
from financedesk.ui.widgets.build import set_look
from financedesk.ui.widgets.paint import (
    RIGHT,
    begin,
    chip_width,
    draw_chip,
    outline,
    rounded,
    write,
)

_Index = QModelIndex | QPersistentModelIndex
_GAP = 16
_PADDING = 16.0
_NARROWEST = 280
_OWN = 12
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CARD = Qt.ItemDataRole.UserRole


class CardModel(QAbstractListModel):
    """The cards of drives, in order; ``names`` are those of entities while several are in hand."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.cards: tuple[DriveCard, ...] = ()
        self._names: Mapping[int, str] = {}

    def show(self, cards: Sequence[DriveCard], names: Mapping[int, str]) -> None:
        """Show other cards."""
        self.beginResetModel()
        self.cards, self._names = tuple(cards), names
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many cards there are."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a card, or what a screen reader says of it."""
        if not 0 <= index.row() < len(self.cards):
            return None
        card = self.cards[index.row()]
        if role == _CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.plan.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.words_of(card)
        return None

    def second_line(self, card: DriveCard) -> str:
        """Return whose drive it is, where that is not plain, and its days."""
        parts = (self._names.get(card.plan.entity_id, ""), days_words(card.plan))
        return " · ".join(part for part in parts if part)

    def words_of(self, card: DriveCard) -> str:
        """Return a card in one sentence."""
        raised = dollars(card.figures.raised_cents)
        goal = card.plan.goal_cents
        of = f" of {whole_dollars(goal)}" if goal else ""
        parts = (card.plan.name, f"{raised}{of}", standing_of(card, self.today).word,
                 left_words(card, self.today), counted(card.figures.donors, "donor"))  # fmt: skip
        return ", ".join(parts)


class _Painter(QStyledItemDelegate):
    """Paints one card."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As wide as the grid says, as high as four lines and a bar."""
        view = self.parent()
        width = view.card_width if isinstance(view, DriveGrid) else _NARROWEST
        return QSize(width, card_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the card's surface, its words, and the bar up to the goal."""
        card = index.data(_CARD)
        model = index.model()
        if not isinstance(card, DriveCard) or not isinstance(model, CardModel):
            return
        painter.save()
        begin(painter)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        tokens = current_theme().tokens
        state = option.state
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        rounded(painter, box, tokens.hover if hovered else tokens.surface, 10)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        outline(painter, box, tokens.focus if focused else tokens.border, 10, 2 if focused else 1)
        _draw(painter, box.adjusted(_PADDING, 12, -_PADDING, -12), card, model)
        painter.restore()


def card_height() -> int:
    """Return how high a card is at the text size in force."""
    scale = current_theme().scale
    return 82 + scale.card_title + scale.section + 2 * scale.small


def _draw(painter: QPainter, box: QRectF, card: DriveCard, model: CardModel) -> None:
    tokens, scale = current_theme().tokens, current_theme().scale
    standing = standing_of(card, model.today)
    chip = chip_width(standing.word, scale)
    title = QRectF(box.left(), box.top(), box.width() - chip - 10, scale.card_title + 8.0)
    write(painter, title, card.plan.name, tokens.text, Weight.TITLE, scale.card_title)
    _draw_chip(painter, QRectF(box.right() - chip, title.top(), chip, title.height()), standing)
    line = QRectF(box.left(), title.bottom(), box.width(), scale.small + 6.0)
    write(painter, line, model.second_line(card), tokens.text_2, Weight.TEXT, scale.small)
    figures = QRectF(box.left(), line.bottom() + 6, box.width(), scale.section + 10.0)
    _draw_figures(painter, figures, card)
    bar = QRectF(box.left(), figures.bottom() + 4, box.width(), 8)
    _draw_bar(painter, bar, card)
    last = QRectF(box.left(), bar.bottom() + 6, box.width(), scale.small + 6.0)
    words = (counted(card.figures.donors, "donor"), left_words(card, model.today))
    write(painter, last, " · ".join(words), tokens.text_2, Weight.TEXT, scale.small, tabular=True)
    write(painter, last, pace_words(card), tokens.text_2, Weight.TEXT, scale.small, align=RIGHT)


def _draw_chip(painter: QPainter, box: QRectF, standing: Standing) -> None:
    theme = current_theme()
    draw_chip(painter, box, standing.word, standing.tone, theme.tokens, theme.scale)


def _draw_figures(painter: QPainter, box: QRectF, card: DriveCard) -> None:
    tokens, scale = current_theme().tokens, current_theme().scale
    raised = dollars(card.figures.raised_cents)
    write(painter, box, raised, tokens.text, Weight.TITLE, scale.section, tabular=True)
    goal = card.plan.goal_cents
    words = f"{goal_words(card)} of {whole_dollars(goal)}" if goal else "no goal"
    write(painter, box, words, tokens.text_2, Weight.TEXT, scale.small, align=RIGHT, tabular=True)


def _draw_bar(painter: QPainter, box: QRectF, card: DriveCard) -> None:
    """Draw how far it is, and a mark where an even course would be today."""
    tokens = current_theme().tokens
    rounded(painter, box, tokens.surface_2, 4)
    outline(painter, box, tokens.border, 4, 1)
    goal = card.plan.goal_cents
    if not goal:
        return
    share = max(0, min(card.figures.raised_cents, goal)) / goal
    if share:
        full = QRectF(box.left(), box.top(), max(8.0, box.width() * share), box.height())
        rounded(painter, full, tokens.accent, 4)
    expected = card.pace.expected_cents
    if expected is not None:
        place = box.left() + box.width() * min(1.0, expected / goal)
        rounded(painter, QRectF(place - 1, box.top() - 3, 2, box.height() + 6), tokens.chart_3, 1)


class DriveGrid(QListView):
    """Shows cards side by side; ``opened`` carries the id of a drive (click or Enter)."""

    opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.cards = CardModel(today)
        # It tells this view what changed, so each would keep the other for ever.
        self.cards.setParent(self)
        self.card_width = _NARROWEST
        set_look(self, "grid")
        self.setAccessibleName("Drives")
        self.setModel(self.cards)
        self.setItemDelegate(_Painter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
        current_theme().changed.connect(self._fit)

    def show_cards(self, cards: Sequence[DriveCard], names: Mapping[int, str]) -> None:
        """Show other cards; the one in hand stays in hand."""
        kept = self.chosen_id
        self.cards.show(cards, names)
        places = [one.plan.id for one in cards]
        place = places.index(kept) if kept in places else 0
        if places:
            self.setCurrentIndex(self.cards.index(place, 0))

    @property
    def chosen_id(self) -> int | None:
        """The drive in hand."""
        card = self.currentIndex().data(_CARD)
        return card.plan.id if isinstance(card, DriveCard) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the cards fill the width in equal columns."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the card in hand."""
        if Qt.Key(event.key()) in _OPENS:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        card = index.data(_CARD)
        if isinstance(card, DriveCard):
            self.opened.emit(card.plan.id)

    def _fit(self) -> None:
        # The view keeps some dots for itself; a column too many would fall below the others.
        room = self.viewport().width() - _OWN
        scale = current_theme().scale
        narrowest = _NARROWEST * scale.body // 13
        columns = max(1, (room + _GAP) // (narrowest + _GAP))
        self.card_width = (room - columns * _GAP) // columns
        self.setGridSize(QSize(room // columns, card_height() + _GAP))
