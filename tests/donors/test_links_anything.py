"""Random linking, parting, giving and undoing: aggregates are those of whoever is one just now."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import accumulate

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.same_person import link_cards, unlink_cards
from tests.ledger.riverbend import Desk, person
from tests.soaking import SOAK

NAMES = ("Ann", "Bo", "Cy", "Di")
CARDS = st.integers(0, len(NAMES) - 1)
GIVE, LINK, PART, UNDO = "give", "link", "part", "undo"
Step = tuple[str, frozenset[int], int, int]
STEPS: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from((GIVE, GIVE, LINK, LINK, PART, UNDO)),
    st.frozensets(CARDS, min_size=1, max_size=3),
    st.integers(10, 28),
    st.integers(1, 300),
)


class Model:
    """What must be: who is one, and what each gave."""

    def __init__(self) -> None:
        self.people: list[frozenset[int]] = [frozenset({card}) for card in range(len(NAMES))]
        self.gifts: list[tuple[int, int, int, int]] = []  # card, day, item, cents

    def may_link(self, cards: frozenset[int]) -> bool:
        """Tell whether cards are not one person's already."""
        return not any(cards <= one for one in self.people)

    def link(self, cards: frozenset[int]) -> None:
        """Let the people of cards be one."""
        joined = frozenset[int]().union(*(one for one in self.people if one & cards))
        self.people = [one for one in self.people if not one & cards] + [joined]

    def may_part(self, cards: frozenset[int]) -> bool:
        """Tell whether each card is linked to another."""
        return all(len(one) > 1 for one in self.people if one & cards)

    def part(self, cards: frozenset[int]) -> None:
        """Let cards leave their people; all cards of one are each alone."""
        for one in [one for one in self.people if one & cards]:
            leaving, staying = one & cards, one - cards
            self.people.remove(one)
            self.people += [leaving, staying] if staying else [frozenset({card}) for card in one]

    def aggregates(self) -> dict[int, int]:
        """Return what each gift makes of its person's year, in cents."""
        found: dict[int, int] = {}
        for one in self.people:
            theirs = sorted(
                (day, item, cents) for card, day, item, cents in self.gifts if card in one
            )
            sums = accumulate(cents for _, _, cents in theirs)
            found |= {item: total for (_, item, _), total in zip(theirs, sums, strict=True)}
        return found


@settings(
    max_examples=100 if SOAK else 5, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(STEPS, min_size=4, max_size=9))
def test_aggregates_are_of_whoever_is_one(desk: Desk, steps: Sequence[Step]) -> None:
    contacts = [desk.meet(person("Reyes", name)) for name in NAMES]
    states = [Model()]
    for step in steps:
        if step[0] == UNDO:
            if len(states) > 1:
                states.pop()
                desk.book.undo()
        else:
            model = deepcopy(states[-1])
            if _done(desk, contacts, model, step):
                states.append(model)
        assert _aggregates(desk.book, contacts) == states[-1].aggregates()
    assert desk.book.verify() == []


def _done(desk: Desk, contacts: Sequence[ContactRef], model: Model, step: Step) -> bool:
    """Do a step in the book and in the model; False where there is nothing to do."""
    act, cards, day, dollars = step
    ids = [contacts[card].card_id for card in sorted(cards)]
    if act == GIVE:
        card = min(cards)
        item = desk.record("individual_receipt", contacts[card], f"2026-03-{day}", dollars * 100)
        model.gifts.append((card, day, item, dollars * 100))
    elif act == LINK and model.may_link(cards):
        with desk.book.unit_of_work("Link") as unit:
            link_cards(unit, ids)
        model.link(cards)
    elif act == PART and model.may_part(cards):
        with desk.book.unit_of_work("Part") as unit:
            unlink_cards(unit, ids)
        model.part(cards)
    else:
        return False
    return True


def _aggregates(book: Book, contacts: Sequence[ContactRef]) -> dict[int, int]:
    kept, item = tables.aggregate.c, tables.item.c
    theirs = item.card_id.in_([one.card_id for one in contacts])
    query = select(kept.item_id, kept.aggregate_cents).join(
        tables.item, item.id == kept.item_id
    ).where(theirs)  # fmt: skip
    with book.read() as connection:
        return {row.item_id: row.aggregate_cents for row in connection.execute(query)}
