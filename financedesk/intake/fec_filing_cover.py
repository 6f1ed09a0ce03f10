"""The cover of a past filing: whose report it is, its days, and every amount on its summary."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from financedesk.errors import BadInput
from financedesk.fec.layouts import find_layout
from financedesk.fec.reader import FilingReader
from financedesk.fec.values import cents, day
from financedesk.ledger.period import Period, day_before
from financedesk.rules.money import format_cents
from financedesk.rules.summary import Column, SummaryLine, check_cover, complete, form_lines

FORMS = ("F3X", "F3")
# Where a form says what cash stood at the beginning and at the end of the period, on 1 January.
CASH_BEGIN: Mapping[str, str] = {"F3X": "6b", "F3": "23"}
CASH_CLOSE: Mapping[str, str] = {"F3X": "8", "F3": "27"}
CASH_NEW_YEAR: Mapping[str, str] = {"F3X": "6a"}
RECEIPTS: Mapping[str, str] = {"F3X": "19", "F3": "16"}
DISBURSEMENTS: Mapping[str, str] = {"F3X": "31", "F3": "22"}
_LONGEST_YEARS = 3
_DEBT_LINES = ("9", "10")


@dataclass(frozen=True)
class Cover:
    """What a cover says; ``a`` and ``b`` are its amounts in cents by line, as far as it has them.

    ``fields`` are all its fields as filed, ``header`` those of the HDR record. ``unread`` are
    amounts that could not be read, by field and reason.
    """

    form: str
    version: str
    is_amendment: bool
    committee_id: str
    committee_name: str
    report_code: str
    period: Period
    signed_on: str | None
    fields: Mapping[str, str]
    header: Mapping[str, str]
    a: Mapping[str, int]
    b: Mapping[str, int]
    unread: Mapping[str, str]

    @property
    def number(self) -> int:
        """The sequence number of an amendment; 0 for an original."""
        digits = self.header.get("rpt_number", "").strip()
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
        return max(number, 1) if self.is_amendment else 0

    @property
    def cash_begin(self) -> int:
        """Cash on hand at the beginning of the period, in cents."""
        return self.a.get(CASH_BEGIN[self.form], 0)

    @cached_property
    def components(self) -> tuple[SummaryLine, ...]:
        """The lines of column A that are sums of rows, as far as this version's cover has them."""
        cash = {CASH_BEGIN[self.form], CASH_NEW_YEAR.get(self.form, ""), *_DEBT_LINES}
        return tuple(
            line
            for line in form_lines(self.form)
            if line.code in self.a and not line.computed and line.code not in cash
        )

    def total(self, column: Column, line: str) -> int:
        """Return a line's amount in cents: as stated, else worked out from its parts."""
        stated = self.a if column == "A" else self.b
        if line in stated:
            return stated[line]
        known = {code: value for code, value in stated.items() if not _computed(self.form, code)}
        return complete(self.form, column, known).get(line, 0)

    def openings(self) -> dict[str, int]:
        """Return what stood the day before the period: year to date per line, and cash.

        Column B minus column A; cash at the beginning comes from column A, that of 1 January
        from column B.
        """
        found = {CASH_BEGIN[self.form]: self.cash_begin}
        new_year = CASH_NEW_YEAR.get(self.form)
        if new_year is not None and new_year in self.b:
            found[new_year] = self.b[new_year]
        if any(self.b.values()):
            for line in self.components:
                if line.code in self.b:
                    found[line.code] = self.b[line.code] - self.a[line.code]
        return found

    @property
    def opening_day(self) -> str:
        """The day before the period."""
        return day_before(self.period.first)

    def contradictions(self) -> list[str]:
        """Return a sentence for each total of the cover that is not the sum of its parts."""
        checks = check_cover(self.form, {"A": self.a, "B": self.b}, {})
        return [
            f"Line {check.number}, column {check.column}, says {dollars(check.reported)}; "
            f"{check.rule} makes {dollars(check.expected)}."
            for check in checks
            if not check.holds and _computed(self.form, check.code)
        ]

    def summary_json(self) -> str:
        """Return both columns as a filing keeps them."""
        return json.dumps({"A": dict(self.a), "B": dict(self.b)}, sort_keys=True)

    def other_fields_json(self) -> str:
        """Return the cover's fields that are no amounts, and the header's."""
        amounts = {name for line in form_lines(self.form) for name in (line.name_a, line.name_b)}
        kept = {name: value for name, value in self.fields.items() if name not in amounts}
        kept |= {f"header_{name}": value for name, value in self.header.items()}
        return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def read_cover(reader: FilingReader, file_name: str) -> Cover:
    """Return the cover of a filing that is open.

    Raises BadInput for a form that is no Form 3X or Form 3, or a cover that does not say whose
    report it is and which days it covers.
    """
    record = reader.cover
    if record.record not in FORMS:
        raise BadInput(
            f"{file_name} is a {record.form_type}; FinanceDesk adopts Form 3X and Form 3 reports."
        )
    fields = record.fields
    committee_id = fields.get("filer_committee_id_number", "").upper()
    if not committee_id:
        raise BadInput(f"{file_name}: the cover names no committee id; it cannot be adopted.")
    unread: dict[str, str] = {}
    names = find_layout(record.record, reader.version)
    known = set(names.positions) if names else set()
    return Cover(
        form=record.record,
        version=reader.version,
        is_amendment=record.form_type.endswith("A"),
        committee_id=committee_id,
        committee_name=fields.get("committee_name", "") or committee_id,
        report_code=fields.get("report_code", "").upper(),
        period=_period(fields, file_name),
        signed_on=_signed_on(fields, unread),
        fields=fields,
        header=reader.header,
        a=_amounts(record.record, "A", fields, known, unread),
        b=_amounts(record.record, "B", fields, known, unread),
        unread=unread,
    )


def _period(fields: Mapping[str, str], file_name: str) -> Period:
    found = []
    for name, words in (("coverage_from_date", "first"), ("coverage_through_date", "last")):
        try:
            found.append(day(fields.get(name, "")))
        except BadInput as error:
            raise BadInput(f"{file_name}: the {words} day of the report: {error}") from error
    if not all(found):
        raise BadInput(
            f"{file_name}: the cover does not say which days it covers; it cannot be adopted."
        )
    if found[1] < found[0]:
        raise BadInput(f"{file_name}: its last day {found[1]} comes before its first {found[0]}.")
    if int(found[1][:4]) - int(found[0][:4]) > _LONGEST_YEARS:
        raise BadInput(
            f"{file_name}: the cover says {found[0]} to {found[1]}; no report covers that long."
            " Its fields are shifted; have the file written again."
        )
    return Period(first=found[0], last=found[1])


def _signed_on(fields: Mapping[str, str], unread: dict[str, str]) -> str | None:
    try:
        return day(fields.get("date_signed", "")) or None
    except BadInput as error:
        unread["date_signed"] = str(error)
        return None


def _amounts(
    form: str, column: Column, fields: Mapping[str, str], known: set[str], unread: dict[str, str]
) -> dict[str, int]:
    """Return a column's amounts; a line that this version's cover has and leaves empty is zero."""
    found = {}
    for line in form_lines(form):
        name = line.name(column)
        if name in known:
            try:
                found[line.code] = cents(fields.get(name, ""))
            except BadInput as error:
                found[line.code] = 0
                unread[name] = str(error)
    return found


def _computed(form: str, code: str) -> bool:
    return any(line.code == code and line.computed for line in form_lines(form))


def dollars(value: int) -> str:
    """Return cents as the findings write them: $1,234.50."""
    return format_cents(value, symbol=True)
