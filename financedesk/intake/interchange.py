"""Enter a file of the open interchange form: parties and transactions, whatever their kind.

The plain form is a list of contacts and a list of transactions, with the committee, its reports
and its cash on hand; what ``financedesk export`` writes holds everything else as well and is
recreated row by row (``interchange_whole``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from financedesk.book import Book, UnitOfWork
from financedesk.book.batches import Batch
from financedesk.errors import BadInput
from financedesk.intake.fec_filing_contacts import card_without_key
from financedesk.intake.interchange_committee import (
    account_ids,
    ensured_account,
    entity_of_file,
    set_cash_on_hand,
)
from financedesk.intake.interchange_fields import unknown_fields
from financedesk.intake.interchange_file import InterchangeFile, read_interchange
from financedesk.intake.interchange_rows import (
    CoveredReport,
    Known,
    Refusal,
    Unfit,
    day_of,
    read_contact,
    read_transaction,
    text_of,
    transaction_id,
)
from financedesk.intake.interchange_whole import enter_whole
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, contact_from_row
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.list_papers import entity_named, paper_for_people
from financedesk.ledger.writer import LedgerWriter
from financedesk.progress import Progress, Silent
from financedesk.rules.kinds import Kind, kind

_IN_ONE_QUERY = 500
_STEP = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of an interchange file.

    ``entered`` counts transactions; ``refused`` lists contacts and transactions that were not
    stored, ``notes`` what was stored and deserves a look. ``total_cents`` adds up the amounts of
    what was entered.
    """

    entity: str
    entered: int
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...]
    batch_id: int
    total_cents: int


def enter_interchange(
    book: Book, path: Path, entity_code: str, progress: Progress | None = None
) -> Entered:
    """Take a file of the interchange form into one entity, as one batch.

    A row that cannot be taken is refused and the others are entered. Raises BadInput when the
    file as a whole cannot be read, NotFound when the entity is not in the book and the file does
    not describe it; nothing is stored then.
    """
    file = read_interchange(path)
    with book.unit_of_work(f"Enter {file.name}") as unit:
        batch = unit.start_batch(
            kind="enter", format="interchange", file_name=file.name, file_sha256=file.sha256
        )
        if file.is_own:
            entity, entered, total = enter_whole(unit, file, entity_code, progress or Silent())
            batch.entity_id = entity.id
            batch.finish(entered, total)
            return _result(entity, batch, (), ())
        entering = _Entering(unit, file, entity_code)
        batch.entity_id = entering.entity.id
        entering.run(progress or Silent())
        batch.finish(entering.entered, entering.total_cents)
        return _result(entering.entity, batch, entering.refused, entering.notes)


def _result(
    entity: EntityRow, batch: Batch, refused: Iterable[Refusal], notes: Iterable[str]
) -> Entered:
    return Entered(
        entity=entity.code,
        entered=batch.rows,
        refused=tuple(refused),
        notes=tuple(notes),
        batch_id=batch.id,
        total_cents=batch.total_cents,
    )


class _Entering:
    """One plain file on its way into one entity."""

    def __init__(self, unit: UnitOfWork, file: InterchangeFile, entity_code: str) -> None:
        self.unit = unit
        self.file = file
        self.notes: list[str] = []
        self.refused: list[Refusal] = []
        self.entered = 0
        self.total_cents = 0
        committee = file.table("committee")
        # Asked first: what the entity lacks is filled in from the file, its number too.
        giver = entity_named(unit.connection, _named(committee))
        self.entity = entity_of_file(unit, entity_code, committee, self.notes)
        self._require_paper(giver)
        self.writer = LedgerWriter(unit, self.entity.id)
        self.known = Known()

    def run(self, progress: Progress) -> None:
        """Enter the reports' texts, the contacts and the transactions, in this order."""
        set_cash_on_hand(self.unit, self.entity, self.file.table("cash_on_hand"))
        rows = self.file.rows("transactions")
        self._prepare(rows)
        self._enter_report_texts()
        self._enter_contacts()
        for number, row in enumerate(rows, start=1):
            self._enter_transaction(number, row)
            if number % _STEP == 0:
                progress.step(number, len(rows), "Entering transactions")
        self.writer.flush()

    def _require_paper(self, giver: EntityRow | None) -> None:
        """See that people of another entity come with the document of a list."""
        people = [row for row in self.file.rows("contacts") if text_of(row, "type") == "IND"]
        connection, number = self.unit.connection, len(people)
        paper = paper_for_people(connection, self.entity, giver, number, date.today())
        if paper and giver is not None:
            self.notes.append(f"{number:,} people of {giver.name} come by document {paper}.")

    def _prepare(self, rows: list[dict[str, object]]) -> None:
        connection = self.unit.connection
        self.known.reports = {report.key: report for report in _reports(self.file)}
        self.known.default_account = ensured_account(self.unit, self.entity)
        self.known.accounts = account_ids(connection, self.entity.id)
        wanted = {
            str(row[name]).strip().upper()
            for row in rows
            for name in ("id", "parent", "loan", "debt", "reatt_redes")
            if row.get(name)
        }
        self.known.ids = _items_by_fec_id(connection, self.entity.id, sorted(wanted))

    def _enter_report_texts(self) -> None:
        form = self.entity.form
        for report in self.known.reports.values() if form else ():
            for words in report.memos:
                if not _has_report_text(self.unit.connection, self.entity, report, words):
                    self.writer.add_memo_text(
                        words, form=form, from_date=report.first, to_date=report.last
                    )

    def _enter_contacts(self) -> None:
        cards = _Cards(self.unit.connection, self.writer)
        for row in self.file.rows("contacts"):
            key = str(row.get("key") or "")
            try:
                contact = read_contact(row)
                if contact.external_key in self.known.contacts:
                    raise Unfit("key", f"The key “{key}” stands there twice.")  # noqa: TRY301
            except Unfit as error:
                self.refused.append(Refusal(key, error.field, str(error)))
                self.known.bad_contacts.setdefault(key, str(error))
                continue
            self.known.contacts[contact.external_key] = cards.place(contact)

    def _enter_transaction(self, number: int, row: dict[str, object]) -> None:
        label = str(row.get("id") or f"row {number}")
        try:
            fec_id = transaction_id(row, self.known)
            new = read_transaction(row, fec_id, self.known)
        except Unfit as error:
            self.refused.append(Refusal(label, error.field, str(error)))
            if error.field != "id":
                self.known.refused.add(label.strip().upper())
            return
        of_kind = kind(new.kind)
        ids = self.writer.add_transaction(transaction_kind(of_kind), new.item_date, [new])
        self.known.ids[fec_id] = ids[0]
        self.entered += 1
        self.total_cents += new.amount_cents
        self._note_unknown(fec_id, of_kind, row)

    def _note_unknown(self, fec_id: str, of_kind: Kind, row: dict[str, object]) -> None:
        given = row.get("fields")
        for name in unknown_fields(of_kind.record, given) if isinstance(given, dict) else ():
            self.notes.append(
                f"{fec_id}: a {of_kind.record or of_kind.label} record has no field “{name}”; it"
                " is kept but will not be filed."
            )


