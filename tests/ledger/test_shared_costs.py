"""Costs that two entities share: agreements, timesheets, invoices, and what is paid of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.errors import BadInput, HasDependents, NotFound, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.cost_agreements import (
    add_agreement,
    agreements,
    delete_agreement,
    edit_agreement,
)
from financedesk.ledger.cost_invoices import (
    ON_ITS_WAY,
    OPEN,
    OVERDUE,
    SETTLED,
    delete_invoice,
    invoices,
    next_number,
    record_invoice,
    time_shares_of,
)
from financedesk.ledger.cost_settling import PROPOSED, SENT
from financedesk.ledger.cost_timesheets import (
    correct_timesheet,
    delete_timesheet,
    record_timesheet,
    timesheet_by_id,
    timesheets,
)
from financedesk.ledger.entities import find_entity
from financedesk.ledger.entity_edit import EntityFacts, edit_entity
from financedesk.ledger.entity_end import delete_entity
from financedesk.ledger.overrides import keep_override
from financedesk.ledger.overview import cash as cash_on_days
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from financedesk.ledger.transfer_steps import (
    cancel_transfer,
    order_by_id,
    receive_transfer,
    send_transfer,
)
from financedesk.ledger.typed_transfer import (
    TransferEdit,
    both_sides,
    correct_transfer,
    remove_transfer,
)
from financedesk.rules.limits import Override
from tests.ledger.meadow import OPENING, meadow_at
from tests.ledger.sharing import (
    MONTH,
    TODAY,
    agreed,
    agreement,
    invoice,
    invoiced,
    month,
    parties,
    pay,
    read,
    worked,
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def state(book: Book, invoice_id: int, on: date = TODAY) -> str:
    return read(book, invoice_id).state(on)


def cash(book: Book, code: str, day: str = "2026-12-31") -> int:
    """Return the entity's cash on a day, which is line 8 of a report that ends with it."""
    with book.read() as connection:
        entity = find_entity(connection, code)
        held = cash_on_days(connection, [entity.id], day)
        if entity.form:
            summary = summarise(
                connection, entity, entity.form, Period(first="2026-01-01", last=day)
            )
            assert summary.a["8"] == held.reported_cents
        return held.reported_cents if entity.form else held.total_cents


# --- agreements


def test_an_agreement_is_seen_by_both_sides_and_no_other(book: Book) -> None:
    number = agreed(book, "institute", "voice")
    with book.read() as connection:
        for code, seen in (("institute", [number]), ("voice", [number]), ("party", [])):
            ids = [find_entity(connection, code).id]
            assert [one.id for one in agreements(connection, ids)] == seen
        (kept,) = agreements(connection, [find_entity(connection, "voice").id])
    assert kept.facts == agreement(book, "institute", "voice")
    assert kept.terms.terms == "arrears"


@pytest.mark.parametrize(
    ("bearer", "debtor", "law"),
    [
        ("party", "loud", "30125"), ("campaign", "loud", "30125"),
        ("party.state", "action", "106.7"), ("party", "county.state", "30125"),
    ],
)  # fmt: skip
def test_what_the_law_does_not_let_them_share_is_refused_with_law_and_remedy(
    book: Book, bearer: str, debtor: str, law: str
) -> None:
    with pytest.raises(Walled) as refused:
        agreed(book, bearer, debtor)
    assert law in refused.value.citation
    assert refused.value.remedy
    assert law in str(refused.value)


