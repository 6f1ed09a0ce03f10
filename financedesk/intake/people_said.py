"""What somebody said of donors of a file who may be one person: done with the import itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from financedesk.book.unit import UnitOfWork
from financedesk.errors import FinanceDeskError, Refused
from financedesk.intake.likely_people import NewCards
from financedesk.intake.staged import Notes
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.same_person import cards_of, link_cards, tell_apart
from financedesk.rules.roles import CORRECT


class Verdict(StrEnum):
    """What two donors are."""

    SAME = "same person"
    APART = "different people"


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """What was said of the donor whom a row brings, and of another card, with the reason.

    The other is a card of the book, or the donor whom another row brings.
    """

    row: int
    verdict: Verdict
    reason: str
    other_card: int | None = None
    other_row: int | None = None


_ACTS: dict[Verdict, Callable[[UnitOfWork, Sequence[int], str], None]] = {
    Verdict.SAME: link_cards, Verdict.APART: tell_apart,
}  # fmt: skip


def do_as_said(unit: UnitOfWork, said: Sequence[PersonSaid], made: NewCards, notes: Notes) -> None:
    """Link cards and tell them apart; what links comes first.

    What was said of a donor who got no card of their own after all is only noted. Raises BadInput
    when what was said contradicts itself, NotFound for a card that is gone, Refused for cards of
    two entities and for who may not correct an entity's cards.
    """
    rows = [row for one in said for row in (one.row, one.other_row) if row is not None]
    cards = made.of_rows(rows)
    access = access_of(unit.connection, unit.heading.who)
    for one in sorted(said, key=lambda one: one.verdict is not Verdict.SAME):
        new = cards.get(one.row)
        other = one.other_card if one.other_row is None else cards.get(one.other_row)
        if new is None or other is None:
            notes.add("Who may be one person was said of a donor who got no new card; it was left.")
            continue
        try:
            _do(unit, access, one.verdict, (new, other), one.reason)
        except FinanceDeskError as error:
            raise type(error)(f"Row {one.row:,}: {error}") from error


def _do(
    unit: UnitOfWork, access: Access, verdict: Verdict, cards: tuple[int, int], reason: str
) -> None:
    entities = {card.entity_id for card in cards_of(unit.connection, cards)}
    if len(entities) > 1:
        raise Refused("An import links no cards of two entities.")
    access.require(CORRECT, *entities)
    _ACTS[verdict](unit, cards, reason)
