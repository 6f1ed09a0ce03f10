"""Checks as vouchers, amounts in words, and the register of disbursements in every form."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from financedesk.errors import BadInput
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.period import Period
from financedesk.ledger.ultimate_payees import NewPayee, name_payees
from financedesk.reports.check_paper import write_checks
from financedesk.reports.disbursement_register import TITLES, write_register
from financedesk.rules.amount_words import amount_in_words
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import PRINTER, Payer, payer

Q3 = Period(first="2026-07-01", last="2026-09-30")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {
    **{word: number for number, word in enumerate(_ONES.split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), start=2)},
}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Payer]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as book:
        yield payer(book)


def read_words(words: str) -> int:
    """Return the cents that an amount in words says, read word by word."""
    dollars, _, cents = words.rpartition(" and ")
    total = part = 0
    for word in dollars.lower().replace("-", " ").split():
        if word == "hundred":
            part *= 100
        elif word in _SCALES:
            total, part = total + part * _SCALES[word], 0
        else:
            part += _NUMBERS[word]
    return (total + part) * 100 + int(cents.removesuffix("/100"))


@given(st.integers(1, 99_999_999_999_999))
def test_the_words_say_the_amount(cents: int) -> None:
    assert read_words(amount_in_words(cents)) == cents


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (7, "Zero and 07/100"), (1_00, "One and 00/100"), (21_05, "Twenty-one and 05/100"),
        (1_000_000_00, "One million and 00/100"),
        (110_019_15, "One hundred ten thousand nineteen and 15/100"),
    ],
)  # fmt: skip
def test_amounts_in_words(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


@pytest.mark.parametrize("cents", [0, -1, 100_000_000_000_000])
def test_what_no_check_is_for(cents: int) -> None:
    with pytest.raises(BadInput, match="above zero and below a trillion"):
        amount_in_words(cents)


def texts(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def test_a_check_and_its_stubs_say_whom_what_and_who_agreed(desk: Payer, tmp_path: Path) -> None:
    desk.paid(1_310_50, "A-1042")
    desk.paid(42_07, "7")
    path = write_checks(desk.book, [one.id for one in desk.checks()], tmp_path / "checks.pdf")
    first, second = texts(path)
    for words in ("One thousand three hundred ten and 50/100", "$1,310.50", "Heron Press",
                  "5 Mill Rd", "Bill A-1042 · Printing", "July 6, 2026", "1001"):  # fmt: skip
        assert words in first
    assert first.count("AUTHORIZED SIGNATURE") == 2
    assert first.count("Approved by Ann Lee on 2026-07-02, Bo Day on 2026-07-02") == 2
    assert second.count("AUTHORIZED SIGNATURE") == 1
    assert "Forty-two and 07/100" in second


def test_a_void_check_and_another_ending_are_refused(desk: Payer, tmp_path: Path) -> None:
    desk.paid(100_00, "1")
    (check,) = desk.checks()
    with pytest.raises(BadInput, match=r"does not end in \.pdf"):
        write_checks(desk.book, [check.id], tmp_path / "checks.docx")
    with desk.book.unit_of_work("Void check") as unit:
        void_check(unit, check.id, "2026-07-08", "Lost")
    with pytest.raises(BadInput, match="Check 1001 is void"):
        write_checks(desk.book, [check.id], tmp_path / "checks.pdf")
    with pytest.raises(BadInput, match="no check to print"):
        write_checks(desk.book, [], tmp_path / "checks.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def payments(desk: Payer) -> None:
    """Pay a bill, void its check in another month, and pay a card with a payee behind it."""
    desk.paid(100_00, "1")
    (check,) = desk.checks()
    with desk.book.unit_of_work("Void check") as unit:
        void_check(unit, check.id, "2026-08-03", "Lost")
    desk.paid(1_200_00, "2", "2026-08-10")
    card = desk.record(900_00)
    line = NewPayee(
        payee=PRINTER, known=None, amount_cents=850_00, day="2026-07-10", purpose="Leaflets"
    )
    with desk.book.unit_of_work("Name") as unit:
        name_payees(unit, card, "card", [line])


def test_the_register_tells_bill_approvals_and_ultimate_payee_and_ties(
    desk: Payer, tmp_path: Path
) -> None:
    payments(desk)
    entity = [desk.of.entity.id]
    for ending in ("pdf", "xlsx", "csv"):
        write_register(desk.book, entity, Q3, tmp_path / f"register.{ending}")
    with (tmp_path / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == TITLES
    assert [(row["Payee"], row["Amount"]) for row in rows] == [
        ("Heron Press", "100.00"), ("Cascade Card Services", "900.00"),
        ("Cascade Card Services", ""), ("Heron Press", "-100.00"), ("Heron Press", "1200.00"),
    ]  # fmt: skip
    assert (rows[2]["Ultimate payee"], rows[2]["Of it"]) == ("Heron Press", "850.00")
    assert (rows[4]["Bill"], rows[4]["Paid by"]) == ("2", "Check 1002")
    assert rows[4]["Approved by"] == "Ann Lee 2026-07-02, Bo Day 2026-07-02"
    paper = "\n".join(texts(tmp_path / "register.pdf"))
    assert "$2,100.00" in paper
    assert "Behind it: Heron Press 850.00 (Leaflets)" in paper
    sheet = load_workbook(tmp_path / "register.xlsx").active
    assert sheet is not None
    assert sheet.max_row >= len(rows)
    with pytest.raises(BadInput, match="does not end in"):
        write_register(desk.book, entity, Q3, tmp_path / "register.txt")