def test_a_charity_needs_the_fair_value_in_writing_before_it_lets_a_pac_use_anything(
    book: Book,
) -> None:
    terms = {"what": "space", "basis": "usage"}
    with pytest.raises(Walled, match="normal charge is known"):
        agreed(book, "institute", "action", **terms)
    agreed(book, "institute", "action", fair_value="Offer of the landlord, 12 January", **terms)
    with pytest.raises(Walled, match="Bills of vendors may not be shared here"):
        agreed(book, "institute", "action", fair_value="Bill", what="vendor", basis="usage")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "a name"), ({"what": "space"}, "Only staff time"),
        ({"basis": "fixed"}, "fixed share"), ({"basis": "fixed", "share_points": 10_001}, "fixed"),
        ({"settle_days": 61}, "from 1 to 60"), ({"settle_days": 0}, "from 1 to 60"),
        ({"to_date": "2025-12-31"}, "before its first day"),
    ],
)  # fmt: skip
def test_an_agreement_that_says_too_little_is_sent_back(
    book: Book, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        agreed(book, "institute", "voice", **changes)


def test_one_entity_shares_with_itself_by_schedule_h3(book: Book) -> None:
    with pytest.raises(BadInput, match="Schedules H3"):
        agreed(book, "party", "party.state")


def test_an_agreement_on_which_invoices_rest_stays_between_its_two(book: Book) -> None:
    number = agreed(book, "institute", "voice", what="space", basis="usage")
    invoiced(book, "institute", "voice", agreement_id=number)
    facts = agreement(book, "institute", "voice", what="space", basis="usage")
    with book.unit_of_work("Edit") as unit:
        edit_agreement(unit, number, replace(facts, to_date="2026-12-31"))
    other = replace(facts, parties=parties(book, "institute", "party"), fair_value="Offer")
    with pytest.raises(HasDependents, match="2026-1"), book.unit_of_work("Edit") as unit:
        edit_agreement(unit, number, other)
    with pytest.raises(HasDependents), book.unit_of_work("Delete") as unit:
        delete_agreement(unit, number)


# --- timesheets


def test_a_month_s_pay_is_shared_to_the_cent(book: Book) -> None:
    hours = (("institute", "other", 100), ("voice", "other", 50), ("party", "other", 0))
    number = worked(book, "institute", *hours[:2], pay_cents=1_000_00)
    with book.read() as connection:
        facts = timesheet_by_id(connection, number).facts
    assert facts == month(book, "institute", *hours[:2], pay_cents=1_000_00)
    assert (facts.share_cents("institute"), facts.share_cents("voice")) == (666_67, 333_33)
    assert facts.share_cents("party") == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person": ""}, "whose month"), ({"month": "2026-13"}, "year and month"),
        ({"pay_cents": 0}, "what the month cost"), ({"worked": ()}, "hours of the month"),
        ({"certified_on": ""}, "Say both"), ({"certified_on": "2026-03-31"}, "after they were"),
    ],
)  # fmt: skip
def test_a_timesheet_that_says_too_little_is_sent_back(
    book: Book, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        worked(book, "institute", ("voice", "other", 10), **changes)


def test_one_person_has_one_timesheet_a_month_and_one_line_for_a_use(book: Book) -> None:
    worked(book, "institute", ("voice", "other", 10))
    with pytest.raises(BadInput, match="already"):
        worked(book, "institute", ("voice", "other", 20))
    with pytest.raises(BadInput, match="Two lines"):
        worked(book, "institute", ("voice", "other", 1), ("voice", "other", 2), month="2026-05")
    with pytest.raises(BadInput, match="more hours than a month has"):
        worked(book, "institute", ("voice", "other", 745), month="2026-05",
               certified_on="2026-06-01")  # fmt: skip


def test_nobody_of_a_charity_works_for_a_pac_that_has_not_paid_before(book: Book) -> None:
    """A (c)(3) bears no cost of a committee: 26 U.S.C. 501(c)(3), 4955."""
    hours = ("action", "federal", 10)
    with pytest.raises(Walled, match="no invoice of its full value was paid before") as refused:
        worked(book, "institute", hours)
    assert "4955" in refused.value.citation
    terms = {"what": "staff", "basis": "usage", "fair_value": "Rates of an agency"}
    number = agreed(book, "institute", "action", **terms)
    bill = invoiced(
        book, "institute", "action", agreement_id=number, what="staff", invoiced_on="2026-03-20"
    )
    with pytest.raises(Walled):
        worked(book, "institute", hours)
    pay(book, bill, 250_00, "2026-04-01")
    worked(book, "institute", hours)
    with pytest.raises(Walled):
        worked(book, "institute", hours, month="2026-05", certified_on="2026-06-01")


def test_what_was_paid_after_the_use_began_was_not_paid_before(book: Book) -> None:
    number = agreed(
        book, "institute", "action", what="staff", basis="usage", fair_value="Rates of an agency"
    )
    bill = invoiced(
        book, "institute", "action", agreement_id=number, what="staff", invoiced_on="2026-03-20"
    )
    pay(book, bill, 250_00, "2026-04-02")
    with pytest.raises(Walled):
        worked(book, "institute", ("action", "federal", 10))


def test_a_month_that_was_invoiced_can_only_be_certified(book: Book) -> None:
    hours = (("institute", "other", 100), ("voice", "other", 60))
    number = worked(book, "institute", *hours, certified_by="", certified_on="")
    bill = time_invoice(book, "institute", "voice", number)
    facts = month(book, "institute", *hours)
    with pytest.raises(HasDependents, match="2026-1"), book.unit_of_work("Edit") as unit:
        correct_timesheet(unit, number, replace(facts, pay_cents=5_000_00))
    with pytest.raises(HasDependents), book.unit_of_work("Delete") as unit:
        delete_timesheet(unit, number)
    with book.unit_of_work("Certify") as unit:
        correct_timesheet(unit, number, facts)
    assert read(book, bill).shares[0].certified
    with book.unit_of_work("Delete") as unit:
        delete_invoice(unit, bill)
        delete_timesheet(unit, number)
    with book.read() as connection:
        assert timesheets(connection, [facts.entity_id]) == ()


# --- invoices


def time_invoice(book: Book, bearer: str, debtor: str, *sheets: int) -> int:
    return invoiced(
        book, bearer, debtor, what="staff", basis="time", timesheet_ids=sheets, cost_cents=None,
        part=None, whole=None,
    )  # fmt: skip


def test_an_invoice_of_hours_takes_its_shares_and_shows_how(book: Book) -> None:
    sheets = [
        worked(book, "institute", ("institute", "other", 1), ("voice", "other", 2),
               person=person, pay_cents=100_00)
        for person in ("Ada", "Ben", "Cy")
    ]  # fmt: skip
    found = read(book, time_invoice(book, "institute", "voice", *sheets))
    assert found.facts.amount_cents == 3 * 66_67
    assert [(one.person, one.minutes, one.all_minutes, one.cents) for one in found.shares] == [
        (person, 120, 180, 66_67) for person in ("Ada", "Ben", "Cy")
    ]
    assert book.verify() == []


def test_hours_are_invoiced_to_each_entity_once(book: Book) -> None:
    number = worked(book, "institute", ("voice", "other", 10), ("institute", "other", 10))
    with book.read() as connection:
        asked = parties(book, "institute", "voice")
        assert [one.timesheet_id for one in time_shares_of(connection, asked, MONTH)] == [number]
    time_invoice(book, "institute", "voice", number)
    with book.read() as connection:
        assert time_shares_of(connection, asked, MONTH) == ()
    facts = invoice(book, "institute", "voice", what="staff", basis="time", number="2026-2",
                    timesheet_ids=(number,))  # fmt: skip
    with pytest.raises(BadInput, match="already"), book.unit_of_work("Twice") as unit:
        record_invoice(unit, facts)


def test_a_part_of_a_cost_is_rounded_once(book: Book) -> None:
    found = read(book, invoiced(book, "institute", "voice"))
    assert found.facts.amount_cents == 250_00
    assert (found.facts.cost_cents, found.facts.part, found.facts.whole) == (1_000_01, 250, 1_000)


def test_the_last_day_follows_the_clock_the_agreement_and_counsel(book: Book) -> None:
    plain = invoiced(book, "institute", "voice")
    number = agreed(book, "institute", "voice", what="space", basis="usage", settle_days=10)
    agreed_on = invoiced(book, "institute", "voice", number="2026-2", agreement_id=number)
    assert read(book, plain).due == date(2026, 6, 1)
    assert read(book, agreed_on).due == date(2026, 5, 12)
    word = Override(
        rule="shared_cost_settlement", time="20 days", reason="settled", who="R. Stone",
        decided_on=date(2026, 1, 2),
    )  # fmt: skip
    with book.unit_of_work("Counsel") as unit:
        keep_override(unit, word)
    assert read(book, plain).due == read(book, agreed_on).due == date(2026, 5, 22)


def test_full_value_is_asked_for_before_the_use_begins(book: Book) -> None:
    number = agreed(
        book, "voice", "party", what="space", basis="usage", fair_value="Offers of three halls"
    )
    with pytest.raises(Walled, match="Its use begins on 2026-04-01, and it is invoiced on 2026-05"):
        invoiced(book, "voice", "party", agreement_id=number)
    with pytest.raises(Walled, match="Enter the written agreement first"):
        invoiced(book, "voice", "party", invoiced_on="2026-03-20")
    bill = invoiced(book, "voice", "party", agreement_id=number, invoiced_on="2026-03-20")
    assert read(book, bill).due == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": " "}, "a number"), ({"to_date": "2026-03-31"}, "before its first day"),
        ({"part": 0}, "above zero"), ({"part": 1_001}, "no more than the whole"),
        ({"cost_cents": None, "amount_cents": 0}, "above zero"),
        ({"agreement_id": 5}, "no longer in the book"),
    ],
)  # fmt: skip
def test_an_invoice_that_says_too_little_is_sent_back(
    book: Book, changes: dict[str, object], words: str
) -> None:
    with pytest.raises((BadInput, NotFound), match=words):
        invoiced(book, "institute", "voice", **changes)


