"""PayPal's activity: payments with their partners' fees, and what else moved the balance."""

from collections.abc import Callable
from pathlib import Path

from tests.intake.processor_exports import raw_rows, read_file, whole_cents, write_rows

HEADER = (
    "Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net",
    "From Email Address", "To Email Address", "Transaction ID", "Reference Txn ID", "Balance",
)  # fmt: skip
PAYMENT = {
    "Date": "2/3/2026", "Time": "22:10:00", "TimeZone": "PST", "Name": "Ann Lee",
    "Type": "Donation Payment", "Status": "Completed", "Currency": "USD", "Gross": "1,250.00",
    "Fee": "-5.45", "Net": "1,244.55", "From Email Address": "ann@example.org",
    "Transaction ID": "9AB12345CD678901E",
}  # fmt: skip


def test_the_real_activity_is_read_whole(shared_file: Callable[..., Path]) -> None:
    file = shared_file("data", "donations", "donorpipe_linked", "paypal_all_22Jul2023.csv")
    raw = raw_rows(file)
    paid = [row for row in raw if row["Type"] in ("Donation Payment", "Subscription Payment")]
    partner = [row for row in raw if row["Type"] == "Partner Fee"]
    read = read_file(file)
    assert (read.format, len(read.gifts)) == ("paypal", len(paid))
    assert read.gross == sum(whole_cents(row["Gross"]) for row in paid)
    assert read.fees == -sum(whole_cents(row["Fee"]) for row in paid) - sum(
        whole_cents(row["Gross"]) for row in partner
    )
    assert read.reasons() == [(1, "Type")]
    assert read.counted("withdrawal") == sum(row["Type"] == "General Withdrawal" for row in raw)
    assert read.counted("partner's fee") == len(partner)


def test_the_foreign_sample_is_refused_in_words(shared_file: Callable[..., Path]) -> None:
    read = read_file(shared_file("data", "donations", "paypal", "activity_us_dates_thousands.csv"))
    assert (read.format, read.gifts, read.reasons()) == ("paypal", [], [(1, "Currency")])
    assert [read.counted(word) for word in ("hold", "withdrawal", "not settled")] == [1, 1, 1]


def test_refunds_and_reversals_name_their_payment(tmp_path: Path) -> None:
    rows = [
        PAYMENT,
        PAYMENT | {"Type": "Payment Refund", "Gross": "-250.00", "Fee": "0.00", "Net": "-250.00",
                   "Transaction ID": "9RE", "Reference Txn ID": "9AB12345CD678901E"},
        PAYMENT | {"Type": "Payment Reversal", "Gross": "-1,250.00", "Fee": "0.00",
                   "Net": "-1,250.00", "Transaction ID": "9RV"},
        PAYMENT | {"Transaction ID": "2.80726E+15"},
    ]  # fmt: skip
    read = read_file(write_rows(tmp_path / "a.csv", HEADER, rows))
    assert [(row.key, row.cents, row.fee_cents, row.day) for row in read.gifts] == [
        ("9AB12345CD678901E", 125_000, 545, "2026-02-03")
    ]
    assert [(row.key, row.refund_id, row.cents) for row in read.refunds] == [
        ("9AB12345CD678901E", "9RE", 25_000)
    ]
    assert read.reasons() == [(3, "Reference Txn ID"), (4, "Transaction ID")]
    assert "does not name its gift" in read.refused[0].reason
    assert read.counted("PST") == 4


def test_a_name_in_one_piece_is_taken_apart_and_told(tmp_path: Path) -> None:
    names = ["Ann Mary Lee", "Lee, Ann", "Acme Widgets LLC", "Cher"]
    rows = [
        PAYMENT | {"Name": name, "Transaction ID": f"9AB{number}"}
        for number, name in enumerate(names)
    ]
    read = read_file(write_rows(tmp_path / "a.csv", HEADER, rows))
    assert [(row.donor.first_name, row.donor.last_name) for row in read.gifts] == [
        ("Ann Mary", "Lee"), ("Ann", "Lee"), ("", "Acme Widgets LLC"), ("", "Cher"),
    ]  # fmt: skip
    assert read.counted("one piece") == 1
    assert read.counted("organisation") == 2
