"""Which of a CSV file's amounts came in and which went out, and what proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from financedesk.errors import BadInput
from financedesk.intake.asking import IN, MINUS, OUT, Question
from financedesk.intake.days import read_cents

_OUT = frozenset({"debit", "d", "dr", "db", "withdrawal", "check", "dslip"} - {"dslip"})
_IN = frozenset({"credit", "c", "cr", "deposit", "dslip"})


_MEANINGS = ((OUT, "A minus is money out"), (IN, "A minus is money in"))


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one row in cents as they are written; None where a cell is empty.

    ``says`` is 1 or -1 where the row tells in a word that money came in or went out, else 0.
    """

    amount: int | None
    debit: int | None
    credit: int | None
    balance: int | None
    says: int = 0

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> "Amounts":
        """Read the cells of a row by their roles; raises BadInput with the column's role."""
        cents = {role: _cents(cells.get(role, ""), role) for role in _COLUMNS}
        word = cells.get("kind", "").strip().casefold()
        says = 1 if word in _IN else -1 if word in _OUT else 0
        return cls(**cents, says=says)

    @property
    def is_empty(self) -> bool:
        """Tell whether the row moves nothing that can be read."""
        return self.amount is None and self.debit is None and self.credit is None

    def signed(self, sign: int) -> int:
        """Return what the row does to the account; ``sign`` is that of a plain amount."""
        if self.amount is not None:
            return sign * self.amount
        return abs(self.credit or 0) - abs(self.debit or 0)


_COLUMNS = ("amount", "debit", "credit", "balance")


def _cents(cell: str, role: str) -> int | None:
    plain = "".join(cell.split())
    if plain in ("", "-", "--"):
        return None
    try:
        return read_cents(plain)
    except BadInput as error:
        raise BadInput(f"{role}: {error}") from error


def proved(
    rows: Sequence[Amounts], *, known_sign: int | None, minus_is_out: bool | None, name: str
) -> tuple[list[int], bool | None]:
    """Return each row's cents with their signs, and whether the newest row stands first.

    The order is None where no running balance tells it.

    Raises a Question when the file does not prove which amounts came in, and nobody says it.
    """
    way = follows(rows)
    if way is not None:
        sign, is_newest_first = way
        return [row.signed(sign) for row in rows], is_newest_first
    _require_one_side(rows, name)
    if all(row.amount is None for row in rows):
        return [row.signed(1) for row in rows], None
    if minus_is_out is not None:
        return [row.signed(1 if minus_is_out else -1) for row in rows], None
    if known_sign is not None:
        return [row.signed(known_sign) for row in rows], None
    told = _as_told(rows)
    if told is not None:
        return told, None
    raise Question(
        f"{name} does not prove whether a minus is money out or money in: it has no running balance"
        " that follows, and no columns or words for debit and credit; say it with --minus out or"
        " --minus in, or take the bank's OFX or QFX download.",
        MINUS, _MEANINGS,
    )  # fmt: skip


def follows(rows: Sequence[Amounts]) -> tuple[int, bool] | None:
    """Return the sign and order in which a running balance follows row by row, if one does.

    The pair is the sign of a plain amount, and whether the newest row stands first.
    """
    if len(rows) < 2 or any(row.balance is None for row in rows):
        return None
    if not any(row.signed(1) for row in rows[1:-1] or rows):
        return None
    for is_newest_first in (False, True):
        ordered = list(reversed(rows)) if is_newest_first else list(rows)
        for sign in (1, -1):
            if _adds_up(ordered, sign):
                return sign, is_newest_first
    return None


def _adds_up(rows: Sequence[Amounts], sign: int) -> bool:
    return all(
        (before.balance or 0) + row.signed(sign) == row.balance for before, row in pairwise(rows)
    )


def _require_one_side(rows: Sequence[Amounts], name: str) -> None:
    for row in rows:
        if row.amount is None and row.debit and row.credit:
            raise BadInput(
                f"A row of {name} has both money in and money out, and no balance proves what it"
                " means; take the bank's OFX or QFX download."
            )


def _as_told(rows: Sequence[Amounts]) -> list[int] | None:
    """Return the signs that the rows tell in words: with plain amounts, or agreeing with theirs."""
    if not rows or any(row.says == 0 or row.amount is None for row in rows):
        return None
    if all((row.amount or 0) >= 0 for row in rows):
        return [row.says * (row.amount or 0) for row in rows]
    for sign in (1, -1):
        if all(row.signed(sign) * row.says >= 0 for row in rows):
            return [row.signed(sign) for row in rows]
    return None
