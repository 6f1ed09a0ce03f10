"""Rules say whose a gift is, at import and later; by hand it stays, and undo brings it back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.drives.assigning import (
    RuleForm,
    add_rule,
    change_rule,
    delete_rule,
    reassign,
    reassignment,
    rule_words,
)
from financedesk.drives.closing import close_drive
from financedesk.drives.planning import DriveForm, make_drive
from financedesk.errors import BadInput, FinanceDeskError, NotFound
from financedesk.intake.importing import import_file
from financedesk.ledger import tables
from financedesk.ledger.drive_figures import slices_of, sums_of
from financedesk.ledger.drive_rules import DriveChooser, DriveRule, GiftFacts, rules_of
from financedesk.ledger.drive_setting import set_drive
from financedesk.ledger.entities import find_entity
from tests.intake.exports import facts, gift, new_book, rows_of, write_export
from tests.intake.test_profile_places import FUNDS, sale
from tests.intake.test_profile_places import HEADER as SALES
from tests.intake.test_profiles import table


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


class Desk:
    """The entity of the exports with three drives: spring, autumn, north."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book, self.folder = book, folder
        with book.read() as connection:
            self.entity_id = find_entity(connection, "alder").id
        self.drives = {name: self.make(name) for name in ("spring", "autumn", "north")}

    def make(self, name: str) -> int:
        with self.book.unit_of_work("Plan") as unit:
            return make_drive(unit, DriveForm(entity_id=self.entity_id, name=name))

    def rule(self, drive: str, **conditions: str) -> int:
        with self.book.unit_of_work("Add rule") as unit:
            return add_rule(unit, RuleForm(drive_id=self.drives[drive], **conditions))

    def bring(self, *rows: dict[str, str], drive: str | None = None) -> None:
        numbered = [
            gift(**{"Lineitem_ID": f"{700 + number}", **row}) for number, row in enumerate(rows)
        ]
        import_file(self.book, write_export(self.folder / "gifts.csv", numbered), drive=drive)

    def where(self) -> dict[str, str | None]:
        """The drive of each entry, by the key of its row."""
        query = (
            "SELECT s.external_id, d.code FROM source_row s JOIN item i ON i.id = s.item_id"
            " LEFT JOIN drive d ON d.id = i.drive_id"
        )
        return {row[0]: row[1] for row in rows_of(self.book, query)}

    def items(self, key: str) -> list[int]:
        query = "SELECT item_id FROM source_row WHERE external_id = :key"
        return [row[0] for row in rows_of(self.book, query, key=key)]


@pytest.fixture
def desk(book: Book, tmp_path: Path) -> Desk:
    return Desk(book, tmp_path)


SPRING_PAGE, OTHER_PAGE = {"Fundraising_Page": "Spring-doors"}, {"Fundraising_Page": "other"}


def test_an_import_asks_the_rules_then_takes_the_drive_that_was_named(desk: Desk) -> None:
    desk.rule("spring", page="spring-*")
    desk.rule("north", page="spring-*", state="VT")
    refunded = {"Refund_ID": "R1", "Refund_Date": "2026-02-10 00:00:00"}
    desk.bring(
        {**SPRING_PAGE, **refunded}, {**SPRING_PAGE, "Donor_State": "VT"}, OTHER_PAGE,
        drive="autumn",
    )  # fmt: skip
    assert desk.where() == {
        "700": "spring", "700:refund": "spring", "701": "north", "702": "autumn",
    }  # fmt: skip
    assert desk.book.verify() == []


def test_most_conditions_win_then_the_older_rule(desk: Desk) -> None:
    desk.rule("spring", state="MA")
    desk.rule("autumn", reference_code="abc")
    desk.rule("north", zip_prefix="021", from_date="2026-02-04", to_date="2026-02-05")
    desk.bring(
        {"Reference_Code": "ABC"},
        {"Reference_Code": "abc", "Date": "2026-02-04 01:00:00"},
        {"Donor_State": "NH", "Reference_Code": "ABC"},
        {"Donor_State": "NH", "Date": "2026-02-06 01:00:00"},
    )
    assert desk.where() == {"700": "spring", "701": "north", "702": "autumn", "703": None}


