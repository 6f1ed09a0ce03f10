"""How much of a limit a donor has used: per recipient and window, for many donors at once.

What the law allows comes from ``rules.limits``; what was used from the attributions, by the name of
the allowance: entities of one limit group share it (52 U.S.C. 30116(a)(5)), so a figure may hold
gifts to an affiliate, as the law counts them. Nothing else of that entity is told.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.attributions import standings
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.limits import Question, RecipientRoom, rooms_of_person
from financedesk.ledger.overrides import overrides
from financedesk.rules.attribution import ORDINARY, limit_group
from financedesk.rules.limits import Limit, limit_for
from financedesk.rules.parties import giver_of_contact, recipient, recipient_of_body, statuses
from financedesk.rules.windows import CALENDAR_YEAR, election_words, is_election_code, year_window

attribution, link = tables.attribution, tables.person_link


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitUse:
    """What a donor used of one recipient's limit in one window; amounts in cents.

    ``allowed_cents`` None: no amount is known, and ``words`` say why. ``account`` names an account
    with an allowance of its own; empty for the ordinary one. ``counsel`` says whose figure it is
    and why where it is counsel's and not the law's.
    """

    entity_id: int
    window: str
    used_cents: int
    allowed_cents: int | None
    words: str
    citation: str
    provisional: bool
    account: str = ""
    counsel: str = ""

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
    connection: Connection, givers: Mapping[int, Giver], today: date
) -> dict[int, tuple[LimitUse, ...]]:
    """Return for each card what it used of its entity's limits in the windows of the day."""
    uses = _Uses(connection, list(givers), {giver.entity_id for giver in givers.values()}, today)
    return {card: uses.of(card, giver) for card, giver in givers.items()}


def limits_of_donor(
    connection: Connection, card_id: int, recipients: Collection[int], today: date
) -> tuple[LimitUse, ...]:
    """Return what the person of a card used of the limits of some entities, as the law counts it.

    The ordinary allowance of each entity comes always, one for each election to come where the
    law has it so; that of another account only where something was given to it.
    """
    found: list[LimitUse] = []
    ordinary: dict[int, str] = {}
    for row in rooms_of_person(connection, card_id, recipients, Question(on=today)):
        if row.entity_id not in recipients:
            continue
        usual = ordinary.setdefault(row.entity_id, row.recipient) == row.recipient
        usual = usual and not row.account
        if usual or (row.room is not None and row.room.used_cents):
            found.append(
                _use_of(row, "" if usual else row.account or recipient(row.recipient).label)
            )
    return tuple(found)


def _use_of(row: RecipientRoom, account: str) -> LimitUse:
    room = row.room
    if room is None or room.allowed_cents is None:
        return LimitUse(
            entity_id=row.entity_id, window="", used_cents=room.used_cents if room else 0,
            allowed_cents=None, words=row.words, citation=row.verdict.citation,
            provisional=False, account=account, counsel=_counsel_of(row),
        )  # fmt: skip
    return LimitUse(
        entity_id=row.entity_id, window=room.window.words, used_cents=room.used_cents,
        allowed_cents=room.allowed_cents, words=row.words, citation=room.limit.citation,
        provisional=room.limit.provisional, account=account, counsel=_counsel_of(row),
    )  # fmt: skip


def _counsel_of(row: RecipientRoom) -> str:
    figure = None if row.room is None else row.room.limit.override
    word = figure or row.verdict.override
    return "" if word is None else word.words


@dataclass(frozen=True, slots=True)
class _Recipient:
    """An entity as the law sees it on a day; ``group`` is the name of its allowance, if any."""

    body: EntityRow
    recipient: str
    group: str | None


class _Uses:
    """What some cards' persons used, and what the law allows their recipients."""

    def __init__(
        self, connection: Connection, cards: list[int], entity_ids: set[int], today: date
    ) -> None:
        self._today = today
        self._overrides = overrides(connection)
        self._recipients = {one: _recipient(connection, one, today) for one in entity_ids}
        self._persons = _persons(connection, cards)
        self._used = self._read(connection, cards)

    def of(self, card: int, giver: Giver) -> tuple[LimitUse, ...]:
        to = self._recipients[giver.entity_id]
        try:
            limit = limit_for(
                giver_of_contact(giver.type), to.recipient, self._today, overrides=self._overrides
            )
        except (NotFound, BadInput) as error:
            return (_unknown(giver, str(error)),)
        if limit is None or to.group is None:
            return (_unknown(giver, _no_amount(giver, to.body)),)
        windows = self._windows(limit, card, to.group)
        if not windows:
            return (_unknown(giver, "No gift yet names an election that is still to come."),)
        return tuple(self._use(giver.entity_id, limit, window, cents) for window, cents in windows)

    def _read(
        self, connection: Connection, cards: list[int]
    ) -> dict[tuple[int, str], dict[str, int]]:
        """Return cents by window, for each person and allowance."""
        column = attribution.c
        query = (
            select(
                column.person_id, column.limit_group, column.window,
                func.sum(column.cents).label("cents"),
            )
            .where(
                column.person_id.in_({self._persons.get(card, card) for card in cards}),
                column.limit_group.in_({one.group for one in self._recipients.values()}),
            )
            .group_by(column.person_id, column.limit_group, column.window)
        )  # fmt: skip
        found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
        for row in connection.execute(query):
            found[row.person_id, row.limit_group][row.window] = int(row.cents)
        return found

    def _windows(self, limit: Limit, card: int, group: str) -> list[tuple[str, int]]:
        used = self._used.get((self._persons.get(card, card), group), {})
        if limit.window == CALENDAR_YEAR:
            year = str(self._today.year)
            return [(year, used.get(year, 0))]
        named = [code for code in used if is_election_code(code)]
        return [(code, used[code]) for code in sorted(named) if int(code[1:]) >= self._today.year]

    def _use(self, entity_id: int, limit: Limit, window: str, cents: int) -> LimitUse:
        yearly = limit.window == CALENDAR_YEAR
        return LimitUse(
            entity_id=entity_id,
            window=year_window(self._today).words
            if yearly
            else f"for the {election_words(window)}",
            used_cents=cents,
            allowed_cents=limit.cents,
            words="" if limit.cents is not None else "No amount is set.",
            citation=limit.citation,
            provisional=limit.provisional,
            counsel="" if limit.override is None else limit.override.words,
        )


def _unknown(giver: Giver, words: str) -> LimitUse:
    return LimitUse(
        entity_id=giver.entity_id, window="", used_cents=0, allowed_cents=None, words=words,
        citation="", provisional=False,
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


def _recipient(connection: Connection, entity_id: int, today: date) -> _Recipient:
    body, day = entity_by_id(connection, entity_id), today.isoformat()
    now = next(one for one in standings(connection, entity_id) if one.since <= day <= one.until)
    status = now.status if now.status in statuses() else ""
    known = recipient_of_body(body.kind, status=status)
    group = limit_group(known, ORDINARY, owner=str(body.id), affiliation=now.affiliation)
    return _Recipient(body, known, group)


def _persons(connection: Connection, cards: Sequence[int]) -> dict[int, int]:
    query = select(link.c.card_id, link.c.person_id).where(link.c.card_id.in_(cards))
    return {row.card_id: row.person_id for row in connection.execute(query)}
