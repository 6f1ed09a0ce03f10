"""The drawer of an invoice of shared costs, and what is done there: settling and deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from financedesk.ledger.cost_invoices import delete_invoice
from financedesk.ledger.cost_settling import PROPOSED, RECEIVED, SENT, paying_sides, settle_invoice
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.entities_sharing_panel import InvoiceActs, InvoicePanel, SettleForm
from financedesk.ui.pages.subjects import ShowItems

if TYPE_CHECKING:
    from collections.abc import Callable

    from financedesk.ledger.cost_invoices import Invoice
    from financedesk.ledger.cost_settling import Payment
    from financedesk.ledger.typed_transfer import Side
    from financedesk.progress import Progress
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.pages.entities_sharing_acts import SharingActs
    from financedesk.ui.pages.entities_sharing_rows import InvoiceLine, Shared
    from financedesk.ui.shell.page import Shell

_STEPS = {
    PROPOSED: ("Draft settlement", "Drafted"), SENT: ("Send settlement", "Sent"),
    RECEIVED: ("Settle invoice", "Settled"),
}  # fmt: skip


class InvoiceSettling:
    """Shows an invoice, and pays it through the steps of every transfer."""

    def __init__(
        self, shell: Shell, desk: BookDesk, acts: SharingActs, read: Callable[[], Shared | None]
    ) -> None:
        """``read`` returns what the lists show now."""
        self._shell, self._desk, self._acts, self._read = shell, desk, acts, read
        self._opening = Latest()

    def open(self, invoice_id: int) -> None:
        """Show an invoice with how it was reckoned and what was paid."""
        shared = self._read()
        if shared is None:
            return
        line = next((one for one in shared.invoice_lines() if one.id == invoice_id), None)
        if line is None:
            return
        agreed = next(
            (one.facts.title for one in shared.agreements
             if one.id == line.one.facts.agreement_id), "",
        )  # fmt: skip
        panel = InvoicePanel(line, agreed, self._buttons(shared, line))
        self._shell.open_drawer(f"Invoice {line.one.facts.number}", panel)
        panel.settle.setFocus()

    def _buttons(self, shared: Shared, line: InvoiceLine) -> InvoiceActs:
        parties = line.one.facts.parties
        debtor = next((one.id for one in shared.entities if one.code == parties.debtor), 0)
        why = self._desk.why_not(RECORD, parties.entity_id, debtor) if debtor else (
            "The entity that owes it is not in this book, or you may not see it."
        )  # fmt: skip
        return InvoiceActs(
            settle=lambda: self._ask_payment(line.one),
            delete=lambda: self._delete_invoice(line.one),
            show_transfers=lambda: self._show_transfers(line.one),
            why_not_settle=why,
            why_not_delete=self._desk.why_not(CORRECT, parties.entity_id),
        )

    def _delete_invoice(self, one: Invoice) -> None:
        self._acts.write(
            "Delete invoice", lambda unit: delete_invoice(unit, one.id),
            (one.facts.parties.entity_id,), f"Deleted invoice {one.facts.number}", None,
            act=CORRECT,
        )  # fmt: skip

    def _show_transfers(self, one: Invoice) -> None:
        """Show what was paid since the invoice; drafts stand above the register there."""
        last = max(one.paid.last_day, self._desk.today.isoformat())
        span = (("period", f"{one.facts.invoiced_on}..{last}"),)
        self._shell.go("disbursements", ShowItems(span))

    # --- settling

    def _ask_payment(self, one: Invoice) -> None:
        """Ask from which account, how much and when; the accounts are read first."""
        book = self._desk.book

        def read(_progress: Progress) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
            with book.read() as connection:
                return paying_sides(connection, one)

        def show(sides: tuple[tuple[Side, ...], tuple[Side, ...]]) -> None:
            form = SettleForm(
                one, sides, self._desk.today, lambda payment: self._settle(one, payment, form),
                lambda: self.open(one.id),
            )  # fmt: skip
            self._shell.open_drawer(f"Settle invoice {one.facts.number}", form, about=one.id)
            form.amount.setFocus()

        deliver = self._opening.only(show)
        job = self._shell.runner.background(
            "Reading accounts", read, on_done=deliver,
            on_error=lambda error: self._shell.say(str(error)),
        )  # fmt: skip
        self._opening.replace(job)

    def _settle(self, one: Invoice, payment: Payment, form: SettleForm) -> None:
        shared, parties = self._read(), one.facts.parties
        known = shared.entities if shared else ()
        debtor = next(found.id for found in known if found.code == parties.debtor)
        name, done = _STEPS[payment.step]
        self._acts.write(
            name, lambda unit: settle_invoice(unit, payment), (debtor, parties.entity_id),
            f"{done} {dollars(payment.amount_cents)} for invoice {one.facts.number}", form,
        )  # fmt: skip
