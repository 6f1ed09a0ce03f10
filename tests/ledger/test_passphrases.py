"""Signing in: whom a book believes, and that a passphrase leaves no trace but its hash."""

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.book.schema import journal, member_passphrase
from financedesk.errors import BadInput, NeedsPassphrase, Refused
from financedesk.ledger.members import members, remove_member
from financedesk.ledger.passphrases import (
    clear_passphrase,
    member_id_of,
    needs_passphrase,
    set_passphrase,
    signed_in,
)
from tests.ledger.test_roles import access_id, name

WORDS = "seven quiet lanterns"


@pytest.fixture
def walled(book: Book) -> Book:
    name(book, "mo", {"campaign": "treasurer"})
    return book


def give(book: Book, login: str, new: str, *, who: str, current: str | None = None) -> None:
    whose = access_id(book, login)
    with book.unit_of_work("Set passphrase", who=who, kind="setup") as unit:
        set_passphrase(unit, whose, new, current)


def who(book: Book, computer: str, wanted: str = "", passphrase: str | None = None) -> str:
    with book.read() as connection:
        return signed_in(connection, computer, wanted, passphrase)


def test_nobody_signs_in_to_a_book_without_members(book: Book) -> None:
    assert who(book, "root") == "root"
    assert who(book, "root", "eve") == "eve"


def test_the_computer_is_believed_until_a_passphrase_is_set(walled: Book) -> None:
    assert who(walled, "mo") == "mo"
    give(walled, "mo", WORDS, who="mo")
    with pytest.raises(NeedsPassphrase) as needed:
        who(walled, "mo")
    assert needed.value.login == "mo"
    assert who(walled, "mo", passphrase=WORDS) == "mo"
    assert who(walled, "root", "mo", WORDS) == "mo"
    with pytest.raises(Refused, match="not the passphrase of mo"):
        who(walled, "mo", passphrase="seven quiet lantern")


def test_an_unknown_member_and_a_wrong_passphrase_read_alike(walled: Book) -> None:
    give(walled, "mo", WORDS, who="mo")
    said = set()
    for login in ("mo", "ada", "nobody"):
        with pytest.raises(Refused) as refused:
            who(walled, "root", login, "wrong words here")
        said.add(str(refused.value).replace(login, "X"))
    assert len(said) == 1
    with pytest.raises(NeedsPassphrase):  # another's login is not believed for being typed
        who(walled, "root", "ada")


def test_ones_own_is_changed_with_the_current_one(walled: Book) -> None:
    give(walled, "mo", WORDS, who="mo")
    for current in (None, "wrong words here"):
        with pytest.raises(Refused, match="current passphrase"):
            give(walled, "mo", "eight loud harbours", who="mo", current=current)
    give(walled, "mo", "eight loud harbours", who="mo", current=WORDS)
    assert who(walled, "mo", passphrase="eight loud harbours") == "mo"


def test_a_keeper_sets_and_clears_anybodys_and_others_nobodys(walled: Book) -> None:
    give(walled, "mo", WORDS, who="ada")
    with pytest.raises(Refused, match="of every entity"):
        give(walled, "ada", WORDS, who="mo")
    mo = access_id(walled, "mo")
    with walled.read() as connection:
        assert {one.login for one in members(connection) if one.has_passphrase} == {"mo"}
    with pytest.raises(Refused), walled.unit_of_work("Clear", who="mo", kind="setup") as unit:
        clear_passphrase(unit, mo)
    with walled.unit_of_work("Clear", who="ada", kind="setup") as unit:
        clear_passphrase(unit, mo)
    with walled.read() as connection:
        assert not needs_passphrase(connection, "mo")


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaa", "            ", "abababababab"])
def test_weak_ones_are_refused(walled: Book, weak: str) -> None:
    with pytest.raises(BadInput):
        give(walled, "mo", weak, who="mo")


def test_the_journal_notes_it_without_the_hash_and_undo_passes_it_by(walled: Book) -> None:
    before = walled.undo_status()
    give(walled, "mo", WORDS, who="mo")
    with walled.read() as connection:
        kept = connection.execute(select(member_passphrase.c.hash)).scalar_one()
        told = [str(tuple(row)) for row in connection.execute(select(journal))]
    assert kept.startswith("$argon2id$")
    assert not any("argon2" in entry or WORDS in entry or kept in entry for entry in told)
    assert '"passphrase":"set"' in told[-1]
    assert walled.undo_status() == before
    assert walled.verify() == []


def test_a_member_who_goes_takes_the_passphrase_along(walled: Book) -> None:
    give(walled, "mo", WORDS, who="mo")
    with walled.unit_of_work("Remove member", who="ada") as unit:
        remove_member(unit, access_id(walled, "mo"))
    with walled.read() as connection:
        assert connection.execute(select(member_passphrase)).first() is None
        with pytest.raises(Exception, match="not named"):
            member_id_of(connection, "mo")
