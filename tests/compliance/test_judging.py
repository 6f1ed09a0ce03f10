"""Looking only at what changed finds what a look at everything would find, after any acts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.errors import FinanceDeskError
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.donors_edit import edit_donor
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import entities
from financedesk.ledger.same_person import link_cards, tell_apart
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.soaking import examples

TODAY = date(2026, 10, 6)
EMAIL = "pay@example.org"
GIFT, BILL = "individual_receipt", "operating_expenditure"


PEOPLE = (
    replace(person("Lee"), email=EMAIL),
    replace(person("Leigh"), first_name="Ida", email=EMAIL),
    replace(person("Okoro"), employer="", occupation="", email=EMAIL),
    replace(person("Away"), country="France", email=EMAIL),
    Contact(type="ORG", name="Quiet Firm"),
)


class Acts:
    """A book in which anything may happen to a few people."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.desks = (desk_for(book, "party"), desk_for(book, "campaign"))
        self.people: list[list[ContactRef]] = [
            [desk.meet(one) for one in PEOPLE] for desk in self.desks
        ]
        self.items: list[int] = []

    def do(self, act: str, desk: int, who: int, cents: int) -> None:
        """Do one act; what the books refuse is left."""
        try:
            getattr(self, act)(desk, who, cents)
        except FinanceDeskError:
            return

    def give(self, desk: int, who: int, cents: int) -> None:
        found = self.desks[desk].record(
            GIFT, self.people[desk][who], "2026-09-01", cents, election_code="G2026",
            agent_date="2026-08-01" if cents % 7 == 0 else None,
        )  # fmt: skip
        self.items.append(found)

    def pay(self, desk: int, who: int, cents: int) -> None:
        purpose = ("Consulting", "", "Printing of leaflets")[cents % 3]
        found = self.desks[desk].record(
            BILL, self.people[desk][who], "2026-09-02", cents, purpose=purpose
        )
        self.items.append(found)

    def move(self, desk: int, who: int, cents: int) -> None:
        """Correct a card: another address, another employer."""
        known = replace(PEOPLE[who], email=EMAIL if cents % 2 else f"own{who}@example.org",
                        employer="" if cents % 3 else "Mill")  # fmt: skip
        with self.book.unit_of_work("Edit donor") as unit:
            edit_donor(unit, self.people[desk][who].card_id, known, "2026-08-01")

    def delete(self, _desk: int, _who: int, cents: int) -> None:
        if self.items:
            item_id = self.items.pop(cents % len(self.items))
            with self.book.unit_of_work("Delete") as unit:
                remove_items(unit, [item_id])

    def link(self, desk: int, who: int, cents: int) -> None:
        people = self.people[desk]
        cards = (people[who].card_id, people[cents % len(people)].card_id)
        with self.book.unit_of_work("Link") as unit:
            link_cards(unit, cards)

    def part(self, desk: int, who: int, cents: int) -> None:
        people = self.people[desk]
        cards = (people[who].card_id, people[cents % len(people)].card_id)
        with self.book.unit_of_work("Tell apart") as unit:
            tell_apart(unit, cards, "known")

    def undo(self, _desk: int, _who: int, _cents: int) -> None:
        self.book.undo()

    def redo(self, _desk: int, _who: int, _cents: int) -> None:
        self.book.redo()


NAMES = (
    "give",
    "give",
    "give",
    "pay",
    "pay",
    "move",
    "move",
    "delete",
    "link",
    "part",
    "undo",
    "redo",
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(0, 1), st.integers(0, 4), st.integers(1, 400_000)
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Acts]:
    with riverbend_at(str(tmp_path_factory.mktemp("acts") / "book.fdesk")) as book:
        yield Acts(book)


def whole(book: Book) -> Judged:
    with book.read() as connection:
        return judge(connection, entities(connection), TODAY)


@given(STEPS, st.integers(1, 4))
@settings(max_examples=examples(15, 400), deadline=None)
def test_what_changed_is_enough(
    acts: Acts, steps: list[tuple[str, int, int, int]], every: int
) -> None:
    known = whole(acts.book)
    for number, step in enumerate(steps, 1):
        acts.do(*step)
        if number % every == 0 or number == len(steps):
            with acts.book.read() as connection:
                known = judge_again(connection, known, entities(connection), TODAY)
    assert known.findings == whole(acts.book).findings


def after(book: Book, act: Callable[[], object]) -> tuple[Judged, Judged]:
    """Return what is known after an act, and what a whole look finds."""
    before = whole(book)
    act()
    with book.read() as connection:
        return judge_again(connection, before, entities(connection), TODAY), whole(book)


def test_nothing_new_is_not_looked_at_again(acts: Acts) -> None:
    before = whole(acts.book)
    with acts.book.read() as connection:
        assert judge_again(connection, before, entities(connection), TODAY) is before


def test_another_day_and_other_entities_are_looked_at_whole(acts: Acts) -> None:
    before = whole(acts.book)
    with acts.book.read() as connection:
        tomorrow = judge_again(connection, before, entities(connection), date(2026, 10, 20))
        assert any(one.rule == "late_report" for one in tomorrow.findings)
        some = judge_again(connection, before, entities(connection)[:1], TODAY)
    assert {one.entity_id for one in some.findings} <= some.entity_ids
    assert len(some.entity_ids) == 1
