"""The fields of one contribution, and what they hold as plain values that can be put back."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.entered_gift import EnteredGift
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.typed_gift import TypedGift
from financedesk.ledger.wall import Note
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import EntityChoice
from financedesk.ui.field_help import field_help
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages.contribution_donor import DonorField, GiverDetails, contact_of
from financedesk.ui.pages.contribution_source import Choices
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.choice import Choice
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import FormRow, Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_SHORT = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Typed:
    """What is handed over to be saved; ``entered`` is the entry that it corrects.

    ``gift`` is None for an entry of which only amount, day and drive may change.
    """

    entity: EntityRow
    name: str
    cents: int
    day: str
    drive: str
    gift: TypedGift | None
    entered: EnteredGift | None


@dataclass(frozen=True, kw_only=True)
class Held:
    """What the fields hold, as typed: enough to put it back after Esc or a refusal."""

    entity_id: int
    account_id: int | None
    day: str = ""
    donor: str = ""
    known: KnownContact | None = None
    giver: str = "IND"
    amount: str = ""
    method: str = ""
    drive: str = ""
    election: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    declared: str = ""
    declared_by: str = ""


def name_field(made: QWidget, title: str, key: str) -> None:
    """Name a field that has its title in a column; its help is its tooltip and what is read out."""
    made.setAccessibleName(title)
    made.setToolTip(field_help(key).text)
    made.setAccessibleDescription(field_help(key).words)


class EntityCombo(Choice):
    """Chooses among entities: names in the list; the field shows as much as it has room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(60)
        self.setMinimumContentsLength(4)
        self.currentIndexChanged.connect(lambda _at: self._tell())

    def add(self, one: EntityRow) -> None:
        """Offer an entity."""
        mark = EntityChoice(one.id, one.name, "").mark
        self.addItem(f"{mark} · {one.name}", one.id)
        self.setItemData(self.count() - 1, f"{mark} {one.code}", _SHORT)
        self._tell()

    def _tell(self) -> None:
        self.setToolTip(f"{self.currentText()}. {field_help('contributions.entity').text}")

    def fitting(self, room: int) -> str:
        """Return mark and name, mark and code, or the mark alone."""
        short = str(self.currentData(_SHORT) or "")
        choices = (self.currentText(), short, short.partition(" ")[0])
        advance = self.fontMetrics().horizontalAdvance
        return next((one for one in choices if advance(one) <= room), choices[-1])


