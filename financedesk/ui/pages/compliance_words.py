"""How findings read: their levels, clocks, and the page on which each is put right."""

from collections.abc import Callable, Mapping
from datetime import date

from financedesk.compliance.finding import Finding
from financedesk.rules.checks import ADVICE, BLOCK, WARN
from financedesk.ui.formatting import NOTHING, counted, distance, short_day
from financedesk.ui.pages.disbursement_subjects import NamePayees, ShowChecks
from financedesk.ui.pages.subjects import (
    ShareCosts,
    ShowDeposits,
    ShowDonor,
    ShowDonorPage,
    ShowEntity,
    ShowItem,
    ShowItems,
    ShowLimits,
    ShowLists,
    ShowReconcile,
)

LEVELS: Mapping[str, tuple[str, str]] = {
    BLOCK: ("Blocking", "bad"), WARN: ("Warning", "warn"), ADVICE: ("Advice", "info"),
}  # fmt: skip
_NEAR_DAYS = 15
Place = tuple[str, object]
"""A page and what it is to show."""


OVERDUE, WEEK, MONTH, LATER, NEVER = "overdue", "week", "month", "later", ""
WHENS: Mapping[str, tuple[str, str]] = {
    OVERDUE: ("Overdue", "bad"), WEEK: ("This week", "warn"), MONTH: ("This month", "info"),
    LATER: ("Later", ""),
}  # fmt: skip
"""When clocks run out, in words, with the tone of each."""
_WEEK_DAYS, _MONTH_DAYS = 7, 31


def when_due(one: Finding, today: date) -> str:
    """Return when a finding's clock runs out, by the keys of ``WHENS``; NEVER without a clock.

    A week is the next seven days and a month the next thirty-one, so that nothing hides behind the
    end of a calendar week.
    """
    if not one.due:
        return NEVER
    days = (date.fromisoformat(one.due) - today).days
    if days < 0:
        return OVERDUE
    return WEEK if days <= _WEEK_DAYS else MONTH if days <= _MONTH_DAYS else LATER


def days_words(due: str, today: date) -> str:
    """Return how many days are left until a day, or by how many it is late."""
    if not due:
        return NOTHING
    days = (date.fromisoformat(due) - today).days
    if days < 0:
        return f"{counted(-days, 'day')} late"
    return counted(days, "day") if days else "today"


def due_words(one: Finding, today: date) -> str:
    """Return when a finding's clock runs out: a day, or how near or late it is."""
    if not one.due:
        return NOTHING
    due = date.fromisoformat(one.due)
    days = (due - today).days
    if days < 0:
        return f"{counted(-days, 'day')} late"
    return distance(due, today).removeprefix("in ") if days < _NEAR_DAYS else short_day(due)


def place_of(one: Finding) -> Place:
    """Return where a finding is put right."""
    return _PLACES.get(one.rule, _entries)(one)


def _donor(one: Finding) -> Place:
    return "donors", ShowDonor(one.card_id or 0)


def _asked(one: Finding) -> Place:
    return "donors", ShowDonorPage(one.card_id or 0, "requests")


def _declared(one: Finding) -> Place:
    return "donors", ShowDonorPage(one.card_id or 0, "said")


def _gifts(one: Finding) -> Place:
    if len(one.item_ids) == 1:
        return "contributions", ShowItem(one.item_ids[0])
    return "contributions", ShowItems(text=one.subject)


def _entries(one: Finding) -> Place:
    """Return the entries of what has no place of its own, else whom it is about."""
    if one.item_ids:
        return _gifts(one)
    return _donor(one) if one.card_id else _entity(one)


def _held(_one: Finding) -> Place:
    return "contributions", ShowItems((("status", "on_hold"),))


def _deposits(_one: Finding) -> Place:
    return "contributions", ShowDeposits(waiting=True)


def _payments(one: Finding) -> Place:
    if len(one.item_ids) == 1:
        return "disbursements", ShowItem(one.item_ids[0])
    return "disbursements", ShowItems(text=one.subject)


def _payees(one: Finding) -> Place:
    return "disbursements", NamePayees(one.item_ids[0])


def _checks(_one: Finding) -> Place:
    return "disbursements", ShowChecks()


def _bank(one: Finding) -> Place:
    return "reconcile", ShowReconcile(one.account_id)


def _limits(_one: Finding) -> Place:
    return "limits", ShowLimits("near")


def _filings(_one: Finding) -> Place:
    return "filings", None


def _invoices(_one: Finding) -> Place:
    return "entities", ShareCosts("invoices")


def _timesheets(_one: Finding) -> Place:
    return "entities", ShareCosts("timesheets")


def _lists(one: Finding) -> Place:
    return "entities", ShowLists(one.document)


def _entity(one: Finding) -> Place:
    return "entities", ShowEntity(one.entity_id)


_PLACES: Mapping[str, Callable[[Finding], Place]] = {
    "missing_information": _asked, "foreign_address": _declared, "organisation_name": _donor,
    "many_names_one_address": _donor, "late_forwarding": _gifts, "vague_purpose": _payments,
    "missing_purpose": _payments,
    "cash_over_limit": _gifts, "anonymous_cash": _gifts, "not_deposited": _deposits,
    "late_payout": _bank, "payout_differs": _bank, "payout_unknown": _bank, "gifts_differ": _bank,
    "late_deposit": _bank, "fee_differs": _bank, "chargeback": _gifts, "bank_returned": _bank,
    "missing_ultimate_payee": _payees, "stale_check": _checks,
    "on_hold": _held, "forbidden": _gifts, "above_limit": _limits,
    "one_person_above_limit": _limits, "unsettled_condition": _gifts,
    "untimely_transfer": _payments, "list_without_price": _lists, "cost_not_to_share": _invoices,
    "quarter_of_hours": _timesheets, "cost_share_overdue": _invoices,
    "cost_without_proof": _invoices, "tied_body": _entity, "late_report": _filings,
    "report_due": _filings, "notice_48_hours": _gifts,
    "report_before_closing": _bank, "changed_since_reported": _filings,
    "declared_foreign": _declared, "declared_contractor": _declared,
    "declared_not_own": _declared, "minor": _declared, "contractor_sign": _declared,
    "paid_by_another": _declared, "round_trip": _payments, "committee_without_number": _gifts,
    "missing_address": _asked, "payment_without_record": _payments, "paid_in_cash": _payments,
    "one_approval": _payments, "own_approval": _payments, "personal_use": _payments,
    "general_money_spent": _entity, "independent_notice": _payments,
    "hours_not_logged": _timesheets, "registration_due": _entity, "multicandidate_due": _entity,
    "state_registration": _entity,
}  # fmt: skip
