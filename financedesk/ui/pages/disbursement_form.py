"""The form of a new disbursement: typed with the keyboard alone, one after another."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from financedesk.errors import FinanceDeskError, Walled
from financedesk.ledger.contacts import PERSON_TYPES, Contact, ContactRef
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.payee_search import KnownPayee, find_payees
from financedesk.ledger.typed_payment import TypedPayment, passage_to_payee
from financedesk.rules.payments import PaymentKind, payments_from
from financedesk.rules.purposes import category_of_kind
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.contribution_donor import split_name
from financedesk.ui.pages.disbursement_ahead import Looked, PaymentAhead
from financedesk.ui.pages.disbursement_fields import (
    PAYEE_WORDS,
    PaymentFields,
    payee_proposal,
    purpose_proposals,
)
from financedesk.ui.pages.disbursement_source import Means
from financedesk.ui.pages.disbursement_words import purpose_warning
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.draft import FormWatch
from financedesk.ui.widgets.enter_form import EnterForm


@dataclass(frozen=True)
class Typed:
    """What the form holds when it is saved."""

    entity: EntityRow
    payment: TypedPayment


class DisbursementForm(EnterForm):
    """Takes one disbursement after another; ``save`` is handed each that is complete.

    Enter saves and begins the next one, which keeps day, account and kind.
    """

    def __init__(
        self,
        desk: BookDesk,
        runner: JobRunner,
        means: Means,
        save: Callable[[Typed], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._desk, self._runner, self.means, self._save = desk, runner, means, save
        self._entities = desk.writable_entities
        self._search = Latest()
        self._looked: Looked | None = None
        self.fields = PaymentFields([(one.id, one.name) for one in self._entities], desk.today)
        self.outlook = PaymentAhead(desk, runner, self._show_ahead)
        self.ahead, self.left, self.wall = self.outlook.ahead, self.outlook.left, self.outlook.wall
        self.save_button = button("Save and next", "primary", on_click=self.save)
        self._lay_out(cancel)
        self._connect()
        self._entity_changed()
        self.fields.set_tab_order(self.save_button)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        body = column(spacing=12, margins=(20, 14, 20, 20))
        self.fields.lay_out(body, self.outlook)
        body.addLayout(row(self.save_button, button("Close", on_click=cancel), None))
        body.addWidget(
            label("Enter saves · Esc closes · t + − move the date", "caption", wrap=True)
        )
        body.addStretch(1)
        self.setLayout(body)
        set_shown(self.fields.entity_row, shown=len(self._entities) > 1)

    def _connect(self) -> None:
        made = self.fields
        made.entity.currentIndexChanged.connect(lambda _at: self._entity_changed())
        made.account.currentIndexChanged.connect(lambda _at: self._account_changed())
        made.kind.currentIndexChanged.connect(lambda _at: self._kind_changed())
        made.payee_type.currentIndexChanged.connect(lambda _at: self._judge())
        made.payee.searched.connect(self._find)
        made.payee.picked.connect(self._picked)
        made.payee.create_wanted.connect(lambda _name: self._picked(None))
        made.purpose.searched.connect(self._propose_purposes)
        made.purpose.textChanged.connect(lambda _text: self._judge_purpose())
        made.amount.amount_changed.connect(lambda _cents: self._look_ahead())
        made.date.day_changed.connect(lambda _day: self._look_ahead())
        for field in (
            made.payee, made.committee, made.election, made.purpose, made.method,
            made.declaration.words, made.declaration.who,
        ):  # fmt: skip
            field.textChanged.connect(lambda _text: self._look_ahead())

    # --- what is chosen

    @property
    def entity_row(self) -> EntityRow:
        """The entity whose books pay."""
        return self._entities[max(0, self.fields.entity.currentIndex())]

    @property
    def known(self) -> KnownPayee | None:
        """The payee that was picked, or None for somebody new."""
        value = self.fields.payee.value
        return value if isinstance(value, KnownPayee) else None

    @property
    def payee_type(self) -> str:
        """The FEC's type of who is paid."""
        if self.known is not None:
            return self.known.contact.type
        return str(self.fields.payee_type.currentData() or "ORG")

    @property
    def account(self) -> AccountRow | None:
        """The account that pays."""
        held = self.means.accounts_of(self.entity_row.id)
        place = self.fields.account.currentIndex()
        return held[place] if 0 <= place < len(held) else None

    @property
    def kind(self) -> PaymentKind | None:
        """The kind of payment."""
        code = self.fields.kind.currentData()
        return next((one for one in self._offered() if one.kind == code), None)

    def _offered(self) -> tuple[PaymentKind, ...]:
        account = self.account
        return payments_from(self.entity_row.kind, account.kind) if account else ()

    def _entity_changed(self) -> None:
        self.fields.account.clear()
        names = [one.name for one in self.means.accounts_of(self.entity_row.id)]
        self.fields.account.addItems(names)
        self.fields.payee.reset()
        self._account_changed()

    def take(self, means: Means) -> None:
        """Choose from what was read anew: the next check has another number."""
        self.means = means
        self._propose_number()

    def _propose_number(self) -> None:
        account = self.account
        number = self.means.next_checks.get(account.id, 1) if account else 1
        self.fields.method.setPlaceholderText(f"Check {number}, card, wire")

    def _account_changed(self) -> None:
        self._propose_number()
        chosen = self.fields.kind.currentData()
        self.fields.kind.blockSignals(True)  # noqa: FBT003 - Qt takes no names
        self.fields.kind.clear()
        for one in self._offered():
            self.fields.kind.addItem(one.title, one.kind)
        self.fields.kind.setCurrentIndex(max(0, self.fields.kind.findData(chosen)))
        self.fields.kind.blockSignals(False)  # noqa: FBT003
        self._kind_changed()

    def _kind_changed(self) -> None:
        kind, types = self.kind, self.fields.payee_type
        before = types.currentData()
        types.clear()
        for code in kind.payees if kind else ("ORG",):
            types.addItem(PAYEE_WORDS[code], code)
        types.setCurrentIndex(max(0, types.findData(before)))
        self.fields.show_asked(kind, categorised=self.entity_row.form is not None)
        if kind is not None:
            self._choose_category(category_of_kind(kind.kind))
            if not self.fields.purpose.text().strip():
                self.fields.purpose.hold(kind.purpose, None)
        self._judge()

    def _choose_category(self, code: str) -> None:
        self.fields.category.setCurrentIndex(max(0, self.fields.category.findData(code)))

    # --- the payee

    def _find(self, text: str) -> None:
        if not self._desk.is_open:
            return  # closed while the letters waited
        book, entity_id = self._desk.book, self.entity_row.id

        def search(_progress: object) -> list[KnownPayee]:
            with book.read() as connection:
                return find_payees(connection, entity_id, text)

        def show(found: list[KnownPayee]) -> None:
            self.fields.payee.propose([payee_proposal(one) for one in found])

        deliver = self._search.only(show)
        self._search.replace(self._runner.background("Looking for payees", search, on_done=deliver))

    def _picked(self, value: object) -> None:
        known = value if isinstance(value, KnownPayee) else None
        self.fields.fill_address(known.contact if known else None)
        if known is not None:
            self._repeat(known)
        self._judge()

    def _repeat(self, known: KnownPayee) -> None:
        """Take over kind, purpose, category and amount of the payee's last payment."""
        last, made = known.last, self.fields
        if last is None:
            return
        held = [one.id for one in self.means.accounts_of(self.entity_row.id)]
        if last.account_id in held:
            made.account.setCurrentIndex(held.index(last.account_id))
        place = made.kind.findData(last.kind)
        if place >= 0:
            made.kind.setCurrentIndex(place)
        made.purpose.hold(last.purpose, None)
        self._choose_category(last.category)
        if not made.amount.text().strip():
            made.amount.set_cents(last.cents)

    def _propose_purposes(self, text: str) -> None:
        used = self.means.purposes.get(self.entity_row.id, ())
        self.fields.purpose.propose(purpose_proposals(text, used))

    # --- what it comes to

    def _judge(self) -> None:
        """Say what the law has against it, right at the field, and look ahead."""
        set_shown(self.fields.type_row, shown=self.known is None)
        self._judge_purpose()
        self.fields.kind_row.say(self._forbidden())
        self._look_ahead()

    def _forbidden(self) -> str:
        """Return why the law lets no such money go there; empty where it does."""
        account, kind = self.account, self.kind
        if account is None or kind is None:
            return ""
        found = passage_to_payee(self.entity_row, account, kind.kind, self.payee_type)
        words = found.words if found is not None and found.refused else ""
        if not words and self._looked is not None and "committee" in kind.asks:
            words = self._looked.forbidden
        return f"Not allowed. {words}" if words else ""

    def _judge_purpose(self) -> None:
        to_person = self.payee_type in PERSON_TYPES
        words = purpose_warning(self.fields.purpose.text(), to_person=to_person)
        self.fields.purpose_row.say(words, "warn")

    def _look_ahead(self) -> None:
        """Ask what the law says of it, where it will stand and what the account holds after it."""
        account, when, kind = self.account, self.fields.date.day, self.kind
        known, cents = self.known, self.fields.amount.cents or 0
        whole = account is not None and when is not None and kind is not None
        if not whole or kind is None or (cents <= 0 and "committee" not in kind.asks):
            self.outlook.show_nothing()
            return
        card = known.ref.card_id if known else None
        self.outlook.look(self.entity_row, self._typed().payment, card)

    def _show_ahead(self, found: Looked | None) -> None:
        self._looked = found
        self.fields.declaration.show_for("" if found is None else found.asked)
        self.fields.kind_row.say(self._forbidden())
        if found is None or found.excess or not self.fields.amount.problem:
            self.fields.amount_row.say("" if found is None else found.excess)

    # --- saving

    def save(self) -> None:
        """Hand over what was typed if it is complete, else say what is missing."""
        problems = self._problems()
        for place, problem in problems:
            place.say(problem)
        self._judge_purpose_unless(self.fields.purpose_row.message)
        wrong = [place for place, problem in problems if problem]
        if wrong:
            wrong[0].field.setFocus()
            return
        self._save(self._typed())

    def _judge_purpose_unless(self, problem: str) -> None:
        if not problem:
            self._judge_purpose()

    def _problems(self) -> tuple[tuple[FormRow, str], ...]:
        made = self.fields
        amount = made.amount.problem
        if not amount and (made.amount.cents or 0) <= 0:
            amount = "Enter an amount above zero."
        if not amount and self._looked is not None:
            amount = self._looked.excess
        purposeless = self.entity_row.form is not None and not made.purpose.text().strip()
        election = not made.election_row.isHidden() and not made.election.text().strip()
        return (
            (made.payee_row, "" if made.payee.text().strip() else "Say who was paid."),
            (made.kind_row, self._kind_problem()),
            (made.amount_row, amount),
            (made.date_row, made.date.problem),
            (made.purpose_row, "Say what it was for." if purposeless else ""),
            (made.account_row, "" if self.account else "This entity has no bank account."),
            *made.declaration.problems,
            (made.election_row, "Say for which election: P2026, G2026." if election else ""),
        )

    def _kind_problem(self) -> str:
        if self.account is not None and self.kind is None:
            return "Nothing is paid from this account by hand; choose another."
        message = self.fields.kind_row.message
        return message if message.startswith("Not allowed") else ""

    def _typed(self) -> Typed:
        made, account, when, kind = self.fields, self.account, self.fields.date.day, self.kind
        if account is None or when is None or kind is None:
            raise RuntimeError("An incomplete disbursement was to be saved.")
        asked = not made.category_row.isHidden()
        return Typed(
            self.entity_row,
            TypedPayment(
                payee=self._payee(), known=self._ref(), kind=kind.kind,
                amount_cents=made.amount.cents or 0, day=when.isoformat(), account=account,
                purpose=made.purpose.text(), method=made.method.text(),
                category=str(made.category.currentData()) if asked else "",
                election_code="" if made.election_row.isHidden() else made.election.text(),
                candidate=made.supported(),
                note=made.declaration.note(self._desk.today.isoformat()),
            ),
        )  # fmt: skip

    def refuse(self, error: FinanceDeskError) -> None:
        """Ask for what the book asked for; anything else is said by who saves."""
        if isinstance(error, Walled) and error.asks:
            self.fields.declaration.show_for(str(error))
            self.fields.declaration.words.setFocus()

    def _ref(self) -> ContactRef | None:
        return self.known.ref if self.known else None

    def _payee(self) -> Contact:
        given = {name: field.text().strip() for name, field in self.fields.words.items()}
        given["street_1"] = given.pop("street")
        given["state"] = given["state"].upper()
        if not self.fields.committee_row.isHidden():
            given["committee_id"] = self.fields.committee.text().strip().upper()
        if self.known:
            return replace(self.known.contact, **given)
        return Contact(
            type=self.payee_type, **split_name(self.payee_type, self.fields.payee.text()), **given
        )

    def next_one(self) -> None:
        """Begin the next disbursement; day, account and kind stay."""
        made = self.fields
        made.payee.reset()
        made.amount.clear()
        made.purpose.reset()
        for field in (made.method, made.candidate, made.office_state, made.district):
            field.clear()
        made.office.setCurrentIndex(0)
        made.declaration.clear()
        made.fill_address(None)
        for place, _ in self._problems():
            place.say("")
        self._kind_changed()
        if (watch := self.findChild(FormWatch)) is not None:
            watch.settle()
        made.payee.setFocus()
