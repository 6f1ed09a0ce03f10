"""The step of an import that shows its donors: who is known, who may be, and who is new."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from financedesk.intake.likely_people import LikelyPerson
from financedesk.intake.people_said import PersonSaid, Verdict
from financedesk.ui.formatting import count, counted
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.imports_work import Found
from financedesk.ui.pages.side_by_side import Fact, fact_columns, facts_of
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import (
    Banner,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    SegmentedControl,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.in_view import bring_into_view

LATER = "later"
CHOICES = (
    (LATER, "Decide later"), (Verdict.SAME.value, "Same person"),
    (Verdict.APART.value, "Different people"),
)  # fmt: skip
_WORDS = dict(CHOICES)
_TONES = {LATER: "neutral", Verdict.SAME.value: "ok", Verdict.APART.value: "info"}
_KEYS_OF = {
    Qt.Key.Key_S: Verdict.SAME.value, Qt.Key.Key_D: Verdict.APART.value, Qt.Key.Key_L: LATER,
    Qt.Key.Key_Delete: LATER,
}  # fmt: skip
_KEYS = "S: same person · D: different people · L: decide later · nobody is linked by itself"
_LISTED = 5
_Key = tuple[int, int | None, int | None]


class PeoplePanel(QWidget):
    """Lists donors who may have a card already, side by side with it, and takes the answers."""

    def __init__(self) -> None:
        super().__init__()
        self._file = ""
        self._said: dict[_Key, str] = {}
        self.figures = FigureRow("The donors of the file")
        self.banner, self.more = Banner(), label("", "small", wrap=True)
        self.model: ListTableModel[LikelyPerson] = ListTableModel(self._columns(), order=_order)
        nobody = EmptyState(
            "Nobody to ask about", "Every donor is known, or resembles nobody.", icon="users",
            tone="ok",
        )  # fmt: skip
        self.table = DataTable(
            "Donors who may be known", self.model, empty=nobody, selection_bar=False
        )
        self.heading, self.why = label("", "name", wrap=True), label("", "small", wrap=True)
        self.against = label("", "small", tone="warn", wrap=True)
        self.choice = SegmentedControl("Who they are", CHOICES)
        self.facts: ListTableModel[Fact] = ListTableModel(
            fact_columns("Donor of the row", "May be")
        )
        self.pair = DataTable("Side by side", self.facts, selection_bar=False)
        self.pair.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self.choice.chosen.connect(self._choose)
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._at())
        self.table.row_opened.connect(lambda _row: self._to_choice())
        self.table.view.installEventFilter(self)
        current_theme().changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        above = row(spacing=12)
        above.addLayout(column(self.heading, self.why, self.against, spacing=2), 1)
        above.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        self._detail = QWidget()
        detail = column(spacing=8)
        detail.addLayout(above)
        detail.addWidget(self.pair)
        detail.addWidget(label(_KEYS, "caption", wrap=True))
        self._detail.setLayout(detail)
        self.setLayout(
            column(self.figures, self.banner, self.more, self.table, self._detail, spacing=10)
        )

    def _fit(self) -> None:
        scale, pairs = current_theme().scale, len(self.model.rows)
        listed = max(2, min(pairs, _LISTED)) if pairs else _LISTED
        self.table.setFixedHeight(scale.header_row + listed * scale.row + 2)
        self.pair.fit_rows(len(self.facts.rows) or 1)

    def _columns(self) -> tuple[Column[LikelyPerson], ...]:
        return (
            Column("row", "Row", lambda one: count(one.row), Look.NUMBER, 72),
            Column("new", "Donor of the row", lambda one: one.new.display_name, Look.STRONG, 160,
                   least=110),
            Column("other", "May be", _whose, Look.TEXT, 190, least=120, tip=_whose),
            Column("why", "Because", _because, Look.QUIET, 240, stretch=True, least=160,
                   sortable=False, yields=True, tip=_because),
            Column("choice", "Choice", lambda one: _WORDS[self._answer(one)], Look.CHIP, 150,
                   sortable=False, tone=lambda one: _TONES[self._answer(one)]),
        )  # fmt: skip

    # --- what is shown

    def forget(self) -> None:
        """Forget what was said: another file is looked at."""
        self._said.clear()
        self.model.show(())

    def show_found(self, found: Found, why_not: str) -> None:
        """Show the donors of a file; ``why_not`` keeps from saying who they are."""
        report, people = found.report, found.people or ()
        asked = len({one.row for one in people})
        self._file = found.path.name
        self.figures.show_figures(
            (
                Figure("Known donors", count(report.donors_matched)),
                Figure("May be known", count(asked), "warn" if asked else ""),
                Figure("New donors", count(report.donors_new - asked)),
            )
        )
        self.banner.say(why_not if people else "", "warn")
        self.choice.setEnabled(not why_not)
        self.more.setText(
            f"The first {counted(len(people), 'pair')} are listed; there are more. What is not said"
            " here can be said later, at the donors." if found.more_people else ""
        )  # fmt: skip
        set_shown(self.more, shown=found.more_people)
        self.model.show(people)
        self._fit()
        set_shown(self._detail, shown=bool(people))
        if people and not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.model.index(0, 0))
        self._at()

    def _in_hand(self) -> LikelyPerson | None:
        return self.model.row_at(self.table.view.currentIndex().row())

    def _at(self) -> None:
        """Show the pair in hand side by side."""
        one = self._in_hand()
        if one is None:
            return
        self.heading.setText(f"Row {count(one.row)}: {one.new.display_name} · {_whose(one)}")
        self.why.setText(_because(one))
        against = " ".join(one.resemblance.against)
        self.against.setText(f"Two people, unless you know better. {against}" if against else "")
        set_shown(self.against, shown=bool(against))
        self.facts.show(tuple(facts_of(one.new, one.other)))
        self.pair.fit_rows(len(self.facts.rows))
        self.choice.choose(self._answer(one))

    # --- what is said

    def said(self) -> tuple[PersonSaid, ...]:
        """Return what was said of the pairs that are listed."""
        return tuple(
            PersonSaid(one.row, Verdict(answer), self._reason(one), one.other_card, one.other_row)
            for one in self.model.rows
            if (answer := self._answer(one)) != LATER
        )

    def _reason(self, one: LikelyPerson) -> str:
        alike = one.resemblance
        words = alike.reasons if self._answer(one) == Verdict.SAME else alike.against
        return " ".join((f"Said at the import of {self._file}, row {count(one.row)}.", *words))

    def _answer(self, one: LikelyPerson) -> str:
        return self._said.get(_key(one), LATER)

    def _choose(self, answer: str) -> None:
        one = self._in_hand()
        if one is None or self._answer(one) == answer:
            return
        self._said[_key(one)] = answer
        self.choice.choose(answer)
        self.table.view.viewport().update()

    def _to_choice(self) -> None:
        self.choice.focus()
        bring_into_view(self._detail)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let S, D and L answer for the pair in hand."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            answer = _KEYS_OF.get(Qt.Key(event.key()))
            if answer and not event.modifiers() and self.choice.isEnabled():
                self._choose(answer)
                return True
        return super().eventFilter(watched, event)


def _key(one: LikelyPerson) -> _Key:
    return one.row, one.other_card, one.other_row


def _whose(one: LikelyPerson) -> str:
    where = "in the book" if one.other_row is None else f"row {count(one.other_row)}"
    return f"{one.other.display_name}, {where}"


def _because(one: LikelyPerson) -> str:
    return " ".join(one.resemblance.reasons)


def _order(one: LikelyPerson, key: str) -> int | str:
    orders: dict[str, int | str] = {
        "row": one.row, "new": one.new.display_name, "other": one.other.display_name,
    }  # fmt: skip
    return orders[key]
