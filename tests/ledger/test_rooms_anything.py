"""Whatever is done with a book, its rooms are what its entries say, and no overdraft is hidden.

Entries are worked out here once more, one by one in plain arithmetic, and compared with the rooms
that the book keeps in step; what is below zero must be found by whoever looks at the list.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, RowMapping, func, select

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.errors import FinanceDeskError
from financedesk.ledger import tables
from financedesk.ledger.attributions import standings
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import accounts, entities
from financedesk.ledger.entity_standing import LIMIT_GROUP, DatedFact, add_fact, end_fact, facts_of
from financedesk.ledger.limit_excess import excesses
from financedesk.ledger.limit_rooms import all_rooms
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.room import open_book
from financedesk.ledger.transfer_steps import propose_transfer, receive_transfer, send_transfer
from financedesk.ledger.typed_gift import TypedGift, record_gift
from financedesk.ledger.typed_transfer import TypedTransfer, record_transfer
from financedesk.ledger.wall import Note
from financedesk.rules.attribution import limit_group, limit_uses
from financedesk.rules.dates import general_election_day
from financedesk.rules.parties import recipient_of_body, statuses
from tests.ledger.meadow import meadow_at, side
from tests.ledger.riverbend import Desk, desk_for, person
from tests.soaking import examples

EXAMPLES = examples(6, 300)
TODAY = date(2026, 10, 1)
PLACES = ("party", "county", "action", "allies", "strangers", "loud", "campaign")
ACTS = (
    "type", "type", "enter", "enter", "refund", "refund by hand", "delete", "link", "join",
    "leave", "transfer", "propose", "send", "receive", "undo", "redo",
)  # fmt: skip
Act = tuple[str, str, str, int, int, int]
Room = tuple[int, str, str]

TRIED = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.sampled_from(PLACES), st.sampled_from(PLACES),
        st.integers(0, 1), st.integers(1, 12_000_00), st.integers(0, 600),
    ),
    min_size=4, max_size=16,
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("rooms") / "meadow.fdesk"
    with meadow_at(str(made)):
        return made


# --- the acts


def resident(number: int, who: int) -> Contact:
    """Describe one of two people as one entity knows them: linked cards alone make them one."""
    return replace(person(("Lopez", "Bird")[who]), street_1=f"{number} Elm St")


@dataclass
class Hand:
    """Does one act after the other; what the book refuses is not done."""

    book: Book
    desks: Mapping[str, Desk]
    cards: Mapping[tuple[str, int], ContactRef]

    def perform(self, act: Act) -> bool:
        """Do one act; returns whether the book let it."""
        what, place, other, who, cents, day = act
        on = (date(2025, 2, 1) + timedelta(days=day)).isoformat()
        try:
            if what in ("undo", "redo"):
                self._walk(what)
            elif what == "enter":
                election = ("P2026", "G2026", None)[cents % 3] if place == "campaign" else None
                self.desks[place].record(
                    "individual_receipt", self.cards[place, who], on, cents, election_code=election
                )
            else:
                with self.book.unit_of_work(what) as unit:
                    self._act(unit, what, (place, other), who, cents, on)
        except FinanceDeskError:
            return False
        return True

    def _walk(self, what: str) -> None:
        # The cards of the beginning stay, or the acts to come would have nobody to act for.
        if what == "redo":
            self.book.redo()
        elif self.book.undo_status().undo_label not in (None, "Add contact"):
            self.book.undo()

    def _act(
        self, unit: UnitOfWork, what: str, where: tuple[str, str], who: int, cents: int, on: str
    ) -> None:
        place, other = where
        connection = unit.connection
        newest = connection.execute(select(func.max(tables.transfer_order.c.id))).scalar() or 0
        acts: Mapping[str, Callable[[], object]] = {
            "type": lambda: self._type(unit, place, who, cents, on),
            "refund": lambda: self._refund(unit, cents, on),
            "refund by hand": lambda: self._refund_by_hand(unit, place, who, cents, on),
            "delete": lambda: remove_items(unit, [_some_gift(connection, cents)["id"]]),
            "link": lambda: self._link(unit, place, other, who),
            "join": lambda: add_fact(
                unit, LIMIT_GROUP, self._id(place), DatedFact(word="joined", from_date=on)
            ),
            "leave": lambda: self._leave(unit, place, on),
            "transfer": lambda: self._transfer(unit, what, where, cents, on),
            "propose": lambda: self._transfer(unit, what, where, cents, on),
            "send": lambda: send_transfer(unit, newest, on),
            "receive": lambda: receive_transfer(unit, newest, on),
        }
        acts[what]()

    def _id(self, place: str) -> int:
        return self.desks[place].entity.id

    def _leave(self, unit: UnitOfWork, place: str, on: str) -> None:
        facts = facts_of(unit.connection, LIMIT_GROUP, self._id(place))
        if not facts:
            raise FinanceDeskError("It is in no group.")
        end_fact(unit, LIMIT_GROUP, facts[0].id, on)

    def _link(self, unit: UnitOfWork, place: str, other: str, who: int) -> None:
        card, person_id = (self.cards[one, who].card_id for one in (other, place))
        values = {"entity_id": self._id(other), "card_id": card, "person_id": person_id}
        if card != person_id and not _links(unit.connection):
            unit.insert(tables.person_link, values)

    def _refund(self, unit: UnitOfWork, cents: int, on: str) -> None:
        gift = _some_gift(unit.connection, cents)
        refund = TypedRefund(
            gift_id=gift["id"], amount_cents=cents, day=max(on, gift["item_date"]),
            account_id=gift["account_id"],
        )  # fmt: skip
        record_refund(unit, refund)

    def _type(self, unit: UnitOfWork, place: str, who: int, cents: int, on: str) -> None:
        account = next(iter(accounts(unit.connection, self.desks[place].entity.id)))
        typed = TypedGift(
            giver=resident(PLACES.index(place), who), known=self.cards[place, who],
            amount_cents=cents, day=on, account=account,
            election_code="G2026" if place == "campaign" else "",
        )  # fmt: skip
        record_gift(unit, self.desks[place].entity, typed)

    def _refund_by_hand(self, unit: UnitOfWork, place: str, who: int, cents: int, on: str) -> None:
        """Enter a refund that names no gift, as a past filing does."""
        desk = self.desks[place]
        transaction = unit.insert(
            tables.transaction,
            {"entity_id": desk.entity.id, "kind": "refund", "happened_on": on, "state": "done"},
        )
        unit.insert(
            tables.item,
            {
                "entity_id": desk.entity.id, "transaction_id": transaction,
                "kind": "refund_individual_contribution", "amount_cents": cents, "cash_cents": 0,
                "item_date": on, "memo": 0, "unaggregated": 0,
                "contact_id": self.cards[place, who].contact_id,
                "card_id": self.cards[place, who].card_id,
            },
        )  # fmt: skip

    def _transfer(
        self, unit: UnitOfWork, what: str, where: tuple[str, str], cents: int, on: str
    ) -> None:
        typed = TypedTransfer(
            giver=side(self.book, where[0]), taker=side(self.book, where[1]), amount_cents=cents,
            day=on, purpose="Share", election_code="G2026",
            note=Note(words="Declared.", who="J. Doe", on=on),
        )  # fmt: skip
        (record_transfer if what == "transfer" else propose_transfer)(unit, typed)


def _some_gift(connection: Connection, which: int) -> RowMapping:
    query = select(tables.item).where(tables.item.c.kind == "individual_receipt")
    rows = connection.execute(query.order_by(tables.item.c.id)).mappings().all()
    if not rows:
        raise FinanceDeskError("There is no gift yet.")
    return rows[which % len(rows)]


def _links(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(tables.person_link)).scalar_one()


# --- the rooms from scratch, one entry after the other


def from_scratch(connection: Connection) -> dict[Room, int]:
    """Return what every giver used of every allowance, in cents, worked out from the entries."""
    rows = connection.execute(select(tables.item).order_by(tables.item.c.id)).mappings().all()
    by_id = {row["id"]: row for row in rows}
    bodies = {one.id: one for one in entities(connection)}
    spans = {one: standings(connection, one) for one in bodies}
    columns = (tables.person_link.c.card_id, tables.person_link.c.person_id)
    linked = {card: person_id for card, person_id in connection.execute(select(*columns))}  # noqa: C416
    query = select(tables.account.c.id, tables.account.c.kind)
    held = {account: kind for account, kind in connection.execute(query)}  # noqa: C416
    used: list[tuple[RowMapping, Room, str, int, bool]] = []
    for row in rows:
        use = limit_uses().get(row["kind"])
        if use is None or row["unaggregated"] or row["card_id"] is None:
            continue
        made, entity = row["made_date"] or row["item_date"], bodies[row["entity_id"]]
        standing = next(one for one in spans[entity.id] if one.since <= made <= one.until)
        status = standing.status if standing.status in statuses() else ""
        recipient = recipient_of_body(entity.kind, held.get(row["account_id"], ""), status=status)
        group = limit_group(
            recipient, use.purse, owner=str(entity.id), affiliation=standing.affiliation
        )
        if group is None:
            continue
        gift = by_id.get(row["parent_id"]) if use.sign < 0 else None
        person_id = linked.get(row["card_id"], row["card_id"])
        window = _window(row, gift, per_election=recipient == "candidate")
        unlinked = use.sign < 0 and row["parent_id"] is None and row["election_code"] is None
        cents = use.sign * row["amount_cents"]
        used.append((row, (person_id, group, window), made, cents, unlinked))
    return _as_givers(connection, _summed(used), used)


def _as_givers(
    connection: Connection,
    rooms: Mapping[Room, int],
    used: Sequence[tuple[RowMapping, Room, str, int, bool]],
) -> dict[Room, int]:
    """Put the rooms of own committees together that were affiliated on the day of a gift."""
    owners = _owners(connection)
    spans = {one: standings(connection, one) for one in set(owners.values())}
    found: dict[Room, int] = {}
    for place in {room[1:] for room in rooms}:
        persons = sorted(room[0] for room in rooms if room[1:] == place)
        first = {one: one for one in persons}
        days = {made for _, room, made, _, _ in used if room[1:] == place and room[0] in owners}
        for day in sorted(days):
            for one in persons:
                for other in persons:
                    if _give_together(owners, spans, one, other, day):
                        gone, to = max(first[one], first[other]), min(first[one], first[other])
                        first = {who: to if at == gone else at for who, at in first.items()}
        for one in persons:
            key = (first[one], *place)
            found[key] = found.get(key, 0) + rooms[one, *place]
    return found


def _owners(connection: Connection) -> dict[int, int]:
    """Return the entity that a card with its name or number stands for, by the card's person."""
    bodies = entities(connection)
    rows = connection.execute(select(tables.contact).order_by(tables.contact.c.id)).mappings()
    return {
        one["card_id"]: body.id
        for one in rows
        for body in bodies
        if one["committee_id"] == body.committee_id or one["name"] == body.name
    }


