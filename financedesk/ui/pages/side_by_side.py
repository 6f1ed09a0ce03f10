"""What two cards say of somebody, side by side, fact by fact."""

from collections.abc import Iterator
from dataclasses import dataclass

from financedesk.ledger.contacts import Contact
from financedesk.ui.models import Column, Look


@dataclass(frozen=True)
class Fact:
    """One thing that two cards say of a donor."""

    name: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether both cards say something, and not the same."""
        return bool(self.left and self.right) and self.left.casefold() != self.right.casefold()

    @property
    def compared(self) -> str:
        """Say how the two go together; nothing where one says nothing."""
        if self.differs:
            return "differs"
        return "same" if self.left and self.right else ""


def fact_columns(left: str, right: str) -> tuple[Column[Fact], ...]:
    """Return the columns of facts of two cards under their headings."""
    return (
        Column("name", "", lambda one: one.name, Look.QUIET, 130, least=100, sortable=False),
        Column("left", left, lambda one: one.left, Look.TEXT, 250, least=150,
               sortable=False, tip=lambda one: one.left),
        Column("right", right, lambda one: one.right, Look.TEXT, 250, stretch=True, least=150,
               sortable=False, tip=lambda one: one.right),
        Column("differs", "Compared", lambda one: one.compared, Look.CHIP, 120, sortable=False,
               tone=lambda one: "warn" if one.differs else "ok"),
    )  # fmt: skip


def facts_of(left: Contact, right: Contact) -> Iterator[Fact]:
    """Yield what the two cards say, without what neither of them knows."""
    facts = (
        Fact("Name", left.display_name, right.display_name),
        Fact(
            "Street", _joined(left.street_1, left.street_2), _joined(right.street_1, right.street_2)
        ),
        Fact("Town", town(left), town(right)),
        Fact("Employer", left.employer or "", right.employer or ""),
        Fact("Occupation", left.occupation or "", right.occupation or ""),
        Fact("E-mail", left.email or "", right.email or ""),
        Fact("Phone", left.phone or "", right.phone or ""),
    )
    yield from (fact for fact in facts if fact.left or fact.right)


def town(one: Contact) -> str:
    """Return a card's town with state and ZIP code."""
    return _joined(one.city, " ".join(part for part in (one.state, one.zip) if part))


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
