"""Bank statements in the book: once each, whole or not at all, and back out again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from financedesk.book import Book, login_name
from financedesk.errors import BadInput, HasDependents, NotFound, Refused
from financedesk.intake.statements import Said
from financedesk.intake.statements.storing import StatementReport, take_statement
from financedesk.ledger import tables
from financedesk.ledger.account_edit import delete_account
from financedesk.ledger.entities import write_account
from financedesk.ledger.members import add_member
from financedesk.ledger.organisation import NewAccount
from financedesk.reports.interchange import export_entity
from tests.acceptance.shell import Shell
from tests.intake.statement_files import (
    CSV,
    MT940,
    OFX,
    QIF,
    ofx,
    ofx_entry,
    ofx_statement,
    written,
)
from tests.intake.test_interchange_orders import entered
from tests.ledger.riverbend import desk_for, riverbend_at


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    with riverbend_at(location) as made:
        yield made


def take(book: Book, folder: Path, text: str, **more: Any) -> StatementReport:
    path = written(folder, text, more.pop("name", "statement.txt"))
    return take_statement(book, path, **{"account": "main", "entity": "party", **more})


def kept(book: Book, table: str) -> list[dict[str, Any]]:
    found = tables.bank_statement if table == "bank_statement" else tables.statement_line
    with book.read() as connection:
        rows = connection.execute(select(found).order_by(found.c.id)).mappings()
        return [dict(row) for row in rows]


def amounts(book: Book) -> list[int]:
    return [row["amount_cents"] for row in kept(book, "statement_line")]


def test_a_statement_is_stored_with_all_that_the_bank_tells(book: Book, tmp_path: Path) -> None:
    report = take(book, tmp_path, OFX, name="february.qfx")
    assert (report.added, report.known, report.is_stored) == (2, 0, True)
    (statement,) = kept(book, "bank_statement")
    desk = desk_for(book, "party")
    assert (statement["entity_id"], statement["account_id"]) == (desk.entity.id, desk.account_id)
    assert (statement["number"], statement["currency"]) == ("000111", "USD")
    assert (statement["closing_cents"], statement["closing_on"]) == (9050, "2026-02-28")
    assert (statement["file_name"], statement["file_sha256"]) == (
        "february.qfx", report.file.sha256,
    )  # fmt: skip
    first = kept(book, "statement_line")[0]
    assert (first["booked_on"], first["amount_cents"], first["reference"], first["payee"]) == (
        "2026-02-03", -950, "a1", "Invented Printing Co",
    )  # fmt: skip
    assert book.verify() == []


def test_the_same_file_again_adds_nothing(book: Book, tmp_path: Path) -> None:
    for text in (OFX, QIF, MT940, CSV):
        take(book, tmp_path, text)
        before = amounts(book)
        again = take(book, tmp_path, text)
        lines = len(again.file.statements[0].lines)
        assert (again.added, again.known, again.is_stored) == (0, lines, False)
        assert amounts(book) == before
    assert len(kept(book, "bank_statement")) == 4


def test_an_overlapping_file_adds_what_is_new(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, OFX)
    renamed = ofx_entry("20260204", "100", "a2", name="Invented Printing Company, Inc.")
    report = take(book, tmp_path, ofx(ofx_statement(renamed, ofx_entry("20260303", "7", "a3"))))
    assert (report.added, report.known) == (1, 1)
    assert amounts(book) == [-950, 10000, 700]


def test_two_lines_alike_of_one_day_are_two_and_stay_two(book: Book, tmp_path: Path) -> None:
    twice = "!Type:Bank\n" + "D02/03/2026\nT-4.00\nPCoffee\n^\n" * 2
    assert take(book, tmp_path, twice).added == 2
    assert take(book, tmp_path, twice + "D02/05/2026\nT-4.00\nPCoffee\n^\n").added == 1
    assert amounts(book) == [-400, -400, -400]


def test_the_same_lines_of_another_account_are_other_lines(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, OFX)
    assert take(book, tmp_path, OFX, entity="campaign").added == 2
    assert {row["entity_id"] for row in kept(book, "statement_line")} == {
        desk_for(book, code).entity.id for code in ("party", "campaign")
    }


def test_a_new_balance_without_lines_is_kept_once(book: Book, tmp_path: Path) -> None:
    empty = ofx(ofx_statement())
    assert take(book, tmp_path, empty).is_stored
    assert not take(book, tmp_path, empty).is_stored
    assert len(kept(book, "bank_statement")) == 1


def test_a_dry_run_says_all_and_keeps_nothing(book: Book, tmp_path: Path) -> None:
    report = take(book, tmp_path, OFX, dry_run=True)
    assert (report.added, report.is_stored) == (2, False)
    assert kept(book, "bank_statement") == kept(book, "statement_line") == []


def test_undo_and_redo(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, OFX)
    before = kept(book, "bank_statement"), kept(book, "statement_line")
    book.undo()
    assert kept(book, "bank_statement") == kept(book, "statement_line") == []
    assert take(book, tmp_path, OFX, dry_run=True).added == 2
    book.redo()
    assert (kept(book, "bank_statement"), kept(book, "statement_line")) == before
    assert book.verify() == []


def test_a_changed_line_is_found_by_verify(tmp_path: Path) -> None:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        take(book, tmp_path, OFX)
        with book.unit_of_work("Break") as unit:
            unit.connection.exec_driver_sql("UPDATE statement_line SET amount_cents = 1")
        assert book.verify() != []


# --- what is refused stores nothing


@pytest.mark.parametrize(
    ("text", "more", "kind", "word"),
    [
        (ofx(ofx_statement(ofx_entry("20260203", "1", "a"), currency="EUR")), {}, BadInput, "EUR"),
        (
            ofx(
                ofx_statement(ofx_entry("20260203", "1", "a"), account="1"),
                ofx_statement(ofx_entry("20260203", "1", "a"), account="2"),
            ),
            {},
            BadInput,
            "--number",
        ),
        (OFX, {"number": "999"}, NotFound, "000111"),
        (OFX, {"account": "other"}, NotFound, "other"),
        (OFX, {"entity": None}, BadInput, "--entity"),
        (OFX, {"entity": "nobody"}, NotFound, "nobody"),
        ("nothing", {}, BadInput, "columns"),
    ],
)
def test_what_is_refused_stores_nothing(
    book: Book, tmp_path: Path, text: str, more: dict[str, Any], kind: type[Exception], word: str
) -> None:
    with pytest.raises(kind, match=word):
        take(book, tmp_path, text, **more)
    assert kept(book, "bank_statement") == []


def test_one_account_of_several_is_named_by_its_number(book: Book, tmp_path: Path) -> None:
    two = ofx(
        ofx_statement(ofx_entry("20260203", "1", "a"), account="1"),
        ofx_statement(ofx_entry("20260203", "2", "a"), account="2"),
    )
    assert take(book, tmp_path, two, number="2").added == 1
    assert amounts(book) == [200]
    assert [row["part"] for row in kept(book, "bank_statement")] == [2]


def test_another_bank_account_than_before_is_asked_about(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, OFX)
    report = take(
        book, tmp_path, ofx(ofx_statement(ofx_entry("20260203", "1", "z"), account="999"))
    )
    assert any("right account" in note for note in report.notes)


def test_what_the_user_says_reaches_the_reader(book: Book, tmp_path: Path) -> None:
    plain = "Date,Description,Amount\n2/3/2026,a,5.00\n"
    assert take(book, tmp_path, plain, said=Said(minus_is_out=False)).added == 1
    assert amounts(book) == [-500]


def test_who_may_not_import_brings_in_nothing(book: Book, tmp_path: Path) -> None:
    entity_id = desk_for(book, "party").entity.id
    with book.unit_of_work("Add member") as unit:
        add_member(unit, login="mo", name="Mo", rights={entity_id: "fundraiser"}, own_name="Ada")
    book.who = "mo"
    with pytest.raises(Refused, match="import"):
        take(book, tmp_path, OFX)
    book.who = login_name()
    assert kept(book, "statement_line") == []


def test_an_account_with_statements_is_not_deleted(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    with book.unit_of_work("Add account") as unit:
        new = NewAccount(code="second", kind="federal")
        account_id = write_account(unit, desk.entity.id, new)
    take(book, tmp_path, OFX, account="second")
    with book.unit_of_work("Delete account") as unit, pytest.raises(HasDependents, match="bank"):
        delete_account(unit, account_id)


def test_statements_go_with_their_entity(tmp_path: Path) -> None:
    with riverbend_at(str(tmp_path / "first.fdesk")) as book:
        take(book, tmp_path, OFX)
        take(book, tmp_path, CSV)
        told = [
            {name: row[name] for name in row if not name.endswith("id")}
            for row in kept(book, "statement_line")
        ]
        assert export_entity(book, "party", tmp_path / "out")
        with entered(book, ("party",), tmp_path) as second:
            assert second.verify() == []
            assert told == [
                {name: row[name] for name in row if not name.endswith("id")}
                for row in kept(second, "statement_line")
            ]
            assert take(second, tmp_path, OFX).added == 0


# --- the command


def test_the_command_tells_what_needs_attention(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "book.fdesk")
    with riverbend_at(str(shell.book)):
        pass
    wrong = written(tmp_path, MT940.replace("62F:C260228USD115", "62F:C260228USD999"), "wrong.sta")
    of = ("--account", "main", "--entity", "party")
    dry = shell.ask("statement", wrong, *of, "--dry-run", status=1)
    assert (dry["added"], dry["stored"]) == (2, False)
    done = shell.ask("statement", wrong, *of, status=1)
    assert (done["format"], done["lines"], done["stored"]) == ("mt940", 2, True)
    assert any("closing balance" in note for note in done["notes"])
    (statement,) = done["statements"]
    assert (statement["in_cents"], statement["out_cents"], statement["from"]) == (
        2500, 1000, "2026-02-03",
    )  # fmt: skip
    said = shell.run("statement", wrong, *of)
    assert "Nothing was new" in said.out
    points = written(tmp_path, "!Type:Bank\nD3.2.2026\nT1.00\n^\n", "points.qif")
    assert "--day-order" in shell.refused("statement", points, *of)
    assert shell.ask("statement", points, *of, "--day-order", "day")["added"] == 1


def test_real_statements_are_stored_once(book: Book, shared_file: Callable[..., Path]) -> None:
    path = shared_file("data", "bank", "ofx", "ofxtools__stmtrs.ofx")
    of = {"account": "main", "entity": "party"}
    assert take_statement(book, path, **of).added == 2
    assert take_statement(book, path, **of).added == 0
    assert sum(amounts(book)) == -500_00
