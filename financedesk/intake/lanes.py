"""Where the gifts of each entity and account go: accounts, conduit, drive; what lacks is made."""

from datetime import date

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.intake.coverage import Coverage
from financedesk.intake.donor_index import DonorIndex
from financedesk.intake.drives_named import NamedDrives
from financedesk.intake.formats import Format
from financedesk.intake.recipients import Recipients
from financedesk.intake.report import IntakeReport, Recipient
from financedesk.intake.staged import RejectedRow, StagedRow
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.drive_rules import chooser_of
from financedesk.ledger.entities import AccountRow, EntityRow, accounts, default_account
from financedesk.ledger.gifts import GiftWriter, Lane
from financedesk.rules.conduits import Processor, processor


class Lanes:
    """The lanes of one import, one per entity and bank account that the file pays to."""

    def __init__(
        self,
        unit: UnitOfWork,
        chosen: Format,
        entity: str | None,
        account: str | None,
        drive: str | None,
        report: IntakeReport,
    ) -> None:
        self.profile = processor(chosen.processor, date.today())
        self.sources = (chosen.processor, *chosen.kin)
        self.writer = GiftWriter(unit, chosen.processor, self.profile.name)
        self.donors = DonorIndex(self.writer)
        self.drives = NamedDrives(unit.connection, self.writer.processor)
        self.coverage = Coverage(unit, self.writer, self.donors)
        self._unit = unit
        self._report = report
        who = unit.heading.who
        self._recipients = Recipients(unit.connection, entity, report.notes, who)
        self._account = account
        self._drive = drive
        self._lanes: dict[tuple[int, str], Lane] = {}
        self._by_id: dict[tuple[str, str], Lane] = {}

    def begin(self) -> None:
        """Take part in the batch that has just begun."""
        self.donors.start()

    def lane_of(self, row: StagedRow) -> Lane | RejectedRow | None:
        """Return where a row goes, why it is refused, or None: it is another recipient's."""
        key = row.recipient_id, row.account
        lane = self._by_id.get(key)
        if lane is not None:
            return lane
        found = self._recipients.entity_of(row)
        if not isinstance(found, EntityRow):
            return found
        lane = self._lanes.get((found.id, row.account))
        if lane is None:
            bank = self._bank_of_row(found, row)
            if isinstance(bank, RejectedRow):
                return bank
            lane = self._lanes[found.id, row.account] = self._open(found, bank, row.account)
        self._by_id[key] = lane
        return lane

    def opened(self) -> list[Lane]:
        """Return the lanes that rows went to."""
        return list(self._lanes.values())

    # --- inside

    def _open(self, entity: EntityRow, bank: AccountRow, own_account: str) -> Lane:
        if entity.id not in self._report.recipients:
            self.donors.load(self._unit.connection, entity.id)
            self._report.recipients[entity.id] = Recipient(entity.code, entity.name)
        payee = self._payee(entity)
        return Lane(
            entity_id=entity.id,
            clearing_id=self._clearing(entity, bank),
            bank_id=bank.id,
            payee=payee,
            conduit_id=payee.contact_id if self.profile.is_conduit else None,
            by_election=entity.form == "F3",
            drive_id=self._drive_id(entity),
            chooser=chooser_of(self._unit.connection, entity.id),
            has_own_account=bool(own_account),
        )

    def _bank_of_row(self, entity: EntityRow, row: StagedRow) -> AccountRow | RejectedRow:
        """Return the bank account that a row names, or the one of the whole file."""
        if not row.account:
            return self._bank(entity)
        try:
            return self._bank_called(entity, row.account)
        except NotFound as error:
            reason = f"{error} Say in the layout which account this text means."
            return RejectedRow(row.number, "", reason)

    def _bank(self, entity: EntityRow) -> AccountRow:
        if self._account is None:
            bank = default_account(self._unit.connection, entity.id)
            if bank is None:
                raise BadInput(f"{entity.code} has no bank account; add one before importing.")
            return bank
        return self._bank_called(entity, self._account)

    def _bank_called(self, entity: EntityRow, code: str) -> AccountRow:
        known = [a for a in accounts(self._unit.connection, entity.id) if a.role == "bank"]
        for bank in known:
            if bank.code == code:
                return bank
        codes = ", ".join(bank.code for bank in known) or "none yet"
        raise NotFound(f"{entity.code} has no bank account {code!r}; it has: {codes}.")

    def _clearing(self, entity: EntityRow, bank: AccountRow) -> int:
        """Return the clearing account of the same kind as the bank account, made when missing."""
        code = f"clearing:{self.profile.code}:{bank.kind}"
        for account in accounts(self._unit.connection, entity.id):
            if account.code == code:
                return account.id
        return self._unit.insert(
            tables.account,
            {
                "entity_id": entity.id, "code": code, "kind": bank.kind, "role": "clearing",
                "name": f"{self.profile.name}, on its way to the bank",
                "opening_balance_cents": 0,
            },
        )  # fmt: skip

    def _payee(self, entity: EntityRow) -> ContactRef:
        """Return the processor's contact, who is paid the fees and is the conduit of the gifts."""
        key = f"processor:{self.profile.code}"
        column = tables.contact.c
        query = (
            select(column.id, column.card_id)
            .where(column.entity_id == entity.id, column.external_key == key)
            .order_by(column.id.desc())
        )
        row = self._unit.connection.execute(query).first()
        if row is not None:
            return ContactRef(row.id, row.card_id)
        return self.writer.add_payee(entity.id, _contact_of(self.profile, key))

    def _drive_id(self, entity: EntityRow) -> int | None:
        if self._drive is None:
            return None
        column = tables.drive.c
        query = select(column.id).where(column.entity_id == entity.id, column.code == self._drive)
        found = self._unit.connection.execute(query).scalar()
        if found is None:
            raise NotFound(f"{entity.code} has no drive {self._drive!r}; create it first.")
        return int(found)


def _contact_of(profile: Processor, key: str) -> Contact:
    return Contact(
        type="COM" if profile.committee_id else "ORG",
        name=profile.name,
        street_1=profile.street_1,
        street_2=profile.street_2,
        city=profile.city,
        state=profile.state,
        zip=profile.zip,
        committee_id=profile.committee_id,
        external_key=key,
    )
