"""Gifts on hold: what they are in cash and on reports, their clocks, and how they are settled."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.errors import BadInput, Locked, NotFound, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import accounts
from financedesk.ledger.hold import (
    HoldTerms,
    Settled,
    deposit_held,
    note_deposits,
    place_hold,
    record_held_gift,
    refund_held,
    release_hold,
    return_held,
)
from financedesk.ledger.hold_rows import (
    Hold,
    held_cash,
    holds_of,
    open_hold,
    open_holds,
)
from financedesk.ledger.overview import cash
from financedesk.ledger.period import Period
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.register import RegisterQuery, register_ids, register_rows
from financedesk.ledger.report_rows import rows_of_line
from financedesk.ledger.summary import summarise
from financedesk.ledger.typed_gift import TypedGift, record_gift
from financedesk.rules.holds import legality_statement
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

Q1 = Period(first="2026-01-01", last="2026-03-31")
DAY = "2026-03-02"
OPENING = 12_500_00
LAWFUL = Settled(day="2026-03-20", who="Ada Lopez", why="Card and passport copy on file")
TERMS = HoldTerms(reason="doubtful", basis="A foreign address on the check", since=DAY)
WAITING = replace(TERMS, waiting=True)


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with riverbend_at(str(tmp_path_factory.mktemp("hold") / "a.fdesk")) as book:
        yield desk_for(book, "party")


def give(desk: Desk, cents: int = 500_00, day: str = DAY) -> int:
    return desk.record("individual_receipt", desk.meet(person("Lopez")), day, cents)


def place(desk: Desk, gift: int, terms: HoldTerms = TERMS) -> int:
    with desk.book.unit_of_work("Hold contribution") as unit:
        return place_hold(unit, gift, terms)


def release(desk: Desk, gift: int, settled: Settled = LAWFUL) -> None:
    with desk.book.unit_of_work("Release contribution") as unit:
        release_hold(unit, gift, settled)


def give_back(desk: Desk, gift: int, cents: int, day: str = "2026-03-20") -> int:
    typed = TypedRefund(gift_id=gift, amount_cents=cents, day=day, account_id=desk.account_id)
    with desk.book.unit_of_work("Refund contribution") as unit:
        return refund_held(unit, typed)


def held(desk: Desk, gift: int) -> Hold | None:
    with desk.book.read() as connection:
        return open_hold(connection, gift)


def standing(desk: Desk, gift: int) -> Hold:
    found = held(desk, gift)
    assert found is not None
    return found


def line_8(book: Book, desk: Desk) -> tuple[int, int]:
    """Return line 8 and line 11(a)(i) of the first quarter; cash must say the same."""
    with book.read() as connection:
        summary = summarise(connection, desk.entity, "F3X", Q1)
        on_hand = cash(connection, [desk.entity.id], Q1.last)
    assert summary.a["8"] == on_hand.total_cents
    return summary.a["8"], summary.a["11ai"]


def remarks(desk: Desk, period: Period = Q1) -> list[str | None]:
    with desk.book.read() as connection:
        rows = rows_of_line(connection, desk.entity.id, "SA11AI", period)
        return [row.memo_description for row in rows]


def held_in_cash(desk: Desk, day: str = Q1.last) -> int:
    with desk.book.read() as connection:
        return held_cash(connection, [desk.entity.id], day)


# --- deposited


def test_a_deposited_gift_on_hold_is_reported_with_the_statement_and_is_not_ours(
    desk: Desk,
) -> None:
    gift = give(desk)
    place(desk, gift)
    assert line_8(desk.book, desk) == (OPENING + 500_00, 500_00)
    assert held_in_cash(desk) == 500_00
    assert remarks(desk) == [legality_statement()]
    found = standing(desk, gift)
    assert (found.name, found.waiting, found.basis) == ("Ada Lopez", False, TERMS.basis)
    assert [due.day.isoformat() for due in found.dues] == ["2026-04-01"]
    assert desk.book.verify() == []


def test_released_it_is_a_gift_like_any_other(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift)
    release(desk, gift)
    assert held(desk, gift) is None
    assert (held_in_cash(desk), remarks(desk)) == (0, [None])
    with desk.book.read() as connection:
        (kept,) = holds_of(connection, [gift])
    assert (kept.resolution, kept.resolved_on, kept.resolved_by, kept.resolved_why) == (
        "released", LAWFUL.day, LAWFUL.who, LAWFUL.why,
    )  # fmt: skip
    assert kept.dues == ()
    assert desk.book.verify() == []


def test_the_report_speaks_of_what_was_open_at_its_end(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift)
    release(desk, gift, replace(LAWFUL, day="2026-04-02"))
    assert remarks(desk) == [legality_statement()]
    assert (held_in_cash(desk), held_in_cash(desk, "2026-04-02")) == (500_00, 0)


def test_refunds_lower_what_is_on_hold_until_nothing_is(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, replace(TERMS, reason="excessive", cents=200_00))
    give_back(desk, gift, 50_00)
    assert standing(desk, gift).open_cents == 150_00
    last = give_back(desk, gift, 150_00)
    assert held(desk, gift) is None
    assert line_8(desk.book, desk)[0] == OPENING + 300_00
    assert remarks(desk) == [None]
    with desk.book.unit_of_work("Delete entry") as unit:
        remove_items(unit, [last])
    assert standing(desk, gift).open_cents == 150_00
    assert desk.book.verify() == []


def test_what_went_back_before_settles_nothing_of_what_is_in_question(desk: Desk) -> None:
    gift = give(desk)
    with desk.book.unit_of_work("Refund contribution") as unit:
        record_refund(
            unit,
            TypedRefund(gift_id=gift, amount_cents=100_00, day=DAY, account_id=desk.account_id),
        )
    place(desk, gift, replace(TERMS, cents=100_00))
    assert standing(desk, gift).open_cents == 100_00


def test_a_filed_gift_may_be_put_on_hold_but_not_taken_out_of_the_bank(desk: Desk) -> None:
    gift = give(desk)
    with desk.book.unit_of_work("File") as unit:
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": desk.entity.id, "form": "F3X", "report_code": "Q1", "state": "filed",
                "version": 0, "from_date": Q1.first, "to_date": Q1.last, "recorded_at": DAY,
            },
        )  # fmt: skip
        unit.insert(
            tables.filing_item,
            {
                "entity_id": desk.entity.id, "filing_id": filing, "item_id": gift,
                "line": "SA11AI", "itemised": 1, "amount_cents": 500_00,
            },
        )  # fmt: skip
    with pytest.raises(Locked):
        place(desk, gift, WAITING)
    place(desk, gift)
    assert held_in_cash(desk) == 500_00


# --- not deposited


def test_a_check_that_waits_is_in_no_cash_and_on_no_report(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, WAITING)
    assert line_8(desk.book, desk) == (OPENING, 0)
    assert (held_in_cash(desk), remarks(desk)) == (0, [])
    found = standing(desk, gift)
    assert [due.day.isoformat() for due in found.dues] == ["2026-03-12", "2026-04-01"]
    with desk.book.read() as connection:
        for table in (tables.posting, tables.attribution):
            assert connection.execute(select(table)).all() == []
    assert desk.book.verify() == []


def test_deposited_it_is_on_its_line_and_on_hold_still(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, WAITING)
    other = desk.record("individual_receipt", desk.meet(person("Ito")), DAY, 10_00)
    with desk.book.unit_of_work("Note deposit") as unit:
        assert note_deposits(unit, [gift, other], "2026-03-09") == 2
    assert line_8(desk.book, desk)[0] == OPENING + 500_00 + 10_00
    assert (held_in_cash(desk), standing(desk, gift).waiting) == (500_00, False)
    assert desk.book.verify() == []


def test_sent_back_it_never_was_money(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, WAITING)
    with desk.book.unit_of_work("Return check") as unit:
        return_held(unit, gift, replace(LAWFUL, why="Sent back by registered mail"))
    assert held(desk, gift) is None
    assert line_8(desk.book, desk) == (OPENING, 0)
    with desk.book.read() as connection:
        (row,) = register_rows(connection, [gift])
    assert (row.kind, row.line, row.hold) == ("undeposited_gift", "", "returned")
    assert desk.book.verify() == []


def test_released_it_goes_to_the_bank(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, WAITING)
    release(desk, gift)
    assert line_8(desk.book, desk) == (OPENING + 500_00, 500_00)
    with desk.book.read() as connection:
        row = connection.execute(select(tables.item).where(tables.item.c.id == gift)).one()
    assert (row.kind, row.deposited_date) == ("individual_receipt", LAWFUL.day)
    assert desk.book.verify() == []


# --- typed on hold


def typed(desk: Desk, giver: Contact, cents: int) -> TypedGift:
    with desk.book.read() as connection:
        into = accounts(connection, desk.entity.id)[0]
    return TypedGift(giver=giver, known=None, amount_cents=cents, day=DAY, account=into)


def test_what_the_wall_keeps_out_can_be_recorded_on_hold(desk: Desk) -> None:
    firm = typed(desk, Contact(type="ORG", name="Acme Corporation"), 900_00)
    firm = replace(firm, giver_class="corporation")
    with pytest.raises(Walled), desk.book.unit_of_work("Record contribution") as unit:
        record_gift(unit, desk.entity, firm)
    terms = replace(WAITING, reason="prohibited", basis="A corporation’s check")
    with desk.book.unit_of_work("Record contribution on hold") as unit:
        gift = record_held_gift(unit, desk.entity, firm, terms)
    assert standing(desk, gift).waiting
    assert line_8(desk.book, desk) == (OPENING, 0)
    desk.book.undo()
    with desk.book.read() as connection:
        assert connection.execute(select(tables.item)).all() == []
        assert connection.execute(select(tables.hold)).all() == []
    assert desk.book.verify() == []


# --- what is refused


def test_what_cannot_be_held_or_settled_is_refused_in_words(desk: Desk) -> None:
    gift = give(desk)
    for wrong, words in (
        (replace(TERMS, basis="  "), "Write down why"),
        (replace(TERMS, cents=500_01), "at most \\$500.00"),
        (replace(TERMS, since="2026-03-01"), "came on 2026-03-02"),
    ):
        with pytest.raises(BadInput, match=words):
            place(desk, gift, wrong)
    with pytest.raises(NotFound, match="not on hold"):
        release(desk, gift)
    place(desk, gift)
    with pytest.raises(Refused, match="on hold already"):
        place(desk, gift)
    with pytest.raises(BadInput, match="how it was settled"):
        release(desk, gift, replace(LAWFUL, why=" "))
    with pytest.raises(BadInput, match="put on hold on"):
        release(desk, gift, replace(LAWFUL, day="2026-03-01"))
    with pytest.raises(Refused, match="by a refund"), desk.book.unit_of_work("Return") as unit:
        return_held(unit, gift, LAWFUL)
    with pytest.raises(Refused, match="already"), desk.book.unit_of_work("Deposit") as unit:
        deposit_held(unit, gift, DAY)


def test_a_check_that_waits_is_not_refunded(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, WAITING)
    with pytest.raises(Refused, match="not deposited"):
        give_back(desk, gift, 500_00)


def test_a_payout_and_a_deposited_check_cannot_be_kept_out_of_the_bank(desk: Desk) -> None:
    gift = desk.record(
        "individual_receipt", desk.meet(person("Lopez")), DAY, 500_00, deposited_date=DAY
    )
    with pytest.raises(Refused, match="went to the bank"):
        place(desk, gift, WAITING)


# --- lists


def test_what_is_on_hold_is_found_what_is_due_first_leading(desk: Desk) -> None:
    late, soon, done = give(desk), give(desk, day="2026-02-02"), give(desk)
    for gift in (late, soon, done):
        place(desk, gift)
    release(desk, done)
    query = RegisterQuery(entity_ids=(desk.entity.id,), status="on_hold")
    with desk.book.read() as connection:
        assert [one.item_id for one in open_holds(connection, [desk.entity.id])] == [soon, late]
        assert set(register_ids(connection, query)) == {late, soon}
        rows = {row.id: row for row in register_rows(connection, [late, soon, done])}
    assert [rows[one].hold for one in (late, soon, done)] == ["open", "open", ""]
    assert rows[soon].hold_due == "2026-03-04"


def test_a_check_that_waits_is_in_the_view_of_what_is_on_hold(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift, WAITING)
    held_query = RegisterQuery(entity_ids=(desk.entity.id,), status="on_hold")
    with desk.book.read() as connection:
        assert list(register_ids(connection, held_query)) == [gift]
        assert list(register_ids(connection, replace(held_query, status=None))) == []


def test_an_entry_takes_its_hold_along_when_it_is_deleted(desk: Desk) -> None:
    gift = give(desk)
    place(desk, gift)
    with desk.book.unit_of_work("Delete entry") as unit:
        remove_items(unit, [gift])
    with desk.book.read() as connection:
        assert connection.execute(select(tables.hold)).all() == []
    desk.book.undo()
    assert standing(desk, gift).open_cents == 500_00
    assert desk.book.verify() == []
