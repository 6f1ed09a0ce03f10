"""Donorbox's exports: the columns of every year, and the payments they share with Stripe."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.intake.processor_exports import (
    DONORBOX,
    donorbox_gift,
    raw_rows,
    read_file,
    whole_cents,
    write_rows,
)

YEARS = ("2023", "2024")


@pytest.mark.parametrize("year", YEARS)
def test_a_real_year_is_read_whole(shared_file: Callable[..., Path], year: str) -> None:
    file = shared_file("data", "donations", "donorpipe_linked", f"donorbox_{year}.csv")
    raw = raw_rows(file)
    read = read_file(file)
    assert (read.format, read.refused, read.refunds) == ("donorbox", [], [])
    assert len(read.gifts) == len(raw)
    assert read.gross == sum(whole_cents(row["Amount"]) for row in raw)
    assert read.fees == sum(whole_cents(row["Total Fee"]) for row in raw)
    assert read.gross - read.fees == sum(whole_cents(row["Net Amount"]) for row in raw)
    written = [
        f"20{when[6:8]}-{when[:2]}-{when[3:5]}" for when in (row["Donated At"] for row in raw)
    ]
    assert [row.day for row in read.gifts] == written


@pytest.mark.parametrize("year", YEARS)
def test_every_card_gift_meets_its_charge(shared_file: Callable[..., Path], year: str) -> None:
    folder = ("data", "donations", "donorpipe_linked")
    gifts = read_file(shared_file(*folder, f"donorbox_{year}.csv")).gifts
    charges = {
        row.key: row
        for one in YEARS
        for row in read_file(shared_file(*folder, f"stripe_{one}.csv")).gifts
    }
    cards = [row for row in gifts if row.key.startswith(("ch_", "py_"))]
    raw = raw_rows(shared_file(*folder, f"donorbox_{year}.csv"))
    assert len(cards) == sum(bool(row["Stripe Charge Id"]) for row in raw) > 80
    # What was given in the evening of the last day of all has its charge in the next year's file.
    assert {gift.day for gift in cards if gift.key not in charges} <= {"2024-12-31"}
    for gift in (gift for gift in cards if gift.key in charges):
        charge = charges[gift.key]
        assert (gift.cents, gift.fee_cents) == (charge.cents, charge.fee_cents)
        assert charge.payout_key.startswith("po_")
        assert charge.payout_day > gift.day
    # A gift of the evening has the next day's date in UTC, and both are as their file writes them.
    assert any(gift.day != charges[gift.key].day for gift in cards if gift.key in charges)


def test_paypal_gifts_meet_paypals_own_rows(shared_file: Callable[..., Path]) -> None:
    folder = ("data", "donations", "donorpipe_linked")
    gifts = {row.key: row for row in read_file(shared_file(*folder, "donorbox_2023.csv")).gifts}
    payments = read_file(shared_file(*folder, "paypal_all_22Jul2023.csv")).gifts
    assert len(payments) == 8
    for payment in payments:
        gift = gifts[payment.key]
        assert (gift.cents, gift.fee_cents) == (payment.cents, payment.fee_cents)


def test_what_is_no_settled_gift_is_counted_or_refused(tmp_path: Path) -> None:
    rows = [
        donorbox_gift(),
        donorbox_gift(Stripe_Charge_Id="ch_2", Status="pending"),
        donorbox_gift(Stripe_Charge_Id="ch_3", Status="Failed"),
        donorbox_gift(Stripe_Charge_Id="ch_4", Status="canceled"),
        donorbox_gift(Stripe_Charge_Id="ch_5", Amount="0.00"),
        donorbox_gift(Stripe_Charge_Id="ch_6", Status="refunded"),
        donorbox_gift(Stripe_Charge_Id="ch_7", Status="disputed"),
        donorbox_gift(Stripe_Charge_Id="", Donation_Type="check"),
        donorbox_gift(Stripe_Charge_Id="ch_8", Status="of a kind nobody knows"),
        donorbox_gift(Stripe_Charge_Id="ch_9", Net_Amount="40.00"),
    ]
    read = read_file(write_rows(tmp_path / "a.csv", DONORBOX, rows))
    assert [row.key for row in read.gifts] == ["ch_1aA"]
    assert [read.counted(word) for word in ("settled", "failed", "cancelled", "zero")] == [1] * 4
    assert read.reasons() == [
        (6, "Status"), (7, "Status"), (8, "Donation Type"), (9, "Status"), (10, "Net Amount"),
    ]  # fmt: skip
    assert "chargeback" in read.refused[1].reason


def test_another_currency_needs_its_settled_dollars(tmp_path: Path) -> None:
    rows = [
        donorbox_gift(Currency="EUR", Amount="38.00", Total_Fee="2.00", Net_Amount="36.00"),
        donorbox_gift(Stripe_Charge_Id="ch_2", Currency="EUR", Amount_in_USD=""),
    ]
    rows[1]["Amount in USD"] = ""
    read = read_file(write_rows(tmp_path / "a.csv", DONORBOX, rows))
    assert [(row.cents, row.fee_cents) for row in read.gifts] == [(4172, 185)]
    assert read.reasons() == [(2, "Currency")]


def test_headers_of_other_years_are_known_in_any_order(tmp_path: Path) -> None:
    names = [name.replace("Pay Pal", "Paypal") for name in reversed(DONORBOX)]
    row = donorbox_gift(Stripe_Charge_Id="", Donation_Type="paypal_express")
    row |= {"Paypal Transaction Id": "TX1", "Paypal Capture Id": "CAP1"}
    read = read_file(write_rows(tmp_path / "a.csv", names, [row]))
    assert [(gift.key, gift.receipt_id) for gift in read.gifts] == [("CAP1", "2781")]


def test_a_delimiter_at_the_end_of_every_row_is_no_column(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.csv", DONORBOX, [donorbox_gift(), donorbox_gift()])
    head, first, second = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{head}\n{first},\n{second},more\n", encoding="utf-8")
    read = read_file(file)
    assert (len(read.gifts), [row.row for row in read.refused]) == (1, [2])
