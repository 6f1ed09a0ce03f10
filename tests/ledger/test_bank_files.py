"""The bank's own file stays with its statement: given out as it came, kept once, gone with undo."""

from pathlib import Path

import pytest

from financedesk.errors import NotFound
from financedesk.intake.statements.storing import take_statement
from financedesk.ledger.bank_files import file_of
from tests.intake.exports import rows_of
from tests.intake.statement_files import OFX, written
from tests.ledger.riverbend import riverbend_at

_FILES = "SELECT name, size FROM bank_file"


def test_a_file_is_kept_and_given_out_as_it_came(tmp_path: Path) -> None:
    file = written(tmp_path, OFX, "bank.qfx")
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        take_statement(book, file, account="main", entity="party")
        ((statement,),) = rows_of(book, "SELECT id FROM bank_statement")
        with book.read() as connection:
            assert file_of(connection, statement) == ("bank.qfx", file.read_bytes())
        take_statement(book, file, account="main", entity="party")
        assert rows_of(book, _FILES) == [("bank.qfx", file.stat().st_size)]
        assert book.verify() == []
        book.undo()
        assert rows_of(book, _FILES) == []
        with pytest.raises(NotFound, match="typed"), book.read() as connection:
            file_of(connection, statement)


def test_what_is_only_tried_keeps_no_file(tmp_path: Path) -> None:
    file = written(tmp_path, OFX, "bank.qfx")
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        take_statement(book, file, account="main", entity="party", dry_run=True)
        assert rows_of(book, _FILES) == []