def _give_together(
    owners: Mapping[int, int], spans: Mapping[int, Any], one: int, other: int, day: str
) -> bool:
    if one == other or one not in owners or other not in owners:
        return False
    if owners[one] == owners[other]:
        return True
    held = [
        next(span for span in spans[owners[who]] if span.since <= day <= span.until).affiliation
        for who in (one, other)
    ]
    # All who give a limit in these books are PACs or parties of a state: of one group, one giver.
    return bool(held[0]) and held[0] == held[1]


def _window(row: RowMapping, gift: RowMapping | None, *, per_election: bool) -> str:
    counted: Mapping[str, Any] = row if gift is None else gift
    day: str = counted["made_date"] or counted["item_date"]
    if not per_election:
        return day[:4]
    said = counted["election_code"] or row["election_code"]
    if said:
        return str(said)
    year = int(day[:4]) + int(day[:4]) % 2
    return f"G{year if day <= general_election_day(year).isoformat() else year + 2}"


def _summed(used: Sequence[tuple[RowMapping, Room, str, int, bool]]) -> dict[Room, int]:
    total: Counter[Room] = Counter()
    for row, (person_id, group, window), made, cents, unlinked in used:
        place = window
        if unlinked:
            # It gives back the newest gift before it.
            before = [
                (day, other["id"], room[2])
                for other, room, day, given_cents, _ in used
                if given_cents > 0 and day <= made and room[:2] == (person_id, group)
                and other["entity_id"] == row["entity_id"]
            ]  # fmt: skip
            place = max(before)[2] if before else window
        total[person_id, group, place] += cents
    return dict(total)


