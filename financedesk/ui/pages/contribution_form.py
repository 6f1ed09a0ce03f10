"""The form of a new contribution: typed with the keyboard alone, one after another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.contact_search import KnownContact, find_contacts
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.typed_gift import Outlook, TypedGift, outlook
from financedesk.rules.entities import files_federally
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import day as short_day
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.contribution_source import Choices
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead

GIVERS = (("IND", "Person"), ("ORG", "Organisation"), ("PAC", "Committee"), ("PTY", "Party"))
_CORPORATE = (
    "Corporations, unions and federal contractors may not give to this account "
    "(52 U.S.C. 30118, 30119)."
)
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True)
class Typed:
    """What the form holds when it is saved."""

    entity: EntityRow
    gift: TypedGift


class ContributionForm(QWidget):
    """Takes one contribution after another; ``save`` is handed each that is complete.

    Enter saves and begins the next one, which keeps date, account, drive and method.
    """

    def __init__(
        self,
        desk: BookDesk,
        runner: JobRunner,
        choices: Choices,
        save: Callable[[Typed], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._desk, self._runner, self._choices, self._save = desk, runner, choices, save
        self._entities = desk.writable_entities
        self._search, self._forecast = Latest(), Latest()
        self._make_fields()
        self._body = column(spacing=12, margins=(20, 14, 20, 20))
        self._lay_out(cancel)
        self.setLayout(self._body)
        self._connect()
        self._entity_changed()
        self._show_giver_fields()
        self._set_tab_order()

    # --- building

    def _make_fields(self) -> None:
        self.entity = combo()
        for one in self._entities:
            self.entity.addItem(one.name, one.id)
        self.donor = TypeAhead("Name, as on the check")
        self.giver = combo()
        for code, words in GIVERS:
            self.giver.addItem(words, code)
        self.amount = MoneyEdit()
        self.date = DateEdit(self._desk.today, self._desk.today)
        self.account, self.drive = combo(), combo(editable=True)
        self.method, self.election = QLineEdit(), QLineEdit()
        self.method.setPlaceholderText("Check 1042, cash, wire")
        self.election.setPlaceholderText(f"G{self._desk.today.year + self._desk.today.year % 2}")
        names = ("employer", "occupation", "street", "city", "state", "zip")
        self.words = {name: QLineEdit() for name in names}
        self.words["state"].setMaxLength(2)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        self._entity_row = FormRow("Entity", self.entity, "contributions.entity")
        self.donor_row = FormRow("Donor", self.donor, "contributions.donor", need=Need.REQUIRED)
        self._giver_row = FormRow("Who gives", self.giver, "contributions.giver")
        self.amount_row = FormRow("Amount", self.amount, "contributions.amount", need=Need.REQUIRED)
        self.date_row = FormRow("Received", self.date, "contributions.date", need=Need.REQUIRED)
        self.account_row = FormRow("Account", self.account, "contributions.account")
        self._drive_row = FormRow("Drive", self.drive, "contributions.drive", hint="")
        self._election_row = FormRow(
            "Election", self.election, "contributions.election", need=Need.REQUIRED
        )
        self.hint = label("", "small", wrap=True)
        self.hint.hide()
        self._details = {
            "employer": FormRow(
                "Employer", self.words["employer"], "contributions.employer", need=Need.BEST_EFFORTS
            ),
            "occupation": FormRow(
                "Occupation",
                self.words["occupation"],
                "contributions.occupation",
                need=Need.BEST_EFFORTS,
            ),
            "street": FormRow("Street", self.words["street"], "contributions.street"),
            "city": FormRow("City", self.words["city"], "contributions.city"),
            "state": FormRow("State", self.words["state"], "contributions.state"),
            "zip": FormRow("ZIP", self.words["zip"], "contributions.zip"),
        }
        for part in (self._entity_row, self.donor_row, self._giver_row):
            self._body.addWidget(part)
        self._body.addLayout(pair(self.amount_row, self.date_row))
        self._body.addWidget(self.hint)
        self._body.addLayout(
            pair(self.account_row, FormRow("Method", self.method, "contributions.method"))
        )
        self._body.addWidget(self._drive_row)
        self._body.addWidget(self._election_row)
        self._body.addLayout(pair(self._details["employer"], self._details["occupation"]))
        self._body.addWidget(self._details["street"])
        place = row(spacing=10)
        for name, share in (("city", 3), ("state", 1), ("zip", 2)):
            place.addWidget(self._details[name], share)
        self._body.addLayout(place)
        self.save_button = button("Save and next", "primary", on_click=self.save)
        self._body.addLayout(row(self.save_button, button("Close", on_click=cancel), None))
        self._body.addWidget(label("Enter saves · Esc closes · t + − move the date", "caption"))
        self._body.addStretch(1)
        set_shown(self._entity_row, shown=len(self._entities) > 1)

    def _connect(self) -> None:
        self.entity.currentIndexChanged.connect(lambda _at: self._entity_changed())
        self.donor.searched.connect(self._find)
        self.donor.picked.connect(self._picked)
        self.giver.currentIndexChanged.connect(lambda _at: self._show_giver_fields())
        self.amount.amount_changed.connect(lambda _cents: self._look_ahead())
        self.date.day_changed.connect(lambda _day: self._look_ahead())
        self.account.currentIndexChanged.connect(lambda _at: self._look_ahead())

    def _set_tab_order(self) -> None:
        order: Sequence[QWidget] = (
            self.entity, self.donor, self.giver, self.amount, self.date, self.account,
            self.method, self.drive, self.election, *self.words.values(), self.save_button,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # --- what is chosen

    @property
    def entity_row(self) -> EntityRow:
        """The entity whose books take the contribution."""
        return self._entities[max(0, self.entity.currentIndex())]

    @property
    def known(self) -> KnownContact | None:
        """The donor that was picked, or None for somebody new."""
        value = self.donor.value
        return value if isinstance(value, KnownContact) else None

    @property
    def giver_type(self) -> str:
        """The FEC's type of who gives."""
        return self.known.contact.type if self.known else str(self.giver.currentData())

    @property
    def account_chosen(self) -> AccountRow | None:
        """The account that takes the money."""
        held = self._held()
        place = self.account.currentIndex()
        return held[place] if 0 <= place < len(held) else None

    def _held(self) -> list[AccountRow]:
        entity_id = self.entity_row.id
        return [
            one for one in self._choices.accounts
            if one.entity_id == entity_id and one.role == "bank"
        ]  # fmt: skip

    def _entity_changed(self) -> None:
        self.account.clear()
        self.account.addItems([one.name for one in self._held()])
        self.drive.clear()
        self.drive.addItem("")
        self.drive.addItems([
            one.name for one in self._choices.drives if one.entity_id == self.entity_row.id
        ])  # fmt: skip
        self._election_row.setVisible(self.entity_row.form == "F3")
        self.donor.reset()

    def _show_giver_fields(self) -> None:
        person = self.giver_type in ("IND", "CAN")
        for name in ("employer", "occupation"):
            self._details[name].setVisible(person)
        self._giver_row.setVisible(self.known is None)
        self._look_ahead()

    # --- the donor

    def _find(self, text: str) -> None:
        book, entity_id = self._desk.book, self.entity_row.id

        def search(_progress: object) -> list[KnownContact]:
            with book.read() as connection:
                return find_contacts(connection, entity_id, text)

        def show(found: list[KnownContact]) -> None:
            new = [Proposal(f"New donor “{text}”", text, None)] if text else []
            self.donor.propose([*map(_proposal, found), *new])

        deliver = self._search.only(show)
        self._search.replace(self._runner.background("Looking for donors", search, on_done=deliver))

    def _picked(self, value: object) -> None:
        if isinstance(value, KnownContact):
            self._fill(value.contact)
            drive = next((x.name for x in self._choices.drives if x.id == value.last_drive_id), "")
            if drive and not self.drive.currentText():
                self.drive.setCurrentText(drive)
        else:
            self._fill(None)
        self._show_giver_fields()

    def _fill(self, known: Contact | None) -> None:
        for name, field in self.words.items():
            column_name = "street_1" if name == "street" else name
            field.setText(getattr(known, column_name) if known else "")

    # --- what it comes to

    def _look_ahead(self) -> None:
        """Say under the amount what it makes of the giver's aggregate."""
        cents, when, account = self.amount.cents, self.date.day, self.account_chosen
        self._warn_of_corporations(account)
        if not cents or cents <= 0 or when is None or account is None or not self._desk.is_open:
            self._forecast.only(lambda _: None)
            self._say_hint("")
            return
        book, entity = self._desk.book, self.entity_row
        giver = (self.giver_type, self.known.ref.card_id if self.known else None)

        def look(_progress: object) -> Outlook:
            with book.read() as connection:
                return outlook(connection, entity, account, giver, when.isoformat(), cents)

        window = "this election cycle" if entity.form == "F3" else "this year"

        def show(found: Outlook) -> None:
            self._say_hint(outlook_words(found, window))

        deliver = self._forecast.only(show)
        self._forecast.replace(self._runner.background("Looking ahead", look, on_done=deliver))

    def _say_hint(self, words: str) -> None:
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    def _warn_of_corporations(self, account: AccountRow | None) -> None:
        federal = account is not None and files_federally(account.kind)
        outside = self.entity_row.form is None
        forbidden = self.giver_type == "ORG" and federal and not outside
        self._giver_row.say(_CORPORATE if forbidden else "", "warn")

    # --- saving

    def save(self) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        problems = (
            (self.donor_row, "" if self.donor.text().strip() else "Say who gave."),
            (self.amount_row, self._amount_problem()),
            (self.date_row, self.date.problem),
            (self.account_row, "" if self.account_chosen else "This entity has no bank account."),
            (self._election_row, self._election_problem()),
        )
        for place, problem in problems:
            place.say(problem)
        wrong = [place for place, problem in problems if problem]
        if wrong:
            wrong[0].field.setFocus()
            return
        self._save(self._typed())

    def _amount_problem(self) -> str:
        if self.amount.problem:
            return self.amount.problem
        return "" if (self.amount.cents or 0) > 0 else "Enter an amount above zero."

    def _election_problem(self) -> str:
        needed = self.entity_row.form == "F3" and not self.election.text().strip()
        return "Say for which election: P or G and the year." if needed else ""

    def _typed(self) -> Typed:
        account, when = self.account_chosen, self.date.day
        if account is None or when is None:
            raise RuntimeError("An incomplete contribution was to be saved.")
        return Typed(
            self.entity_row,
            TypedGift(
                giver=self._contact(), known=self._ref(), amount_cents=self.amount.cents or 0,
                day=when.isoformat(), account=account, drive=self.drive.currentText(),
                method=self.method.text(), election_code=self.election.text().strip().upper(),
            ),
        )  # fmt: skip

    def _ref(self) -> ContactRef | None:
        return self.known.ref if self.known else None

    def _contact(self) -> Contact:
        given = {name: field.text().strip() for name, field in self.words.items()}
        given["street_1"] = given.pop("street")
        given["state"] = given["state"].upper()
        if self.known:
            return replace(self.known.contact, **given)
        kind = str(self.giver.currentData())
        return Contact(type=kind, **split_name(kind, self.donor.text()), **given)

    def next_one(self) -> None:
        """Begin the next contribution; date, account, drive and method stay."""
        self.donor.reset()
        self.amount.clear()
        self._fill(None)
        self._say_hint("")
        for place in (self.donor_row, self.amount_row):
            place.say("")
        self._show_giver_fields()
        self.donor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, from whichever field."""
        if Qt.Key(event.key()) in _ENTER:
            self.save()
        else:
            super().keyPressEvent(event)


def _proposal(found: KnownContact) -> Proposal:
    known = found.contact
    parts = [known.display_name]
    if known.city:
        parts.append(f"{known.city}, {known.state}".rstrip(", "))
    if found.last_day and found.last_cents is not None:
        when = short_day(date.fromisoformat(found.last_day))
        parts.append(f"{dollars(found.last_cents)} on {when}")
    return Proposal(" · ".join(parts), known.display_name, found)


def split_name(giver_type: str, text: str) -> dict[str, str]:
    """Return a typed name in its fields: ``Ada Q. Lopez`` or ``Lopez, Ada Q.`` for a person."""
    words = " ".join(text.split())
    if giver_type not in ("IND", "CAN"):
        return {"name": words}
    last, comma, first = words.partition(",")
    if not comma:
        first, _, last = words.rpartition(" ")
    given, _, middle = first.strip().partition(" ")
    return {"last_name": last.strip(), "first_name": given, "middle_name": middle.strip()}


def outlook_words(found: Outlook, window: str) -> str:
    """Return what a gift comes to, in the words under the amount."""
    if found.after_cents is None or found.before_cents is None:
        return "No form of the FEC shows this gift, so nothing is aggregated."
    total = f"Makes {dollars(found.after_cents)} {window}"
    if found.crosses:
        return f"{total}, above $200: it will be itemised. Employer and occupation are asked for."
    if found.itemised:
        return f"{total}: it will be itemised ({found.line})."
    return f"{total}: not itemised ({found.line})."
