"""What the Import page asks of the rooms below: look into a file, bring it in, take it back.

Everything here runs in a job and touches no widget.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from financedesk.book import Book
from financedesk.fec.reader import open_filing
from financedesk.intake.fec_filing import Adopted, adopt
from financedesk.intake.fec_filing_cover import DISBURSEMENTS, RECEIPTS, Cover, read_cover
from financedesk.intake.formats import format_of
from financedesk.intake.importing import import_file
from financedesk.intake.past_imports import days_of_import
from financedesk.intake.report import IntakeReport
from financedesk.intake.source_file import opened
from financedesk.ledger.entities import accounts, entity_of_committee
from financedesk.ledger.overview import drives_progress
from financedesk.progress import Progress
from financedesk.ui.formatting import count

FILING_SUFFIX = ".fec"
_FILING_STARTS = (b"HDR\x1c", b"HDR,FEC", b'"HDR","FEC"')
_STEP = 2_000
_IN_WORDS_OF_THE_WINDOW = ("say whose it is with --entity", "choose the entity under Confirm")
_FORMAT_WORDS = {"actblue": "ActBlue export of contributions"}
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
    """

    entity: str | None = None
    account: str | None = None
    drive: str | None = None
    hold_doubtful: bool = False


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
    """What a processor's file holds, tried without keeping anything."""

    path: Path
    format: str
    encoding: str
    size: int
    report: IntakeReport
    options: Options
    problems: tuple[Problem, ...]

    @property
    def has_news(self) -> bool:
        """Whether an import would store anything."""
        return bool(self.report.accepted or self.report.completed)


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


def look(book: Book, path: Path, options: Options, progress: Progress) -> Found | FoundFiling:
    """Find out what a file holds and what would become of it; nothing is stored.

    Raises BadInput for a file that cannot be taken, Cancelled from ``progress``.
    """
    if is_filing(path):
        return _look_into_filing(book, path, options, progress)
    with opened(path) as source:
        chosen = format_of(source)
        encoding = source.encoding
    report = import_file(
        book, path, entity=options.entity, account=options.account, drive=options.drive,
        dry_run=True, hold_doubtful=options.hold_doubtful, progress=progress,
    )  # fmt: skip
    words = _FORMAT_WORDS.get(chosen.code, chosen.code)
    return Found(
        path, words, _ENCODING_WORDS.get(encoding, encoding), path.stat().st_size, report, options,
        problems_of(report),
    )  # fmt: skip


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
    report = import_file(
        book, found.path, entity=options.entity, account=options.account, drive=options.drive,
        hold_doubtful=options.hold_doubtful, progress=progress,
    )  # fmt: skip
    return Done(report.batch, report=report, days=_days(book, report.batch))


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
