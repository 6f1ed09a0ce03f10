"""How much of a limit a donor has used: per recipient and window, of what the reader may see.

What the law allows comes from ``rules.limits``; what was used from the attributions. Entities of
one limit group share an allowance (52 U.S.C. 30116(a)(5)); those behind the reader's walls are
neither counted nor named, and ``partial`` says so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities
from financedesk.rules.limits import GROUP, Limit, limit_for
from financedesk.rules.parties import giver_of_contact, recipient, recipient_of_body
from financedesk.rules.windows import CALENDAR_YEAR, election_words, is_election_code, year_window

attribution, link, member = tables.attribution, tables.person_link, tables.limit_group_member


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUse:
    """What a donor used of one recipient's limit in one window; amounts in cents.

    ``allowed_cents`` None: no amount is known, and ``words`` say why. ``partial``: the allowance is
    shared with entities that are not in view, so more may have been used.
    """

    entity_id: int
    window: str
    used_cents: int
    allowed_cents: int | None
    words: str
    citation: str
    provisional: bool
    partial: bool

    @property
    def left_cents(self) -> int | None:
        """What may still be given; negative when more was given than allowed."""
        return None if self.allowed_cents is None else self.allowed_cents - self.used_cents


@dataclass(frozen=True, slots=True)
class Giver:
    """A card as a giver: whose card it is, and the type of its contact."""

    entity_id: int
    type: str


def limit_uses(
    connection: Connection, givers: Mapping[int, Giver], entity_ids: Sequence[int], today: date
) -> dict[int, tuple[LimitUse, ...]]:
    """Return for each card what it used of its entity's limits in the windows of the day.

    Only gifts to ``entity_ids``, the entities that the reader may see, are counted.
    """
    return _Uses(connection, list(givers), entity_ids, today).all(givers)


class _Uses:
    """The attributions of some cards' persons, and what the law allows their recipients."""

    def __init__(
        self, connection: Connection, cards: list[int], entity_ids: Sequence[int], today: date
    ) -> None:
        self._today = today
        self._bodies = {row.id: row for row in entities(connection)}
        self._status = _statuses(connection, today)
        self._groups = self._sharing(_limit_groups(connection))
        self._seen = frozenset(entity_ids)
        self._persons = _persons(connection, cards)
        self._used = self._read(connection, cards)

    def all(self, givers: Mapping[int, Giver]) -> dict[int, tuple[LimitUse, ...]]:
        return {card: self._of(card, giver) for card, giver in givers.items()}

    def _read(self, connection: Connection, cards: list[int]) -> dict[tuple[int, str, int], int]:
        """Return cents by person, window and entity."""
        column = attribution.c
        query = (
            select(column.person_id, column.window, column.entity_id, func.sum(column.cents))
            .where(
                column.person_id.in_({self._persons.get(card, card) for card in cards}),
                column.entity_id.in_(self._seen),
            )
            .group_by(column.person_id, column.window, column.entity_id)
        )
        found: dict[tuple[int, str, int], int] = defaultdict(int)
        for person, window, entity_id, cents in connection.execute(query):
            found[person, window, entity_id] += int(cents)
        return found

    def _of(self, card: int, giver: Giver) -> tuple[LimitUse, ...]:
        body = self._bodies[giver.entity_id]
        try:
            limit = self._limit(giver, body)
        except (NotFound, BadInput) as error:
            return (self._unknown(giver, str(error)),)
        if limit is None:
            return (self._unknown(giver, _no_amount(giver, body)),)
        person = self._persons.get(card, card)
        windows = self._windows(limit, person)
        if not windows:
            return (self._unknown(giver, "No gift yet names an election of this cycle."),)
        return tuple(self._use(giver.entity_id, limit, person, window) for window in windows)

    def _limit(self, giver: Giver, body: EntityRow) -> Limit | None:
        return limit_for(giver_of_contact(giver.type), self._class_of(body), self._today)

    def _class_of(self, body: EntityRow) -> str:
        return recipient_of_body(body.kind, status=self._status.get(body.id, ""))

    def _sharing(self, names: Mapping[int, str]) -> dict[int, frozenset[int]]:
        """Return with which entities each one shares an allowance, itself included."""
        keys = {
            body.id: (names.get(body.id, body.code), recipient(self._class_of(body)).shares)
            for body in self._bodies.values()
        }
        return {
            one: frozenset(
                other for other in keys if other == one or (key[1] and keys[other] == key)
            )
            for one, key in keys.items()
        }

    def _windows(self, limit: Limit, person: int) -> list[str]:
        if limit.window == CALENDAR_YEAR:
            return [str(self._today.year)]
        named = {
            window
            for who, window, _entity in self._used
            if who == person and is_election_code(window)
        }
        return sorted(code for code in named if int(code[1:]) >= self._today.year)

    def _use(self, entity_id: int, limit: Limit, person: int, window: str) -> LimitUse:
        group = self._groups[entity_id] if limit.shared == GROUP else frozenset({entity_id})
        return LimitUse(
            entity_id=entity_id,
            window=self._window_words(limit, window),
            used_cents=sum(self._used.get((person, window, one), 0) for one in group & self._seen),
            allowed_cents=limit.cents,
            words="" if limit.cents is not None else "No amount is set.",
            citation=limit.citation,
            provisional=limit.provisional,
            partial=not group <= self._seen,
        )

    def _window_words(self, limit: Limit, window: str) -> str:
        if limit.window == CALENDAR_YEAR:
            return year_window(self._today).words
        return f"for the {election_words(window)}"

    @staticmethod
    def _unknown(giver: Giver, words: str) -> LimitUse:
        return LimitUse(
            entity_id=giver.entity_id, window="", used_cents=0, allowed_cents=None, words=words,
            citation="", provisional=False, partial=False,
        )  # fmt: skip


def _no_amount(giver: Giver, body: EntityRow) -> str:
    if not body.form:
        return "No federal limit: this entity files nothing with the FEC."
    if giver.type == "ORG":
        return (
            "No amount is known: an organisation may have to give nothing at all to this"
            " committee (52 U.S.C. 30118)."
        )
    return "The law sets no amount for this giver and this committee."


def _statuses(connection: Connection, today: date) -> dict[int, str]:
    """Return each entity's status in law on a day, where one was entered."""
    column, day = tables.entity_status.c, today.isoformat()
    query = select(column.entity_id, column.status, column.from_date, column.to_date)
    return {
        row.entity_id: row.status
        for row in connection.execute(query.order_by(column.id))
        if (row.from_date or "") <= day <= (row.to_date or "9999")
    }


def _limit_groups(connection: Connection) -> dict[int, str]:
    query = select(member.c.entity_id, member.c.limit_group).order_by(member.c.id.desc())
    return {row.entity_id: row.limit_group for row in connection.execute(query)}


def _persons(connection: Connection, cards: Sequence[int]) -> dict[int, int]:
    query = select(link.c.card_id, link.c.person_id).where(link.c.card_id.in_(cards))
    return {row.card_id: row.person_id for row in connection.execute(query)}
