"""The line under the row of entry: what the gift makes of the aggregate, and what is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from financedesk.ledger.gift_forecast import Forecast
from financedesk.rules.receiving import Concern
from financedesk.ui.formatting import day, dollars
from financedesk.ui.widgets.build import button, clear, column, icon_label, label, row, set_shown

_ICONS = {"bad": "circle-alert", "warn": "triangle-alert", "neutral": "lock"}


def forecast_words(found: Forecast, window: str) -> str:
    """Return what a gift comes to and where it will stand; ``window`` is *this year* or so."""
    outlook = found.outlook
    if outlook.after_cents is None:
        return f"No form of the FEC shows this gift, so nothing is aggregated. {found.left}".strip()
    above = ", above $200" if outlook.crosses else ""
    line = outlook.line.partition(":")[0]
    stands = f"itemised on {line}" if outlook.itemised else f"not itemised, in the sum on {line}"
    makes = f"Makes {dollars(outlook.after_cents)} {window}{above}: {stands}{_report(found)}."
    return f"{makes} {found.left}".strip()


def _report(found: Forecast) -> str:
    if found.report is None:
        return " of the report that covers the day"
    name = f" of the {found.report.title.removesuffix(' Report')} report"
    return f"{name}, due {day(found.report.due)}" if found.report.due else name


def concerns_of(found: Forecast) -> tuple[Concern, ...]:
    """Return the warnings of a forecast, with what an itemised gift still wants at the end."""
    if not found.lacks:
        return found.concerns
    *first, last = found.lacks
    wanted = f"{', '.join(first)} and {last}" if first else last
    return (
        *found.concerns,
        Concern("warn", f"The report asks for {wanted}; it can follow later (11 CFR 104.7)."),
    )


class LiveLine(QWidget):
    """One sentence and the warnings below it; a change is read aloud.

    ``act_wanted`` follows the button that a warning may carry (*Amend…*).
    """

    act_wanted = Signal()

    def __init__(self, keys: str = "") -> None:
        """``keys`` says in a few words what the keyboard does here."""
        super().__init__()
        self._words = label("", "small", wrap=True)
        self._keys = label(keys, "caption")
        self._act = button("Amend…", "link", on_click=self.act_wanted.emit)
        self._act.hide()
        self._concerns = column(spacing=2)
        self._shown: tuple[Concern, ...] = ()
        said = row(spacing=12)
        said.addWidget(self._words, 1)
        said.addWidget(self._act)
        said.addWidget(self._keys)
        self.setLayout(column(said, self._concerns, spacing=4))

    @property
    def words(self) -> str:
        """The sentence."""
        return self._words.text()

    @property
    def concerns(self) -> tuple[str, ...]:
        """The warnings, in words."""
        return tuple(one.words for one in self._shown)

    def say(self, words: str, concerns: Sequence[Concern] = (), *, act: str = "") -> bool:
        """Show a sentence and warnings; returns whether the height may have changed."""
        if (words, tuple(concerns), act) == (self.words, self._shown, self._offered):
            return False
        taller = len(concerns) != len(self._shown)
        self._words.setText(words)
        self._act.setText(act)
        self._act.setAccessibleName(act)
        set_shown(self._act, shown=bool(act))
        self._show(tuple(concerns))
        said = " ".join((words, *self.concerns))
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        return taller

    @property
    def _offered(self) -> str:
        return "" if self._act.isHidden() else self._act.text()

    def _show(self, concerns: tuple[Concern, ...]) -> None:
        if concerns == self._shown:
            return
        self._shown = concerns
        clear(self._concerns)
        for one in concerns:
            icon = icon_label(_ICONS[one.tone], one.tone if one.tone != "neutral" else "text_2", 14)
            words = label(
                one.words, "small", tone="" if one.tone == "neutral" else one.tone, wrap=True
            )
            said = row(icon, spacing=6)
            said.addWidget(words, 1)
            self._concerns.addLayout(said)
