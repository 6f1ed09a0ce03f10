"""Every check of the books, in one list: a function each, from facts to findings.

A check *about cards* asks about givers and payees one by one and honours ``Facts.cards``; its
findings name the card. Any other check looks at an entity as a whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from financedesk.compliance.checks.banks import at_the_bank
from financedesk.compliance.checks.closing import changed_since_reported, not_closed
from financedesk.compliance.checks.depositing import not_deposited, too_much_cash
from financedesk.compliance.checks.givers import (
    foreign_address,
    missing_information,
    organisation_name,
)
from financedesk.compliance.checks.holding import on_hold
from financedesk.compliance.checks.notices import notice_48_hours
from financedesk.compliance.checks.payables import missing_ultimate_payee, stale_checks
from financedesk.compliance.checks.payers import many_names_one_address, with_same_address
from financedesk.compliance.checks.receiving import late_forwarding
from financedesk.compliance.checks.reporting import reports
from financedesk.compliance.checks.settled import unsettled
from financedesk.compliance.checks.spending import missing_purpose, vague_purpose
from financedesk.compliance.checks.walls import against_walls
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.rules.bank_findings import finding_kinds

__all__ = ["CHECKS", "Check"]


@dataclass(frozen=True, slots=True)
class Check:
    """A function that finds what its rules name; ``about_cards``: it can be asked about some.

    ``around`` returns cards with those of whom the check says something else when they change.
    """

    rules: tuple[str, ...]
    find: Callable[[Facts], Iterator[Finding]]
    about_cards: bool = False
    around: Callable[[Facts, Iterable[int]], frozenset[int]] | None = None


CHECKS = (
    Check(("missing_information",), missing_information, about_cards=True),
    Check(("foreign_address",), unsettled(foreign_address), about_cards=True),
    Check(("organisation_name",), unsettled(organisation_name), about_cards=True),
    Check(("many_names_one_address",), many_names_one_address, about_cards=True,
          around=with_same_address),
    Check(("late_forwarding",), late_forwarding, about_cards=True),
    Check(("cash_over_limit", "anonymous_cash"), too_much_cash, about_cards=True),
    Check(("not_deposited",), not_deposited),
    Check(("notice_48_hours",), notice_48_hours, about_cards=True),
    Check(("vague_purpose",), vague_purpose, about_cards=True),
    Check(("missing_purpose",), missing_purpose, about_cards=True),
    Check(("missing_ultimate_payee",), missing_ultimate_payee),
    Check(("stale_check",), stale_checks),
    Check(tuple(finding_kinds()), at_the_bank),
    Check(("on_hold",), on_hold),
    Check(
        ("forbidden", "above_limit", "one_person_above_limit", "unsettled_condition",
         "untimely_transfer", "list_without_price", "cost_not_to_share", "quarter_of_hours",
         "cost_share_overdue", "cost_without_proof", "tied_body"),
        unsettled(against_walls),
    ),
    Check(("late_report", "report_due"), reports),
    Check(("report_before_closing",), not_closed),
    Check(("changed_since_reported",), changed_since_reported),
)  # fmt: skip
