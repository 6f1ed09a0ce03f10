"""Whether a form holds something typed that is not saved yet, and that typing as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from financedesk.ui.widgets.form_row import FormRow


@dataclass(frozen=True)
class TypedForm:
    """What was typed in a form, as plain values: enough to fill the same form once more.

    ``key`` names the form, ``entity_id`` the entity that it writes to (None: no single one), and
    ``values`` what its fields read, by the names that ``FormWatch`` gives them.
    """

    key: str
    title: str
    whose: tuple[str, str]
    entity_id: int | None
    values: Mapping[str, str]
    left: datetime


class FormWatch(QObject):
    """Follows what the user changes in the rows of a form, not what the program fills in.

    ``changed`` follows each of these changes, and that they were saved.
    """

    changed = Signal()

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._edited: set[QWidget] = set()
        self._before: dict[QWidget, str] = {}
        self._names: dict[str, QWidget] = {}
        if any(_is_secret(field) for field in form.findChildren(QLineEdit)):
            return  # what holds a passphrase is not kept when it is closed
        for one in form.findChildren(FormRow):
            for field in (one.field, *one.field.findChildren(QWidget)):
                self._watch(field, one.help_key)

    @property
    def has_draft(self) -> bool:
        """Whether a field that the user changed reads differently from before."""
        return any(_value(field) != self._before[field] for field in self._edited)

    @property
    def typed(self) -> dict[str, str]:
        """What reads differently from before: what was typed, and what followed from it."""
        return {
            name: _value(field)
            for name, field in self._names.items()
            if field in self._edited or _value(field) != self._before[field]
        }

    def fill(self, typed: Mapping[str, str]) -> None:
        """Type these values once more; a name that the form does not have is passed over.

        They are put in twice: what follows from one field (the accounts of another entity) has to
        be there before the next can take its value, and must not change what was typed there.
        """
        for told in (True, False):
            for name, value in typed.items():
                if name in self._names:
                    _put(self._names[name], value, told=told)

    def settle(self) -> None:
        """Take what stands there as saved."""
        self._edited.clear()
        self._before = {field: _value(field) for field in self._before}
        self.changed.emit()

    def _watch(self, field: QWidget, help_key: str) -> None:
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda _text: self._note(field))
        elif isinstance(field, QComboBox):
            field.activated.connect(lambda _place: self._note(field))
        elif isinstance(field, QPlainTextEdit):
            field.textChanged.connect(lambda: self._note(field))
        elif isinstance(field, QAbstractButton) and field.isCheckable():
            field.clicked.connect(lambda _on: self._note(field))
        else:
            return
        self._before[field] = _value(field)
        number = sum(name.startswith(f"{help_key}/") for name in self._names)
        self._names[f"{help_key}/{number}"] = field

    def _note(self, field: QWidget) -> None:
        self._edited.add(field)
        self.changed.emit()


def _is_secret(field: QLineEdit) -> bool:
    return field.echoMode() is not QLineEdit.EchoMode.Normal


def _value(field: QWidget) -> str:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QComboBox):
        return field.currentText()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return str(isinstance(field, QAbstractButton) and field.isChecked())


def _put(field: QWidget, value: str, *, told: bool) -> None:
    """Set a field as if the user had; ``told`` says it to whoever follows the typing."""
    if isinstance(field, QLineEdit):
        field.setText(value)
        if told:
            field.textEdited.emit(value)
    elif isinstance(field, QComboBox):
        _choose(field, value, told=told)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    elif isinstance(field, QAbstractButton) and (str(field.isChecked()) != value):
        field.click()


def _choose(field: QComboBox, value: str, *, told: bool) -> None:
    place = field.findText(value)
    if place >= 0:
        field.setCurrentIndex(place)
        if told:
            field.activated.emit(place)
    elif field.isEditable():
        field.setEditText(value)
