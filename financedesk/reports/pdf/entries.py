"""One record of a schedule as a block of lines, and the heads of its columns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from financedesk.fec.layouts import Field
from financedesk.reports import wording
from financedesk.reports.pdf.page import LEFT, RIGHT, Block, Mark, Rule, Words
from financedesk.reports.pdf.type import (
    ACCENT,
    CAPTION,
    HAIRLINE,
    QUIET,
    RULE,
    SMALL_CAPTION,
    Style,
    fitted,
    wrapped,
)
from financedesk.reports.schedules import ScheduleView, fields_of, heading, other_fields

STEP = 9.6
_PADDING = 5.0
_NAME = Style(500, 8)
_DETAIL = Style(400, 7, QUIET)
_AMOUNT = Style(500, 8)
_MEMO_AMOUNT = Style(400, 8, QUIET)
_LINE = Style(500, 7.5, QUIET)
_MEMO = Style(600, 6.5, ACCENT)
_ID = Style(400, 6, CAPTION)
_LINE_ROOM, _DAY_ROOM, _GAP = 46.0, 48.0, 10.0
_SIDE_DETAILS_UP_TO = 2
"""With more columns of amounts than this, the details stand below the name, not beside it."""

# Says of a payee or donor only what the name already shows.
_UNSAID = frozenset({"entity_type"})
_NAME_ENDS = ("_last_name", "_first_name", "_middle_name", "_prefix", "_suffix")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a schedule stand, in points from the page's left edge."""

    name: float
    name_room: float
    day: float
    details: float
    details_room: float
    amount_edges: tuple[float, ...]
    amount_room: float


@dataclass(frozen=True, slots=True)
class Entry:
    """The lines of one record, column by column, already broken to fit."""

    number: str
    memo: bool
    left: tuple[tuple[str, Style], ...]
    day: str
    details: tuple[tuple[str, Style], ...]
    amounts: tuple[str, ...]

    @property
    def lines(self) -> int:
        """How many lines the tallest column has."""
        return max(len(self.left), len(self.details), 1 + self.memo)


@cache
def columns_of(view: ScheduleView) -> Columns:
    """The columns of a schedule: the more amounts, the less room for words."""
    count = len(view.amounts)
    room = 76.0 if count <= _SIDE_DETAILS_UP_TO else max(64.0, 256.0 / max(count, 1))
    edges = tuple(RIGHT - room * (count - place) + room for place in range(count))
    name = LEFT + _LINE_ROOM
    words_end = RIGHT - room * count - _GAP
    day_room = _DAY_ROOM + _GAP if view.day else 0.0
    words = words_end - name - day_room
    if count > _SIDE_DETAILS_UP_TO:
        return Columns(name, words, name + words + _GAP, name, words, edges, room - 6)
    name_room = words * (0.46 if view.party or view.name_field else 0.0)
    day = name + name_room + _GAP
    details = day + day_room if view.day else name + name_room + (_GAP if name_room else 0)
    return Columns(name, name_room, day, details, words_end - details, edges, room - 6)


def heads(view: ScheduleView) -> Block:
    """The heads of a schedule's columns."""
    columns = columns_of(view)
    marks: list[Mark] = [Words(LEFT, 10, "Line", SMALL_CAPTION)]
    if columns.name_room and (view.party or view.name_field):
        marks.append(Words(columns.name, 10, view.name_heading, SMALL_CAPTION))
    if view.day:
        marks.append(Words(columns.day, 10, "Date", SMALL_CAPTION))
    if columns.details != columns.name or not columns.name_room:
        marks.append(Words(columns.details, 10, "Details", SMALL_CAPTION))
    for edge, (_, words) in zip(columns.amount_edges, view.amounts, strict=True):
        style = fitted(words, SMALL_CAPTION, columns.amount_room)
        marks.append(Words(edge, 10, words, style, flush_right=True))
    marks.append(Rule(LEFT, RIGHT, 16, RULE, 0.75))
    return Block(17, tuple(marks))


def entry_of(view: ScheduleView, fields: wording.Fields, number: str) -> Entry:
    """Break one record into lines; everything that is filed and not empty is somewhere in it."""
    columns = columns_of(view)
    details = [
        (line, _DETAIL)
        for detail in _details(view, fields)
        for line in wrapped(detail, _DETAIL, columns.details_room)
    ]
    if identifier := wording.transaction_id(fields):
        details.append((f"ID {identifier}", _ID))
    left = list(_left(view, fields, columns))
    if columns.details == columns.name and columns.name_room:
        left, details = [*left, *details], []
    return Entry(
        number=number,
        memo=wording.is_memo(fields),
        left=tuple(left),
        day=wording.spoken_day(fields.get(view.day, "")),
        details=tuple(details),
        amounts=tuple(wording.spoken_amount(fields.get(name, "")) for name, _ in view.amounts),
    )


