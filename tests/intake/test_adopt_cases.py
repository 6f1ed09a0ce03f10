"""Adopting filings that were written for one case each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, HasDependents, Locked, Refused
from financedesk.intake.fec_filing import adopt, disagreements
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import tables
from financedesk.ledger.entities import find_entity
from financedesk.ledger.obligations import obligations
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from tests.intake.exports import rows_where
from tests.ledger.prepared import empty_book
from tests.scenarios.entering import gift, interchange, write_json
from tests.scenarios.filed import loan, receipt, record, report

JANUARY = Period(first="2026-01-01", last="2026-01-31")
FEBRUARY = Period(first="2026-02-01", last="2026-02-28")
IN_FEBRUARY = ("20260201", "20260228")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with empty_book(tmp_path / "book.fdesk", "History") as made:
        yield made


def _item(book: Book, fec_id: str) -> dict[str, Any]:
    [known] = rows_where(book, "fec_id", fec_id=fec_id)
    [item] = rows_where(book, "item", id=known["item_id"])
    return item


def _summary(book: Book, period: Period) -> Any:
    with book.read() as connection:
        return summarise(connection, find_entity(connection, "riverbend-pac"), "F3X", period)


def test_a_row_of_another_month_counts_in_the_report_that_took_it(
    book: Book, tmp_path: Path
) -> None:
    row = receipt("A1", "300.00", contribution_date="20251230")
    adopt(book, report(tmp_path, "a.fec", row, a={"11ai": 30_000, "6b": 1_000}))
    item = _item(book, "A1")
    assert (item["item_date"], item["reported_on"]) == ("2025-12-30", "2026-01-01")
    found = _summary(book, JANUARY)
    assert (found.a["11ai"], found.a["8"]) == (30_000, 31_000)
    assert _summary(book, FEBRUARY).a["6b"] == 31_000
    assert book.verify() == []


def test_back_references_become_parents_whatever_their_order(book: Book, tmp_path: Path) -> None:
    back = {"back_reference_tran_id_number": "A2", "back_reference_sched_name": "SA11AI"}
    rows = (
        receipt("A1", "300.00", **back),
        receipt("A2", "300.00", memo_code="X", memo_text_description="earmarked"),
        record("TEXT", "TEXT", transaction_id_number="T1", back_reference_tran_id_number="A1",
               back_reference_sched_form_name="SA11AI", text4000="About the gift."),
        record("TEXT", "TEXT", transaction_id_number="T2",
               back_reference_sched_form_name="F3XN", text4000="About the report."),
    )  # fmt: skip
    done = adopt(book, report(tmp_path, "a.fec", *rows, a={"11ai": 30_000}))
    assert done.unread == ()
    assert _item(book, "A1")["parent_id"] == _item(book, "A2")["id"]
    assert (_item(book, "A2")["memo"], _item(book, "A2")["cash_cents"]) == (1, 0)
    texts = {
        row["fec_id"]: (row["item_id"], row["from_date"]) for row in rows_where(book, "memo_text")
    }
    assert texts == {"T1": (_item(book, "A1")["id"], None), "T2": (None, "2026-01-01")}


def test_rows_that_refer_to_each_other_are_both_kept(book: Book, tmp_path: Path) -> None:
    rows = [
        receipt(one, "300.00", back_reference_tran_id_number=other)
        for one, other in (("A1", "A2"), ("A2", "A1"), ("A3", "A3"), ("A4", "GONE"))
    ]
    done = adopt(book, report(tmp_path, "a.fec", *rows, a={"11ai": 120_000}))
    assert [one.reason for one in done.unread] == ["It refers to GONE, which is not in the file."]
    assert len(rows_where(book, "item")) == 4
    assert _summary(book, JANUARY).a["11ai"] == 120_000


def test_an_id_that_is_used_again_is_noted_and_both_rows_count(book: Book, tmp_path: Path) -> None:
    rows = (receipt("A1", "300.00"), receipt("a1", "200.00"))
    done = adopt(book, report(tmp_path, "a.fec", *rows, a={"11ai": 50_000}))
    assert "A1" in done.unread[0].reason
    again = report(
        tmp_path, "b.fec", receipt("A1", "70.00", contribution_date="20260203"),
        a={"11ai": 7_000, "6b": 50_000}, b={"11ai": 57_000}, days=IN_FEBRUARY, code="M3",
    )  # fmt: skip
    assert "A1" in adopt(book, again).unread[0].reason
    assert [row["amount_cents"] for row in rows_where(book, "filing_item", fec_id="A1")] == [
        30_000, 20_000, 7_000,
    ]  # fmt: skip
    assert len(rows_where(book, "fec_id")) == 1
    assert _summary(book, FEBRUARY).b["11ai"] == 57_000


def test_a_loan_keeps_its_item_from_report_to_report(book: Book, tmp_path: Path) -> None:
    january = report(tmp_path, "a.fec", loan("C1", "0.00", "1000.00"), a={"10": 100_000})
    repaid = record(
        "SB", "SB26", transaction_id="B1", back_reference_tran_id_number="C1",
        back_reference_sched_name="SC/10", entity_type="IND", payee_last_name="Rich",
        payee_first_name="Paul", expenditure_date="20260210", expenditure_amount="400.00",
    )  # fmt: skip
    february = report(
        tmp_path, "b.fec", loan("C1", "400.00", "600.00"), repaid,
        a={"10": 60_000, "26": 40_000}, days=IN_FEBRUARY, code="M3",
    )  # fmt: skip
    assert adopt(book, january).unread == ()
    second = adopt(book, february)
    assert (second.unread, second.findings) == ((), ())
    assert len(rows_where(book, "item", kind="loan_received_from_individual")) == 1
    assert _item(book, "B1")["applies_to_id"] == _item(book, "C1")["id"]
    assert _summary(book, JANUARY).a["10"] == 100_000
    assert _summary(book, FEBRUARY).a["10"] == 60_000
    assert _summary(book, Period(first="2026-03-01", last="2026-03-31")).a["10"] == 60_000
    assert book.verify() == []


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")], ids="".join)
def test_a_loan_that_a_later_report_leaves_out_is_settled(
    order: tuple[str, str], book: Book, tmp_path: Path
) -> None:
    report(tmp_path, "a.fec", loan("C1", "0.00", "1000.00"), a={"10": 100_000})
    report(tmp_path, "b.fec", a={"10": 0}, days=IN_FEBRUARY, code="M3")
    for name in order:
        adopt(book, tmp_path / f"{name}.fec")
    assert _summary(book, JANUARY).a["10"] == 100_000
    assert _summary(book, FEBRUARY).a["10"] == 0
    with book.read() as connection:
        entity = find_entity(connection, "riverbend-pac")
        assert obligations(connection, entity.id, FEBRUARY) == []


def test_an_amendment_takes_over_what_was_entered_on_the_original(
    book: Book, tmp_path: Path
) -> None:
    first = adopt(book, report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000}))
    with book.read() as connection:
        entity = find_entity(connection, first.entity)
    refund = gift(
        "R1", type="REFUND_INDIVIDUAL_CONTRIBUTION", date="2026-03-02", amount="50.00",
        reatt_redes="A1",
    )  # fmt: skip
    enter_interchange(
        book, write_json(tmp_path, interchange(refund, cash_on_hand=None)), entity.code
    )
    amended = report(
        tmp_path, "b.fec", receipt("A1", "320.00"), receipt("A9", "10.00"), a={"11ai": 33_000},
        form_type="F3XA", header=("FEC-1", "1"),
    )  # fmt: skip
    adopt(book, amended)
    assert _item(book, "R1")["corrects_id"] == _item(book, "A1")["id"]
    assert _item(book, "A1")["amount_cents"] == 32_000
    assert _summary(book, JANUARY).a["11ai"] == 33_000
    assert book.verify() == []


def test_an_amendment_without_a_row_that_others_need_is_refused(book: Book, tmp_path: Path) -> None:
    adopt(book, report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000}))
    refund = gift("R1", type="OTHER_DISBURSEMENT", date="2026-03-02", reatt_redes="A1")
    content = interchange(refund, cash_on_hand=None)
    enter_interchange(book, write_json(tmp_path, content), "riverbend-pac")
    amended = report(tmp_path, "b.fec", a={}, form_type="F3XA", header=("FEC-1", "1"))
    with pytest.raises(Refused, match="no such row"):
        adopt(book, amended)
    assert _summary(book, JANUARY).a["11ai"] == 30_000
    assert book.verify() == []


def test_the_replacement_can_be_taken_back(book: Book, tmp_path: Path) -> None:
    adopt(book, report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000}))
    amended = report(
        tmp_path, "b.fec", receipt("A1", "320.00"), a={"11ai": 32_000}, form_type="F3XA",
        header=("FEC-1", "1"),
    )  # fmt: skip
    done = adopt(book, amended)
    book.undo_batch(done.batch_id)
    assert _summary(book, JANUARY).a["11ai"] == 30_000
    assert [row["state"] for row in rows_where(book, "filing")] == ["adopted"]
    assert book.verify() == []


def test_days_that_are_told_already_are_refused(book: Book, tmp_path: Path) -> None:
    adopt(book, report(tmp_path, "a.fec", a={"6b": 100}))
    quarter = report(tmp_path, "q.fec", a={"6b": 200}, days=("20260101", "20260331"), code="Q1")
    with pytest.raises(Refused, match="shares days"):
        adopt(book, quarter)
    other = report(tmp_path, "c.fec", receipt("A1", "1.00"), a={"6b": 100, "11ai": 100})
    with pytest.raises(Refused, match="adopted already"):
        adopt(book, other)


def test_filings_that_do_not_go_together_are_named(book: Book, tmp_path: Path) -> None:
    adopt(book, report(tmp_path, "a.fec", a={"6b": 1_000, "11aii": 500}, b={"11aii": 500}))
    second = report(
        tmp_path, "b.fec", a={"6b": 1_600, "11aii": 100}, b={"11aii": 900}, days=IN_FEBRUARY,
        code="M3",
    )  # fmt: skip
    done = adopt(book, second)
    with book.read() as connection:
        found = disagreements(connection, find_entity(connection, done.entity))
    assert [(one.line, one.column, one.says, one.other_says) for one in found] == [
        ("6(b)", "A", 1_600, 1_500), ("11(a)(ii)", "B", 900, 600),
    ]  # fmt: skip
    assert list(done.findings) == [one.sentence for one in found]


def test_a_gap_between_filings_is_named(book: Book, tmp_path: Path) -> None:
    adopt(book, report(tmp_path, "a.fec", a={}))
    march = report(tmp_path, "c.fec", a={}, days=("20260301", "20260331"), code="M4")
    [finding] = adopt(book, march).findings
    assert finding.startswith("No filing covers the days between M2 through 2026-01-31")


def test_a_line_that_is_not_its_rows_stays_as_filed_and_is_named(
    book: Book, tmp_path: Path
) -> None:
    rows = (receipt("A1", "300.00"), receipt("A2", "50.00", form_type="SA11B", entity_type="PTY"))
    lines = {"11ai": 25_000, "11b": 9_000, "11aii": 700, "18a": 400, "21ai": 30, "21aii": 70}
    done = adopt(book, report(tmp_path, "a.fec", *rows, a=lines))
    found = _summary(book, JANUARY)
    assert {line: found.a[line] for line in lines} == lines
    assert sorted(lump.lines for lump in done.lumps if not lump.lawful) == [
        ("11ai",), ("11b",), ("18a",), ("21ai", "21aii"),
    ]  # fmt: skip
    assert "Line 11(b) of the cover is $40.00 more than its rows." in done.findings


def test_days_that_hold_money_already_are_not_adopted_over(book: Book, tmp_path: Path) -> None:
    content = interchange(gift("X1", date="2026-01-10"), cash_on_hand=None)
    enter_interchange(book, write_json(tmp_path, content), "river")
    filing = report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000})
    with pytest.raises(BadInput, match="1 entries from 2026-01-01 to 2026-01-31"):
        adopt(book, filing)
    book.undo()
    assert adopt(book, filing).total_receipts_cents == 30_000
    assert book.verify() == []


def test_rows_of_an_adopted_filing_are_locked(book: Book, tmp_path: Path) -> None:
    adopt(book, report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000}))
    item = _item(book, "A1")
    with pytest.raises(Locked, match="adopted"), book.unit_of_work("Change it") as unit:
        unit.update(tables.item, item["id"], {"amount_cents": 1, "cash_cents": 1})


def test_an_adoption_that_others_stand_on_is_not_taken_back_silently(
    book: Book, tmp_path: Path
) -> None:
    done = adopt(book, report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000}))
    refund = gift("R1", type="OTHER_DISBURSEMENT", date="2026-03-02", reatt_redes="A1")
    content = interchange(refund, cash_on_hand=None)
    enter_interchange(book, write_json(tmp_path, content), "riverbend-pac")
    with pytest.raises(HasDependents):
        book.undo_batch(done.batch_id)


@pytest.mark.parametrize(
    "days", [("", ""), ("20260101", ""), ("20260131", "20260101"), ("soon", "20260131")]
)
def test_a_cover_without_its_days_is_refused(
    days: tuple[str, str], book: Book, tmp_path: Path
) -> None:
    with pytest.raises(BadInput):
        adopt(book, report(tmp_path, "a.fec", a={}, days=days))
    assert rows_where(book, "entity") == []


def test_what_cannot_be_read_is_listed_by_line(book: Book, tmp_path: Path) -> None:
    rows = (
        receipt("A1", "lots"),
        receipt("A2", "10.00", contribution_date="20260231"),
        "ZZ99\x1cwhat\x1cis\x1cthis",
    )
    done = adopt(book, report(tmp_path, "a.fec", *rows, a={"11ai": 1_000}))
    assert sorted({one.line for one in done.unread}) == [3, 4, 5]
    assert _item(book, "A2")["item_date"] == "2026-01-31"
