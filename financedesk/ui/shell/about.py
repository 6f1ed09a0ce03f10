"""What the program is and whose work it stands on."""

from dataclasses import dataclass

from PySide6 import __version__ as qt_version
from PySide6.QtWidgets import QVBoxLayout, QWidget

from financedesk import __version__
from financedesk.ui.shell.brand import BrandMark
from financedesk.ui.widgets.build import column, label, line, row


@dataclass(frozen=True)
class LicenceNotice:
    """A work that the program ships or stands on; ``text`` is where its licence lies."""

    work: str
    words: str
    text: tuple[str, ...] = ()


NOTICES = (
    LicenceNotice(
        "Qt and PySide6",
        f"Version {qt_version}, used under the GNU Lesser General Public License 3. The libraries "
        "stand beside the program and may be replaced by your own build of them; the licence and "
        "the source are at qt.io and code.qt.io.",
    ),
    LicenceNotice(
        "Inter",
        "Typeface by Rasmus Andersson and others, SIL Open Font License 1.1.",
        ("fonts", "LICENSE-OFL.txt"),
    ),
    LicenceNotice(
        "Lucide", "Icons by the Lucide contributors, ISC License.", ("icons", "LICENSE-ISC.txt")
    ),
)


def about_heading() -> QVBoxLayout:
    """Return the mark, the name and the version."""
    name = column(
        label("FinanceDesk", "section"), label(f"Version {__version__}", "small"), spacing=0
    )
    return column(
        row(BrandMark(), name, None, spacing=12),
        label("The finance desk of a political organisation, tied to the cent.", wrap=True),
        spacing=14,
    )


def about_panel() -> QWidget:
    """Return version and licences, to be shown in the drawer."""
    panel = QWidget()
    content = column(about_heading(), line(), spacing=14, margins=(20, 16, 20, 20))
    for one in NOTICES:
        content.addLayout(
            column(label(one.work, "name"), label(one.words, "small", wrap=True), spacing=1)
        )
    content.addStretch(1)
    panel.setLayout(content)
    return panel
