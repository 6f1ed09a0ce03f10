"""The form of an entity, new or changed: typed with the keyboard alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QLayout, QLineEdit, QWidget

from financedesk.errors import BadInput
from financedesk.ledger.entity_detail import EntityDetail
from financedesk.ledger.entity_edit import FREQUENCIES, EntityFacts
from financedesk.ledger.organisation_tree import OrganisationTree
from financedesk.rules.entities import entity_kind, entity_kinds
from financedesk.rules.entity_accounts import read_committee_id, read_ein
from financedesk.ui.pages.entity_words import FREQUENCY_WORDS
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair

_LONGEST_CODE = 16
_BEHIND_A_WALL = "As it is: behind a wall"


@dataclass(frozen=True)
class Places:
    """Where in the tree an entity may stand: entities and units with their ids and names."""

    entities: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, tree: OrganisationTree, besides: int | None = None) -> "Places":
        """Return the places of a tree, but for an entity itself."""
        entities = ((one.entity.id, one.entity.name) for one in tree.entities)
        units = ((one.id, one.name) for one in tree.units)
        return cls(tuple(one for one in entities if one[0] != besides), tuple(units))


class EntityForm(SavingForm):
    """Takes the facts of an entity; ``save`` is handed them when they are complete.

    What the ledger refuses is said at the top with ``refuse``; nothing that was typed is lost.
    """

    def __init__(
        self,
        places: Places,
        today: date,
        save: Callable[[EntityFacts], None],
        cancel: Callable[[], None],
        before: EntityDetail | None = None,
    ) -> None:
        super().__init__()
        self._save, self._before = save, before
        self._own_code = before is not None
        self._make_fields(places, today)
        self._lay_out(cancel)
        if before is not None:
            self._fill(before)
        self._connect()
        self._show_fec()
        self.set_tab_order()

    # --- building

    def _make_fields(self, places: Places, today: date) -> None:
        self.name, self.code = QLineEdit(), QLineEdit()
        self.committee, self.ein, self.group = QLineEdit(), QLineEdit(), QLineEdit()
        self.committee.setPlaceholderText("C00123456")
        self.ein.setPlaceholderText("93-0123456")
        self.kind, self.filing = combo(), combo()
        for code, kind in entity_kinds().items():
            self.kind.addItem(kind.label, code)
        for frequency in FREQUENCIES:
            self.filing.addItem(FREQUENCY_WORDS[frequency], frequency)
        self.parent_entity = _places("Nothing: it stands by itself", places.entities)
        self.unit = _places("No unit", places.units)
        self.qualified = DateEdit(today)
        self.first_name, self.last_name = QLineEdit(), QLineEdit()
        names = ("street_1", "street_2", "city", "state", "zip")
        self.address = {name: QLineEdit() for name in names}
        self.address["state"].setMaxLength(2)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        self.name_row = FormRow("Legal name", self.name, "entities.name", need=Need.REQUIRED)
        self.code_row = FormRow("Short name", self.code, "entities.code", need=Need.REQUIRED)
        self.kind_row = FormRow("Kind", self.kind, "entities.kind", need=Need.REQUIRED)
        self.committee_row = FormRow("FEC committee id", self.committee, "entities.committee")
        self._filing_row = FormRow("Files", self.filing, "entities.filing")
        self.qualified_row = FormRow("Multicandidate since", self.qualified, "entities.qualified")
        self.ein_row = FormRow("EIN", self.ein, "entities.ein")
        body = column(
            self.problem, self.name_row, self.kind_row, spacing=12, margins=(20, 14, 20, 20)
        )
        for part in (self.code_row, self.committee_row, self._filing_row):
            body.addWidget(part)
        body.addWidget(self.qualified_row)
        body.addWidget(self.ein_row)
        body.addWidget(FormRow("Stands under", self.parent_entity, "entities.parent"))
        body.addWidget(FormRow("Unit", self.unit, "entities.unit"))
        body.addWidget(FormRow("Shares limits with", self.group, "entities.limit_group"))
        body.addWidget(label("Treasurer and address", "small-strong"))
        body.addLayout(
            pair(
                FormRow("First name", self.first_name, "entities.treasurer_first"),
                FormRow("Last name", self.last_name, "entities.treasurer_last"),
            )
        )
        body.addWidget(FormRow("Street", self.address["street_1"], "entities.street"))
        body.addWidget(FormRow("Suite or box", self.address["street_2"], "entities.street_2"))
        body.addLayout(self._town())
        words = "Save" if self._before else "Save and add accounts"
        self.save_button = button(words, "primary", on_click=self.save)
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    def _town(self) -> QLayout:
        line = row(spacing=10)
        line.addWidget(FormRow("City", self.address["city"], "entities.city"), 3)
        line.addWidget(FormRow("State", self.address["state"], "entities.state"), 1)
        line.addWidget(FormRow("ZIP", self.address["zip"], "entities.zip"), 2)
        return line

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda _text: self._propose_code())
        self.code.textEdited.connect(lambda _text: self._take_code())
        self.kind.currentIndexChanged.connect(lambda _at: self._show_fec())

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.name, self.kind, self.code, self.committee, self.filing, self.qualified,
            self.ein, self.parent_entity, self.unit, self.group, self.first_name,
            self.last_name, *self.address.values(), self.save_button,
        )  # fmt: skip

    def _fill(self, detail: EntityDetail) -> None:
        entity = detail.entity
        self.name.setText(entity.name)
        self.code.setText(entity.code)
        self.committee.setText(entity.committee_id)
        self.ein.setText(entity.ein)
        self.group.setText(detail.limit_groups[-1] if detail.limit_groups else "")
        choices = (
            (self.kind, entity.kind), (self.filing, entity.filing or FREQUENCIES[0]),
            (self.parent_entity, entity.parent_id), (self.unit, entity.unit_id),
        )  # fmt: skip
        for choice, value in choices:
            if value is not None and choice.findData(value) < 0:
                choice.addItem(_BEHIND_A_WALL, value)
            choice.setCurrentIndex(max(0, choice.findData(value)))
        if detail.qualified_since:
            self.qualified.set_day(date.fromisoformat(detail.qualified_since))
        self.first_name.setText(entity.treasurer.get("first", ""))
        self.last_name.setText(entity.treasurer.get("last", ""))
        for name, place in self.address.items():
            place.setText(entity.address.get(name, ""))

    # --- following what is typed

    def _propose_code(self) -> None:
        if not self._own_code:
            self.code.setText(proposed_code(self.name.text()))

    def _take_code(self) -> None:
        self._own_code = bool(self.code.text())

    def _show_fec(self) -> None:
        federal = entity_kind(str(self.kind.currentData())).form is not None
        for place in (self.committee_row, self._filing_row, self.qualified_row):
            set_shown(place, shown=federal)

    # --- saving

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing or cannot be read."""
        return (
            (self.name_row, "" if self.name.text().strip() else "Give it its legal name."),
            (self.code_row, "" if self.code.text().strip() else "Give it a short name."),
            (self.committee_row, _problem_of(read_committee_id, self._committee_id())),
            (self.ein_row, _problem_of(read_ein, self.ein.text())),
            (self.qualified_row, self._qualified_problem()),
        )

    def hand_over(self) -> None:
        """Give the facts to whoever writes them."""
        self._save(self.facts())

    def _qualified_problem(self) -> str:
        return self.qualified.problem if self.qualified.text().strip() else ""

    def _committee_id(self) -> str:
        return "" if self.committee_row.isHidden() else self.committee.text().strip()

    def facts(self) -> EntityFacts:
        """Return what the form holds."""
        since = None if self.qualified_row.isHidden() else self.qualified.day
        treasurer = dict(self._before.entity.treasurer) if self._before else {}
        treasurer |= {"first": self.first_name.text(), "last": self.last_name.text()}
        return EntityFacts(
            code=self.code.text(), kind=str(self.kind.currentData()), name=self.name.text(),
            committee_id=self._committee_id(), filing=str(self.filing.currentData()),
            qualified_since=since.isoformat() if since else "", ein=self.ein.text(),
            limit_group=self.group.text(), parent_id=self.parent_entity.currentData(),
            unit_id=self.unit.currentData(), treasurer=treasurer,
            address={name: place.text() for name, place in self.address.items()},
        )  # fmt: skip


def _places(nothing: str, places: Sequence[tuple[int, str]]) -> QComboBox:
    made = combo()
    made.addItem(nothing, None)
    for row_id, name in places:
        made.addItem(name, row_id)
    return made


def _problem_of(read: Callable[[str], str], text: str) -> str:
    try:
        read(text)
    except BadInput as error:
        return str(error)
    return ""


def proposed_code(name: str) -> str:
    """Return a short name for a legal one: its telling words in small letters."""
    words = [word for word in name.split() if word[:1].isupper() or word[:1].isdigit()]
    letters = "-".join(words or name.split()).lower()
    kept = "".join(letter for letter in letters if letter.isalnum() or letter == "-")
    return kept[:_LONGEST_CODE].strip("-")
