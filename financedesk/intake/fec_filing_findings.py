"""Where adopted filings disagree with one another: cash from report to report, year to date."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from financedesk.intake.fec_filing_cover import (
    CASH_BEGIN,
    CASH_CLOSE,
    CASH_NEW_YEAR,
    dollars,
)
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.period import day_after
from financedesk.rules.summary import form_line, form_lines


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two adopted filings that tell different figures of one thing; amounts in cents.

    ``filed_in`` says ``says`` on ``line`` (column ``column``); by ``other`` it would be
    ``other_says``. For days that no filing covers the line is empty and the amounts are zero.
    """

    line: str
    column: str
    filed_in: str
    says: int
    other: str
    other_says: int

    @property
    def sentence(self) -> str:
        """What a treasurer reads."""
        if not self.line:
            return f"No filing covers the days between {self.other} and {self.filed_in}."
        return (
            f"Line {self.line}, column {self.column}: {self.filed_in} says {dollars(self.says)};"
            f" by {self.other} it would be {dollars(self.other_says)}."
        )


@dataclass(frozen=True, slots=True)
class _Filed:
    name: str
    form: str
    first: str
    last: str
    a: Mapping[str, int]
    b: Mapping[str, int]


def disagreements(connection: Connection, entity: EntityRow) -> list[Disagreement]:
    """Return every line on which successive adopted filings of an entity do not go together.

    Cash at the beginning is the close of the report before (11 CFR 104.3(a)(1)); a year to date
    is that of the report before and this period's amount.
    """
    filed = _adopted(connection, entity)
    return [found for before, this in pairwise(filed) for found in _compare(before, this)]


def _adopted(connection: Connection, entity: EntityRow) -> list[_Filed]:
    column = tables.filing.c
    query = (
        select(tables.filing)
        .where(
            column.entity_id == entity.id,
            column.form == entity.form,
            column.state == "adopted",
        )
        .order_by(column.from_date)
    )
    found = []
    for row in connection.execute(query):
        summary = json.loads(row.summary)
        name = f"{row.report_code or row.form} through {row.to_date}"
        found.append(_Filed(name, row.form, row.from_date, row.to_date, summary["A"], summary["B"]))
    return found


def _compare(before: _Filed, this: _Filed) -> Iterator[Disagreement]:
    if day_after(before.last) != this.first:
        yield Disagreement("", "", this.name, 0, before.name, 0)
        return
    close = before.a.get(CASH_CLOSE[this.form])
    begin = CASH_BEGIN[this.form]
    yield from _differs(this, "A", begin, this.a.get(begin), before, close)
    if before.last[:4] == this.last[:4]:
        yield from _year_rolls(before, this)
    elif this.form in CASH_NEW_YEAR:
        line = CASH_NEW_YEAR[this.form]
        yield from _differs(this, "B", line, this.b.get(line), before, close)


def _year_rolls(before: _Filed, this: _Filed) -> Iterator[Disagreement]:
    for line in form_lines(this.form):
        code = line.code
        if line.computed or code not in this.b or code not in before.b:
            continue
        rolled = before.b[code] + this.a.get(code, 0)
        yield from _differs(this, "B", code, this.b[code], before, rolled)


def _differs(
    this: _Filed, column: str, code: str, says: int | None, before: _Filed, other: int | None
) -> Iterator[Disagreement]:
    if says is not None and other is not None and says != other:
        number = form_line(this.form, code).number
        yield Disagreement(number, column, this.name, says, before.name, other)