def test_rules_move_gifts_of_the_book_as_one_step(desk: Desk) -> None:
    refunded = {"Refund_ID": "R1", "Refund_Date": "2026-02-10 00:00:00"}
    desk.bring({**SPRING_PAGE, **refunded}, SPRING_PAGE, OTHER_PAGE, drive="autumn")
    before = facts(desk.book)
    desk.rule("spring", page="Spring-*")
    with desk.book.read() as connection:
        shown = reassignment(connection, desk.entity_id)
    (move,) = shown.moves
    assert (move.from_drive, move.to_drive) == (desk.drives["autumn"], desk.drives["spring"])
    assert (move.gifts, move.cents, move.back, shown.by_hand) == (2, 50_00, 1, 0)
    assert desk.where()["700"] == "autumn"
    with desk.book.unit_of_work("Assign gifts") as unit:
        assert reassign(unit, desk.entity_id) == shown
    assert desk.where() == {
        "700": "spring", "700:refund": "spring", "701": "spring", "702": "autumn",
    }  # fmt: skip
    with desk.book.read() as connection:
        spring = sums_of(connection, [desk.drives["spring"]])[desk.drives["spring"]]
        pages = slices_of(connection, desk.drives["spring"], "page")
        assert reassignment(connection, desk.entity_id).moves == ()
    assert (spring.gifts, spring.raised_cents, spring.refunded_cents) == (2, 25_00, 25_00)
    assert (spring.fee_cents, spring.donors) == (198, 1)
    assert pages["Spring-doors"].refunds == 1
    assert desk.book.verify() == []
    desk.book.undo()
    desk.book.undo()
    assert facts(desk.book) == before


def test_what_was_set_by_hand_stays_unless_asked(desk: Desk) -> None:
    refunded = {"Refund_ID": "R1", "Refund_Date": "2026-02-10 00:00:00"}
    desk.bring({**SPRING_PAGE, **refunded}, SPRING_PAGE, OTHER_PAGE)
    with desk.book.unit_of_work("Set drive") as unit:
        set_drive(unit, desk.items("700"), desk.drives["north"])
    assert desk.where()["700:refund"] == "north"
    desk.rule("spring", page="spring-*")
    with desk.book.unit_of_work("Assign gifts") as unit:
        assert reassign(unit, desk.entity_id).by_hand == 1
    assert desk.where() == {"700": "north", "700:refund": "north", "701": "spring", "702": None}
    with desk.book.unit_of_work("Assign gifts") as unit:
        assert reassign(unit, desk.entity_id, by_hand=True).gifts == 1
    assert desk.where()["700:refund"] == "spring"
    marked = "SELECT COUNT(*) FROM source_row WHERE drive_by_hand = 1"
    assert rows_of(desk.book, marked) == [(0,)]
    desk.book.undo()
    assert rows_of(desk.book, marked) == [(1,)]
    assert desk.book.verify() == []


def test_a_drive_that_a_row_names_itself_is_not_the_rules(desk: Desk) -> None:
    rows = [sale(number, Fund=fund) for number, fund in enumerate(("north", "", "General"))]
    import_file(desk.book, table(desk.folder / "sales.csv", rows, SALES), profile=FUNDS)
    desk.rule("spring", from_date="2020-01-01")
    with desk.book.unit_of_work("Assign gifts") as unit:
        assert reassign(unit, desk.entity_id).by_hand == 2
    assert list(desk.where().values()) == ["north", "spring", None]


def test_an_import_goes_back_with_what_rules_moved_of_it(desk: Desk) -> None:
    desk.rule("spring", page="spring-*")
    before = facts(desk.book)
    desk.bring(SPRING_PAGE, OTHER_PAGE)
    desk.book.undo()
    assert facts(desk.book) == before
    assert desk.book.verify() == []


WRONG: list[tuple[dict[str, str], str]] = [
    ({}, "needs a condition"),
    ({"source": "nobody"}, "no processor 'nobody'"),
    ({"page": "*"}, "stands at the end"),
    ({"reference_code": "a*b"}, "stands at the end"),
    ({"state": "Oregon"}, "two letters"),
    ({"zip_prefix": "97x"}, "up to five digits"),
    ({"from_date": "2026-03-01", "to_date": "2026-02-01"}, "before it begins"),
    ({"page": "taken"}, "A rule of autumn says the same"),
]


