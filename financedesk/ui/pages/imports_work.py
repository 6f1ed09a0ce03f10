"""What the Import page asks of the rooms below: look into a file, bring it in, take it back.

Everything here runs in a job and touches no widget.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.fec.reader import open_filing
from financedesk.intake.asking import WHAT
from financedesk.intake.column_texts import ColumnTexts, column_texts
from financedesk.intake.dialect import FoundTable, look_at, table_at
from financedesk.intake.fec_filing import Adopted, adopt
from financedesk.intake.fec_filing_cover import DISBURSEMENTS, RECEIPTS, Cover, read_cover
from financedesk.intake.formats import UnknownFormat, format_of
from financedesk.intake.importing import import_file
from financedesk.intake.likely_people import LikelyPerson
from financedesk.intake.mapped import format_of_profile, mapped_table
from financedesk.intake.mending import NOTHING_MENDED, Mending
from financedesk.intake.past_imports import days_of_import
from financedesk.intake.people_said import PersonSaid
from financedesk.intake.profile_shelf import keep_profile, kept_profiles
from financedesk.intake.profiles import Profile
from financedesk.intake.reading import LARGE
from financedesk.intake.report import IntakeReport
from financedesk.intake.row_cells import RowCells, cells_of_rows
from financedesk.intake.source_file import SourceFile, opened
from financedesk.intake.statements import Said
from financedesk.intake.statements.facts import NOTHING_SAID
from financedesk.intake.statements.storing import StatementReport
from financedesk.intake.unsaid_texts import unsaid_texts
from financedesk.intake.watching import Duplicate, RowWatcher, WatchedRow
from financedesk.ledger.entities import accounts, entity_of_committee
from financedesk.ledger.overview import drives_progress
from financedesk.progress import Progress
from financedesk.ui.formatting import count
from financedesk.ui.pages.imports_past import format_title

FILING_SUFFIX = ".fec"
_FILING_STARTS = (b"HDR\x1c", b"HDR,FEC", b'"HDR","FEC"')
_STEP = 2_000
_BEFORE, _AFTER = 20, 80
"""So many rows are read around the one that is asked for: the next arrow key finds its cells."""
_IN_WORDS_OF_THE_WINDOW = ("say whose it is with --entity", "choose the entity under Confirm")
_ENCODING_WORDS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "ascii": "plain letters (ASCII)",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "mixed": "UTF-8 and Windows-1252 mixed",
}


@dataclass(frozen=True)
class Options:
    """How a file is brought in: whose rows, which bank account, which drive (their codes).

    ``hold_doubtful`` puts on hold what is above a limit or from somebody who may not give.
    ``profile`` says what the columns of an unknown table hold; ``keeps_profile`` remembers it.
    ``encoding`` and ``sheet`` are answers to what a file left open; ``what`` says whether a table
    is of gifts or a bank's statement, and ``said`` how the latter is read.
    ``mending`` is what was put right in it by hand, ``people`` what was said of donors who may be
    one person. ``sha256`` is the file's that was looked at.
    """

    entity: str | None = None
    account: str | None = None
    drive: str | None = None
    hold_doubtful: bool = False
    profile: Profile | None = None
    keeps_profile: bool = False
    encoding: str | None = None
    sheet: str | None = None
    what: str = ""
    said: Said = NOTHING_SAID
    mending: Mending = NOTHING_MENDED
    people: tuple[PersonSaid, ...] = ()
    sha256: str = ""

    def going_to(self, other: "Options") -> "Options":
        """Return them with entity, account, drive and holds of others; the file is read alike."""
        return replace(
            self, entity=other.entity, account=other.account, drive=other.drive,
            hold_doubtful=other.hold_doubtful,
        )  # fmt: skip

    def answered(self, option: str, value: str) -> "Options":
        """Return them with an answer to a question about the file."""
        if option == WHAT:
            return replace(self, what=value)
        said = self.said.answered(option, value)
        return replace(self, said=said, encoding=said.encoding, sheet=said.sheet)


@dataclass(frozen=True)
class Problem:
    """One row that will not come in as it stands; ``tone`` is bad or warn."""

    row: int
    kind: str
    tone: str
    field: str
    reason: str


@dataclass(frozen=True)
class Found:
    """What a processor's file holds, tried without keeping anything.

    ``rows`` are its first ones with what becomes of them, ``duplicates`` the first that may be
    there twice, ``people`` donors who may have a card already, None when nobody was sought.
    ``more_rows``, ``more_duplicates`` and ``more_people`` tell whether there are others.
    """

    path: Path
    format: str
    encoding: str
    size: int
    report: IntakeReport
    options: Options
    problems: tuple[Problem, ...]
    rows: tuple[WatchedRow, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    more_rows: bool = False
    more_duplicates: bool = False
    people: tuple[LikelyPerson, ...] | None = None
    more_people: bool = False

    @property
    def has_news(self) -> bool:
        """Whether an import would store anything."""
        return bool(self.report.accepted or self.report.completed)


@dataclass(frozen=True)
class FoundColumns:
    """A table that nobody has said anything about yet; ``why`` it is not read without that.

    ``names`` are those of the layouts that the book remembers, ``texts`` what stands in columns
    with few different ones. ``layout`` is the one that the file is read by, where that has to
    learn something.
    """

    path: Path
    table: FoundTable
    why: str
    options: Options
    names: tuple[str, ...] = ()
    texts: Mapping[int, ColumnTexts] = field(default_factory=dict)
    layout: Profile | None = None


@dataclass(frozen=True)
class FoundFiling:
    """What a past filing's file holds; ``entity`` is empty when it would become a new one."""

    path: Path
    size: int
    cover: Cover
    records: Mapping[str, int]
    entity: str
    options: Options
    problems: tuple[Problem, ...] = ()
    receipts: int = 0
    disbursements: int = 0

    @property
    def has_news(self) -> bool:
        """Whether there is something to store."""
        return True


