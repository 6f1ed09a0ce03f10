"""Checks about what the books must hold of a giver, of a committee and of hours worked."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select, text

from financedesk.compliance.checks.entries import about, by_card, contact, entries, item, of_gifts
from financedesk.compliance.checks.few import of_kinds
from financedesk.compliance.checks.outgoing import PAY_WORDS
from financedesk.compliance.facts import Facts, name_of
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.names import folded
from financedesk.ledger.tables_bodies import NO_PERSON
from financedesk.rules.cash import is_anonymous
from financedesk.rules.dates import first_of_month
from financedesk.rules.independence import pays_staff
from financedesk.rules.kinds import kinds
from financedesk.rules.thresholds import reaches

sheet, account = tables.cost_timesheet, tables.account
_COMMITTEES = ("COM", "CCM", "PAC", "PTY")
_SHARED_KINDS = (
    "h4_allocated_disbursement", "h6_allocated_federal_election_activity",
    "nonfederal_disbursement",
)  # fmt: skip
_SHARED_ACCOUNTS = ("nonfederal", "levin", "allocation")


# --- givers


def missing_address(facts: Facts) -> Iterator[Finding]:
    """Yield givers above $50 at once whose street, town or name nobody wrote down (102.9(a))."""
    lacks = or_(*(_is_empty(one) for one in (contact.c.street_1, contact.c.city)))
    query = _gifts_of(facts, lacks)

    def found(rows: list[RowMapping]) -> Finding | None:
        kept = [row for row in rows if _is_recorded(facts, row) and not _is_nobody(row)]
        if not kept:
            return None
        lacking = [word for word, name in _ASKED if not kept[-1][name]]
        return about("missing_address", kept, f"{' and '.join(lacking)} not known.".capitalize())

    yield from by_card(facts.rows(query), found)


_ASKED = (("street", "street_1"), ("town", "city"))


def _is_empty(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(column, "") == ""


def _is_recorded(facts: Facts, row: RowMapping) -> bool:
    day = date.fromisoformat(row["item_date"])
    return reaches("record_name", row["amount_cents"], day, facts.counsel)


def _is_nobody(row: RowMapping) -> bool:
    """Tell whether nobody knows who gave: that is a question of its own (110.4(c)(3))."""
    return is_anonymous(name_of(row)) or is_anonymous(row["last_name"] or row["name"] or "")


# --- committees


def committee_without_number(facts: Facts) -> Iterator[Finding]:
    """Yield committees that gave and have no number of the FEC (11 CFR 102.5(b))."""
    unnamed = and_(contact.c.type.in_(_COMMITTEES), _is_empty(contact.c.committee_id))
    bodies = select(contact.c.card_id).where(
        contact.c.entity_id.in_(facts.ids), text(NO_PERSON), unnamed
    )
    federal = [one.id for one in facts.entities.values() if one.form]
    query = entries(facts, few=True).where(
        item.c.card_id.in_(bodies), unnamed, (item.c.entity_id + 0).in_(federal),
        of_gifts(),
    )  # fmt: skip

    def found(rows: list[RowMapping]) -> Finding:
        return about(
            "committee_without_number", rows, "No number of the FEC is known of it.",
            due=facts.last_day("questionable", rows[-1]["item_date"]),
        )  # fmt: skip

    yield from by_card(facts.rows(query), found)


def _gifts_of(facts: Facts, who: ColumnElement[bool]) -> Select[Any]:
    """Return the query of gifts on a version of a card that is so, by its card."""
    so = select(contact.c.card_id).where(
        facts.theirs(contact.c.entity_id, few=True), facts.about(contact.c.card_id), who
    )
    kept = of_gifts()
    return entries(facts, few=True).where(kept, item.c.card_id.in_(so), who)


# --- hours


def hours_not_logged(facts: Facts) -> Iterator[Finding]:
    """Yield staff whose pay is shared and of whose month there is no certified log (106.7(d)(1)).

    Who is paid by federal money alone needs none, and the month that runs has no log yet.
    """
    query = (
        entries(facts, item.c.kind, few=True)
        .outerjoin(account, account.c.id == item.c.account_id)
        .where(
            of_kinds(facts, _wages()), item.c.memo == 0, item.c.cash_cents < 0,
            contact.c.type == "IND",
            or_(account.c.kind.in_(_SHARED_ACCOUNTS), item.c.federal_cents.is_not(None)),
            item.c.item_date >= f"{facts.today.year - 1}-01-01",
            item.c.item_date < first_of_month(facts.today).isoformat(),
        )
    )  # fmt: skip
    rows = list(facts.rows(query))
    logged = _logged(facts) if rows else frozenset()

    def found(some: list[RowMapping]) -> Finding | None:
        without = [row for row in some if _is_pay(row) and _month_of(row) not in logged]
        if not without:
            return None
        months = ", ".join(sorted({row["item_date"][:7] for row in without}))
        return about("hours_not_logged", without, f"No certified hours for {months}.")

    yield from by_card(rows, found)


@cache
def _wages() -> tuple[str, ...]:
    return tuple(
        code for code, one in kinds().items()
        if one.direction == "out" and one.sign != "negative"
        and (pays_staff(code) or one.income_class == "payroll" or code in _SHARED_KINDS)
        and "reimbursement" not in code
    )  # fmt: skip


def _is_pay(row: RowMapping) -> bool:
    said = (row["purpose"] or "").casefold()
    return row["kind"] not in _SHARED_KINDS or any(word in said for word in PAY_WORDS)


def _month_of(row: RowMapping) -> tuple[int, str, str]:
    name = folded(" ".join(filter(None, (row["first_name"], row["last_name"]))))
    return row["whose"], name, row["item_date"][:7]


def _logged(facts: Facts) -> frozenset[tuple[int, str, str]]:
    """Return of whom which month's hours are certified, by employer."""
    query = select(sheet.c.entity_id, sheet.c.person, sheet.c.month).where(
        sheet.c.entity_id.in_(facts.ids), sheet.c.certified_on.is_not(None)
    )
    return frozenset(
        (row.entity_id, folded(row.person), row.month)
        for row in facts.connection.execute(query)
    )  # fmt: skip