def _named(committee: Mapping[str, object]) -> Contact:
    number = text_of(committee, "committee_id").upper()
    return Contact(type="COM", name=text_of(committee, "name"), committee_id=number)


def transaction_kind(of_kind: Kind) -> str:
    """Return what the ledger calls the act behind an item of this kind."""
    if of_kind.direction == "in":
        return "gift" if of_kind.income_class == "contributions" else "receipt"
    if of_kind.direction == "out":
        return "bill"
    return "debt" if of_kind.record == "SD" else "loan" if of_kind.record == "SC" else "record"


class _Cards:
    """Finds the card of a contact: by its key, or by name and address among cards without one.

    Two keys of one file never come to one card: the file says that they are two.
    """

    def __init__(self, connection: Connection, writer: LedgerWriter) -> None:
        self._connection = connection
        self._writer = writer
        self._met: set[int] = set()

    def place(self, contact: Contact) -> ContactRef:
        """Return the version of a contact: the newest one if it says the same, else a new one."""
        column = tables.contact.c
        query = (
            select(tables.contact)
            .where(
                column.entity_id == self._writer.entity_id,
                column.external_key == contact.external_key,
            )
            .order_by(column.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            known = card_without_key(self._connection, self._writer.entity_id, contact)
            ref = self._writer.add_contact(contact, card_id=None if known in self._met else known)
            self._met.add(ref.card_id)
            return ref
        self._met.add(row["card_id"])
        if contact_from_row(dict(row)) == contact:
            return ContactRef(row["id"], row["card_id"])
        return self._writer.add_contact(contact, card_id=row["card_id"])


def _reports(file: InterchangeFile) -> list[CoveredReport]:
    given = [file.table("report")] if file.content.get("report") else file.rows("reports")
    found = [_report(file.name, row) for row in given]
    keys = [report.key for report in found]
    repeated = next((key for key in keys if keys.count(key) > 1), None)
    if repeated is not None:
        raise BadInput(f"{file.name}: the report “{repeated}” stands there twice.")
    return found


def _report(name: str, row: dict[str, object]) -> CoveredReport:
    try:
        key = text_of(row, "key") or text_of(row, "report_code")
        first, last = day_of(row, "coverage_from_date"), day_of(row, "coverage_through_date")
        code = text_of(row, "report_code")
    except Unfit as error:
        raise BadInput(f"{name}, a report: {error.field}: {error}") from error
    if not key or not first or not last or last < first:
        raise BadInput(f"{name}: a report needs a key and the days that it covers, first to last.")
    memos = row.get("memos") or []
    if not isinstance(memos, list):
        raise BadInput(f"{name}, report {key}: “memos” is a list of texts.")
    return CoveredReport(key, first, last, code, tuple(str(memo) for memo in memos))


def _has_report_text(
    connection: Connection, entity: EntityRow, report: CoveredReport, words: str
) -> bool:
    column = tables.memo_text.c
    query = select(column.id).where(
        column.entity_id == entity.id,
        column.item_id.is_(None),
        column.form == entity.form,
        column.from_date == report.first,
        column.to_date == report.last,
        column.text == words,
    )
    return connection.execute(query).first() is not None


def _items_by_fec_id(connection: Connection, entity_id: int, wanted: list[str]) -> dict[str, int]:
    """Return the items of the entity that have these FEC transaction ids already."""
    column = tables.fec_id.c
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _IN_ONE_QUERY):
        some = wanted[start : start + _IN_ONE_QUERY]
        query = select(column.fec_id, column.item_id).where(
            column.entity_id == entity_id, column.fec_id.in_(some)
        )
        found.update((row.fec_id, row.item_id) for row in connection.execute(query))
    return found
