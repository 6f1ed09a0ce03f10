"""Which gifts belong to a drive: its rules, what they would move, and what belongs to none yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.drives.assigning import (
    Reassignment,
    RuleForm,
    add_rule,
    change_rule,
    delete_rule,
    reassign,
    reassignment,
    rule_words,
)
from financedesk.drives.loose import LoosePlace, loose_places
from financedesk.ledger.drive_rules import CONDITIONS, DriveRule, rules_of
from financedesk.rules.conduits import processors
from financedesk.rules.roles import CORRECT
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import count, counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, may_have_day
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FormRow,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import allow, combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.pages.drive_view import DriveView, ReadDrive

MOVED = Changes(frozenset({Area.DRIVES, Area.CONTRIBUTIONS}))
_ALL_OF_THEM = "Gifts too whose drive somebody set by hand"


@dataclass(frozen=True)
class ListedRule:
    """A rule with the name of the drive or part that it feeds."""

    rule: DriveRule
    drive: str


_RULES: tuple[Column[ListedRule], ...] = (
    Column("words", "Gifts", lambda one: rule_words(one.rule), Look.STRONG, 260, stretch=True,
           least=150, sortable=False, tip=lambda one: rule_words(one.rule)),
    Column("drive", "Belong to", lambda one: one.drive, Look.TEXT, 150, sortable=False),
)  # fmt: skip
_LOOSE: tuple[Column[LoosePlace], ...] = (
    Column("page", "Page", lambda one: one.page or "–", Look.STRONG, 150, stretch=True,
           least=100),
    Column("code", "Code", lambda one: one.reference_code or "–", Look.TEXT, 100),
    Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 72),
    money_column("cents", "Given", lambda one: one.cents, width=104),
)  # fmt: skip


class RulesTab(QWidget):
    """Lists rules and loose places of the drive's entity; acts are one step of undo each."""

    def __init__(self, view: DriveView) -> None:
        super().__init__()
        self._view, self._shell, self._desk = view, view.shell, view.desk
        self._reading, self._trying = Latest(), Latest()
        self._moves = WrittenActs(view.shell, view.desk, CORRECT, MOVED)
        self._read: ReadDrive | None = None
        self._found: Reassignment | None = None
        self._why_not = ""
        self.rules: ListTableModel[ListedRule] = ListTableModel(
            _RULES, identify=lambda one: one.rule.id
        )
        self.loose: ListTableModel[LoosePlace] = ListTableModel(_LOOSE, order=_loose_order)
        self._build()

    def _build(self) -> None:
        self.add = button("Add rule", icon="plus", on_click=self.add_rule)
        self.table = DataTable("Rules", self.rules, noun=("rule", "rules"), totals=False,
                               selection_bar=False, empty=EmptyState(
            "No rules", "A rule says by page, code, state or day which gifts are this drive's. It"
            " counts from the next import on; what is in the book moves when you say so.",
            icon="split",
        ))  # fmt: skip
        self.table.setMinimumHeight(170)
        self.table.row_opened.connect(lambda rule_id: self._edit(int(rule_id)))
        rules = Card("Which gifts belong here", trailing=self.add, flush=True)
        rules.body.addWidget(self.table, 1)
        self.loose_table = DataTable(
            "Pages and codes of no drive", self.loose, selection_bar=False,
            empty=EmptyState("Nothing is loose", "Every imported gift with a page or code belongs"
                             " to a drive.", icon="circle-check", tone="ok"),
        )  # fmt: skip
        self.loose_table.setMinimumHeight(170)
        self.loose_table.row_opened.connect(lambda place: self._gather(int(place)))
        loose = Card("Of no drive yet", "Enter on a row makes a rule of it", flush=True)
        loose.body.addWidget(self.loose_table, 1)
        both = row(spacing=16)
        both.addWidget(rules, 1)
        both.addWidget(loose, 1)
        whole = column(spacing=12)
        whole.addLayout(both, 1)
        whole.addWidget(self._moving())
        self.setLayout(whole)

    def _moving(self) -> Card:
        self.by_hand = QCheckBox(_ALL_OF_THEM)
        self.by_hand.toggled.connect(lambda _on: self._forget())
        self.look = button("Show what would move", icon="search", on_click=self.try_rules)
        self.move_button = button("Move them", "primary", on_click=self.move_gifts)
        self.said = label("", wrap=True)
        made = Card("Gifts that are in the book")
        made.body.addWidget(self.said)
        made.body.addLayout(row(self.look, self.move_button, self.by_hand, None, spacing=12))
        self._forget()
        return made

    # --- what is shown

    def allow(self, why_not: str, why_not_move: str) -> None:
        """Let rules be changed, and gifts of the book move, or say why not."""
        allow(self.add, why_not)
        allow(self.move_button, why_not_move)
        self._why_not = why_not

    def show_read(self, read: ReadDrive) -> None:
        """Show the rules of a drive and its parts, and what is loose in its entity."""
        self._read = read
        self._forget()
        book, plan = self._desk.book, read.story.card.plan
        names = {plan.id: plan.name} | {one.plan.id: one.plan.name for one in read.story.parts}

        def find(_progress: Progress) -> tuple[list[ListedRule], list[LoosePlace]]:
            with book.read() as connection:
                known = [
                    ListedRule(one, names[one.drive_id])
                    for one in rules_of(connection, plan.entity_id)
                    if one.drive_id in names
                ]
                return known, loose_places(connection, plan.entity_id)

        def show(found: tuple[list[ListedRule], list[LoosePlace]]) -> None:
            self.rules.show(found[0])
            self.loose.show(found[1])

        deliver = self._reading.only(show)
        self._reading.replace(
            self._shell.runner.background("Reading rules of drives", find, on_done=deliver)
        )

    # --- rules

    def add_rule(self) -> None:
        """Show the form of a new rule."""
        self._open_form(None, RuleForm(drive_id=self._view.drive_id))

    def _gather(self, place: int) -> None:
        one = self.loose.row_at(place)
        if one is not None and not self._why_not:
            form = RuleForm(drive_id=self._view.drive_id, page=one.page,
                            reference_code=one.reference_code)  # fmt: skip
            self._open_form(None, form)

    def _edit(self, rule_id: int) -> None:
        found = next((one.rule for one in self.rules.rows if one.rule.id == rule_id), None)
        if found is not None and not self._why_not:
            values = {name: getattr(found, name) or "" for name in CONDITIONS}
            self._open_form(rule_id, RuleForm(drive_id=found.drive_id, **values))

    def _open_form(self, rule_id: int | None, rule: RuleForm) -> None:
        if self._read is None:
            return
        plan, editing = self._read.story.card.plan, self._view.editing

        def save(typed: RuleForm) -> None:
            if rule_id is None:
                editing.write("Add rule", lambda unit: add_rule(unit, typed), form)
            else:
                editing.write("Change rule", lambda unit: change_rule(unit, rule_id, typed), form)

        def delete() -> None:
            if rule_id is not None:
                editing.write("Delete rule", lambda unit: delete_rule(unit, rule_id), form)

        parts = {plan.id: plan.name} | {
            one.plan.id: one.plan.name for one in self._read.story.parts
        }
        acts = FormActs(self._shell.close_drawer, delete if rule_id is not None else None)
        form = RuleFields(rule, parts, self._desk.today, save, acts)
        title = "Change rule" if rule_id is not None else f"Gifts of {plan.name}"
        self._shell.open_drawer(title, form, entity_id=plan.entity_id, about=rule_id)
        form.page.setFocus()

    # --- gifts in the book

    def try_rules(self) -> None:
        """Find out what the rules of the entity would move; nothing moves yet."""
        if self._read is None:
            return
        book, entity_id = self._desk.book, self._read.story.card.plan.entity_id
        by_hand = self.by_hand.isChecked()

        def find(_progress: Progress) -> Reassignment:
            with book.read() as connection:
                return reassignment(connection, entity_id, by_hand=by_hand)

        deliver = self._trying.only(self._show_found)
        self._trying.replace(
            self._shell.runner.background("Trying the rules of drives", find, on_done=deliver)
        )

    def move_gifts(self) -> None:
        """Let the rules of the entity move its gifts, as one step that can be undone."""
        if self._read is None or self._found is None:
            return
        entity_id, by_hand = self._read.story.card.plan.entity_id, self.by_hand.isChecked()
        self._moves.write(
            "Assign gifts to drives",
            lambda unit: reassign(unit, entity_id, by_hand=by_hand),
            entity_id=entity_id, said="Gifts stand where the rules say",
        )  # fmt: skip

    def _show_found(self, found: Reassignment) -> None:
        self._found = found if found.gifts else None
        self.said.setText(moves_words(found, self._names()))
        set_shown(self.move_button, shown=self._found is not None)
        if self._found is not None:
            self.move_button.setText(f"Move {counted(found.gifts, 'gift')}")

    def _names(self) -> Mapping[int, str]:
        return {one.plan.id: one.plan.name for one in self._view.page.listed}

    def _forget(self) -> None:
        self._found = None
        self.said.setText(
            "Rules count from the next import on. What is in the book moves only when you say so,"
            " in all drives of this entity at once."
        )
        set_shown(self.move_button, shown=False)