class GiftFields:
    """Date, donor, amount, method, drive, account, entity and election of one contribution."""

    def __init__(self, desk: BookDesk, runner: JobRunner) -> None:
        self._desk = desk
        self._choices = Choices((), ())
        self._entities: tuple[EntityRow, ...] = ()
        self._own_account: int | None = None
        self.entity, self.account = EntityCombo(), combo()
        self.date = DateEdit(desk.today, desk.today)
        self.donor = DonorField(desk, runner)
        self.amount = MoneyEdit()
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.method, self.election = QLineEdit(), QLineEdit()
        self.drive = combo(editable=True)
        self.details = GiverDetails()
        self.declared, self.declared_by = QLineEdit(), QLineEdit()
        self._name()

    def _name(self) -> None:
        self.entity.setAccessibleName("Entity")
        name_field(self.account, "Account", "contributions.account")
        name_field(self.date, "Date received", "contributions.date")
        name_field(self.donor, "Donor", "contributions.donor")
        name_field(self.amount, "Amount", "contributions.amount")
        name_field(self.method, "Method", "contributions.method")
        name_field(self.drive, "Drive", "contributions.drive")
        name_field(self.election, "Election", "contributions.election")
        self.method.setPlaceholderText("Check 1042, cash")
        self.election.setPlaceholderText("G2026")
        if (typed := self.drive.lineEdit()) is not None:
            typed.setPlaceholderText("None")
            typed.setAccessibleName("Drive")

    # --- what may be chosen

    def offer(self, choices: Choices, entities: tuple[EntityRow, ...]) -> None:
        """Take new entities, accounts and drives; what is chosen stays where it still can."""
        chosen = self.entity_row.id if self._entities else None
        same = [one.id for one in entities] == [one.id for one in self._entities]
        self._choices, self._entities = choices, entities
        if not same:
            self.entity.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.entity.clear()
            for one in entities:
                self.entity.add(one)
            self.entity.blockSignals(False)  # noqa: FBT003
        place = next((at for at, one in enumerate(entities) if one.id == chosen), 0)
        self.entity.setCurrentIndex(place)
        if entities:
            self.follow_entity()

    @property
    def has_entity(self) -> bool:
        """Whether there is an entity to enter for."""
        return bool(self._entities)

    @property
    def entities(self) -> tuple[EntityRow, ...]:
        """The entities that may be chosen."""
        return self._entities

    @property
    def entity_row(self) -> EntityRow:
        """The entity whose books take the contribution."""
        return self._entities[max(0, self.entity.currentIndex())]

    @property
    def accounts(self) -> list[AccountRow]:
        """The entity's bank accounts that are open, and the one of the entry that is held."""
        entity_id = self.entity_row.id
        return [
            one
            for one in self._choices.accounts
            if one.entity_id == entity_id and (_takes_money(one) or one.id == self._own_account)
        ]

    @property
    def account_row(self) -> AccountRow | None:
        """The account that takes the money."""
        held, place = self.accounts, self.account.currentIndex()
        return held[place] if 0 <= place < len(held) else None

    def follow_entity(self) -> None:
        """Offer the accounts and drives of the entity that is chosen now."""
        account, drive = self.account.currentText(), self.drive.currentText()
        self.donor.entity_id = self.entity_row.id
        self.account.clear()
        self.account.addItems([one.name for one in self.accounts])
        self.account.setCurrentIndex(max(0, self.account.findText(account)))
        self.drive.clear()
        self.drive.addItem("")
        self.drive.addItems([
            one.name for one in self._choices.drives if one.entity_id == self.entity_row.id
        ])  # fmt: skip
        self.drive.setCurrentText(drive)

    def drive_name(self, drive_id: int | None) -> str:
        """Return the name of a drive, empty for none."""
        return next((one.name for one in self._choices.drives if one.id == drive_id), "")

    # --- what is held

    @property
    def giver_type(self) -> str:
        """The FEC's type of who gives."""
        known = self.donor.known
        return known.contact.type if known else self.details.giver_type

    def held(self) -> Held:
        """Return what the fields hold."""
        account = self.account_row
        return Held(
            entity_id=self.entity_row.id, account_id=account.id if account else None,
            day=self.date.text(), donor=self.donor.text(), known=self.donor.known,
            giver=self.details.giver_type, amount=self.amount.text(), method=self.method.text(),
            drive=self.drive.currentText(), election=self.election.text(),
            facts=self.details.typed(), declared=self.declared.text(),
            declared_by=self.declared_by.text(),
        )  # fmt: skip

    def hold(self, held: Held) -> None:
        """Show what was held before."""
        self._own_account = held.account_id
        ids = [one.id for one in self._entities]
        if held.entity_id in ids:
            self.entity.setCurrentIndex(ids.index(held.entity_id))
        self.follow_entity()
        accounts = [one.id for one in self.accounts]
        if held.account_id in accounts:
            self.account.setCurrentIndex(accounts.index(held.account_id))
        self.date.setText(held.day)
        self.donor.hold(held.donor, held.known)
        self.details.choose(held.giver)
        self.details.hold(held.facts)
        self.amount.setText(held.amount)
        self.method.setText(held.method)
        self.drive.setCurrentText(held.drive)
        if (typed := self.drive.lineEdit()) is not None:
            typed.setCursorPosition(0)
        self.election.setText(held.election)
        self.declared.setText(held.declared)
        self.declared_by.setText(held.declared_by)

    def typed(self, entered: EnteredGift | None) -> Typed:
        """Return what is to be saved; call it only when nothing is missing."""
        when, is_gift = self.date.day, entered is None or (entered.is_gift and not entered.locked)
        return Typed(
            entity=self.entity_row, name=self.donor.text().strip(),
            cents=self.amount.cents or 0, day=when.isoformat() if when else "",
            drive=self.drive.currentText(), gift=self.gift() if is_gift else None,
            entered=entered,
        )  # fmt: skip

    def gift(self) -> TypedGift:
        """Return the contribution as typed; call it only when nothing is missing."""
        account, when = self.account_row, self.date.day
        if account is None or when is None:
            raise RuntimeError("An incomplete contribution was to be saved.")
        known = self.donor.known
        return TypedGift(
            giver=contact_of(known, self.details.giver_type, self.donor.text(),
                             self.details.typed()),
            known=known.ref if known else None, amount_cents=self.amount.cents or 0,
            day=when.isoformat(), account=account, drive=self.drive.currentText(),
            method=self.method.text(), election_code=self.election.text().strip().upper(),
            note=self._note(),
        )  # fmt: skip

    def _note(self) -> Note | None:
        """Return what was declared about the gift, if the row asked for it."""
        words, who = self.declared.text().strip(), self.declared_by.text().strip()
        if not words and not who:
            return None
        return Note(words=words, who=who, on=self._desk.today.isoformat())

    def problems(self) -> list[tuple[QWidget, str]]:
        """Return what keeps this from being recorded at all, field by field."""
        amount = self.amount.problem
        if not amount and (self.amount.cents or 0) <= 0:
            amount = "Enter an amount above zero."
        said = (
            (self.date, self.date.problem),
            (self.donor, "" if self.donor.text().strip() else "Say who gave."),
            (self.amount, amount),
            (self.account, "" if self.account_row else "This entity has no bank account."),
        )
        return [(where, words) for where, words in said if words]


def declared_rows(fields: GiftFields) -> tuple[FormRow, FormRow]:
    """Return the two fields in which is noted what a condition of the law asks for."""
    said = FormRow("Declared", fields.declared, "contributions.declared", need=Need.REQUIRED)
    who = FormRow("By whom", fields.declared_by, "contributions.declared_by", need=Need.REQUIRED)
    said.setMinimumWidth(240)
    who.setMaximumWidth(180)
    return said, who


def _takes_money(one: AccountRow) -> bool:
    return one.role == "bank" and not one.closed_on
