"""The sign in the top bar that amounts are hidden; pressed, it shows them again."""

from PySide6.QtWidgets import QPushButton, QSizePolicy

from financedesk.ui.actions import ActionRegistry
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets.build import button, set_shown


def hidden_badge(actions: ActionRegistry) -> QPushButton:
    """Return the badge, which is seen only while amounts are hidden."""
    made = button(
        "Amounts hidden",
        "hidden",
        icon="eye-off",
        on_click=lambda: actions.run("view.hide_amounts"),
    )
    bind_icon(made, "eye-off", current_theme(), "warn")
    made.setToolTip("Amounts are hidden on the screen; press to show them (Ctrl+Shift+H)")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    set_shown(made, shown=current_theme().amounts_hidden)
    current_theme().privacy_changed.connect(made.setVisible)
    return made