@dataclass(frozen=True)
class Done:
    """What an import stored, and the days of its money for the way to the register."""

    batch: int | None
    statement: StatementReport | None = None
    report: IntakeReport | None = None
    adopted: Adopted | None = None
    days: tuple[str, str] | None = None


@dataclass(frozen=True)
class OptionChoices:
    """Codes with their names that an import may be held to, by entity code."""

    accounts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    drives: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def is_filing(path: Path) -> bool:
    """Tell whether a file is a filing in the FEC's format, by its name or its first bytes."""
    if path.suffix.lower() == FILING_SUFFIX:
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(16).startswith(_FILING_STARTS)
    except OSError:
        return False


Looked = Found | FoundFiling | FoundColumns
"""What a look into a file may come to."""


def look(
    book: Book, path: Path, options: Options, progress: Progress, *, people: bool = False
) -> Looked:
    """Find out what a file holds and what would become of it; nothing is stored.

    A table of no known format is read by the layout in the options, else by one that the book
    remembers and that fits. With ``people`` donors are sought who may have a card already, which
    goes through all of an entity's donors; a large file is not looked into twice for it. Raises
    BadInput for a file that cannot be taken, Cancelled from ``progress``.
    """
    if is_filing(path):
        return _look_into_filing(book, path, options, progress)
    with opened(path, options.encoding, options.sheet) as source:
        encoding = source.encoding
        try:
            words = _format_words(source, options.profile)
        except UnknownFormat as unknown:
            with book.read() as connection:
                layouts = kept_profiles(connection)
            known = [one for one in layouts if format_of_profile(one).fits(source)]
            if len(known) != 1:
                return _found_columns(source, path, options, layouts, unknown, progress)
            if unsaid := unsaid_texts(known[0], source, progress):
                return _columns_of_layout(
                    source, path, options, layouts, known[0], unsaid, progress
                )
            options, words = replace(options, profile=known[0]), layout_words(known[0])
    watcher = RowWatcher(people=people or path.stat().st_size >= LARGE)
    report = _run(book, path, options, progress, dry_run=True, watcher=watcher)
    options = replace(options, sha256=report.sha256)
    return Found(
        path, words, encoding_words(encoding), path.stat().st_size, report, options,
        problems_of(report), watcher.rows(), watcher.duplicates(), watcher.has_more_rows,
        watcher.has_more_duplicates, None if watcher.people is None else tuple(watcher.people),
        watcher.has_more_people,
    )  # fmt: skip


def read_cells(found: Found, number: int, progress: Progress) -> dict[int, RowCells]:
    """Return the cells of a row as its file has them, with those of the rows around it.

    Raises BadInput when the file cannot be read any more, Cancelled from ``progress``.
    """
    options = found.options
    return cells_of_rows(
        found.path, range(max(1, number - _BEFORE), number + _AFTER), progress,
        encoding=options.encoding, sheet=options.sheet, profile=options.profile,
    )  # fmt: skip


def _run(
    book: Book,
    path: Path,
    options: Options,
    progress: Progress,
    *,
    dry_run: bool = False,
    rejected: Path | None = None,
    watcher: RowWatcher | None = None,
) -> IntakeReport:
    return import_file(
        book, path, entity=options.entity, account=options.account, drive=options.drive,
        encoding=options.encoding, sheet=options.sheet, profile=options.profile, rejected=rejected,
        dry_run=dry_run, hold_doubtful=options.hold_doubtful, progress=progress,
        mending=options.mending, watcher=watcher, people=options.people,
        unchanged=options.sha256,
    )  # fmt: skip


def _format_words(source: SourceFile, profile: Profile | None) -> str:
    if profile is not None:
        return layout_words(profile)
    found = format_of(source)
    title = format_title(found.code)
    return title if found.is_news else f"{title} export of contributions"


def layout_words(profile: Profile) -> str:
    """Write the name of a layout: ``Layout “Bake sale”``."""
    return f"Layout “{profile.name}”"


def encoding_words(encoding: str) -> str:
    """Write how the characters of a file are encoded."""
    return _ENCODING_WORDS.get(encoding, encoding)


