"""One entity's books while the sample writes them: accounts, contacts met so far, purses."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from financedesk.book import UnitOfWork
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import LedgerWriter, cash_effect
from financedesk.rules.kinds import kind
from financedesk.sample.cast import committees, vendors
from financedesk.sample.purse import Purse


class Remitted(NamedTuple):
    """A gift of an elected person, by place in the list from 1 on, that keeps a promise."""

    number: int
    item_id: int
    day: date


class Desk:
    """Writes transactions of one entity inside one batch and keeps count of its money.

    ``accounts`` are ids by code, ``purses`` what each account holds, by the same codes; what
    elected people gave is collected in ``remitted``.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        entity: EntityRow,
        accounts: dict[str, int],
        purses: dict[str, Purse],
        chance: random.Random,
    ) -> None:
        """Open the books of an entity."""
        self.writer = LedgerWriter(unit, entity.id)
        self.entity = entity
        self.accounts = accounts
        self.purses = purses
        self.chance = chance
        self.items = 0
        self.remitted: list[Remitted] = []
        self._code_of = {account_id: code for code, account_id in accounts.items()}
        self._known: dict[str, ContactRef] = {}

    def contact(self, key: str, contact: Contact) -> ContactRef:
        """Return the card of somebody, added when first met under this key."""
        if key not in self._known:
            self._known[key] = self.writer.add_contact(contact)
        return self._known[key]

    def vendor(self, key: str) -> ContactRef:
        """Return the card of a firm of the lists."""
        return self.contact(f"vendor:{key}", vendors()[key])

    def committee(self, key: str) -> ContactRef:
        """Return the card of a committee of the lists."""
        return self.contact(f"committee:{key}", committees()[key])

    def record(
        self, what: str, day: date, items: Sequence[NewItem], description: str | None = None
    ) -> list[int]:
        """Add a transaction and note what it does to the purses; returns the items' ids."""
        self.items += len(items)
        for new in items:
            self.note(new, day)
        return self.writer.add_transaction(what, day.isoformat(), items, description=description)

    def record_family(
        self, what: str, day: date, head: NewItem, children: Sequence[NewItem], description: str
    ) -> int:
        """Add a transaction whose other items stand under its first; returns the first's id."""
        transaction = self.writer.open_transaction(what, day.isoformat(), description=description)
        (head_id,) = self.writer.add_side(transaction, [head])
        below = [replace(child, parent_id=head_id) for child in children]
        self.writer.add_side(transaction, below)
        for new in (head, *below):
            self.note(new, day)
        self.items += 1 + len(below)
        return head_id

    def note(self, new: NewItem, day: date) -> None:
        """Note what an item does to its account's purse."""
        if new.account_id is None:
            return
        cents = cash_effect(
            kind(new.kind), amount_cents=new.amount_cents, memo=new.memo, has_account=True
        )
        self.purses[self._code_of[new.account_id]].move(day, cents)

    def receive(
        self,
        kind_code: str,
        day: date,
        cents: int,
        who: ContactRef,
        description: str,
        account: str = "federal",
        drive_id: int | None = None,
    ) -> int:
        """Add money that came in by check or transfer, deposited within days; returns the item."""
        deposited = day + timedelta(days=self.chance.randrange(1, 5))
        new = NewItem(
            kind=kind_code, amount_cents=cents, item_date=day.isoformat(), contact=who,
            account_id=self.accounts[account], deposited_date=deposited.isoformat(),
            drive_id=drive_id,
        )  # fmt: skip
        return self.record("gift", day, [new], description)[0]

    def pay(
        self,
        kind_code: str,
        day: date,
        cents: int,
        who: ContactRef,
        purpose: str,
        account: str = "federal",
        drive_id: int | None = None,
    ) -> int | None:
        """Add money that went out; returns the item, None when the account could not bear it."""
        if cents <= 0 or cents > self.purses[account].least_from(day):
            return None
        new = NewItem(
            kind=kind_code, amount_cents=cents, item_date=day.isoformat(), contact=who,
            account_id=self.accounts[account], purpose=purpose, drive_id=drive_id,
        )  # fmt: skip
        return self.record("bill", day, [new], f"Payment {self.items:05d}")[0]

    def around(self, cents: int) -> int:
        """Return an amount near this one, uneven as bills are."""
        return cents * self.chance.randrange(780, 1260) // 1000
