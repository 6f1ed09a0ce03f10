"""Drives go with their entity: an export recreates plans, parts, rules, results and figures."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.drives.assigning import RuleForm, add_rule, reassignment
from financedesk.drives.closing import close_drive, results_of
from financedesk.drives.figures import DriveStory, drive_list, drive_story
from financedesk.drives.planning import DriveForm, change_drive, form_of, make_drive, set_milestones
from financedesk.drives.plans import plan_of
from financedesk.intake.importing import import_file
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.drive_rules import rules_of
from financedesk.ledger.drive_setting import set_drive
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import create_book
from financedesk.reports.interchange import export_entity
from tests.intake.exports import gift, new_book, rows_of, write_export

TODAY = date(2026, 6, 1)


def first_book(folder: Path) -> Book:
    book = new_book(folder / "first.fdesk")
    with book.read() as connection:
        entity_id = find_entity(connection, "alder").id
    with book.unit_of_work("Plan drives") as unit:
        # The part is older than the drive that it became a part of.
        part = make_drive(unit, DriveForm(entity_id=entity_id, name="North"))
        whole = make_drive(unit, DriveForm(entity_id=entity_id, name="Spring", goal_cents=100_00))
        north = form_of(plan_of(unit.connection, part))
        change_drive(unit, part, replace(north, parent_id=whole, part_kind="region"))
        set_milestones(unit, whole, [(40_00, "A van")])
        add_rule(unit, RuleForm(drive_id=part, page="north*"))
    refunded = {"Refund_ID": "R1", "Refund_Date": "2026-02-10 00:00:00"}
    rows = [
        gift(Lineitem_ID="1", Fundraising_Page="north-1"),
        gift(Lineitem_ID="2", Fundraising_Page="south", **refunded),
        gift(Lineitem_ID="3", Fundraising_Page="north-2"),
    ]
    import_file(book, write_export(folder / "gifts.csv", rows), drive="spring")
    by_hand = rows_of(book, "SELECT item_id FROM source_row WHERE external_id = '3'")[0][0]
    with book.unit_of_work("Set drive") as unit:
        set_drive(unit, [by_hand], whole)
    with book.unit_of_work("Close drive") as unit:
        close_drive(unit, whole, TODAY)
    return book


def story(book: Book) -> DriveStory:
    with book.read() as connection:
        entity_id = find_entity(connection, "alder").id
        (card,) = drive_list(connection, [entity_id], TODAY)
        return drive_story(connection, card.plan.id, TODAY)


def told(one: DriveStory) -> tuple[object, ...]:
    """What a story says without the numbers of rows."""
    cards = (one.card, *one.parts)
    return (
        [(card.plan.code, card.plan.goal_cents, card.figures) for card in cards],
        one.days, one.pages, one.states,
        [(each.milestone.words, each.reached_on) for each in one.milestones],
    )  # fmt: skip


def test_drives_are_in_the_other_book_as_they_were(tmp_path: Path) -> None:
    with first_book(tmp_path) as book:
        before = story(book)
        [file, *_] = export_entity(book, "alder", tmp_path / "out")
        with book.read() as connection:
            kept = results_of(connection, before.card.plan.id)[0]
    assert before.card.figures.raised_cents == 50_00
    with create_book(tmp_path / "second.fdesk", name="Second") as other:
        enter_interchange(other, file, "alder")
        after = story(other)
        assert told(after) == told(before)
        with other.read() as connection:
            entity_id = find_entity(connection, "alder").id
            (result,) = results_of(connection, after.card.plan.id)
            (rule,) = rules_of(connection, entity_id)
            again = reassignment(connection, entity_id)
        assert (result.figures, result.sha256, result.is_whole) == (
            kept.figures, kept.sha256, True,
        )  # fmt: skip
        assert rule.page == "north*"
        # What was set by hand is known there as well.
        assert (again.gifts, again.by_hand) == (0, 1)
        assert other.verify() == []