def test_an_invoice_rests_on_an_agreement_of_its_own_two_and_days(book: Book) -> None:
    other = agreed(book, "voice", "institute", what="space", basis="usage")
    with pytest.raises(BadInput, match="other entities"):
        invoiced(book, "institute", "voice", agreement_id=other)
    over = agreed(book, "institute", "voice", what="space", basis="usage", to_date="2026-04-29")
    with pytest.raises(BadInput, match="does not hold on all these days"):
        invoiced(book, "institute", "voice", agreement_id=over)


def test_numbers_are_given_once(book: Book) -> None:
    invoiced(book, "institute", "voice")
    with pytest.raises(BadInput, match="already"):
        invoiced(book, "institute", "voice")
    with book.read() as connection:
        assert next_number(connection, find_entity(connection, "institute").id, 2026) == "2026-2"
        assert next_number(connection, find_entity(connection, "voice").id, 2026) == "2026-1"


# --- settling


def test_states_follow_from_the_payments_alone(book: Book) -> None:
    bill = invoiced(book, "institute", "voice")
    assert (state(book, bill), state(book, bill, date(2026, 6, 2))) == (OPEN, OVERDUE)
    pay(book, bill, 100_00, "2026-05-10")
    assert read(book, bill).open_cents == 150_00
    order = pay(book, bill, 150_00, "2026-05-20", SENT)
    assert state(book, bill, date(2026, 6, 2)) == ON_ITS_WAY
    with book.unit_of_work("Receive") as unit:
        receive_transfer(unit, order, "2026-05-22")
    found = read(book, bill)
    assert (found.state(date(2027, 1, 1)), found.settled_late) == (SETTLED, False)
    assert book.verify() == []
    with book.read() as connection:
        order_row = order_by_id(connection, order)
        taken = connection.execute(
            select(tables.item.c.id).where(tables.item.c.item_date == "2026-05-22")
        ).scalar_one()
    assert order_row.transfer.settles == "2026-1"
    with book.unit_of_work("Delete") as unit:
        remove_transfer(unit, taken)
    assert state(book, bill, date(2026, 6, 2)) == OVERDUE
    assert read(book, bill).open_cents == 150_00


