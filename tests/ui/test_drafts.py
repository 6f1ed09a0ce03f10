"""What is typed in the drawer and not saved stays: no question, nothing lost, nothing mixed up."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.errors import Refused
from financedesk.progress import Progress
from financedesk.ui.desk import Changes
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets import FormRow, column
from tests.ui.fictional import FictionalDesk

LEFT = Qt.MouseButton.LeftButton
TITLE = "New book"


class Form(QWidget):
    """A form as pages put them into the drawer; Enter hands it to ``save``."""

    def __init__(self, save: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.name, self.kind, self.filed = QLineEdit(), QComboBox(), QCheckBox("Files")
        self.kind.addItems(["Party", "PAC"])
        self._save = save
        self.setLayout(
            column(
                FormRow("Organisation", self.name, "books.name"),
                FormRow("Kind of entity", self.kind, "books.kind"),
                FormRow("Files", self.filed, "books.filing"),
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Return:
            self._save()
        else:
            super().keyPressEvent(event)


def offer(window: MainWindow, words: str) -> QPushButton:
    return next(one for one in window.drawer.findChildren(QPushButton) if one.text() == words)


def typed_form(qtbot: QtBot, window: MainWindow, words: str = "Hillside") -> Form:
    form = Form()
    window.open_drawer(TITLE, form)
    form.name.setFocus()
    qtbot.keyClicks(form.name, words)
    return form


def test_escape_keeps_what_was_typed_and_the_form_offers_it_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = typed_form(qtbot, window)
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert window.drawer.title == ""
    qtbot.waitUntil(lambda: bool(window.toasts.toasts))
    assert window.toasts.toasts[-1].accessibleName() == f"Not saved yet, but kept: {TITLE}"
    window.open_drawer(TITLE, Form())
    assert offer(window, "Continue").isVisible()
    qtbot.mouseClick(offer(window, "Continue"), LEFT)
    assert window.drawer.content is form
    assert form.name.text() == "Hillside"
    assert form.name.isVisible()
    assert form.isAncestorOf(window.focusWidget())
    assert not offer(window, "Continue").isVisible()


def test_the_toast_brings_it_back_from_another_page(qtbot: QtBot, window: MainWindow) -> None:
    form = typed_form(qtbot, window)
    window.go("filings")
    qtbot.waitUntil(lambda: bool(window.toasts.toasts))
    toast = window.toasts.toasts[-1]
    go_on = next(one for one in toast.findChildren(QPushButton) if one.text() == "Continue")
    qtbot.mouseClick(go_on, LEFT)
    assert (window.drawer.title, window.drawer.content) == (TITLE, form)
    qtbot.keyClicks(form.name, " PAC")
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert [draft.title for draft in window.drawer.drafts] == [TITLE]


def test_it_can_be_thrown_away(qtbot: QtBot, window: MainWindow) -> None:
    typed_form(qtbot, window)
    window.close_drawer()
    window.open_drawer(TITLE, Form())
    qtbot.mouseClick(offer(window, "Discard"), LEFT)
    window.close_drawer()
    window.open_drawer(TITLE, Form())
    assert not offer(window, "Continue").isVisible()


def test_nothing_typed_keeps_nothing(qtbot: QtBot, window: MainWindow) -> None:
    form = Form()
    window.open_drawer(TITLE, form)
    form.name.setText("filled in by the program")
    qtbot.keyClicks(form.name, "x")
    qtbot.keyClick(form.name, Qt.Key.Key_Backspace)
    form.name.setText("")
    window.close_drawer()
    assert window.drawer.drafts == ()
    assert window.toasts.toasts == ()


def test_choices_count_as_typing(qtbot: QtBot, window: MainWindow) -> None:
    form = Form()
    window.open_drawer(TITLE, form)
    form.filed.setFocus()
    qtbot.keyClick(form.filed, Qt.Key.Key_Space)
    form.kind.setFocus()
    qtbot.keyClick(form.kind, Qt.Key.Key_Down)
    assert window.drawer.has_draft


def test_a_saved_form_leaves_no_draft(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    form = Form(save=lambda: window.act("Saving", lambda _progress: Changes()))
    window.open_drawer(TITLE, form)
    form.name.setFocus()
    qtbot.keyClicks(form.name, "Hillside")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert not window.drawer.has_draft
    qtbot.keyClicks(form.name, " two")
    assert window.drawer.has_draft


def test_a_refused_save_keeps_the_draft(qtbot: QtBot, window: MainWindow) -> None:
    def refuse(_progress: Progress) -> Changes:
        raise Refused("The period is filed; amend the report.")

    form = Form(save=lambda: window.act("Saving", refuse))
    window.open_drawer(TITLE, form)
    form.name.setFocus()
    qtbot.keyClicks(form.name, "Hillside")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.toasts.toasts))
    window.close_drawer()
    assert len(window.drawer.drafts) == 1


def test_a_write_from_elsewhere_does_not_count_as_saving_the_form(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    typed_form(qtbot, window)
    window.top_bar.primary.setFocus()
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(window.top_bar.primary, Qt.Key.Key_Space)
    window.close_drawer()
    assert len(window.drawer.drafts) == 1


def test_undo_does_not_count_as_saving_the_form(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    form = typed_form(qtbot, window)
    form.filed.setFocus()
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(form.filed, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.drawer.has_draft


def test_a_draft_is_offered_only_with_the_entity_it_was_begun_for(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    typed_form(qtbot, window)
    window.close_drawer()
    desk.choose_entity(2)
    window.open_drawer(TITLE, Form())
    assert not offer(window, "Continue").isVisible()
    desk.choose_entity(1)
    window.open_drawer(TITLE, Form())
    assert offer(window, "Continue").isVisible()


def test_another_book_forgets_every_draft(qtbot: QtBot, window: MainWindow) -> None:
    typed_form(qtbot, window)
    window.close_drawer()
    typed_form(qtbot, window)
    window.forget_book()
    assert window.drawer.drafts == ()
    assert window.drawer.title == ""


def test_only_the_newest_five_are_kept(qtbot: QtBot, window: MainWindow) -> None:
    for place in range(7):
        form = Form()
        window.open_drawer(f"Form {place}", form)
        qtbot.keyClicks(form.name, "x")
        window.close_drawer()
    assert [draft.title for draft in window.drawer.drafts] == [f"Form {n}" for n in range(2, 7)]


def test_a_page_that_closes_its_form_before_it_saves_leaves_no_draft(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    typed_form(qtbot, window)
    window.close_drawer()
    with qtbot.waitSignal(desk.changed):
        window.act("Saving", lambda _progress: Changes())
    assert window.drawer.drafts == ()
    assert window.toasts.toasts == ()


def test_a_form_that_was_closed_and_then_refused_is_offered_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    def refuse(_progress: Progress) -> Changes:
        raise Refused("The period is filed; amend the report.")

    form = typed_form(qtbot, window)
    window.close_drawer()
    window.act("Saving", refuse)
    qtbot.waitUntil(lambda: len(window.toasts.toasts) == 2)
    said = [toast.accessibleName() for toast in window.toasts.toasts]
    assert f"Not saved yet, but kept: {TITLE}" in said
    assert [draft.content for draft in window.drawer.drafts] == [form]


def test_quitting_asks_only_when_something_typed_would_be_lost(
    qtbot: QtBot, window: MainWindow
) -> None:
    typed_form(qtbot, window)
    window.close()
    assert window.isVisible()
    question = window.telling.question
    assert question is not None
    assert question.yes.text() == "Quit and lose it"
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert window.isVisible()
    window.close()
    qtbot.mouseClick(window.telling.question.yes, LEFT)
    assert not window.isVisible()


def test_tab_leaves_the_drawer(qtbot: QtBot, window: MainWindow) -> None:
    form = typed_form(qtbot, window)
    for _step in range(40):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if not window.drawer.isAncestorOf(window.focusWidget()):
            break
    assert not window.drawer.isAncestorOf(window.focusWidget())
    assert form.isVisible()


def test_the_drawer_is_made_wider_by_keys_and_stays_so(qtbot: QtBot, window: MainWindow) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    window.open_drawer(TITLE, QWidget())
    before = window.drawer.width()
    qtbot.keyClick(window, Qt.Key.Key_Left, keys)
    assert window.drawer.width() == before + 40
    for _time in range(20):
        qtbot.keyClick(window, Qt.Key.Key_Right, keys)
    assert window.drawer.width() == 320
    window.close()
    assert window.settings.value("window/drawer") == "320"
