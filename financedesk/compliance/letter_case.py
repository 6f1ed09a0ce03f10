"""What a letter is written about, and what it says: facts by the names of its merge fields."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from financedesk.errors import NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.gift_corrections import newest_of
from financedesk.ledger.hold_rows import WAITING_KIND
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.register_rows import method_words
from financedesk.rules.letter_kinds import LetterKind
from financedesk.rules.limits import Override
from financedesk.rules.money import format_cents

item, transaction = tables.item, tables.transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAbout:
    """What a letter is about: a donor's card, an entry, or both; ``rule`` is the check's code."""

    entity_id: int
    card_id: int | None = None
    item_id: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMore:
    """What the books do not tell and somebody says; all of it may stay empty.

    ``other`` is the name of the check's other holder, ``election`` the code of the election that
    is proposed, ``reason`` why money went back (``rules.letter_kinds.back_reasons``), ``questions``
    which of the questions on its source are asked, ``what`` describes a gift in kind.
    """

    other: str = ""
    election: str = ""
    reason: str = ""
    questions: tuple[str, ...] = ()
    what: str = ""


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A row of the table in a letter: whose, and how much in cents."""

    words: str
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterValues:
    """Everything that one letter says; amounts in cents.

    ``words``, ``amounts`` and ``days`` are by the names of the merge fields. ``conditions`` tell
    which paragraphs fit. ``cents`` is what is in question or went back, ``about`` a line on what
    the letter is about, ``asks`` what a best-efforts letter asks for.
    """

    kind: LetterKind
    entity: EntityRow
    to: Contact
    on: date
    about: str
    card_id: int | None = None
    item_id: int | None = None
    cents: int | None = None
    send_by: date | None = None
    reply_by: date | None = None
    asks: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    amounts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    days: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    conditions: frozenset[str] = frozenset()
    rows: tuple[LetterRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One letter to be written: which, whose, about what, on which day, and what was said.

    ``visible`` are the entities that the user may see: participants of a joint fundraiser.
    """

    connection: Connection
    kind: LetterKind
    entity: EntityRow
    about: LetterAbout
    on: date
    more: LetterMore
    counsel: Sequence[Override]
    visible: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """The entry that a letter is about, with its giver as known now; the amount in cents."""

    id: int
    row: RowMapping
    card_id: int
    giver: Contact

    @property
    def cents(self) -> int:
        """How much it was."""
        return int(self.row["amount_cents"])

    @property
    def received(self) -> date:
        """The day on which it was received."""
        return date.fromisoformat(self.row["item_date"])

    @property
    def deposited(self) -> date | None:
        """The day on which it went to the bank, where that is noted."""
        day = self.row["deposited_date"]
        return None if day is None else date.fromisoformat(day)

    @property
    def method(self) -> str:
        """How it was paid, as it was noted; empty where nothing was."""
        return method_words(None, None, self.row["description"])

    @property
    def told(self) -> str:
        """The gift in a line."""
        return f"Gift of {format_cents(self.cents, symbol=True)} of {self.received}"


def entry_row(connection: Connection, item_id: int) -> RowMapping:
    """Return an entry with the words of its act; raises NotFound."""
    query = (
        select(item, transaction.c.description)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(item.c.id == item_id)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; it may have been deleted.")
    return row


def gift_of(case: Case) -> Gift:
    """Return the gift that a letter is about; raises NotFound, Refused for what is none."""
    if case.about.item_id is None:
        raise Refused(f"“{case.kind.title}” is about one gift; choose the gift.")
    row = entry_row(case.connection, case.about.item_id)
    if row["entity_id"] != case.entity.id:
        raise NotFound("There is no such entry in these books.")
    is_gift = row["kind"] in gift_kinds() or row["kind"] == WAITING_KIND
    if not is_gift or row["card_id"] is None or row["amount_cents"] <= 0:
        raise Refused("Such a letter is about a contribution by somebody who is named.")
    return Gift(
        id=row["id"], row=row, card_id=row["card_id"],
        giver=giver_of(case.connection, row["card_id"]),
    )  # fmt: skip


def giver_of(connection: Connection, card_id: int) -> Contact:
    """Return somebody as known now; raises NotFound."""
    return read_contact(connection, newest_of(connection, card_id).contact_id)


def about_gift(case: Case, gift: Gift, **more: Any) -> LetterValues:  # noqa: ANN401 - its fields
    """Return what every letter about a gift says, with ``more`` of its own.

    ``known_on`` is the day from which the clock of the answer runs, if not the receipt; amounts
    and days are added to those of the gift.
    """
    begun = more.pop("known_on", None) or gift.received
    values: dict[str, Any] = {
        "kind": case.kind, "entity": case.entity, "to": gift.giver, "on": case.on,
        "about": gift.told, "card_id": gift.card_id, "item_id": gift.id, "cents": gift.cents,
        "send_by": case.kind.send_by(gift.received, case.counsel),
        "reply_by": case.kind.reply_by(begun, case.on, case.counsel),
        **more,
        "amounts": {"gift_amount": gift.cents, **more.get("amounts", {})},
        "days": {"gift_date": gift.received, **more.get("days", {})},
    }  # fmt: skip
    return LetterValues(**values)
