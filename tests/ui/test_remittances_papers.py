"""Papers by keyboard: the form asks what each needs, and the file says what the book says."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ledger.entities import find_entity
from financedesk.remittances.certificates import CERTIFICATES
from financedesk.remittances.paper_kinds import PAPERS
from financedesk.ui.pages.remittances import Remittances
from financedesk.ui.pages.remittances_papers_form import PapersForm
from financedesk.ui.pages.subjects import ShowPapers
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import TODAY, settled, window_over
from tests.ui.promised_books import let_in_fellowship, promised_book

Key = Qt.Key
Choose = Callable[[Path | None], list[str]]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, promised_book(tmp_path), settings, page="remittances")


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Return what answers the system's dialog with a place, and the names that it proposed."""
    proposed: list[str] = []

    def answer(place: Path | None) -> list[str]:
        def ask(_parent: object, _title: str, name: str, form: str) -> tuple[str, str]:
            proposed.append(Path(name).name)
            return ("" if place is None else str(place), form)

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return answer


def page(window: MainWindow) -> Remittances:
    assert isinstance(window.page, Remittances)
    return window.page


def opened(qtbot: QtBot, window: MainWindow, code: str) -> PapersForm:
    window.go("remittances", ShowPapers(code))
    settled(qtbot, window)
    (form,) = window.drawer.findChildren(PapersForm)
    return form


def saved(qtbot: QtBot, window: MainWindow) -> None:
    field = window.focusWidget()
    assert field is not None
    QTest.keyClick(field, Key.Key_Return)
    settled(qtbot, window)


def words(path: Path) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(path).pages).split())


@pytest.mark.parametrize("code", PAPERS)
def test_every_paper_is_asked_for_and_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, choose: Choose, code: str
) -> None:
    target = tmp_path / f"{code}.pdf"
    proposed = choose(target)
    form = opened(qtbot, window, code)
    kind = PAPERS[code]
    assert form.kind is kind
    assert form.paper.hasFocus()
    if kind.of_one:
        form.official.setCurrentIndex(form.official.findText("Winter", Qt.MatchFlag.MatchContains))
    saved(qtbot, window)
    assert target.stat().st_size > 1_000
    assert proposed[0].endswith(".pdf")
    assert not window.drawer_is_open()
    said = words(target)
    assert "Fellowship Party" in said
    assert ("Ada Winter" in said) == kind.of_one
    (notice, *_rest) = window.notices.notices
    assert (notice.text, notice.offers[0].words) == (str(target), "Open folder")


def test_the_menu_offers_every_paper_and_says_what_it_is(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window)
    menu = page(window).papers_button.menu()
    named = [one for one in menu.actions() if not one.isSeparator()]
    assert [one.text() for one in named] == [f"{kind.name}…" for kind in PAPERS.values()]
    assert all(one.toolTip().endswith(".") for one in named)
    named[3].trigger()
    settled(qtbot, window)
    (form,) = window.drawer.findChildren(PapersForm)
    assert form.kind.code == "aged"


def test_each_paper_asks_what_it_needs_and_tab_goes_through_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = opened(qtbot, window, "statement")
    form.official.setCurrentIndex(1)
    shown = [form.paper, form.official, form.first, form.last, form.ending, form.save_button]
    assert list(form.fields) == shown
    for before, after in pairwise(shown):
        assert before.hasFocus()
        QTest.keyClick(before, Key.Key_Tab)
        assert after.hasFocus()
    form.paper.setCurrentIndex(form.paper.findData("certificate"))
    assert list(form.fields) == [form.paper, form.official, form.day, form.save_button]
    form.paper.setCurrentIndex(form.paper.findData("sheet"))
    assert list(form.fields) == [form.paper, form.official, form.month, form.save_button]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-13", "2026-12", "such as 2026-03"),
        ("2026-05", "2026-04", "before the first"),
        ("2026-05", "2031-01", "not come yet"),
        ("2026-05", "", "such as 2026-03"),
    ],
)
def test_months_that_make_no_sense_are_said(
    qtbot: QtBot, window: MainWindow, choose: Choose, first: str, last: str, said: str
) -> None:
    proposed = choose(None)
    form = opened(qtbot, window, "board")
    form.first.setText(first)
    form.last.setText(last)
    saved(qtbot, window)
    assert said in form.first_row.message + form.last_row.message
    assert proposed == []


