"""The columns of contributions, in the register and on the dashboard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from financedesk.ledger.register import RegisterRow
from financedesk.ui.formatting import NOTHING, day, money, plain_money, spoken_money
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.pages.whose import ENTITY_COLUMN

_URGENT_DAYS = 3


def status_of(one: RegisterRow, today: date | None = None) -> tuple[str, str]:
    """Return a row's status in a word, and its tone; of a gift on hold with the days left."""
    if one.hold == "returned":
        return "Sent back", "neutral"
    if one.hold:
        return _on_hold(date.fromisoformat(one.hold_due), today)
    if one.refunded:
        return "Refunded", "warn"
    if one.memo:
        return "Memo", "neutral"
    if one.itemised:
        return "Itemised", "info"
    return ("Unitemised", "ok") if one.line else ("Not on a form", "neutral")


def _on_hold(due: date, today: date | None) -> tuple[str, str]:
    if today is None:
        return "On hold", "warn"
    days = (due - today).days
    if days < 0:
        return "On hold · late", "bad"
    return f"On hold · {days} d", "bad" if days <= _URGENT_DAYS else "warn"


def _date(today: date | None) -> Column[RegisterRow]:
    return Column(
        "date", "Date", lambda one: day(date.fromisoformat(one.date), today=today), Look.QUIET,
        80 if today else 116,
        copied=lambda one: one.date,
    )  # fmt: skip


def _donor() -> Column[RegisterRow]:
    return Column("name", "Donor", lambda one: one.name, Look.STRONG, 200, stretch=True)


def _drive() -> Column[RegisterRow]:
    return Column(
        "drive", "Drive", lambda one: one.drive or NOTHING, width=138, yields=True,
        sorts_slowly=True,
        copied=lambda one: one.drive, tip=lambda one: one.drive,
    )  # fmt: skip


def _aggregate() -> Column[RegisterRow]:
    return Column(
        "aggregate", "Aggregate", lambda one: money(one.aggregate_cents), Look.NUMBER, 104,
        sorts_slowly=True, yields=True,
        copied=lambda one: _plain(one.aggregate_cents),
        spoken=lambda one: "none" if one.aggregate_cents is None
        else spoken_money(one.aggregate_cents),
        tip=lambda _one: "What this giver’s gifts come to with this one, in the year or cycle",
    )  # fmt: skip


def _plain(cents: int | None) -> str:
    return "" if cents is None else plain_money(cents)


def _amount() -> Column[RegisterRow]:
    made: Column[RegisterRow] = money_column(
        "amount", "Amount", lambda one: one.amount_cents, width=104
    )
    return replace(made, cents=lambda one: 0 if one.memo else one.amount_cents)


def _status(today: Callable[[], date]) -> Column[RegisterRow]:
    return Column(
        "status", "Status", lambda one: status_of(one, today())[0], Look.CHIP, 132, sortable=False,
        tone=lambda one: status_of(one, today())[1], tip=_standing,
    )  # fmt: skip


def _standing(one: RegisterRow) -> str:
    """Return where an entry stands, and what is due of one on hold."""
    stands = one.line or "No form shows this entry"
    if not one.hold_due:
        return stands
    kept = "Not deposited. " if one.hold == "waiting" else "May not be spent. "
    return f"{kept}On hold: settle it by {day(date.fromisoformat(one.hold_due))}. {stands}"


def recent_columns(today: date) -> tuple[Column[RegisterRow], ...]:
    """Return the few columns of the dashboard's list."""
    return (_date(today), _donor(), _drive(), _aggregate(), _amount(), _status(lambda: today))


def register_columns(today: Callable[[], date] = date.today) -> tuple[Column[RegisterRow], ...]:
    """Return the columns of the register; ``today`` is what the days left are counted from."""
    city = Column[RegisterRow](
        "city", "City", _place, width=138, sorts_slowly=True, yields=True, copied=_place
    )
    method = Column[RegisterRow](
        "method", "Method", lambda one: one.method or NOTHING, Look.QUIET, 118, sorts_slowly=True,
        yields=True, copied=lambda one: one.method,
    )  # fmt: skip
    kind = Column[RegisterRow](
        "kind", "Kind", lambda one: one.kind_label, Look.QUIET, 150, sorts_slowly=True, hidden=True,
        yields=True,
    )  # fmt: skip
    entity = Column[RegisterRow](
        ENTITY_COLUMN, "Entity", lambda one: one.entity_code, Look.QUIET, 96, sorts_slowly=True,
        hidden=True,
    )  # fmt: skip
    lock = Column[RegisterRow](
        "lock", "", lambda one: "Locked" if one.locked else "", Look.ICON, 40, 28, sortable=False,
        icon=lambda one: "lock" if one.locked else "", tip=lambda one: one.locked or "",
    )  # fmt: skip
    return (
        _date(None), entity, _donor(), city, _amount(), method, _drive(), _aggregate(), kind,
        _status(today), lock,
    )  # fmt: skip


def _place(one: RegisterRow) -> str:
    return ", ".join(part for part in (one.city, one.state) if part)
