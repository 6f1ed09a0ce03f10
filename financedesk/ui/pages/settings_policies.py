"""Rules that the organisation sets itself above the law, taken on and lifted by a tick."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError
from financedesk.ledger.own_policies import lift, policies_taken, take_on
from financedesk.progress import Progress
from financedesk.rules.flows import Policy, policies
from financedesk.rules.roles import RULES
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.jobs import Latest
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import column, label

_CHANGED = Changes(frozenset({Area.COMPLIANCE, Area.CONTRIBUTIONS}))


class OwnRules(QWidget):
    """One box a rule, with what it stops; each tick is one step of undo."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._desk = shell, book_desk(shell)
        self._reading = Latest()
        self.boxes: dict[str, QCheckBox] = {}
        every = column(spacing=4)
        for policy in policies().values():
            box = self.boxes[policy.code] = QCheckBox(policy.label)
            box.setAccessibleDescription(policy.reason)
            box.clicked.connect(partial(self._change, policy))
            every.addWidget(box)
            every.addWidget(label(policy.reason, "small", wrap=True))
        self.note = label("", "small", wrap=True)
        every.addWidget(self.note)
        self.setLayout(every)

    def refresh(self) -> None:
        """Read anew which rules hold, and whether the user may change them."""
        if not self._desk.is_open:
            return
        why = self._desk.why_not_whole(RULES)
        for box in self.boxes.values():
            box.setEnabled(not why)
        self.note.setText(why)
        book = self._desk.book

        def read(_progress: Progress) -> tuple[str, ...]:
            with book.read() as connection:
                return policies_taken(connection)

        deliver = self._reading.only(self._show)
        self._reading.replace(
            self._shell.runner.background("Reading own rules", read, on_done=deliver)
        )

    def _show(self, taken: tuple[str, ...]) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in taken)

    def _change(self, policy: Policy) -> None:
        ticked = self.boxes[policy.code].isChecked()
        act: Callable[[UnitOfWork, str], None] = take_on if ticked else lift
        name = "Take on own rule" if ticked else "Lift own rule"
        desk = self._desk

        def write(_progress: Progress) -> Changes:
            with desk.unit_of_work(name) as unit:
                act(unit, policy.code)
            return _CHANGED

        def done(changes: Changes) -> None:
            self.note.setText("")
            desk.announce(changes)
            said = "holds from now on" if ticked else "holds no longer"
            self._shell.say(f"{policy.label}: {said}", can_undo=True)

        def failed(error: FinanceDeskError) -> None:
            self.note.setText(str(error))
            self.refresh()

        self._shell.runner.database(name, write, on_done=done, on_error=failed, saves=True)
