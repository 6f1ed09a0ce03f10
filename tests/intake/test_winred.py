"""WinRed's exports: parts of charges for each committee, refunds, disputes, no header."""

from pathlib import Path

import pytest

from financedesk.errors import BadInput
from tests.intake.processor_exports import WINRED, read_file, winred_row, write_rows

HEADLESS = (
    'Ann,Lee,ann@example.org,617-555-0100,1 Main St,Boston,MA,02118,"$1,000.00",2/3/2026\n'
    "Bo,Ray,bo@example.org,,2 Oak St,Salem,OR,97301,$25.00,2/4/2026\n"
    "Bo,Ray,bo@example.org,,2 Oak St,Salem,OR,97301,$25.00,2/4/2026\n"
)  # fmt: skip


def test_a_gift_carries_its_money_its_receipt_and_its_payout(tmp_path: Path) -> None:
    (gift,) = read_file(write_rows(tmp_path / "a.csv", WINRED, [winred_row()])).gifts
    assert (gift.key, gift.receipt_id, gift.cents, gift.fee_cents) == (
        "rv_ccc_1", "rv_ch_1", 100_000, 3_940,
    )  # fmt: skip
    assert (gift.day, gift.payout_key, gift.payout_day) == ("2026-02-03", "p1", "2026-02-09")
    assert (gift.recipient_id, gift.donor.employer) == ("C00990001", "City Schools")


def test_a_gift_split_over_committees_keeps_its_receipt(tmp_path: Path) -> None:
    rows = [
        winred_row(Type="Charge", Revv_UID="rv_ch_1", Amount="$1,500.00"),
        winred_row(Type="Conduit Candidate Charge"),
        winred_row(Revv_UID="rv_ccc_2", Amount="$500.00", Fee="$19.70", Net="$480.30",
                   FEC_ID="C00990002", Committee="Birch PAC"),
    ]  # fmt: skip
    read = read_file(write_rows(tmp_path / "a.csv", WINRED, rows))
    assert [(row.recipient_id, row.cents) for row in read.gifts] == [
        ("C00990001", 100_000), ("C00990002", 50_000),
    ]  # fmt: skip
    assert {row.receipt_id for row in read.gifts} == {"rv_ch_1"}
    assert read.counted("each committee") == 1


def test_disputes_refunds_payouts_and_fees_are_told_apart(tmp_path: Path) -> None:
    rows = [
        winred_row(),
        winred_row(Type="Refund", Revv_UID="rv_re_1", Refunded_Revv_UID="rv_ccc_1",
                   Refund_ID="rf1", Amount="-$250.00", Fee="", Net="-$250.00"),
        winred_row(Type="Dispute", Amount="-$1,000.00", Fee="$15.00", Net="-$1,015.00"),
        winred_row(Revv_UID="rv_ccc_3", Chargeback_Status="lost"),
        winred_row(Revv_UID="rv_ccc_4", Chargeback_Status="won"),
        winred_row(Type="Payout", Amount="-$960.60"),
        winred_row(Type="Expense", Amount="-$3.00"),
    ]  # fmt: skip
    read = read_file(write_rows(tmp_path / "a.csv", WINRED, rows))
    assert [row.key for row in read.gifts] == ["rv_ccc_1", "rv_ccc_4"]
    assert [(row.key, row.refund_id, row.cents) for row in read.refunds] == [
        ("rv_ccc_1", "rf1", 25_000)
    ]
    assert [(row.key, row.meaning, row.cents, row.fee_cents) for row in read.disputes] == [
        ("rv_ccc_1", "chargeback", 100_000, 1_500)
    ]
    assert read.reasons() == [(4, "Chargeback Status"), (7, "Type")]
    assert "chargeback" in read.refused[0].reason


def test_the_fields_of_its_interface_are_known(tmp_path: Path) -> None:
    header = ("amount", "amount_refunded", "charge_revv_uid", "first_name", "last_name",
              "created_at", "code", "zip")  # fmt: skip
    row = dict.fromkeys(header, "") | {
        "amount": "33.33", "charge_revv_uid": "rv_ch_9", "first_name": "Ann", "last_name": "Lee",
        "created_at": "2026-02-04 03:58:11 UTC", "code": "C00990001", "zip": "2118",
    }  # fmt: skip
    rows = [row, row | {"amount_refunded": "23", "charge_revv_uid": "rv_ch_8"}]
    read = read_file(write_rows(tmp_path / "a.csv", header, rows))
    assert [(gift.key, gift.cents, gift.day) for gift in read.gifts] == [
        ("rv_ch_9", 3333, "2026-02-04")
    ]
    assert read.counted("UTC") == 2
    assert read.counted("leading zero") == 2
    assert read.reasons() == [(2, "amount_refunded")]


def test_a_charge_is_told_from_its_parts_without_a_column_of_kinds(tmp_path: Path) -> None:
    header = ("revv_uid", "charge_revv_uid", "amount", "first_name", "last_name", "created_at",
              "code")  # fmt: skip
    part = {
        "revv_uid": "rv_ccc_1", "charge_revv_uid": "rv_ch_1", "amount": "30.00",
        "first_name": "Ann", "last_name": "Lee", "created_at": "2026-02-04", "code": "C00990001",
    }  # fmt: skip
    rows = [
        part | {"revv_uid": "rv_ch_1", "charge_revv_uid": "", "amount": "50.00", "code": ""},
        part,
        part | {"revv_uid": "rv_ccc_2", "amount": "20.00", "code": "C00990002"},
    ]
    read = read_file(write_rows(tmp_path / "a.csv", header, rows))
    assert [(row.key, row.cents) for row in read.gifts] == [
        ("rv_ccc_1", 3_000),
        ("rv_ccc_2", 2_000),
    ]
    assert read.counted("each committee") == 1


def test_a_download_without_a_header_is_known_by_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HEADLESS, encoding="latin-1")
    read = read_file(file)
    assert (read.format, read.gross, read.refused) == ("winred", 105_000, [])
    assert read.counted("no header") == 1
    keys = [gift.key for gift in read.gifts]
    assert len(set(keys)) == 3
    assert [gift.key for gift in read_file(file).gifts] == keys


@pytest.mark.parametrize("line", ["a,b,c", "Ann,Lee,no mail,,1 Main St,Boston,MA,02118,5,2/3/2026"])
def test_other_rows_without_a_header_are_not_taken_for_it(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.csv").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="none of the formats"):
        read_file(tmp_path / "a.csv")


def test_a_list_that_does_not_say_whose_it_is_is_asked_about(tmp_path: Path) -> None:
    header = ("First Name", "Last Name", "Email", "Zip", "Amount", "Date")
    row = {"First Name": "Ann", "Last Name": "Lee", "Amount": "$5.00", "Date": "2/3/2026"}
    file = write_rows(tmp_path / "a.csv", header, [row])
    with pytest.raises(BadInput, match="--as: winred"):
        read_file(file)
    assert [read_file(file, code).gross for code in ("winred", "donations", "raise-the-money",
                                                     "anedot")] == [500] * 4  # fmt: skip


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("Initiated Date", "Estimated Arrival", "Name", "Statement Descriptor", "Gross", "Net"),
         "list of payouts"),
        (("Type", "Date", "Name", "Gross", "Fee", "Net", "Balance"), "Transactions export"),
    ],
)  # fmt: skip
def test_lists_without_whole_gifts_name_the_export_to_take(
    tmp_path: Path, header: tuple[str, ...], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        read_file(write_rows(tmp_path / "a.csv", header, []))