def _left(
    view: ScheduleView, fields: wording.Fields, columns: Columns
) -> Iterator[tuple[str, Style]]:
    name = wording.party_name(fields, view.party) if view.party else fields.get(view.name_field, "")
    for line in wrapped(name, _NAME, columns.name_room):
        yield line, _NAME
    place = ", ".join(wording.address(fields, view.party)) if view.party else ""
    for line in wrapped(place, _DETAIL, columns.name_room):
        yield line, _DETAIL


def _details(view: ScheduleView, fields: wording.Fields) -> Iterator[str]:
    """What is worth reading without a heading, then the rest with its headings."""
    remarks = [fields.get(name, "").strip() for name in view.remarks]
    work, other = _employment(view, remarks)
    yield from filter(None, (work, *other))
    yield from _pairs(view, fields)
    for field in other_fields(view.kind):
        detail = _detail(field, fields, view.party)
        if detail:
            yield detail


def _employment(view: ScheduleView, remarks: list[str]) -> tuple[str, list[str]]:
    """Employer and occupation share a line."""
    names = list(view.remarks)
    work = [text for name, text in zip(names, remarks, strict=True) if _is_work(name)]
    other = [text for name, text in zip(names, remarks, strict=True) if not _is_work(name)]
    return " · ".join(filter(None, work)), other


def _is_work(name: str) -> bool:
    return name.endswith(("_employer", "_occupation"))


def _pairs(view: ScheduleView, fields: wording.Fields) -> Iterator[str]:
    """Amounts of two columns on one line (Schedule L)."""
    for name in fields_of(view.kind):
        stem = name.removeprefix("col_a_")
        if stem != name:
            first = wording.spoken_amount(fields.get(name, ""))
            second = wording.spoken_amount(fields.get(f"col_b_{stem}", ""))
            if first or second:
                yield f"{heading(stem)}: {first or '–'} this period, {second or '–'} year to date"


def _detail(field: Field, fields: wording.Fields, party: str) -> str:
    """One field with its heading; a person's parts are told together with the last name."""
    if field.name in _UNSAID or field.name.startswith(("col_a_", "col_b_")):
        return ""
    value = wording.spoken(field, fields.get(field.name, ""))
    stem = next((field.name.removesuffix(e) for e in _NAME_ENDS if field.name.endswith(e)), "")
    if stem and f"{stem}_last_name" in fields:
        is_last = field.name.endswith("_last_name")
        name = wording.person(fields, stem) if is_last else ""
        return f"{heading(stem, party)}: {name}" if name else ""
    words = heading(field.name, party)
    if value and field.code == "box":
        return words
    return f"{words}: {value}" if value else ""


def pieces(entry: Entry, room: float) -> Iterator[Entry]:
    """An entry, cut where it is taller than a whole page."""
    most = max(int((room - _PADDING) // STEP), 1)
    yield replace(entry, left=entry.left[:most], details=entry.details[:most])
    for start in range(most, max(len(entry.left), len(entry.details)), most):
        lines = slice(start, start + most)
        yield replace(
            entry, number="", day="", amounts=(), memo=False,
            left=entry.left[lines], details=entry.details[lines],
        )  # fmt: skip


def entry_block(view: ScheduleView, entry: Entry) -> Block:
    """An entry's lines at their columns, above a hairline."""
    columns = columns_of(view)
    height = entry.lines * STEP + _PADDING
    marks: list[Mark] = list(_margin(entry))
    for place, (text, style) in enumerate(entry.left):
        marks.append(Words(columns.name, _baseline(place), text, style))
    if entry.day:
        marks.append(Words(columns.day, _baseline(0), entry.day, _DETAIL))
    for place, (text, text_style) in enumerate(entry.details):
        marks.append(Words(columns.details, _baseline(place), text, text_style))
    style = _MEMO_AMOUNT if entry.memo else _AMOUNT
    for edge, amount in zip(columns.amount_edges, entry.amounts, strict=False):
        fitting = fitted(amount, style, columns.amount_room)
        marks.append(Words(edge, _baseline(0), amount, fitting, flush_right=True))
    marks.append(Rule(LEFT, RIGHT, height, HAIRLINE))
    return Block(height, tuple(marks))


def _margin(entry: Entry) -> Iterator[Words]:
    """The line's number, and the memo mark below it."""
    yield Words(LEFT, _baseline(0), entry.number, _LINE)
    if entry.memo:
        yield Words(LEFT, _baseline(1), "MEMO", _MEMO)


def _baseline(line: int) -> float:
    return _PADDING / 2 + line * STEP + 7.4
