"""Anedot, Square, and the giving platforms that write alike."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.processor_exports import read_file, write_rows

ANEDOT = (
    "Donation ID", "Type", "Status", "Date", "First Name", "Last Name", "Email", "Address Line 1",
    "City", "State", "Zip", "Employer", "Occupation", "Amount", "Anedot Fee", "Donor Covered Fees",
    "Net Amount", "Payment Method", "Transaction ID", "Action Page",
)  # fmt: skip
GIFT = {
    "Donation ID": "d1", "Type": "Donation", "Status": "completed",
    "Date": "2026-02-03 20:57:08 -0800", "First Name": "Ann", "Last Name": "Lee",
    "Amount": "$1,250.00", "Anedot Fee": "$50.30", "Net Amount": "$1,199.70",
    "Payment Method": "credit_card", "Transaction ID": "t1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "gross", "fee"),
    [
        ({}, 125_000, 5_030),
        ({"Donor Covered Fees": "$50.30"}, 125_000, 5_030),
        ({"Donor Covered Fees": "$50.30", "Net Amount": "$1,250.00"}, 130_030, 5_030),
    ],
    ids=["no cover", "cover inside", "cover on top"],
)
def test_the_net_tells_whether_the_amount_holds_the_covered_fee(
    tmp_path: Path, changes: dict[str, str], gross: int, fee: int
) -> None:
    read = read_file(write_rows(tmp_path / "a.csv", ANEDOT, [GIFT | changes]))
    assert [(row.cents, row.fee_cents, row.day) for row in read.gifts] == [
        (gross, fee, "2026-02-03")
    ]
    assert read.counted("time zone -0800") == 1


@pytest.mark.parametrize(
    "changes", [{"Donor Covered Fees": "$9.00", "Net Amount": ""}, {"Net Amount": "$1,200.00"}]
)
def test_money_that_does_not_add_up_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    read = read_file(write_rows(tmp_path / "a.csv", ANEDOT, [GIFT | changes]))
    assert (read.gifts, len(read.refused)) == ([], 1)


def test_the_ledger_of_anedot_is_told_apart(tmp_path: Path) -> None:
    rows = [
        GIFT,
        GIFT | {"Type": "Refund", "Amount": "-$1,250.00", "Transaction ID": "t2",
                "Net Amount": "-$1,250.00"},
        GIFT | {"Type": "Dispute", "Donation ID": "d2"},
        GIFT | {"Type": "Transfer", "Donation ID": ""},
        GIFT | {"Type": "Void", "Donation ID": "d3"},
        GIFT | {"Payment Method": "check", "Donation ID": "d4"},
    ]  # fmt: skip
    read = read_file(write_rows(tmp_path / "a.csv", ANEDOT, rows))
    assert (read.format, [row.key for row in read.gifts]) == ("anedot", ["d1"])
    assert [(row.key, row.refund_id, row.cents) for row in read.refunds] == [("d1", "t2", 125_000)]
    assert read.reasons() == [(3, "Amount"), (6, "Payment Method")]
    assert "sign of the amount" in read.refused[0].reason
    assert [read.counted(word) for word in ("transfer to the bank", "cancelled")] == [1, 1]


def test_a_question_over_two_lines_is_part_of_the_header(tmp_path: Path) -> None:
    header = ("Are you a\ncontractor of the\nstate?", *ANEDOT)
    rows = [GIFT | {header[0]: "no,\nnever"}, GIFT | {"Donation ID": "d2"}]
    read = read_file(write_rows(tmp_path / "a.csv", header, rows))
    assert (read.format, [row.key for row in read.gifts]) == ("anedot", ["d1", "d2"])
    assert read.refused == []


SQUARE = (
    "Date", "Time", "Time Zone", "Gross Sales", "Tax", "Total Collected", "Cash", "Fees",
    "Net Total", "Transaction ID", "Payment ID", "Event Type", "Customer Name", "Deposit ID",
    "Deposit Date",
)  # fmt: skip
SALE = {
    "Date": "02/03/2026", "Time": "21:18:15", "Time Zone": "Pacific Time (US & Canada)",
    "Gross Sales": "$50.00", "Tax": "$0.00", "Total Collected": "$50.00", "Cash": "$0.00",
    "Fees": "-$1.60", "Net Total": "$48.40", "Transaction ID": "32WG7b1g",
    "Event Type": "Payment", "Customer Name": "Ann Lee", "Deposit ID": "dep1",
    "Deposit Date": "02/04/2026",
}  # fmt: skip


def test_the_real_square_sale_has_tax_in_it(shared_file: Callable[..., Path]) -> None:
    read = read_file(shared_file("data", "donations", "square", "transactions.csv"))
    assert (read.format, read.gifts, read.reasons()) == ("square", [], [(1, "Tax")])


def test_a_card_at_square_is_a_gift_and_cash_is_not(tmp_path: Path) -> None:
    rows = [SALE, SALE | {"Cash": "$50.00", "Transaction ID": "x2"}]
    read = read_file(write_rows(tmp_path / "a.csv", SQUARE, rows))
    assert [(row.key, row.cents, row.fee_cents, row.payout_key) for row in read.gifts] == [
        ("32WG7b1g", 5_000, 160, "dep1")
    ]
    assert read.reasons() == [(2, "Cash")]


PLATFORMS: dict[str, tuple[dict[str, str], int, int]] = {
    "Givebutter": (
        {"First Name": "Ann", "Last Name": "Lee", "Amount": "103.00", "Fee": "3.00",
         "Fee Covered": "3.00", "Donated": "100.00", "Payout": "100.00", "Method": "card",
         "Status": "succeeded", "Reference #": "r1", "Transaction date UTC": "2026-02-03 04:05:06"},
        10_300, 300,
    ),
    "Give Lively": (
        {"First Name": "Ann", "Last Name": "Lee", "Line Item ID": "r1", "Original Amount": "100.00",
         "Gross Amount": "103.00", "Covered Transaction Fee Amount": "3.00",
         "Transaction Fee Amount": "2.50", "Platform Fee Amount": "0.50", "Net Amount": "100.00",
         "Payment Status": "Succeeded", "Payment Method": "Card", "Date": "2026-02-03"},
        10_300, 300,
    ),
    "Classy": (
        {"First Name": "Ann", "Last Name": "Lee", "Transaction ID": "r1",
         "Donation Gross Amount": "100.00", "Donation Net Amount": "95.00",
         "Classy Fees Amount": "2.00", "Fees Amount": "3.00", "Transaction Status": "success",
         "Currency Code": "USD", "Purchased Date": "2026-02-03T04:05:06Z"},
        10_000, 500,
    ),
    "Zeffy": (
        {"First Name": "Ann", "Last Name": "Lee", "Donation amount": "100.00", "Amount": "117.00",
         "Payment method": "card", "Payment status": "Succeeded",
         "Payment Date (UTC)": "2026-02-03", "Payment ID": "r1"},
        10_000, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_is_known_by_its_columns(tmp_path: Path, platform: str) -> None:
    row, gross, fee = PLATFORMS[platform]
    read = read_file(write_rows(tmp_path / "a.csv", sorted(row), [row]))
    assert read.format == "donations"
    assert [(one.key, one.cents, one.fee_cents, one.day) for one in read.gifts] == [
        ("r1", gross, fee, "2026-02-03")
    ]
