"""Works out the formulas of a workbook, as far as our workbooks use them."""

import operator
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl import Workbook

Cells = list[Any]

_TOKEN = re.compile(
    r"""
    "(?P<text>[^"]*)"
    | (?:'(?P<sheet>[^']+)'!)?(?P<cell>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)
    | (?P<name>[A-Z]+)(?=\()
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign><=|>=|<>|[-+=<>&(),])
    """,
    re.VERBOSE,
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


class Calculator:
    """Values of cells; a formula is worked out when it is asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._book = workbook
        self._known: dict[tuple[str, str], Any] = {}

    def value(self, sheet: str, cell: str) -> Any:
        place = (sheet, cell.replace("$", ""))
        if place not in self._known:
            self._known[place] = self._worked_out(*place)
        return self._known[place]

    def _worked_out(self, sheet: str, cell: str) -> Any:
        content = self._book[sheet][cell].value
        if isinstance(content, str) and content.startswith("="):
            return _Formula(self, sheet, content[1:]).result()
        return Decimal(str(content)) if isinstance(content, int | float) else content

    def cents(self, sheet: str, cell: str) -> int:
        return int(self.value(sheet, cell) * 100)

    def area(self, sheet: str, reach: str) -> Cells:
        """The values of a part of one column, down to the last row that is used."""
        first, last = (part.replace("$", "") for part in reach.split(":"))
        letters = first.rstrip("0123456789")
        assert letters == last.rstrip("0123456789")
        bottom = min(int(last[len(letters) :]), self._book[sheet].max_row)
        return [
            self.value(sheet, f"{letters}{row}")
            for row in range(int(first[len(letters) :]), bottom + 1)
        ]


class _Formula:
    """A parser that computes while it reads."""

    def __init__(self, calculator: Calculator, sheet: str, text: str) -> None:
        self._calculator = calculator
        self._sheet = sheet
        self._tokens = list(_tokens(text))
        self._place = 0

    def result(self) -> Any:
        value = self._comparison()
        assert self._place == len(self._tokens), "the formula goes on"
        return value

    def _peek(self) -> str:
        return self._tokens[self._place][1] if self._place < len(self._tokens) else ""

    def _next(self) -> tuple[str, str, str]:
        self._place += 1
        return self._tokens[self._place - 1]

    def _comparison(self) -> Any:
        value = self._joined()
        while self._peek() in _COMPARISONS and self._is_sign():
            sign = self._next()[1]
            value = _COMPARISONS[sign](value, self._joined())
        return value

    def _joined(self) -> Any:
        value = self._sum()
        while self._peek() == "&" and self._is_sign():
            self._next()
            value = f"{value}{self._sum()}"
        return value

    def _sum(self) -> Any:
        value = self._term()
        while self._peek() in {"+", "-"} and self._is_sign():
            sign = self._next()[1]
            other = self._term() or Decimal(0)
            value = (value or Decimal(0)) + (other if sign == "+" else -other)
        return value

    def _is_sign(self) -> bool:
        return self._tokens[self._place][0] == "sign"

    def _term(self) -> Any:
        kind, text, sheet = self._next()
        if kind == "sign" and text == "-":
            return -self._term()
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text
        if kind == "cell":
            where = sheet or self._sheet
            if ":" in text:
                return self._calculator.area(where, text)
            return self._calculator.value(where, text)
        assert kind == "name", text
        return _FUNCTIONS[text](*self._arguments())

    def _arguments(self) -> list[Any]:
        self._next()
        values = [self._comparison()]
        while self._peek() == ",":
            self._next()
            values.append(self._comparison())
        assert self._next()[1] == ")"
        return values


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None, text[place:]
        kind = next(name for name in _KINDS if match[name] is not None)
        yield kind, match[kind], match["sheet"] or ""
        place = match.end()


_KINDS = ("text", "cell", "name", "number", "sign")


def _meets(value: Any, criterion: str) -> bool:
    if criterion.startswith("<>"):
        return value != criterion[2:]
    return value == criterion


def _sumifs(amounts: Cells, *conditions: Any) -> Decimal:
    pairs = list(zip(conditions[::2], conditions[1::2], strict=True))
    return sum(
        (
            amount
            for row, amount in enumerate(amounts)
            if isinstance(amount, Decimal)
            and all(_meets(cells[row], criterion) for cells, criterion in pairs)
        ),
        Decimal(0),
    )


def _round(value: Decimal, places: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUMIFS": _sumifs,
    "ROUND": _round,
    "IF": lambda test, yes, no: yes if test else no,
    "AND": lambda *tests: all(tests),
    "COUNTIF": lambda cells, wanted: Decimal(sum(_meets(cell, wanted) for cell in cells)),
}
