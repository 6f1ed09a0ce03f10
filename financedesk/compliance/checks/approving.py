"""Checks about who approves what is paid: two people, and nobody for themselves.

The Commission's safe harbor against embezzlement (72 Fed. Reg. 16695). An entity is asked about
from the day of its first bill on: before it, others kept who decided what is paid.
"""

from collections.abc import Iterator

from sqlalchemy import RowMapping, exists, func, or_, select

from financedesk.compliance.checks.entries import about, by_card, contact, item
from financedesk.compliance.checks.outgoing import PAY_WORDS, bought
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.bill_approvals import TermsByDay
from financedesk.rules.independence import pays_staff
from financedesk.rules.money import format_cents
from financedesk.rules.payables import same_person

bill, approval = tables.bill, tables.bill_approval


def one_approval(facts: Facts) -> Iterator[Finding]:
    """Yield payees who got above the amount, or by wire, without a bill that two approved."""
    since = _with_bills(facts)
    if not since:
        return
    terms = TermsByDay(facts.connection, since)
    query = bought(facts, item.c.kind).where(
        item.c.entity_id.in_(sorted(since)), item.c.item_date >= min(since.values()),
        ~exists().where(bill.c.item_id == item.c.id),
    )  # fmt: skip

    def found(rows: list[RowMapping]) -> Finding | None:
        alone = [
            row
            for row in rows
            if row["item_date"] >= since[row["whose"]] and _needs_two(terms, row)
        ]
        if not alone:
            return None
        last = alone[-1]
        return about(
            "one_approval", alone,
            f"{format_cents(last['amount_cents'], symbol=True)} on {last['item_date']} was paid"
            " without a bill that two people approved.",
        )  # fmt: skip

    yield from by_card(facts.rows(query), found)


def _with_bills(facts: Facts) -> dict[int, str]:
    """Return since when each entity keeps bills."""
    query = (
        select(bill.c.entity_id, func.min(bill.c.received_on))
        .where(bill.c.entity_id.in_(facts.ids))
        .group_by(bill.c.entity_id)
    )
    return {row[0]: row[1] for row in facts.connection.execute(query)}


def _needs_two(terms: TermsByDay, row: RowMapping) -> bool:
    # Wages go by the payroll, which has words of its own.
    if pays_staff(row["kind"]) or _speaks_of_wages(row):
        return False
    method = "wire" if "wire" in (row["method"] or "").casefold().split() else ""
    return terms.on(row["whose"], row["item_date"]).needed(row["amount_cents"], method) > 1


def _speaks_of_wages(row: RowMapping) -> bool:
    said = f"{row['kind']} {row['purpose']}".casefold()
    return any(word in said for word in PAY_WORDS)


def own_approval(facts: Facts) -> Iterator[Finding]:
    """Yield bills that their own payee approved."""
    query = (
        select(bill, approval.c.approver, approval.c.approver_key, contact.c.name,
               contact.c.last_name, contact.c.first_name, contact.c.middle_name,
               contact.c.suffix, contact.c.type)
        .join(approval, approval.c.bill_id == bill.c.id)
        .join(contact, contact.c.id == bill.c.contact_id)
        .where(bill.c.entity_id.in_(facts.ids), bill.c.withdrawn_on.is_(None),
               or_(contact.c.last_name.is_not(None), contact.c.name.is_not(None)))
        .order_by(bill.c.id, approval.c.id)
    )  # fmt: skip
    for row in facts.rows(query):
        if row["approver_key"] in _spellings(row):
            yield Finding(
                rule="own_approval", entity_id=row["entity_id"], key=f"bill {row['id']}",
                subject=_payee(row), cents=row["amount_cents"], since=row["received_on"],
                why=f"{row['approver']} approved what {_payee(row)} is paid.",
                item_ids=() if row["item_id"] is None else (row["item_id"],),
            )  # fmt: skip


def _payee(row: RowMapping) -> str:
    return row["name"] or " ".join(filter(None, (row["first_name"], row["last_name"])))


def _spellings(row: RowMapping) -> frozenset[str]:
    """Return a payee's name as an approver may write it: in the order of speech and of a list."""
    last, first = row["last_name"] or "", row["first_name"] or ""
    return frozenset(
        same_person(one) for one in (_payee(row), f"{last}, {first}", f"{last} {first}")
    )