def test_without_a_place_the_form_stays_and_can_be_saved_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, choose: Choose
) -> None:
    proposed = choose(None)
    form = opened(qtbot, window, "aged")
    saved(qtbot, window)
    assert proposed == [f"aged-list-party-{TODAY.isoformat()}.pdf"]
    assert window.drawer_is_open()
    form.ending.setCurrentIndex(form.ending.findData(".csv"))
    choose(tmp_path / "aged")
    form.paper.setFocus()
    saved(qtbot, window)
    assert (tmp_path / "aged.csv").read_text("utf-8-sig").startswith("Reference,Official")


def test_what_cannot_be_written_is_said_in_the_form(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, choose: Choose
) -> None:
    choose(tmp_path / "nowhere" / "aged.pdf")
    form = opened(qtbot, window, "aged")
    saved(qtbot, window)
    assert "cannot be written" in form.problem.text
    assert form.save_button.isEnabled()


def test_a_certificate_is_issued_once_and_that_can_be_taken_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, choose: Choose
) -> None:
    first, again = tmp_path / "first.pdf", tmp_path / "again.pdf"
    for target in (first, again):
        choose(target)
        opened(qtbot, window, "certificate")
        saved(qtbot, window)
    assert first.read_bytes() == again.read_bytes()
    assert certificates(window) == 1
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert certificates(window) == 0


def certificates(window: MainWindow) -> int:
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        return len(CERTIFICATES.of(connection, find_entity(connection, "party").id))


def test_an_officials_own_papers_begin_with_that_official(qtbot: QtBot, window: MainWindow) -> None:
    settled(qtbot, window)
    form = opened(qtbot, window, "statement")
    winter = form.official.itemData(form.official.findText("Winter", Qt.MatchFlag.MatchContains))
    page(window).show_official(winter)
    settled(qtbot, window)
    assert page(window).papers_button.isHidden()
    (made,) = [
        one for one in page(window).findChildren(QPushButton)
        if one.accessibleName() == "Papers (menu)" and one is not page(window).papers_button
    ]  # fmt: skip
    actions = made.menu().actions()
    assert [one.text() for one in actions] == [
        "Instruction sheet…", "Statement…", "Certificate of standing…",
    ]  # fmt: skip
    actions[1].trigger()
    settled(qtbot, window)
    form = window.drawer.findChildren(PapersForm)[-1]
    assert form.official.currentData() == winter


def test_all_officials_go_into_one_document(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, choose: Choose
) -> None:
    target = tmp_path / "all.pdf"
    proposed = choose(target)
    form = opened(qtbot, window, "sheet")
    assert form.official.currentText() == "All of them, in one document"
    form.month.setText("2026-09")
    saved(qtbot, window)
    assert proposed == ["instruction-sheet-party-2026-09.pdf"]
    said = words(target)
    assert "Instruction for September 2026 Ada Winter" in said
    assert "Summer" not in said  # who only drafted a pledge is asked for nothing
    assert window.notices.notices[0].title == "Instruction sheet written, 1 official"


def test_a_workbook_is_of_one_official(qtbot: QtBot, window: MainWindow) -> None:
    form = opened(qtbot, window, "statement")
    assert [form.ending.itemData(at) for at in range(form.ending.count())] == [".pdf"]
    form.official.setCurrentIndex(1)
    endings = [form.ending.itemData(at) for at in range(form.ending.count())]
    assert endings == [".pdf", ".xlsx", ".csv"]
    form.paper.setCurrentIndex(form.paper.findData("certificate"))
    assert form.official.currentData() != 0


def test_who_may_not_keep_promises_is_told_so(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = promised_book(tmp_path)
    let_in_fellowship(location, {"ada": "treasurer", "vi": "viewer"})
    window = window_over(qtbot, location, settings, who="vi", page="remittances")
    settled(qtbot, window)
    made = page(window).papers_button
    assert not made.isEnabled()
    assert "you may not see and keep officials’ pay and promises" in made.toolTip()
    assert not window.commands.action("remittances.papers").isEnabled()
