"""Gifts through a processor in bulk: their items, what moves on the clearing account, the payouts.

A gift raises the clearing account on its own day; a refund or a chargeback lowers it on its day; a
payout moves what is left, less the fee, to the bank. The gifts of one payout and day share one
transaction, so that a million gifts do not become a million postings. Everything happens inside
one batch.
"""

from dataclasses import dataclass, field
from operator import itemgetter

from sqlalchemy import Table, select

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, ContactRef, contact_row, now_text
from financedesk.ledger.drive_rules import DriveChooser
from financedesk.ledger.edit import repost
from financedesk.ledger.gifts_back import AGAIN_PURPOSE, RETURN_PURPOSE, CameAgain, Refund
from financedesk.ledger.locks import locked_items
from financedesk.ledger.refunds import return_kinds
from financedesk.ledger.writer import (
    POSTING_COLUMNS,
    TRANSACTION_COLUMNS,
    class_account,
)
from financedesk.rules.kinds import kind

GIFT_KIND = "individual_receipt"
FEE_KIND = "processor_fee"
FEE_PURPOSE = "Credit Card Processing Fees"

# Only the columns that are ever filled here: an empty value costs the driver as much as a full one.
ITEM_COLUMNS = (
    "id", "entity_id", "transaction_id", "kind", "contact_id", "card_id", "account_id",
    "amount_cents", "cash_cents", "item_date", "memo", "purpose", "election_code", "parent_id",
    "conduit_id", "payout_id", "drive_id", "force_itemised", "unaggregated",
)  # fmt: skip
DONOR_COLUMNS = tuple(
    name
    for name in CONTACT_COLUMNS
    if not name.startswith("candidate_")
    and name not in ("middle_name", "prefix", "suffix", "committee_id", "external_key")
)
VERSION_COLUMNS = DONOR_COLUMNS[3:-1]
"""What ``add_version`` is given: all but the ids and the moment of recording."""
_donor_values = itemgetter(*map(CONTACT_COLUMNS.index, DONOR_COLUMNS))
SOURCE_ROW_COLUMNS = (
    "id", "entity_id", "source", "external_id", "item_id", "digest", "fee_cents", "receipt_id",
    "page", "reference_code", "recurrence", "refund_id", "every", "drive_by_hand",
)  # fmt: skip
_ORDER: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.contact, DONOR_COLUMNS),
    (tables.transaction, TRANSACTION_COLUMNS),
    (tables.item, ITEM_COLUMNS),
    (tables.posting, POSTING_COLUMNS),
    (tables.source_row, SOURCE_ROW_COLUMNS),
)
_FLUSH_AT = 5_000

Row = tuple[object, ...]


@dataclass(slots=True)
class Payout:
    """One transfer of a processor to one entity, with what this batch adds to it, in cents.

    ``carried_cents`` is the part of the gross that stood on the bank account before: gifts of an
    adopted filing, which knew no clearing account. ``account_id`` is the bank account that it
    reached, if it is known.
    """

    id: int
    key: str
    paid_on: str
    gross_cents: int = 0
    fee_cents: int = 0
    refund_cents: int = 0
    carried_cents: int = 0
    is_new: bool = True
    account_id: int | None = None

    @property
    def net_cents(self) -> int:
        """Return what arrives at the bank; negative when refunds outweigh the gifts."""
        return self.gross_cents - self.fee_cents - self.refund_cents


@dataclass(slots=True)
class Lane:
    """Where the gifts of one entity go: its clearing account, its bank, its conduit's contact.

    ``conduit_id`` is empty when the processor is a merchant. ``by_election``: the entity is an
    authorised committee, whose contributions name their election. ``drive_id`` is the drive of
    gifts that name none and that no rule of ``chooser`` takes. ``has_own_account``: the rows
    themselves say that it is this bank account.
    """

    entity_id: int
    clearing_id: int
    bank_id: int
    payee: ContactRef
    conduit_id: int | None
    by_election: bool = False
    drive_id: int | None = None
    chooser: DriveChooser | None = None
    has_own_account: bool = False
    payouts: dict[str, Payout] = field(default_factory=dict)
    days: dict[tuple[int, str], list[int]] = field(default_factory=dict)


