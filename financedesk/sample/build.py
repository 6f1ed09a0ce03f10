"""Build the sample book: the same people, gifts and bills every time, through the ledger's writer.

Each entity comes in as batches of its own, like files that were imported, so that the book's
history and undo have something to show.
"""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from financedesk.book import Batch, Book, UnitOfWork
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import (
    EntityRow,
    accounts,
    entities,
    write_account,
    write_organisation,
)
from financedesk.ledger.organisation import NewAccount, Organisation, read_organisation
from financedesk.ledger.room import create_book
from financedesk.progress import Progress, Silent
from financedesk.resources import resource
from financedesk.sample.banking import write_banking
from financedesk.sample.between import write_transfers
from financedesk.sample.bills import write_bills
from financedesk.sample.cast import Cast
from financedesk.sample.committees import write_chapter, write_pac
from financedesk.sample.desk import Desk, Remitted
from financedesk.sample.donors_kept import write_kept
from financedesk.sample.drives import drives_of, write_drives
from financedesk.sample.filed import file_reports
from financedesk.sample.giving import Drive, Gift, plan_gifts
from financedesk.sample.lists import write_lists
from financedesk.sample.nonprofits import write_charity, write_issues
from financedesk.sample.officials import write_officials
from financedesk.sample.online import PROCESSOR, Till, write_online
from financedesk.sample.party import write_party
from financedesk.sample.promised import write_promises
from financedesk.sample.purse import Purse
from financedesk.sample.questions import write_questions
from financedesk.sample.sharing import write_shared_costs
from financedesk.sample.slips import write_slips

SEED = "lantern"


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was built: where, the codes of the entities, and how many receipts and payments."""

    book: str
    entities: tuple[str, ...]
    transactions: int


Story = Callable[[Desk, Sequence[ContactRef], Sequence[Gift], Sequence[Drive]], None]


@dataclass(frozen=True, slots=True)
class _Part:
    """An entity's part in the sample: its story and the number of its givers."""

    story: Story
    givers: int
    online: bool


_PARTS = {
    "party": _Part(write_party, 2_000, online=True),
    "multnomah": _Part(write_chapter, 320, online=True),
    "lane": _Part(write_chapter, 130, online=True),
    "action": _Part(write_pac, 1_320, online=True),
    "institute": _Part(write_charity, 160, online=False),
    "voice": _Part(write_issues, 240, online=False),
}


def build_sample(location: str | Path, progress: Progress | None = None) -> SampleReport:
    """Create the sample book at a path or URL.

    Raises BookError when the place is taken. When the work is stopped, a half-built file is
    removed again.
    """
    watch = progress or Silent()
    organisation = read_organisation(resource("sample", "organisation.toml"))
    with _fresh_book(location, organisation.name) as book:
        _set_up(book, organisation)
        desks, items = _Writing(book, watch).write()
        return SampleReport(str(location), tuple(desks), items)


@contextmanager
def _fresh_book(location: str | Path, name: str) -> Iterator[Book]:
    book = create_book(location, name=name)
    try:
        with book:
            yield book
    except BaseException:
        if "://" not in str(location):
            Path(location).unlink(missing_ok=True)
        raise


def _set_up(book: Book, organisation: Organisation) -> None:
    with book.unit_of_work("Set up the sample organisation", kind="setup") as unit:
        ids = write_organisation(unit, organisation)
        for code, part in _PARTS.items():
            if part.online:
                clearing = NewAccount(code=PROCESSOR, kind="federal", name="ActBlue, on its way")
                write_account(unit, ids[code], clearing, role="clearing")
        write_drives(unit, ids)


