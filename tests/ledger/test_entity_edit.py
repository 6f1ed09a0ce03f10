"""Entities, accounts and units: added, changed, moved, closed, deleted; and every refusal."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from financedesk.book import Book, UnitOfWork
from financedesk.errors import BadInput, FinanceDeskError, HasDependents, Locked, Refused
from financedesk.ledger.account_edit import (
    AccountFacts,
    account_by_id,
    add_account,
    close_account,
    delete_account,
    edit_account,
    reopen_account,
)
from financedesk.ledger.entities import accounts, entity_by_id
from financedesk.ledger.entity_detail import EntityDetail, entity_cash, entity_detail
from financedesk.ledger.entity_edit import EntityFacts, add_entity, edit_entity, move_entity
from financedesk.ledger.entity_end import close_entity, delete_entity, reopen_entity
from financedesk.ledger.filings import NewFiling, keep_draft
from financedesk.ledger.organisation_tree import organisation_tree
from financedesk.ledger.period import Period
from financedesk.ledger.tables import filing
from financedesk.ledger.unit_edit import UnitFacts, add_unit, delete_unit, edit_unit
from tests.ledger.riverbend import Desk, desk_for, person

TODAY = "2026-10-06"
PAC = EntityFacts(
    code="action", kind="pac", name="Riverbend  Action", committee_id=" c00999 993",
    filing="monthly", qualified_since="2026-05-01", ein="930123456", limit_group="action",
    address={"street_1": "1 Main St ", "city": "Salem", "state": "OR", "zip": "97301"},
    treasurer={"first": "Ada", "last": "Lopez"},
)  # fmt: skip
CHECKING = AccountFacts(
    code="federal", kind="federal", name="Federal checking", bank="Mill Bank",
    opening_date="2026-01-01", opening_balance_cents=500_00,
)  # fmt: skip


def done(book: Book, act: Callable[[UnitOfWork], int | None]) -> int:
    with book.unit_of_work("Test") as unit:
        return act(unit) or 0


def refused(book: Book, act: Callable[[UnitOfWork], object], says: str) -> FinanceDeskError:
    with pytest.raises(FinanceDeskError, match=says) as caught, book.unit_of_work("Test") as unit:
        act(unit)
    return caught.value


def seen(book: Book, entity_id: int) -> EntityDetail:
    with book.read() as connection:
        return entity_detail(connection, entity_id, TODAY)


def final_filing(book: Book, desk: Desk, state: str = "final") -> int:
    """Keep a report of the year's first half as finalised."""
    with book.unit_of_work("Finalise") as unit:
        kept = keep_draft(
            unit,
            NewFiling(
                entity_id=desk.entity.id, form="F3X", report_code="Q2",
                period=Period(first="2026-04-01", last="2026-06-30"), version=0, amends_id=None,
                original_number="", signed_on="", file_name="q2.fec", sha256="", summary={},
                findings={}, cover={},
            ),
        )  # fmt: skip
        unit.update(filing, kept, {"state": state})
    return kept


# --- entities


def test_a_new_entity_has_its_words_tidied_and_stands_in_the_tree(book: Book) -> None:
    made = done(book, lambda unit: add_entity(unit, PAC))
    one = seen(book, made)
    assert (one.entity.name, one.entity.committee_id) == ("Riverbend Action", "C00999993")
    assert (one.entity.ein, one.entity.filing) == ("93-0123456", "monthly")
    assert one.entity.address["street_1"] == "1 Main St"
    assert one.limit_groups == ("action",)
    assert one.qualified_since == "2026-05-01"
    assert [(r.qualified, r.from_date, r.to_date) for r in one.registrations] == [
        (False, "", "2026-04-30"), (True, "2026-05-01", ""),
    ]  # fmt: skip
    assert one.entity.qualified
    book.undo()
    with book.read() as connection:
        assert len(organisation_tree(connection, "ada").entities) == 2
    book.redo()
    assert seen(book, made).entity.code == "action"


