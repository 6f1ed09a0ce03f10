"""The form of a member: a login, a name, and what they may do to begin with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.ledger.entities import EntityRow
from financedesk.ledger.members import MemberRow
from financedesk.ledger.rights import WRITE
from financedesk.rules.roles import roles
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need

_BEGINNINGS = (
    ("", "Nothing yet: set it in the table"),
    *((code, f"{role.label} of every entity") for code, role in roles().items()),
)


@dataclass(frozen=True)
class TypedMember:
    """What the form holds; ``right`` is for every entity, ``only`` for one alone if it is given."""

    login: str
    name: str
    right: str
    own_name: str
    active: bool
    only: int | None = None


class MemberForm(SavingForm):
    """Takes a member; ``save`` is handed what was typed when it is complete."""

    def __init__(
        self,
        entities: Sequence[EntityRow],
        own_login: str,
        save: Callable[[TypedMember], None],
        cancel: Callable[[], None],
        before: MemberRow | None = None,
        *,
        is_first: bool = False,
        remove: Callable[[], None] | None = None,
        passphrase: Callable[[], None] | None = None,
    ) -> None:
        """``is_first``: nobody is named yet, and whoever adds this one becomes a member too."""
        super().__init__()
        self._save, self._before, self._is_first = save, before, is_first
        self.login, self.name, self.own_name = QLineEdit(), QLineEdit(), QLineEdit()
        self.right = combo()
        for code, words in _BEGINNINGS:
            self.right.addItem(words, code)
        for one in entities:
            self.right.addItem(f"Treasurer of {one.name} alone", one.id)
        self.active = QCheckBox("May open the book")
        self.active.setChecked(before is None or before.active)
        self.login_row = FormRow("Login", self.login, "entities.login", need=Need.REQUIRED)
        self.name_row = FormRow("Name", self.name, "entities.member_name", need=Need.REQUIRED)
        self.own_row = FormRow(f"Your name ({own_login})", self.own_name, "entities.own_name")
        self._right_row = FormRow("May", self.right, "entities.right")
        self.passphrase = button("Set passphrase…", icon="lock", on_click=passphrase)
        set_shown(self.passphrase, shown=passphrase is not None)
        self._lay_out(cancel, remove)
        if before is not None:
            self.login.setText(before.login)
            self.name.setText(before.name)
        self.set_tab_order()

    def _lay_out(self, cancel: Callable[[], None], remove: Callable[[], None] | None) -> None:
        body = column(self.problem, spacing=12, margins=(20, 14, 20, 20))
        first = label(
            "From the first member on, only members see anything of this book. You are made a"
            " member with every right, so that you cannot lock yourself out.", "quiet", wrap=True,
        )  # fmt: skip
        for part in (first, self.name_row, self.login_row, self._right_row, self.own_row):
            body.addWidget(part)
        body.addWidget(self.active)
        body.addLayout(row(self.passphrase, None))
        set_shown(first, shown=self._is_first)
        set_shown(self.own_row, shown=self._is_first)
        set_shown(self._right_row, shown=self._before is None)
        set_shown(self.active, shown=self._before is not None)
        ends = row(self.save_button, button("Cancel", on_click=cancel), None)
        if remove is not None:
            ends.addWidget(button("Remove", icon="trash-2", name="Remove the member",
                                  on_click=remove))  # fmt: skip
        body.addLayout(ends)
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.name, self.login, self.right, self.own_name, self.active, self.passphrase,
            self.save_button,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing."""
        return (
            (self.name_row, "" if self.name.text().strip() else "Say who it is."),
            (self.login_row, "" if self.login.text().strip() else "Give the login."),
        )

    def hand_over(self) -> None:
        """Give the member to whoever writes them."""
        chosen = self.right.currentData()
        only = chosen if isinstance(chosen, int) else None
        self._save(
            TypedMember(
                login=self.login.text(), name=self.name.text(),
                right=WRITE if only is not None else str(chosen),
                own_name=self.own_name.text(), active=self.active.isChecked(), only=only,
            )
        )  # fmt: skip
