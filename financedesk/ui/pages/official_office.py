"""The fields of a public office: one that is known, or the body, level and place of a new one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from financedesk.remittances.people import FEDERAL, LEVELS, PublicOffice
from financedesk.remittances.shelf import Kept
from financedesk.ui.pages.drawer_form import Fault, Part, needs_words
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.form_row import Need

LEVEL_WORDS = {"federal": "Federal", "state": "State", "local": "Local"}


class OfficeFields(QObject):
    """Takes an office; a known one fills nothing in, a new one asks for what its pay goes by."""

    def __init__(self, known: Sequence[Kept[PublicOffice]], chosen: int | None = None) -> None:
        """``chosen`` is the number of the office to begin with."""
        super().__init__()
        self._known = {one.id: one.fact for one in known}
        self.office, self.level = combo(), combo()
        for one in known:
            self.office.addItem(one.fact.words, one.id)
        self.office.addItem("Another office…", None)
        for level in LEVELS:
            self.level.addItem(LEVEL_WORDS[level], level)
        self.level.setCurrentIndex(self.level.findData("local"))
        self.body, self.state, self.district = QLineEdit(), QLineEdit(), QLineEdit()
        self.office_class = QLineEdit()
        self.state.setMaxLength(2)
        self.body.setPlaceholderText("City Council of Salem")
        self.district.setPlaceholderText("Ward 3")
        self.office_class.setPlaceholderText("member")
        self._rows()
        if chosen is not None:
            self.office.setCurrentIndex(self.office.findData(chosen))
        self.office.currentIndexChanged.connect(lambda _at: self._show())
        self.level.currentIndexChanged.connect(lambda _at: self._show())
        self._show()

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.office_row = FormRow("Office", self.office, "officials.office")
        self.body_row = FormRow("Body", self.body, "officials.body", need=need)
        self.level_row = FormRow("Level", self.level, "officials.level")
        self.state_row = FormRow("State", self.state, "officials.state", need=need)
        self.district_row = FormRow("District", self.district, "officials.district")
        self.class_row = FormRow("Class", self.office_class, "officials.class")

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows as a form lays them out."""
        return (
            self.office_row, self.body_row, (self.level_row, self.state_row),
            (self.district_row, self.class_row),
        )  # fmt: skip

    def _show(self) -> None:
        new = self.office.currentData() is None
        set_shown(self.office_row, shown=bool(self._known))
        for one in (self.body_row, self.level_row, self.district_row, self.class_row):
            set_shown(one, shown=new)
        set_shown(self.state_row, shown=new and self.level.currentData() != FEDERAL)

    @property
    def value(self) -> PublicOffice:
        """The office that is meant."""
        known = self.office.currentData()
        if known is not None:
            return self._known[known]
        level = str(self.level.currentData())
        state = "" if level == FEDERAL else self.state.text().strip().upper()
        return PublicOffice(
            body=self.body.text().strip(), level=level, state=state,
            district=self.district.text().strip(), office_class=self.office_class.text().strip(),
        )  # fmt: skip

    def faults(self) -> tuple[Fault, ...]:
        """Return what is missing."""
        return (
            needs_words(self.body_row, self.body, "Name the body: a council, a house, an agency."),
            needs_words(self.state_row, self.state, "Its law binds the pay: two letters, OR."),
        )
