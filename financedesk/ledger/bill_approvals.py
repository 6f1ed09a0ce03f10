"""Who approved a bill, and how many must: two above a threshold and for every wire, else nobody.

Control: 72 FR 16695 (2007), the Commission's safe harbour against embezzlement.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.rights import has_members
from financedesk.rules.payables import ApprovalTerms, approval_terms, same_person

rule, bill, approval = tables.approval_rule, tables.bill, tables.bill_approval


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's word for a bill."""

    approver: str
    on: date


# --- the rule


def set_approval_rule(unit: UnitOfWork, entity_id: int, above_cents: int, since: str) -> int:
    """Say above what amount two people must approve from a day on; the newest day counts.

    Raises BadInput for less than nothing. A wire needs two whatever is said here.
    """
    if above_cents < 0:
        raise BadInput("Say above what amount two people must approve: 0 or more.")
    query = select(rule.c.id).where(rule.c.entity_id == entity_id, rule.c.since == since)
    standing = unit.connection.execute(query).scalar()
    if standing is not None:
        unit.update(rule, standing, {"above_cents": above_cents})
        return int(standing)
    return unit.insert(rule, {"entity_id": entity_id, "above_cents": above_cents, "since": since})


def terms_of(connection: Connection, entity_id: int, day: str) -> ApprovalTerms:
    """Return an entity's terms on a day: its own rule, else those of the safe harbour."""
    return TermsByDay(connection, [entity_id]).on(entity_id, day)


class TermsByDay:
    """The terms of some entities on any day, read at once."""

    def __init__(self, connection: Connection, entity_ids: Collection[int]) -> None:
        """Read the rules of these entities."""
        query = select(rule).where(rule.c.entity_id.in_(entity_ids)).order_by(rule.c.since.desc())
        self._rules: dict[int, list[tuple[str, int]]] = {}
        for row in connection.execute(query):
            self._rules.setdefault(row.entity_id, []).append((row.since, row.above_cents))

    def on(self, entity_id: int, day: str) -> ApprovalTerms:
        """Return an entity's terms on a day, as ``terms_of`` does."""
        rules = self._rules.get(entity_id, ())
        return approval_terms(next((above for since, above in rules if since <= day), None))


# --- approving


def approver_named(unit: UnitOfWork, named: str) -> str:
    """Return who approves: in a book with members the one who is signed in, whoever is named.

    Raises BadInput for nobody, Refused when somebody would approve in another's name.
    """
    said, login = " ".join(named.split()), unit.heading.who
    if not has_members(unit.connection):
        if not (said or login):
            raise BadInput("Say who approves it.")
        return said or login
    if said and same_person(said) != same_person(login):
        raise Refused(f"You are signed in as {login}; {said} approves under an own name.")
    return login


def approve_bill(unit: UnitOfWork, bill_id: int, named: str, day: str) -> int:
    """Note that somebody approves a bill; returns the approval's row.

    Raises Refused for a bill that is paid or withdrawn and for somebody who approved it before:
    one person counts once, in whatever letters the name is written.
    """
    row = unit.row(bill, bill_id)
    if row["item_id"] is not None or row["withdrawn_on"] is not None:
        raise Refused("This bill is paid or withdrawn; there is nothing to approve.")
    who = approver_named(unit, named)
    if any(same_person(one.approver) == same_person(who) for one in approvals_of(unit, bill_id)):
        raise Refused(f"{who} has approved this bill; another person must be the second.")
    return unit.insert(
        approval,
        {
            "entity_id": row["entity_id"], "bill_id": bill_id, "approver": who,
            "approver_key": same_person(who), "approved_on": day,
        },
    )  # fmt: skip


def drop_approvals(unit: UnitOfWork, bill_id: int) -> int:
    """Take every approval of a bill away: it says something else now. Returns how many went."""
    query = select(approval.c.id).where(approval.c.bill_id == bill_id)
    gone = list(unit.connection.execute(query).scalars())
    for row_id in gone:
        unit.delete(approval, row_id)
    return len(gone)


def approvals_of(unit: UnitOfWork, bill_id: int) -> tuple[Approval, ...]:
    """Return who approved a bill, in the order of their words."""
    return approvals(unit.connection, [bill_id]).get(bill_id, ())


def approvals(connection: Connection, bill_ids: Collection[int]) -> dict[int, tuple[Approval, ...]]:
    """Return who approved each of these bills; bills without a word are not in it."""
    found: dict[int, tuple[Approval, ...]] = {}
    query = select(approval).where(approval.c.bill_id.in_(bill_ids)).order_by(approval.c.id)
    for row in connection.execute(query):
        one = Approval(row.approver, date.fromisoformat(row.approved_on))
        found[row.bill_id] = (*found.get(row.bill_id, ()), one)
    return found


# --- what is missing


def missing_words(needed: int, given: Sequence[Approval], entered_by: str) -> str:
    """Return what approval a bill still lacks, in words; empty when it may be paid.

    Whoever entered it may be one of two, never the only one.
    """
    lacking = needed - len(given)
    if lacking <= 0:
        return ""
    if not given:
        return "two people must approve it"
    names = " and ".join(one.approver for one in given)
    besides = f", {entered_by} entered it" if entered_by and entered_by not in names else ""
    return f"{names} approved it{besides}; one more person must"
