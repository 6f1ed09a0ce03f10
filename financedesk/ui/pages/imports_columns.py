"""The second step of an import of an unknown table: what each of its columns holds.

What stands in the first rows is shown as it will be read, so that a wrong day or amount is seen
before anything is tried. Nothing is guessed: roles that are proposed are there to be confirmed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.errors import BadInput
from financedesk.intake.column_texts import ColumnTexts
from financedesk.intake.csv_table import plain_name
from financedesk.intake.days import DAY_FIRST, MONTH_FIRST
from financedesk.intake.dialect import FoundColumn, FoundTable
from financedesk.intake.profiles import FIRST_LAST, LAST_FIRST, Column, Profile, checked
from financedesk.intake.proposing import (
    Sample,
    played_once,
    proposed_roles,
    proved_order,
    read_sample,
)
from financedesk.intake.roles import ROLES, role_of
from financedesk.ledger.entities import EntityRow
from financedesk.rules.conduits import processors
from financedesk.ui.models import Column as Shown
from financedesk.ui.models import ListTableModel, Look
from financedesk.ui.pages.imports_values import (
    ACCOUNT,
    DRIVE,
    Choices,
    ValueColumn,
    ValuesPanel,
    needs_meanings,
)
from financedesk.ui.pages.imports_work import FoundColumns, OptionChoices, encoding_words
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import Banner, DataTable, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.form_row import Need

_NOTHING = "Nothing that is taken"
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tabulator", "|": "vertical bar"}
_DAY_ORDERS = (("As the file proves", ""), ("Month first", MONTH_FIRST), ("Day first", DAY_FIRST))
_DECIMALS = (("As the file proves", ""), ("Point: 1,234.50", "."), ("Comma: 1.234,50", ","))
_NAME_ORDERS = (("First name first", FIRST_LAST), ("Last name first", LAST_FIRST))
_MOST_ROWS = 8
_KEYS = "Enter on a column chooses what it holds"
_AS_FILE_SAYS = "As the recipient’s number says"


@dataclass(frozen=True)
class _Line:
    """One column of the file as the table lists it."""

    found: FoundColumn
    holds: str
    read: Sample

    @property
    def name(self) -> str:
        """What the file calls the column, or where it stands."""
        return self.found.name.strip() or f"Column {self.found.place}"


_COLUMNS: tuple[Shown[_Line], ...] = (
    Shown("name", "Column", lambda one: one.name, Look.STRONG, 190, least=120, sortable=False),
    Shown("samples", "In the first rows", lambda one: " · ".join(one.found.samples), Look.QUIET,
          260, stretch=True, least=120, sortable=False,
          tip=lambda one: "\n".join(one.found.samples)),
    Shown("holds", "Holds", lambda one: one.holds, Look.TEXT, 180, least=130, sortable=False),
    Shown("read", "Read as", lambda one: one.read.words, Look.CHIP, 230, least=150, sortable=False,
          tone=lambda one: "ok" if one.read.is_clear else "bad",
          tip=lambda one: one.read.words),
)  # fmt: skip


class ColumnsPanel(QWidget):
    """Lists the columns with their roles; ``changed`` follows every choice.

    ``statement_said`` when the table is a bank's statement.
    """

    changed = Signal()
    statement_said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table: FoundTable | None = None
        self._taken: frozenset[str] = frozenset()
        self._entities: dict[str, EntityRow] = {}
        self._choices = OptionChoices()
        self._roles: dict[int, str] = {}
        self._layout: Profile | None = None
        self._texts: Mapping[int, ColumnTexts] = {}
        self.banner, self.problem = Banner(), Banner()
        self.facts = label("", "small", wrap=True)
        self.model: ListTableModel[_Line] = ListTableModel(_COLUMNS)
        self.table = DataTable("Columns of the file", self.model, selection_bar=False)
        self.values = ValuesPanel()
        self.role, self.processor, self.entity = combo(), combo(), combo()
        self.day_order, self.decimal, self.name_order = combo(), combo(), combo()
        self.statement = button(
            "It is a bank’s statement", "link", on_click=self.statement_said.emit
        )
        self.name = QLineEdit()
        self.keep = QCheckBox("Remember it for the next file")
        self.keep.setChecked(True)
        self._fill()
        self._lay_out()
        self._connect()

    def _fill(self) -> None:
        self.role.addItem(_NOTHING, "")
        for one in ROLES:
            self.role.addItem(one.words, one.code)
            self.role.setItemData(self.role.count() - 1, one.help, Qt.ItemDataRole.ToolTipRole)
        for code, name in {one.code: one.name for one in processors()}.items():
            self.processor.addItem(name, code)
        for box, choices in (
            (self.day_order, _DAY_ORDERS),
            (self.decimal, _DECIMALS),
            (self.name_order, _NAME_ORDERS),
        ):
            for words, value in choices:
                box.addItem(words, value)

    def _lay_out(self) -> None:
        need = Need.REQUIRED
        self.role_row = FormRow("The chosen column holds", self.role, "imports.role", hint=_KEYS)
        self.processor_row = FormRow(
            "Whose export it is", self.processor, "imports.processor", need=need
        )
        self.entity_row = FormRow("Whose gifts", self.entity, "imports.whose", need=need)
        self.day_row = FormRow("Dates", self.day_order, "imports.day_order")
        self.decimal_row = FormRow("Amounts", self.decimal, "imports.decimal")
        self.order_row = FormRow("Whole names", self.name_order, "imports.name_order")
        self.name_row = FormRow(
            "Name of this layout", self.name, "imports.profile_name", need=need,
        )  # fmt: skip
        first, second = row(spacing=16), row(spacing=16)
        for place, parts in (
            (first, (self.role_row, self.day_row, self.decimal_row, self.order_row)),
            (second, (self.entity_row, self.processor_row, self.name_row)),
        ):
            for part in parts:
                place.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        told = row(spacing=12)
        told.addWidget(self.facts, 1)
        told.addWidget(self.statement)
        body = column(self.banner, told, self.table, spacing=12)
        body.addLayout(first)
        body.addWidget(self.values)
        body.addLayout(second)
        body.addWidget(self.keep)
        body.addWidget(self.problem)
        self.setLayout(body)

    def _connect(self) -> None:
        self.table.row_opened.connect(lambda _row: self.role.setFocus())
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._at())
        self.role.activated.connect(lambda _at: self._hold(str(self.role.currentData())))
        for box in (self.day_order, self.decimal, self.name_order, self.processor, self.entity):
            box.activated.connect(lambda _at: self._show())
        self.values.changed.connect(self._show)
        self.keep.toggled.connect(lambda _on: self._judge())
        self.name.textChanged.connect(lambda _text: self._judge())

    # --- what is shown

    def show_found(self, found: FoundColumns) -> None:
        """Show the columns of another file, with the roles that their names propose."""
        table = self._table = found.table
        self._texts = found.texts
        self.values.forget()
        self._begin_with(found.layout, table)
        own = found.layout.name if found.layout else None
        self._taken = frozenset(name.casefold() for name in found.names if name != own)
        self.banner.say(found.why, "info")
        self.facts.setText(" · ".join(_table_words(table)))
        scale, rows = current_theme().scale, min(_MOST_ROWS, len(table.columns))
        self.table.setMinimumHeight(scale.header_row + rows * scale.row + 2)
        self.name.setText(own or found.path.stem[:60])
        self._show()
        self.table.view.selectRow(0)

    def _begin_with(self, layout: Profile | None, table: FoundTable) -> None:
        """Begin with what a layout says, or with what the columns' names propose."""
        self._layout = layout
        said = layout or Profile(name="", processor="other", columns={})
        for box, value in (
            (self.processor, said.processor), (self.day_order, said.day_order),
            (self.decimal, said.decimal), (self.name_order, said.name_order or FIRST_LAST),
        ):  # fmt: skip
            box.setCurrentIndex(max(0, box.findData(value)))
        if layout is None:
            self._roles = proposed_roles(table.columns)
            return
        self._roles = roles_of_layout(layout, table)
        self.values.preset(
            {
                (role, place, text): meaning
                for place, role in self._roles.items()
                for text, meaning in layout.values.get(role, {}).items()
            }
        )
        self._choose_recipient(layout.constants.get("recipient_id"))

    def _choose_recipient(self, number: str | None) -> None:
        code = next((one.code for one in self._entities.values()
                     if number and one.committee_id == number), None)  # fmt: skip
        if code is not None:
            self.entity.setCurrentIndex(max(0, self.entity.findData(code)))

    def _show(self) -> None:
        """Read the samples anew by what is chosen, and judge the whole."""
        if self._table is None:
            return
        place = max(0, self.table.view.currentIndex().row())
        self.values.show_columns(self._value_columns(self._table), self._offered())
        self.model.show([self._line(one) for one in self._table.columns])
        self.table.view.selectRow(place)
        self.order_row.setVisible("name" in self._roles.values())
        self._judge()

    def _line(self, found: FoundColumn) -> _Line:
        role = self._roles.get(found.place, "")
        if not role:
            return _Line(found, "—", Sample("", is_clear=True))
        if said := self.values.summary(found.place):
            return _Line(found, role_of(role).words, Sample(*said))
        order = str(self.day_order.currentData()) or proved_order(found.samples)
        decimal = str(self.decimal.currentData())
        read = [read_sample(role, text, day_order=order, decimal=decimal) for text in found.samples]
        unclear = next((one for one in read if not one.is_clear), None)
        shown = unclear or (read[0] if read else Sample("no cell is filled", is_clear=True))
        return _Line(found, role_of(role).words, shown)

    def _value_columns(self, table: FoundTable) -> Iterator[ValueColumn]:
        """Yield the columns whose texts have to be said one by one."""
        for one in table.columns:
            role = self._roles.get(one.place, "")
            if role and needs_meanings(role):
                name = one.name.strip() or f"Column {one.place}"
                yield ValueColumn(role, one.place, name, self._texts.get(one.place))

    def _offered(self) -> Mapping[str, Choices]:
        """Return the drives and accounts of whose gifts these are, or of everybody's."""
        whose = [self.entity_code] if self.entity_code else list(self._entities)
        return {
            role: tuple(
                dict.fromkeys((name, code) for one in whose for code, name in of.get(one, ()))
            )
            for role, of in ((DRIVE, self._choices.drives), (ACCOUNT, self._choices.accounts))
        }

    def _at(self) -> None:
        """Let the choice speak of the column in hand."""
        line = self.model.row_at(self.table.view.currentIndex().row())
        if line is not None:
            self.role.setCurrentIndex(self.role.findData(self._roles.get(line.found.place, "")))

    # --- what is chosen

    def _hold(self, role: str) -> None:
        line = self.model.row_at(self.table.view.currentIndex().row())
        if line is None:
            return
        self._roles = played_once(self._roles, line.found.place, role)
        self._show()
        self.table.view.setFocus()

    def _judge(self) -> None:
        """Say at once everything that is missing."""
        found = list(self._missing())
        try:
            self._profile(self.values.supposed())
        except BadInput as error:
            found.append(str(error))
        self.problem.say("\n".join(found), "warn")
        self.changed.emit()

    def _missing(self) -> Iterator[str]:
        if self.entity_code is None and "recipient_id" not in self._roles.values():
            yield "Choose whose gifts these are, or which column has the recipient’s number."
        if self.keep.isChecked() and self.name.text().strip().casefold() in self._taken:
            yield "There is a layout of this name already; choose another name."
        yield from self.values.missing()

    def offer(
        self, entities: Sequence[EntityRow], chosen: str | None, choices: OptionChoices
    ) -> None:
        """Offer whose gifts these may be, with their drives and accounts; ``chosen`` is a code."""
        self._choices = choices
        self._entities = {one.code: one for one in entities}
        self.entity.clear()
        self.entity.addItem(_AS_FILE_SAYS, None)
        for one in entities:
            self.entity.addItem(one.name, one.code)
        self.entity.setCurrentIndex(max(0, self.entity.findData(chosen)))

    @property
    def entity_code(self) -> str | None:
        """Whose gifts these are, unless the file says it."""
        code: str | None = self.entity.currentData()
        return code

    def allow_keeping(self, why_not: str) -> None:
        """Say why a layout cannot be remembered by whoever is signed in; empty: it can."""
        self.keep.setEnabled(not why_not)
        self.keep.setChecked(not why_not)
        self.keep.setToolTip(why_not)

    @property
    def is_complete(self) -> bool:
        """Whether what is chosen can be tried."""
        return not self.problem.text

    def profile(self) -> Profile:
        """Return what is chosen as a profile; raises BadInput that says what is missing."""
        return self._profile(self.values.meanings())

    def _profile(self, values: Mapping[str, Mapping[str, str]]) -> Profile:
        table = self._table
        if table is None:
            raise BadInput("There is no file yet; drop one.")
        columns = self._columns(table)
        # What cannot be said here stays as the layout has it.
        before = self._layout or Profile(name="", processor="", columns={})
        return checked(
            replace(
                before,
                name=self.name.text().strip(), processor=str(self.processor.currentData()),
                columns=columns, constants=self._constants(before.constants),
                values=self._values(before, values),
                header_line=_header_line(table, columns),
                day_order=str(self.day_order.currentData()),
                decimal=str(self.decimal.currentData()),
                name_order=str(self.name_order.currentData()) if self._has_names else "",
            ),
            "This layout",
        )  # fmt: skip

    @property
    def _has_names(self) -> bool:
        return "name" in self._roles.values()

    def _columns(self, table: FoundTable) -> Mapping[str, Column]:
        """Return the columns by their roles: by name alone where a name tells them apart."""
        alike = Counter(plain_name(one.name) for one in table.columns)
        found = {one.place: one for one in table.columns}
        return {
            role: Column(name=found[place].name.strip())
            if found[place].name.strip() and alike[plain_name(found[place].name)] == 1
            else Column(name=found[place].name.strip(), place=place)
            for place, role in sorted(self._roles.items())
        }

    def _values(
        self, before: Profile, said: Mapping[str, Mapping[str, str]]
    ) -> Mapping[str, Mapping[str, str]]:
        """Return what texts mean: those of this file, and those that the layout knew before."""
        held = set(self._roles.values())
        known = {role: words for role, words in before.values.items() if role in held}
        return {role: {**known.get(role, {}), **said.get(role, {})} for role in {**known, **said}}

    def _constants(self, before: Mapping[str, str]) -> Mapping[str, str]:
        """Let the layout know whose gifts its files hold, where the books have a number for it."""
        held = {*self._roles.values(), "recipient_id"}
        kept = {role: text for role, text in before.items() if role not in held}
        whose = self._entities.get(self.entity_code or "")
        if whose is None or not whose.committee_id or "recipient_id" in self._roles.values():
            return kept
        return {**kept, "recipient_id": whose.committee_id}


def roles_of_layout(layout: Profile, table: FoundTable) -> dict[int, str]:
    """Return the roles of a layout by the places that its columns have in a table."""
    found: dict[int, str] = {}
    for role, wanted in layout.columns.items():
        alike = plain_name(wanted.name)
        places = [one.place for one in table.columns if plain_name(one.name) == alike]
        place = wanted.place or next(iter(places), 0)
        if place:
            found[place] = role
    return found


def _table_words(table: FoundTable) -> Iterator[str]:
    """Yield what was found of the file as a whole, and what of it is no row."""
    yield encoding_words(table.encoding)
    yield table.sheet or f"{_DELIMITERS.get(table.delimiter, table.delimiter)} between cells"
    yield f"header in line {table.header_line}" if table.header_line else "no header"
    yield from (f"line {one.line} left out: {one.reason}" for one in table.left_out)
    yield from table.remarks


def _header_line(table: FoundTable, columns: Mapping[str, Column]) -> int | None:
    """Return where the header stands; None where names find it, also in the vendor's next file."""
    return None if all(one.name for one in columns.values()) else table.header_line