def moves_words(found: Reassignment, names: Mapping[int, str]) -> str:
    """Return what would move, in sentences."""
    if not found.gifts:
        kept = f" {counted(found.by_hand, 'gift')} stay as set by hand." if found.by_hand else ""
        return f"Nothing would move: every gift is where the rules say.{kept}"
    parts = [
        f"{counted(one.gifts, 'gift')}, {dollars(one.cents)}, from "
        f"{names.get(one.from_drive or 0, 'no drive' if one.from_drive is None else 'a part')}"
        f" to {names.get(one.to_drive, 'a part')}"
        for one in found.moves[:4]
    ]
    more = len(found.moves) - len(parts)
    rest = f"; and {counted(more, 'more move')}" if more > 0 else ""
    return f"{'; '.join(parts)}{rest}."


def _loose_order(one: LoosePlace, key: str) -> object:
    return {"page": one.page.casefold(), "code": one.reference_code.casefold(),
            "gifts": one.gifts, "cents": one.cents}[key]  # fmt: skip


class RuleFields(DrawerForm):
    """Takes the conditions of a rule; every one that is filled must hold."""

    def __init__(
        self,
        rule: RuleForm,
        parts: Mapping[int, str],
        today: date,
        save: Callable[[RuleForm], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Save" if acts.delete else "Add rule")
        self._rule, self._hand = rule, save
        self.drive, self.source = combo(), combo()
        self.page, self.code = QLineEdit(rule.page), QLineEdit(rule.reference_code)
        self.state, self.zip = QLineEdit(rule.state), QLineEdit(rule.zip_prefix)
        self.first, self.last = DateEdit(today), DateEdit(today)
        for drive_id, name in parts.items():
            self.drive.addItem(name, drive_id)
        self.drive.setCurrentIndex(max(0, self.drive.findData(rule.drive_id)))
        self.source.addItem("Any", "")
        for code, name in {one.code: one.name for one in processors()}.items():
            self.source.addItem(name, code)
        self.source.setCurrentIndex(max(0, self.source.findData(rule.source)))
        self._set_days()
        self.first_row = FormRow("From", self.first, "drives.rule_from")
        self.last_row = FormRow("Until", self.last, "drives.rule_to")
        drive_row = FormRow("Belong to", self.drive, "drives.rule_drive")
        self.lay_out(
            (FormRow("Page", self.page, "drives.rule_page"),
             FormRow("Reference code", self.code, "drives.rule_code")),
            FormRow("Through", self.source, "drives.rule_source"),
            (FormRow("Giver’s state", self.state, "drives.rule_state"),
             FormRow("ZIP code begins with", self.zip, "drives.rule_zip")),
            (self.first_row, self.last_row), drive_row,
        )  # fmt: skip
        set_shown(drive_row, shown=len(parts) > 1)

    def _set_days(self) -> None:
        for field, text in ((self.first, self._rule.from_date), (self.last, self._rule.to_date)):
            if text:
                field.set_day(date.fromisoformat(text))

    def problems(self) -> Sequence[Fault]:
        """Return the days that cannot be read."""
        return (may_have_day(self.first_row, self.first), may_have_day(self.last_row, self.last))

    def hand_over(self) -> None:
        """Give the rule to whoever writes it."""
        days = [one.day.isoformat() if one.day else "" for one in (self.first, self.last)]
        self._hand(replace(
            self._rule, drive_id=int(self.drive.currentData()), page=self.page.text(),
            reference_code=self.code.text(), source=str(self.source.currentData()),
            state=self.state.text(), zip_prefix=self.zip.text(),
            from_date=days[0], to_date=days[1],
        ))  # fmt: skip
