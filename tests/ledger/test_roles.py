"""Roles: what each may do in an entity, who is named instead, and the guard behind every act."""

from collections.abc import Mapping

import pytest

from financedesk.book import Book
from financedesk.errors import NotFound, Refused
from financedesk.ledger.access import Access, access_of, reach_of, seen_problems
from financedesk.ledger.filings import filing_for
from financedesk.ledger.members import add_member, set_right
from financedesk.ledger.rights import rights_of_login
from financedesk.rules.roles import acts, role_named, roles, roles_that_may
from tests.ledger.riverbend import desk_for, person

MAY = {
    "treasurer": {
        "see",
        "record",
        "correct",
        "import",
        "file",
        "rules",
        "entities",
        "walls",
        "promises",
    },
    "compliance_officer": {"see", "correct", "file", "rules", "promises"},
    "fundraiser": {"see", "record"},
    "viewer": {"see"},
    "administrator": {"see", "entities", "walls"},
}


def ids_of(book: Book) -> dict[str, int]:
    return {code: desk_for(book, code).entity.id for code in ("party", "campaign")}


def name(book: Book, login: str, rights: Mapping[str, str]) -> None:
    ids = ids_of(book)
    with book.unit_of_work("Add member", who="ada") as unit:
        add_member(
            unit, login=login, name=login.title(), own_name="Ada Lopez",
            rights={ids[code]: role for code, role in rights.items()},
        )  # fmt: skip


def access(book: Book, login: str) -> Access:
    with book.read() as connection:
        return access_of(connection, login)


def test_every_role_allows_what_its_words_say() -> None:
    assert {code: set(role.acts) for code, role in roles().items()} == MAY
    assert set(acts()) == MAY["treasurer"]
    assert [role.code for role in roles_that_may("walls")] == ["treasurer", "administrator"]
    keeping = [role.code for role in roles_that_may("promises")]
    assert keeping == ["treasurer", "compliance_officer"]
    known = [role_named(word) for word in ("write", "read", "shout")]
    assert [role and role.code for role in known] == ["treasurer", "viewer", None]


@pytest.mark.parametrize("role", MAY)
def test_a_member_may_do_what_the_role_allows_in_that_entity_alone(book: Book, role: str) -> None:
    name(book, "mo", {"campaign": role})
    found, ids = access(book, "mo"), ids_of(book)
    for act in acts():
        assert found.may(act, ids["campaign"]) is (act in MAY[role])
        assert not found.may(act, ids["party"])
        assert not found.may(act, *ids.values())
    assert found.keeps_walls is False
    assert access(book, "ada").keeps_walls


def test_a_refusal_says_why_and_who_can_and_nothing_of_another_entity(book: Book) -> None:
    name(book, "mo", {"campaign": "viewer"})
    name(book, "fay", {"campaign": "fundraiser"})
    ids = ids_of(book)
    with pytest.raises(Refused) as refused:
        access(book, "mo").require("record", ids["campaign"])
    assert str(refused.value) == (
        "As viewer of Riverbend Campaign you may not record gifts, payments, transfers and donors."
        " Ada Lopez (treasurer), Fay (fundraiser) may."
    )
    with pytest.raises(Refused) as refused:
        access(book, "mo").require("see", ids["party"])
    assert "Party" not in str(refused.value)
    for code in ("party", "C00999991", "nowhere"):
        with pytest.raises(NotFound) as unknown:
            access(book, "mo").find(code)
        assert str(unknown.value) == (
            f"There is no entity {code!r} in this book; it holds: campaign."
        )
    assert access(book, "eve").why_not("see") == (
        "This book does not name eve among those who may see it."
    )


def test_an_administrator_of_every_entity_keeps_the_walls_but_records_nothing(book: Book) -> None:
    name(book, "max", dict.fromkeys(("party", "campaign"), "administrator"))
    name(book, "mo", {"campaign": "viewer"})
    ids = ids_of(book)
    found = access(book, "max")
    assert found.keeps_walls
    assert not found.writable
    with book.read() as connection:
        rights = rights_of_login(connection, "mo")
    assert rights == {ids["campaign"]: "viewer"}
    with book.unit_of_work("Set role", who="max") as unit:
        mo = access_id(book, "mo")
        set_right(unit, mo, ids["party"], "fundraiser")
    assert access(book, "mo").writable == {ids["party"]}


def access_id(book: Book, login: str) -> int:
    from financedesk.ledger.passphrases import member_id_of

    with book.read() as connection:
        return member_id_of(connection, login)


def test_the_guard_refuses_what_no_page_asked_about(book: Book) -> None:
    name(book, "mo", {"campaign": "treasurer", "party": "viewer"})
    for who, code in (("mo", "party"), ("eve", "campaign")):
        desk = desk_for(book, code)
        book.who = who
        with pytest.raises(Refused):
            desk.meet(person("Nemo"))
    book.who = "mo"
    desk_for(book, "campaign").meet(person("Nemo"))


def test_undo_reaches_what_one_may_know_of(book: Book) -> None:
    book.who = "ada"
    name(book, "mo", {"campaign": "treasurer"})
    name(book, "fay", {"campaign": "fundraiser"})
    campaign, party = desk_for(book, "campaign"), desk_for(book, "party")
    book.who = "fay"
    giver = campaign.meet(person("Gray"))
    campaign.record("individual_receipt", giver, "2026-03-01", 50_00)
    book.who = "ada"
    party.meet(person("Hidden"))
    assert book.undo_status(reach_of(book)).undo_label == "Add contact"
    book.who = "mo"
    status = book.undo_status(reach_of(book))
    assert status.undo_label == "Record contribution"
    with pytest.raises(NotFound):
        book.undo(newest_group(book), reach=reach_of(book))
    book.undo(reach=reach_of(book))
    book.who = "fay"  # what another took back is not a fundraiser's to put back
    assert book.undo_status(reach_of(book)).redo_label is None
    book.who = "mo"
    book.redo(reach=reach_of(book))
    assert book.verify() == []


def newest_group(book: Book) -> int:
    newest = book.undo_status().undo_group
    assert newest is not None
    return newest


def test_problems_behind_a_wall_are_counted_and_not_told(book: Book) -> None:
    from financedesk.book import Problem

    name(book, "mo", {"campaign": "viewer"})
    problems = [Problem("rows", "The gift of Hidden, 5.00, differs.")]
    assert seen_problems(access(book, "ada"), problems) == problems
    told = seen_problems(access(book, "mo"), problems)
    assert "Hidden" not in str(told)
    assert "1 found" in told[0].text


def test_an_unknown_filing_and_one_behind_a_wall_read_alike(book: Book) -> None:
    name(book, "mo", {"campaign": "viewer"})
    with book.read() as connection, pytest.raises(NotFound, match="There is no filing 7"):
        filing_for(connection, 7, "mo")
