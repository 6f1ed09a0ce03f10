"""What donors promise: recorded, due, kept once by gifts, reminded of, ended; never income."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.drives.promises import (
    Promise,
    promised_by_month,
    promises_of,
    proposals,
)
from financedesk.errors import BadInput, FinanceDeskError, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.donors_edit import set_consent
from financedesk.ledger.edit import remove_items
from financedesk.ledger.overview import cash
from financedesk.ledger.promise_facts import (
    NewPromise,
    change_promise,
    end_promise,
    keep_promise,
    note_reminder,
    record_promise,
    release_gift,
)
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.same_person import link_cards
from financedesk.rules.promises import Terms
from tests.intake.exports import facts, rows_of
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 6, 15)
MONTHLY = Terms(amount_cents=50_00, due_on=date(2026, 4, 1), every="month", times=6)
GIFT = "individual_receipt"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        yield desk_for(book, "party")


@pytest.fixture
def ada(desk: Desk) -> ContactRef:
    return desk.meet(person("Lopez"))


def promised(desk: Desk, who: ContactRef, terms: Terms = MONTHLY, **more: Any) -> int:
    given = NewPromise(
        card_id=who.card_id, terms=terms, promised_on=more.pop("on", date(2026, 3, 20)), **more
    )
    with desk.book.unit_of_work("Record promise") as unit:
        return record_promise(unit, given, TODAY)


def keep(desk: Desk, number: int, gift: int, due: date | None = None) -> bool:
    with desk.book.unit_of_work("A gift keeps a promise") as unit:
        return keep_promise(unit, number, gift, due)


def the_one(desk: Desk, today: date = TODAY) -> Promise:
    with desk.book.read() as connection:
        (found,) = promises_of(connection, [desk.entity.id], today)
    return found


def states(desk: Desk, today: date = TODAY) -> list[str]:
    return [part.state(today) for part in the_one(desk, today).parts]


def test_a_promise_is_due_in_parts_and_is_no_money(desk: Desk, ada: ContactRef) -> None:
    before = rows_of(desk.book, "SELECT COUNT(*) FROM item, posting")
    promised(desk, ada, channel="call", note="at the phone bank")
    one = the_one(desk)
    assert (one.name, one.amount_cents, one.channel, one.note) == (
        "Ada Lopez", 50_00, "call", "at the phone bank",
    )  # fmt: skip
    assert [f"{part.due_on}" for part in one.parts] == [
        "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01",
    ]  # fmt: skip
    assert states(desk) == ["overdue"] * 3 + ["open"] * 3
    assert (one.kept_cents, one.overdue_cents, one.state) == (0, 150_00, "overdue")
    assert rows_of(desk.book, "SELECT COUNT(*) FROM item, posting") == before
    with desk.book.read() as connection:
        assert cash(connection, [desk.entity.id], "2026-12-31").total_cents == 1_250_000
    assert desk.book.verify() == []


def test_a_gift_keeps_the_oldest_part_once(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    gift = desk.record(GIFT, ada, "2026-04-03", 50_00)
    before = facts(desk.book)
    assert keep(desk, number, gift)
    kept = facts(desk.book)
    assert not keep(desk, number, gift)
    assert facts(desk.book) == kept
    assert states(desk)[:2] == ["kept", "overdue"]
    desk.book.undo()
    assert facts(desk.book) == before
    assert states(desk)[0] == "overdue"


def test_a_part_may_come_in_pieces_and_is_full_once(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    may = date(2026, 5, 1)
    first, second, third = (desk.record(GIFT, ada, f"2026-05-0{n}", 25_00) for n in (3, 4, 5))
    assert keep(desk, number, first, may)
    assert states(desk)[1] == "partly"
    assert keep(desk, number, second, may)
    assert states(desk)[1] == "kept"
    with pytest.raises(Refused, match="kept already"):
        keep(desk, number, third, may)
    with pytest.raises(Refused, match="keeps another part"):
        keep(desk, number, second, date(2026, 6, 1))
    with pytest.raises(BadInput, match="No part"):
        keep(desk, number, third, date(2026, 5, 2))


def test_what_was_given_back_is_not_kept(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    gift = desk.record(GIFT, ada, "2026-04-03", 50_00)
    keep(desk, number, gift)
    refund = TypedRefund(
        gift_id=gift, amount_cents=20_00, day="2026-04-09", account_id=desk.account_id
    )
    with desk.book.unit_of_work("Refund") as unit:
        record_refund(unit, refund)
    assert (the_one(desk).kept_cents, states(desk)[0]) == (30_00, "partly")


def test_a_gift_that_goes_keeps_nothing(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    gift = desk.record(GIFT, ada, "2026-04-03", 50_00)
    keep(desk, number, gift)
    with desk.book.unit_of_work("Delete") as unit:
        remove_items(unit, [gift])
    assert states(desk)[0] == "overdue"
    desk.book.undo()
    assert states(desk)[0] == "kept"
    with desk.book.unit_of_work("It was for something else") as unit:
        release_gift(unit, gift)
    assert states(desk)[0] == "overdue"


def test_only_the_donors_own_gift_since_the_promise_keeps_it(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    kei = desk.meet(person("Ito", "Kei"))
    others = desk.record(GIFT, kei, "2026-04-03", 50_00)
    old = desk.record(GIFT, ada, "2026-03-01", 50_00)
    bill = desk.record("operating_expenditure", ada, "2026-04-05", 50_00, purpose="Rent")
    with pytest.raises(Refused, match="another donor"):
        keep(desk, number, others)
    with pytest.raises(Refused, match="before the promise"):
        keep(desk, number, old)
    with pytest.raises(NotFound, match="no gift"):
        keep(desk, number, bill)
    with desk.book.unit_of_work("One person") as unit:
        link_cards(unit, [ada.card_id, kei.card_id], "the same")
    assert keep(desk, number, others)


def test_a_gift_of_another_entity_keeps_nothing(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    campaign = desk_for(desk.book, "campaign")
    there = campaign.record(GIFT, campaign.meet(person("Lopez")), "2026-04-03", 50_00)
    with pytest.raises(NotFound, match="no gift in these books"):
        keep(desk, number, there)


def test_a_gift_that_fits_is_proposed_and_no_more(desk: Desk, ada: ContactRef) -> None:
    promised(desk, ada)
    other_amount = desk.record(GIFT, ada, "2026-04-02", 45_00)
    april = desk.record(GIFT, ada, "2026-04-03", 50_00)
    may = desk.record(GIFT, ada, "2026-04-28", 50_00)
    with desk.book.read() as connection:
        found = proposals(connection, [desk.entity.id], TODAY)
    assert [(f"{one.due_on}", one.item_id, one.cents) for one in found] == [
        ("2026-04-01", april, 50_00), ("2026-05-01", may, 50_00),
    ]  # fmt: skip
    assert other_amount not in {one.item_id for one in found}
    assert states(desk)[:2] == ["overdue", "overdue"]
    for one in found:
        assert keep(desk, one.promise_id, one.item_id, one.due_on)
    with desk.book.read() as connection:
        assert proposals(connection, [desk.entity.id], TODAY) == []


def test_an_ended_promise_is_asked_for_no_more(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    with desk.book.unit_of_work("End promise") as unit:
        end_promise(unit, number, date(2026, 6, 10), "lost her job")
    assert states(desk) == ["let go"] * 3
    assert (the_one(desk).overdue_cents, the_one(desk).state) == (0, "let go")
    assert the_one(desk).ended_why == "lost her job"
    again = desk.book.unit_of_work("End promise")
    with pytest.raises(Refused, match="ended on 2026-06-10"), again as unit:
        end_promise(unit, number, date(2026, 6, 11), "again")
    with pytest.raises(Refused, match="lost her job"):
        remind(desk, number, "letter")
    desk.book.undo()
    assert states(desk) == ["overdue"] * 3 + ["open"] * 3


def test_a_promise_that_ends_before_it_was_due_is_not_kept(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    with desk.book.unit_of_work("End promise") as unit:
        end_promise(unit, number, date(2026, 3, 25), "changed her mind")
    assert (the_one(desk).parts, the_one(desk).state) == ((), "let go")


def test_a_promise_is_changed_as_long_as_no_gift_loses_its_part(
    desk: Desk, ada: ContactRef
) -> None:
    number = promised(desk, ada)
    keep(desk, number, desk.record(GIFT, ada, "2026-05-03", 50_00), date(2026, 5, 1))
    same = NewPromise(card_id=ada.card_id, terms=MONTHLY, promised_on=date(2026, 3, 20))
    with desk.book.unit_of_work("Change promise") as unit:
        change_promise(
            unit, number, replace(same, terms=replace(MONTHLY, amount_cents=75_00)), TODAY
        )
    assert states(desk)[1] == "partly"
    later = replace(same, terms=replace(MONTHLY, due_on=date(2026, 6, 1)))
    again = desk.book.unit_of_work("Change promise")
    with pytest.raises(Refused, match="part of 2026-05-01"), again as unit:
        change_promise(unit, number, later, TODAY)


def remind(desk: Desk, number: int, channel: Any, on: date = TODAY) -> int:
    with desk.book.unit_of_work("Note reminder") as unit:
        return note_reminder(unit, number, channel, on, words="Thank you for your promise")


def test_reminders_are_noted_with_the_part_and_respect_what_the_donor_said(
    desk: Desk, ada: ContactRef
) -> None:
    number = promised(desk, ada)
    remind(desk, number, "email")
    with desk.book.unit_of_work("No calls") as unit:
        set_consent(unit, ada.card_id, "phone", given=False, since="2026-06-01")
    with pytest.raises(Refused, match="no to calls on 2026-06-01"):
        remind(desk, number, "call")
    remind(desk, number, "letter")
    assert [(f"{one.due_on}", one.channel) for one in the_one(desk).reminders] == [
        ("2026-04-01", "email"), ("2026-04-01", "letter"),
    ]  # fmt: skip
    with pytest.raises(BadInput, match="call, letter, email"):
        remind(desk, number, "pigeon")
    with pytest.raises(BadInput, match="made on 2026-03-20"):
        remind(desk, number, "letter", date(2026, 3, 1))


def test_an_end_that_is_still_to_come_lets_go_of_nothing_yet(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    with desk.book.unit_of_work("End promise") as unit:
        end_promise(unit, number, date(2026, 7, 15), "moves abroad")
    assert states(desk) == ["overdue"] * 3 + ["open"]
    assert states(desk, date(2026, 7, 15)) == ["let go"] * 4
    with desk.book.read() as connection:
        found = promised_by_month(connection, [desk.entity.id], TODAY, 3)
    assert [one.cents for one in found] == [50_00, 50_00, 0]


def test_what_is_expected_is_what_is_open_by_month(desk: Desk, ada: ContactRef) -> None:
    number = promised(desk, ada)
    keep(desk, number, desk.record(GIFT, ada, "2026-06-03", 50_00), date(2026, 7, 1))
    promised(desk, ada, Terms(amount_cents=300_00, due_on=date(2026, 7, 20)))
    with desk.book.read() as connection:
        found = promised_by_month(connection, [desk.entity.id], TODAY, 3)
    assert [(one.month, one.parts, one.cents) for one in found] == [
        ("2026-06", 1, 50_00), ("2026-07", 1, 300_00), ("2026-08", 1, 50_00),
    ]  # fmt: skip


def test_a_promise_without_end_is_shown_a_year_ahead(desk: Desk, ada: ContactRef) -> None:
    promised(desk, ada, replace(MONTHLY, times=None, every="quarter"))
    assert [f"{part.due_on}" for part in the_one(desk).parts] == [
        "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01",
    ]  # fmt: skip


def test_promises_are_found_by_drive(desk: Desk, ada: ContactRef) -> None:
    values = {"entity_id": desk.entity.id, "code": "gala", "name": "Gala"}
    with desk.book.unit_of_work("Make a drive") as unit:
        gala = unit.insert(tables.drive, values)
    number = promised(desk, ada, drive_id=gala)
    promised(desk, ada)
    with desk.book.read() as connection:
        found = promises_of(connection, [desk.entity.id], TODAY, [gala])
    assert [one.id for one in found] == [number]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms(amount_cents=0, due_on=TODAY), "above zero"),
        (Terms(amount_cents=1, due_on=date(2026, 3, 1)), "when it is made, or later"),
        (Terms(amount_cents=1, due_on=TODAY, every="week"), "month, quarter, year"),
        (Terms(amount_cents=1, due_on=TODAY, times=3), "how often"),
        (Terms(amount_cents=1, due_on=TODAY, every="month", times=1), "between 2 and"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    desk: Desk, ada: ContactRef, terms: Terms, words: str
) -> None:
    before = facts(desk.book)
    with pytest.raises(BadInput, match=words):
        promised(desk, ada, terms)
    assert facts(desk.book) == before


def test_a_promise_is_of_one_entity_and_of_somebody_known(desk: Desk, ada: ContactRef) -> None:
    campaign = desk_for(desk.book, "campaign")
    values = {"entity_id": campaign.entity.id, "code": "gala", "name": "Gala"}
    with desk.book.unit_of_work("Make a drive") as unit:
        theirs = unit.insert(tables.drive, values)
    refused: list[tuple[dict[str, Any], type[FinanceDeskError]]] = [
        ({"drive_id": theirs}, BadInput), ({"on": date(2026, 6, 16)}, BadInput),
    ]  # fmt: skip
    for more, error in refused:
        with pytest.raises(error):
            promised(desk, ada, **more)
    with pytest.raises(NotFound):
        promised(desk, ContactRef(1, 1))