def _found_columns(
    source: SourceFile,
    path: Path,
    options: Options,
    layouts: Sequence[Profile],
    unknown: BadInput,
    progress: Progress,
) -> FoundColumns:
    """Return the columns to ask about; raises what is known of the file where it is no table."""
    try:
        table = look_at(source)
        texts = column_texts(table_at(source, table.header_line, table.delimiter), progress)
    except BadInput:
        raise unknown from None
    why = (
        f"{path.name} is the export of no processor that is known. Say what its columns hold;"
        " nothing is stored before you confirm it."
    )
    return FoundColumns(path, table, why, options, tuple(one.name for one in layouts), texts)


def _columns_of_layout(
    source: SourceFile,
    path: Path,
    options: Options,
    layouts: Sequence[Profile],
    layout: Profile,
    unsaid: Mapping[str, Sequence[str]],
    progress: Progress,
) -> FoundColumns:
    """Return the columns of a file whose layout does not know what some of its texts mean."""
    table = mapped_table(layout, source)
    found = look_at(source, delimiter=table.delimiter, header_line=table.line)
    said = "; ".join(
        f"{layout.column_words(role)}: {', '.join(f'“{one}”' for one in texts)}"
        for role, texts in unsaid.items()
    )
    why = (
        f"{path.name} is read by the layout “{layout.name}”, which does not know some of its texts"
        f" yet ({said}). Say what they mean; the layout is remembered with them."
    )
    names = tuple(one.name for one in layouts)
    return FoundColumns(path, found, why, options, names, column_texts(table, progress), layout)


def problems_of(report: IntakeReport) -> tuple[Problem, ...]:
    """Return the refused and the conflicting rows of a report in the order of the file."""
    refused = [
        Problem(r.row, "Refused", "bad", r.field, r.reason.replace(*_IN_WORDS_OF_THE_WINDOW))
        for r in report.rejected
    ]
    conflicts = [Problem(c.row, "Conflict", "warn", c.key, c.reason) for c in report.conflicts]
    return tuple(sorted((*refused, *conflicts), key=lambda one: one.row))


def _look_into_filing(book: Book, path: Path, options: Options, progress: Progress) -> FoundFiling:
    with open_filing(path) as reader:
        cover = read_cover(reader, path.name)
        records: Counter[str] = Counter()
        for record in reader.records:
            records[record.record] += 1
            if records.total() % _STEP == 0:
                progress.step(records.total(), None, f"Reading {path.name}:")
        unread = [
            Problem(one.line, "Not read", "bad", one.kind, one.reason) for one in reader.problems
        ]
    unread += [Problem(2, "Not read", "bad", name, why) for name, why in cover.unread.items()]
    unread += [Problem(2, "Does not tie", "warn", "", said) for said in cover.contradictions()]
    with book.read() as connection:
        known = entity_of_committee(connection, cover.committee_id)
    del records[cover.form]
    return FoundFiling(
        path, path.stat().st_size, cover, dict(records), known.name if known else "", options,
        tuple(unread), cover.total("A", RECEIPTS[cover.form]),
        cover.total("A", DISBURSEMENTS[cover.form]),
    )  # fmt: skip


def bring_in(book: Book, found: Found | FoundFiling, progress: Progress) -> Done:
    """Store what was found, as one import that can be taken back."""
    options = found.options
    if isinstance(found, FoundFiling):
        adopted = adopt(book, found.path, options.entity, progress)
        batch = adopted.batch_id or None
        return Done(batch, adopted=adopted, days=_days(book, batch))
    if options.profile is not None and options.keeps_profile:
        with book.unit_of_work(f"Remember the layout {options.profile.name}") as unit:
            keep_profile(unit, options.profile)
    report = _run(book, found.path, options, progress)
    return Done(report.batch, report=report, days=_days(book, report.batch))


def save_refused(book: Book, found: Found, target: Path, progress: Progress) -> None:
    """Write the rows that will not come in, with their reasons, as a file to be corrected.

    It takes the place of a file of that name. Nothing is stored. Raises BadInput when it cannot be
    written, Cancelled from ``progress``.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        _run(book, found.path, found.options, progress, dry_run=True, rejected=part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _days(book: Book, batch: int | None) -> tuple[str, str] | None:
    if batch is None:
        return None
    with book.read() as connection:
        return days_of_import(connection, batch)


def read_option_choices(book: Book, entities: Mapping[str, int]) -> OptionChoices:
    """Read the bank accounts and drives of entities, given as ids by code."""
    with book.read() as connection:
        held = {
            code: tuple((one.code, one.name or one.code) for one in accounts(connection, entity_id)
                        if one.role == "bank")
            for code, entity_id in entities.items()
        }  # fmt: skip
        drives = drives_progress(connection, list(entities.values())) if entities else []
    by_code = {
        code: tuple((one.code, one.name) for one in drives if one.entity_id == entity_id)
        for code, entity_id in entities.items()
    }
    return OptionChoices(held, by_code)


def size_words(size: int) -> str:
    """Write the size of a file: ``1,204 bytes``, ``3 MB``."""
    for unit, words in ((1 << 20, "MB"), (1 << 10, "KB")):
        if size >= unit:
            return f"{count(-(-size // unit))} {words}"
    return f"{count(size)} bytes"
