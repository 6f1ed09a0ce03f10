"""What the texts of a column mean is said one by one: kinds of rows, drives, accounts, methods."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from financedesk.intake.column_texts import MOST_ROWS, MOST_TEXTS, column_texts
from financedesk.intake.csv_table import find_table
from financedesk.intake.profile_shelf import kept_profile
from financedesk.intake.profiles import Column, LeaveOut, Profile
from financedesk.intake.proposing import USUAL_MEANINGS, proposed_meaning
from financedesk.intake.roles import role_of
from financedesk.intake.source_file import opened as opened_file
from financedesk.intake.unsaid_texts import unsaid_texts
from financedesk.ledger import tables
from financedesk.progress import Silent
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages.imports import COLUMNS, DONE, FOUND, Imports
from tests.ui import import_hands
from tests.ui.import_hands import drop, figures, gifts_in, go_on
from tests.ui.opened_book import Opened, opened
from tests.ui.test_import_columns import said, say

HEADER = "Transaction ID,Date,First name,Last name,Amount,Status,Fund,Paid by\n"
ROWS = (
    "T1,2026-03-02,Ann,Lee,25.00,Completed,Gala 26,Visa\n"
    "T2,2026-03-03,Bo,Okoye,40.00,Completed,General,Visa\n"
    "T3,2026-03-04,Cy,Reyes,15.00,Waived,spring,Apple Pay\n"
    "T4,2026-03-05,Di,Haddad,10.00,Failed,General,Check\n"
    "T1,2026-03-09,Ann,Lee,-25.00,Disputed,Gala 26,Visa\n"
)


@pytest.fixture
def book(qtbot: QtBot, runner: JobRunner, settings: QSettings, tmp_path: Path) -> Opened:
    made = opened(qtbot, runner, settings, tmp_path)
    with made.desk.book.unit_of_work("Drives") as unit:
        entity = tables.entity.c
        query = select(entity.id).where(entity.code == "alder")
        alder = unit.connection.execute(query).scalar_one()
        for code, name in (("gala", "Spring gala"), ("spring", "Spring mailing")):
            unit.insert(tables.drive, {"entity_id": alder, "code": code, "name": name})
    made.desk.reread()
    return made


page = import_hands.page


def dropped(book: Opened, page: Imports, folder: Path, rows: str = ROWS) -> None:
    path = folder / "tickets.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    drop(page, path)
    book.settle()
    assert page.stepper.current == COLUMNS, page.file.banner.text
    choose_entity(page, "alder")


def choose_entity(page: Imports, code: str | None) -> None:
    page.columns.entity.setCurrentIndex(page.columns.entity.findData(code))
    page.columns.entity.activated.emit(page.columns.entity.currentIndex())


def texts(page: Imports) -> dict[tuple[str, str], tuple[int, str]]:
    return {
        (one.of.name, one.text): (one.rows, one.words) for one in page.columns.values.model.rows
    }


def mean(page: Imports, column: str, words: str, meaning: str) -> None:
    """Say what a text means, with the keyboard."""
    values = page.columns.values
    rows = [(one.of.name, one.text) for one in values.model.rows]
    values.table.view.setFocus()
    values.table.view.selectRow(rows.index((column, words)))
    QTest.keyClick(values.table.view, Qt.Key.Key_Return)
    assert values.meaning.hasFocus()
    at = values.meaning.findText(meaning)
    assert at >= 0, [values.meaning.itemText(one) for one in range(values.meaning.count())]
    values.meaning.setCurrentIndex(at)
    values.meaning.activated.emit(at)
    assert values.table.view.hasFocus()


def test_texts_are_counted_and_what_is_usual_is_proposed(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path)
    assert texts(page) == {
        ("Status", "Completed"): (2, "Gift (proposed)"),
        ("Status", "Waived"): (1, "Say what it means"),
        ("Status", "Failed"): (1, "Leave out (proposed)"),
        ("Status", "Disputed"): (1, "Chargeback (proposed)"),
        ("Paid by", "Visa"): (3, "Card (proposed)"),
        ("Paid by", "Apple Pay"): (1, "Wallet (proposed)"),
        ("Paid by", "Check"): (1, "Check (proposed)"),
    }
    assert said(page)["Status"] == ("What the row is", "1 text below to say")
    assert "Say what the texts of Status mean: “Waived”." in page.columns.problem.text
    assert not page.next.isEnabled()


def test_nothing_goes_on_before_every_text_is_said(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path)
    mean(page, "Status", "Waived", "Leave out")
    assert page.columns.problem.text == ""
    assert page.next.isEnabled()
    say(page, 6, "Drive")
    assert "Say what the texts of Fund mean: “Gala 26”, “General”." in page.columns.problem.text
    assert texts(page)["Fund", "spring"] == (1, "Spring mailing (proposed)")
    say(page, 6, "Nothing that is taken")
    assert page.next.isEnabled()


def test_rows_go_where_their_texts_say(book: Opened, page: Imports, tmp_path: Path) -> None:
    dropped(book, page, tmp_path)
    say(page, 6, "Drive")
    mean(page, "Status", "Waived", "Gift")
    mean(page, "Fund", "Gala 26", "Spring gala")
    mean(page, "Fund", "General", "No drive")
    page.next.click()
    book.settle()
    assert page.stepper.current == FOUND, page.columns.problem.text
    assert figures(page)["Chargebacks"] == "$25.00"
    assert (
        "less chargebacks 25.00"
        in page.what.control.findChildren(type(page.what.control._bank))[2].text()
    )
    go_on(book, page, DONE)
    assert gifts_in(book) == 4
    query = text(
        "SELECT i.kind, i.amount_cents, d.code FROM item i LEFT JOIN drive d ON d.id = i.drive_id"
        " WHERE i.kind <> 'processor_fee' ORDER BY i.item_date, i.id"
    )
    with book.desk.book.read() as connection:
        assert [tuple(one) for one in connection.execute(query)] == [
            ("individual_receipt", 2_500, "gala"), ("individual_receipt", 4_000, None),
            ("individual_receipt", 1_500, "spring"), ("return_receipt", -2_500, "gala"),
        ]  # fmt: skip
        layout = kept_profile(connection, "tickets")
    assert layout.values["drive"] == {"Gala 26": "gala", "General": "no drive", "spring": "spring"}
    assert layout.values["kind"]["Failed"] == "leave out"


def test_drives_are_those_of_whose_gifts_they_are(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path)
    say(page, 6, "Drive")
    mean(page, "Fund", "Gala 26", "Spring gala")
    choose_entity(page, "birch")
    assert texts(page)["Fund", "Gala 26"][1] == "Say what it means"
    choose_entity(page, "alder")
    assert texts(page)["Fund", "Gala 26"][1] == "Spring gala"


def test_another_file_begins_anew(book: Opened, page: Imports, tmp_path: Path) -> None:
    dropped(book, page, tmp_path)
    mean(page, "Status", "Waived", "Gift")
    dropped(book, page, tmp_path)
    assert texts(page)["Status", "Waived"][1] == "Say what it means"


def test_a_column_with_too_many_texts_cannot_say_what_a_row_is(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    rows = "".join(
        f"T{number},2026-03-02,Ann,Lee,25.00,S{number},F{number},Visa\n"
        for number in range(MOST_TEXTS + 1)
    )
    dropped(book, page, tmp_path, rows)
    assert "more than 50 different texts, so it cannot be said" in page.columns.problem.text
    say(page, 5, "Nothing that is taken")
    say(page, 6, "Drive")
    assert "each is taken as the code of a drive" in page.columns.values.note.text()
    assert page.next.isEnabled()


def test_empty_cells_are_a_text_where_they_decide(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path, "T1,2026-03-02,Ann,Lee,25.00,,,\n")
    assert set(texts(page)) == {("Status", "")}
    assert "Say what the texts of Status mean: empty." in page.columns.problem.text


def test_no_more_rows_are_read_than_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = "".join(f"{number},{'late' if number > MOST_ROWS else 'early'}\n"
                    for number in range(1, MOST_ROWS + 2))  # fmt: skip
    path.write_text("Key,When\n" + lines + "Total,x\n", encoding="utf-8")
    with opened_file(path) as source:
        table = find_table(source, ("Key", "When"))
        assert table is not None
        found = column_texts(table)
    assert list(found) == [2]
    assert (dict(found[2].counts), found[2].is_whole) == ({"early": MOST_ROWS}, False)


@pytest.mark.parametrize("role", USUAL_MEANINGS)
def test_what_is_proposed_is_a_choice_of_the_role(role: str) -> None:
    assert set(USUAL_MEANINGS[role]) <= set(role_of(role).choices)
    everything = [one for texts in USUAL_MEANINGS[role].values() for one in texts]
    assert len(everything) == len(set(everything))
    assert proposed_meaning(role, everything[0].upper()) != ""
    assert proposed_meaning(role, "of a kind nobody knows") == ""


def test_a_layout_that_lacks_a_text_asks_for_that_alone(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path)
    say(page, 6, "Drive")
    mean(page, "Status", "Waived", "Leave out")
    mean(page, "Fund", "Gala 26", "Spring gala")
    mean(page, "Fund", "General", "No drive")
    page.next.click()
    book.settle()
    go_on(book, page, DONE)
    page.start_over()
    path = tmp_path / "april.csv"
    path.write_text(HEADER + "T9,2026-04-02,Ann,Lee,5.00,Queried,Gala 26,Visa\n", encoding="utf-8")
    drop(page, path)
    book.settle()
    assert page.stepper.current == COLUMNS
    assert "does not know some of its texts yet (Status: “Queried”)" in page.columns.banner.text
    assert page.columns.name.text() == "tickets"
    assert texts(page) == {
        ("Status", "Queried"): (1, "Say what it means"),
        ("Fund", "Gala 26"): (1, "Spring gala"),
        ("Paid by", "Visa"): (1, "Card"),
    }
    mean(page, "Status", "Queried", "Gift")
    assert page.columns.problem.text == ""
    page.next.click()
    book.settle()
    go_on(book, page, DONE)
    with book.desk.book.read() as connection:
        layout = kept_profile(connection, "tickets")
    assert layout.values["kind"] == {
        "Completed": "gift", "Waived": "leave out", "Failed": "leave out",
        "Disputed": "chargeback", "Queried": "gift",
    }  # fmt: skip
    assert set(layout.values["drive"]) == {"Gala 26", "General", "spring"}
    page.start_over()
    path.write_text(HEADER + "T10,2026-04-03,Ann,Lee,6.00,Queried,Gala 26,Visa\n", encoding="utf-8")
    drop(page, path)
    book.settle()
    assert page.stepper.current == FOUND


def test_only_texts_that_would_be_refused_are_missed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Day,Last,Amount,Status,Back,Fund\n2026-02-03,Lee,5,Paid,,gala\n2026-02-03,Lee,5,Held,,x\n"
        "2026-02-03,Lee,5,,no,y\n",
        encoding="utf-8",
    )
    profile = Profile(
        name="Shop", processor="other",
        columns={name: Column(of) for name, of in (
            ("day", "Day"), ("last_name", "Last"), ("amount", "Amount"), ("kind", "Status"),
            ("refund_mark", "Back"), ("drive", "Fund"))},
        values={"kind": {"Paid": "gift"}, "refund_mark": {"yes": "yes"}, "drive": {"gala": "a"}},
        leave_out=(LeaveOut(Column("Status"), ("Held",)),),
    )  # fmt: skip
    with opened_file(path) as source:
        assert unsaid_texts(profile, source, Silent()) == {"kind": ("",), "refund_mark": ("no",)}
        none = replace(profile, values={}, columns={**profile.columns})
        assert unsaid_texts(none, source, Silent()) == {}
