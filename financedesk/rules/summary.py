"""The summary pages of Forms 3X, 3 and 3P: every line, and how it follows from rows and lines.

The lines are data: ``resources/rules/f3x_lines.toml``, ``f3_lines.toml``, ``f3p_lines.toml``
(FEC Forms 3X, 3, 3P and their instructions; 11 CFR 104.3(a), (b)). All amounts are cents.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from financedesk.errors import NotFound, Refused
from financedesk.rules.data import rules_table

Column = Literal["A", "B"]
Relation = Literal["=", "≥"]

_TABLES: Mapping[str, str] = {"F3X": "f3x_lines", "F3": "f3_lines", "F3P": "f3p_lines"}
_TERM = re.compile(r"([+-]?)\s*(\w+)")


@dataclass(frozen=True, slots=True)
class RowSum:
    """Rows that a line adds up: their form types and the field that counts."""

    form_types: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a formula, with its sign (1 or -1)."""

    sign: int
    code: str


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of a summary page.

    ``code`` is the line without brackets (11ai), ``number`` as the form prints it (11(a)(i)).
    ``name_a`` and ``name_b`` are the fields of the cover for this period and for the year (F3X) or
    cycle to date (F3, F3P), empty where the line has no such column; ``field_a`` and ``field_b``
    are their numbers (0: none). A line with ``rows`` is the sum of rows that are no memo items; one
    with formulas follows from other lines; one with neither is entered.
    """

    code: str
    number: str
    label: str
    name_a: str
    name_b: str
    field_a: int
    field_b: int
    rows: tuple[RowSum, ...]
    formula_a: tuple[Term, ...]
    formula_b: tuple[Term, ...]
    relation: Relation
    not_filed: str
    entered: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """The form types of the items on this line, with the one that is in no schedule."""
        filed = tuple(token for row in self.rows for token in row.form_types)
        return (*filed, self.not_filed) if self.not_filed else filed

    @property
    def computed(self) -> bool:
        """Whether the line follows from other lines."""
        return bool(self.formula_a)

    def name(self, column: Column) -> str:
        """The field of the cover in a column; empty when the line has none there."""
        return self.name_a if column == "A" else self.name_b

    def formula(self, column: Column) -> tuple[Term, ...]:
        """The terms that make the line in a column."""
        return self.formula_a if column == "A" else self.formula_b


@dataclass(frozen=True, slots=True)
class LineCheck:
    """What a cover says of a line, and what it should say, in cents.

    ``rule`` is the reason in words: the formula, or which rows were added.
    """

    column: Column
    code: str
    number: str
    reported: int
    expected: int
    relation: Relation
    rule: str

    @property
    def holds(self) -> bool:
        """Whether the reported amount is what it should be, or above it where it may be."""
        if self.relation == "≥":
            return self.reported >= self.expected
        return self.reported == self.expected


def summary_forms() -> tuple[str, ...]:
    """The forms whose summary pages are known."""
    return tuple(_TABLES)


@cache
def form_lines(form: str) -> tuple[SummaryLine, ...]:
    """The lines of a form (F3X, F3, F3P) in the order of its pages.

    Raises NotFound for a form without a summary page.
    """
    table = _TABLES.get(form)
    if table is None:
        raise NotFound(f"{form} has no summary page that FinanceDesk knows.")
    return tuple(_line(row) for row in rules_table(table)["lines"])


def _line(row: Mapping[str, Any]) -> SummaryLine:
    column_a, column_b = row.get("column_a", {}), row.get("column_b", {})
    formula = row.get("formula", "")
    return SummaryLine(
        code=row["code"],
        number=row["number"],
        label=row["label"],
        name_a=column_a.get("name", ""),
        name_b=column_b.get("name", ""),
        field_a=column_a.get("field", 0),
        field_b=column_b.get("field", 0),
        rows=tuple(RowSum(tuple(r["form_types"]), r["field"]) for r in row.get("rows", ())),
        formula_a=_terms(formula),
        formula_b=_terms(row.get("formula_b", formula)),
        relation="≥" if row.get("unitemized") else "=",
        not_filed=row.get("not_filed", ""),
        entered=row.get("entered", ""),
    )


def _terms(formula: str) -> tuple[Term, ...]:
    return tuple(Term(-1 if sign == "-" else 1, code) for sign, code in _TERM.findall(formula))


@cache
def _by_code(form: str) -> Mapping[str, SummaryLine]:
    return {line.code: line for line in form_lines(form)}


def form_line(form: str, code: str) -> SummaryLine:
    """One line of a form by its code (11ai).

    Raises NotFound when the form has no such line.
    """
    try:
        return _by_code(form)[code]
    except KeyError:
        raise NotFound(f"{form} has no line {code}.") from None


def complete(form: str, column: Column, base: Mapping[str, int]) -> dict[str, int]:
    """Every line of a column in cents, from those that are not computed (a missing one is 0).

    What ``base`` says of a computed line is not used. Raises Refused when ``base`` names a line
    that the form does not have. (11 CFR 104.3(a), (b); form instructions.)
    """
    unknown = sorted(set(base) - set(_by_code(form)))
    if unknown:
        raise Refused(f"{form} has no line {', '.join(unknown)}.")
    done: dict[str, int] = {}
    for line in form_lines(form):
        if line.name(column):
            _evaluate(form, column, line.code, lambda code: base.get(code, 0), done)
    return {line.code: done[line.code] for line in form_lines(form) if line.name(column)}


def _evaluate(
    form: str,
    column: Column,
    code: str,
    given: Callable[[str], int],
    done: dict[str, int],
) -> int:
    """The value of a line: given, or worked out from other lines and kept in ``done``."""
    if code not in done:
        terms = form_line(form, code).formula(column)
        done[code] = (
            sum(term.sign * _evaluate(form, column, term.code, given, done) for term in terms)
            if terms
            else given(code)
        )
    return done[code]


def check_cover(
    form: str,
    reported: Mapping[Column, Mapping[str, int]],
    row_sums: Mapping[str, int],
) -> tuple[LineCheck, ...]:
    """Compare every line of a cover with its formula, and column A also with its rows.

    ``reported`` holds the cover's amounts in cents by column and line code; a line that the cover's
    version does not have is left out of it, and is worked out where a formula needs it.
    ``row_sums`` holds the sum of rows by line code. Small amounts that need not be itemized may
    stand on lines with the relation ≥ (11 CFR 104.3(a)(4), (b)(3)).
    """
    checks: list[LineCheck] = []
    for line in form_lines(form):
        if line.rows and line.code in reported["A"]:
            expected = row_sums.get(line.code, 0)
            checks.append(_check("A", line, reported["A"], expected, _rows_in_words(line)))
    for column in ("A", "B"):
        checks.extend(_formula_checks(form, column, reported[column]))
    return tuple(checks)


def _formula_checks(form: str, column: Column, cover: Mapping[str, int]) -> list[LineCheck]:
    checks = []
    for line in form_lines(form):
        terms = line.formula(column)
        if terms and line.code in cover:
            expected = sum(term.sign * _stated(form, column, term.code, cover) for term in terms)
            checks.append(_check(column, line, cover, expected, _formula_in_words(form, terms)))
    return checks


def _stated(form: str, column: Column, code: str, cover: Mapping[str, int]) -> int:
    """What the cover says of a line; one that its version does not have follows from others."""
    if code in cover:
        return cover[code]
    terms = form_line(form, code).formula(column)
    return sum(term.sign * _stated(form, column, term.code, cover) for term in terms)


def _check(
    column: Column, line: SummaryLine, cover: Mapping[str, int], expected: int, rule: str
) -> LineCheck:
    relation: Relation = line.relation if line.rows else "="
    return LineCheck(column, line.code, line.number, cover[line.code], expected, relation, rule)


def _rows_in_words(line: SummaryLine) -> str:
    return "the sum of the rows " + ", ".join(
        token for row in line.rows for token in row.form_types
    )


def _formula_in_words(form: str, terms: tuple[Term, ...]) -> str:
    words = [
        ("minus " if term.sign < 0 else "plus ") + "line " + form_line(form, term.code).number
        for term in terms
    ]
    return " ".join(words).removeprefix("plus ")
