"""Shared costs go with the entity that bears them, and what was paid with both sides."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.cost_agreements import agreements
from financedesk.ledger.cost_invoices import OVERDUE, SETTLED, invoices
from financedesk.ledger.cost_settling import SENT
from financedesk.ledger.cost_timesheets import timesheets
from financedesk.ledger.entities import entities, find_entity
from financedesk.ledger.room import create_book
from financedesk.ledger.transfer_steps import open_orders, receive_transfer
from financedesk.reports.interchange import export_entity
from tests.ledger.meadow import meadow_at
from tests.ledger.sharing import agreed, invoiced, pay, worked

PAIR = ("institute", "voice")
LATE = date(2027, 1, 1)


def fill(book: Book) -> None:
    """One invoice is settled, one is on its way in part."""
    staff = agreed(book, "institute", "voice")
    space = agreed(book, "voice", "institute", what="space", basis="fixed", share_points=25_00)
    sheet = worked(book, "institute", ("institute", "other", 100), ("voice", "other", 50))
    bill = invoiced(book, "institute", "voice", agreement_id=staff, what="staff", basis="time",
                    timesheet_ids=(sheet,))  # fmt: skip
    pay(book, bill, 1_333_33, "2026-05-10")
    rent = invoiced(book, "voice", "institute", agreement_id=space, basis="fixed", part=25_00,
                    whole=100_00)  # fmt: skip
    pay(book, rent, 100_00, "2026-05-12", SENT)


def told(book: Book) -> dict[str, Any]:
    """Return all that a book knows of shared costs, without its own numbers."""
    with book.read() as connection:
        ids = [one.id for one in entities(connection)]
        codes = {one.id: one.code for one in entities(connection)}
        bills = sorted(invoices(connection, ids), key=lambda one: one.facts.description)
        return {
            "agreements": sorted(
                (codes[one.facts.parties.entity_id], one.facts.title, one.facts.share_points,
                 one.facts.parties.debtor, one.facts.signed_on, one.terms.terms)
                for one in agreements(connection, ids)
            ),
            "months": [(one.facts.person, one.facts.pay_cents, one.facts.worked, one.invoices,
                        one.facts.certified_on) for one in timesheets(connection, ids)],
            "invoices": sorted(
                (codes[one.facts.parties.entity_id], one.facts.number, one.facts.amount_cents,
                 one.due, one.state(LATE), one.open_cents,
                 [(share.person, share.cents) for share in one.shares])
                for one in bills
            ),
        }  # fmt: skip


def entered(book: Book, codes: Sequence[str], folder: Path) -> Book:
    made = create_book(folder / "second.fdesk", name="second")
    for code in codes:
        [file, *_] = export_entity(book, code, folder / code)
        enter_interchange(made, file, code)
    return made


@pytest.mark.parametrize("codes", [PAIR, PAIR[::-1]])
def test_shared_costs_are_the_same_in_another_book(codes: Sequence[str], tmp_path: Path) -> None:
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        fill(book)
        with entered(book, codes, tmp_path) as second:
            assert second.verify() == []
            assert told(second) == told(book)
            assert [one[4] for one in told(second)["invoices"]] == [SETTLED, OVERDUE]
            with second.unit_of_work("Receive") as unit:
                (order,) = open_orders(unit.connection, [find_entity(unit.connection, "voice").id])
                receive_transfer(unit, order.id, "2026-05-14")
            assert second.verify() == []


def test_the_one_that_bears_a_cost_brings_it_alone(tmp_path: Path) -> None:
    """What is owed by an entity that is not there yet stays said; months stay with the employer."""
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        fill(book)
        with entered(book, ("institute",), tmp_path) as second:
            assert second.verify() == []
            found = told(second)
            assert [one[:3] for one in found["invoices"]] == [("institute", "2026-1", 1_333_33)]
            assert len(found["months"]) == 1
        [file, *_] = export_entity(book, "voice", tmp_path / "alone")
    assert "Ada Lopez" not in file.read_text("utf-8")


def test_under_another_short_name_the_own_hours_stay_the_own(tmp_path: Path) -> None:
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        fill(book)
        [file, *_] = export_entity(book, "institute", tmp_path / "out")
    with create_book(tmp_path / "second.fdesk", name="second") as second:
        enter_interchange(second, file, "think")
        with second.read() as connection:
            (sheet,) = timesheets(connection, [find_entity(connection, "think").id])
    assert [one.worked_for for one in sheet.facts.worked] == ["think", "voice"]