# --- what must hold


@settings(max_examples=EXAMPLES, deadline=None)
@given(acts=TRIED)
def test_rooms_are_what_the_entries_say_and_none_is_overdrawn_unseen(
    written: Path, acts: Sequence[Act]
) -> None:
    with a_hand(written) as hand:
        for act in acts:
            hand.perform(act)
        hold_good(hand)


def hold_good(hand: Hand) -> None:
    with hand.book.read() as connection:
        kept = list(all_rooms(connection, TODAY))
        assert {(one[0], one[1], one[2]): one.used_cents for one in kept} == from_scratch(
            connection
        )
        listed = {(one.person_id, one.limit_group, one.window) for one in excesses(connection)}
        below = {(one[0], one[1], one[2]) for one in kept if (one.left_cents or 0) < 0}
        assert below <= listed
        everybody = [one.id for one in entities(connection)]
        by_name = {(one.person_id, one.limit_group, one.window, one.allowed_cents): one
                   for one in kept}  # fmt: skip
        for card in {ref.card_id for ref in hand.cards.values()}:
            for year in (2025, 2026):
                question = Question(on=date(year, 7, 1))
                for row in rooms_of_person(connection, card, everybody, question):
                    _equals(connection, row, card, by_name)
    assert hand.book.verify() == []


