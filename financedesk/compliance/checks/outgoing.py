"""Checks about what is paid: in cash, without a record, for somebody's own life."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import RowMapping, Select, exists, select

from financedesk.compliance.checks.entries import about, by_card, entries, item
from financedesk.compliance.checks.few import of_kinds, says_any
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import DISPOSAL, kinds_of, refund_kinds
from financedesk.rules.cash import is_cash
from financedesk.rules.kinds import kinds
from financedesk.rules.money import format_cents
from financedesk.rules.signs import sign
from financedesk.rules.thresholds import reaches, threshold_cents

act, bill, account, line, document = (
    tables.transaction, tables.bill, tables.account, tables.statement_line, tables.donor_document,
)  # fmt: skip
posting, matched, approval = tables.posting, tables.bank_match_posting, tables.bill_approval

_NO_PURCHASES = frozenset({"refunds", "loans", "contributions_made", "transfers_out", "fees"})
_CANDIDATES = ("F3", "F3P")
PAY_WORDS = ("salary", "salaries", "wage", "payroll")
"""What a purpose says of pay that is somebody's wages."""
WAIT_DAYS = 60
"""So long a payment may be on its way to a bank's statement before anybody asks for a record."""


@cache
def purchases() -> tuple[str, ...]:
    """Return the kinds by which something is bought: no refunds, loans, gifts or bank's fees."""
    back = frozenset((*refund_kinds(), DISPOSAL))
    return tuple(
        one for one in kinds_of("payments")
        if one not in back and kinds()[one].income_class not in _NO_PURCHASES
        and not one.startswith("as_filed_") and kinds()[one].sign != "negative"
    )  # fmt: skip


def bought(facts: Facts, *more: Any) -> Select[Any]:  # noqa: ANN401 - columns of any kind
    """Return the query of money that went out for something, with the words of how."""
    return (
        entries(facts, act.c.description.label("method"), *more, few=True)
        .join(act, act.c.id == item.c.transaction_id)
        .where(of_kinds(facts, purchases()), item.c.memo == 0, item.c.cash_cents < 0,
               act.c.kind != "report")
    )  # fmt: skip


# --- cash


def paid_in_cash(facts: Facts) -> Iterator[Finding]:
    """Yield payees who got more in currency at once than petty cash may pay (11 CFR 102.11)."""
    query = bought(facts).where(says_any(act.c.description, "cash", "currency", "coin"))

    def found(rows: list[RowMapping]) -> Finding | None:
        above = [row for row in rows if is_cash(row["method"]) and _above_petty(facts, row)]
        if not above:
            return None
        last = above[-1]
        return about(
            "paid_in_cash",
            above,
            f"{_dollars(last['amount_cents'])} went out in cash on {last['item_date']}.",
        )

    yield from by_card(facts.rows(query), found)


def _above_petty(facts: Facts, row: RowMapping) -> bool:
    day = date.fromisoformat(row["item_date"])
    most = threshold_cents("petty_cash", day, facts.counsel)
    return most is not None and row["amount_cents"] > most


# --- records


def without_record(facts: Facts) -> Iterator[Finding]:
    """Yield payees of more than $200 whom neither a bill nor the bank shows (102.9(b)(2)).

    An account of which no bank has told a line is kept by other means, and not asked about.
    """
    oldest = f"{facts.today.year - 1}-01-01"
    newest = (facts.today - timedelta(days=WAIT_DAYS)).isoformat()
    query = bought(facts).where(
        item.c.item_date.between(oldest, newest), item.c.account_id.in_(_told_by_banks(facts)),
        ~exists().where(bill.c.item_id == item.c.id), ~_is_at_bank(),
        ~exists().where(document.c.card_id == item.c.card_id),
    )  # fmt: skip

    def found(rows: list[RowMapping]) -> Finding | None:
        above = [row for row in rows if _needs_receipt(facts, row)]
        if not above:
            return None
        what = "1 payment" if len(above) == 1 else f"{len(above)} payments"
        return about(
            "payment_without_record",
            above,
            f"{what} without a bill, and the bank has not shown the money going.",
        )

    yield from by_card(facts.rows(query), found)


def _told_by_banks(facts: Facts) -> list[int]:
    known = exists().where(line.c.account_id == account.c.id)
    query = select(account.c.id).where(account.c.entity_id.in_(facts.ids), known)
    return sorted(facts.connection.execute(query).scalars())


def _is_at_bank() -> Any:  # noqa: ANN401 - a condition
    return exists().where(
        posting.c.transaction_id == item.c.transaction_id, matched.c.posting_id == posting.c.id
    )


def _needs_receipt(facts: Facts, row: RowMapping) -> bool:
    day = date.fromisoformat(row["item_date"])
    return reaches("itemise_payee", row["amount_cents"], day, facts.counsel)


# --- a candidate's own life


def personal_use(facts: Facts) -> Iterator[Finding]:
    """Yield payees whom a candidate's committee paid for its candidate's own life (113.1(g))."""
    candidates = [one.id for one in facts.entities.values() if one.form in _CANDIDATES]
    if not candidates:
        return
    said = sign("personal_use")
    mine = bought(facts).where(item.c.entity_id.in_(candidates))
    spoken = mine.with_only_columns(item.c.purpose).order_by(None).distinct()
    terms = [one for one in facts.connection.execute(spoken).scalars()
             if one and said.found_in(one)]  # fmt: skip
    if terms:
        yield from by_card(
            facts.rows(mine.where(item.c.purpose.in_(terms))),
            lambda rows: about(
                "personal_use",
                rows,
                f"“{rows[-1]['purpose']}” speaks of “{said.found_in(rows[-1]['purpose'])}”.",
            ),
        )


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
