"""The columns of the register of disbursements and transfers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from financedesk.ledger.outlays import OutlayRow
from financedesk.rules.payments import payment_kinds
from financedesk.rules.purposes import categories
from financedesk.ui.formatting import NOTHING, day, money, plain_money, spoken_money
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.pages.contribution_columns import status_of
from financedesk.ui.pages.whose import ENTITY_COLUMN


def kind_words(code: str, label: str) -> str:
    """Return a kind in everyday words where there are any, else as the table names it."""
    return next((one.title for one in payment_kinds() if one.kind == code), label)


def category_words(code: str) -> str:
    """Return a category's code with what it stands for; empty for none."""
    found = next((one for one in categories() if one.code == code), None)
    return f"{code} {found.label}" if found else code


def line_number(line: str) -> str:
    """Return the short name of a line: ``Line 21(b)`` of ``Line 21(b): Other federal …``."""
    return line.partition(":")[0]


def _short_day(row: OutlayRow) -> str:
    return day(date.fromisoformat(row.entry.date))


def _payee() -> Column[OutlayRow]:
    return Column("name", "Payee", lambda row: row.payee, Look.STRONG, 180, stretch=True)


def _purpose() -> Column[OutlayRow]:
    return Column(
        "purpose", "Purpose", lambda row: row.purpose or NOTHING, width=142, sortable=False,
        yields=True, copied=lambda row: row.purpose, tip=lambda row: row.purpose,
    )  # fmt: skip


def _direction() -> Column[OutlayRow]:
    """Which way the money went: only transfers come in here."""
    return Column(
        "direction", "", lambda row: "In" if row.incoming else "Out", Look.ICON, 36,
        sortable=False, icon=_arrow, tip=_way, spoken=_way,
    )  # fmt: skip


def _arrow(row: OutlayRow) -> str:
    return "arrow-down-right" if row.incoming else "arrow-up-right"


def _way(row: OutlayRow) -> str:
    if not row.incoming:
        return "Money out, to an own account or entity" if row.paired else "Money out"
    return "Money in, by a transfer"


def _amount() -> Column[OutlayRow]:
    made: Column[OutlayRow] = money_column("amount", "Amount", lambda row: row.entry.amount_cents)
    return replace(made, width=100, cents=lambda row: row.out_cents)


def _aggregate() -> Column[OutlayRow]:
    return Column(
        "aggregate", "Aggregate", lambda row: money(row.entry.aggregate_cents), Look.NUMBER, 98,
        sortable=False, yields=True,
        copied=lambda row: _plain(row.entry.aggregate_cents),
        spoken=lambda row: _spoken(row.entry.aggregate_cents),
        tip=lambda _row: "What this payee was paid with it, in the year or cycle",
    )  # fmt: skip


def _plain(cents: int | None) -> str:
    return "" if cents is None else plain_money(cents)


def _spoken(cents: int | None) -> str:
    return "none" if cents is None else spoken_money(cents)


_TEXTS: Mapping[str, Callable[[OutlayRow], str]] = {
    "method": lambda row: row.entry.method,
    "account": lambda row: row.account,
    "line": lambda row: line_number(row.entry.line),
    "kind": lambda row: kind_words(row.entry.kind, row.entry.kind_label),
    "category": lambda row: category_words(row.category),
    ENTITY_COLUMN: lambda row: row.entry.entity_code,
}


def _quiet(key: str, title: str, width: int, *, hidden: bool = False) -> Column[OutlayRow]:
    text = _TEXTS[key]
    return Column(
        key, title, lambda row: text(row) or NOTHING, Look.QUIET, width, sortable=False,
        yields=key != ENTITY_COLUMN, hidden=hidden, copied=text,
        tip=(lambda row: row.entry.line) if key == "line" else text,
    )  # fmt: skip


def _status() -> Column[OutlayRow]:
    return Column(
        "status", "Status", lambda row: status_of(row.entry)[0], Look.CHIP, 124, sortable=False,
        tone=lambda row: status_of(row.entry)[1],
        tip=lambda row: row.entry.line or "No form shows this entry",
    )  # fmt: skip


def _lock() -> Column[OutlayRow]:
    return Column(
        "lock", "", lambda row: "Locked" if row.locked else "", Look.ICON, 40, 28, sortable=False,
        icon=lambda row: "lock" if row.locked else "", tip=lambda row: row.locked or "",
    )  # fmt: skip


def outlay_columns() -> tuple[Column[OutlayRow], ...]:
    """Return the columns of the register."""
    date_column = Column[OutlayRow](
        "date", "Date", _short_day, Look.QUIET, 120, copied=lambda row: row.entry.date
    )
    return (
        date_column, _quiet(ENTITY_COLUMN, "Entity", 92, hidden=True), _direction(), _payee(),
        _purpose(), _amount(), _quiet("line", "Line", 96), _aggregate(),
        _quiet("method", "Check or method", 128), _quiet("account", "Account", 124),
        _quiet("kind", "Kind", 160, hidden=True), _quiet("category", "Category", 160, hidden=True),
        _status(), _lock(),
    )  # fmt: skip
