"""Drives are planned, closed and reopened; what cannot be is refused in words and loses nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.drives.closing import (
    close_drive,
    reopen_drive,
    result_in_force,
    results_of,
    since_closed,
)
from financedesk.drives.figures import drive_card, drive_list, drive_story
from financedesk.drives.pace import pace_of
from financedesk.drives.planning import (
    DriveForm,
    change_drive,
    delete_drive,
    form_of,
    make_drive,
    set_goal,
    set_milestones,
)
from financedesk.drives.plans import milestones_of, named, plan_of
from financedesk.errors import BadInput, FinanceDeskError, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.drive_setting import set_drive
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 6, 15)
GIFT = "individual_receipt"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.fixture
def desk(book: Book) -> Desk:
    return desk_for(book, "party")


def spring(desk: Desk, **changes: object) -> DriveForm:
    form = DriveForm(
        entity_id=desk.entity.id, name="Spring for housing", purpose="Doors in the valley",
        about_kind="issue", about="Housing", goal_cents=1_000_00, goal_donors=20,
        budget_cents=200_00, from_date="2026-06-01", to_date="2026-06-30",
    )  # fmt: skip
    return replace(form, **changes)  # type: ignore[arg-type]


def make(desk: Desk, form: DriveForm) -> int:
    with desk.book.unit_of_work("Plan drive") as unit:
        return make_drive(unit, form)


def test_a_drive_is_made_changed_and_taken_back(desk: Desk) -> None:
    made = make(desk, spring(desk))
    with desk.book.read() as connection:
        plan = plan_of(connection, made)
    assert (plan.code, plan.about, plan.goal_cents) == ("spring-for-housing", "Housing", 1_000_00)
    with desk.book.unit_of_work("Change drive") as unit:
        change_drive(unit, made, replace(form_of(plan), name="Spring", to_date="6/20/2026"))
    with desk.book.unit_of_work("Set goal") as unit:
        set_goal(unit, made, None)
    with desk.book.read() as connection:
        now = plan_of(connection, made)
    assert (now.name, now.code, now.to_date, now.goal_cents) == (
        "Spring", "spring-for-housing", "2026-06-20", None,
    )  # fmt: skip
    for _ in range(2):
        desk.book.undo()
    with desk.book.read() as connection:
        assert plan_of(connection, made) == plan
    desk.book.undo()
    with desk.book.read() as connection, pytest.raises(NotFound, match="no longer in the book"):
        plan_of(connection, made)


WRONG: list[tuple[dict[str, object], str]] = [
    ({"name": " "}, "needs a name"),
    ({"code": "two words"}, "no blanks"),
    ({"about": ""}, "Say both"),
    ({"about_kind": "party"}, "a race or an issue"),
    ({"goal_cents": 0}, "The goal must be above zero"),
    ({"budget_cents": -5}, "The budget must be above zero"),
    ({"to_date": "2026-05-31"}, "before it begins"),
    ({"from_date": "soon"}, "soon"),
    ({"part_kind": "region"}, "no part of another"),
]


def test_what_a_drive_cannot_be_is_refused(desk: Desk) -> None:
    for changes, said in WRONG:
        with pytest.raises(BadInput, match=said):
            make(desk, spring(desk, **changes))
    with desk.book.read() as connection:
        assert drive_list(connection, [desk.entity.id], TODAY) == []


def test_a_code_is_one_drive_s_and_names_make_codes_of_their_own(desk: Desk) -> None:
    make(desk, spring(desk, code="spring"))
    with pytest.raises(BadInput, match="is Spring for housing’s"):
        make(desk, spring(desk, code="spring", name="Other"))
    codes = {make(desk, spring(desk)) for _ in range(2)}
    with desk.book.read() as connection:
        assert [plan_of(connection, one).code for one in sorted(codes)] == [
            "spring-for-housing", "spring-for-housing-2",
        ]  # fmt: skip


def test_parts_belong_to_one_drive_of_one_entity(desk: Desk) -> None:
    whole = make(desk, spring(desk))
    north = spring(desk, name="North", parent_id=whole, part_kind="region")
    part = make(desk, north)
    other = desk_for(desk.book, "campaign")
    for form, said in (
        (replace(north, entity_id=other.entity.id), "never mixes entities"),
        (replace(north, parent_id=part), "cannot have parts of its own"),
        (replace(north, part_kind=""), "what kind of part"),
    ):
        with pytest.raises(BadInput, match=said):
            make(desk, form)
    sibling = make(desk, spring(desk, name="Autumn"))
    with (
        pytest.raises(BadInput, match="has parts of its own"),
        desk.book.unit_of_work("Change drive") as unit,
    ):
        change_drive(unit, whole, spring(desk, parent_id=sibling, part_kind="channel"))
    with desk.book.read() as connection:
        assert [card.plan.id for card in drive_list(connection, [desk.entity.id], TODAY)] == [
            sibling, whole,
        ]  # fmt: skip
        assert [one.plan.name for one in drive_story(connection, whole, TODAY).parts] == ["North"]


def test_a_drive_goes_only_when_nothing_came_to_it(desk: Desk) -> None:
    whole = make(desk, spring(desk))
    part = make(desk, spring(desk, name="North", parent_id=whole, part_kind="region"))
    ada = desk.meet(person("Lopez"))
    gift = desk.record(GIFT, ada, "2026-06-02", 50_00, drive_id=part)

    def delete(drive_id: int) -> None:
        with desk.book.unit_of_work("Delete drive") as unit:
            delete_drive(unit, drive_id)

    with pytest.raises(Refused, match="has parts \\(North\\)"):
        delete(whole)
    with pytest.raises(Refused, match="1 entries carry it"):
        delete(part)
    with desk.book.unit_of_work("Set drive") as unit:
        set_drive(unit, [gift], None)
        set_milestones(unit, part, [(100_00, "A van")])
    delete(part)
    delete(whole)
    with desk.book.read() as connection:
        assert drive_list(connection, [desk.entity.id], TODAY, with_parts=True) == []
    desk.book.undo()
    desk.book.undo()
    with desk.book.read() as connection:
        assert [one.words for one in milestones_of(connection, part)] == ["A van"]
    assert desk.book.verify() == []


def test_milestones_are_reached_on_a_day_and_can_be_lost_again(desk: Desk) -> None:
    made = make(desk, spring(desk))
    with desk.book.unit_of_work("Set milestones") as unit:
        set_milestones(unit, made, [(100_00, "A van"), (50_00, "Leaflets")])
    ada = desk.meet(person("Lopez"))
    desk.record(GIFT, ada, "2026-06-02", 60_00, drive_id=made)
    desk.record(GIFT, ada, "2026-06-05", 60_00, drive_id=made)

    def reached() -> list[tuple[str, str | None]]:
        with desk.book.read() as connection:
            states = drive_story(connection, made, TODAY).milestones
        return [(one.milestone.words, one.reached_on) for one in states]

    assert reached() == [("Leaflets", "2026-06-02"), ("A van", "2026-06-05")]
    desk.record("refund_individual_contribution", ada, "2026-06-03", 30_00, drive_id=made)
    assert reached() == [("Leaflets", "2026-06-02"), ("A van", None)]
    for wrong, said in (
        ([(0, "Zero")], "above zero"),
        ([(5_00, " ")], "Say what is reached at"),
        ([(5_00, "a"), (5_00, "b")], "Two milestones"),
    ):
        with pytest.raises(BadInput, match=said), desk.book.unit_of_work("Set") as unit:
            set_milestones(unit, made, wrong)
    with desk.book.unit_of_work("Set milestones") as unit:
        set_milestones(unit, made, [(100_00, "A van")])
        assert len(unit.changes) == 1


def test_the_pace_is_the_share_of_the_goal_by_the_share_of_the_days(desk: Desk) -> None:
    made = make(desk, spring(desk))
    with desk.book.read() as connection:
        plan = plan_of(connection, made)
    half = pace_of(plan, 250_00, TODAY)  # 15 of 30 days
    assert (half.time_per_mille, half.goal_per_mille, half.per_mille) == (500, 250, 500)
    assert (half.expected_cents, half.days_left) == (500_00, 15)
    early, late = pace_of(plan, 0, date(2026, 5, 1)), pace_of(plan, 2_000_00, date(2027, 1, 1))
    assert (early.per_mille, early.expected_cents, early.days_left) == (None, 0, 60)
    assert (late.per_mille, late.time_per_mille, late.days_left) == (2000, 1000, 0)
    open_end = replace(plan, to_date=None)
    assert pace_of(open_end, 250_00, TODAY).per_mille is None
    closed = replace(plan, closed_on="2026-06-15")
    assert pace_of(closed, 250_00, date(2027, 1, 1)) == half


def test_closing_freezes_what_was_raised_and_tells_what_came_later(desk: Desk) -> None:
    whole = make(desk, spring(desk))
    part = make(desk, spring(desk, name="North", parent_id=whole, part_kind="region"))
    ada = desk.meet(person("Lopez"))
    desk.record(GIFT, ada, "2026-06-02", 50_00, drive_id=whole)
    desk.record(GIFT, ada, "2026-06-03", 20_00, drive_id=part)
    with desk.book.unit_of_work("Close drive") as unit:
        close_drive(unit, whole, date(2026, 6, 30))
    desk.record(GIFT, desk.meet(person("Bird", "Bo")), "2026-07-01", 5_00, drive_id=part)
    with desk.book.read() as connection:
        result = result_in_force(connection, whole)
        card = drive_card(connection, whole, TODAY)
    assert result is not None
    assert (result.figures.raised_cents, result.figures.donors, result.is_whole) == (70_00, 1, True)
    assert [(one.name, one.figures.raised_cents) for one in result.parts] == [("North", 20_00)]
    assert card.figures.raised_cents == 75_00
    later = since_closed(result, card)
    assert (later["raised_cents"], later["donors"], later["new_donors"]) == (5_00, 1, 1)
    assert "refunded_cents" not in later
    for act in (
        lambda unit: change_drive(unit, whole, spring(desk)),
        lambda unit: set_milestones(unit, part, []),
        lambda unit: close_drive(unit, whole, TODAY),
        lambda unit: delete_drive(unit, part),
    ):
        with pytest.raises(Refused, match="was closed on 2026-06-30"):
            _do(desk, act)


def _do(desk: Desk, act: object, why: str = "") -> None:
    with desk.book.unit_of_work("Try", why=why) as unit:
        act(unit)  # type: ignore[operator]


def test_reopening_needs_a_reason_and_keeps_the_result(desk: Desk) -> None:
    made = make(desk, spring(desk))
    _do(desk, lambda unit: close_drive(unit, made, TODAY))
    with pytest.raises(BadInput, match="Say why"):
        _do(desk, lambda unit: reopen_drive(unit, made))
    _do(desk, lambda unit: reopen_drive(unit, made), why="A late match")
    with pytest.raises(Refused, match="is not closed"):
        _do(desk, lambda unit: reopen_drive(unit, made), why="Again")
    with desk.book.read() as connection:
        assert result_in_force(connection, made) is None
        assert len(results_of(connection, made)) == 1
    with pytest.raises(BadInput, match="cannot be closed before"):
        _do(desk, lambda unit: close_drive(unit, made, date(2026, 5, 1)))
    with desk.book.unit_of_work("Damage") as unit:
        unit.update(tables.drive_result, _result_id(desk, made), {"figures": _bent(desk, made)})
    with desk.book.read() as connection:
        assert not results_of(connection, made)[0].is_whole


def _result_id(desk: Desk, drive_id: int) -> int:
    with desk.book.read() as connection:
        return results_of(connection, drive_id)[0].id


def _bent(desk: Desk, drive_id: int) -> str:
    query = tables.drive_result.select().where(tables.drive_result.c.drive_id == drive_id)
    with desk.book.read() as connection:
        words: str = connection.execute(query).one().figures
    return words.replace('"gifts": 0', '"gifts": 9')


def test_a_drive_is_found_by_code_or_name_within_what_may_be_seen(desk: Desk) -> None:
    make(desk, spring(desk, code="spring"))
    other = desk_for(desk.book, "campaign")
    make(other, spring(other, code="spring", name="Ours"))
    with desk.book.read() as connection:
        access = access_of(connection, desk.book.who)
        assert named(connection, access, "ours").entity_id == other.entity.id
        assert named(connection, access, "spring", "party").name == "Spring for housing"
        with pytest.raises(NotFound, match="say which with --entity"):
            named(connection, access, "spring")
        with pytest.raises(NotFound, match="it holds: spring, spring"):
            named(connection, access, "autumn")


def test_a_drive_of_another_entity_takes_no_gift(desk: Desk) -> None:
    other = desk_for(desk.book, "campaign")
    made = make(other, spring(other))
    gift = desk.record(GIFT, desk.meet(person("Lopez")), "2026-06-02", 50_00)
    with pytest.raises(FinanceDeskError, match="never mixes entities"):
        _do(desk, lambda unit: set_drive(unit, [gift], made))