class GiftWriter:
    """Collects rows of one batch and writes them in an order that keeps references whole."""

    def __init__(self, unit: UnitOfWork, processor: str, label: str) -> None:
        """Write inside the unit's batch for one processor, called ``label`` in descriptions."""
        self.unit = unit
        self.processor = processor
        self.label = label
        self._now = now_text()
        self._rows: dict[str, list[Row]] = {table.name: [] for table, _ in _ORDER}
        self._contacts = self._rows["contact"]
        self._transactions = self._rows["transaction"]
        self._items = self._rows["item"]
        self._postings = self._rows["posting"]
        self._sources = self._rows["source_row"]
        self._classes: dict[tuple[int, str], int] = {}

    # --- rows

    def add_donor(
        self,
        entity_id: int,
        donor: Contact,
        keys: tuple[str | None, str | None],
        *,
        card_id: int | None = None,
    ) -> ContactRef:
        """Add a donor with their match keys: a new card, or a new version on ``card_id``."""
        contact_id = self.unit.next_id()
        card = contact_id if card_id is None else card_id
        row = contact_row(contact_id, entity_id, card, donor, self._now, keys)
        self._contacts.append(_donor_values(row))
        return ContactRef(contact_id, card)

    def add_version(
        self, entity_id: int, cells: tuple[str | None, ...], card_id: int | None
    ) -> int:
        """Add a donor by the cells of ``VERSION_COLUMNS``; returns the contact's id.

        Without ``card_id`` it is the first version of a new card.
        """
        contact_id = self.unit.next_id()
        card = contact_id if card_id is None else card_id
        self._contacts.append((contact_id, entity_id, card, *cells, self._now))
        return contact_id

    def add_payee(self, entity_id: int, payee: Contact) -> ContactRef:
        """Add the processor's own contact."""
        contact_id = self.unit.next_id()
        row = contact_row(contact_id, entity_id, contact_id, payee, self._now)
        self.unit.insert(tables.contact, dict(zip(CONTACT_COLUMNS, row, strict=True)))
        return ContactRef(contact_id, contact_id)

    def add_gift(
        self,
        lane: Lane,
        who: tuple[int, int],
        day: str,
        cents: int,
        payout: Payout | None,
        election_code: str | None,
        drive_id: int | None,
    ) -> int:
        """Add a gift and raise the clearing account by it; returns the item's id."""
        next_id = self.unit.next_id
        payout_id = None if payout is None else payout.id
        shared = lane.days.get((payout_id or 0, day))
        if shared is None:
            shared = self._share(lane, payout_id, day)
        shared[1] += cents
        item_id = next_id()
        self._items.append((
            item_id, lane.entity_id, shared[0], GIFT_KIND, who[0], who[1], lane.clearing_id,
            cents, cents, day, 0, None, election_code, None, lane.conduit_id, payout_id,
            drive_id, None, 0,
        ))  # fmt: skip
        return item_id

    def add_covered_gift(
        self,
        lane: Lane,
        account_id: int,
        who: tuple[int, int],
        day: str,
        cents: int,
        drive_id: int | None,
    ) -> int:
        """Add a gift that an adopted filing holds in its unitemised sum; returns the item's id.

        It never counts as itemised; ``reduce_lump`` takes the same amount off the sum.
        """
        transaction_id = self._add_transaction(lane, "gift", day, f"{self.label} gift, as filed")
        item_id = self.unit.next_id()
        self._items.append((
            item_id, lane.entity_id, transaction_id, GIFT_KIND, who[0], who[1], account_id,
            cents, cents, day, 0, None, None, None, lane.conduit_id, None, drive_id, 0, 0,
        ))  # fmt: skip
        self._post(lane, transaction_id, account_id, day, cents)
        self._post(lane, transaction_id, self._class(lane, GIFT_KIND), day, -cents)
        return item_id

    def reduce_lump(
        self, lane: Lane, kind_code: str, account_id: int, day: str, cents: int
    ) -> None:
        """Take off an unitemised sum what now stands as gifts of its own; no line changes."""
        transaction_id = self._add_transaction(
            lane, "report", day, f"{self.label} gifts taken out of the unitemised sum"
        )
        self._items.append((
            self.unit.next_id(), lane.entity_id, transaction_id, kind_code, None, None, account_id,
            -cents, -cents, day, 0, None, None, None, None, None, None, None, 0,
        ))  # fmt: skip
        self._post(lane, transaction_id, account_id, day, -cents)
        self._post(lane, transaction_id, self._class(lane, kind_code), day, cents)

    def add_source_row(
        self,
        entity_id: int,
        key: str,
        item_id: int,
        digest: str,
        *details: object,
        every: str | None = None,
        own_drive: bool = False,
    ) -> None:
        """Add where an item came from.

        ``details``: fee in cents, receipt, page, reference code, recurrence, refund id. ``every``
        is how often a series comes, where the source says so. ``own_drive``: the row itself says
        its drive, which rules then leave alone.
        """
        self._sources.append((
            self.unit.next_id(), entity_id, self.processor, key, item_id, digest, *details, every,
            1 if own_drive else None,
        ))  # fmt: skip
        if len(self._sources) >= _FLUSH_AT:
            self.flush()

    def add_refund(self, lane: Lane, refund: Refund, payout: Payout | None) -> int:
        """Add a refund or a return and lower the clearing account by it; returns the item's id."""
        is_return = refund.kind in return_kinds()
        name = "chargeback" if is_return else "refund"
        transaction_id = self._add_transaction(lane, name, refund.day, f"{self.label} {name}")
        item_id = self.unit.next_id()
        self._items.append((
            item_id, lane.entity_id, transaction_id, refund.kind, refund.contact_id,
            refund.card_id, lane.clearing_id, -refund.cents if is_return else refund.cents,
            -refund.cents, refund.day, 0, RETURN_PURPOSE if is_return else None,
            refund.election_code, refund.gift_id, None, None if payout is None else payout.id,
            refund.drive_id, None, 0,
        ))  # fmt: skip
        self._post(lane, transaction_id, lane.clearing_id, refund.day, -refund.cents)
        self._post(lane, transaction_id, self._class(lane, refund.kind), refund.day, refund.cents)
        return item_id

    def add_again(self, lane: Lane, again: CameAgain, payout: Payout | None) -> int:
        """Add a gift that came again after a chargeback; returns the item's id."""
        self.flush()
        name = "chargeback won"
        transaction_id = self._add_transaction(lane, name, again.day, f"{self.label} {name}")
        self.flush()
        values = {
            "entity_id": lane.entity_id, "transaction_id": transaction_id, "kind": again.kind,
            "contact_id": again.contact_id, "card_id": again.card_id,
            "account_id": lane.clearing_id, "amount_cents": again.cents,
            "cash_cents": again.cents, "item_date": again.day, "made_date": again.made_date,
            "memo": 0, "purpose": AGAIN_PURPOSE, "election_code": again.election_code,
            "parent_id": again.gift_id, "conduit_id": again.conduit_id,
            "payout_id": None if payout is None else payout.id, "drive_id": again.drive_id,
            "unaggregated": 0,
        }  # fmt: skip
        item_id = self.unit.insert(tables.item, values)
        self._post(lane, transaction_id, lane.clearing_id, again.day, again.cents)
        self._post(lane, transaction_id, self._class(lane, again.kind), again.day, -again.cents)
        return item_id

    # --- payouts

    def payout(self, lane: Lane, key: str, paid_on: str) -> Payout:
        """Return the payout with this key, found in the book or made when first met."""
        found = lane.payouts.get(key)
        if found is None:
            found = lane.payouts[key] = self._find_payout(lane, key) or self._new_payout(
                lane, key, paid_on
            )
        return found

    def may_lower_fee(self, payout: Payout, cents: int) -> bool:
        """Tell whether a fee that came back leaves the fee of a payout above nothing."""
        left = self.unit.row(tables.payout, payout.id)["fee_cents"] + payout.fee_cents - cents
        return left > 0 or (payout.is_new and left == 0)

    def settle(self, lane: Lane) -> int:
        """Post what was shared and move every payout to the bank; returns how many are new."""
        income = self._class(lane, GIFT_KIND)
        for (_, day), (transaction_id, cents) in lane.days.items():
            self._post(lane, transaction_id, lane.clearing_id, day, cents)
            self._post(lane, transaction_id, income, day, -cents)
        lane.days.clear()
        for payout in lane.payouts.values():
            if payout.gross_cents or payout.fee_cents or payout.refund_cents or payout.is_new:
                self._pay_out(lane, payout)
        return sum(payout.is_new for payout in lane.payouts.values())

    def flush(self) -> None:
        """Write the rows that wait."""
        for table, columns in _ORDER:
            rows = self._rows[table.name]
            if rows:
                self.unit.bulk_insert(table, columns, rows)
                rows.clear()

    # --- inside

    def _share(self, lane: Lane, payout_id: int | None, day: str) -> list[int]:
        transaction_id = self._add_transaction(lane, "gift", day, f"{self.label} gifts")
        shared = lane.days[payout_id or 0, day] = [transaction_id, 0]
        return shared

    def _add_transaction(self, lane: Lane, kind_name: str, day: str, description: str) -> int:
        transaction_id = self.unit.next_id()
        self._transactions.append(
            (transaction_id, lane.entity_id, kind_name, day, description, "done")
        )
        return transaction_id

    def _post(self, lane: Lane, transaction_id: int, account_id: int, day: str, cents: int) -> None:
        if cents:
            self._postings.append(
                (self.unit.next_id(), lane.entity_id, transaction_id, account_id, day, cents)
            )

    def _class(self, lane: Lane, kind_code: str) -> int:
        key = (lane.entity_id, kind_code)
        if key not in self._classes:
            self._classes[key] = class_account(self.unit, lane.entity_id, kind(kind_code))
        return self._classes[key]

    def _find_payout(self, lane: Lane, key: str) -> Payout | None:
        column = tables.payout.c
        query = select(column.id, column.paid_on, column.account_id).where(
            column.entity_id == lane.entity_id,
            column.processor == self.processor,
            column.external_id == key,
        )
        row = self.unit.connection.execute(query).one_or_none()
        if row is None:
            return None
        return Payout(row.id, key, row.paid_on, is_new=False, account_id=row.account_id)

    def _new_payout(self, lane: Lane, key: str, paid_on: str) -> Payout:
        # Its sums are known at the end of the file; the gifts refer to it from the start.
        values = {
            "entity_id": lane.entity_id, "processor": self.processor, "external_id": key,
            "account_id": lane.bank_id, "paid_on": paid_on, "gross_cents": 0, "fee_cents": 0,
            "refund_cents": 0, "net_cents": 0,
        }  # fmt: skip
        payout_id = self.unit.insert(tables.payout, values)
        return Payout(payout_id, key, paid_on, account_id=lane.bank_id)

    def _pay_out(self, lane: Lane, payout: Payout) -> None:
        row = self.unit.row(tables.payout, payout.id)
        sums = {
            name: row[name] + getattr(payout, name)
            for name in ("gross_cents", "fee_cents", "refund_cents", "net_cents")
        }
        self.unit.update(tables.payout, payout.id, sums)
        transaction_id = self._add_transaction(
            lane, "payout", payout.paid_on, f"{self.label} payout {payout.key}"
        )
        fee = 0 if self._raise_fee(lane, payout) else payout.fee_cents
        if fee:
            self._add_fee(lane, transaction_id, payout)
        self._post(
            lane, transaction_id, lane.clearing_id, payout.paid_on,
            payout.carried_cents - payout.net_cents - fee,
        )  # fmt: skip
        arriving = payout.net_cents - payout.carried_cents
        reached = lane.bank_id if payout.account_id is None else payout.account_id
        self._post(lane, transaction_id, reached, payout.paid_on, arriving)

    def _raise_fee(self, lane: Lane, payout: Payout) -> bool:
        """Add to the fee that an earlier file left with a payout, unless it has been filed.

        Returns whether it did; a filed fee stays as it is and gets a second one beside it.
        """
        if payout.is_new or not payout.fee_cents:
            return False
        column = tables.item.c
        # By the day as well, which has an index; what is kept for the payout has none.
        query = select(column.id).where(
            column.entity_id == lane.entity_id,
            column.item_date == payout.paid_on,
            column.kind == FEE_KIND,
            column.payout_id == payout.id,
        )
        fees = list(self.unit.connection.execute(query.order_by(column.id)).scalars())
        locked = locked_items(self.unit.connection, fees)
        for fee_id in fees:
            if fee_id not in locked:
                before = self.unit.row(tables.item, fee_id)
                cents = before["amount_cents"] + payout.fee_cents
                if cents <= 0:
                    continue
                changes = {"amount_cents": cents, "cash_cents": -cents}
                self.unit.update(tables.item, fee_id, changes)
                repost(self.unit, before)
                return True
        return False

    def _add_fee(self, lane: Lane, transaction_id: int, payout: Payout) -> None:
        fee = payout.fee_cents
        self._items.append((
            self.unit.next_id(), lane.entity_id, transaction_id, FEE_KIND, *lane.payee,
            lane.clearing_id, fee, -fee, payout.paid_on, 0, FEE_PURPOSE, None, None, None,
            payout.id, None, None, 0,
        ))  # fmt: skip
        self._post(lane, transaction_id, self._class(lane, FEE_KIND), payout.paid_on, fee)
