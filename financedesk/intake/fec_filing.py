"""Adopt a committee's own past filing: its rows, loans, debts and cash become history of the book.

A report composed from the ledger for the same days then says what was filed, line by line; what
the file does not show row by row is kept as one lump per line.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import func, select

from financedesk.book import Book, UnitOfWork
from financedesk.errors import BadInput
from financedesk.fec.reader import Record, open_filing
from financedesk.intake.fec_filing_cover import (
    DISBURSEMENTS,
    RECEIPTS,
    Cover,
    dollars,
    read_cover,
)
from financedesk.intake.fec_filing_entity import (
    account_of_filing,
    carry_account_back,
    entity_of_filing,
    ordinary_account_kind,
)
from financedesk.intake.fec_filing_findings import Disagreement, disagreements
from financedesk.intake.fec_filing_lumps import Lump, lumps
from financedesk.intake.fec_filing_obligations import outstanding, store_states
from financedesk.intake.fec_filing_replaced import remove, replaced_filing, set_aside
from financedesk.intake.fec_filing_rows import FiledRow, RowReader
from financedesk.intake.fec_filing_store import RowStore, StoredRows
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.contacts import now_text
from financedesk.ledger.entities import entity_of_committee
from financedesk.ledger.period import Period
from financedesk.ledger.summary import by_line
from financedesk.ledger.writer import LedgerWriter
from financedesk.progress import Progress, Silent
from financedesk.rules.roles import IMPORT

__all__ = ["Adopted", "Disagreement", "Unread", "adopt", "disagreements"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of the file that was not taken as it stands, and why; line 0 is the whole file."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What became of a past filing.

    ``records`` counts what the file holds, by record; it is empty when the very same file was
    adopted before (``already``). Amounts are in cents. ``lumps`` are sums on lines of the cover
    that no row shows; ``findings`` are sentences about what does not tie, ``notes`` about what was
    taken in a sense that the file leaves open.
    """

    entity: str
    form: str
    report_code: str
    period: Period
    records: Mapping[str, int]
    total_receipts_cents: int
    total_disbursements_cents: int
    unread: tuple[Unread, ...] = ()
    lumps: tuple[Lump, ...] = ()
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    filing_id: int = 0
    batch_id: int = 0
    already: bool = False
    new_entity: bool = False


@dataclass(slots=True)
class _File:
    """A filing as it was read: its bytes, cover and records."""

    name: str
    content: bytes
    sha256: str
    cover: Cover
    records: list[Record]
    unread: list[Unread] = field(default_factory=list)

    def note(self, line: int, reason: str) -> None:
        """Keep in mind a line that could not be taken as it stands."""
        self.unread.append(Unread(line, reason))

    def answer(self, entity: str, *, filing_id: int, already: bool = False) -> Adopted:
        """Return what the file itself tells of its adoption."""
        cover = self.cover
        return Adopted(
            entity=entity,
            form=cover.form,
            report_code=cover.report_code,
            period=cover.period,
            records={},
            total_receipts_cents=cover.total("A", RECEIPTS[cover.form]),
            total_disbursements_cents=cover.total("A", DISBURSEMENTS[cover.form]),
            unread=tuple(self.unread),
            filing_id=filing_id,
            already=already,
        )


def adopt(
    book: Book, path: Path, entity_code: str | None = None, progress: Progress | None = None
) -> Adopted:
    """Take a past filing into the ledger as one batch; a committee that is new becomes an entity.

    ``entity_code`` restricts to one entity, or names the new one. An amendment replaces the
    adopted filing of the same days. Raises BadInput for a file that is no Form 3X or Form 3 report
    or belongs to another committee, Refused when its days are told already; nothing is stored then.
    """
    watched = progress or Silent()
    file = _read(path, watched)
    known = _adopted_before(book, file)
    if known is not None and entity_code in (None, known.entity, file.cover.committee_id):
        return known
    with book.unit_of_work(f"Adopt {file.name}") as unit:
        batch = unit.start_batch(
            kind="adopt",
            format=f"fec {file.cover.version}",
            file_name=file.name,
            file_sha256=file.sha256,
        )
        adopting = _Adopting(unit, file, entity_code)
        batch.entity_id = adopting.entity.id
        done = adopting.run(watched)
        batch.finish(len(file.records), done.total_receipts_cents)
        return done


