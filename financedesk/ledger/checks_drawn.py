"""Checks of the own accounts: their numbers, which payment each is for, and what became of it.

A check is the paper of one entry. The bank has it when the entry's posting stands in a match; that
is read from the matches and kept nowhere else.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Select, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import read_contact
from financedesk.rules.payables import stale_on

check, item, account, posting = (
    tables.bank_check, tables.item, tables.account, tables.posting,
)  # fmt: skip
part_posting, part_line, line = (
    tables.bank_match_posting, tables.bank_match_line, tables.statement_line,
)  # fmt: skip
bill = tables.bill

_NUMBER = re.compile(r"(?:check|cheque|chk|ck)\.?\s*(?:no\.?|number|#)?\s*(\d{1,9})", re.IGNORECASE)
_HIGHEST = 999_999_999
"""No longer number is known again in the words of a payment or of a bank."""

STATES = {
    "drawn": "To be printed", "printed": "Outstanding", "cleared": "Paid by the bank",
    "void": "Void",
}  # fmt: skip
"""What a check may be, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: number, whom and what it pays, and its days; the amount in cents.

    ``drawn_on`` is the day on the paper, ``paid_on`` that of the payment, which is earlier when
    another paper was drawn for it. ``cleared_on`` is the day on which the bank told of it;
    ``item_id`` is None for a check that was spoiled and whose payment went or was drawn anew.
    ``bill`` is the number of the bill.
    """

    id: int
    entity_id: int
    account_id: int
    account: str
    bank: str
    number: int
    payee: str
    contact_id: int | None
    cents: int
    item_id: int | None
    drawn_on: date
    paid_on: date | None
    printed_on: date | None
    voided_on: date | None
    voided_why: str
    void_item_id: int | None
    cleared_on: date | None
    purpose: str
    bill: str

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        if self.voided_on is not None:
            return "void"
        if self.cleared_on is not None:
            return "cleared"
        return "drawn" if self.printed_on is None else "printed"

    @property
    def outstanding(self) -> bool:
        """Whether it may still be shown to the bank."""
        return self.state in ("drawn", "printed")

    @property
    def paid_though_void(self) -> bool:
        """Whether the bank paid it although it was voided: the void is wrong, or the bank."""
        return self.voided_on is not None and self.cleared_on is not None

    @property
    def stale_on(self) -> date:
        """The first day on which a bank may refuse it (UCC 4-404)."""
        return stale_on(self.drawn_on)

    def age(self, today: date) -> int:
        """Return how many days ago it was drawn."""
        return (today - self.drawn_on).days


# --- numbers


def check_number_in(words: str) -> int | None:
    """Return the number that words like ``Check 1042`` name; None for another way of paying."""
    found = _NUMBER.fullmatch(words.strip())
    return int(found[1]) if found and int(found[1]) > 0 else None


def next_number(connection: Connection, account_id: int) -> int:
    """Return the number after the highest that was used on an account; 1001 for the first."""
    query = select(func.max(check.c.number)).where(check.c.account_id == account_id)
    last: int | None = connection.execute(query).scalar()
    return 1001 if last is None else last + 1


def gaps(connection: Connection, account_id: int) -> tuple[tuple[int, int], ...]:
    """Return the runs of numbers between the first and the last check that nobody explains."""
    query = select(check.c.number).where(check.c.account_id == account_id)
    used = list(connection.execute(query.order_by(check.c.number)).scalars())
    return tuple((before + 1, after - 1) for before, after in pairwise(used) if after > before + 1)


def gap_words(runs: Sequence[tuple[int, int]]) -> str:
    """Return runs of numbers in words: ``1003, 1007 to 1009``; empty for none."""
    said = (str(first) if first == last else f"{first} to {last}" for first, last in runs)
    return ", ".join(said)


# --- drawing


def draw_check(unit: UnitOfWork, item_id: int, number: int | None = None, on: str = "") -> int:
    """Draw the check of a payment and return its row; the next number unless one is given.

    It bears the payment's day unless another is given. The entry then says its number. Raises
    Refused for a number that was used on the account, for a payment that has a check and for what
    moves no money of an account.
    """
    row = unit.row(item, item_id)
    _require_payable(unit.connection, row)
    number = next_number(unit.connection, row["account_id"]) if number is None else number
    _require_number(number)
    _require_free(unit.connection, row["account_id"], number)
    values = {
        "entity_id": row["entity_id"], "account_id": row["account_id"], "number": number,
        "payee": _payee(unit.connection, row), "amount_cents": row["amount_cents"],
        "item_id": item_id, "drawn_on": on or row["item_date"],
    }  # fmt: skip
    said = {"description": f"Check {number}"}
    unit.update(tables.transaction, row["transaction_id"], said)
    return unit.insert(check, values)


def spoil_check(unit: UnitOfWork, account_id: int, number: int, day: str, why: str) -> int:
    """Note that a blank check was spoiled or lost, so that its number is explained.

    Raises BadInput without a reason and for a number that no check has, Refused for one that was
    used.
    """
    _require_number(number)
    _require_free(unit.connection, account_id, number)
    if not why.strip():
        raise BadInput("Say what became of it: misprinted, torn, lost.")
    owner = unit.row(account, account_id)["entity_id"]
    values = {
        "entity_id": owner, "account_id": account_id, "number": number, "payee": "",
        "amount_cents": 0, "drawn_on": day, "voided_on": day, "voided_why": why.strip(),
    }  # fmt: skip
    return unit.insert(check, values)


def follow_payment(unit: UnitOfWork, item_id: int, method: str, day_before: str) -> None:
    """Let the check follow a payment that was corrected: its number, payee, amount and day.

    A paper that was drawn after ``day_before``, the payment's day until now, keeps its own day.

    Raises Refused when the paper was printed and would say something else.
    """
    number, before = check_number_in(method), check_of_item(unit.connection, item_id)
    if before is None:
        if number is not None:
            draw_check(unit, item_id, number)
        return
    row, standing = unit.row(item, item_id), unit.row(check, before.id)
    again = standing["drawn_on"] > day_before
    wanted = {
        "number": number, "payee": _payee(unit.connection, row),
        "amount_cents": row["amount_cents"],
        "drawn_on": max(standing["drawn_on"], row["item_date"]) if again else row["item_date"],
    }  # fmt: skip
    changes = {name: value for name, value in wanted.items() if standing[name] != value}
    if not changes:
        return
    if before.printed_on is not None or before.cleared_on is not None:
        raise Refused(f"Check {before.number} is printed and says otherwise; void it first.")
    if number is None:
        unit.delete(check, before.id)
        return
    if "number" in changes:
        _require_free(unit.connection, before.account_id, number)
    unit.update(check, before.id, changes)


def mark_printed(unit: UnitOfWork, check_ids: Collection[int], day: str) -> int:
    """Note that checks were printed; returns how many. Those printed before keep their day.

    Raises Refused for a void check.
    """
    done = 0
    for one in checks_by_id(unit.connection, check_ids):
        if one.state == "void":
            raise Refused(f"Check {one.number} is void; draw another.")
        if one.printed_on is None:
            unit.update(check, one.id, {"printed_on": day})
            done += 1
    return done


def draw_again(unit: UnitOfWork, check_id: int, day: str, why: str) -> int:
    """Void a spoiled or lost paper and draw the next number for the same payment; returns its row.

    The new paper bears the day on which it is drawn, so that it is not stale from the start. Raises
    Refused for a check that is void or that the bank has paid, BadInput without a reason and for a
    day before the spoiled one was drawn.
    """
    one = check_by_id(unit.connection, check_id)
    require_unpaid(one)
    if day < one.drawn_on.isoformat():
        raise BadInput(f"It was drawn on {one.drawn_on} and cannot be drawn again before.")
    if one.item_id is None or not why.strip():
        raise BadInput("Say why it is drawn again: misprinted, torn, lost.")
    unit.update(check, check_id, {"item_id": None, "voided_on": day, "voided_why": why.strip()})
    return draw_check(unit, one.item_id, on=day)


def require_unpaid(one: Check) -> None:
    """Raise Refused for a check that is void already, or that the bank has paid."""
    if one.voided_on is not None:
        raise Refused(f"Check {one.number} was voided on {one.voided_on}: {one.voided_why}.")
    if one.cleared_on is not None:
        raise Refused(
            f"The bank paid check {one.number} on {one.cleared_on}; take that match back first,"
            " if it is wrong."
        )


def _require_payable(connection: Connection, row: Any) -> None:  # noqa: ANN401 - a row by name
    if row["account_id"] is None or row["cash_cents"] >= 0:
        raise Refused("A check pays an entry by which money leaves an account; this is none.")
    standing = check_of_item(connection, row["id"])
    if standing is not None:
        raise Refused(f"Check {standing.number} is drawn for this payment; void it first.")


def _require_number(number: int) -> None:
    if not 0 < number <= _HIGHEST:
        raise BadInput(f"A check’s number is between 1 and {_HIGHEST:,}; look at it again.")


def _require_free(connection: Connection, account_id: int, number: int) -> None:
    query = (
        select(check.c.drawn_on, check.c.payee, account.c.name)
        .join(account, account.c.id == check.c.account_id)
        .where(check.c.account_id == account_id, check.c.number == number)
    )
    row = connection.execute(query).first()
    if row is not None:
        whom = f" for {row.payee}" if row.payee else ""
        raise Refused(
            f"Check {number} of {row.name} was used on {row.drawn_on}{whom}; the next free number"
            f" is {next_number(connection, account_id)}."
        )


def _payee(connection: Connection, row: Any) -> str:  # noqa: ANN401 - a row by name
    if row["contact_id"] is None:
        return ""
    return read_contact(connection, row["contact_id"]).display_name


# --- reading


def checks(
    connection: Connection, entity_ids: Collection[int], account_id: int | None = None
) -> list[Check]:
    """Return the checks of these entities, or of one account, the highest number first."""
    query = _query().where(check.c.entity_id.in_(entity_ids))
    if account_id is not None:
        query = query.where(check.c.account_id == account_id)
    ordered = query.order_by(check.c.account_id, check.c.number.desc())
    return [_check(row) for row in connection.execute(ordered)]


def outstanding(connection: Connection, entity_ids: Collection[int]) -> list[Check]:
    """Return the checks that the bank has not told of, the oldest first."""
    query = _query().where(check.c.entity_id.in_(entity_ids), check.c.voided_on.is_(None))
    found = [one for row in connection.execute(query) if (one := _check(row)).outstanding]
    return sorted(found, key=lambda one: (one.drawn_on, one.number))


def check_by_id(connection: Connection, check_id: int) -> Check:
    """Return one check; raises NotFound when it has gone."""
    row = connection.execute(_query().where(check.c.id == check_id)).first()
    if row is None:
        raise NotFound("This check is no longer in the book.")
    return _check(row)


def checks_by_id(connection: Connection, check_ids: Collection[int]) -> list[Check]:
    """Return checks in the order of their numbers; raises NotFound when one has gone."""
    found = [check_by_id(connection, one) for one in dict.fromkeys(check_ids)]
    return sorted(found, key=lambda one: (one.account_id, one.number))


def check_of_item(connection: Connection, item_id: int) -> Check | None:
    """Return the check that pays an entry; None where it is paid otherwise."""
    row = connection.execute(_query().where(check.c.item_id == item_id)).first()
    return None if row is None else _check(row)


def check_by_number(connection: Connection, account_id: int, number: int) -> Check:
    """Return a check of an account by its number; raises NotFound."""
    query = _query().where(check.c.account_id == account_id, check.c.number == number)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(f"There is no check {number} on this account.")
    return _check(row)


def _query() -> Select[Any]:
    cleared = (
        select(func.min(line.c.booked_on))
        .select_from(posting)
        .join(part_posting, part_posting.c.posting_id == posting.c.id)
        .outerjoin(part_line, part_line.c.bank_match_id == part_posting.c.bank_match_id)
        .outerjoin(line, line.c.id == part_line.c.statement_line_id)
        .where(
            posting.c.transaction_id == item.c.transaction_id,
            posting.c.account_id == item.c.account_id,
            posting.c.posted_on == func.coalesce(item.c.reported_on, item.c.item_date),
        )
        .correlate(item)
        .scalar_subquery()
    )
    return (
        select(check, account.c.name.label("account"), account.c.bank, item.c.contact_id,
               item.c.purpose, item.c.item_date.label("paid_on"), bill.c.number.label("bill"),
               cleared.label("cleared_on"))
        .join(account, account.c.id == check.c.account_id)
        .outerjoin(item, item.c.id == check.c.item_id)
        .outerjoin(bill, bill.c.item_id == check.c.item_id)
    )  # fmt: skip


def _check(row: Any) -> Check:  # noqa: ANN401 - a row of the query above
    return Check(
        id=row.id, entity_id=row.entity_id, account_id=row.account_id, account=row.account,
        bank=row.bank or "", number=row.number, payee=row.payee, contact_id=row.contact_id,
        cents=row.amount_cents, item_id=row.item_id,
        drawn_on=date.fromisoformat(row.drawn_on), paid_on=_day(row.paid_on),
        printed_on=_day(row.printed_on),
        voided_on=_day(row.voided_on), voided_why=row.voided_why or "",
        void_item_id=row.void_item_id, cleared_on=_day(row.cleared_on),
        purpose=row.purpose or "", bill=row.bill or "",
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