WRONG_ENTITIES: tuple[tuple[dict[str, str], str], ...] = (
    ({"name": " "}, "legal name"),
    ({"code": ""}, "short name"),
    ({"code": "a b"}, "letters, digits"),
    ({"code": "PARTY"}, "is taken"),
    ({"committee_id": "C123"}, "C and eight digits"),
    ({"committee_id": "C00999991"}, "registered in this book"),
    ({"ein": "12"}, "nine digits"),
    ({"kind": "think_tank_c3"}, "files nothing with the FEC"),
    ({"committee_id": ""}, "multicandidate"),
)


def test_what_is_wrong_with_an_entity_is_said(book: Book) -> None:
    for changes, says in WRONG_ENTITIES:
        wrong = replace(PAC, **changes)  # type: ignore[arg-type]
        refused(book, lambda unit, wrong=wrong: add_entity(unit, wrong), says)


def test_an_entity_is_changed_and_its_registration_follows(book: Book) -> None:
    made = done(book, lambda unit: add_entity(unit, replace(PAC, qualified_since="")))
    later = replace(PAC, committee_id="C00999994", limit_group="", ein="")
    done(book, lambda unit: edit_entity(unit, made, later))
    one = seen(book, made)
    assert one.entity.committee_id == "C00999994"
    assert (one.entity.ein, one.limit_groups) == ("", ())
    done(book, lambda unit: edit_entity(unit, made, replace(later, qualified_since="2026-06-01")))
    assert seen(book, made).qualified_since == "2026-06-01"
    done(book, lambda unit: edit_entity(unit, made, replace(later, qualified_since="")))
    assert not seen(book, made).entity.qualified
    assert book.verify() == []


def test_the_id_that_a_final_report_names_stays(book: Book, desk: Desk) -> None:
    final_filing(book, desk)
    facts = facts_of(desk)
    error = refused(
        book,
        lambda unit: edit_entity(unit, desk.entity.id, replace(facts, committee_id="C00999777")),
        "final",
    )
    assert isinstance(error, Locked)
    done(book, lambda unit: edit_entity(unit, desk.entity.id, replace(facts, name="New name")))


def facts_of(desk: Desk) -> EntityFacts:
    return EntityFacts(
        code=desk.entity.code, kind=desk.entity.kind, name=desk.entity.name,
        committee_id=desk.entity.committee_id, filing=desk.entity.filing or "",
        limit_group="riverbend", address=dict(desk.entity.address),
        treasurer=dict(desk.entity.treasurer),
    )  # fmt: skip


def test_the_kind_changes_only_while_nothing_is_entered(book: Book, desk: Desk) -> None:
    local = replace(facts_of(desk), kind="local_party")
    done(book, lambda unit: edit_entity(unit, desk.entity.id, local))
    refused(
        book,
        lambda unit: edit_entity(
            unit, desk.entity.id, replace(local, kind="think_tank_c3", committee_id="")
        ),
        "no federal account",
    )
    desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-07-06", 10_00)
    refused(
        book, lambda unit: edit_entity(unit, desk.entity.id, replace(local, kind="pac")), "entries"
    )


def test_the_tree_has_no_circle(book: Book, desk: Desk) -> None:
    party, campaign = desk.entity.id, desk_for(book, "campaign").entity.id
    done(book, lambda unit: move_entity(unit, campaign, parent_id=party, unit_id=None))
    with book.read() as connection:
        nodes = {one.entity.id: one for one in organisation_tree(connection, "x").entities}
    assert nodes[campaign].under_entity == party
    for below in (party, campaign):
        refused(
            book,
            lambda unit, below=below: move_entity(unit, party, parent_id=below, unit_id=None),
            "under itself",
        )
    refused(book, lambda unit: move_entity(unit, party, parent_id=99, unit_id=None), "no longer")


