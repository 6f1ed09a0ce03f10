"""A fault loses nothing and tells the makers everything but whose money it was."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ui.app import ErrorHook, FaultTeller, open_window, run
from financedesk.ui.fault_report import crash_text, place, report_text
from financedesk.ui.log_file import CrashWatch, begin_log
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.error_dialog import ErrorDialog
from financedesk.ui.widgets import FormRow
from tests.ui.fictional import MONEY_PAGES, FictionalDesk

DONOR = "Marisol Vega-Quintero"
SECRET = f"{DONOR} gave 2,500.00 by check 1042"


def look_up() -> None:
    raise KeyError(SECRET)


def fault() -> BaseException:
    """An exception as code raises it that quotes what it stumbled over, and its cause as well."""
    try:
        try:
            look_up()
        except KeyError as error:
            raise ValueError(f"no such donor: {SECRET}") from error
    except ValueError as error:
        return error
    raise AssertionError


def said(dialog: ErrorDialog) -> str:
    return " ".join(part.text() for part in dialog.findChildren(QLabel))


def test_the_report_names_places_and_causes_but_no_donor_and_no_folder() -> None:
    error = fault()
    report = report_text(error, error.__traceback__)
    assert "builtins.ValueError" in report
    assert "caused by\nbuiltins.KeyError" in report
    assert "tests/ui/test_faults.py" in report
    folders = (str(Path.home()), str(Path(__file__).parents[2]))
    for part in ("Marisol", "Vega", "2,500", "1042", *folders):
        assert part not in report


def test_places_end_at_the_program_whoever_runs_it() -> None:
    assert place(r"C:\Users\Marisol\site-packages\sqlalchemy\engine.py") == (
        "site-packages/sqlalchemy/engine.py"
    )
    assert place("/home/marisol/.pyenv/lib/python3.11/json/decoder.py") == (
        "python3.11/json/decoder.py"
    )
    assert place("/home/marisol/donors/script.py") == "script.py"
    assert place("<string>") == "<string>"


def test_a_fault_in_any_thread_reaches_the_window(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    settings.setValue("view/theme", "light")
    hook = ErrorHook()
    hook.install()
    window = open_window(FictionalDesk(), MONEY_PAGES, settings=settings, hook=hook)
    qtbot.addWidget(window)
    window.show()

    def work() -> None:
        raise RuntimeError(SECRET)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.findChild(ErrorDialog) is not None)
    dialog = window.findChild(ErrorDialog)
    assert not dialog.isModal()
    assert "RuntimeError" in dialog.report
    assert DONOR not in dialog.report
    assert window.notices.notices[0].title == "The program made a mistake"
    window.close()


def test_the_dialog_says_what_was_kept(qtbot: QtBot, window: MainWindow) -> None:
    field = QLineEdit()
    window.open_drawer("New book", FormRow("Organisation", field, "books.name"))
    window.close_drawer()
    row = FormRow("Organisation", QLineEdit(), "books.name")
    holder = FormRow("Files", row, "books.filing")
    window.open_drawer("New book", holder)
    qtbot.keyClicks(row.field, "Hillside")
    FaultTeller(window, "/logs/financedesk.log").tell("FinanceDesk 1, KeyError")
    dialog = window.findChild(ErrorDialog)
    words = said(dialog)
    assert "Everything that was saved before is safe in the book." in words
    assert "The last act in the book is “Delete 3 contributions”." in words
    assert "What you typed in “New book” still stands there." in words
    assert "/logs/financedesk.log" in words
    window.close_drawer()
    assert window.telling.kept_words()[-1] == "“New book”, not saved yet, is kept."


def test_more_faults_are_counted_in_the_dialog_that_is_open(
    qtbot: QtBot, window: MainWindow
) -> None:
    teller = FaultTeller(window, "")
    for number in range(3):
        teller.tell(f"report {number}")
    (dialog,) = window.findChildren(ErrorDialog)
    assert "Since then 2 more mistakes" in said(dialog)
    assert len(window.notices.notices) == 3
    dialog.accept()
    qtbot.waitUntil(lambda: not window.findChildren(ErrorDialog))
    window.notices.notices[0].offers[0].run()
    assert window.findChild(ErrorDialog).report == "report 2"


def test_the_report_is_saved_as_it_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    FaultTeller(window, "").tell("FinanceDesk 1, KeyError")
    dialog = window.findChild(ErrorDialog)
    buttons = {one.text().strip(): one for one in dialog.findChildren(QPushButton)}
    buttons["Save report"].click()
    assert target.read_text() == "FinanceDesk 1, KeyError\n"
    assert "Saved as report.txt." in said(dialog)
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "FinanceDesk 1, KeyError"
    target.unlink()
    target.mkdir()
    buttons["Save report"].click()
    assert "choose another folder" in said(dialog)


def test_the_log_holds_no_words_of_anybody(tmp_path: Path) -> None:
    handler = begin_log(tmp_path / "logs")
    assert handler is not None
    log = logging.getLogger("financedesk.test")
    error = fault()
    log.error("a row of %s in line %d", DONOR, 7)
    log.error("reading failed", exc_info=error)
    log.critical("fault", extra={"report": report_text(error, error.__traceback__)})
    logging.getLogger("elsewhere").warning("%s", SECRET)
    logging.getLogger("elsewhere").warning("50 % of nothing")
    logging.getLogger().removeHandler(handler)
    handler.close()
    words = (tmp_path / "logs" / "financedesk.log").read_text()
    assert "a row of … in line 7" in words
    assert "builtins.KeyError" in words
    assert "50 % of nothing" in words
    for part in ("Marisol", "Vega", "2,500", "1042"):
        assert part not in words


def test_a_folder_that_cannot_be_written_does_without_a_log(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert begin_log(tmp_path / "taken" / "logs") is None
    watch = CrashWatch(tmp_path / "taken" / "logs")
    watch.begin()
    watch.end()
    assert watch.left_behind() == ""


CRASHING = """
import faulthandler, sys
from pathlib import Path
from financedesk.ui.log_file import CrashWatch
CrashWatch(Path(sys.argv[1])).begin()
def counting_gifts():
    faulthandler._sigabrt()