@pytest.mark.parametrize(
    ("bearer", "debtor", "out", "into"),
    [
        ("institute", "voice", "c4_administrative_expense", "c3_other_income"),
        ("action", "party", "operating_expenditure", "offset_to_operating_expenditures"),
        ("party", "county", "transfer_to_own_entity", "transfer_from_own_entity"),
        ("action", "voice", "c4_administrative_expense", "offset_to_operating_expenditures"),
    ],
)  # fmt: skip
def test_a_share_is_paid_on_both_sides_and_line_8_ties(
    book: Book, bearer: str, debtor: str, out: str, into: str
) -> None:
    """A price at the usual and normal charge is no contribution: 11 CFR 100.52(d)."""
    bill = invoiced(book, bearer, debtor)
    order = pay(book, bill, 250_00, "2026-05-10", SENT)
    assert (cash(book, debtor), cash(book, bearer)) == (
        whole(book, debtor) - 250_00, whole(book, bearer),
    )  # fmt: skip
    with book.unit_of_work("Receive") as unit:
        receive_transfer(unit, order, "2026-05-14")
    assert cash(book, bearer, "2026-05-13") == whole(book, bearer)
    assert cash(book, bearer) == whole(book, bearer) + 250_00
    with book.read() as connection:
        act = order_by_id(connection, order).transaction_id
        rows = connection.execute(
            select(tables.item.c.kind).where(tables.item.c.transaction_id == act)
            .order_by(tables.item.c.id)
        ).scalars().all()  # fmt: skip
    assert list(rows) == [out, into]
    assert book.verify() == []


