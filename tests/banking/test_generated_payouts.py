"""A generated export and its bank: every payout finds its line without a hand, gaps are named."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.banking.matching import accept_certain
from financedesk.banking.missing import bank_findings
from financedesk.banking.standing import Standing, standing
from financedesk.book import Book
from financedesk.intake.importing import import_file
from financedesk.intake.statements.storing import take_statement
from financedesk.ledger.entities import default_account, find_entity
from financedesk.rules.money import parse_cents, plain_cents
from tests.banking.generated import Row, of_recipients, payout_of, write_bank
from tests.intake.exports import book_of, generate, rows_of
from tests.soaking import SOAK

GENERATOR = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
SMALL = 100_000 if SOAK else 1_500
# A plain run takes half a year: each week is a payout of every recipient.
DAYS = () if SOAK else ("--end", "2025-06-30")
ROWS = (8_000, *((100_000,) if SOAK else ()))


@pytest.fixture(scope="module", params=ROWS)
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Book, Path]]:
    if not GENERATOR.exists():
        pytest.skip(f"the shared material is not beside this checkout: {GENERATOR}")
    folder = tmp_path_factory.mktemp("generated")
    with book_of(generate(GENERATOR, folder, request.param, *DAYS), folder / "book.fdesk") as book:
        import_file(book, folder / "contributions.csv")
        yield book, folder


def account_of(book: Book, code: str) -> int:
    with book.read() as connection:
        account = default_account(connection, find_entity(connection, code).id)
    assert account is not None
    return account.id


def brought_in(book: Book, folder: Path, number: int, rows: list[Row]) -> int:
    path = write_bank(folder / f"bank-{number}.csv", rows)
    report = take_statement(book, path, account="bank", entity=f"e{number}")
    assert (report.added, report.rejected, report.notes) == (len(rows), (), ())
    return account_of(book, f"e{number}")


def seen(book: Book, account_id: int) -> Standing:
    with book.read() as connection:
        return standing(connection, account_id)


def accepted(book: Book, account_id: int) -> int:
    with book.unit_of_work("Accept certain matches") as unit:
        return accept_certain(unit, account_id)


def inside(book: Book) -> dict[int, int]:
    """What the gifts, refunds and fee of each payout come to, in cents, by its number."""
    found = rows_of(
        book,
        "SELECT p.external_id, SUM(i.cash_cents) FROM payout p JOIN item i ON i.payout_id = p.id"
        " GROUP BY p.external_id",
    )
    return {int(key): int(cents) for key, cents in found}


def true_payouts(folder: Path) -> dict[int, int]:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return {one["id"]: one["cents"] for one in truth["disbursements"]}


def with_planted_gaps(rows: list[Row]) -> list[Row]:
    """Leave one payout out, let one come short by 25.00, and add a line that nobody booked."""
    short = {**rows[5], "Amount": plain_cents(parse_cents(rows[5]["Amount"]) - 25_00)}
    fee = {**rows[6], "Description": "MONTHLY SERVICE FEE", "Amount": "-15.00"}
    return [*rows[:3], rows[4], short, rows[6], fee, *rows[7:]]


def test_planted_gaps_are_found_and_nothing_else(imported: tuple[Book, Path]) -> None:
    """First in this file: it takes back what it did."""
    book, folder = imported
    rows = of_recipients(folder)[0]
    account_id = brought_in(book, folder, 0, with_planted_gaps(rows))
    assert accepted(book, account_id) == len(rows) - 2
    found = seen(book, account_id)
    short = parse_cents(rows[5]["Amount"])
    assert found.difference_cents == short - 25_00 - 15_00
    assert [(gap.cents, gap.entries[0].reference) for gap in found.gaps] == [
        (-25_00, str(payout_of(rows[5])))
    ]
    assert {one.reference for one in found.unmatched_entries} == {
        str(payout_of(rows[3])), str(payout_of(rows[5])),
    }  # fmt: skip
    assert [line.payee for line in found.unmatched_lines if line.cents < 0] == [
        "MONTHLY SERVICE FEE"
    ]
    assert found.certain == ()
    with book.read() as connection:
        entity_id = find_entity(connection, "e0").id
        waiting = bank_findings(connection, [entity_id], date.fromisoformat(found.until))
    assert {(one.code, one.name, one.cents) for one in waiting} == {
        ("late_payout", f"ActBlue payout {payout_of(rows[3])}", parse_cents(rows[3]["Amount"])),
        ("payout_differs", f"ActBlue payout {payout_of(rows[5])}", -25_00),
    }
    book.undo()
    book.undo()


def test_every_payout_is_its_bank_line_without_a_hand(imported: tuple[Book, Path]) -> None:
    book, folder = imported
    payouts = 0
    for number, rows in of_recipients(folder).items():
        account_id = brought_in(book, folder, number, rows)
        payouts += accepted(book, account_id)
        found = seen(book, account_id)
        assert (found.difference_cents, found.outstanding_cents) == (0, 0)
        assert (found.unmatched_lines, found.unmatched_entries, found.gaps) == ((), (), ())
        assert found.statement_cents == found.book_cents == found.cleared_cents
        with book.read() as connection:
            owner = find_entity(connection, f"e{number}").id
            assert bank_findings(connection, [owner], date.fromisoformat(found.until)) == ()
    assert payouts == rows_of(book, "SELECT COUNT(*) FROM payout")[0][0]
    assert inside(book) == true_payouts(folder)
    wrong = rows_of(
        book,
        "SELECT COUNT(*) FROM bank_match_line p"
        " JOIN statement_line l ON l.id = p.statement_line_id"
        " JOIN bank_match_posting q ON q.bank_match_id = p.bank_match_id"
        " JOIN posting b ON b.id = q.posting_id"
        ' JOIN "transaction" t ON t.id = b.transaction_id'
        " WHERE substr(l.payee, -6) <> substr(t.description, -6)",
    )
    assert wrong == [(0,)]
    assert book.verify() == []


def without_a_gift(folder: Path) -> tuple[int, int]:
    """Take a gift out of the export; return its payout's number and what it brought, in cents."""
    place = folder / "contributions.csv"
    with place.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    column = {name: at for at, name in enumerate(rows[0])}
    back = {row[column["Lineitem ID"]] for row in rows[1:] if row[column["Amount"]][0] == "-"}
    number = Counter(row[column["Lineitem ID"]] for row in rows)
    lost = next(
        row for row in rows[200:]
        if not row[column["Recurring Total Months"]]
        and number[row[column["Lineitem ID"]]] == 1 and row[column["Lineitem ID"]] not in back
    )  # fmt: skip
    with place.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(row for row in rows if row is not lost)
    brought = parse_cents(lost[column["Amount"]]) - parse_cents(lost[column["Fee"]])
    return int(lost[column["Disbursement ID"]]), brought


