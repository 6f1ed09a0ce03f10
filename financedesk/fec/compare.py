"""What differs between two filings: rows added, removed, changed, and lines of the cover."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from financedesk.errors import BadInput
from financedesk.fec.layouts import find_layout
from financedesk.fec.names import NAME_PARTS, joined_names
from financedesk.fec.reader import FilingReader, Record, open_filing
from financedesk.fec.tokens import is_cover, normal_token
from financedesk.fec.values import cents, day

_OWN_IDS = ("transaction_id", "transaction_id_number")
#: Fields that say which form type a line has; a move to another line is told by ``form_type``.
_TYPE_FIELDS = ("form_type", "rec_type")
_WRITTEN_VARIOUSLY = ("amount", "date", "schedule")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads differently; a missing field is an empty text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that stands in both filings, and what is different about it."""

    before: Record
    after: Record
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class LineChange:
    """An amount of the cover that differs, in cents; ``label`` is what the format calls it."""

    field: str
    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between an earlier filing and a later one.

    ``lines`` are amounts of the cover, ``cover`` its other fields; ``added``, ``removed`` and
    ``changed`` are rows; ``unchanged`` counts the rows that are the same.
    """

    lines: tuple[LineChange, ...]
    cover: tuple[FieldChange, ...]
    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[RowChange, ...]
    unchanged: int

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.lines or self.cover or self.added or self.removed or self.changed)


def compare(before: Path | str, after: Path | str) -> Comparison:
    """Compare two filings, of any versions, in memory for little more than their differences.

    Rows belong together when they have the same transaction id; rows without one, or whose id
    stands in one filing only, when they say the same. A field that one of two versions does not
    have is left out. Raises BadInput when a file cannot be read.
    """
    with open_filing(before) as old_file, open_filing(after) as new_file:
        view = _View(old_file.version, new_file.version)
        lines, cover = _cover_changes(old_file.cover, new_file.cover, view)
        digests, unnamed = _digests(old_file, view)
        sifted = _sift(new_file, view, digests, unnamed)
    old_rows = _rows(before, sifted.changed, sifted.only_before)
    new_rows = _rows(after, sifted.changed, sifted.only_after)
    removed = [record for record in old_rows if record.line in sifted.only_before]
    added = [record for record in new_rows if record.line in sifted.only_after]
    removed, added, same = _matched_by_content(removed, added, view)
    return Comparison(
        lines=lines,
        cover=cover,
        added=_by_line(added),
        removed=_by_line(removed),
        changed=_changes(old_rows, new_rows, sifted, view),
        unchanged=sifted.unchanged + same,
    )


class _View:
    """Which fields of a record count: those that both versions have."""

    def __init__(self, before: str, after: str) -> None:
        self._versions = (before, after)
        self._shared: dict[str, frozenset[str] | None] = {}
        self._kinds: dict[str, tuple[tuple[str, str], ...]] = {}

    def said(self, record: Record) -> dict[str, str]:
        """The fields of a row as they compare: days and amounts however they were written."""
        shared = self.shared(record.record)
        said = {
            name: value for name, value in record.fields.items() if shared is None or name in shared
        }
        for name in _TYPE_FIELDS:
            said.pop(name, None)
        for name, code in self._kinds_of(record.record):
            if name in said:
                said[name] = _plain(said[name], code)
        return said

    def digest(self, record: Record) -> int:
        """A number for what a row says, its own id left out."""
        said = self.said(record)
        for name in _OWN_IDS:
            said.pop(name, None)
        return hash((record.form_type, frozenset(said.items())))

    def shared(self, record: str) -> frozenset[str] | None:
        """The fields that both versions have; None when every field counts."""
        if self._versions[0] == self._versions[1]:
            return None
        if record not in self._shared:
            sides = [_fields_of(record, version) for version in self._versions]
            self._shared[record] = sides[0] & sides[1] if all(sides) else None
        return self._shared[record]

    def _kinds_of(self, record: str) -> tuple[tuple[str, str], ...]:
        """The fields that one value can be written in several ways in, and how they are read."""
        if record not in self._kinds:
            layout = find_layout(record)
            fields = layout.fields if layout else ()
            self._kinds[record] = tuple(
                (column.name, column.code) for column in fields if column.code in _WRITTEN_VARIOUSLY
            )
        return self._kinds[record]


def _fields_of(record: str, version: str) -> frozenset[str]:
    """The fields that a reader gives for a record of a version, parts of joined names included."""
    layout = find_layout(record, version)
    if layout is None:
        return frozenset()
    parts = {
        f"{stem}_{part}"
        for _, stem, _ in joined_names(layout)
        for part in (*NAME_PARTS, "organization_name")
    }
    return frozenset(layout.names) | parts | {"text"}


@dataclass(slots=True)
class _Sifted:
    """Which rows differ: ids in both filings, and lines of rows that stand in one alone."""

    unchanged: int
    changed: set[str]
    only_before: set[int]
    only_after: set[int]


#: Line and digest of each row, by transaction id; and lines of rows without one, by digest.
_ById = dict[str, tuple[int, int]]
_ByDigest = dict[int, list[int]]


def _own_id(record: Record) -> str:
    fields = record.fields
    return (fields.get("transaction_id") or fields.get("transaction_id_number") or "").upper()


def _digests(filing: FilingReader, view: _View) -> tuple[_ById, _ByDigest]:
    """Index a filing's rows; the second row with an id is told apart by what it says."""
    by_id: _ById = {}
    unnamed: _ByDigest = defaultdict(list)
    for record in filing.records:
        if is_cover(record.record):
            continue
        own = _own_id(record)
        if own and own not in by_id:
            by_id[own] = (record.line, view.digest(record))
        else:
            unnamed[view.digest(record)].append(record.line)
    return by_id, unnamed