def whole(book: Book, code: str) -> int:
    """Return what an entity opened its federal or operating accounts with."""
    return OPENING * (2 if code == "party" else 1)


def test_no_more_is_paid_than_is_owed(book: Book) -> None:
    bill = invoiced(book, "action", "voice")
    with pytest.raises(Refused, match="lower the amount"):
        pay(book, bill, 250_01, "2026-05-10")
    draft = pay(book, bill, 200_00, "2026-05-10", PROPOSED)
    with pytest.raises(Refused, match=r"\$50.00"):
        pay(book, bill, 60_00, "2026-05-10")
    assert state(book, bill) == OPEN
    pay(book, bill, 50_00, "2026-05-10")
    with book.unit_of_work("Send") as unit:
        send_transfer(unit, draft, "2026-05-11")
        receive_transfer(unit, draft, "2026-05-11")
    assert state(book, bill) == SETTLED
    with pytest.raises(HasDependents), book.unit_of_work("Delete") as unit:
        delete_invoice(unit, bill)


def test_a_payment_is_corrected_within_what_is_owed(book: Book) -> None:
    bill = invoiced(book, "action", "voice")
    order = pay(book, bill, 200_00, "2026-05-10")
    with book.read() as connection:
        act = order_by_id(connection, order).transaction_id
        given, taken = connection.execute(
            select(tables.item.c.id).where(tables.item.c.transaction_id == act)
            .order_by(tables.item.c.id)
        ).scalars().all()  # fmt: skip
        assert both_sides(connection, given) == (given, taken)
    edit = TransferEdit(amount_cents=250_00, day="2026-05-11", purpose="Rent", method="Wire")
    with book.unit_of_work("Edit") as unit:
        correct_transfer(unit, given, edit)
    assert state(book, bill) == SETTLED
    with pytest.raises(Refused, match="still owed"), book.unit_of_work("Edit") as unit:
        correct_transfer(unit, given, replace(edit, amount_cents=250_01))
    assert book.verify() == []


