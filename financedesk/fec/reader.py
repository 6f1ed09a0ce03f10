"""Read a .fec filing of any version, record by record, without holding it in memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from financedesk.errors import BadInput
from financedesk.fec.headers import Header, read_header
from financedesk.fec.layouts import Layout, find_layout
from financedesk.fec.lines import (
    SEPARATOR,
    comma_separated,
    comma_separated_leniently,
    decoded,
    physical_lines,
    separated,
)
from financedesk.fec.names import joined_names, split_names
from financedesk.fec.tokens import is_cover, normal_token, record_of

#: How many broken lines are described one by one; the rest is counted.
PROBLEMS_KEPT = 1000
#: A text block that is longer than this is cut, and said to be.
LONGEST_TEXT = 1_000_000
#: Over how many lines a quoted field may run before its quotation mark counts as lost.
_LINES_OF_A_FIELD = 20

_BEGIN_TEXT = ("[BEGINTEXT]", "[BEGIN TEXT]")
_END_TEXT = ("[ENDTEXT]", "[END TEXT]")


class Record(NamedTuple):
    """One record of a filing.

    ``fields`` holds the fields that are not empty, trimmed, by the names of version 8.5; an F99
    also has its block of text as ``text``. ``form_type`` is written as version 8.5 writes it.
    ``extra`` is what stood behind the last field. ``values`` are the fields as they stood in the
    line, untrimmed.
    """

    line: int
    record: str
    form_type: str
    raw_form_type: str
    fields: Mapping[str, str]
    extra: tuple[str, ...] = ()
    values: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that could not be taken as it stands, and why.

    ``kind`` is unknown_record, no_record (the line begins with no form type), extra_data,
    open_quote or text_block.
    """

    line: int
    kind: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read the lines that begin with one form type."""

    record: str
    form_type: str
    names: tuple[str, ...]
    joined: tuple[tuple[str, str, bool], ...]


class FilingReader:
    """A filing that is being read; made by ``open_filing``.

    ``version`` and ``header`` (by the field names of version 8.5) are known at once; ``records``
    can be gone through once; ``problems`` fills while it is.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read the header; raises BadInput when this is no filing that can be read."""
        self.problems: list[Unreadable] = []
        self.problem_count = 0
        self._name = name
        self._lines = enumerate(physical_lines(stream), start=1)
        self._waiting: list[tuple[int, str]] = []
        self._plans: dict[str, _Plan | None] = {}
        self._header: Header = read_header(self._next_text, name)
        self._close = ExitStack()
        self._records = self._read()
        self.cover = self._read_cover()

    @property
    def version(self) -> str:
        """The version as the layouts write it, e.g. 8.5, 3.0 or P3.2."""
        return self._header.version

    @property
    def header(self) -> Mapping[str, str]:
        """The fields of the HDR record that are not empty."""
        return self._header.fields

    @property
    def records(self) -> Iterator[Record]:
        """Every record after the header, the cover first. Can be gone through once."""
        yield self.cover
        yield from self._records

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close.close()

    def keep_open(self, stream: BinaryIO) -> None:
        """Close the stream when the reader is left."""
        self._close.callback(stream.close)

    def _read_cover(self) -> Record:
        cover = next(self._records, None)
        if cover is None:
            raise BadInput(
                f"{self._name} ends after its header: there is no report in it. "
                "Get the file again from where it came."
            )
        _refuse_shifted_cover(cover, find_layout(cover.record, self.version), self._name)
        return cover

    def _report(self, line: int, kind: str, text: str, reason: str) -> None:
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_KEPT:
            self.problems.append(Unreadable(line, kind, text.strip()[:80], reason))

    def _next_text(self) -> tuple[int, str] | None:
        if self._waiting:
            return self._waiting.pop()
        number, raw = next(self._lines, (0, b""))
        return (number, decoded(raw).rstrip("\r\n \t")) if number else None

    def _read(self) -> Iterator[Record]:
        by_comma = self._header.by_comma
        held: Record | None = None
        while (found := self._next_text_of_record()) is not None:
            number, line = found
            if line.lstrip().startswith("[") and line.strip().upper() in _BEGIN_TEXT:
                held = self._with_text(held, number)
                continue
            if held is not None:
                yield held
                held = None
            values = self._comma_values(number, line) if by_comma else separated(line)
            record = self._record(number, line, values)
            if record is None:
                continue
            if record.record == "F99":
                held = record
            else:
                yield record
        if held is not None:
            yield held

    def _next_text_of_record(self) -> tuple[int, str] | None:
        """The next line that is not blank."""
        while (found := self._next_text()) is not None:
            if found[1] and not found[1].isspace():
                return found
        return None

    def _record(self, number: int, line: str, values: list[str]) -> Record | None:
        raw_type = values[0]
        try:
            plan = self._plans[raw_type]
        except KeyError:
            plan = self._plans[raw_type] = self._plan(raw_type)
        if plan is None:
            self._report(number, *_unknown(raw_type, line, self.version))
            return None
        extra = self._extra(number, plan, values) if len(values) > len(plan.names) else ()
        whole = values
        if " " + SEPARATOR in line or SEPARATOR + " " in line or self._header.by_comma:
            values = [value.strip() for value in values]
        fields = {name: value for name, value in zip(plan.names, values, strict=False) if value}
        if plan.joined:
            split_names(fields, plan.joined, self._header.name_mark)
        return Record(number, plan.record, plan.form_type, raw_type.strip(), fields, extra, whole)

    def _plan(self, raw_type: str) -> _Plan | None:
        record = record_of(raw_type)
        layout = find_layout(record, self.version) if record else None
        if layout is None:
            return None
        return _Plan(record, normal_token(raw_type), layout.names, joined_names(layout))

    def _extra(self, number: int, plan: _Plan, values: list[str]) -> tuple[str, ...]:
        extra = tuple(value.strip() for value in values[len(plan.names) :])
        if not any(extra):
            return ()
        self._report(
            number,
            "extra_data",
            SEPARATOR.join(values).replace(SEPARATOR, " | "),
            f"The line has {len(values)} fields; a {plan.record} record of version "
            f"{self.version} has {len(plan.names)}. What follows the last field was set aside.",
        )
        return extra

    def _comma_values(self, number: int, line: str) -> list[str]:
        values = comma_separated(line)
        if values is not None:
            return values
        joined = self._joined_with_next_lines(line)
        if joined is not None:
            return joined
        if line.endswith(',"'):
            return comma_separated(line[:-1]) or []
        self._report(
            number,
            "open_quote",
            line,
            "A quotation mark is left open; the line was divided at its commas.",
        )
        return comma_separated_leniently(line)

    def _joined_with_next_lines(self, line: str) -> list[str] | None:
        """Try whether the open quotation mark is closed on one of the next lines.

        A line that begins a record of its own is never swallowed.
        """
        taken: list[tuple[int, str]] = []
        text = line
        while len(taken) < _LINES_OF_A_FIELD:
            following = self._next_text()
            if following is None:
                break
            taken.append(following)
            if record_of(following[1].split(",", 1)[0]):
                break
            text += " " + following[1]
            values = comma_separated(text)
            if values is not None:
                return values
        self._waiting.extend(reversed(taken))
        return None

    def _with_text(self, held: Record | None, number: int) -> Record | None:
        """Read the block of text that begins on this line, and give it to the F99 before it."""
        lines: list[str] = []
        size = 0
        ended = False
        while (found := self._next_text()) is not None:
            if found[1].strip().upper() in _END_TEXT:
                ended = True
                break
            size += len(found[1])
            if size <= LONGEST_TEXT:
                lines.append(found[1])
        if not ended:
            self._report(
                number, "text_block", "[BEGINTEXT]", "The text never ends: [ENDTEXT] is missing."
            )
        if size > LONGEST_TEXT:
            self._report(
                number,
                "text_block",
                "[BEGINTEXT]",
                "The text has over a million characters; it was cut.",
            )
        text = "\n".join(lines).strip()
        if held is None:
            self._report(
                number, "text_block", text, "This text belongs to no F99 record; it was set aside."
            )
            return None
        return Record(
            held.line,
            held.record,
            held.form_type,
            held.raw_form_type,
            {**held.fields, "text": text},
            held.extra,
            held.values,
        )


def _unknown(raw_type: str, line: str, version: str) -> tuple[str, str, str]:
    """Kind, text and reason of a line that is no record."""
    if not is_token(raw_type):
        reason = "The line does not begin with a form type; it may be the rest of the line before."
        return "no_record", line, reason
    reason = f"Version {version} has no record {raw_type.strip()[:12]}; the line was set aside."
    return "unknown_record", line, reason


def is_token(text: str) -> bool:
    """Whether a text could be a form type at all."""
    token = text.strip().strip('"')
    return 0 < len(token) <= 8 and token.replace("/", "").isalnum()


def _refuse_shifted_cover(cover: Record, layout: Layout | None, name: str) -> None:
    """A separator inside a cover's text pushes every field behind it into the wrong place."""
    if layout is None or not is_cover(cover.record):
        return
    for column in layout.fields:
        value = cover.fields.get(column.name, "")
        if column.code == "box" and len(value) > 1:
            raise BadInput(
                f"Line {cover.line} of {name}: “{value[:20]}” stands where only a check mark may "
                f"stand ({column.label.lower()}). A separator inside the text has shifted the "
                "fields; have the file written again."
            )


def open_filing(source: Path | str | BinaryIO) -> FilingReader:
    """Open a filing for reading, to be used in a ``with`` statement.

    Raises BadInput when the file is empty, is no .fec filing, or is of a version that is not known.
    """
    if not isinstance(source, (str, Path)):
        return FilingReader(source, "The file")
    path = Path(source)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise BadInput(f"{path.name} cannot be opened: {error.strerror}.") from error
    try:
        reader = FilingReader(stream, path.name)
    except BaseException:
        stream.close()
        raise
    reader.keep_open(stream)
    return reader
