"""Deposits: the checks of one deposit slip, recorded together and only when the slip adds up.

Each check is a gift and a transaction of its own, dated on the day it was received: line 8 of the
form must equal the books on any day, also between receipt and deposit. What makes them one deposit
is their slip (``ledger/deposits.py``), and the day of deposit on each of them.
Law: 11 CFR 102.8, 103.3(a): every receipt is deposited within ten days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, CheckWalled, Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.deposits import SlipHead, make_deposit, slip_difference
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.typed_gift import TypedGift, record_gift


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """A deposit as it was typed: its day, its gifts, and what the slip declares, in cents.

    The initials are those of the two who counted it, empty until they sign.
    """

    day: str
    gifts: tuple[TypedGift, ...]
    declared_count: int
    declared_cents: int
    first_initials: str = ""
    second_initials: str = ""

    @property
    def entered_cents(self) -> int:
        """What the gifts come to."""
        return sum(gift.amount_cents for gift in self.gifts)

    @property
    def missing_count(self) -> int:
        """How many checks of the slip were not entered; negative when there are too many."""
        return self.declared_count - len(self.gifts)

    @property
    def missing_cents(self) -> int:
        """What the slip says beyond what was entered; negative when too much was."""
        return self.declared_cents - self.entered_cents

    @property
    def ties(self) -> bool:
        """Whether slip and entries agree in number and total."""
        return not self.missing_count and not self.missing_cents


def deposit_name(count: int) -> str:
    """Return what undo calls a deposit."""
    return f"Record deposit of {count} {'check' if count == 1 else 'checks'}"


def record_deposit(unit: UnitOfWork, entity: EntityRow, deposit: Deposit) -> list[int]:
    """Write the gifts of a deposit and return their ids, in the slip's order.

    The slip is kept with its number (``ledger/deposits.py``). Somebody new who stands on it twice
    gets one card. Raises BadInput for an empty deposit, for gifts to several accounts, for one that
    is dated after it, and when it differs from its slip and the unit has no reason (``why``): slip
    and journal keep that. Raises CheckWalled for the first check that may not pass, under a
    condition that nobody has settled, or for too much in cash.
    """
    if not deposit.gifts:
        raise BadInput("A deposit needs at least one check.")
    if not deposit.ties and not unit.heading.why.strip():
        raise BadInput(
            f"The deposit does not tie: {difference_words(deposit)}. Say why, or fix it."
        )
    if len({gift.account.id for gift in deposit.gifts}) > 1:
        raise BadInput("A deposit goes to one account; make one slip for each.")
    met: dict[Contact, ContactRef] = {}
    ids = []
    for place, gift in enumerate(deposit.gifts):
        _require_before(gift, deposit.day)
        known = gift.known or met.get(gift.giver)
        try:
            item_id = record_gift(unit, entity, replace(gift, known=known, deposited=deposit.day))
        except Walled as found:
            raise CheckWalled(place, gift.giver.display_name, found) from found
        if gift.known is None:
            row = unit.row(tables.item, item_id)
            met[gift.giver] = ContactRef(row["contact_id"], row["card_id"])
        ids.append(item_id)
    _write_slip(unit, deposit, ids)
    return ids


def _write_slip(unit: UnitOfWork, deposit: Deposit, item_ids: Sequence[int]) -> None:
    head = SlipHead(
        day=deposit.day, declared_count=deposit.declared_count,
        declared_cents=deposit.declared_cents, first_initials=deposit.first_initials,
        second_initials=deposit.second_initials, why=unit.heading.why,
    )  # fmt: skip
    make_deposit(unit, deposit.gifts[0].account, head, item_ids)


def _require_before(gift: TypedGift, day: str) -> None:
    if gift.day > day:
        raise BadInput(
            f"The check of {gift.giver.display_name} is dated {gift.day}, after the deposit of "
            f"{day}; correct one of the days."
        )


def difference_words(deposit: Deposit) -> str:
    """Return how far slip and entries are apart, in words."""
    return slip_difference(deposit.missing_count, deposit.missing_cents, "check")