class _Writing:
    """The work of writing every entity's story."""

    def __init__(self, book: Book, progress: Progress) -> None:
        self._book = book
        self._progress = progress
        self._purses: dict[str, dict[str, Purse]] = {}
        self._remitted: list[Remitted] = []
        with book.read() as connection:
            self._entities = {entity.code: entity for entity in entities(connection)}
            self._accounts = {
                code: {account.code: account for account in accounts(connection, entity.id)}
                for code, entity in self._entities.items()
            }

    def write(self) -> tuple[list[str], int]:
        """Write everything; returns the codes of the entities and the number of items."""
        total = 0
        for number, (code, part) in enumerate(_PARTS.items()):
            name = self._entities[code].name
            self._progress.step(number, len(_PARTS) + 1, f"Writing the books of {name}")
            total += self._write_entity(code, part)
        self._progress.step(len(_PARTS), len(_PARTS) + 1, "Transfers and filings")
        total += self._write_transfers()
        write_lists(self._book, self._entities, self._accounts)
        total += write_shared_costs(self._book, self._entities)
        write_officials(self._book, self._entities, self._remitted)
        write_kept(self._book, self._entities)
        write_promises(self._book, self._entities)
        file_reports(self._book, self._entities)
        total += write_bills(self._book, self._entities, self._accounts)
        total += write_slips(self._book, self._entities, self._accounts)
        total += write_questions(self._book, self._entities, self._accounts)
        write_banking(self._book, self._accounts)
        return list(_PARTS), total

    def _write_entity(self, code: str, part: _Part) -> int:
        entity, chance = self._entities[code], _chance(code)
        self._purses[code] = {
            account.code: Purse(account.opening_balance_cents)
            for account in self._accounts[code].values()
        }
        people = Cast(chance).people(part.givers)
        gifts = plan_gifts(chance, part.givers)
        drives = self._drives(entity)
        refs, items = self._write_online(entity, chance, (people, gifts, drives), part)
        with self._batch("Record the sample’s checks and bills", entity) as (unit, batch):
            desk = self._desk(unit, entity, chance)
            refs = refs or [desk.writer.add_contact(person) for person in people]
            part.story(desk, refs, gifts, drives)
            desk.writer.flush()
            batch.finish(desk.items, 0)
        self._remitted += desk.remitted
        return items + desk.items

    def _write_online(
        self,
        entity: EntityRow,
        chance: random.Random,
        plan: tuple[list[Contact], list[Gift], list[Drive]],
        part: _Part,
    ) -> tuple[list[ContactRef], int]:
        if not part.online:
            return [], 0
        ids = {code: account.id for code, account in self._accounts[entity.code].items()}
        bank = self._purses[entity.code]["federal"]
        till = Till(entity.id, entity.code.upper(), ids["federal"], ids[PROCESSOR], bank)
        with self._batch("Record the sample’s online gifts", entity) as (unit, batch):
            refs, items = write_online(unit, chance, till, *plan)
            batch.finish(items, 0)
        return refs, items

    def _write_transfers(self) -> int:
        with self._batch("Record transfers between the sample’s entities", None) as (unit, batch):
            chance = _chance("transfers")
            desks = {
                code: self._desk(unit, entity, chance) for code, entity in self._entities.items()
            }
            items = write_transfers(desks)
            batch.finish(items, 0)
        return items

    def _desk(self, unit: UnitOfWork, entity: EntityRow, chance: random.Random) -> Desk:
        ids = {code: account.id for code, account in self._accounts[entity.code].items()}
        return Desk(unit, entity, ids, self._purses[entity.code], chance)

    def _drives(self, entity: EntityRow) -> list[Drive]:
        with self._book.read() as connection:
            return drives_of(connection, entity)

    @contextmanager
    def _batch(self, action: str, entity: EntityRow | None) -> Iterator[tuple[UnitOfWork, Batch]]:
        source = resource("sample", "organisation.toml")
        with self._book.unit_of_work(action) as unit:
            batch = unit.start_batch(
                kind="sample", format="sample", file_name=source.name,
                file_sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
                entity_id=None if entity is None else entity.id,
            )  # fmt: skip
            yield unit, batch


def _chance(what: str) -> random.Random:
    """Return the chance that draws one part: the same draws in every sample book."""
    return random.Random(f"{SEED}:{what}")  # noqa: S311 - nothing secret is drawn
