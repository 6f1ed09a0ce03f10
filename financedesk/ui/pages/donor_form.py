"""The forms of a donor: somebody new, and what changed or was wrong about somebody known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from financedesk.book import UnitOfWork
from financedesk.ledger.contacts import Contact
from financedesk.ledger.donors_detail import DonorDetail
from financedesk.ledger.donors_edit import Channel, Corrected, add_donor, edit_donor, set_consent
from financedesk.ledger.donors_rows import unknown_of
from financedesk.ledger.entities import EntityRow
from financedesk.ui.formatting import counted
from financedesk.ui.pages.contribution_donor import GIVERS
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

CONSENTS = (("Not asked", None), ("Yes", True), ("No", False))
_KEYS = "Enter saves · Ctrl+Enter saves and goes on · Esc closes"
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WORDS = (
    "name", "first_name", "middle_name", "last_name", "suffix", "street_1", "street_2", "city",
    "state", "zip", "employer", "occupation", "email", "phone", "committee_id",
)  # fmt: skip
_PEOPLE = ("first_name", "middle_name", "last_name", "suffix", "employer", "occupation")
_BODIES = ("name",)


@dataclass(frozen=True)
class TypedDonor:
    """What the form says of a donor; ``card_id`` None is somebody new."""

    entity_id: int
    card_id: int | None
    contact: Contact
    valid_from: str | None
    consents: Mapping[Channel, bool]
    today: str

    def write(self, unit: UnitOfWork) -> tuple[int, Corrected]:
        """Write it and return the card; see ``add_donor`` and ``edit_donor`` for refusals."""
        if self.card_id is None:
            card, done = add_donor(unit, self.entity_id, self.contact).card_id, Corrected(0, 0)
        else:
            card = self.card_id
            done = edit_donor(unit, card, self.contact, self.valid_from)
        for channel, given in self.consents.items():
            set_consent(unit, card, channel, given=given, since=self.today)
        return card, done


class DonorForm(QWidget):
    """Takes what is known of one donor; ``save(typed, then_next)`` is handed what is complete.

    Enter saves, Ctrl+Enter saves and goes on to the next donor or the next new one.
    """

    def __init__(
        self,
        entities: tuple[EntityRow, ...],
        today: date,
        save: Callable[[TypedDonor, bool], None],
        cancel: Callable[[], None],
        detail: DonorDetail | None = None,
    ) -> None:
        """``detail`` is the donor to correct; without one somebody new is added."""
        super().__init__()
        self._entities, self._today, self._save = entities, today, save
        self._detail = detail
        self._known = detail.row.contact if detail else Contact(type="IND")
        self._make_fields()
        self.rows = self._make_rows()
        self._lay_out(cancel)
        self._fill()
        self.who.currentIndexChanged.connect(lambda _at: self._show_fields())
        self._show_fields()
        self._set_tab_order()

    # --- building

    def _make_fields(self) -> None:
        self.entity, self.who = combo(), combo()
        for one in self._entities:
            self.entity.addItem(one.name, one.id)
        for code, words in GIVERS:
            self.who.addItem(words, code)
        self.words = {name: QLineEdit() for name in _WORDS}
        self.words["state"].setMaxLength(2)
        self.words["zip"].setMaxLength(10)
        self.consents: dict[Channel, QComboBox] = {"email": combo(), "phone": combo()}
        for choice in self.consents.values():
            for words, given in CONSENTS:
                choice.addItem(words, given)
        self.valid_from = DateEdit(self._today)

    def _make_rows(self) -> dict[str, FormRow]:
        words, best = self.words, Need.BEST_EFFORTS
        email, phone = self.consents["email"], self.consents["phone"]
        return {
            "entity": FormRow("Entity", self.entity, "donors.entity"),
            "who": FormRow("Who", self.who, "donors.who"),
            "name": FormRow("Name", words["name"], "donors.name", need=Need.REQUIRED),
            "first_name": FormRow("First name", words["first_name"], "donors.first_name"),
            "middle_name": FormRow("Middle", words["middle_name"], "donors.middle_name"),
            "last_name": FormRow(
                "Last name", words["last_name"], "donors.last_name", need=Need.REQUIRED
            ),
            "suffix": FormRow("Suffix", words["suffix"], "donors.suffix"),
            "street_1": FormRow("Street", words["street_1"], "donors.street", need=best),
            "street_2": FormRow("Street, line 2", words["street_2"], "donors.street_2"),
            "city": FormRow("City", words["city"], "donors.city"),
            "state": FormRow("State", words["state"], "donors.state"),
            "zip": FormRow("ZIP", words["zip"], "donors.zip"),
            "employer": FormRow("Employer", words["employer"], "donors.employer", need=best),
            "occupation": FormRow(
                "Occupation", words["occupation"], "donors.occupation", need=best
            ),
            "email": FormRow("E-mail", words["email"], "donors.email"),
            "email_consent": FormRow("May e-mail", email, "donors.email_consent"),
            "phone": FormRow("Phone", words["phone"], "donors.phone"),
            "phone_consent": FormRow("May call", phone, "donors.phone_consent"),
            "committee_id": FormRow(
                "FEC committee", words["committee_id"], "donors.committee_id"
            ),
            "valid_from": FormRow(
                "Valid from", self.valid_from, "donors.valid_from",
                hint="Empty: it was wrong or not known. A day: it changed then.",
            ),
        }  # fmt: skip

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        rows = self.rows
        body = column(spacing=12, margins=(20, 14, 20, 20))
        if self._detail and self._detail.filed:
            filed = counted(self._detail.filed, "entry stands", "entries stand")
            body.addWidget(Banner(f"{filed} in filed reports and will stay as filed.", "neutral"))
        for name in ("entity", "who", "name"):
            body.addWidget(rows[name])
        self._side_by_side(body, ("first_name", 3), ("middle_name", 2))
        self._side_by_side(body, ("last_name", 4), ("suffix", 1))
        for name in ("employer", "occupation", "street_1", "street_2"):
            body.addWidget(rows[name])
        self._side_by_side(body, ("city", 3), ("state", 1), ("zip", 2))
        for name in ("email", "phone"):
            self._side_by_side(body, (name, 3), (f"{name}_consent", 2))
        body.addWidget(rows["committee_id"])
        body.addWidget(rows["valid_from"])
        self.save_button = button("Save", "primary", on_click=self.save)
        self.next_button = button("Save and next", on_click=lambda: self.save(then_next=True))
        buttons = row(self.save_button, self.next_button, button("Cancel", on_click=cancel), None)
        body.addLayout(buttons)
        body.addWidget(label(_KEYS, "caption", wrap=True))
        body.addStretch(1)
        self.setLayout(body)

    def _side_by_side(self, body: QVBoxLayout, *parts: tuple[str, int]) -> None:
        made = row(spacing=10)
        for name, share in parts:
            made.addWidget(self.rows[name], share, Qt.AlignmentFlag.AlignTop)
        body.addLayout(made)

    def _fill(self) -> None:
        for name, field in self.words.items():
            field.setText(getattr(self._known, name))
            field.setCursorPosition(0)
        if self._detail:
            for channel, choice in self.consents.items():
                answer = self._detail.consents.get(channel)
                if answer is not None:
                    choice.setCurrentIndex(choice.findData(answer.given))

    def _show_fields(self) -> None:
        person = Contact(type=self.type).is_person
        for name in (*_PEOPLE, *_BODIES):
            set_shown(self.rows[name], shown=(name in _PEOPLE) == person)
        set_shown(self.rows["committee_id"], shown=self.type in ("PAC", "PTY", "COM", "CCM"))
        new = self._detail is None
        set_shown(self.rows["entity"], shown=new and len(self._entities) > 1)
        set_shown(self.rows["who"], shown=new)
        set_shown(self.rows["valid_from"], shown=not new)

    def _set_tab_order(self) -> None:
        words, consents = self.words, self.consents
        order: tuple[QWidget, ...] = (
            self.entity, self.who, words["name"], words["first_name"], words["middle_name"],
            words["last_name"], words["suffix"], words["employer"], words["occupation"],
            words["street_1"], words["street_2"], words["city"], words["state"], words["zip"],
            words["email"], consents["email"], words["phone"], consents["phone"],
            words["committee_id"], self.valid_from, self.save_button, self.next_button,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # --- what stands there

    @property
    def type(self) -> str:
        """The FEC's type of who gives."""
        return self._known.type if self._detail else str(self.who.currentData())

    def focus_first(self) -> None:
        """Take the keyboard to what has to be asked for, or to the name of somebody new."""
        person = Contact(type=self.type).is_person
        name = "first_name" if person else "name"
        if self._detail:
            missing = [one.replace("street", "street_1") for one in unknown_of(self._known)]
            work = "employer" if person else "street_1"
            name = next((one for one in ("employer", "occupation") if one in missing), "") or next(
                iter(missing), work
            )
        self.words[name].setFocus()

    def save(self, *, then_next: bool = False) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        name = "last_name" if Contact(type=self.type).is_person else "name"
        lacks = "" if self.words[name].text().strip() else "A donor needs a name."
        typed_day = bool(self.valid_from.text().strip())
        problems = (
            (self.rows[name], lacks),
            (self.rows["valid_from"], self.valid_from.problem if typed_day else ""),
        )
        for place, problem in problems:
            place.say(problem)
        wrong = [place for place, problem in problems if problem]
        if wrong:
            wrong[0].field.setFocus()
            return
        self._save(self._typed(), then_next)

    def _typed(self) -> TypedDonor:
        given = {name: field.text().strip() for name, field in self.words.items()}
        given["state"] = given["state"].upper()
        given["committee_id"] = given["committee_id"].upper()
        day = self.valid_from.day
        card = self._detail.row.card_id if self._detail else None
        entity_id = self._detail.row.entity_id if self._detail else int(self.entity.currentData())
        answers: dict[Channel, bool] = {
            channel: bool(choice.currentData())
            for channel, choice in self.consents.items()
            if choice.currentData() is not None
        }
        return TypedDonor(
            entity_id, card, replace(self._known, type=self.type, **given),
            day.isoformat() if day else None, answers, self._today.isoformat(),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from whichever field; with Ctrl it goes on to the next."""
        if Qt.Key(event.key()) in _ENTER:
            self.save(then_next=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)