def _sift(filing: FilingReader, view: _View, by_id: _ById, unnamed: _ByDigest) -> _Sifted:
    """Strike the later filing's rows from the index of the earlier one's (which is used up)."""
    sifted = _Sifted(0, set(), set(), set())
    for record in filing.records:
        if is_cover(record.record):
            continue
        digest = view.digest(record)
        own = _own_id(record)
        known = by_id.pop(own, None) if own not in sifted.changed else None
        if known is not None and known[1] != digest:
            sifted.changed.add(own)
        elif known is not None or _strike(unnamed, digest):
            sifted.unchanged += 1
        else:
            sifted.only_after.add(record.line)
    sifted.only_before = {line for line, _ in by_id.values()}
    sifted.only_before.update(line for lines in unnamed.values() for line in lines)
    return sifted


def _strike(unnamed: _ByDigest, digest: int) -> bool:
    lines = unnamed.get(digest)
    return bool(lines and lines.pop())


def _rows(path: Path | str, ids: set[str], lines: set[int]) -> list[Record]:
    """Read a filing again for the rows with these ids or on these lines."""
    if not ids and not lines:
        return []
    with open_filing(path) as filing:
        return [
            record
            for record in filing.records
            if not is_cover(record.record) and (record.line in lines or _own_id(record) in ids)
        ]


def _changes(
    before: list[Record], after: list[Record], sifted: _Sifted, view: _View
) -> tuple[RowChange, ...]:
    """Pair the rows of the ids that changed: the first row with an id on each side."""
    old: dict[str, Record] = {}
    for record in before:
        if record.line not in sifted.only_before:
            old.setdefault(_own_id(record), record)
    changes = []
    for record in after:
        own = _own_id(record)
        if record.line not in sifted.only_after and own in old:
            earlier = old.pop(own)
            changes.append(RowChange(earlier, record, _differences(earlier, record, view)))
    return tuple(changes)


def _by_line(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: record.line))


@lru_cache(maxsize=8192)
def _plain(value: str, code: str) -> str:
    try:
        if code == "amount":
            return str(cents(value))
        if code == "date":
            return day(value)
    except BadInput:
        return value
    return normal_token(value) if code == "schedule" else value


def _differences(before: Record, after: Record, view: _View) -> tuple[FieldChange, ...]:
    old, new = view.said(before), view.said(after)
    changes = [
        FieldChange(name, before.fields.get(name, ""), after.fields.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    ]
    if before.form_type != after.form_type:
        changes.insert(0, FieldChange("form_type", before.form_type, after.form_type))
    return tuple(changes)


def _matched_by_content(
    before: list[Record], after: list[Record], view: _View
) -> tuple[list[Record], list[Record], int]:
    """Strike out rows that say the same on both sides: what is left, and how many were struck."""
    unmatched: dict[int, list[Record]] = defaultdict(list)
    for record in before:
        unmatched[view.digest(record)].append(record)
    added: list[Record] = []
    same = 0
    for record in after:
        partners = unmatched.get(view.digest(record))
        if partners:
            partners.pop()
            same += 1
        else:
            added.append(record)
    return [record for records in unmatched.values() for record in records], added, same


def _cover_changes(
    before: Record, after: Record, view: _View
) -> tuple[tuple[LineChange, ...], tuple[FieldChange, ...]]:
    layout = find_layout(after.record)
    columns = layout.fields if layout else ()
    labels = {column.name: column.label for column in columns if column.kind == "AMT"}
    differences = _differences(before, after, view)
    lines = tuple(
        LineChange(
            change.field,
            labels[change.field],
            _cents_or_zero(change.before),
            _cents_or_zero(change.after),
        )
        for change in differences
        if change.field in labels
    )
    return (
        tuple(line for line in lines if line.before != line.after),
        tuple(change for change in differences if change.field not in labels),
    )


def _cents_or_zero(text: str) -> int:
    try:
        return cents(text)
    except BadInput:
        return 0


def changes_by_form_type(comparison: Comparison) -> Mapping[str, Counter[str]]:
    """How many rows of each form type were added, removed and changed, for a short account."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in comparison.added:
        counts[record.form_type]["added"] += 1
    for record in comparison.removed:
        counts[record.form_type]["removed"] += 1
    for change in comparison.changed:
        counts[change.after.form_type]["changed"] += 1
    return dict(sorted(counts.items()))
