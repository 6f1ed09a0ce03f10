"""Deposits as tables: the slips, what is on one, and what still waits for one."""

from collections.abc import Sequence
from datetime import date

from financedesk.ledger.deposit_rows import AT_BANK, OPEN, PARTLY, DepositRow, OnSlip, overdue
from financedesk.ui.formatting import counted, dollars, short_day
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.widgets import Figure

_STATES = {
    OPEN: ("Open", "info"), PARTLY: ("Partly at the bank", "warn"), AT_BANK: ("At the bank", "ok"),
}  # fmt: skip
_NEAR_DAYS = 3


def slip_state(one: DepositRow) -> tuple[str, str]:
    """Return how a deposit stands, in words and as a tone."""
    return _STATES[one.state]


def clock_words(one: OnSlip, today: date) -> str:
    """Return how many days are left for the deposit of a gift, or how late it is."""
    left = one.days_left(today)
    if left < 0:
        return f"{counted(-left, 'day')} late"
    return "Last day" if left == 0 else f"{counted(left, 'day')} left"


def clock_tone(one: OnSlip, today: date) -> str:
    """Return the tone of a gift's clock."""
    left = one.days_left(today)
    return "bad" if left < 0 else "warn" if left <= _NEAR_DAYS else "neutral"


def deposit_columns() -> tuple[Column[DepositRow], ...]:
    """Return the columns of the list of deposits."""
    return (
        Column("number", "Number", lambda one: str(one.number), Look.STRONG, 84),
        Column("entity", "Entity", lambda _one: "", Look.TEXT, 148, hidden=True),
        Column("day", "Day", lambda one: short_day(date.fromisoformat(one.day)), Look.TEXT, 92),
        Column("state", "Stands", lambda one: slip_state(one)[0], Look.CHIP, 150,
               tone=lambda one: slip_state(one)[1], tip=_lock_words),
        Column("count", "Gifts", lambda one: f"{len(one.items):,}", Look.NUMBER, 70),
        Column("clock", "Ten days", _in_time, Look.CHIP, 96, yields=True,
               tone=lambda one: "bad" if one.late else "ok"),
        Column("signed", "Counted by", _signed, Look.QUIET, 110, yields=True),
        Column("why", "Differs", lambda one: one.why, Look.QUIET, 140, yields=True),
        Column("account", "Account", lambda one: one.account, Look.QUIET, 150, stretch=True,
               least=90),
        money_column("amount", "Amount", lambda one: one.cents, width=116),
    )  # fmt: skip


def _in_time(one: DepositRow) -> str:
    return f"{len(one.late):,} late" if one.late else "In time"


def _signed(one: DepositRow) -> str:
    return ", ".join(filter(None, (one.first_initials, one.second_initials)))


def _lock_words(one: DepositRow) -> str:
    if one.state == OPEN:
        return "Gifts may be put on it and taken off."
    return (
        f"The bank has it since {one.bank_day}: it stays as it is until that match is taken back."
    )


def deposit_order(one: DepositRow, key: str) -> object:
    """Return what the list of deposits is sorted by."""
    return {
        "number": (one.account, one.number), "entity": one.entity_id,
        "day": (one.day, one.number), "state": one.state, "count": len(one.items),
        "clock": -len(one.late), "signed": _signed(one), "why": one.why,
        "account": one.account.casefold(), "amount": one.cents,
    }[key]  # fmt: skip


def gift_columns(today: date, *, waiting: bool) -> tuple[Column[OnSlip], ...]:
    """Return the columns of gifts on a slip, or of gifts that wait for one with their clock."""
    clock: Column[OnSlip] = Column(
        "clock", "Ten days", lambda one: clock_words(one, today), Look.CHIP, 118,
        tone=lambda one: clock_tone(one, today),
    )  # fmt: skip
    last: Column[OnSlip] = Column(
        "clock", "Day 10", lambda one: short_day(date.fromisoformat(one.last_day)), Look.QUIET, 88
    )
    own: tuple[Column[OnSlip], ...] = (
        (Column("entity", "Entity", lambda _one: "", Look.TEXT, 148, hidden=True),)
        if waiting else ()
    )  # fmt: skip
    return (
        *own,
        Column("name", "Donor", lambda one: one.name, Look.STRONG, 170, stretch=True, least=110),
        Column("method", "Check or method", lambda one: one.method, Look.TEXT, 150,
               yields=waiting),
        Column("received", "Received",
               lambda one: short_day(date.fromisoformat(one.received)), Look.QUIET, 92,
               yields=True),
        clock if waiting else last,
        Column("for", "For", lambda one: one.designation, Look.QUIET, 130, yields=True),
        money_column("amount", "Amount", lambda one: one.cents, width=110),
    )  # fmt: skip


def gift_order(one: OnSlip, key: str) -> object:
    """Return what gifts on a slip, or waiting for one, are sorted by."""
    return {
        "name": one.name.casefold(), "entity": one.entity_id, "method": one.method.casefold(),
        "received": one.received, "clock": one.last_day, "for": one.designation.casefold(),
        "amount": one.cents,
    }[key]  # fmt: skip


def deposit_figures(
    listed: Sequence[DepositRow], waiting: Sequence[OnSlip], today: date
) -> tuple[Figure, ...]:
    """Return what waits, what is overdue, and what of the slips the bank has not told of."""
    late = overdue(waiting, today)
    opened = [one for one in listed if one.state != AT_BANK]
    return (
        Figure("Undeposited", dollars(sum(one.cents for one in waiting)),
               note=counted(len(waiting), "gift")),
        Figure("Overdue", dollars(sum(one.cents for one in late)), "bad" if late else "",
               note=f"{counted(len(late), 'gift')} after day 10 (11 CFR 103.3(a))"),
        Figure("On slips, not at the bank", dollars(sum(one.cents for one in opened)),
               note=counted(len(opened), "deposit")),
    )  # fmt: skip


def slip_figures(one: DepositRow) -> tuple[Figure, ...]:
    """Return what a slip declares and what is on it, cash apart."""
    checks, cash = (sum(each.cents for each in some) for some in (one.checks, one.cash))
    return (
        Figure("Checks", dollars(checks), note=counted(len(one.checks), "item")),
        Figure("Cash", dollars(cash), note=counted(len(one.cash), "item")),
        Figure("Declared", dollars(one.declared_cents), "" if one.ties else "warn",
               note=one.why or counted(one.declared_count, "item")),
    )  # fmt: skip
