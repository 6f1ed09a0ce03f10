"""The drawer's section on a joint fundraising committee's written agreement, version by version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.ledger.joint_agreements import JointAgreement
from financedesk.ui.pages.entity_words import day_words, span_words
from financedesk.ui.widgets import Banner, button, column, label, line, row
from financedesk.ui.widgets.build import allow

_NONE = (
    "No written agreement yet. Without one nobody knows whose a gift is, and nothing can be shared"
    " out (11 CFR 102.17(c)(1))."
)


@dataclass(frozen=True)
class JointActions:
    """What the buttons of the section do; a version is named by its number."""

    add: Callable[[], None]
    correct: Callable[[int], None]


class JointSection(QWidget):
    """Says who takes which share from when to when; the newest version first."""

    def __init__(
        self, versions: Sequence[JointAgreement], actions: JointActions, why_not: str
    ) -> None:
        """``why_not`` says why the user may not change it and who can, empty where they may."""
        super().__init__()
        self._body = column(spacing=4)
        self._body.addSpacing(12)
        self._body.addWidget(label("Joint fundraising agreement", "small-strong"))
        self._body.addWidget(line())
        if not versions:
            self._body.addWidget(Banner(_NONE, "warn"))
        for one in reversed(versions):
            self._version(one, actions, why_not)
        words = "Change the formula…" if versions else "Add agreement…"
        self.add_button = button(words, icon="split", on_click=actions.add)
        allow(self.add_button, why_not, "Becomes a new version from a day" if versions else "")
        self._body.addSpacing(4)
        self._body.addLayout(row(self.add_button, None))
        self.setLayout(self._body)

    def _version(self, one: JointAgreement, actions: JointActions, why_not: str) -> None:
        terms = one.terms
        when = span_words(terms.from_date, terms.to_date)
        head = label(when[:1].upper() + when[1:], "name", wrap=True)
        edit = button(
            "Correct", "link", name=f"Correct the version {when}",
            on_click=lambda: actions.correct(one.id),
        )  # fmt: skip
        allow(edit, why_not)
        top = row(spacing=8)
        top.addWidget(head, 1)
        top.addWidget(edit)
        self._body.addLayout(top)
        for share in terms.shares:
            self._body.addLayout(_share_line(share.name, f"{share.weight:,} of {terms.total:,}"))
        paper = f"Signed on {day_words(terms.signed_on)}"
        said = " · ".join(filter(None, (paper, terms.note)))
        self._body.addWidget(label(said, "small", wrap=True))
        for words in terms.notes:
            self._body.addWidget(label(words, "caption", wrap=True))
        self._body.addSpacing(6)


def _share_line(name: str, part: str) -> QLayout:
    """Return a participant with its share; the name has all the room that the share leaves."""
    share = label(part, "name")
    share.setAccessibleName(f"{name}: {part}")
    made = row(spacing=12, margins=(0, 3, 0, 3))
    made.addWidget(label(name, "quiet", wrap=True), 1)
    made.addWidget(share, 0, Qt.AlignmentFlag.AlignTop)
    return made
