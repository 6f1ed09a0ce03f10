"""A field that picks somebody who is known, or begins somebody new with what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from financedesk.ui.formatting import counted
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead


class _New:
    """The value of the last proposal, which stands for somebody who is not known yet."""


NEW = _New()


class EntityPicker(TypeAhead):
    """Proposes people, vendors or committees while a name is typed; “Create …” comes last.

    ``picked`` carries the value of who was chosen, as a ``TypeAhead`` does; ``create_wanted``
    carries the name as typed. How many fit is read aloud.
    """

    create_wanted = Signal(str)

    def __init__(self, hint: str, *, noun: str = "person", many: str = "people") -> None:
        """``noun`` says what is created: a person, a vendor, a committee."""
        super().__init__(hint)
        self._noun, self._many = noun, many

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """Show who may be meant, and last the offer to create who is not among them."""
        typed = self.text().strip()
        offers = list(proposals)
        if typed:
            offers.append(Proposal(f"Create {self._noun} “{typed}”…", typed, NEW))
        super().propose(offers)
        if typed and self.hasFocus():
            known = counted(len(proposals), self._noun, self._many) if proposals else "Nobody"
            words = f"{known} found. The last line creates {typed}."
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def pick(self, proposal: Proposal) -> None:
        """Take a proposal; the last one leaves the name as typed and asks for somebody new."""
        if proposal.value is not NEW:
            super().pick(proposal)
            return
        self.hold(proposal.chosen, None)
        self.create_wanted.emit(proposal.chosen)