def test_a_gift_that_the_import_lacks_is_named_with_its_payout(tmp_path: Path) -> None:
    """Refunds are rows of their own in this export."""
    if not GENERATOR.exists():
        pytest.skip(f"the shared material is not beside this checkout: {GENERATOR}")
    truth = generate(GENERATOR, tmp_path, SMALL, *DAYS, "--refund-style", "negative")
    payout, brought = without_a_gift(tmp_path)
    with book_of(truth, tmp_path / "book.fdesk") as book:
        import_file(book, tmp_path / "contributions.csv")
        told: list[tuple[str, str, int]] = []
        for number, rows in of_recipients(tmp_path).items():
            account_id = brought_in(book, tmp_path, number, rows)
            number_accepted = accepted(book, account_id)
            found = seen(book, account_id)
            lacks = brought if any(payout_of(row) == payout for row in rows) else 0
            assert number_accepted == len(rows) - bool(lacks)
            assert [gap.cents for gap in found.gaps] == [brought] * bool(lacks)
            with book.read() as connection:
                owner = find_entity(connection, f"e{number}").id
                on = date.fromisoformat(found.until)
                told += [
                    (one.code, one.name, one.cents)
                    for one in bank_findings(connection, [owner], on)
                ]
        assert told == [("payout_differs", f"ActBlue payout {payout}", brought)]


def test_an_import_that_goes_names_the_matches_that_stand_on_it(
    imported: tuple[Book, Path],
) -> None:
    """Last in this file: the statements and the matches are there."""
    book, _ = imported
    batch = rows_of(book, "SELECT id FROM batch")[0][0]
    matches = rows_of(book, "SELECT COUNT(*) FROM bank_match")[0][0]
    undone = book.undo_batch(batch, cascade=True)
    told = [one.text for one in undone.depends]
    assert len([one for one in told if "match of" in one and "statement" in one]) == matches
    assert rows_of(book, "SELECT COUNT(*) FROM bank_match") == [(0,)]
    assert rows_of(book, "SELECT COUNT(*) FROM bank_match_line") == [(0,)]
    assert book.verify() == []
