"""Who gives: the field that proposes the donors an entity knows, and what is asked of new ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.contact_search import KnownContact, find_contacts
from financedesk.ledger.contacts import PERSON_TYPES, Contact
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import day as short_day
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.widgets import FormRow, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead

GIVERS = (("IND", "Person"), ("ORG", "Organisation"), ("PAC", "Committee"), ("PTY", "Party"))
WORK = ("employer", "occupation")
FACTS = ("street", "city", "state", "zip", *WORK)
"""What an itemised gift says of its giver, by the names of the fields (11 CFR 100.12)."""

_COLUMNS = {name: "street_1" if name == "street" else name for name in FACTS}


class DonorField(TypeAhead):
    """Proposes the people whom one entity knows, with town and last gift; somebody new comes last.

    ``entity_id`` says whose people these are: lists do not leak across the walls.
    """

    def __init__(self, desk: BookDesk, runner: JobRunner) -> None:
        super().__init__("Name, as on the check")
        self._desk, self._runner = desk, runner
        self._search = Latest()
        self.entity_id = 0
        self.searched.connect(self._find)

    @property
    def known(self) -> KnownContact | None:
        """The donor who was picked, or None for somebody new."""
        return self.value if isinstance(self.value, KnownContact) else None

    def _find(self, text: str) -> None:
        if not self._desk.is_open:
            return
        book, entity_id = self._desk.book, self.entity_id

        def search(_progress: object) -> list[KnownContact]:
            with book.read() as connection:
                return find_contacts(connection, entity_id, text)

        def show(found: list[KnownContact]) -> None:
            new = [Proposal(f"New donor “{text}”", text, None)] if text else []
            self.propose([*map(proposal_of, found), *new])

        deliver = self._search.only(show)
        self._search.replace(self._runner.background("Looking for donors", search, on_done=deliver))


def proposal_of(found: KnownContact) -> Proposal:
    """Return how a known donor is proposed: name, town, last gift."""
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
    if giver_type not in PERSON_TYPES:
        return {"name": words}
    last, comma, first = words.partition(",")
    if not comma:
        first, _, last = words.rpartition(" ")
    given, _, middle = first.strip().partition(" ")
    return {"last_name": last.strip(), "first_name": given, "middle_name": middle.strip()}


class GiverDetails(QWidget):
    """What is asked of a giver beyond the name, in one line; only what is wanted is shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.giver = combo()
        for code, words in GIVERS:
            self.giver.addItem(words, code)
        self.facts = {name: QLineEdit() for name in FACTS}
        self.facts["state"].setMaxLength(2)
        self._kind = FormRow("Who gives", self.giver, "contributions.giver")
        self._rows = {
            "street": FormRow("Street", self.facts["street"], "contributions.street"),
            "city": FormRow("City", self.facts["city"], "contributions.city"),
            "state": FormRow("State", self.facts["state"], "contributions.state"),
            "zip": FormRow("ZIP", self.facts["zip"], "contributions.zip"),
            "employer": FormRow("Employer", self.facts["employer"], "contributions.employer"),
            "occupation": FormRow(
                "Occupation", self.facts["occupation"], "contributions.occupation"
            ),
        }
        line = row(spacing=8)
        line.addWidget(self._kind, 4)
        for name, share in zip(FACTS, (6, 4, 2, 3, 5, 5), strict=True):
            line.addWidget(self._rows[name], share)
        self.setLayout(line)
        self.giver.currentIndexChanged.connect(lambda _at: self.changed.emit())
        for field in self.facts.values():
            field.textEdited.connect(lambda _text: self.changed.emit())

    @property
    def giver_type(self) -> str:
        """The FEC's type of somebody new."""
        return str(self.giver.currentData())

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """Every field in reading order."""
        return (self.giver, *self.facts.values())

    def want(self, wanted: Sequence[str], *, kind: bool) -> bool:
        """Show these facts, and who gives if ``kind``; returns whether anything is shown."""
        self._kind.setVisible(kind)
        for name, place in self._rows.items():
            place.setVisible(name in wanted)
        return kind or bool(wanted)

    def choose(self, giver_type: str) -> None:
        """Say what somebody new is; what is not in the list is a committee."""
        self.giver.setCurrentIndex(max(0, self.giver.findData(giver_type)))

    def fill(self, known: Contact | None) -> None:
        """Show what is known of a giver, or nothing."""
        for name, field in self.facts.items():
            field.setText(getattr(known, _COLUMNS[name]) if known else "")

    def hold(self, facts: dict[str, str]) -> None:
        """Show facts as they were typed."""
        for name, field in self.facts.items():
            field.setText(facts.get(name, ""))

    def typed(self) -> dict[str, str]:
        """Return the facts as they are typed."""
        return {name: field.text() for name, field in self.facts.items()}


def missing_facts(known: Contact) -> tuple[str, ...]:
    """Return which facts of a known giver are not known, by the names of the fields."""
    wanted = FACTS if known.is_person else tuple(name for name in FACTS if name not in WORK)
    return tuple(name for name in wanted if not getattr(known, _COLUMNS[name]))


def contact_of(
    known: KnownContact | None, giver_type: str, name: str, facts: dict[str, str]
) -> Contact:
    """Return the giver as typed: a known card with what was added to it, or somebody new."""
    given = {_COLUMNS[key]: words.strip() for key, words in facts.items()}
    given["state"] = given["state"].upper()
    if known is not None:
        return replace(known.contact, **given)
    return Contact(type=giver_type, **split_name(giver_type, name), **given)
