"""Settings of this computer: how the day begins, how the desk looks, who may see what is shown."""

from PySide6.QtWidgets import QCheckBox

from financedesk.ui.pages.settings_section import Section
from financedesk.ui.recent_books import REOPEN, RecentBooks
from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.page import Shell
from financedesk.ui.shell.window_state import START_PAGE
from financedesk.ui.theme import Density, Mode, current_theme
from financedesk.ui.widgets import FormRow, SegmentedControl, button, label, row

_MODES = (
    (Mode.SYSTEM.value, "As the system"),
    (Mode.LIGHT.value, "Light"),
    (Mode.DARK.value, "Dark"),
    (Mode.HIGH_CONTRAST.value, "High contrast"),
)
_SIZES = tuple((str(size), f"{size} %") for size in (90, 100, 110, 120, 130))
_DENSITIES = (
    (Density.COMFORTABLE.value, "Comfortable"),
    (Density.COMPACT.value, "Compact"),
)
_REOPEN = (("yes", "Open the last book"), ("no", "Show the welcome page"))
_START = (("last", "The page that was open last"), ("first", "The dashboard"))


class GeneralSection(Section):
    """How the day begins."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        card = self.card("At the start")
        self.reopen = self._kept("When FinanceDesk starts", REOPEN, _REOPEN)
        self.start = self._kept("First page", START_PAGE, _START)
        card.body.addWidget(FormRow("When FinanceDesk starts", self.reopen, "settings.reopen"))
        card.body.addWidget(FormRow("First page", self.start, "settings.start_page"))

    def _kept(self, name: str, key: str, choices: tuple[tuple[str, str], ...]) -> SegmentedControl:
        made = SegmentedControl(name, choices)
        kept = str(self.shell.settings.value(key, choices[0][0]))
        made.choose(kept if kept in dict(choices) else choices[0][0])
        made.chosen.connect(lambda choice: self.shell.settings.setValue(key, choice))
        return made


class AppearanceSection(Section):
    """Mode, text size and density, in force as soon as they are chosen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        card = self.card("Look")
        self.mode = SegmentedControl("Mode", _MODES)
        self.text_size = SegmentedControl("Text size", _SIZES)
        self.density = SegmentedControl("Rows", _DENSITIES)
        card.body.addWidget(FormRow("Mode", self.mode, "settings.mode"))
        card.body.addWidget(FormRow("Text size", self.text_size, "settings.text_size"))
        card.body.addWidget(FormRow("Rows", self.density, "settings.density"))
        self._follow()
        theme = current_theme()
        modes = {mode.value: mode for mode in Mode}
        densities = {density.value: density for density in Density}
        self.mode.chosen.connect(lambda key: theme.set_mode(modes[key]))
        self.text_size.chosen.connect(lambda key: theme.set_text_size(int(key)))
        self.density.chosen.connect(lambda key: theme.set_density(densities[key]))
        theme.changed.connect(self._follow)

    def refresh(self) -> None:
        """Show what is in force, also where it was switched elsewhere."""
        self._follow()

    def _follow(self) -> None:
        theme = current_theme()
        size = str(min((int(key) for key, _ in _SIZES), key=lambda at: abs(at - theme.text_size)))
        for control, key in (
            (self.mode, theme.mode.value),
            (self.text_size, size),
            (self.density, theme.density.value),
        ):
            blocked = control.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            control.choose(key)
            control.blockSignals(blocked)


class PrivacySection(Section):
    """What others may see on this screen, and what this computer remembers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        card = self.card("Sharing the screen")
        self.amounts = QCheckBox("Hide every amount")
        card.body.addWidget(FormRow("Amounts", self.amounts, "settings.amounts"))
        self.amounts.clicked.connect(lambda on: current_theme().set_amounts_hidden(on))
        current_theme().privacy_changed.connect(self.amounts.setChecked)
        kept = self.card("What this computer remembers")
        self.recent_words = label("", wrap=True)
        self.clear_button = button(
            "Clear recent books and searches", icon="trash-2", on_click=self.clear_recent
        )
        kept.body.addWidget(self.recent_words)
        kept.body.addLayout(row(self.clear_button, None))
        kept.body.addWidget(
            label(
                "No donor data is kept outside the book: settings hold places of books and how "
                "the window was left, the log holds places in the program.",
                "small",
                wrap=True,
            )
        )
        self.refresh()

    def refresh(self) -> None:
        """Show what is remembered now."""
        self.amounts.setChecked(current_theme().amounts_hidden)
        places = RecentBooks(self.shell.settings).places
        known = "\n".join(places) if places else "No book is remembered."
        self.recent_words.setText(known)
        self.clear_button.setEnabled(bool(places))

    def clear_recent(self) -> None:
        """Forget which books were open and what was searched for."""
        RecentBooks(self.shell.settings).clear()
        if isinstance(self.shell, MainWindow):
            self.shell.palette_overlay.forget_recent()
        self.shell.say("Recent books and searches are forgotten.")
        self.refresh()
