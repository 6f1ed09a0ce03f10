"""Stripe's exports: charges with their payouts, refunds of charges, and what is neither."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.processor_exports import (
    STRIPE,
    raw_rows,
    read_file,
    stripe_row,
    whole_cents,
    write_rows,
)


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_a_real_balance_is_read_whole(shared_file: Callable[..., Path], year: str) -> None:
    file = shared_file("data", "donations", "donorpipe_linked", f"stripe_{year}.csv")
    raw = raw_rows(file)
    charges = [row for row in raw if row["Type"] in ("charge", "payment")]
    read = read_file(file)
    assert (read.format, read.refused, len(read.gifts)) == ("stripe", [], len(charges))
    assert read.gross == sum(whole_cents(row["Amount"]) for row in charges)
    assert read.fees == sum(whole_cents(row["Fee"]) for row in charges)
    assert read.gross - read.fees == sum(whole_cents(row["Net"]) for row in charges)
    assert {row.payout_key for row in read.gifts} == {row["Transfer"] for row in charges}
    assert [row.day for row in read.gifts] == [row["Created (UTC)"][:10] for row in charges]
    assert read.counted("transfer to the bank") == len(raw) - len(charges)
    assert read.counted("UTC") == len(charges)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("balance_history_quoted.csv", ["Currency", "Type"]),
        ("itemized_balance_change.csv", ["currency", "currency", "currency", ""]),
        ("payments_created_date_utc.csv", ["", "", ""]),
        ("payout_reconciliation_header.csv", [""]),
    ],
)
def test_samples_without_donors_or_dollars_are_refused_row_by_row(
    shared_file: Callable[..., Path], name: str, fields: list[str]
) -> None:
    read = read_file(shared_file("data", "donations", "stripe", name))
    assert (read.format, read.gifts) == ("stripe", [])
    assert [row.field for row in read.refused] == fields
    assert all(len(row.reason) > 30 for row in read.refused)


def test_each_kind_of_row_is_told_apart(tmp_path: Path) -> None:
    rows = [
        stripe_row(),
        stripe_row(Type="refund", Source="re_1", charge_id="ch_1aA", Amount="-41.72", Fee="0.00",
                   Net="-41.72"),
        stripe_row(Type="refund", Source="re_2", Amount="-1.00", Fee="0.00", Net="-1.00"),
        stripe_row(Type="dispute", Source="dp_1", Amount="-41.72"),
        stripe_row(Type="stripe_fee", Source="", Amount="-5.00"),
        stripe_row(Type="payout", Source="po_1", Amount="-39.87", Net="-39.87"),
        stripe_row(Type="something new", Source="xx_1"),
        stripe_row(Source="txn_7"),
    ]  # fmt: skip
    read = read_file(write_rows(tmp_path / "a.csv", STRIPE, rows))
    assert [(row.key, row.payout_key, row.payout_day) for row in read.gifts] == [
        ("ch_1aA", "po_1", "2026-02-06")
    ]
    assert [(row.key, row.refund_id, row.cents) for row in read.refunds] == [
        ("ch_1aA", "re_1", 4172)
    ]
    assert [number for number, _ in read.reasons()] == [3, 4, 5, 7, 8]
    assert "chargeback" in read.refused[1].reason
    assert read.counted("transfer to the bank") == 1


def test_a_mark_of_refund_needs_the_day_and_the_whole_amount(tmp_path: Path) -> None:
    header = ("id", "Created date (UTC)", "Amount", "Amount Refunded", "Refunded date (UTC)", "Fee",
              "Net", "Currency", "Status", "Customer Name", "Customer Email")  # fmt: skip
    row = {
        "id": "ch_1", "Created date (UTC)": "2026-02-03 10:00:00", "Amount": "50.00",
        "Amount Refunded": "50.00", "Refunded date (UTC)": "2026-02-10 10:00:00", "Fee": "2.00",
        "Net": "48.00", "Currency": "usd", "Status": "Refunded", "Customer Name": "Ann Lee",
    }  # fmt: skip
    rows = [row, row | {"Refunded date (UTC)": ""}, row | {"Amount Refunded": "20.00"}]
    read = read_file(write_rows(tmp_path / "a.csv", header, rows))
    assert [(gift.cents, gift.refund_day) for gift in read.gifts] == [(5_000, "2026-02-10")]
    assert read.reasons() == [(2, "Status"), (3, "Amount Refunded")]


def test_a_decimal_comma_stops_the_file(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.csv", STRIPE, [stripe_row(Amount="41,72")], ";")
    with pytest.raises(Exception, match="decimal comma"):
        read_file(file)


def test_two_columns_of_one_name_are_asked_about(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.csv", (*STRIPE, "Amount"), [stripe_row()])
    with pytest.raises(Exception, match="2 columns named Amount"):
        read_file(file)
