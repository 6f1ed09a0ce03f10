"""Who gave above a limit: by hand, against a generated truth, and after any sequence of acts."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.intake.importing import import_file
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import entities
from financedesk.ledger.limit_excess import Excess, excesses
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.verify import verify
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.limits import Override
from tests.intake.exports import book_of, generate
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

ROWS = examples(5_000, 100_000)
EXAMPLES = examples(5, 200)


def found_in(book: Book, **more: Any) -> tuple[Excess, ...]:
    with book.read() as connection:
        return excesses(connection, **more)


def test_whoever_gave_above_a_limit_is_found_with_amount_and_law(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    desk.record("individual_receipt", ada, "2026-02-01", 10_000_01)
    desk.record("individual_receipt", bo, "2026-02-01", 10_000_00)
    desk.record("individual_receipt", bo, "2025-12-01", 9_000_00)
    (one,) = found_in(desk.book)
    assert (one.person_id, one.limit_group, one.window) == (ada.card_id, "riverbend", "2026")
    assert (one.used_cents, one.allowed_cents, one.excess_cents) == (10_000_01, 10_000_00, 1)
    assert one.limit.code == "person_to_state_party"


def test_what_was_refunded_is_above_gross_and_not_net(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-02-01", 12_000_00)
    desk.record("refund_individual_contribution", ada, "2026-03-01", 2_000_00, parent_id=gift)
    (one,) = found_in(desk.book)
    assert (one.gross_cents, one.used_cents, one.excess_cents) == (12_000_00, 10_000_00, 0)


def test_an_election_has_its_own_limit_and_a_past_one_the_limit_of_its_day(book: Book) -> None:
    desk = desk_for(book, "campaign")
    ada = desk.meet(person("Lopez"))
    for code, day, cents in (
        ("P2026", "2026-02-01", 3_500_00), ("G2026", "2026-02-01", 3_500_00),
        ("G2024", "2026-02-01", 3_300_01), ("P2024", "2024-02-01", 3_300_00),
    ):  # fmt: skip
        desk.record("individual_receipt", ada, day, cents, election_code=code)
    (one,) = found_in(book)
    assert (one.window, one.allowed_cents, one.excess_cents) == ("G2024", 3_300_00, 1)


def test_an_organisation_is_measured_as_a_person_is(desk: Desk) -> None:
    mill = desk.meet(Contact(type="ORG", name="Mill Inc"))
    desk.record("individual_receipt", mill, "2026-02-01", 90_000_00)
    (one,) = found_in(desk.book)
    assert (one.person_id, one.excess_cents) == (mill.card_id, 80_000_00)


def test_a_candidate_s_committee_gives_a_party_what_it_likes(desk: Desk) -> None:
    friends = desk.meet(Contact(type="CCM", name="Friends", committee_id="C00000077"))
    desk.record("party_receipt", friends, "2026-02-01", 90_000_00)
    assert found_in(desk.book) == ()


def test_counsel_s_figure_is_the_one_that_counts(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-02-01", 6_000_00)
    word = Override(
        rule="person_to_state_party", cents=5_000_00, reason="no party yet", who="R. Stone",
        decided_on=date(2026, 1, 1),
    )  # fmt: skip
    (one,) = found_in(desk.book, overrides=[word])
    assert (one.excess_cents, one.limit.override) == (1_000_00, word)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, dict[str, Any], Path]:
    generator = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
    if not generator.exists():
        pytest.skip(f"the shared material is not beside this checkout: {generator}")
    folder = tmp_path_factory.mktemp("donors")
    truth = generate(generator, folder, ROWS)
    book = book_of(truth, folder / "book.fdesk")
    import_file(book, folder / "contributions.csv")
    return book, truth, folder


def test_donors_over_the_limit_are_those_of_the_truth(
    generated: tuple[Book, dict[str, Any], Path],
) -> None:
    """Cards are joined by the truth: who is the same donor is another question than how much."""
    book, truth, folder = generated
    _join_cards(book, folder / "truth_rows.csv")
    found = found_in(book)
    wanted = truth["over_limit"]
    assert len(found) == wanted["donor_periods_gross"] > 0
    net = [one for one in found if one.excess_cents > 0]
    assert len(net) == wanted["donor_periods_net"]
    assert sum(one.excess_cents for one in net) == wanted["excess_net_cents"]
    by_window: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with book.read() as connection:
        places = {str(one.id): one.code.removeprefix("e") for one in entities(connection)}
    for one in net:
        place = by_window[f"{places[one.limit_group.rpartition(':')[2]]}:{one.window}"]
        place[0] += 1
        place[1] += one.excess_cents
    assert dict(by_window) == {
        key: [row["n"], row["excess"]] for key, row in wanted["by_campaign_period"].items()
    }


def _join_cards(book: Book, rows: Path) -> None:
    """Give each true donor all their gifts, also those that the import took for another's."""
    with rows.open(encoding="utf-8", newline="") as stream:
        donors = {row["lineitem"]: row["donor"] for row in csv.DictReader(stream)}
    with book.read() as connection:
        query = text(
            "SELECT s.external_id, i.id, i.card_id, i.entity_id FROM source_row s"
            " JOIN item i ON i.id = s.item_id ORDER BY i.id"
        )
        gifts = [row for row in connection.execute(query).all() if row[0] in donors]
        query = text("SELECT parent_id, id FROM item WHERE parent_id IS NOT NULL")
        refunds = {row.parent_id: row.id for row in connection.execute(query)}
    owners: dict[int, tuple[str, int]] = {}
    people: dict[tuple[str, int], int] = {}
    with book.unit_of_work("Join by the truth") as unit:
        for key, item_id, card, entity_id in gifts:
            donor = (donors[key], entity_id)
            if owners.setdefault(card, donor) == donor:
                first = people.setdefault(donor, card)
                if card != first:
                    _link(unit, entity_id, card, first)
                    people[donor] = first
                continue
            own = people.get(donor) or people.setdefault(donor, _new_card(unit, entity_id))
            owners[own] = donor
            for moved in filter(None, (item_id, refunds.get(item_id))):
                unit.update(tables.item, moved, {"card_id": own, "contact_id": own})


