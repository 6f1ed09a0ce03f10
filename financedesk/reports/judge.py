"""Judge a filing as a whole: what the Commission will do with it, and whether its amounts agree.

Checks of the format come from ``fec.checks``; the summary page is held against its own formulas
and against the rows (``rules.summary``), and the rows against themselves (Schedules C, D, H3, H4,
H6). The file is gone through once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from financedesk.errors import BadInput
from financedesk.fec.checks import Finding, check_file
from financedesk.fec.checks.filing import FilingCheck
from financedesk.fec.layouts import find_layout
from financedesk.fec.reader import FilingReader, Record, open_filing
from financedesk.fec.values import amount, cents
from financedesk.rules.summary import (
    Column,
    LineCheck,
    SummaryLine,
    check_cover,
    form_lines,
    summary_forms,
)

_COLUMNS: tuple[Column, ...] = ("A", "B")
_IN_WORDS: Mapping[Column, str] = {"A": "this period", "B": "year or cycle to date"}
#: Rows whose amounts do not agree are named one by one up to this number.
_MISMATCHES_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An amount that is not what it should be, in cents.

    ``column`` and ``code`` name a line of the summary page; for a row both are empty, and ``line``
    is its line in the file.
    """

    column: str
    code: str
    number: str
    line: int
    record: str
    reported: int
    expected: int
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of a filing: ``acceptable`` unless something is ``refused``.

    ``balanced``: no amount contradicts another. Wrong amounts do not stop a filing; the Commission
    asks about them in a letter. ``checked_lines`` counts the comparisons on the summary page.
    """

    refused: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    mismatches: tuple[Mismatch, ...]
    checked_lines: int = 0

    @property
    def acceptable(self) -> bool:
        """Whether the Commission's programs will take the filing."""
        return not self.refused

    @property
    def balanced(self) -> bool:
        """Whether every amount agrees with every other."""
        return not self.mismatches


@dataclass(frozen=True, slots=True)
class _Equation:
    """A field of a row that follows from other fields of it."""

    field: str
    terms: tuple[tuple[int, str], ...]
    what: str


_EQUATIONS: Mapping[str, _Equation] = {
    "SC": _Equation(
        "loan_balance",
        ((1, "loan_amount"), (-1, "loan_payment_to_date")),
        "the balance of the loan should be its amount less what was paid",
    ),
    "SD": _Equation(
        "balance_at_close",
        ((1, "beginning_balance"), (1, "incurred_amount"), (-1, "payment_amount")),
        "the balance at the close should be the one at the beginning, and what was incurred, "
        "less what was paid",
    ),
    "H4": _Equation(
        "total_amount",
        ((1, "federal_share"), (1, "nonfederal_share")),
        "the total should be the federal and the nonfederal share",
    ),
    "H6": _Equation(
        "total_amount",
        ((1, "federal_share"), (1, "levin_share")),
        "the total should be the federal and the Levin share",
    ),
}


def judge_filing(path: Path | str) -> Verdict:
    """Judge a .fec file.

    A file that cannot be read is one refused finding. Raises BadInput when there is no such file.
    """
    try:
        with open_filing(path) as filing:
            return _judge(filing)
    except BadInput:
        return _verdict(check_file(path), (), 0)


def _judge(filing: FilingReader) -> Verdict:
    check = FilingCheck(filing)
    sums = _Sums.for_form(filing.cover.record)
    for record in filing.records:
        check.take(record)
        sums.take(record)
    findings = check.finish()
    lines = _check_summary(filing.cover, filing.version, sums)
    wrong = [_of_line(filing.cover, line) for line in lines if not line.holds]
    return _verdict(findings, (*wrong, *sums.finish()), len(lines))


def _verdict(findings: list[Finding], wrong: tuple[Mismatch, ...], lines: int) -> Verdict:
    def of(level: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if finding.level == level)

    return Verdict(of("refused"), of("warning"), of("advice"), wrong, lines)


@dataclass(slots=True)
class _Transfer:
    """One transfer from a nonfederal account on Schedule H3: its total and its parts."""

    line: int
    total: int
    parts: int = 0


