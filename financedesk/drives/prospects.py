"""Who is to be called or written to: one row per donor, with what may be asked and what is missing.

What a donor said counts: a telephone number or e-mail address of who said no is not in the row. All
of it is one entity's; of a limit that others share only what is left is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.errors import FinanceDeskError
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.donors_rows import DonorRow, donor_rows, unknown_of
from financedesk.ledger.households import households_of
from financedesk.ledger.limit_person import limit_person
from financedesk.ledger.limits import Question, RoomSetting, rooms_for_gifts
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.progress import Progress
from financedesk.rules.asks import Ask, AskFacts, ask_amounts
from financedesk.rules.recurring import RUNNING, state_of_series

item, consent, series = tables.item, tables.consent, tables.recurring_series

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One donor for a call or a letter; amounts in cents, days ``YYYY-MM-DD``.

    ``phone`` and ``email`` are empty where there is none, and where the donor said no
    (``no_calls``, ``no_email``); ``no_mail``: the donor wants no letters. ``missing`` names what is
    not known; ``required`` what of it the law wants asked for, because a gift is itemised (11 CFR
    104.7). ``household`` and ``greeting`` (of one letter to all who live there) are empty for who
    lives in none. ``ask`` is None where nobody wanted amounts.
    """

    card_id: int
    contact: Contact
    phone: str
    email: str
    no_calls: bool
    no_email: bool
    no_mail: bool
    household: str
    greeting: str
    gifts: int
    given_cents: int
    first_day: str
    last_day: str
    last_cents: int
    largest_cents: int
    aggregate_cents: int
    monthly_cents: int
    missing: tuple[str, ...]
    required: tuple[str, ...]
    ask: Ask | None

    @property
    def name(self) -> str:
        """The name as a reader expects it."""
        return self.contact.display_name

    @property
    def place(self) -> str:
        """Town and state."""
        return ", ".join(filter(None, (self.contact.city, self.contact.state)))


def prospects(
    connection: Connection,
    cards: Sequence[int],
    entity_id: int,
    today: date,
    progress: Progress,
    *,
    asks: bool = True,
) -> list[Prospect]:
    """Return the rows of these cards of one entity, in their order; others' cards are left out.

    ``asks`` looks up what the law leaves each of them, which takes some milliseconds a person.
    Raises Cancelled from ``progress``.
    """
    setting = RoomSetting(connection, Question(on=today)) if asks else None
    found: list[Prospect] = []
    for start in range(0, len(cards), _AT_ONCE):
        progress.step(start, len(cards), "Reading donors")
        some = cards[start : start + _AT_ONCE]
        rows = donor_rows(connection, some, [entity_id], today)
        facts = _Facts(connection, [row.card_id for row in rows], today)
        for row in rows:
            progress.step(len(found), len(cards), "Reading donors")
            ask = None if setting is None else facts.ask(row, setting)
            found.append(facts.prospect(row, ask))
    return found


class _Facts:
    """What is known of some cards beyond their rows: gifts, consent, series."""

    def __init__(self, connection: Connection, cards: Sequence[int], today: date) -> None:
        self._connection = connection
        self._today = today
        self._gifts = _gifts(connection, cards)
        self._said = _said(connection, cards)
        self._homes = households_of(connection, cards)
        self._monthly = _monthly(connection, cards, today)

    def ask(self, row: DonorRow, setting: RoomSetting) -> Ask:
        """Return what may be asked of a donor."""
        gifts = tuple(cents for _, cents in self._gifts[row.card_id])
        known = AskFacts(gifts=gifts, monthly_cents=self._monthly.get(row.card_id, 0))
        return ask_amounts(self._bounded(known, row, setting))

    def prospect(self, row: DonorRow, ask: Ask | None) -> Prospect:
        """Return a donor's row."""
        gifts, said = self._gifts[row.card_id], self._said
        no_calls = said.get((row.card_id, "phone")) is False
        no_email = said.get((row.card_id, "email")) is False
        home = self._homes.get(row.card_id)
        return Prospect(
            card_id=row.card_id, contact=row.contact,
            phone="" if no_calls else row.contact.phone,
            email="" if no_email else row.contact.email,
            no_calls=no_calls, no_email=no_email,
            no_mail=said.get((row.card_id, "mail")) is False,
            household="" if home is None else home.name,
            greeting="" if home is None else home.greeting,
            gifts=row.gifts, given_cents=row.given_cents,
            first_day=gifts[0][0] if gifts else "", last_day=row.last_day,
            last_cents=row.last_cents, largest_cents=max((one for _, one in gifts), default=0),
            aggregate_cents=row.aggregate_cents or 0,
            monthly_cents=self._monthly.get(row.card_id, 0),
            missing=unknown_of(row.contact), required=row.missing, ask=ask,
        )  # fmt: skip

    def _bounded(self, known: AskFacts, row: DonorRow, setting: RoomSetting) -> AskFacts:
        try:
            person = limit_person(self._connection, row.card_id)
            asked = [(row.entity_id, "")]
            (room,) = rooms_for_gifts(
                self._connection, person, asked, {row.entity_id}, Question(on=self._today), setting
            )
        except FinanceDeskError as error:
            return AskFacts(gifts=known.gifts, monthly_cents=known.monthly_cents, why=str(error))
        left = None if room.room is None else room.room.left_cents
        return AskFacts(
            gifts=known.gifts, monthly_cents=known.monthly_cents, left_cents=left,
            stopped=room.words if room.stopped else "", why="" if left is not None else room.words,
        )  # fmt: skip


def _gifts(connection: Connection, cards: Sequence[int]) -> Mapping[int, list[tuple[str, int]]]:
    """Return day and amount of each card's gifts, the oldest first."""
    column = item.c
    query = select(column.card_id, column.item_date, column.amount_cents).where(
        column.card_id.in_(cards), column.memo == 0, column.kind.in_(gift_kinds())
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for card, day, cents in connection.execute(query.order_by(column.item_date, column.id)):
        found[card].append((day, cents))
    return found


def _said(connection: Connection, cards: Iterable[int]) -> dict[tuple[int, str], bool]:
    """Return the newest answer of each card for each channel."""
    column = consent.c
    query = select(column.card_id, column.channel, column.given).where(column.card_id.in_(cards))
    rows = connection.execute(query.order_by(column.since, column.id))
    return {(row.card_id, row.channel): bool(row.given) for row in rows}


def _monthly(connection: Connection, cards: Iterable[int], today: date) -> dict[int, int]:
    """Return what running series bring at each charge, by card."""
    query = select(series).where(series.c.card_id.in_(cards))
    found: dict[int, int] = defaultdict(int)
    for row in connection.execute(query):
        stands = state_of_series(row.every, row.last_day, row.failed_on, row.cancelled_on, today)
        if stands == RUNNING:
            found[row.card_id] += row.next_cents
    return found
