"""Exports of other processors into a book: gifts, fees, payouts, refunds, twice, and back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.cli import main
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.room import open_book
from tests.intake.exports import facts, new_book, rows_of
from tests.intake.processor_exports import (
    DONORBOX,
    STRIPE,
    WINRED,
    donorbox_gift,
    stripe_row,
    winred_row,
    write_rows,
)


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    with new_book(location) as made:
        yield made


def _stripe(folder: Path) -> Path:
    rows = [
        stripe_row(),
        stripe_row(Source="ch_2", Amount="100.00", Fee="3.00", Net="97.00"),
        stripe_row(Source="ch_3", Amount="50.00", Fee="2.00", Net="48.00", Transfer="po_2")
        | {"Transfer Date (UTC)": "2026-02-13 00:00"},
        stripe_row(Type="refund", Source="re_1", charge_id="ch_2", Amount="-30.00", Fee="0.00",
                   Net="-30.00") | {"Created (UTC)": "2026-02-10 09:00"},
        stripe_row(Type="payout", Source="po_1", Amount="-136.87", Net="-136.87"),
    ]  # fmt: skip
    return write_rows(folder / "stripe.csv", STRIPE, rows)


def _winred(folder: Path) -> Path:
    rows = [
        winred_row(),
        winred_row(Revv_UID="rv_ccc_2", Amount="$500.00", Fee="$19.70", Net="$480.30",
                   FEC_ID="C00990002", Committee="Birch PAC"),
        winred_row(Revv_UID="rv_ccc_3", Charge_Revv_UID="rv_ch_2", Payout_ID="p2",
                   Arrival_Date="2026-02-16"),
        winred_row(Type="Refund", Revv_UID="rv_re_1", Refunded_Revv_UID="rv_ccc_1",
                   Refund_ID="rf1", Amount="-$1,000.00", Fee="", Net="-$1,000.00",
                   Date="2/10/2026"),
    ]  # fmt: skip
    return write_rows(folder / "winred.csv", WINRED, rows)


def _donorbox(folder: Path) -> Path:
    rows = [donorbox_gift(), donorbox_gift(Stripe_Charge_Id="ch_2", Amount="100.00",
                                           Total_Fee="3.00", Net_Amount="97.00")]  # fmt: skip
    return write_rows(folder / "donorbox.csv", DONORBOX, rows)


def _answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize(
    ("write", "words", "accepted", "total", "payouts"),
    [
        (_stripe, ["--entity", "alder"], 4, 19_172, 2),
        (_winred, [], 4, 250_000, 3),
        (_donorbox, ["--entity", "alder"], 2, 14_172, 0),
    ],
    ids=["stripe", "winred", "donorbox"],
)
def test_a_file_goes_in_once_and_comes_out_whole(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    write: Callable[[Path], Path],
    words: list[str],
    accepted: int,
    total: int,
    payouts: int,
) -> None:
    place = tmp_path / "book.fdesk"
    with new_book(place) as book:
        before = facts(book)
    file, where = str(write(tmp_path)), ["--book", str(place)]
    answer = _answer(capsys, "intake", file, *words, *where)
    assert (answer["accepted"], answer["total_cents"]) == (accepted, total)
    again = _answer(capsys, "intake", file, *words, *where)
    assert (again["accepted"], again["batch"]) == (0, None)
    assert again["duplicates"] == accepted
    with open_book(place) as book:
        assert rows_of(book, "SELECT COUNT(*) FROM payout") == [(payouts,)]
        assert book.verify() == []
    _answer(capsys, "intake", "undo", str(answer["batch"]), *where)
    with open_book(place) as book:
        assert facts(book) == before


def test_stripes_payouts_bear_fees_and_refunds_of_the_next(book: Book, tmp_path: Path) -> None:
    report = import_file(book, _stripe(tmp_path), entity="alder")
    assert (report.refunded_cents, report.fee_cents) == (3_000, 685)
    assert rows_of(
        book,
        "SELECT external_id, gross_cents, fee_cents, refund_cents, net_cents FROM payout"
        " ORDER BY 1",
    ) == [("po_1", 14_172, 485, 0, 13_687), ("po_2", 5_000, 200, 3_000, 1_800)]
    assert rows_of(
        book,
        "SELECT r.amount_cents, g.amount_cents FROM item r JOIN item g ON g.id = r.parent_id"
        " WHERE r.kind = 'refund_individual_contribution'",
    ) == [(3_000, 10_000)]
    assert rows_of(book, "SELECT COUNT(*) FROM item WHERE conduit_id IS NOT NULL") == [(0,)]


def test_a_refund_lowers_the_payout_that_its_row_names(book: Book, tmp_path: Path) -> None:
    rows = [
        stripe_row(),
        stripe_row(Source="ch_2", Transfer="po_2") | {"Transfer Date (UTC)": "2026-02-11 00:00"},
        stripe_row(Type="refund", Source="re_1", charge_id="ch_1aA", Amount="-41.72", Fee="0.00",
                   Net="-41.72", Transfer="po_3")
        | {"Created (UTC)": "2026-02-10 09:00", "Transfer Date (UTC)": "2026-02-13 00:00"},
    ]  # fmt: skip
    import_file(book, write_rows(tmp_path / "a.csv", STRIPE, rows), entity="alder")
    assert rows_of(book, "SELECT external_id, refund_cents, net_cents FROM payout ORDER BY 1") == [
        ("po_1", 0, 3_987), ("po_2", 0, 3_987), ("po_3", 4_172, -4_172),
    ]  # fmt: skip
    assert book.verify() == []


def test_a_refund_without_its_gift_waits_for_the_file_that_has_it(
    book: Book, tmp_path: Path
) -> None:
    refund = stripe_row(Type="refund", Source="re_1", charge_id="ch_2", Amount="-100.00",
                        Net="-100.00")  # fmt: skip
    file = write_rows(tmp_path / "a.csv", STRIPE, [refund])
    report = import_file(book, file, entity="alder")
    assert (report.accepted, report.rejected_count, report.batch) == (0, 1, None)
    import_file(book, _donorbox(tmp_path), entity="alder")
    assert import_file(book, file, entity="alder").refunded_cents == 10_000
    assert book.verify() == []


def test_winreds_gifts_name_their_conduit_and_their_committee(book: Book, tmp_path: Path) -> None:
    import_file(book, _winred(tmp_path))
    assert rows_of(
        book,
        "SELECT e.code, SUM(i.amount_cents), MIN(c.committee_id) FROM item i"
        " JOIN entity e ON e.id = i.entity_id JOIN contact c ON c.id = i.conduit_id"
        " WHERE i.kind = 'individual_receipt' GROUP BY e.code ORDER BY 1",
    ) == [("alder", 200_000, "C00694323"), ("birch", 50_000, "C00694323")]
    assert rows_of(
        book, "SELECT DISTINCT receipt_id FROM source_row ORDER BY 1"
    ) == [("rv_ch_1",), ("rv_ch_2",)]  # fmt: skip


def test_a_gift_is_given_back_in_parts_and_never_more_than_it_was(
    book: Book, tmp_path: Path
) -> None:
    import_file(book, _stripe(tmp_path), entity="alder")
    parts = [
        stripe_row(Type="refund", Source=key, charge_id="ch_2", Amount=amount, Net=amount)
        | {"Created (UTC)": "2026-02-12 09:00"}
        for key, amount in (("re_1", "-30.00"), ("re_2", "-70.00"), ("re_3", "-0.01"))
    ]
    parts[0]["Created (UTC)"] = "2026-02-10 09:00"
    report = import_file(book, write_rows(tmp_path / "b.csv", STRIPE, parts), entity="alder")
    assert (report.accepted, report.duplicates, report.refunded_cents) == (1, 1, 7_000)
    assert [(one.row, one.key) for one in report.conflicts] == [(3, "ch_2")]
    again = import_file(book, tmp_path / "b.csv", entity="alder")
    assert (again.accepted, again.duplicates, again.conflict_count) == (0, 2, 1)
    assert book.verify() == []


def test_donorboxes_gifts_get_their_payouts_from_stripe(book: Book, tmp_path: Path) -> None:
    import_file(book, _donorbox(tmp_path), entity="alder")
    second = import_file(book, _stripe(tmp_path), entity="alder")
    assert (second.accepted, second.duplicates, second.completed) == (2, 2, 2)
    assert rows_of(
        book, "SELECT COUNT(*), SUM(amount_cents) FROM item WHERE kind = 'individual_receipt'"
    ) == [(3, 19_172)]
    assert rows_of(book, "SELECT external_id, gross_cents, net_cents FROM payout ORDER BY 1") == [
        ("po_1", 14_172, 13_687), ("po_2", 5_000, 1_800),
    ]  # fmt: skip
    left = rows_of(
        book,
        "SELECT a.code, SUM(p.cents) FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.role IN ('bank', 'clearing') GROUP BY a.code ORDER BY 1",
    )
    assert [cents for _, cents in left] == [15_487, 0, 0]
    assert book.verify() == []
    assert second.batch is not None
    third = import_file(book, _stripe(tmp_path), entity="alder")
    assert (third.accepted, third.completed, third.duplicates) == (0, 0, 4)
    # The gifts that Donorbox brought stay, and wait for their payouts again.
    assert undo_import(book, second.batch).depends == ()
    assert rows_of(book, "SELECT COUNT(*) FROM payout") == [(0,)]
    assert rows_of(book, "SELECT COUNT(*) FROM item WHERE payout_id IS NOT NULL") == [(0,)]
    assert book.verify() == []


def test_a_payment_that_stripe_brought_is_not_taken_from_donorbox(
    book: Book, tmp_path: Path
) -> None:
    import_file(book, _stripe(tmp_path), entity="alder")
    report = import_file(book, _donorbox(tmp_path), entity="alder")
    assert (report.accepted, report.duplicates, report.batch) == (0, 2, None)
    assert any("export of stripe" in warning for warning in report.warnings)


@pytest.mark.parametrize("spare", ["", ","], ids=["as its header", "a delimiter more"])
def test_refused_rows_come_back_when_they_are_corrected(
    book: Book, tmp_path: Path, spare: str
) -> None:
    bad = donorbox_gift(Stripe_Charge_Id="ch_2", Net_Amount="1.00")
    file = write_rows(tmp_path / "a.csv", DONORBOX, [donorbox_gift(), bad])
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, *(row + spare for row in rows)]) + "\n", encoding="utf-8")
    left = tmp_path / "left.csv"
    report = import_file(book, file, entity="alder", rejected=left)
    assert (report.accepted, report.rejected_count) == (1, 1)
    left.write_text(left.read_text(encoding="utf-8").replace(",1.00,", ",39.87,"), "utf-8")
    report = import_file(book, left, entity="alder")
    assert (report.accepted, report.rejected_count) == (1, 0)


def test_the_same_payment_with_another_amount_is_a_conflict(book: Book, tmp_path: Path) -> None:
    import_file(book, _donorbox(tmp_path), entity="alder")
    row = stripe_row(Amount="42.00", Net="40.15")
    report = import_file(book, write_rows(tmp_path / "b.csv", STRIPE, [row]), entity="alder")
    assert (report.accepted, [one.key for one in report.conflicts]) == (0, ["ch_1aA"])
