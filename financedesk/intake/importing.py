"""A processor's file into the ledger: all of it in one unit of work, or nothing."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.donors.arrivals import match_arrivals
from financedesk.donors.card_keys import CardKeys
from financedesk.errors import BadInput
from financedesk.garbage import rare_collections
from financedesk.intake import cancelled_series
from financedesk.intake.formats import Format, format_of
from financedesk.intake.lanes import Lanes
from financedesk.intake.likely_people import NewCards
from financedesk.intake.mapped import format_of_profile
from financedesk.intake.mending import NOTHING_MENDED, Mending
from financedesk.intake.people_said import PersonSaid, do_as_said
from financedesk.intake.profiles import Profile, profile_text
from financedesk.intake.reading import is_large, reading
from financedesk.intake.refused_rows import require_free, write_refused
from financedesk.intake.report import IntakeReport
from financedesk.intake.row_cells import mended_cells
from financedesk.intake.settling import Settling
from financedesk.intake.source_file import SourceFile, opened
from financedesk.intake.taking import Taking
from financedesk.intake.watching import RowWatcher
from financedesk.ledger.hold_many import hold_questionable
from financedesk.ledger.tables import IDLE_IN_IMPORTS
from financedesk.progress import Progress, Silent


def import_file(  # noqa: PLR0913 - the options of one command
    book: Book,
    path: Path,
    *,
    entity: str | None = None,
    account: str | None = None,
    as_format: str | None = None,
    drive: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    profile: Profile | None = None,
    mending: Mending = NOTHING_MENDED,
    watcher: RowWatcher | None = None,
    people: Sequence[PersonSaid] = (),
    unchanged: str = "",
    rejected: Path | None = None,
    dry_run: bool = False,
    hold_doubtful: bool = False,
    progress: Progress | None = None,
) -> IntakeReport:
    """Bring a processor's export into the ledger as one batch.

    The file's recipient ids decide whose a row is; ``entity`` (a code) takes one entity's rows only
    and serves where the file names none. ``account`` is the code of the bank account that payouts
    reach, ``drive`` that of the drive that the gifts belong to. ``sheet`` is the sheet of a
    workbook that is meant. ``profile`` says how the file is read instead of its format; what is
    said here as well counts before it. ``mending`` is what somebody put right by hand: rows are
    read so, and the journal keeps the old text beside the new. ``watcher`` learns what becomes of
    each row. ``people`` is what was said of donors who may be one person, done with it.
    ``unchanged`` is the SHA-256 of the file that was looked at: another one is refused.
    ``rejected`` is where a CSV file goes with the rows that were not taken and why, if there are
    any. ``dry_run`` does everything but keep it. ``hold_doubtful`` puts on hold what the file
    brings in above a limit or from somebody who may not give (11 CFR 103.3(b)). Raises BadInput
    when the file cannot be trusted as a whole, NotFound for an unknown entity, account or drive,
    Cancelled from ``progress``; then nothing was stored.
    """
    if profile is not None:
        _require_one(as_format)
        encoding, sheet = encoding or profile.encoding or None, sheet or profile.sheet or None
    if rejected is not None:
        require_free(rejected)
    with opened(path, encoding, sheet) as given:
        _require_unchanged(given, unchanged)
        source = replace(given, mending=mending)
        chosen = format_of(given, as_format) if profile is None else format_of_profile(profile)
        report = IntakeReport(
            chosen.code, source.name, source.sha256, watcher=watcher,
            mended=mended_cells(given, chosen, mending),
            every_refusal=None if rejected is None else {},
        )  # fmt: skip
        report.notes.add_all(dict.fromkeys(source.remarks, 1))
        with suppress(_NothingKept), _unit(book, source) as unit:
            wanted = _Wanted((entity, account, drive), hold_doubtful, profile, tuple(people))
            _import(unit, source, chosen, wanted, report, progress or Silent())
            if rejected is not None and report.every_refusal:
                write_refused(rejected, source, chosen, report.every_refusal)
            if dry_run or not (report.accepted or report.completed):
                report.batch = None
                raise _NothingKept
    return report


def _require_one(as_format: str | None) -> None:
    if as_format is not None:
        raise BadInput("A file is read by a profile or as a format; leave one of them out.")


def _require_unchanged(source: SourceFile, sha256: str) -> None:
    if sha256 and source.sha256 != sha256:
        raise BadInput(
            f"{source.name} has changed since it was looked at, so its rows may be others; look"
            " into it again."
        )


class _Wanted(NamedTuple):
    """What one import was asked for: entity, account, drive by code, holds, profile, people."""

    where: tuple[str | None, str | None, str | None]
    hold_doubtful: bool
    profile: Profile | None
    people: tuple[PersonSaid, ...]


def _unit(book: Book, source: SourceFile) -> AbstractContextManager[UnitOfWork]:
    """Return the unit of work of one file; a large one does without what only readers ask."""
    idle = IDLE_IN_IMPORTS if is_large(source) else ()
    return book.bulk_unit(f"Import {source.name}", idle=idle)


class _NothingKept(Exception):
    """Raised to roll back an import that was only tried, or that brought nothing new."""


def _import(
    unit: UnitOfWork,
    source: SourceFile,
    chosen: Format,
    wanted: "_Wanted",
    report: IntakeReport,
    progress: Progress,
) -> None:
    if chosen.is_news:
        _take_news(unit, source, chosen, wanted, report)
        return
    batch = unit.start_batch(
        kind="intake", format=chosen.code, file_name=source.name, file_sha256=source.sha256
    )
    if report.watcher is not None:
        report.watcher.begin(batch.first_id, source.mending)
    if report.watcher is not None or wanted.people:
        report.new_cards = NewCards(batch.first_id)
    cards = _take_rows(unit, source, chosen, wanted, report, progress)
    _look_at_people(unit, cards, batch.first_id, wanted, report, progress)
    if wanted.hold_doubtful:
        progress.step(report.rows, None, "Judging gifts by the limits:")
        held = hold_questionable(unit, batch.first_id, unit.last_id, date.today())
        report.held, report.held_cents = held.gifts, held.cents
    report.batch = batch.id
    batch.finish(report.accepted, report.total_cents, _detail(report, source, wanted))


def _take_rows(
    unit: UnitOfWork,
    source: SourceFile,
    chosen: Format,
    wanted: "_Wanted",
    report: IntakeReport,
    progress: Progress,
) -> dict[int, CardKeys]:
    """Take all rows of a file; returns the cards of the entities that they went to.

    All else that is known of every donor for the rows' sake is gone afterwards.
    """
    lanes = Lanes(unit, chosen, *wanted.where, report)
    lanes.begin()
    taking = Taking(unit, lanes, report)
    rows = reading(source, chosen, report.notes, wanted.profile)
    with rare_collections(), rows as chunks:
        for chunk in chunks:
            taking.take(chunk)
            progress.step(report.rows, None, f"Importing {source.name}:")
    report.skipped = len(source.mending.skipped)
    report.rows += report.skipped
    Settling(unit, lanes, report).settle(taking.waiting)
    report.donors_new = lanes.donors.counts.new
    report.donors_matched = lanes.donors.counts.matched
    return {lane.entity_id: lanes.donors.keys_of(lane.entity_id) for lane in lanes.opened()}


def _take_news(
    unit: UnitOfWork, source: SourceFile, chosen: Format, wanted: "_Wanted", report: IntakeReport
) -> None:
    """Take a file that has no gifts, but tells something of gifts."""
    batch = unit.start_batch(
        kind="intake", format=chosen.code, file_name=source.name, file_sha256=source.sha256
    )
    if report.watcher is not None:
        report.watcher.begin(batch.first_id, source.mending)
    cancelled_series.take(unit, source, wanted.where[0], report)
    report.skipped = len(source.mending.skipped)
    report.rows += report.skipped
    report.batch = batch.id
    batch.finish(report.accepted, 0, _detail(report, source, wanted))


def _look_at_people(
    unit: UnitOfWork,
    cards: Mapping[int, CardKeys],
    first_id: int,
    wanted: "_Wanted",
    report: IntakeReport,
    progress: Progress,
) -> None:
    """Do what was said of the donors, then find who else is one, now that all are written."""
    progress.step(report.rows, None, "Comparing donors and gifts:")
    if report.new_cards is not None:
        do_as_said(unit, wanted.people, report.new_cards, report.notes)
    arrived = match_arrivals(unit, cards, first_id, progress)
    report.donors_linked, report.donors_asked = arrived.linked, arrived.asked
    if report.watcher is not None and report.new_cards is not None:
        report.watcher.look_for_doubles(unit, sorted(cards))
        report.watcher.look_for_people(unit, sorted(cards), report.new_cards)


def _detail(report: IntakeReport, source: SourceFile, wanted: "_Wanted") -> dict[str, object]:
    """Return what the journal keeps of an import beside the file's hash and its counts.

    It is all that it takes to read the file again as it was read: years later somebody may ask.
    """
    detail: dict[str, object] = {"payouts": report.payouts}
    if wanted.profile is not None:
        detail["profile"] = profile_text(wanted.profile)
    if report.mended:
        detail["mended"] = [asdict(cell) for cell in report.mended]
    if source.mending.skipped:
        detail["skipped"] = sorted(source.mending.skipped)
    return detail