def test_a_draft_that_is_cancelled_pays_nothing_and_undo_restores(book: Book) -> None:
    bill = invoiced(book, "action", "party")
    draft = pay(book, bill, 250_00, "2026-05-10", PROPOSED)
    with book.unit_of_work("Cancel") as unit:
        cancel_transfer(unit, draft)
    assert read(book, bill).paid.proposed_cents == 0
    book.undo()
    assert read(book, bill).paid.proposed_cents == 250_00
    book.undo()
    book.undo()
    with book.read() as connection:
        assert invoices(connection, [find_entity(connection, "party").id]) == ()
    book.redo()
    assert state(book, bill) == OPEN


def test_a_transfer_that_names_no_invoice_is_judged_as_a_gift(book: Book) -> None:
    """What settles is known by its invoice: nobody else's, and no other account."""
    bill = invoiced(book, "action", "voice")
    draft = pay(book, bill, 250_00, "2026-05-10", PROPOSED)
    with book.unit_of_work("Gone") as unit:
        unit.update(tables.cost_invoice, bill, {"debtor": "institute"})
    with pytest.raises(BadInput, match="not owed by"), book.unit_of_work("Send") as unit:
        send_transfer(unit, draft, "2026-05-11")
    with book.unit_of_work("Gone") as unit:
        unit.update(tables.cost_invoice, bill, {"number": "other"})
    with pytest.raises(NotFound, match="2026-1"), book.unit_of_work("Send") as unit:
        send_transfer(unit, draft, "2026-05-11")
    assert [one.table for one in book.verify()] == ["transfer_order"]


# --- who is renamed, and what is verified


def test_an_entity_that_gets_another_short_name_keeps_its_costs(book: Book) -> None:
    agreed(book, "institute", "voice")
    worked(book, "institute", ("voice", "other", 10))
    bill = invoiced(book, "institute", "voice")
    with book.unit_of_work("Edit entity") as unit:
        known = find_entity(unit.connection, "voice")
        edit_entity(unit, known.id, EntityFacts(code="loudvoice", kind=known.kind, name=known.name))
    with book.read() as connection:
        ids = [find_entity(connection, "loudvoice").id]
        assert [one.id for one in invoices(connection, ids)] == [bill]
        (kept,) = agreements(connection, ids)
        assert kept.facts.parties.debtor == "loudvoice"
        owner = find_entity(connection, "institute").id
        (sheet,) = timesheets(connection, [owner])
        assert sheet.facts.worked[0].worked_for == "loudvoice"
    pay(book, bill, 250_00, "2026-05-10")
    assert state(book, bill) == SETTLED


def test_an_entity_that_costs_are_shared_with_is_closed_and_not_deleted(book: Book) -> None:
    agreed(book, "institute", "voice")
    with pytest.raises(HasDependents, match="shared costs"), book.unit_of_work("Delete") as unit:
        delete_entity(unit, find_entity(unit.connection, "voice").id)


def test_verify_finds_what_does_not_add_up(book: Book) -> None:
    number = worked(book, "institute", ("voice", "other", 10))
    bill = time_invoice(book, "institute", "voice", number)
    pay(book, bill, 4_000_00, "2026-05-10")
    assert book.verify() == []
    with book.unit_of_work("Break") as unit:
        unit.update(tables.cost_invoice, bill, {"amount_cents": 3_999_99})
    found = {one.text for one in book.verify()}
    assert found == {
        "Invoice 2026-1 is 399999 cents, and 400000 were paid.",
        "Invoice 2026-1 is 399999 cents, and its hours are 400000.",
    }


def test_nothing_is_written_by_hand_for_a_month_that_is_known(book: Book) -> None:
    facts = month(book, "institute", ("voice", "other", 10))
    with book.unit_of_work("Record") as unit:
        number = record_timesheet(unit, facts)
        correct_timesheet(unit, number, replace(facts, person="Ada B. Lopez"))
        add_agreement(unit, agreement(book, "institute", "voice"))
    book.undo()
    with book.read() as connection:
        assert timesheets(connection, [facts.entity_id]) == ()