def test_only_an_unused_entity_is_deleted(book: Book, desk: Desk) -> None:
    made = done(book, lambda unit: add_entity(unit, PAC))
    done(book, lambda unit: add_account(unit, made, CHECKING))
    done(book, lambda unit: delete_entity(unit, made))
    with book.read() as connection:
        assert len(organisation_tree(connection, "x").entities) == 2
    book.undo()
    assert [held.account.name for held in seen(book, made).accounts] == ["Federal checking"]
    desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-07-06", 10_00)
    error = refused(book, lambda unit: delete_entity(unit, desk.entity.id), "close it")
    assert isinstance(error, HasDependents)
    assert "entries" in error.dependents


def test_an_entity_closes_when_it_is_empty_and_opens_again(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    gift = campaign.record(
        "individual_receipt", campaign.meet(person("Lopez")), "2026-07-06", 10_00,
        election_code="G2026",
    )  # fmt: skip
    own = campaign.entity.id
    refused(book, lambda unit: close_entity(unit, own, "2026-07-01"), "an entry of 2026-07-06")
    refused(book, lambda unit: close_entity(unit, own, "2026-08-01"), "still holds 10.00")
    campaign.record(
        "refund_individual_contribution", campaign.meet(person("Lopez")), "2026-07-20", 10_00,
        parent_id=gift, election_code="G2026",
    )  # fmt: skip
    done(book, lambda unit: close_entity(unit, own, "2026-08-01"))
    one = seen(book, own)
    assert one.entity.closed_on == "2026-08-01"
    assert one.accounts[0].account.closed_on == "2026-08-01"
    with pytest.raises(Refused, match="closed on 2026-08-01"):
        campaign.record(
            "individual_receipt", campaign.meet(person("Late")), "2026-08-02", 1_00,
            election_code="G2026",
        )  # fmt: skip
    done(book, lambda unit: reopen_entity(unit, own))
    assert seen(book, own).accounts[0].account.closed_on == ""
    for _act in ("Reopen", "Add contact", "Close"):
        book.undo()
    assert seen(book, own).entity.closed_on == ""
    assert book.verify() == []


# --- accounts


def test_an_account_is_added_changed_and_closed(book: Book, desk: Desk) -> None:
    made = done(book, lambda unit: add_account(unit, desk.entity.id, CHECKING))
    changed = replace(CHECKING, name="Second checking", opening_balance_cents=0)
    done(book, lambda unit: edit_account(unit, made, changed))
    done(book, lambda unit: close_account(unit, made, "2026-09-30"))
    with book.read() as connection:
        found = account_by_id(connection, made)
        held = entity_cash(connection, [desk.entity.id], TODAY)
    assert (found.name, found.closed_on) == ("Second checking", "2026-09-30")
    assert held == {desk.entity.id: 1_250_000}
    done(book, lambda unit: reopen_account(unit, made))
    done(book, lambda unit: delete_account(unit, made))
    with book.read() as connection:
        assert len(accounts(connection, desk.entity.id)) == 1


WRONG_ACCOUNTS: tuple[tuple[dict[str, str], str], ...] = (
    ({"name": ""}, "Name the account"),
    ({"code": " "}, "short name"),
    ({"code": "MAIN"}, "already"),
    ({"kind": "noncontribution"}, "hybrid PAC.*11 CFR"),
    ({"opening_date": ""}, "on which day"),
)


def test_what_is_wrong_with_an_account_is_said(book: Book, desk: Desk) -> None:
    for changes, says in WRONG_ACCOUNTS:
        wrong = replace(CHECKING, **changes)  # type: ignore[arg-type]
        refused(book, lambda unit, wrong=wrong: add_account(unit, desk.entity.id, wrong), says)


def test_a_national_party_has_no_money_outside_the_limits(book: Book) -> None:
    made = done(book, lambda unit: add_entity(unit, replace(PAC, kind="national_party")))
    soft = replace(CHECKING, kind="nonfederal")
    refused(book, lambda unit: add_account(unit, made, soft), r"30125\(a\)")


def test_a_final_report_locks_kind_and_balance_but_not_the_name(book: Book, desk: Desk) -> None:
    with book.read() as connection:
        account = accounts(connection, desk.entity.id)[0]
    same = AccountFacts(
        code="main", kind="federal", name="Renamed", bank="Mill Bank",
        opening_date="2026-01-01", opening_balance_cents=1_250_000,
    )  # fmt: skip
    kept = final_filing(book, desk)
    assert "Q2 report through 2026-06-30" in seen(book, desk.entity.id).accounts[0].lock
    for changed in (replace(same, kind="operating"), replace(same, opening_balance_cents=1)):
        error = refused(
            book,
            lambda unit, changed=changed: edit_account(unit, account.id, changed),
            "Reopen that filing first",
        )
        assert isinstance(error, Locked)
    done(book, lambda unit: edit_account(unit, account.id, same))
    refused(book, lambda unit: delete_account(unit, account.id), "Reopen")
    done(book, lambda unit: unit.update(filing, kept, {"state": "draft"}))
    done(book, lambda unit: edit_account(unit, account.id, replace(same, kind="operating")))


def test_an_account_with_money_or_entries_stays(book: Book, desk: Desk) -> None:
    own = desk.account_id
    refused(book, lambda unit: close_account(unit, own, TODAY), "still holds 12500.00|12,500.00")
    desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-07-06", 10_00)
    refused(book, lambda unit: close_account(unit, own, "2026-07-01"), "an entry of 2026-07-06")
    refused(book, lambda unit: delete_account(unit, own), "close it")


def test_a_closed_account_takes_no_later_entry(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    done(book, lambda unit: close_account(unit, campaign.account_id, "2026-06-30"))
    giver = campaign.meet(person("Lopez"))
    early = {"election_code": "G2026"}
    campaign.record("individual_receipt", giver, "2026-06-30", 5_00, **early)
    with pytest.raises(Refused, match="main was closed on 2026-06-30"):
        campaign.record("individual_receipt", giver, "2026-07-01", 5_00, **early)


# --- units


def test_units_make_a_tree_and_hold_what_stands_under_them(book: Book, desk: Desk) -> None:
    state = done(
        book, lambda unit: add_unit(unit, UnitFacts(code="or", name="Oregon", level="regional"))
    )
    lane = UnitFacts(code="lane", name="Lane", level="local", parent_id=state)
    local = done(book, lambda unit: add_unit(unit, lane))
    done(book, lambda unit: move_entity(unit, desk.entity.id, parent_id=None, unit_id=local))
    refused(book, lambda unit: delete_unit(unit, local), "Riverbend Party stands under Lane")
    refused(book, lambda unit: delete_unit(unit, state), "Lane stands under Oregon")
    refused(book, lambda unit: add_unit(unit, lane), "is taken")
    above = replace(lane, code="x", level="national")
    refused(book, lambda unit: add_unit(unit, above), "cannot stand under Oregon")
    circle = UnitFacts(code="or", name="Oregon", level="regional", parent_id=local)
    refused(book, lambda unit: edit_unit(unit, state, circle), "under itself")
    lower = UnitFacts(code="lane", name="Lane", level="regional", parent_id=state)
    done(book, lambda unit: edit_unit(unit, local, lower))
    top = UnitFacts(code="or", name="Oregon", level="local")
    refused(book, lambda unit: edit_unit(unit, state, top), "cannot stand under Oregon")
    done(book, lambda unit: move_entity(unit, desk.entity.id, parent_id=None, unit_id=None))
    done(book, lambda unit: delete_unit(unit, local))
    with book.read() as connection:
        tree = organisation_tree(connection, "x")
        assert [one.name for one in tree.units] == ["Oregon"]
        assert entity_by_id(connection, desk.entity.id).unit_id is None


def test_bad_words_for_a_unit(book: Book) -> None:
    for facts, says in (
        (UnitFacts(code="", name="Oregon", level="local"), "short name"),
        (UnitFacts(code="or", name="Oregon", level="galactic"), "one of national"),
    ):
        with pytest.raises(BadInput, match=says), book.unit_of_work("Test") as unit:
            add_unit(unit, facts)
