"""A match with an entry of an adopted filing goes when an amendment takes the filing's place."""

from pathlib import Path

from financedesk.banking.matching import match_by_hand
from financedesk.banking.standing import standing
from financedesk.intake.fec_filing import adopt
from financedesk.intake.statements import Said
from financedesk.intake.statements.storing import take_statement
from financedesk.ledger.entities import default_account, find_entity
from financedesk.ledger.room import create_book
from tests.banking.generated import bank_row, write_bank
from tests.intake.exports import rows_of
from tests.scenarios.filed import receipt, report


def test_it_goes_with_the_filing_and_comes_back_with_it(location: str, tmp_path: Path) -> None:
    original = report(tmp_path, "a.fec", receipt("A1", "300.00"), a={"11ai": 30_000})
    amended = report(
        tmp_path, "b.fec", receipt("A1", "320.00"), a={"11ai": 32_000}, form_type="F3XA",
        header=("FEC-1", "1"),
    )  # fmt: skip
    path = write_bank(tmp_path / "bank.csv", [bank_row("01/20/2026", 300_00, "DEPOSIT")])
    with create_book(location, name="History") as book:
        adopt(book, original, "river")
        with book.read() as connection:
            account = default_account(connection, find_entity(connection, "river").id)
        assert account is not None
        take_statement(book, path, account=account.code, said=Said(minus_is_out=True))
        with book.read() as connection:
            found = standing(connection, account.id)
            (line,) = found.unmatched_lines
            booked = next(one for one in found.unmatched_entries if one.cents == 300_00)
        with book.unit_of_work("Match with the bank") as unit:
            match_by_hand(unit, account.id, [line.key], [booked.key])
        done = adopt(book, amended, "river")
        assert rows_of(book, "SELECT COUNT(*) FROM bank_match") == [(0,)]
        assert book.verify() == []
        book.undo_batch(done.batch_id)
        assert rows_of(book, "SELECT posting_id FROM bank_match_posting") == [(booked.key,)]
        assert book.verify() == []
