"""A record's fields in the words of a page: names, addresses, days, amounts, titles."""

from collections.abc import Mapping
from dataclasses import dataclass

from financedesk.errors import BadInput
from financedesk.fec.layouts import Field
from financedesk.fec.values import cents, day
from financedesk.reports.model import Report
from financedesk.reports.schedules import is_day
from financedesk.rules.money import format_cents
from financedesk.rules.periods import OLD_CODES, report_codes
from financedesk.rules.summary import SummaryLine, form_lines, summary_forms

Fields = Mapping[str, str]

MEMO = "X"


@dataclass(frozen=True, slots=True)
class FormTitle:
    """A form's name, what it reports, and what its column B counts."""

    name: str
    subject: str
    column_b: str


_FORMS: Mapping[str, FormTitle] = {
    "F3X": FormTitle(
        "FEC Form 3X",
        "For other than an authorized committee",
        "Calendar Year-to-Date",
    ),
    "F3": FormTitle("FEC Form 3", "For an authorized committee", "Election Cycle-to-Date"),
    "F3P": FormTitle(
        "FEC Form 3P",
        "For a committee authorized by a candidate for President",
        "Election Cycle-to-Date",
    ),
}

_SPOKEN: Mapping[tuple[str, str], str] = {
    ("yes_no", "Y"): "yes",
    ("yes_no", "N"): "no",
    ("support", "S"): "supports",
    ("support", "O"): "opposes",
    ("office", "H"): "House",
    ("office", "S"): "Senate",
    ("office", "P"): "President",
}


def form_title(form: str) -> FormTitle:
    """The names of a form."""
    return _FORMS.get(form) or FormTitle(f"FEC Form {form.removeprefix('F')}", "", "Year-to-Date")


def lines_of(form: str) -> tuple[SummaryLine, ...]:
    """The lines of a form's summary; none for a form without a summary page."""
    return form_lines(form) if form in summary_forms() else ()


def line_label(report: Report, line: SummaryLine) -> str:
    """A line's words; the cash of 1 January with the year that it is of."""
    if report.form == "F3X" and line.code == "6a":
        return f"{line.label}, {report.summary.year}"
    return line.label


def report_name(report: Report) -> str:
    """The report code in words, with the code: ``July Quarterly Report (Q2)``."""
    known = report_codes().get(OLD_CODES.get(report.report_code, report.report_code))
    return f"{known.title} ({report.report_code})" if known else report.report_code


def standing(report: Report) -> str:
    """Draft or final, original or which amendment, in one phrase."""
    edition = "original report" if report.version == 0 else f"amendment {report.version}"
    return f"{'Draft' if is_draft(report) else 'Final'}, {edition}"


def is_draft(report: Report) -> bool:
    """Whether nothing about the report is settled yet."""
    return report.state == "draft"


def coverage(report: Report) -> str:
    """The days covered, as Americans write them."""
    return f"{spoken_day(report.period.first)} – {spoken_day(report.period.last)}"


def spoken_day(text: str) -> str:
    """A day as Americans write it: 20260131 is ``01/31/2026``; what is no day stays as it is."""
    try:
        written = day(text)
    except BadInput:
        return text.strip()
    return f"{written[5:7]}/{written[8:]}/{written[:4]}" if written else ""


def spoken_amount(text: str) -> str:
    """An amount with commas; what is no amount stays as it is."""
    if not text.strip():
        return ""
    try:
        return format_cents(cents(text))
    except BadInput:
        return text.strip()


def spoken(field: Field, text: str) -> str:
    """A field's value in words, by the kind of value that the field holds."""
    if is_day(field):
        return spoken_day(text)
    if field.kind == "AMT":
        return spoken_amount(text)
    return _SPOKEN.get((field.code, text), text.strip())


def person(fields: Fields, stem: str) -> str:
    """A person as ``Doe, Ms. Jane Q. Jr.``, or an empty text."""
    last, *rest = (
        fields.get(f"{stem}_{part}", "").strip()
        for part in ("last_name", "prefix", "first_name", "middle_name", "suffix")
    )
    return ", ".join(filter(None, (last, " ".join(filter(None, rest)))))


def party_name(fields: Fields, stem: str) -> str:
    """The organization or person that a record deals with."""
    return fields.get(f"{stem}_organization_name", "").strip() or person(fields, stem)


def address(fields: Fields, stem: str = "") -> tuple[str, ...]:
    """An address in up to two lines: the street, and the city with state and postal code."""
    start = f"{stem}_" if stem else ""
    value = {
        part: fields.get(f"{start}{part}", "").strip()
        for part in ("street_1", "street_2", "city", "state", "zip", "zip_code")
    }
    street = ", ".join(filter(None, (value["street_1"], value["street_2"])))
    place = " ".join(filter(None, (value["state"], _postal(value["zip"] or value["zip_code"]))))
    return tuple(filter(None, (street, ", ".join(filter(None, (value["city"], place))))))


def _postal(code: str) -> str:
    return f"{code[:5]}-{code[5:]}" if len(code) == 9 and code.isdigit() else code


def is_memo(fields: Fields) -> bool:
    """Whether the record only informs, and is in no total."""
    return fields.get("memo_code", "") == MEMO


def form_type(fields: Fields) -> str:
    """The record's form type, e.g. ``SA11AI``."""
    return fields.get("form_type") or fields.get("rec_type", "")


def transaction_id(fields: Fields) -> str:
    """The record's id within the filer's reports."""
    return fields.get("transaction_id") or fields.get("transaction_id_number", "")
