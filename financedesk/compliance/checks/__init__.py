"""Every check of the books, in one list: a function each, from facts to findings.

A check *about cards* asks about givers and payees one by one and honours ``Facts.cards``; its
findings name the card. Any other check looks at an entity as a whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from financedesk.compliance.checks.approving import one_approval, own_approval
from financedesk.compliance.checks.banks import at_the_bank
from financedesk.compliance.checks.behind import paid_by_another
from financedesk.compliance.checks.closing import changed_since_reported, not_closed
from financedesk.compliance.checks.declared import by_occupation, declared_otherwise
from financedesk.compliance.checks.depositing import not_deposited, too_much_cash
from financedesk.compliance.checks.electing import general_money_spent, independent_notice
from financedesk.compliance.checks.givers import (
    foreign_address,
    missing_information,
    organisation_name,
)
from financedesk.compliance.checks.holding import on_hold
from financedesk.compliance.checks.notices import notice_48_hours
from financedesk.compliance.checks.outgoing import paid_in_cash, personal_use, without_record
from financedesk.compliance.checks.payables import missing_ultimate_payee, stale_checks
from financedesk.compliance.checks.payers import many_names_one_address, with_same_address
from financedesk.compliance.checks.receiving import late_forwarding
from financedesk.compliance.checks.recording import (
    committee_without_number,
    hours_not_logged,
    missing_address,
)
from financedesk.compliance.checks.registering import (
    multicandidate_due,
    registration_due,
    state_registration,
)
from financedesk.compliance.checks.reporting import reports
from financedesk.compliance.checks.round_trips import of_same_person, round_trips
from financedesk.compliance.checks.settled import unsettled
from financedesk.compliance.checks.spending import missing_purpose, vague_purpose
from financedesk.compliance.checks.walls import against_matrix, against_walls
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger.register_kinds import kinds_of
from financedesk.rules.bank_findings import finding_kinds

__all__ = ["CHECKS", "Check"]


@dataclass(frozen=True, slots=True)
class Check:
    """A function that finds what its rules name; ``about_cards``: it can be asked about some.

    ``around`` returns cards with those of whom the check says something else when they change.
    ``reads`` are the tables after whose change an entity is judged again, none meaning any; of a
    check about cards those after whose change it asks about everybody. ``alone`` says that what is
    found of an entity hangs on its own books, so that others need not be looked at again.
    ``among`` are the kinds of entries of which a card must have one, none meaning any.
    """

    rules: tuple[str, ...]
    find: Callable[[Facts], Iterator[Finding]]
    about_cards: bool = False
    around: Callable[[Facts, Iterable[int]], frozenset[int]] | None = None
    reads: frozenset[str] = frozenset()
    alone: bool = False
    among: frozenset[str] = frozenset()

    def is_over(self, changed: frozenset[str]) -> bool:
        """Tell whether a change of some tables may have changed what it finds of all it asks."""
        return bool(self.reads & changed) or not (self.reads or self.about_cards)


# What a change of money touches, and what is derived of it.
_MONEY = frozenset({"item", "posting", "transaction", "contact", "person_link", "payout", "drive"})
_REPORTS = frozenset({"filing", "filing_item", "opening", "obligation_state"})
_SLIPS = frozenset({"deposit", "deposit_item", "hold", "bank_closing"})
_BANK = frozenset({
    "bank_statement", "statement_line", "bank_match", "bank_match_line", "bank_match_posting",
    "line_set_aside", "bank_closing", "bank_closing_item", "processor_contract",
})  # fmt: skip
_PAYMENTS = frozenset(kinds_of("payments"))

CHECKS = (
    Check(("missing_information",), missing_information, about_cards=True),
    Check(("foreign_address",), unsettled(foreign_address), about_cards=True),
    Check(("organisation_name",), unsettled(organisation_name), about_cards=True),
    Check(("many_names_one_address",), many_names_one_address, about_cards=True,
          around=with_same_address),
    Check(("late_forwarding",), late_forwarding, about_cards=True),
    Check(("cash_over_limit", "anonymous_cash"), too_much_cash, about_cards=True),
    Check(("not_deposited",), not_deposited, reads=_MONEY | _REPORTS | _SLIPS | _BANK, alone=True),
    Check(("notice_48_hours",), notice_48_hours, about_cards=True),
    Check(("vague_purpose",), vague_purpose, about_cards=True, among=_PAYMENTS),
    Check(("missing_purpose",), missing_purpose, about_cards=True, among=_PAYMENTS),
    Check(("missing_ultimate_payee",), missing_ultimate_payee, about_cards=True, reads=_REPORTS),
    Check(("stale_check",), stale_checks, alone=True,
          reads=_MONEY | _BANK | {"bank_check", "bill"}),
    Check(tuple(finding_kinds()), at_the_bank, reads=_MONEY | _SLIPS | _BANK, alone=True),
    Check(("on_hold",), on_hold, reads=_MONEY | {"hold"}, alone=True),
    Check(("forbidden", "unsettled_condition"), unsettled(against_matrix), about_cards=True,
          reads=frozenset({"setting"})),
    Check(
        ("above_limit", "one_person_above_limit", "untimely_transfer", "list_without_price",
         "cost_not_to_share", "quarter_of_hours", "cost_share_overdue", "cost_without_proof",
         "tied_body"),
        unsettled(against_walls),
    ),
    Check(("late_report", "report_due"), reports, reads=_MONEY | _REPORTS, alone=True),
    Check(("report_before_closing",), not_closed, reads=_MONEY | _REPORTS | _BANK, alone=True),
    Check(("changed_since_reported",), changed_since_reported, reads=_MONEY | _REPORTS, alone=True),
    Check(("declared_foreign", "declared_contractor", "declared_not_own", "minor"),
          unsettled(declared_otherwise), about_cards=True),
    Check(("minor", "contractor_sign"), unsettled(by_occupation), about_cards=True),
    Check(("paid_by_another",), unsettled(paid_by_another), about_cards=True, reads=_BANK),
    Check(("round_trip",), round_trips, about_cards=True, around=of_same_person, among=_PAYMENTS,
          reads=frozenset({"official", "pledge", "remittance_receipt", "stipend"})),
    Check(("committee_without_number",), unsettled(committee_without_number), about_cards=True),
    Check(("missing_address",), unsettled(missing_address), about_cards=True),
    Check(("payment_without_record",), without_record, about_cards=True, among=_PAYMENTS,
          reads=_BANK | {"bill", "donor_document"}),
    Check(("paid_in_cash",), paid_in_cash, about_cards=True, among=_PAYMENTS),
    Check(("personal_use",), personal_use, about_cards=True, among=_PAYMENTS),
    Check(("one_approval",), one_approval, about_cards=True, among=_PAYMENTS,
          reads=frozenset({"bill", "approval_rule"})),
    Check(("own_approval",), own_approval, reads=frozenset({"bill", "bill_approval", "contact"})),
    Check(("hours_not_logged",), hours_not_logged, about_cards=True, among=_PAYMENTS,
          reads=frozenset({"cost_timesheet"})),
    Check(("general_money_spent",), general_money_spent, reads=_MONEY | {"election"}, alone=True),
    Check(("independent_notice",), independent_notice, alone=True,
          reads=_MONEY | _REPORTS | {"election", "item_party"}),
    Check(("registration_due",), registration_due, reads=_MONEY | {"registration"}, alone=True),
    Check(("multicandidate_due",), multicandidate_due, reads=_MONEY | {"registration"}, alone=True),
    Check(("state_registration",), state_registration, reads=_MONEY | {"registration"}, alone=True),
)  # fmt: skip
