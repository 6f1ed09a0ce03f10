"""What banks call the columns of their CSV files, and the few files without a header."""

from collections.abc import Sequence

from financedesk.errors import BadInput
from financedesk.intake.statements.csv_signs import Amounts, follows
from financedesk.intake.statements.written import looks_like_day
from financedesk.rules.money import parse_cents

ROLES: dict[str, tuple[str, ...]] = {
    "day": (
        "posting date", "post date", "posted date", "date posted", "booking date", "booked date",
        "date", "transaction date", "date (utc)", "trans. date",
    ),
    "value_day": ("value date", "effective date", "transaction date", "trans. date"),
    "amount": ("amount", "transaction amount", "amount (usd)"),
    "debit": ("debit", "debits", "debit amount", "withdrawal", "withdrawals", "withdrawal (-)",
              "money out", "paid out"),
    "credit": ("credit", "credits", "credit amount", "deposit", "deposits", "deposit (+)",
               "money in", "paid in"),
    "balance": ("running bal.", "running balance", "runningbalance", "balance", "account balance"),
    "payee": ("description", "payee", "name", "merchant", "label"),
    "memo": ("memo", "notes", "extended description", "original description", "detail"),
    "check": ("check number", "checknumber", "check #", "check or slip #", "check no."),
    "kind": ("transaction type", "d/c", "details", "type", "debit/credit", "transaction"),
    "status": ("status",),
    "currency": ("currency",),
    "reference": ("reference", "reference number", "bank reference", "transaction id"),
    "account": ("account name", "account number", "account #", "first bank card"),
}  # fmt: skip
"""Role of a column, and the names it has; of several in a file the first counts."""

BROKERS = frozenset({
    "symbol", "quantity", "shares", "price", "cost basis", "market value", "asin/isbn", "gross",
    "unspsc code",
})  # fmt: skip
"""Columns of brokers, shops and processors, whose files are no bank's."""

PENDING = frozenset({"pending", "processing", "failed", "declined", "cancelled", "canceled"})

KNOWN_SIGNS: tuple[tuple[frozenset[str], int], ...] = (
    (frozenset({"transaction date", "post date", "description", "category", "type", "amount",
                "memo"}), 1),
    (frozenset({"date", "description", "card member", "account #", "amount"}), -1),
    (frozenset({"trans. date", "post date", "description", "amount", "category"}), -1),
)  # fmt: skip
"""Headers that one bank alone writes, and whether its minus is money out (1) or in (-1).

Chase's cards; American Express; Discover.
"""

_FEWEST_ROWS = 3
_MOST_MONEY = 6


def headless_columns(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """Return the columns of a file without a header, or None where nothing proves them.

    Known is Wells Fargo's form, whose third column is a star. Any other must have a day, and a
    balance in its last column that follows from the amounts in one way only.
    """
    if len(rows) < _FEWEST_ROWS or len({len(row) for row in rows}) != 1:
        return None
    columns = list(zip(*([cell.strip() for cell in row] for row in rows), strict=True))
    days = [place for place, cells in enumerate(columns) if all(map(looks_like_day, cells))]
    if not days:
        return None
    if len(columns) == 5 and days[0] == 0 and set(columns[2]) == {"*"} and _is_money(columns[1]):
        return {"day": 0, "amount": 1, "check": 3, "payee": 4}
    return _by_balance(columns, days[0])


def _by_balance(columns: Sequence[Sequence[str]], day: int) -> dict[str, int] | None:
    money = [place for place, cells in enumerate(columns) if place != day and _is_money(cells)]
    texts = [
        place for place, cells in enumerate(columns) if place not in (day, *money) and any(cells)
    ]
    wide = max(texts, key=lambda place: max(map(len, columns[place])), default=None)
    if len(money) > _MOST_MONEY:
        return None
    found = [roles for roles in _ways(money) if _holds(columns, roles)]
    if len(found) != 1 or wide is None:
        return None
    return {"day": day, "payee": wide, **found[0]}


def _ways(money: Sequence[int]) -> list[dict[str, int]]:
    """Return what the columns of money may be, the last of them being the balance."""
    if len(money) < 2:
        return []
    *others, balance = money
    ways = [{"amount": one, "balance": balance} for one in others]
    ways += [
        {"debit": one, "credit": other, "balance": balance}
        for one in others
        for other in others
        if one != other
    ]
    return ways


def _holds(columns: Sequence[Sequence[str]], roles: dict[str, int]) -> bool:
    try:
        amounts = [
            Amounts.of({role: columns[place][row] for role, place in roles.items()})
            for row in range(len(columns[0]))
        ]
    except BadInput:
        return False
    if "amount" in roles and any(one.is_empty for one in amounts):
        return False
    return follows(amounts) is not None


def _is_money(cells: Sequence[str]) -> bool:
    written = [cell for cell in cells if cell]
    try:
        for cell in written:
            parse_cents(cell)
    except BadInput:
        return False
    return any("." in cell for cell in written)
