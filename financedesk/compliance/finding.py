"""A finding: one thing in the books that the law asks about, as a value."""

from dataclasses import dataclass
from datetime import date

from financedesk.rules.checks import LEVELS, CheckKind, check_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found about one subject of one entity; amounts in cents.

    ``key`` tells it from the check's other findings of the entity and stays the same while the
    books do (``card 12``, ``report Q3 2026-09-30``). ``card_id`` is whom it is about where that is
    somebody with a card; what else is judged goes by the entity. ``item_ids`` are its entries, the
    oldest first. ``why`` is a sentence with the figures, which ``figures`` also hold by their
    names. ``since`` and ``due`` are days ``YYYY-MM-DD``; ``due`` is empty where no clock runs.
    ``document`` is the number of a paper that it is about, ``account_id`` a bank account.
    """

    rule: str
    entity_id: int
    key: str
    subject: str
    why: str
    cents: int = 0
    card_id: int | None = None
    item_ids: tuple[int, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    since: str = ""
    due: str = ""
    law: str = ""
    document: str = ""
    account_id: int | None = None

    @property
    def kind(self) -> CheckKind:
        """The check that found it."""
        return check_kind(self.rule)

    @property
    def level(self) -> str:
        """How grave it is: block, warn or advice."""
        return self.kind.level

    @property
    def citation(self) -> str:
        """The law: the finding's own where it knows better than its check."""
        return self.law or self.kind.citation

    @property
    def order(self) -> tuple[object, ...]:
        """What findings are sorted by: gravest, then what is due first, then the largest."""
        due = self.due or "9999"
        return (
            LEVELS.index(self.level), due, -self.cents, self.rule, self.subject, self.key,
            self.entity_id,
        )  # fmt: skip

    def is_overdue(self, today: date) -> bool:
        """Whether its clock has run out."""
        return bool(self.due) and self.due < today.isoformat()
