"""What the program is and whose work it stands on."""

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QWidget

from financedesk import __version__
from financedesk.ui.shell.brand import BrandMark
from financedesk.ui.widgets.build import column, label, line, row

_NOTICES = (
    ("Qt and PySide6", f"{qt_version}, used under the GNU Lesser General Public License 3."),
    ("Inter", "Typeface by Rasmus Andersson and others, SIL Open Font License 1.1."),
    ("Lucide", "Icons by the Lucide contributors, ISC License."),
)


def about_panel() -> QWidget:
    """Return version and licences, to be shown in the drawer."""
    panel = QWidget()
    name = column(
        label("FinanceDesk", "section"), label(f"Version {__version__}", "small"), spacing=0
    )
    content = column(
        row(BrandMark(), name, None, spacing=12),
        label("The finance desk of a political organisation, tied to the cent.", wrap=True),
        line(),
        spacing=14,
        margins=(20, 16, 20, 20),
    )
    for work, words in _NOTICES:
        content.addLayout(column(label(work, "name"), label(words, "small", wrap=True), spacing=1))
    content.addStretch(1)
    panel.setLayout(content)
    return panel
