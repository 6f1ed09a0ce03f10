"""The field in which a payee is typed: somebody known with the last purpose, or somebody new."""

from dataclasses import dataclass

from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.payee_search import KnownPayee, find_payees
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.contribution_donor import split_name
from financedesk.ui.pages.disbursement_fields import payee_proposal
from financedesk.ui.widgets.entity_picker import EntityPicker

_PERSONS = ", "
"""A comma stands between a person's last and first name, and in no company's that is typed."""


@dataclass(frozen=True)
class TypedPayee:
    """Who was typed: the card where the books know one, and what is known."""

    known: ContactRef | None
    contact: Contact


class PayeeField(EntityPicker):
    """Proposes whom an entity has paid; ``Okafor, Ife`` begins a person, other names a company."""

    def __init__(self, desk: BookDesk, runner: JobRunner, entity_id: int) -> None:
        super().__init__("Name; Last, First for a person", noun="payee", many="payees")
        self.setAccessibleName("Payee")
        self._desk, self._runner, self.entity_id = desk, runner, entity_id
        self._search = Latest()
        self.searched.connect(self._find)

    @property
    def known(self) -> KnownPayee | None:
        """Who was picked; None for somebody new."""
        return self.value if isinstance(self.value, KnownPayee) else None

    @property
    def payee(self) -> TypedPayee:
        """Who stands in the field."""
        if self.known is not None:
            return TypedPayee(self.known.ref, self.known.contact)
        text = self.text().strip()
        kind = "IND" if _PERSONS in text else "ORG"
        return TypedPayee(None, Contact(type=kind, **split_name(kind, text)))

    def show_known(self, ref: ContactRef, contact: Contact) -> None:
        """Show somebody whom the books know."""
        self.hold(contact.display_name, KnownPayee(ref, contact, None))
        self.setCursorPosition(0)

    def _find(self, text: str) -> None:
        if not text or not self._desk.is_open:
            self.propose(())
            return
        book, entity_id = self._desk.book, self.entity_id

        def search(_progress: Progress) -> list[KnownPayee]:
            with book.read() as connection:
                return find_payees(connection, entity_id, text)

        def show(found: list[KnownPayee]) -> None:
            self.propose([payee_proposal(one) for one in found])

        deliver = self._search.only(show)
        job = self._runner.background("Looking for payees", search, on_done=deliver)
        self._search.replace(job)
