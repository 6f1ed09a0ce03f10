"""Whether a form holds something typed that is not saved yet."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from financedesk.ui.widgets.form_row import FormRow


class FormWatch(QObject):
    """Follows what the user changes in the rows of a form, not what the program fills in."""

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._edited: set[QWidget] = set()
        self._before: dict[QWidget, str] = {}
        if any(_is_secret(field) for field in form.findChildren(QLineEdit)):
            return  # what holds a passphrase is not kept when it is closed
        for one in form.findChildren(FormRow):
            for field in (one.field, *one.field.findChildren(QWidget)):
                self._watch(field)

    @property
    def has_draft(self) -> bool:
        """Whether a field that the user changed reads differently from before."""
        return any(_value(field) != self._before[field] for field in self._edited)

    def settle(self) -> None:
        """Take what stands there as saved."""
        self._edited.clear()
        self._before = {field: _value(field) for field in self._before}

    def _watch(self, field: QWidget) -> None:
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda _text: self._edited.add(field))
        elif isinstance(field, QComboBox):
            field.activated.connect(lambda _place: self._edited.add(field))
        elif isinstance(field, QPlainTextEdit):
            field.textChanged.connect(lambda: self._edited.add(field))
        elif isinstance(field, QAbstractButton) and field.isCheckable():
            field.clicked.connect(lambda _on: self._edited.add(field))
        else:
            return
        self._before[field] = _value(field)


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
