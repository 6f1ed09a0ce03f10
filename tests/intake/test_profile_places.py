"""Drive, bank account and method, row by row, in any vendor's table."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake.importing import import_file
from financedesk.intake.profiles import Column, checked, profile_text, read_profile
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.ledger import tables
from financedesk.ledger.organisation import NewAccount, NewEntity
from tests.intake.exports import TWO, facts, new_book, rows_of
from tests.intake.test_profiles import SHOP, row, table

HEADER = (
    "Ticket", "Sold on", "Price", "Fee", "First", "Last", "Code", "Status", "For", "Fund", "Bank",
    "Paid by", "Deposit", "Deposited", "Of",
)  # fmt: skip
FUNDS = replace(
    SHOP,
    columns={
        **SHOP.columns, "drive": Column("Fund"), "account": Column("Bank"),
        "method": Column("Paid by"), "payout_key": Column("Deposit"),
        "payout_day": Column("Deposited"), "refund_of": Column("Of"),
    },
    values={
        "kind": {"Sold": "gift", "Returned": "refund", "Disputed": "chargeback",
                 "Dispute won": "chargeback won"},
        "drive": {"Gala 26": "gala", "General": "no drive"},
        "account": {"First National": "second"},
        "method": {"Visa": "card", "Wire": "bank debit", "Apple": "wallet", "Check": "check",
                   "Bills": "cash"},
    },
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    alder = replace(
        TWO[0], accounts=(*TWO[0].accounts, NewAccount(code="second", opening_date="2025-01-01"))
    )
    entities: tuple[NewEntity, ...] = (alder, TWO[1])
    with new_book(tmp_path / "book.fdesk", entities) as made:
        ((entity_id,),) = rows_of(made, "SELECT id FROM entity WHERE code = 'alder'")
        with made.unit_of_work("Drives") as unit:
            for code, name in (("gala", "Spring gala"), ("doors", "Doors"), ("doors-2", "doors")):
                unit.insert(tables.drive, {"entity_id": entity_id, "code": code, "name": name})
        yield made


def sale(number: int, **changes: str) -> dict[str, str]:
    given = {"Ticket": f"T{number}", "Paid_by": "Visa", "Deposit": "", "Deposited": ""} | changes
    return row(**given)


def taken(
    book: Book, folder: Path, *rows: dict[str, str], drive: str | None = None, name: str = "a.csv"
) -> IntakeReport:
    return import_file(book, table(folder / name, rows, HEADER), profile=FUNDS, drive=drive)


DRIVES = (
    "SELECT s.external_id, d.code FROM item i JOIN source_row s ON s.item_id = i.id"
    " LEFT JOIN drive d ON d.id = i.drive_id ORDER BY s.id"
)


def test_a_drive_is_found_by_text_code_or_name(book: Book, tmp_path: Path) -> None:
    funds = ("Gala 26", "gala", "GALA", "Spring Gala", "General", "")
    rows = [sale(number, Fund=fund) for number, fund in enumerate(funds)]
    assert taken(book, tmp_path, *rows, drive="doors").rejected == []
    codes = [code for _, code in rows_of(book, DRIVES)]
    assert codes == ["gala", "gala", "gala", "gala", None, "doors"]
    assert book.verify() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"Fund": "Bake sale"},
            "There is no drive “Bake sale” here; it has: doors, ",
        ),
        ({"Bank": "Third"}, "has no bank account 'Third'; it has: bank, second."),
        ({"Paid_by": "Check"}, "It was paid by check: enter it with its deposit."),
        ({"Paid_by": "Bills"}, "It was paid by cash: enter it with its deposit."),
        ({"Paid_by": "Barter"}, "does not say what “Barter” means"),
    ],
)
def test_what_is_not_known_is_refused_with_what_to_do(
    changes: dict[str, str], words: str, book: Book, tmp_path: Path
) -> None:
    report = taken(book, tmp_path, sale(1), sale(2, **changes))
    assert (report.accepted, report.rejected_count) == (1, 1)
    assert words in report.rejected[0].reason
    again = taken(book, tmp_path, sale(1), sale(2), name="b.csv")
    assert (again.accepted, again.duplicates) == (1, 1)


def test_a_name_that_two_drives_share_is_asked_about(book: Book, tmp_path: Path) -> None:
    with book.unit_of_work("Rename") as unit:
        ((gala,),) = rows_of(book, "SELECT id FROM drive WHERE code = 'gala'")
        ((doors,),) = rows_of(book, "SELECT id FROM drive WHERE code = 'doors-2'")
        for drive_id in (gala, doors):
            unit.update(tables.drive, drive_id, {"name": "Both"})
    report = taken(book, tmp_path, sale(1, Fund="both"))
    assert "Several drives are called “both”" in report.rejected[0].reason


def test_each_payout_reaches_the_account_that_its_rows_name(book: Book, tmp_path: Path) -> None:
    there = {"Bank": "First National", "Deposit": "P1", "Deposited": "2026-02-09"}
    here = {"Deposit": "P2", "Deposited": "2026-02-10"}
    before = facts(book)
    report = taken(book, tmp_path, sale(1, **there), sale(2, **here), sale(3, **there))
    assert (report.accepted, report.payouts) == (3, 2)
    assert [one.gifts for one in report.recipients.values()] == [3]
    landed = (
        "SELECT a.code, SUM(p.cents) FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.role IN ('bank', 'clearing') GROUP BY 1 ORDER BY 1"
    )
    assert rows_of(book, landed) == [("bank", 2_401), ("clearing:other:federal", 0),
                                     ("second", 4_802)]  # fmt: skip
    assert book.verify() == []
    assert report.batch is not None
    undo_import(book, report.batch)
    assert facts(book) == before


def test_one_payout_cannot_reach_two_accounts(book: Book, tmp_path: Path) -> None:
    here = {"Deposit": "P1", "Deposited": "2026-02-09"}
    report = taken(book, tmp_path, sale(1, **here), sale(2, **here, Bank="First National"))
    assert (report.accepted, report.rejected_count) == (1, 1)
    assert "reached another bank account than second" in report.rejected[0].reason
    assert book.verify() == []


def test_a_refund_and_a_chargeback_keep_the_drive_of_their_gift(book: Book, tmp_path: Path) -> None:
    rows = [
        sale(1, Fund="gala"), sale(2, Fund="gala"),
        sale(3, Status="Returned", Of="T1", Price="5.00", Sold_on="2026-02-08"),
        sale(4, Status="Disputed", Of="T2", Fee="15.00", Sold_on="2026-02-08"),
        sale(5, Status="Dispute won", Of="T2", Fee="", Sold_on="2026-02-20"),
    ]  # fmt: skip
    report = taken(book, tmp_path, *rows, drive="doors")
    assert (report.refunded_cents, report.chargeback_cents, report.won_cents) == (500, 2_500, 2_500)
    assert {code for _, code in rows_of(book, DRIVES)} == {"gala"}
    assert len(rows_of(book, DRIVES)) == 5


def test_the_roles_stand_in_the_text_of_a_profile() -> None:
    assert read_profile(profile_text(FUNDS)) == FUNDS
    with pytest.raises(BadInput, match="say one of card, bank debit, wallet, check, cash"):
        checked(replace(FUNDS, values={**FUNDS.values, "method": {"Visa": "x"}}))