counting_gifts()
"""


def test_a_process_that_ended_by_itself_is_noticed_once(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CRASHING, str(tmp_path)], check=False)
    watch = CrashWatch(tmp_path)
    report = watch.left_behind()
    assert "The process ended by itself" in report
    assert "in counting_gifts" in report
    assert watch.left_behind() == ""


def test_a_process_that_ends_as_it_should_leaves_nothing(tmp_path: Path) -> None:
    script = CRASHING.replace("faulthandler._sigabrt()", "pass").replace(
        "CrashWatch(Path(sys.argv[1])).begin()",
        "watch = CrashWatch(Path(sys.argv[1])); watch.begin()",
    )
    subprocess.run([sys.executable, "-c", f"{script}\nwatch.end()", str(tmp_path)], check=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "crash-1.txt").write_text("")  # another window, at work
    assert CrashWatch(tmp_path).left_behind() == ""
    assert (tmp_path / "crash-1.txt").exists()


def test_the_dump_of_a_crash_loses_its_folders() -> None:
    dump = 'Fatal Python error: Aborted\n  File "/home/marisol/donors/list.py", line 3 in <module>'
    report = crash_text(dump)
    assert 'File "list.py", line 3' in report
    assert "marisol" not in report


def test_the_next_start_offers_the_report(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    (tmp_path / "crash-1.txt").write_text("Fatal Python error: Segmentation fault\n")
    settings.setValue("view/theme", "light")
    seen: list[str] = []

    def look(window: MainWindow) -> None:
        def later() -> None:
            seen.extend(one.title for one in window.notices.notices)
            seen.extend(toast.accessibleName() for toast in window.toasts.toasts)
            window.close()

        QTimer.singleShot(50, later)

    run(FictionalDesk, MONEY_PAGES, settings=settings, shown=look, logs=tmp_path)
    assert seen == ["FinanceDesk ended by itself the last time"] * 2
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("crash")] == []
