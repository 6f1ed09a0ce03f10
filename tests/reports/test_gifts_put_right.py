"""How a report tells of a reattribution: memo items of Schedule A that change no line."""

from pathlib import Path

import hardmoney

from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.gift_corrections import Reattribution, reattribute
from financedesk.reports.filing import prepare
from tests.ledger.riverbend import Desk, person
from tests.reports.test_filing import file_of, request

_ID, _BACK, _LINE_OF_BACK, _LAST, _DAY, _AMOUNT, _AGGREGATE, _MEMO, _SAYS = (
    2, 3, 4, 7, 19, 20, 21, 42, 43,
)  # fmt: skip


def put_right(desk: Desk, gift: int, to: ContactRef, day: str) -> None:
    with desk.book.unit_of_work("Reattribute contribution") as unit:
        typed = Reattribution(
            gift_id=gift, amount_cents=2_000_00, day=day, to=to, how="signed",
            evidence="Both signed the letter",
        )  # fmt: skip
        reattribute(unit, typed)


def rows(path: Path) -> list[list[str]]:
    lines = path.read_bytes().decode("ascii").split("\r\n")[2:-1]
    return [line.split("\x1c") for line in lines]


def test_both_memo_items_point_at_the_gift_of_the_same_report(desk: Desk, tmp_path: Path) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, "2026-01-05", 12_000_00)
    put_right(desk, gift, bo, "2026-02-20")
    prepared = prepare(desk.book, request(desk), tmp_path)
    judged = hardmoney.parse_file(str(file_of(prepared)))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert (prepared.summary["A"]["11ai"], prepared.summary["A"]["19"]) == (12_000_00, 12_000_00)
    told = {row[_LAST] + row[_AMOUNT]: row for row in rows(file_of(prepared))}
    original, source, target = (
        told[key] for key in ("Lopez12000.00", "Lopez-2000.00", "Bird2000.00")
    )
    assert original[_MEMO] == ""
    for memo in (source, target):
        assert (memo[0], memo[_MEMO], memo[_DAY]) == ("SA11AI", "X", "20260220")
        assert (memo[_BACK], memo[_LINE_OF_BACK]) == (original[_ID], "SA11AI")
    assert (source[_AGGREGATE], target[_AGGREGATE]) == ("10000.00", "2000.00")
    assert source[_SAYS] == "Reattribution to Bo Bird: gift of 2026-01-05"
    assert target[_SAYS] == "Reattribution from Ada Lopez: gift of 2026-01-05"


def test_of_a_gift_that_an_earlier_report_showed_only_the_memo_items_are_told(
    desk: Desk, tmp_path: Path
) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    gift = desk.record("individual_receipt", ada, "2025-12-20", 12_000_00)
    put_right(desk, gift, bo, "2026-01-15")
    prepared = prepare(desk.book, request(desk), tmp_path)
    assert hardmoney.parse_file(str(file_of(prepared))).validate().is_acceptable
    assert prepared.summary["A"]["19"] == 0
    source, target = rows(file_of(prepared))
    assert [(row[_LAST], row[_AMOUNT], row[_MEMO]) for row in (source, target)] == [
        ("Lopez", "-2000.00", "X"), ("Bird", "2000.00", "X"),
    ]  # fmt: skip
    # The gift is not in this file, so the one memo item points at the other.
    assert (source[_BACK], target[_BACK]) == ("", source[_ID])