def _equals(connection: Connection, row: Any, card: int, by_name: Mapping[Any, Any]) -> None:
    if row.room is None:
        return
    column = tables.person_link.c
    query = select(column.person_id).where(column.card_id == card)
    person_id = connection.execute(query).scalar() or card
    found = by_name.get((person_id, row.group, row.room.window.key, row.room.allowed_cents))
    used = 0 if found is None else found.used_cents
    assert (row.room.used_cents, row.room.left_cents) == (used, row.room.allowed_cents - used)


class a_hand:  # noqa: N801 - it is used as a function is
    """Open a copy of the book with two people known to every entity."""

    def __init__(self, written: Path) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._book = open_book(copyfile(written, Path(self._folder.name) / "book.fdesk"))

    def __enter__(self) -> Hand:
        desks = {code: desk_for(self._book, code) for code in PLACES}
        cards = {
            (code, who): desk.meet(resident(number, who))
            for number, (code, desk) in enumerate(desks.items())
            for who in range(2)
        }
        return Hand(self._book, desks, cards)

    def __exit__(self, *_: object) -> None:
        self._book.close()
        self._folder.cleanup()


def test_the_acts_are_possible_and_some_overdraw(written: Path) -> None:
    """Guards the test above: acts that are all refused would make it pass for nothing."""
    acts: list[Act] = [
        ("type", "party", "party", 0, 9_000_00, 400),
        ("enter", "county", "party", 0, 4_000_00, 410),
        ("link", "party", "county", 0, 1, 1), ("enter", "campaign", "party", 1, 4_000_02, 420),
        ("refund", "party", "party", 0, 500_01, 430), ("join", "strangers", "party", 0, 1, 1),
        ("leave", "strangers", "party", 0, 1, 500), ("transfer", "county", "party", 0, 700_00, 440),
        ("propose", "party", "county", 0, 800_00, 440), ("send", "party", "county", 0, 1, 450),
        ("receive", "party", "county", 0, 1, 455), ("undo", "party", "party", 0, 1, 1),
        ("redo", "party", "party", 0, 1, 1), ("refund by hand", "county", "party", 0, 100_00, 460),
    ]  # fmt: skip
    with a_hand(written) as hand:
        assert [act[0] for act in acts if not hand.perform(act)] == []
        hold_good(hand)
        with hand.book.read() as connection:
            below = [one for one in all_rooms(connection, TODAY) if (one.left_cents or 0) < 0]
        assert len(below) == 2
