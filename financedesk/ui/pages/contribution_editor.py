"""The row of entry of the register: a new contribution on top, a correction on its own row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.entered_gift import EnteredGift
from financedesk.ledger.entities import EntityRow
from financedesk.rules.receiving import Concern
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages.contribution_ahead import LookAhead
from financedesk.ui.pages.contribution_donor import FACTS, WORK, missing_facts
from financedesk.ui.pages.contribution_fields import GiftFields, Held, Typed, declared_rows
from financedesk.ui.pages.contribution_held import held_of
from financedesk.ui.pages.contribution_source import Choices
from financedesk.ui.widgets import DataTable, button, row
from financedesk.ui.widgets.build import column, set_shown, set_tone
from financedesk.ui.widgets.entry_row import EntryRow
from financedesk.ui.widgets.form_row import FormRow

_KEYS = "Enter saves · Esc restores · t + − move the date"
_AGAIN = Concern("bad", "It was not recorded. Correct it, or press Esc to let it go.")

Save = Callable[[Typed, Callable[[], None], Callable[[str], None]], None]
"""Writes what was typed; calls the second when it stands, the third with words when it cannot."""


@dataclass(frozen=True)
class Refused:
    """An entry that the book refused, to be shown again with the reason."""

    held: Held
    words: str


class GiftEditor(QObject):
    """Takes one contribution after another; ``save`` is handed each that is complete.

    Enter saves and begins the next one, which keeps date, account, drive, method and election;
    Esc restores, and leaves when there is nothing to restore. ``amending`` carries the filing
    that locks the row that was to be corrected. ``typing`` follows what changes in ``unsaved``;
    ``closing`` comes before the row is left with whatever stands in it.
    """

    amending = Signal(object)
    typing = Signal()
    closing = Signal()

    def __init__(self, table: DataTable, desk: BookDesk, runner: JobRunner, save: Save) -> None:
        super().__init__(table)
        self._table, self._desk, self._save = table, desk, save
        self._entered: EnteredGift | None = None
        self._start: Held | None = None
        self._common: Held | None = None
        self._refused: list[Refused] = []
        self._holding = self._waiting = False
        self.fields = GiftFields(desk, runner)
        self.ahead = LookAhead(self, self.fields, desk, runner, keys=_KEYS, alone=True)
        self.live = self.ahead.live
        self.row = EntryRow(table.view, "New contribution")
        self._lay_out()
        self._connect()

    # --- building

    def _lay_out(self) -> None:
        fields = self.fields
        self.save_button = button("Save", "primary", on_click=self.save)
        self.close_button = button("", "bare", icon="x", name="Close the row", on_click=self.leave)
        buttons = QWidget()
        buttons.setLayout(row(self.save_button, self.close_button, None, spacing=4))
        places: Sequence[tuple[QWidget, tuple[str, ...], str]] = (
            (fields.date, ("date",), "Received"),
            (fields.entity, ("entity",), "Entity"),
            (fields.donor, ("name", "city"), "Donor"),
            (fields.amount, ("amount",), "Amount"),
            (fields.method, ("method",), "Method"),
            (fields.drive, ("drive",), "Drive"),
            (fields.account, ("aggregate", "kind"), "Account"),
            (buttons, ("status", "lock"), ""),
        )
        for field, keys, title in places:
            self.row.put(field, *keys, title=title)
        self._election = FormRow("Election", fields.election, "contributions.election")
        self._election.setMaximumWidth(130)
        aside = row(fields.details, spacing=8)
        aside.addWidget(self._election, 0, Qt.AlignmentFlag.AlignTop)
        self._declared = QWidget()
        self._declared.setLayout(row(*declared_rows(fields), spacing=8))
        aside.addWidget(self._declared, 0, Qt.AlignmentFlag.AlignTop)
        aside.setStretch(0, 1)
        self.row.aside.setLayout(aside)
        self.row.foot.setLayout(column(self.live))
        self.row.watch(*fields.details.fields, fields.election, fields.declared, fields.declared_by)

    def _connect(self) -> None:
        fields = self.fields
        self.row.saved.connect(self.save)
        self.row.left.connect(self.leave)
        self.live.act_wanted.connect(self._amend)
        self.ahead.foretold.connect(self._show_fields)
        self.ahead.taller.connect(self.row.fit)
        fields.entity.currentIndexChanged.connect(lambda _at: self._entity_changed())
        fields.donor.picked.connect(self._picked)
        for line in (fields.donor, fields.amount, fields.date, fields.method, fields.election):
            line.textChanged.connect(lambda _text: self._changed())
        for line in (fields.declared, fields.declared_by):
            line.textChanged.connect(lambda _text: self.typing.emit())
        fields.drive.currentTextChanged.connect(lambda _text: self.typing.emit())
        fields.account.currentIndexChanged.connect(lambda _at: self._changed())
        fields.details.changed.connect(self._changed)
        self._table.model.modelReset.connect(self._follow_rows)

    # --- beginning

    @property
    def is_open(self) -> bool:
        """Whether the row takes entries now."""
        return not self.row.isHidden()

    @property
    def correcting(self) -> int | None:
        """The entry that is being corrected, None while something new is entered."""
        return self._entered.item_id if self._entered else None

    @property
    def unsaved(self) -> tuple[tuple[int | None, Held], ...]:
        """What was typed and does not stand in the book: this row, and entries it refused.

        Each with the entry that it corrects, None for a new one.
        """
        refused = tuple((None, one.held) for one in self._refused)
        if not self.is_open or not self.fields.has_entity:
            return refused
        held = self.fields.held()
        return refused if held == self._start else ((self.correcting, held), *refused)

    def forget_refused(self) -> None:
        """Show no refused entry any more: they wait in the book of the entity they are for."""
        self._refused.clear()

    def bring_back(self, held: Held, words: str) -> None:
        """Show a new contribution that was typed before; after what is typed now, if anything."""
        is_typing = self.is_open and bool(self.unsaved)
        self._refused.append(Refused(held, words))
        if not is_typing:
            self._show_refused()

    def correct_again(self, entered: EnteredGift, held: Held, words: str) -> None:
        """Show an entry's fields on its row with the correction that was typed before."""
        self.correct(entered)
        before = self._start
        self._hold(held)
        self._start = before
        self.ahead.say(words, ())

    def offer(self, choices: Choices, entities: tuple[EntityRow, ...]) -> None:
        """Take the entities, accounts and drives that may be chosen."""
        self._holding = True
        self.fields.offer(choices, entities)
        self._holding = False
        if self.is_open:
            self._show_fields()

    def begin(self) -> None:
        """Show the row for a new contribution, or go on with the one that is being typed."""
        if self._entered is not None or not self.is_open:
            self._begin_with(self._empty())
        self.fields.donor.setFocus()

    def duplicate(self, entered: EnteredGift) -> None:
        """Show the row for a new contribution that is like one that stands."""
        self._begin_with(held_of(entered))
        self._start = self._empty()
        self._to(self.fields.amount)

    def correct(self, entered: EnteredGift) -> None:
        """Show an entry's fields on its own row; of a locked one only the drive may change."""
        self._entered = entered
        self.row.setAccessibleName("Correct the entry")
        self._stand()
        self._hold(held_of(entered))
        if entered.locked:
            self.fields.drive.setFocus()
        else:
            self._to(self.fields.amount)

    def _to(self, field: QLineEdit) -> None:
        field.setFocus()
        field.selectAll()

    def _begin_with(self, held: Held) -> None:
        self._entered = None
        self.row.setAccessibleName("New contribution")
        self._stand()
        self._hold(held)

    def _stand(self) -> None:
        self._table.hold_open(held=True)
        place = self._table.model.position_of(self._entered.item_id) if self._entered else -1
        if place >= 0:
            self.row.stand_on_row(place)
        else:
            self.row.stand_on_top()

    def _empty(self) -> Held:
        """Return an empty row that keeps what a stack of checks has in common."""
        common = self._common
        if common is None:
            today = self._desk.today.strftime("%m/%d/%Y")
            common = replace(self.fields.held(), day=today, method="", drive="", election="")
        return replace(
            common, donor="", known=None, giver="IND", amount="", facts={}, declared="",
            declared_by="",
        )  # fmt: skip

    def _hold(self, held: Held) -> None:
        self._holding = True
        self.fields.hold(held)
        self._holding = False
        # As the fields hold it themselves: what an entity does not have falls away.
        self._start = self.fields.held()
        self.ahead.forget()
        self._mark_wrong(())
        self._enable()
        self._show_fields()
        self.ahead.look(self._entered)

    def _enable(self) -> None:
        entered, fields = self._entered, self.fields
        free = entered is None or not entered.locked
        gift = free and (entered is None or entered.is_gift)
        for field in (fields.date, fields.amount):
            field.setEnabled(free)
        for part in (
            fields.donor, fields.method, fields.account, fields.election, fields.details,
            fields.declared, fields.declared_by,
        ):  # fmt: skip
            part.setEnabled(gift)
        fields.entity.setEnabled(entered is None)

    def _follow_rows(self) -> None:
        """Stand on the same entry after the table was read anew, or on top when it has gone."""
        if self._entered is None or not self.is_open:
            return
        focused: QWidget | None = self.row.window().focusWidget()
        inside = focused is not None and self.row.isAncestorOf(focused)
        self._stand()
        if focused is not None and inside:
            focused.setFocus()

    # --- what is typed

    def _entity_changed(self) -> None:
        if not self._holding and self.fields.has_entity:
            self.fields.donor.reset()
            self.fields.details.fill(None)
            self.fields.follow_entity()
        self._changed()

    def _picked(self, value: object) -> None:
        if isinstance(value, KnownContact):
            self.fields.details.fill(value.contact)
            drive = self.fields.drive_name(value.last_drive_id)
            if drive and not self.fields.drive.currentText():
                self.fields.drive.setCurrentText(drive)
        else:
            self.fields.details.fill(None)
        self._changed()

    def _changed(self) -> None:
        if self._holding or not self.is_open or not self.fields.has_entity:
            return
        self._mark_wrong(())
        self._show_fields()
        self.ahead.look(self._entered)
        self.typing.emit()

    def _show_fields(self) -> None:
        """Show what this row needs: entity and account where there are several, facts if wanted."""
        fields = self.fields
        if not fields.has_entity:
            return
        by_election = fields.entity_row.form == "F3"
        asked = fields.details.want(self._wanted(), kind=self._is_new)
        declares = self.ahead.asks
        shown = (
            (fields.entity, len(fields.entities) > 1),
            (fields.account, len(fields.accounts) > 1),
            (self._election, by_election),
            (fields.details, asked),
            (self._declared, declares),
            (self.row.aside, asked or by_election or declares),
        )
        for widget, wanted in shown:
            set_shown(widget, shown=wanted)
        self.row.fit()

    @property
    def _is_new(self) -> bool:
        return self.fields.donor.known is None and bool(self.fields.donor.text().strip())

    def _wanted(self) -> tuple[str, ...]:
        known = self.fields.donor.known
        if known is not None:
            return missing_facts(known.contact) if self.ahead.itemised else ()
        if not self._is_new:
            return ()
        person = self.fields.giver_type == "IND"
        return tuple(name for name in FACTS if person or name not in WORK)

    def _amend(self) -> None:
        if self._entered is not None and self._entered.filing_id is not None:
            self.amending.emit(self._entered.filing_id)

    # --- saving and leaving

    def save(self) -> None:
        """Hand over what was typed if it can be recorded, else say what is missing."""
        entered, fields = self._entered, self.fields
        if not self.is_open or not fields.has_entity or self._waiting:
            return
        wrong = [] if entered and entered.locked else fields.problems()
        if wrong:
            self._mark_wrong(tuple(where for where, _ in wrong))
            self.ahead.say(wrong[0][1], tuple(Concern("bad", words) for _, words in wrong[1:]))
            wrong[0][0].setFocus()
            return
        typed, held = fields.typed(entered), fields.held()
        if entered is None:
            self._common = held
            self._begin_with(self._empty())
            fields.donor.setFocus()
        self._waiting = entered is not None
        self._save(typed, self._saved_of(entered), lambda words: self._failed(held, words))

    def _saved_of(self, entered: EnteredGift | None) -> Callable[[], None]:
        def saved() -> None:
            self._waiting = False
            if entered is not None and self._entered is entered:
                self._start = self.fields.held()
                self.close()
            self.typing.emit()

        return saved

    def _failed(self, held: Held, words: str) -> None:
        """Show an entry that the book refused again; what is typed meanwhile comes first."""
        self._waiting = False
        if self._entered is not None:
            self.ahead.say(words, (_AGAIN,))
            return
        self._refused.append(Refused(held, words))
        self.typing.emit()
        if not self.fields.donor.text().strip() and not self.fields.amount.text().strip():
            self._show_refused()

    def _show_refused(self) -> None:
        refused = self._refused.pop(0)
        self._begin_with(refused.held)
        self._start = self._empty()
        self.ahead.say(refused.words, (_AGAIN,))
        self.fields.amount.setFocus()

    def leave(self) -> None:
        """Restore what was there before; with nothing to restore, leave the row."""
        if self._start is not None and self.fields.held() != self._start:
            self._hold(self._start)
            (self.fields.donor if self._entered is None else self.fields.amount).setFocus()
        elif self._refused:
            self._show_refused()
        else:
            self.close()
        self.typing.emit()

    def close(self) -> None:
        """Leave the row and give the keyboard back to the table."""
        if not self.is_open:
            return
        self.closing.emit()
        self._entered = None
        self.row.give_back()
        self._table.hold_open(held=False)
        self._table.view.setFocus()

    def _mark_wrong(self, wrong: tuple[QWidget, ...]) -> None:
        for field in (self.fields.date, self.fields.donor, self.fields.amount):
            set_tone(field, "bad" if field in wrong else "")