def _adopted_before(book: Book, file: _File) -> Adopted | None:
    """Return the answer for a file that was adopted already, byte by byte the same."""
    column = tables.filing.c
    query = select(column.id).where(column.sha256 == file.sha256, column.state == "adopted")
    with book.read() as connection:
        entity = entity_of_committee(connection, file.cover.committee_id)
        seen = access_of(connection, book.who).ids
        known = connection.execute(query).scalar()
    if entity is None or known is None or entity.id not in seen:
        return None
    return file.answer(entity.code, filing_id=known, already=True)


def _read(path: Path, progress: Progress) -> _File:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the file system refused"
        raise BadInput(f"{path} cannot be read: {reason}. Check the name.") from error
    with open_filing(path) as reader:
        cover = read_cover(reader, path.name)
        records = []
        for record in reader.records:
            records.append(record)
            if len(records) % _STEP == 0:
                progress.step(len(records), None, "Reading the filing")
        file = _File(path.name, content, hashlib.sha256(content).hexdigest(), cover, records)
        for problem in reader.problems:
            file.note(problem.line, problem.reason)
        if reader.problem_count > len(reader.problems):
            more = reader.problem_count - len(reader.problems)
            file.note(0, f"{more:,} more lines could not be taken as they stand.")
    for name, reason in cover.unread.items():
        file.note(records[0].line, f"{name}: {reason}")
    return file


_STEP = 5_000


