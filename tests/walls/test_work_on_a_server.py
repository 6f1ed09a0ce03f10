"""People at work on a server that holds them to the walls: each with a role of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book, Reading
from financedesk.book.walls import lowered
from financedesk.errors import NotFound, Refused
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger import tables
from financedesk.ledger.access import access_of, reach_of
from financedesk.ledger.book_settings import rename_organisation
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import find_entity
from financedesk.ledger.entity_edit import EntityFacts, add_entity
from financedesk.ledger.giver_groups import underway
from financedesk.ledger.limit_person import limit_stranger
from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.ledger.members import (
    add_member,
    edit_member,
    members,
    remove_member,
    set_right,
    take_walls_down,
)
from financedesk.ledger.organisation import NewEntity, NewMember, Organisation
from financedesk.ledger.passphrases import set_passphrase, signed_in
from financedesk.ledger.room import open_book
from financedesk.ledger.transfer_steps import open_orders, propose_transfer, send_transfer
from financedesk.ledger.typed_transfer import TypedTransfer, record_transfer, remove_transfer
from tests.intake.exports import entity, gift, write_export
from tests.ledger.meadow import side
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import desk_for, person
from tests.postgresql_server import PostgresqlServer, as_role
from tests.walls.conftest import KEEPER

ANN = replace(person("Lee", "Ann"), email="ann@example.org")
ON = date(2026, 4, 1)


def affiliated(code: str, committee_id: str) -> NewEntity:
    """Describe a PAC that shares its limits with others."""
    return replace(entity(code, committee_id), limit_group="trees")


ORGANISATION = Organisation(
    name="Trees",
    entities=(
        affiliated("alder", "C00990001"),
        affiliated("birch", "C00990002"),
        entity("cedar", "C00990003"),
    ),
)


@dataclass
class Office:
    """One book on a server; ``as_role`` opens it as somebody."""

    url: str

    @contextmanager
    def as_role(self, login: str) -> Iterator[Book]:
        with open_book(as_role(self.url, login)) as book:
            yield book

    def give(self, login: str, code: str, cents: int, who: Contact = ANN) -> int:
        """Record a gift in an entity's books and return the donor's card."""
        with self.as_role(login) as book:
            desk = desk_for(book, code)
            card = desk.meet(who)
            desk.record("individual_receipt", card, "2026-03-01", cents)
            return card.card_id

    def problems(self) -> list[str]:
        """Return what is wrong with the book, as who keeps its walls finds it."""
        with self.as_role(KEEPER) as book:
            return [problem.text for problem in book.verify()]


@pytest.fixture
def office(postgresql_server: PostgresqlServer) -> Office:
    """A book of three PACs: Mo is treasurer of one of them, Vi looks at it."""
    for login in ("mo", "vi", "new"):
        postgresql_server.role(login)
    url = postgresql_server.fresh(KEEPER)
    with book_of(url, ORGANISATION) as book, book.unit_of_work("Add members") as unit:
        alder = find_entity(unit.connection, "alder").id
        add_member(unit, login="mo", name="Mo", rights={alder: "treasurer"}, own_name="Ada")
        add_member(unit, login="vi", name="Vi", rights={alder: "viewer"})
    return Office(url)


# --- a treasurer's day


def test_a_treasurer_records_corrects_and_undoes_behind_the_wall(office: Office) -> None:
    office.give(KEEPER, "birch", 70_00)
    office.give("mo", "alder", 50_00)
    with office.as_role("mo") as book:
        reach = reach_of(book)
        assert book.undo_status(reach).undo_label == "Record contribution"
        book.undo(reach=reach)
        assert len(_items(book)) == 0
        book.redo(reach=reach)
        ids = _items(book)
        assert len(ids) == 1
        with book.unit_of_work("Delete contribution") as unit:
            remove_items(unit, ids)
        book.undo(reach=reach)
        assert _items(book) == ids
    assert office.problems() == []


def _items(book: Book) -> list[int]:
    with book.read() as connection:
        return list(connection.execute(tables.item.select()).scalars())


def test_a_large_file_comes_in_and_is_taken_back_behind_the_wall(
    office: Office, tmp_path: Path
) -> None:
    """More rows than are inserted one by one, and the references are looked at in the end."""
    office.give(KEEPER, "birch", 70_00)
    rows = [
        gift(
            Lineitem_ID=str(number), Receipt_ID=f"AB{number}", Donor_Last_Name=f"Lee{number % 700}"
        )
        for number in range(1_200)
    ]
    path = write_export(tmp_path / "a.csv", rows)
    with office.as_role("mo") as book:
        report = import_file(book, path)
        assert len(_items(book)) > len(rows)
        assert report.batch is not None
    assert office.problems() == []
    with office.as_role("vi") as book, pytest.raises(Refused, match="As viewer"):
        undo_import(book, report.batch)
    with office.as_role("mo") as book:
        assert undo_import(book, report.batch).removed
        assert _items(book) == []
    assert office.problems() == []


def test_who_only_looks_writes_nothing(office: Office) -> None:
    with pytest.raises(Refused, match="may not write"):
        office.give("vi", "alder", 50_00)


def test_an_owner_who_is_no_member_makes_a_book_for_others(
    postgresql_server: PostgresqlServer,
) -> None:
    """The tables belong to a role that nobody works under; it sees nothing of the money."""
    for login in ("mo", KEEPER):
        postgresql_server.role(login)
    url = postgresql_server.fresh("books")
    people = (
        NewMember(login=KEEPER, name="Ada"),
        NewMember(login="mo", name="Mo", entities=("alder",)),
    )
    book_of(url, replace(ORGANISATION, members=people)).close()
    office = Office(url)
    assert _seen(office, "books") == set()
    assert _seen(office, "mo") == {"alder"}
    assert _seen(office, KEEPER) == {"alder", "birch", "cedar"}
    office.give("mo", "alder", 50_00)
    assert office.problems() == []
    with office.as_role("books") as book, book.read() as connection:
        assert "does not name books" in access_of(connection, book.who).why_not("see")
        for one in book.tables:
            assert connection.execute(one.select()).first() is None, one.name


# --- limits


def test_a_shared_limit_counts_what_affiliates_took_behind_the_wall(office: Office) -> None:
    office.give(KEEPER, "birch", 4_000_00)
    office.give(KEEPER, "cedar", 300_00)
    card = office.give("mo", "alder", 200_00)

    def known(book: Book) -> RecipientRoom:
        return _room(book, card)

    def typed(book: Book) -> RecipientRoom:
        with book.read() as connection:
            alder = find_entity(connection, "alder").id
            stranger = limit_stranger(connection, alder, ANN)
            return room_for_gift(connection, stranger, alder, {alder}, _asked(900_00))

    for ask in (known, typed):
        told = [_as(office, login, ask).room for login in (KEEPER, "mo")]
        assert told[0] is not None
        assert told[0].used_cents == 4_200_00
        assert told[0] == told[1]
    assert not _as(office, "mo", known).fits
    assert office.problems() == []


def _room(book: Book, card: int) -> RecipientRoom:
    with book.read() as connection:
        alder = find_entity(connection, "alder").id
        return room_for_gift(connection, card, alder, {alder}, _asked(900_00))


def _asked(cents: int) -> Question:
    return Question(on=ON, cents=cents)


def _as(office: Office, login: str, ask: Callable[[Book], RecipientRoom]) -> RecipientRoom:
    with office.as_role(login) as book:
        return ask(book)


def test_totals_that_count_over_the_wall_are_kept_by_who_sees_one_side(office: Office) -> None:
    """Each side alone is small; together they are large enough to be kept."""
    known = office.give(KEEPER, "birch", 1_000_00)
    card = office.give("mo", "alder", 300_00)
    with office.as_role(KEEPER) as book, book.unit_of_work("Link") as unit:
        alder = find_entity(unit.connection, "alder").id
        link = {"entity_id": alder, "card_id": card, "person_id": known}
        unit.insert(tables.person_link, link)
    with office.as_role("mo") as book:
        desk = desk_for(book, "alder")
        ref = ContactRef(card, card)
        desk.record("individual_receipt", ref, "2026-03-02", 300_00)
    assert office.problems() == []
    with office.as_role("mo") as book:
        reach = reach_of(book)
        book.undo(reach=reach)
    assert office.problems() == []


# --- what passes between two


def test_an_act_of_two_entities_is_undone_by_who_sees_both(office: Office) -> None:
    with office.as_role(KEEPER) as book:
        giver, taker = side(book, "alder.bank"), side(book, "birch.bank")
        with book.unit_of_work("Correct two accounts") as unit:
            for one in (giver, taker):
                unit.update(tables.account, one.account.id, {"bank": "Another Bank"})
            group = unit.group_id
    with office.as_role("mo") as book:
        assert book.undo_status(reach_of(book)).undo_label is None
        with pytest.raises(NotFound):
            book.undo(group, reach=reach_of(book))
        with pytest.raises(Refused, match="behind a wall"):
            book.undo(group)
    with office.as_role(KEEPER) as book:
        book.undo(group)
    assert office.problems() == []


def test_one_side_of_a_transfer_is_not_changed_alone(office: Office) -> None:
    with office.as_role(KEEPER) as book:
        giver, taker = side(book, "alder.bank"), side(book, "birch.bank")
        given = TypedTransfer(giver=giver, taker=taker, amount_cents=100_00, day="2026-03-01")
        with book.unit_of_work("Record transfer") as unit:
            item_id, _other = record_transfer(unit, given)
        with book.unit_of_work("Propose transfer") as unit:
            order_id = propose_transfer(unit, given)
        with book.unit_of_work("Send transfer") as unit:
            send_transfer(unit, order_id, "2026-03-05")
        with book.read() as connection:
            assert len(open_orders(connection, [giver.entity.id])) == 1
    with office.as_role("mo") as book:
        alder = find_in(book, "alder")
        with book.read() as connection:
            assert open_orders(connection, [alder]) == ()
            assert underway(connection, [alder]) == {}
            assert _outlays(connection, alder) == [100_00, 100_00]
        for act in (remove_items, lambda unit, ids: remove_transfer(unit, ids[0])):
            with pytest.raises(Refused, match="do not see"), book.unit_of_work("X") as unit:
                act(unit, [item_id])
    with office.as_role(KEEPER) as book, book.unit_of_work("Delete transfer") as unit:
        remove_transfer(unit, item_id)
    assert office.problems() == []


def _outlays(connection: Reading, entity_id: int) -> list[int]:
    query = tables.item.select().where(tables.item.c.entity_id == entity_id)
    return [row.amount_cents for row in connection.execute(query)]


def test_affiliates_that_give_are_counted_once(office: Office) -> None:
    """Each once, also those that are hidden: one limit is one, and told of it is the sum."""
    alder = Contact(type="COM", name="alder committee", committee_id="C00990001")
    birch = Contact(type="COM", name="birch committee", committee_id="C00990002")
    with office.as_role(KEEPER) as book, book.unit_of_work("Set rights") as unit:
        mo = next(one for one in members(unit.connection) if one.login == "mo")
        set_right(unit, mo.id, find_entity(unit.connection, "cedar").id, "treasurer")
    office.give(KEEPER, "cedar", 500_00, birch)
    card = office.give("mo", "cedar", 200_00, alder)

    def ask(book: Book) -> RecipientRoom:
        with book.read() as connection:
            cedar = find_entity(connection, "cedar").id
            return room_for_gift(connection, card, cedar, {cedar}, _asked(100_00))

    told = [_as(office, login, ask).room for login in (KEEPER, "mo")]
    assert [room and room.used_cents for room in told] == [700_00, 700_00]


# --- keeping the walls


def test_an_entity_is_added_undone_and_given_to_members(office: Office) -> None:
    facts = EntityFacts(code="dogwood", kind="pac", name="Dogwood PAC", committee_id="C00990004")
    with office.as_role(KEEPER) as book:
        with book.unit_of_work("Add entity") as unit:
            add_entity(unit, facts)
        book.undo()
        with book.read() as connection, pytest.raises(NotFound):
            find_entity(connection, "dogwood")
        book.redo()
        with book.unit_of_work("Set right") as unit:
            dogwood = find_entity(unit.connection, "dogwood").id
            mo = next(one for one in members(unit.connection) if one.login == "mo")
            set_right(unit, mo.id, dogwood, "fundraiser")
    assert _seen(office, "mo") == {"alder", "dogwood"}
    assert office.problems() == []


def _seen(office: Office, login: str) -> set[str]:
    with office.as_role(login) as book, book.read() as connection:
        return {one.code for one in access_of(connection, book.who).entities}


def test_who_is_suspended_or_taken_out_sees_nothing_at_once(office: Office) -> None:
    office.give("mo", "alder", 50_00)
    with office.as_role("mo") as watching, office.as_role(KEEPER) as book:
        assert len(_items(watching)) == 1
        with book.unit_of_work("Suspend") as unit:
            mo = next(one for one in members(unit.connection) if one.login == "mo")
            edit_member(unit, mo.id, login="mo", name="Mo", active=False)
        assert _items(watching) == []
        book.undo()
        assert len(_items(watching)) == 1
        with book.unit_of_work("Take out") as unit:
            remove_member(unit, mo.id)
        assert _items(watching) == []
    assert office.problems() == []


def test_only_who_keeps_the_walls_does_what_is_the_organisations(office: Office) -> None:
    with office.as_role("mo") as book:
        alder = find_in(book, "alder")
        with pytest.raises(Refused, match="sets the walls"), book.unit_of_work("X") as unit:
            add_member(unit, login="new", name="New", rights={alder: "treasurer"})
        with pytest.raises(Refused, match="may not write"), book.unit_of_work("X") as unit:
            rename_organisation(unit, "Mine")
        facts = EntityFacts(code="mine", kind="pac", name="My own PAC")
        with pytest.raises(Refused, match="may not write"), book.unit_of_work("X") as unit:
            add_entity(unit, facts)
        with pytest.raises(Refused, match="sees every entity"):
            book.verify()
    with office.as_role(KEEPER) as book:
        with pytest.raises(Refused, match="the walls stay"), book.unit_of_work("X") as unit:
            take_walls_down(unit)
        with pytest.raises(Refused, match="password"), book.unit_of_work("X", kind="setup") as unit:
            set_passphrase(unit, 1, "three good words")


def find_in(book: Book, code: str) -> int:
    with book.read() as connection:
        return find_entity(connection, code).id


def test_a_taken_code_is_no_fault_of_the_program(office: Office) -> None:
    with office.as_role(KEEPER) as book, book.unit_of_work("Set rights") as unit:
        mo = next(one for one in members(unit.connection) if one.login == "mo")
        for code in ("birch", "cedar"):
            set_right(unit, mo.id, find_entity(unit.connection, code).id, "treasurer")
    assert _seen(office, "mo") == {"alder", "birch", "cedar"}
    with office.as_role("vi") as book, book.read() as connection:
        assert signed_in(connection, "root") == "vi"
        with pytest.raises(Refused, match="signed you in as vi"):
            signed_in(connection, "root", "mo", "three good words")


def test_a_migration_reads_and_writes_every_row_and_the_walls_stand_again(office: Office) -> None:
    """The owner of the tables is bound while they work, and free while tables change."""
    office.give(KEEPER, "birch", 70_00)
    with office.as_role(KEEPER) as book, book.unit_of_work("Hand over") as unit:
        birch = find_entity(unit.connection, "birch").id
        add_member(unit, login="new", name="New", rights={birch: "treasurer"})
        ada = next(one for one in members(unit.connection) if one.login == KEEPER)
        vi = next(one for one in members(unit.connection) if one.login == "vi")
        for code in ("alder", "birch", "cedar"):
            set_right(unit, vi.id, find_entity(unit.connection, code).id, "administrator")
    with office.as_role("vi") as book, book.unit_of_work("Take over") as unit:
        set_right(unit, ada.id, birch, "")
    with office.as_role(KEEPER) as book, book.unit_of_work("Migrate", kind="change") as unit:
        assert birch not in _entities_in(unit.connection)
        with lowered(unit.connection):
            assert birch in _entities_in(unit.connection)
        assert birch not in _entities_in(unit.connection)


def _entities_in(connection: Reading) -> set[int]:
    return {row.entity_id for row in connection.execute(tables.item.select())}
