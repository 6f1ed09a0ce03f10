"""Shared costs that break the wall are named with everything else that does, with their law."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.cost_findings import CostFinding, cost_findings
from financedesk.ledger.entities import find_entity
from financedesk.ledger.wall_findings import wall_findings
from tests.ledger.meadow import meadow_at
from tests.ledger.sharing import TODAY, agreed, invoiced, pay, worked

LATE = date(2026, 6, 2)
HOURS = (("institute", "other", 100), ("voice", "other", 60))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def found(book: Book, *codes: str, today: date = TODAY) -> list[CostFinding]:
    with book.read() as connection:
        ids = [find_entity(connection, code).id for code in codes]
        return list(cost_findings(connection, ids, today))


def kinds(book: Book, *codes: str, today: date = TODAY) -> list[str]:
    return [one.kind for one in found(book, *codes, today=today)]


def test_a_share_that_is_agreed_certified_and_paid_is_no_finding(book: Book) -> None:
    number = agreed(book, "institute", "voice")
    sheet = worked(book, "institute", *HOURS)
    bill = invoiced(
        book, "institute", "voice", agreement_id=number, what="staff", basis="time",
        timesheet_ids=(sheet,),
    )  # fmt: skip
    assert kinds(book, "institute", "voice") == []
    pay(book, bill, 1_500_00, "2026-05-20")
    assert kinds(book, "institute", "voice", today=date(2028, 1, 1)) == []


def test_an_overdue_share_is_told_to_both_sides_with_what_is_left(book: Book) -> None:
    number = agreed(book, "institute", "voice", what="space", basis="usage")
    bill = invoiced(book, "institute", "voice", agreement_id=number)
    pay(book, bill, 100_00, "2026-05-20")
    assert kinds(book, "voice", today=TODAY) == []
    for code in ("institute", "voice"):
        (one,) = found(book, code, today=LATE)
        assert (one.kind, one.cents, one.day) == ("overdue", 150_00, "2026-06-01")
        assert "100.52(d)" in one.citation
        assert one.why.endswith(".")
        assert one.remedy
    assert kinds(book, "party", today=LATE) == []


def test_what_no_agreement_and_no_timesheet_is_behind_is_unsupported(book: Book) -> None:
    invoiced(book, "institute", "voice", what="staff", basis="time", cost_cents=None, part=None,
             whole=None, amount_cents=500_00)  # fmt: skip
    (one,) = found(book, "institute")
    assert one.kind == "unsupported"
    assert one.why == "No written agreement is behind it. No timesheet is behind it."
    (told,) = found(book, "voice")
    assert told.why == "No written agreement is behind it.", "timesheets are their owner’s alone"


def test_hours_that_nobody_certified_and_an_agreement_signed_later(book: Book) -> None:
    number = agreed(book, "institute", "voice", signed_on="2026-05-03")
    sheet = worked(book, "institute", *HOURS, certified_by="", certified_on="")
    invoiced(book, "institute", "voice", agreement_id=number, what="staff", basis="time",
             timesheet_ids=(sheet,))  # fmt: skip
    (one,) = found(book, "institute")
    assert "signed on 2026-05-03, after it was invoiced" in one.why
    assert "Nobody certified the hours of Ada Lopez 2026-04" in one.why
    (told,) = found(book, "voice")
    assert "Ada Lopez" not in told.why


@pytest.mark.parametrize(("federal", "broken"), [(25, False), (26, True)])
def test_above_a_quarter_on_federal_elections_nothing_is_shared_with_own_state_money(
    book: Book, federal: int, broken: bool
) -> None:
    """All of such a month is federal: 11 CFR 106.7(d)(1)(ii)."""
    worked(book, "party", ("party", "federal", federal), ("party", "shared", 100 - federal))
    assert kinds(book, "party") == (["quarter"] if broken else [])
    if broken:
        (one,) = found(book, "party")
        assert one.cents == 4_000_00 * 74 // 100
        assert "106.7(d)(1)" in one.citation
        assert one.why.startswith("26 % of the month was for federal elections")


def test_above_a_quarter_the_month_is_invoiced_to_no_money_that_is_not_federal(book: Book) -> None:
    hours = (("party", "federal", 30), ("party", "nonfederal", 30), ("voice", "other", 40),
             ("county", "federal", 10))  # fmt: skip
    sheet = worked(book, "party", *hours)
    taken = {"what": "staff", "basis": "time", "timesheet_ids": (sheet,)}
    with pytest.raises(Walled, match="worked 36 % of 2026-04 on federal elections") as refused:
        invoiced(book, "party", "voice", **taken)
    assert "106.7(d)(1)" in refused.value.citation
    invoiced(book, "party", "county", **taken)
    assert "quarter" not in kinds(book, "party", "county")


def test_history_that_no_form_would_take_is_named(book: Book) -> None:
    """An export may bring what was entered elsewhere: it stays, and is told with its law."""
    bill = invoiced(book, "institute", "voice")
    sheet = worked(book, "party", ("party", "federal", 1), ("voice", "other", 1))
    with book.unit_of_work("As it came") as unit:
        party = find_entity(unit.connection, "party").id
        unit.update(
            tables.cost_invoice, bill,
            {"entity_id": party, "debtor": "loud", "account_kind": "federal",
             "debtor_account_kind": "federal", "basis": "time"},
        )  # fmt: skip
        row = {"entity_id": party, "invoice_id": bill, "timesheet_id": sheet, "minutes": 60,
               "cents": 250_00}  # fmt: skip
        unit.insert(tables.cost_invoice_sheet, row)
    said = found(book, "party")
    assert [one.kind for one in said] == ["overdue", "unshareable", "unsupported", "quarter"]
    assert "30125" in said[1].citation
    assert said[3].name == "Ada Lopez, 2026-04"


def test_they_stand_in_the_list_of_the_wall(book: Book) -> None:
    invoiced(book, "institute", "voice", invoiced_on="2020-05-02")
    with book.read() as connection:
        ids = [find_entity(connection, "voice").id]
        rows = wall_findings(connection, ids)
    assert [(one.kind, one.name, one.cents, one.item_ids) for one in rows] == [
        ("overdue", "Invoice 2026-1", 250_00, ()), ("unsupported", "Invoice 2026-1", 250_00, ()),
    ]  # fmt: skip
    assert all(one.entity_id == ids[0] for one in rows)
    with book.read() as connection:
        before = wall_findings(connection, ids, date(2020, 5, 3))
    assert [one.kind for one in before] == ["unsupported"]
