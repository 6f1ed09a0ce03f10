"""Each figure of a drive as its definition says, on a few entries that can be counted by hand."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.drives.cells import Cell, cells_of, hide_small, part_cells
from financedesk.drives.figures import (
    DEFINITIONS,
    HIDDEN_BELOW,
    Figures,
    compare,
    drive_card,
    drive_list,
    drive_story,
)
from financedesk.drives.planning import DriveForm, make_drive
from financedesk.errors import NotFound
from financedesk.ledger import drive_figures
from financedesk.ledger.contacts import Contact
from financedesk.ledger.drive_figures import medians_of
from financedesk.ledger.edit import complete_work
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.overview import drives_progress
from financedesk.ledger.same_person import link_cards
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 6, 15)
GIFT, REFUND, RETURN = "individual_receipt", "refund_individual_contribution", "return_receipt"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.fixture
def desk(book: Book) -> Desk:
    return desk_for(book, "party")


def plan(desk: Desk, name: str = "Spring", **more: object) -> int:
    form = replace(DriveForm(entity_id=desk.entity.id, name=name), **more)  # type: ignore[arg-type]
    with desk.book.unit_of_work("Plan drive") as unit:
        return make_drive(unit, form)


def figures(desk: Desk, drive: int) -> Figures:
    with desk.book.read() as connection:
        return drive_card(connection, drive, TODAY).figures


def test_money_is_counted_as_the_words_say(desk: Desk) -> None:
    drive, ada, bo = plan(desk), desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    on = {"drive_id": drive}
    first = desk.record(GIFT, ada, "2026-06-01", 100_00, **on)
    desk.record(GIFT, bo, "2026-06-02", 41_01, **on)
    desk.record(GIFT, bo, "2026-06-02", 9_00, memo=True, **on)  # stands for another entry
    desk.record("in_kind_receipt", bo, "2026-06-03", 20_00, account_id=None, **on)
    desk.record("loan_received_from_individual_receipt", bo, "2026-06-03", 500_00, **on)
    desk.record(REFUND, ada, "2026-06-04", 30_00, parent_id=first, **on)
    desk.record(f"{REFUND}_void", ada, "2026-06-05", -10_00, parent_id=first, **on)
    desk.record(RETURN, bo, "2026-06-06", -41_01, **on)
    desk.record("operating_expenditure", bo, "2026-06-07", 25_00, purpose="Postage", **on)
    desk.record("operating_expenditure_void", bo, "2026-06-08", -5_00, purpose="Postage", **on)
    desk.record("offset_to_operating_expenditures", bo, "2026-06-08", 2_00, **on)
    found = figures(desk, drive)
    assert (found.gross_cents, found.gifts) == (161_01, 3)
    assert (found.refunded_cents, found.refunds) == (20_00, 0)  # one, and one that came to nothing
    assert (found.charged_back_cents, found.chargebacks) == (41_01, 1)
    assert (found.raised_cents, found.cost_cents, found.net_cents) == (100_00, 18_00, 82_00)
    assert (found.average_cents, found.median_cents) == (53_67, 41_01)
    assert (found.cost_per_mille, found.chargeback_per_mille) == (180, 333)
    assert found.compliant_cents == found.net_cents
    assert desk.book.verify() == []


def test_what_may_not_be_counted_on_is_taken_off_once(desk: Desk) -> None:
    drive = plan(desk)
    part = plan(desk, "North", parent_id=drive, part_kind="region")
    on = {"drive_id": part}
    silent = desk.meet(replace(person("Gray", "Cy"), employer="", occupation=""))
    gift = desk.record(GIFT, silent, "2026-06-01", 300_00, **on)
    doubtful = desk.record(GIFT, desk.meet(person("Lopez")), "2026-06-02", 80_00, **on)
    for one in (gift, doubtful):
        with desk.book.unit_of_work("Hold") as unit:
            place_hold(
                unit, one, HoldTerms(reason="doubtful", basis="A letter", since="2026-06-03")
            )
    found = figures(desk, drive)
    assert (found.incomplete_cents, found.on_hold_cents) == (300_00, 80_00)
    assert found.compliant_cents == 0
    desk.record(REFUND, silent, "2026-06-04", 100_00, parent_id=gift, **on)
    found = figures(desk, drive)
    assert (found.incomplete_cents, found.compliant_cents) == (200_00, 0)
    with desk.book.unit_of_work("Complete") as unit:
        complete_work(unit, gift, "Mill", "Miller")
    found = figures(desk, drive)
    assert (found.incomplete_cents, found.on_hold_cents) == (0, 280_00)
    assert figures(desk, part).on_hold_cents == figures(desk, drive).on_hold_cents


def test_donors_are_persons_new_to_the_entity_or_returning(desk: Desk) -> None:
    drive = plan(desk)
    cards = [desk.meet(person(name)) for name in ("Lopez", "Lopez", "Bird", "Gray")]
    desk.record(GIFT, cards[0], "2025-01-01", 5_00)
    desk.record(GIFT, cards[3], "2026-07-01", 5_00)  # later than to the drive
    for card in cards[1:]:
        desk.record(GIFT, card, "2026-06-01", 10_00, drive_id=drive)
    before = figures(desk, drive)
    assert (before.donors, before.new_donors, before.returning_donors) == (3, 3, 0)
    with desk.book.unit_of_work("Link") as unit:
        link_cards(unit, [cards[0].card_id, cards[1].card_id])
    after = figures(desk, drive)
    assert (after.donors, after.new_donors, after.returning_donors) == (3, 2, 1)
    desk.book.undo()
    assert figures(desk, drive) == before


def test_every_face_reads_the_same_figures(desk: Desk) -> None:
    drive, ada = plan(desk, goal_cents=200_00), desk.meet(person("Lopez"))
    gift = desk.record(GIFT, ada, "2026-06-01", 100_00, drive_id=drive)
    desk.record(REFUND, ada, "2026-06-04", 30_00, parent_id=gift, drive_id=drive)
    with desk.book.read() as connection:
        (board,) = drives_progress(connection, [desk.entity.id])
        (card,) = drive_list(connection, [desk.entity.id], TODAY)
        story = drive_story(connection, drive, TODAY)
        (side,) = compare(connection, [drive], TODAY)
    assert story.card == card == side
    shown = (card.figures.raised_cents, card.figures.gifts, card.figures.donors)
    assert (board.raised_cents, board.gifts, board.donors) == shown
    assert board.per_mille == card.goal_per_mille == 350
    with desk.book.read() as connection, pytest.raises(NotFound):
        compare(connection, [drive, 7], TODAY)


def test_every_figure_has_its_words() -> None:
    words = {"on_hold", "incomplete", "itemised", "refunds", "chargebacks"}
    alike = {"fee": "fees", "new_donors": "new", "returning_donors": "returning"}
    for one in fields(Figures):
        name = one.name.removesuffix("_cents")
        assert alike.get(name, name) in {*DEFINITIONS, *words}, name


@given(st.lists(st.integers(1, 500), min_size=1, max_size=40))
def test_the_median_is_the_gift_in_the_middle(amounts: list[int]) -> None:
    ordered = sorted(amounts)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    assert _median(amounts) == (low + high) // 2


def _median(amounts: list[int]) -> int:
    counted = [(cents, amounts.count(cents)) for cents in sorted(set(amounts))]
    return drive_figures._median(counted)


# --- small cells


CELLS = st.lists(
    st.builds(
        Cell, value=st.just(""), gifts=st.integers(1, 9), donors=st.integers(1, 12),
        gross_cents=st.integers(1, 900), raised_cents=st.integers(-50, 900),
    ),
    max_size=9,
)  # fmt: skip


@given(CELLS)
def test_no_line_of_a_report_tells_of_fewer_than_five(drawn: list[Cell]) -> None:
    cells = [replace(one, value=f"v{number}") for number, one in enumerate(drawn)]
    found = hide_small(cells)
    assert all(one.donors >= HIDDEN_BELOW for one in found.shown)
    together = [*found.shown, *([found.rest] if found.rest else [])]
    for name in ("gifts", "donors", "gross_cents", "raised_cents"):
        assert sum(getattr(one, name) for one in together) == sum(
            getattr(one, name) for one in cells
        )
    assert len(found.shown) + found.hidden == len(cells)
    if found.rest is not None:
        all_of_them = found.hidden == len(cells)
        assert all_of_them or (found.hidden > 1 and found.rest.donors >= HIDDEN_BELOW)
    elif cells:
        assert min(one.donors for one in cells) >= HIDDEN_BELOW


def test_cells_count_persons(desk: Desk) -> None:
    drive = plan(desk)
    part = plan(desk, "North", parent_id=drive, part_kind="region")
    for number in range(6):
        one = desk.meet(person("Lopez", f"Ada{number}"))
        for _ in range(2):
            desk.record(GIFT, one, "2026-06-01", 10_00, drive_id=part)
    for state, number in (("WA", 3), ("ID", 7)):
        for which in range(number):
            contact: Contact = replace(person("Bird", f"Bo{which}"), state=state)
            desk.record(GIFT, desk.meet(contact), "2026-06-02", 5_00, drive_id=drive)
    with desk.book.read() as connection:
        states = cells_of(connection, drive, "state")
        sources = cells_of(connection, drive, "source")
        parts = part_cells(drive_story(connection, drive, TODAY).parts)
        assert medians_of(connection, [drive])[drive] == 10_00
    assert [(one.value, one.donors, one.gifts) for one in states.shown] == [("ID", 7, 7)]
    assert states.rest is not None
    assert (states.hidden, states.rest.donors, states.rest.gross_cents) == (2, 9, 135_00)
    assert [(one.value, one.donors) for one in sources.shown] == [("", 16)]
    assert [(one.value, one.donors) for one in parts.shown] == [("North", 6)]