def _link(unit: UnitOfWork, entity_id: int, card: int, person_id: int) -> None:
    known = select(tables.person_link.c.id).where(tables.person_link.c.card_id == card)
    if unit.connection.execute(known).first() is None:
        values = {"entity_id": entity_id, "card_id": card, "person_id": person_id}
        unit.insert(tables.person_link, values)


def _new_card(unit: UnitOfWork, entity_id: int) -> int:
    with LedgerWriter(unit, entity_id) as writer:
        return writer.add_contact(person("Somebody else")).card_id


# --- any sequence of acts

ACTS = st.lists(
    st.tuples(
        st.sampled_from(("give", "give", "refund", "undo", "redo")),
        st.integers(0, 1),
        st.sampled_from(("party", "campaign")),
        st.integers(1, 12_000_00),
        st.integers(0, 500),
    ),
    min_size=3,
    max_size=9,
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_no_sequence_of_acts_leaves_a_room_below_zero_unseen(
    acts: list[tuple[str, int, str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rooms kept in step are the rooms from scratch, and what is overdrawn is listed."""
    with riverbend_at(str(tmp_path_factory.mktemp("acts") / "book.fdesk")) as book:
        desks = {code: desk_for(book, code) for code in ("party", "campaign")}
        cards = {
            code: [desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))]
            for code, desk in desks.items()
        }
        hand = Hand(book, desks, cards)
        for act in acts:
            hand.perform(*act)
        with book.read() as connection:
            assert list(verify(connection)) == []
            ids = [one.id for one in entities(connection)]
            listed = {(one.person_id, one.window) for one in excesses(connection)}
            for code, pair in cards.items():
                for card in pair:
                    for year in (2025, 2026):
                        question = Question(on=date(year, 6, 1))
                        rows = rooms_of_person(connection, card.card_id, ids, question)
                        mine = [one.room for one in rows if one.code == code]
                        below = {one.window.key for one in mine if one and one.excess_cents}
                        assert {(card.card_id, key) for key in below} <= listed


class Hand:
    """Does acts one after the other, and takes back no more than it did."""

    def __init__(self, book: Book, desks: dict[str, Desk], cards: dict[str, Any]) -> None:
        self._book, self._desks, self._cards = book, desks, cards
        self._given: list[tuple[int, str, int] | None] = []
        self._undone: list[tuple[int, str, int] | None] = []

    def perform(self, act: str, who: int, code: str, cents: int, day: int) -> None:
        """Do one act; undo and redo walk over what was done, a refund takes the newest gift."""
        on = (date(2025, 3, 1) + timedelta(days=day)).isoformat()
        if act == "undo":
            if self._given:
                self._book.undo()
                self._undone.append(self._given.pop())
        elif act == "redo":
            if self._undone:
                self._book.redo()
                self._given.append(self._undone.pop())
        else:
            self._record(act, who, code, cents, on)
            self._undone.clear()

    def _record(self, act: str, who: int, code: str, cents: int, on: str) -> None:
        gift = next((one for one in reversed(self._given) if one is not None), None)
        if act == "give":
            card = self._cards[code][who]
            item = self._desks[code].record("individual_receipt", card, on, cents)
            self._given.append((item, code, who))
            return
        # Every other refund names its gift.
        link: dict[str, object] = {}
        if gift is not None:
            link = {"parent_id": gift[0]} if cents % 2 else {}
            _, code, who = gift
        card = self._cards[code][who]
        self._desks[code].record("refund_individual_contribution", card, on, cents, **link)
        self._given.append(None)
