"""A field for an amount that also adds up: ``1,234.50``, ``25*4``, ``(12.50+3)*2``."""

import re
from collections.abc import Iterator
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from financedesk.errors import BadInput
from financedesk.rules.money import parse_cents
from financedesk.ui.formatting import money
from financedesk.ui.theme import Weight, current_theme, font

_TOKEN = re.compile(r"\s*(?:(?P<number>\$?\d[\d,]*(?:\.\d*)?|\$?\.\d+)|(?P<sign>[-+*/()×÷−]))")
_SAME = {"×": "*", "÷": "/", "−": "-"}
_UNREADABLE = "“{}” is not an amount; write 1234.50, or a sum such as 25*4+10."


def cents_of(text: str) -> int:
    """Return what an amount or a sum comes to in cents, half a cent rounded up.

    Raises BadInput for anything that is neither.
    """
    try:
        return parse_cents(text)
    except BadInput:
        return _Sum(text).cents()


class _Sum:
    """Reads a sum by the rules of arithmetic, in whole fractions: no cent is lost on the way."""

    def __init__(self, text: str) -> None:
        self._text = text.strip()
        self._tokens = list(self._split())
        self._at = 0

    def cents(self) -> int:
        """Return the value of the whole text in cents."""
        value = self._terms()
        if self._at < len(self._tokens):
            raise self._unreadable()
        return int((value * 200 + 1) // 2)

    def _split(self) -> Iterator[str]:
        at = 0
        while at < len(self._text):
            found = _TOKEN.match(self._text, at)
            if found is None:
                raise self._unreadable()
            sign = found["sign"]
            yield _SAME.get(sign, sign) if sign else found["number"].replace(",", "").strip("$")
            at = found.end()

    def _terms(self) -> Fraction:
        value = self._factors()
        while (sign := self._take("+-")) is not None:
            value += self._factors() if sign == "+" else -self._factors()
        return value

    def _factors(self) -> Fraction:
        value = self._one()
        while (sign := self._take("*/")) is not None:
            by = self._one()
            if sign == "/" and by == 0:
                raise BadInput("Nothing can be divided by zero; check the sum.")
            value = value * by if sign == "*" else value / by
        return value

    def _one(self) -> Fraction:
        if self._take("-") is not None:
            return -self._one()
        if self._take("(") is not None:
            value = self._terms()
            if self._take(")") is None:
                raise self._unreadable()
            return value
        if self._at == len(self._tokens) or self._tokens[self._at] in "+-*/()":
            raise self._unreadable()
        self._at += 1
        return Fraction(self._tokens[self._at - 1].rstrip("."))

    def _take(self, signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in signs:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _unreadable(self) -> BadInput:
        return BadInput(_UNREADABLE.format(self._text))


class MoneyEdit(QLineEdit):
    """Takes an amount or a sum; leaving the field shows what it comes to.

    ``amount_changed`` carries the cents, or None while the field holds no amount.
    """

    amount_changed = Signal(object)

    def __init__(self, cents: int | None = None) -> None:
        super().__init__()
        self.setPlaceholderText("0.00")
        self._follow_theme()
        current_theme().changed.connect(self._follow_theme)
        self.textChanged.connect(lambda _text: self.amount_changed.emit(self.cents))
        self.set_cents(cents)
        current_theme().privacy_changed.connect(self._cover)
        self._cover(current_theme().amounts_hidden)

    def _cover(self, hidden: bool) -> None:  # noqa: FBT001 - carried by a signal
        """Show dots for an amount while amounts are hidden, but what is being typed as it is."""
        echo = QLineEdit.EchoMode
        self.setEchoMode(echo.PasswordEchoOnEdit if hidden else echo.Normal)

    def _follow_theme(self) -> None:
        """Write in figures of equal width, as large as all other words."""
        self.setFont(font(current_theme().scale.body, Weight.TEXT, tabular=True))

    @property
    def cents(self) -> int | None:
        """What the field holds, in cents; None for nothing and for what is no amount."""
        try:
            return cents_of(self.text()) if self.text().strip() else None
        except BadInput:
            return None

    @property
    def problem(self) -> str:
        """What is wrong with the text; empty when it is an amount."""
        if not self.text().strip():
            return "Enter an amount."
        try:
            cents_of(self.text())
        except BadInput as error:
            return str(error)
        return ""

    def set_cents(self, cents: int | None) -> None:
        """Show an amount."""
        self.setText("" if cents is None else money(cents))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show a sum as the amount that it comes to."""
        if self.cents is not None:
            self.set_cents(self.cents)
        super().focusOutEvent(event)
