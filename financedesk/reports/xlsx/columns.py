"""The columns of a schedule in a spreadsheet, and what a record says in each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Literal

from financedesk.errors import BadInput
from financedesk.fec.layouts import Field
from financedesk.fec.values import cents, day
from financedesk.reports import wording
from financedesk.reports.schedules import (
    ScheduleView,
    fields_of,
    heading,
    is_day,
    other_fields,
    party_fields,
    view_of,
)
from financedesk.reports.tally import line_numbers

Value = str | int | date | None
"""Words, an amount in cents, a day, or nothing."""

Kind = Literal["words", "amount", "day"]

MEMO_MARK = "memo"

_WIDTHS: Mapping[Kind, int] = {"words": 16, "amount": 16, "day": 12}
_WIDE: Mapping[str, int] = {
    "line": 11,
    "form_type": 10,
    "memo_code": 10,
    "": 34,
    "text4000": 100,
    "memo_text_description": 36,
    "memo_text": 36,
    "expenditure_purpose_descrip": 36,
    "contribution_purpose_descrip": 36,
    "purpose_of_debt_or_obligation": 36,
    "transaction_id": 22,
    "transaction_id_number": 22,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the kind of its values, and how a record's value is read.

    ``name`` is the field, empty for the column that holds a whole name.
    """

    heading: str
    name: str
    kind: Kind
    read: Callable[[wording.Fields], Value]
    adds_up: bool = False

    @property
    def width(self) -> int:
        """How wide the column is set, in characters."""
        return _WIDE.get(self.name, _WIDTHS[self.kind])


@cache
def columns_of(kind: str, form: str) -> tuple[Column, ...]:
    """The columns of a kind of record: what is looked for first, then every other field."""
    view = view_of(kind)
    numbers = line_numbers(form)
    return (
        Column("Line", "line", "words", partial(_line, numbers=numbers)),
        Column("Form type", "form_type", "words", wording.form_type),
        Column("Memo item", "memo_code", "words", _memo),
        *_leading(view),
        Column("Transaction ID", "transaction_id", "words", wording.transaction_id),
        *(_field(view, field) for field in _rest(view)),
    )


def _line(fields: wording.Fields, numbers: Mapping[str, str]) -> str:
    return numbers.get(wording.form_type(fields), "")


def _memo(fields: wording.Fields) -> str:
    return MEMO_MARK if wording.is_memo(fields) else ""


def _leading(view: ScheduleView) -> Iterator[Column]:
    """The name, the day, the amounts and the remarks."""
    known = fields_of(view.kind)
    if view.party:
        yield Column(view.name_heading, "", "words", partial(wording.party_name, stem=view.party))
    if view.name_field:
        yield Column(view.name_heading, "", "words", partial(_words, name=view.name_field))
    if view.day:
        yield Column("Date", view.day, "day", partial(_day, name=view.day))
    for name, words in view.amounts:
        adds_up = name not in view.running
        yield Column(words, name, "amount", partial(_amount, name=name), adds_up)
    for name in view.remarks:
        if name in known:
            yield _field(view, known[name])


def _rest(view: ScheduleView) -> Iterator[Field]:
    """Where the other side is, then the fields that nothing above shows, then name parts."""
    known = fields_of(view.kind)
    party = [known[name] for name in known if name in party_fields(view)]
    places = ("_street_1", "_street_2", "_city", "_state", "_zip", "_zip_code")
    yield from (field for field in party if field.name.endswith(places))
    yield from other_fields(view.kind)
    yield from (field for field in party if not field.name.endswith(places))


def _field(view: ScheduleView, field: Field) -> Column:
    words = heading(field.name, view.party)
    if field.kind == "AMT":
        return Column(words, field.name, "amount", partial(_amount, name=field.name))
    if is_day(field):
        return Column(words, field.name, "day", partial(_day, name=field.name))
    return Column(words, field.name, "words", partial(_words, name=field.name))


def _words(fields: wording.Fields, name: str) -> str:
    return fields.get(name, "")


def _amount(fields: wording.Fields, name: str) -> Value:
    """Cents, or nothing where the field is empty, which is not the same as zero."""
    text = fields.get(name, "")
    return cents(text) if text.strip() else None


def _day(fields: wording.Fields, name: str) -> Value:
    """A day; words where the field holds words (a loan due on demand)."""
    text = fields.get(name, "")
    try:
        written = day(text)
    except BadInput:
        return text
    return date.fromisoformat(written) if written else None


def letter_of(columns: tuple[Column, ...], name: str) -> str:
    """The letters over the column of a field."""
    place = next(place for place, column in enumerate(columns, start=1) if column.name == name)
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