def test_a_rule_that_cannot_be_is_refused(desk: Desk) -> None:
    desk.rule("autumn", page="taken")
    for conditions, said in WRONG:
        with pytest.raises(BadInput, match=said):
            desk.rule("spring", **conditions)
    with desk.book.read() as connection:
        assert len(rules_of(connection, desk.entity_id)) == 1


def test_rules_are_changed_deleted_and_told_in_words(desk: Desk) -> None:
    number = desk.rule("spring", source="actblue", page="a*", state="or", from_date="3/1/2026")
    with desk.book.read() as connection:
        (rule,) = rules_of(connection, desk.entity_id)
    assert rule_words(rule) == (
        "through ActBlue, page begins with a, giver in OR, from 2026-03-01 on"
    )
    with desk.book.unit_of_work("Change rule") as unit:
        change_rule(unit, number, RuleForm(drive_id=desk.drives["north"], zip_prefix="97"))
    with desk.book.read() as connection:
        (rule,) = rules_of(connection, desk.entity_id)
    assert (rule.drive_id, rule.conditions) == (desk.drives["north"], 1)
    with desk.book.unit_of_work("Delete rule") as unit:
        delete_rule(unit, number)
    with desk.book.read() as connection:
        assert rules_of(connection, desk.entity_id) == []
    with pytest.raises(NotFound), desk.book.unit_of_work("Delete rule") as unit:
        delete_rule(unit, number)


def test_a_closed_drive_takes_no_rule(desk: Desk) -> None:
    with desk.book.unit_of_work("Close") as unit:
        close_drive(unit, desk.drives["spring"], date(2026, 6, 1))
    with pytest.raises(FinanceDeskError, match="was closed on"):
        desk.rule("spring", page="x")


# --- the answer that is kept is the answer that is right

WORDS = st.sampled_from(("", "a", "ab", "b", "B"))
RULES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        source=st.sampled_from((None, "actblue", "stripe")),
        page=st.sampled_from((None, "a", "a*", "b")),
        reference_code=st.sampled_from((None, "ab", "a*")),
        state=st.sampled_from((None, "OR", "WA")),
        zip_prefix=st.sampled_from((None, "9", "97")),
        from_date=st.sampled_from((None, "2026-02-01")),
        to_date=st.sampled_from((None, "2026-02-02")),
    ),
    max_size=6,
)
GIFTS = st.lists(
    st.builds(
        GiftFacts,
        source=st.sampled_from(("actblue", "stripe")), page=WORDS, reference_code=WORDS,
        state=st.sampled_from(("OR", "WA", "")), zip_code=st.sampled_from(("97301", "98", "")),
        day=st.sampled_from(("2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03")),
    ),
    max_size=30,
)  # fmt: skip


@given(conditions=RULES, gifts=GIFTS)
def test_rules_answer_as_they_would_one_by_one(
    conditions: list[dict[str, Any]], gifts: list[GiftFacts]
) -> None:
    rules = [
        DriveRule(id=number, drive_id=number + 100, **each)
        for number, each in enumerate(conditions, start=1)
    ]
    ordered = sorted(rules, key=lambda rule: (-rule.conditions, rule.id))
    chooser = DriveChooser(ordered)
    for one in gifts:
        wanted = next((rule.drive_id for rule in ordered if _holds(rule, one)), None)
        assert chooser.drive_of(one) == wanted


def _holds(rule: DriveRule, gift: GiftFacts) -> bool:
    return all((
        rule.source in (None, gift.source),
        _like(rule.page, gift.page),
        _like(rule.reference_code, gift.reference_code),
        rule.state in (None, gift.state),
        rule.zip_prefix is None or gift.zip_code.startswith(rule.zip_prefix),
        rule.from_date is None or gift.day >= rule.from_date,
        rule.to_date is None or gift.day <= rule.to_date,
    ))  # fmt: skip


def _like(wanted: str | None, given: str) -> bool:
    if wanted is None:
        return True
    begins = wanted.rstrip("*")
    return given.lower().startswith(begins) if wanted != begins else given.lower() == wanted


def test_the_table_of_rules_is_the_drive_s(desk: Desk) -> None:
    """Rules stand in the entity of their drive, so that exports and walls find them."""
    desk.rule("spring", page="x")
    assert rows_of(desk.book, f"SELECT entity_id FROM {tables.drive_rule.name}") == [
        (desk.entity_id,)
    ]
