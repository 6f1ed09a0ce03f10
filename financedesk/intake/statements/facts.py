"""What every bank's file is turned into: statements, their lines, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from financedesk.intake.asking import DAY, DAY_ORDER, ENCODING, MINUS, OUT, SHEET


@dataclass(frozen=True, slots=True)
class Balance:
    """What stood on the account; ``day`` is ``YYYY-MM-DD``, empty where the file does not say."""

    cents: int
    day: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of an account as its bank tells it.

    ``place`` is where it stands in the file. ``cents`` is positive for money in and negative for
    money out. ``booked_on`` is the bank's day, ``value_on`` the day it counts from (may be empty);
    both ``YYYY-MM-DD``. ``reference`` is the bank's own for this line, such as an OFX file's FITID.
    """

    place: str
    booked_on: str
    value_on: str
    cents: int
    reference: str
    payee: str
    memo: str
    check_number: str
    kind: str


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that was not taken: where it stands in the file, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's statement.

    ``account`` is the bank's number or name for it and ``currency`` its three letters; both are
    empty where the file does not say. Balances are None where the file has none. ``notes`` are
    sentences about what a treasurer should look at, such as a closing balance that does not follow.
    """

    account: str
    bank: str
    currency: str
    opening: Balance | None
    closing: Balance | None
    lines: tuple[StatementLine, ...]
    rejected: tuple[RejectedLine, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidTable:
    """What somebody says of a bank's table: where each role's column stands, from 1.

    ``header_line`` counts from 1 and is 0 without a header; an empty ``delimiter`` is found.
    """

    columns: Mapping[str, int]
    header_line: int = 1
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says about a file that does not prove it by itself; None leaves it open.

    ``encoding`` names its characters, ``sheet`` which one of a workbook is meant. ``day_first``
    tells that 02/03/2026 is the second of March, ``minus_is_out`` that an amount with a minus is
    money out, ``table`` what the columns of a CSV hold.
    """

    encoding: str | None = None
    day_first: bool | None = None
    minus_is_out: bool | None = None
    sheet: str | None = None
    table: SaidTable | None = None

    def answered(self, option: str, value: str) -> "Said":
        """Return it with the answer to a ``Question`` about the file."""
        if option == DAY_ORDER:
            return replace(self, day_first=value == DAY)
        if option == MINUS:
            return replace(self, minus_is_out=value == OUT)
        if option == ENCODING:
            return replace(self, encoding=value)
        return replace(self, sheet=value) if option == SHEET else self


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A file that was read: its hash as it was given, its format, and the statements in it."""

    name: str
    sha256: str
    format: str
    statements: tuple[Statement, ...]
