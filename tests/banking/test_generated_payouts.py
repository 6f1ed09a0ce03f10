"""A generated export and its bank: every payout finds its line without a hand, gaps are named."""

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

ROWS = (20_000, *((100_000,) if SOAK else ()))


@pytest.fixture(scope="module", params=ROWS)
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Book, Path]]:
    generator = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
    if not generator.exists():
        pytest.skip(f"the shared material is not beside this checkout: {generator}")
    folder = tmp_path_factory.mktemp("generated")
    with book_of(generate(generator, folder, request.param), folder / "book.fdesk") as book:
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