class _Adopting:
    """One filing on its way into the ledger."""

    def __init__(self, unit: UnitOfWork, file: _File, entity_code: str | None) -> None:
        self.unit = unit
        self.file = file
        self.cover = file.cover
        tokens = (record.form_type for record in file.records[1:])
        access = access_of(unit.connection, unit.heading.who)
        self.entity, self.new_entity = entity_of_filing(unit, file.cover, entity_code, tokens)
        if not self.new_entity:
            access.require(IMPORT, self.entity.id)
        self.writer = LedgerWriter(unit, self.entity.id)
        self.findings: list[str] = []
        self.notes: list[str] = []

    def run(self, progress: Progress) -> Adopted:
        """Store everything that the filing says."""
        rows = self._rows()
        before = replaced_filing(self.unit, self.entity.id, self.cover)
        replaced = set_aside(self.unit, before) if before is not None else None
        if replaced is None:
            self._refuse_days_that_hold_money()
        stood_before = outstanding(self.unit, self.entity.id, self.cover)
        progress.step(0, len(rows), "Storing the filing")
        filing_id = self._store_filing(before)
        account = account_of_filing(self.unit, self.entity, self.cover)
        found = self._lumps(rows, account.id)
        store = RowStore(self.writer, self.entity, self.cover, account.id, self.file.note)
        stored = store.store(filing_id, rows, found)
        self.findings += store_states(
            self.unit, self.entity.id, self.cover, stored.states, stood_before
        )
        self._store_openings(filing_id)
        if replaced is not None:
            remove(self.unit, replaced, stored.by_fec_id)
        else:
            carry_account_back(
                self.unit, account, self.cover, stored.moved_before(account.opening_date)
            )
        self._judge(found, stored)
        self.unit.update(
            tables.filing, filing_id, {"findings": json.dumps(self.findings, ensure_ascii=False)}
        )
        records = Counter(record.record for record in self.file.records)
        answer = self.file.answer(self.entity.code, filing_id=filing_id)
        batch = self.unit.batch
        return replace(
            answer,
            records=dict(records),
            lumps=tuple(found),
            findings=tuple(self.findings),
            notes=tuple(self.notes),
            batch_id=batch.id if batch else 0,
            new_entity=self.new_entity,
        )

    def _rows(self) -> list[FiledRow]:
        account_kind = ordinary_account_kind(self.unit, self.entity)
        cover = self.cover
        reader = RowReader(cover.form, cover.period, account_kind, self.file.note, cover.version)
        body = [record for record in self.file.records[1:] if record.record != "TEXT"]
        texts = [record for record in self.file.records[1:] if record.record == "TEXT"]
        rows = [reader.read(record) for record in body]
        self._note_committees(reader.committees_of_candidates)
        return rows + [reader.text(record) for record in texts]

    def _note_committees(self, lines: list[int]) -> None:
        if lines:
            self.notes.append(
                f"{len(lines):,} rows of entity type CAN give a name in one piece; they are taken"
                f" as the candidates' committees (CCM): lines {_spans(lines)} of the file."
            )

    def _lumps(self, rows: list[FiledRow], account_id: int) -> list[Lump]:
        counted = [
            (row.token, row.item.amount_cents, row.item.other_cents or 0)
            for row in rows
            if row.item is not None and not row.item.memo and not row.state
        ]
        return lumps(self.cover, by_line(self.cover.form, counted), account_id)

    def _refuse_days_that_hold_money(self) -> None:
        """Refuse when money of these days stands in the book already: it would count twice."""
        column, period = tables.item.c, self.cover.period
        query = select(func.count()).where(
            column.entity_id == self.entity.id,
            column.cash_cents != 0,
            func.coalesce(column.reported_on, column.item_date).between(period.first, period.last),
        )
        number = self.unit.connection.execute(query).scalar_one()
        if number:
            raise BadInput(
                f"{self.entity.name} has {number:,} entries from {period.first} to {period.last}"
                " already, and the filing would count that money twice. Take them back (undo, or"
                " intake undo), adopt the filing, then bring them in again: they will be matched."
            )

    def _store_filing(self, replaced_id: int | None) -> int:
        cover = self.cover
        return self.unit.insert(
            tables.filing,
            {
                "entity_id": self.entity.id, "form": cover.form,
                "report_code": cover.report_code or None,
                "from_date": cover.period.first, "to_date": cover.period.last,
                "state": "adopted", "version": cover.number, "amends_id": replaced_id,
                "original_fec_number": cover.header.get("rpt_id") if cover.is_amendment else None,
                "signed_on": cover.signed_on, "file_name": self.file.name,
                "content": zlib.compress(self.file.content), "sha256": self.file.sha256,
                "summary": cover.summary_json(), "cover": cover.other_fields_json(),
                "recorded_at": now_text(),
            },
        )  # fmt: skip

    def _store_openings(self, filing_id: int) -> None:
        column = tables.opening.c
        same_day = select(column.line, column.id).where(
            column.entity_id == self.entity.id,
            column.form == self.cover.form,
            column.as_of == self.cover.opening_day,
        )
        known = {row.line: row.id for row in self.unit.connection.execute(same_day)}
        for line, cents in self.cover.openings().items():
            values = {"filing_id": filing_id, "cents": cents}
            if line in known:
                self.unit.update(tables.opening, known[line], values)
                continue
            where = {"form": self.cover.form, "as_of": self.cover.opening_day, "line": line}
            self.unit.insert(tables.opening, {"entity_id": self.entity.id, **where, **values})

    def _judge(self, found: list[Lump], stored: StoredRows) -> None:
        self.findings += self.cover.contradictions()
        self.findings += [lump.sentence(self.cover.form) for lump in found if not lump.lawful]
        for line, name in (("9", "to the committee"), ("10", "by the committee")):
            says, rows = self.cover.a.get(line, 0), stored.owed.get(line, 0)
            if says != rows:
                self.findings.append(
                    f"Line {line} of the cover says that {dollars(says)} is owed {name};"
                    f" Schedules C and D say {dollars(rows)}."
                )
        mine = f" through {self.cover.period.last}"
        self.findings += [
            one.sentence
            for one in disagreements(self.unit.connection, self.entity)
            if one.filed_in.endswith(mine) or one.other.endswith(mine)
        ]


def _spans(lines: list[int]) -> str:
    """Write line numbers in ascending order as 3-5, 8, 10-12."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and spans[-1][1] == line - 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)
