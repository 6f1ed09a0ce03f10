"""The walls: who is named, what each may do, and that nobody is locked out."""

from collections.abc import Callable

import pytest

from financedesk.book import Book, UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger.access import access_of
from financedesk.ledger.entity_edit import EntityFacts, add_entity
from financedesk.ledger.members import (
    MemberRow,
    add_member,
    edit_member,
    members,
    remove_member,
    set_right,
    take_walls_down,
)
from financedesk.ledger.organisation_tree import organisation_tree
from financedesk.ledger.room import open_book
from financedesk.ledger.tables import entity as entity_table
from financedesk.ledger.unit_edit import UnitFacts, add_unit
from tests.ledger.riverbend import desk_for


def done(book: Book, act: Callable[[UnitOfWork], object], who: str = "ada") -> None:
    with book.unit_of_work("Test", who=who) as unit:
        act(unit)


def refused(book: Book, act: Callable[[UnitOfWork], object], says: str, who: str = "ada") -> None:
    with pytest.raises((Refused, BadInput), match=says):
        done(book, act, who)


def named(book: Book) -> dict[str, MemberRow]:
    with book.read() as connection:
        return {one.login: one for one in members(connection)}


@pytest.fixture
def ids(book: Book) -> dict[str, int]:
    return {code: desk_for(book, code).entity.id for code in ("party", "campaign")}


@pytest.fixture
def walled(book: Book, ids: dict[str, int]) -> Book:
    """The book with ada, who set the walls, and mo, who writes the campaign alone."""
    done(
        book,
        lambda unit: add_member(
            unit, login="mo", name="Mo Teller", rights={ids["campaign"]: "write"},
            own_name="Ada Lopez",
        ),
    )  # fmt: skip
    return book


def seen_by(book: Book, login: str) -> tuple[list[str], int]:
    with book.read() as connection:
        access = access_of(connection, login)
    return [entity.code for entity in access.entities], len(access.writable)


def test_the_first_member_makes_its_maker_one_too(walled: Book) -> None:
    found = named(walled)
    assert found["ada"].name == "Ada Lopez"
    assert found["ada"].is_keeper
    assert not found["mo"].is_keeper
    assert seen_by(walled, "ada") == (["party", "campaign"], 2)
    assert seen_by(walled, "mo") == (["campaign"], 1)
    assert seen_by(walled, "eve") == ([], 0)


def test_whoever_names_only_themselves_has_every_right(book: Book) -> None:
    done(book, lambda unit: add_member(unit, login="ada", name="Ada", rights={}))
    assert named(book)["ada"].is_keeper
    assert len(named(book)) == 1


def test_undo_takes_the_walls_away_and_redo_brings_them_back(walled: Book) -> None:
    walled.undo()
    assert seen_by(walled, "eve") == (["party", "campaign"], 2)
    walled.redo()
    assert seen_by(walled, "eve") == ([], 0)
    assert walled.verify() == []


def test_the_last_keeper_stays(walled: Book, ids: dict[str, int]) -> None:
    ada, mo = named(walled)["ada"].id, named(walled)["mo"].id
    refused(walled, lambda unit: remove_member(unit, ada), "One member must")
    refused(walled, lambda unit: set_right(unit, ada, ids["party"], "read"), "One member must")
    refused(
        walled,
        lambda unit: edit_member(unit, ada, login="ada", name="Ada", active=False),
        "working as ada",
    )
    done(walled, lambda unit: set_right(unit, mo, ids["party"], "write"))
    done(walled, lambda unit: remove_member(unit, ada))
    assert seen_by(walled, "ada") == ([], 0)
    refused(
        walled,
        lambda unit: edit_member(unit, mo, login="mo", name="Mo", active=False),
        "working as mo",
        who="mo",
    )


def test_only_a_keeper_sets_the_walls(walled: Book, ids: dict[str, int]) -> None:
    mo = named(walled)["mo"].id
    acts: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda unit: set_right(unit, mo, ids["party"], "write"),
        lambda unit: add_member(unit, login="eve", name="Eve", rights={}),
        lambda unit: remove_member(unit, mo),
        take_walls_down,
    )
    for who in ("mo", "stranger"):
        for act in acts:
            refused(walled, act, "administrator of every entity", who=who)


def test_rights_are_given_changed_and_taken(walled: Book, ids: dict[str, int]) -> None:
    mo = named(walled)["mo"].id
    done(walled, lambda unit: set_right(unit, mo, ids["party"], "read"))
    assert seen_by(walled, "mo") == (["party", "campaign"], 1)
    done(walled, lambda unit: set_right(unit, mo, ids["campaign"], ""))
    assert seen_by(walled, "mo") == (["party"], 0)
    refused(walled, lambda unit: set_right(unit, mo, ids["party"], "shout"), "one of these roles")
    done(walled, lambda unit: edit_member(unit, mo, login="mo", name="Mo T", active=False))
    assert seen_by(walled, "mo") == ([], 0)
    assert not named(walled)["mo"].active


def test_words_that_are_missing_or_taken(walled: Book) -> None:
    for login, name, says in (("", "Eve", "login"), ("eve", " ", "name"), ("MO", "M", "named")):
        refused(
            walled,
            lambda unit, login=login, name=name: add_member(
                unit, login=login, name=name, rights={}
            ),
            says,
        )


def test_the_walls_come_down_as_a_whole(walled: Book) -> None:
    done(walled, take_walls_down)
    assert named(walled) == {}
    assert seen_by(walled, "eve") == (["party", "campaign"], 2)
    walled.undo()
    assert seen_by(walled, "mo") == (["campaign"], 1)


def test_a_new_entity_is_seen_by_who_made_it_and_by_the_keepers(walled: Book) -> None:
    facts = EntityFacts(code="voice", kind="issue_c4", name="Riverbend Voice")
    done(walled, lambda unit: add_entity(unit, facts), who="mo")
    assert seen_by(walled, "ada")[1] == 3
    assert seen_by(walled, "mo") == (["campaign", "voice"], 2)
    assert named(walled)["ada"].is_keeper


def test_the_tree_behind_a_wall_names_nothing_else(walled: Book, ids: dict[str, int]) -> None:
    def grow(unit: UnitOfWork) -> None:
        home = add_unit(unit, UnitFacts(code="or", name="Oregon", level="regional"))
        add_unit(unit, UnitFacts(code="lane", name="Lane", level="local", parent_id=home))
        unit.update(entity_table, ids["party"], {"unit_id": home})
        unit.update(entity_table, ids["campaign"], {"parent_id": ids["party"]})

    done(walled, grow)
    with walled.read() as connection:
        own, every = (organisation_tree(connection, who) for who in ("mo", "ada"))
    assert [one.entity.code for one in own.entities] == ["campaign"]
    assert (own.entities[0].under_entity, own.units) == (None, ())
    assert [one.name for one in every.units] == ["Oregon", "Lane"]
    assert every.entities[1].under_entity == ids["party"]


def test_a_book_that_is_opened_again_keeps_its_walls(walled: Book) -> None:
    walled.close()
    with open_book(walled.location, who="mo") as book:
        assert seen_by(book, book.who) == (["campaign"], 1)