@dataclass(slots=True)
class _Sums:
    """Adds up the rows by summary line, and compares fields within rows, as they pass."""

    counted: Mapping[str, tuple[tuple[str, str], ...]]
    by_line: dict[str, int] = field(default_factory=dict)
    wrong: list[Mismatch] = field(default_factory=list)
    transfers: dict[tuple[str, str, str], _Transfer] = field(default_factory=dict)

    @classmethod
    def for_form(cls, form: str) -> "_Sums":
        """Prepare which fields of which form types count on which lines of a form."""
        counted: dict[str, tuple[tuple[str, str], ...]] = {}
        for line in form_lines(form) if form in summary_forms() else ():
            for rows in line.rows:
                for token in rows.form_types:
                    counted[token] = (*counted.get(token, ()), (line.code, rows.field))
        return cls(counted)

    def take(self, record: Record) -> None:
        """Add one row. Memo items inform and do not count (11 CFR 104.3, form instructions)."""
        if record.record in _EQUATIONS:
            self._compare(record, _EQUATIONS[record.record])
        if record.record == "H3":
            self._add_transfer(record)
        counted = self.counted.get(record.form_type)
        if counted is None or record.fields.get("memo_code", "").upper() == "X":
            return
        for code, name in counted:
            self.by_line[code] = self.by_line.get(code, 0) + _amount(record.fields, name)

    def _compare(self, record: Record, equation: _Equation) -> None:
        fields = record.fields
        if equation.field not in fields:
            return
        reported = _amount(fields, equation.field)
        expected = sum(sign * _amount(fields, name) for sign, name in equation.terms)
        if reported != expected:
            self._note(record.line, record.form_type, reported, expected, equation.what)

    def _add_transfer(self, record: Record) -> None:
        """The rows of one transfer repeat its account, day and total, and each has a part of it."""
        fields = record.fields
        total = _amount(fields, "total_amount_transferred")
        key = (fields.get("account_name", ""), fields.get("receipt_date", ""), str(total))
        transfer = self.transfers.setdefault(key, _Transfer(record.line, total))
        transfer.parts += _amount(fields, "transferred_amount")

    def _note(self, line: int, form_type: str, reported: int, expected: int, what: str) -> None:
        if len(self.wrong) < _MISMATCHES_KEPT:
            message = (
                f"Line {line}, {form_type}: {what}: {amount(expected)}, not {amount(reported)}."
            )
            self.wrong.append(Mismatch("", "", "", line, form_type, reported, expected, message))

    def finish(self) -> tuple[Mismatch, ...]:
        """Compare the transfers with their parts, and return what did not agree in the rows.

        Two transfers of the same day and total may stand behind one key: then the parts make a
        multiple of the total.
        """
        for transfer in self.transfers.values():
            if transfer.total and transfer.parts % transfer.total:
                what = "the parts of the transfer should make its total"
                self._note(transfer.line, "H3", transfer.parts, transfer.total, what)
        return tuple(self.wrong)


def _amount(fields: Mapping[str, str], name: str) -> int:
    """The cents of a field; what is no amount counts nothing, and the checks say so."""
    try:
        return cents(fields.get(name, ""))
    except BadInput:
        return 0


def _check_summary(cover: Record, version: str, sums: _Sums) -> tuple[LineCheck, ...]:
    if cover.record not in summary_forms():
        return ()
    layout = find_layout(cover.record, version)
    names = layout.positions if layout else {}
    lines = form_lines(cover.record)
    reported: dict[Column, dict[str, int]] = {
        column: dict(_reported(lines, column, cover, names)) for column in _COLUMNS
    }
    return check_cover(cover.record, reported, sums.by_line)


def _reported(
    lines: tuple[SummaryLine, ...], column: Column, cover: Record, names: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """A column of the cover: an empty field is 0, one that the version lacks is left out."""
    for line in lines:
        name = line.name(column)
        if name and name in names:
            yield line.code, _amount(cover.fields, name)


def _of_line(cover: Record, check: LineCheck) -> Mismatch:
    least = "at least " if check.relation == "≥" else ""
    message = (
        f"Line {check.number}, {_IN_WORDS[check.column]}: {amount(check.reported)} is reported; "
        f"it should be {least}{amount(check.expected)}, {check.rule}."
    )
    return Mismatch(
        check.column,
        check.code,
        check.number,
        cover.line,
        cover.form_type,
        check.reported,
        check.expected,
        message,
    )
