"""Matches in the book, on both databases: they sum, are undone, and go with what they stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.banking.matching import accept, accept_certain, match_by_hand, take_back
from financedesk.banking.standing import Standing, standing
from financedesk.book import Book
from financedesk.errors import HasDependents, NotFound, Refused
from financedesk.intake.statements import Said
from financedesk.intake.statements.storing import take_statement
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_matches import NewMatch, write_matches
from financedesk.ledger.contacts import Contact
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import LedgerWriter
from financedesk.reports.interchange import export_entity
from tests.banking.generated import bank_row, write_bank
from tests.intake.exports import facts, rows_of
from tests.intake.test_interchange_orders import entered
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

OPENING = 12_500_00
MARCH = (
    bank_row("03/03/2026", -120_00, "INVENTED PRINTING CO 555-0100 OR"),
    bank_row("03/05/2026", 85_00, "DEPOSIT"),
    bank_row("03/09/2026", -4_00, "OAK CAFE"),
    bank_row("03/10/2026", -4_00, "OAK CAFE"),
    bank_row("03/31/2026", -15_00, "SERVICE FEE"),
)
PAID = "operating_expenditure"
SAID = Said(minus_is_out=True)


class House:
    """A book of a party with a March of entries, and what the bank says of it."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.folder = folder
        self.desk: Desk = desk_for(book, "party")
        self.items = [
            self.pay("Invented Printing", "2026-03-02", 120_00),
            *(self.give(name, cents) for name, cents in (("Lee", 50_00), ("Day", 35_00))),
            self.pay("Oak Cafe", "2026-03-08", 4_00),
            self.pay("Oak Cafe", "2026-03-09", 4_00),
            self.pay("Elm Estates", "2026-03-30", 900_00),
        ]

    @property
    def account_id(self) -> int:
        return self.desk.account_id

    @property
    def account(self) -> AccountRow:
        with self.book.read() as connection:
            return account_by_id(connection, self.account_id)

    def pay(self, name: str, day: str, cents: int) -> int:
        shop = self.desk.meet(Contact(type="ORG", name=name, city="Salem", state="OR"))
        return self.desk.record(PAID, shop, day, cents, purpose="Leaflets")

    def give(self, name: str, cents: int) -> int:
        return self.desk.record(
            "individual_receipt", self.desk.meet(person(name)), "2026-03-01", cents,
            deposited_date="2026-03-04",
        )  # fmt: skip

    def bank(self, *rows: dict[str, str], entity: str = "party", name: str = "march.csv") -> None:
        path = write_bank(self.folder / name, rows or MARCH, OPENING)
        take_statement(self.book, path, account="main", entity=entity, said=SAID)

    def seen(self, until: str = "") -> Standing:
        with self.book.read() as connection:
            return standing(connection, self.account_id, until)

    def accept_certain(self) -> int:
        with self.book.unit_of_work("Accept certain matches") as unit:
            return accept_certain(unit, self.account_id)

    def match(self, lines: list[int], entries: list[int]) -> int:
        with self.book.unit_of_work("Match with the bank") as unit:
            return match_by_hand(unit, self.account_id, lines, entries)

    def number(self) -> int:
        return int(rows_of(self.book, "SELECT COUNT(*) FROM bank_match")[0][0])


def state(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but the journal, in an order of its own."""
    return {name: sorted(rows, key=repr) for name, rows in facts(book).items()}


@pytest.fixture
def house(location: str, tmp_path: Path) -> Iterator[House]:
    with riverbend_at(location) as book:
        made = House(book, tmp_path)
        made.bank()
        yield made


def test_an_account_stands_where_bank_and_books_say(house: House) -> None:
    found = house.seen()
    assert (found.until, found.told_on) == ("2026-03-31", "2026-03-31")
    assert found.statement_cents == OPENING - 58_00
    assert found.cleared_cents == OPENING
    assert found.difference_cents == -58_00
    assert found.book_cents == OPENING - 120_00 + 85_00 - 8_00 - 900_00
    assert found.outstanding_cents == found.book_cents - OPENING
    assert [one.why for one in found.certain] == ["amount equal, 1 day later, name agrees"]
    assert [len(some) for some in found.doubtful] == [1, 2, 2]
    assert found.doubtful[0][0].why == "all 2 that went to the bank on 2026-03-04"


def test_until_leaves_out_what_came_later(house: House) -> None:
    found = house.seen("2026-03-05")
    assert found.statement_cents == OPENING - 35_00
    assert [line.cents for line in found.unmatched_lines] == [-120_00, 85_00]
    assert [entry.cents for entry in found.unmatched_entries] == [50_00, 35_00, -120_00]


def test_without_a_balance_the_books_are_the_beginning(house: House) -> None:
    with house.book.unit_of_work("Forget the balance") as unit:
        for (row,) in unit.connection.execute(text("SELECT id FROM bank_statement")).all():
            table = next(one for one in unit.tables if one.name == "bank_statement")
            unit.update(table, row, {"closing_cents": None})
    found = house.seen()
    assert (found.statement_cents, found.told_on) == (OPENING - 58_00, "")


def test_a_month_is_reconciled_down_to_what_nobody_booked(house: House) -> None:
    assert house.accept_certain() == 1
    found = house.seen()
    assert found.certain == ()
    with house.book.unit_of_work("Match with the bank") as unit:
        accept(unit, house.account_id, found.doubtful[0][0])
        accept(unit, house.account_id, found.doubtful[1][0])
    # One of two alike is taken: what is left of them is certain.
    assert house.accept_certain() == 1
    found = house.seen()
    assert found.difference_cents == -15_00
    assert [one.cents for one in found.unmatched_lines] == [-15_00]
    assert [one.cents for one in found.unmatched_entries] == [-900_00]
    assert [(one.cents, len(one.entries), one.certain) for one in found.matched] == [
        (-120_00, 1, True), (85_00, 2, False), (-4_00, 1, False), (-4_00, 1, True),
    ]  # fmt: skip
    assert house.book.verify() == []


def test_accepting_is_one_step_back_and_forth(house: House) -> None:
    before = state(house.book)
    house.accept_certain()
    after = state(house.book)
    house.book.undo()
    assert state(house.book) == before
    house.book.redo()
    assert state(house.book) == after
    (one,) = house.seen().matched
    with house.book.unit_of_work("Take back") as unit:
        take_back(unit, house.account, one.id)
    assert state(house.book) == before
    house.book.undo()
    assert state(house.book) == after
    assert house.book.verify() == []


def test_habits_are_learnt_from_what_was_accepted(house: House) -> None:
    for day in (5, 6, 7):
        house.pay("Slow Mail", f"2026-04-{day:02}", day * 100)
    rows = [bank_row(f"04/{day + 9:02}/2026", -day * 100, "SLOW MAIL") for day in (5, 6, 7)]
    house.bank(*rows, name="april.csv")
    assert house.accept_certain() == 4
    house.pay("Slow Mail", "2026-05-01", 9_00)
    house.bank(bank_row("05/10/2026", -9_00, "SLOW MAIL"), name="may.csv")
    assert house.seen().certain[-1].why == "amount equal, 9 days later, as usual, name agrees"


# --- what is refused stores nothing


def test_what_does_not_fit_is_refused(house: House) -> None:
    found = house.seen()
    line, deposit = found.unmatched_lines[:2]
    gifts = [one.key for one in found.unmatched_entries if one.cents > 0]
    before = state(house.book)
    with pytest.raises(Refused, match=r"\$85.00 and the entries to \$50.00; only equal sums"):
        house.match([deposit.key], gifts[:1])
    with pytest.raises(NotFound, match="no line 1;"):
        house.match([1], gifts)
    with pytest.raises(NotFound, match="no entry 1;"):
        house.match([deposit.key], [1])
    with pytest.raises(Refused, match="needs a line and an entry"):
        house.match([line.key, line.key], [])
    assert state(house.book) == before
    house.match([deposit.key], gifts)
    with pytest.raises(Refused, match="matched already"):
        house.match([deposit.key], gifts)


def test_many_at_once_are_all_stored_or_none(house: House) -> None:
    found = house.seen()
    (first,) = found.certain
    one = NewMatch(
        lines=[first.lines[0].key], postings=[first.entries[0].key], why="two", certain=True
    )
    before = state(house.book)
    with (
        pytest.raises(Refused, match="One line cannot stand in two matches"),
        house.book.unit_of_work("Match with the bank") as unit,
    ):
        write_matches(unit, house.account, [one, one])
    assert state(house.book) == before


def test_nothing_is_matched_across_entities(house: House) -> None:
    campaign = desk_for(house.book, "campaign")
    shop = campaign.meet(Contact(type="ORG", name="Invented Printing", city="Salem", state="OR"))
    campaign.record(PAID, shop, "2026-03-02", 120_00, purpose="Leaflets")
    foreign = rows_of(
        house.book,
        "SELECT id FROM posting WHERE account_id = :account",
        account=campaign.account_id,
    )[0][0]
    line = house.seen().unmatched_lines[0].key
    with pytest.raises(NotFound, match=f"no entry {foreign}"):
        house.match([line], [foreign])
    house.accept_certain()
    one = house.seen().matched[0]
    with house.book.read() as connection:
        other = account_by_id(connection, campaign.account_id)
        assert standing(connection, campaign.account_id).unmatched_lines == ()
    with house.book.unit_of_work("Take back") as unit, pytest.raises(NotFound, match="no match"):
        take_back(unit, other, one.id)
    assert house.number() == 1


# --- a match goes with what it stands on, and comes back with it


def test_a_match_goes_when_its_entry_is_deleted_or_changes_its_amount(house: House) -> None:
    house.accept_certain()
    before = state(house.book)
    with house.book.unit_of_work("Correct") as unit:
        replace_item(unit, house.items[0], ItemEdit(121_00, "2026-03-02", None))
    assert house.number() == 0
    house.book.undo()
    assert state(house.book) == before
    with house.book.unit_of_work("Delete") as unit:
        remove_items(unit, house.items[:1])
    assert house.number() == 0
    assert house.book.verify() == []
    house.book.undo()
    assert state(house.book) == before
    # Another day leaves the sum as it is.
    with house.book.unit_of_work("Correct") as unit:
        replace_item(unit, house.items[1], ItemEdit(50_00, "2026-03-01", None))
    assert house.number() == 1


def test_a_match_does_not_outlive_the_amount_that_it_was_made_of(house: House) -> None:
    """Two gifts of one act share a posting, which changes where it stands."""
    with house.book.unit_of_work("Record") as unit, LedgerWriter(unit, house.desk.entity.id) as of:
        gifts = [
            NewItem(kind="individual_receipt", contact=of.add_contact(person(name)),
                    item_date="2026-03-20", amount_cents=cents, account_id=house.account_id)
            for name, cents in (("Fox", 60_00), ("Moss", 30_00))
        ]  # fmt: skip
        first, _ = of.add_transaction("gift", "2026-03-20", gifts)
    with house.book.unit_of_work("Correct") as unit:
        replace_item(unit, first, ItemEdit(70_00, "2026-03-20", None))
    corrected = rows_of(house.book, "SELECT MAX(group_id) FROM journal")[0][0]
    rows = (bank_row("04/01/2026", 100_00, "DEPOSIT"), bank_row("04/02/2026", 1_00, "DEPOSIT"))
    house.bank(*rows, name="april.csv")
    line = next(one for one in house.seen().unmatched_lines if one.cents == 100_00)
    paid = next(one for one in house.seen().unmatched_entries if one.cents == 100_00)
    house.match([line.key], [paid.key])
    assert house.number() == 1
    house.book.undo(corrected)
    assert house.number() == 0
    assert house.book.verify() == []


def test_an_entry_or_a_statement_that_is_matched_is_not_undone_alone(house: House) -> None:
    house.accept_certain()
    groups = dict(rows_of(house.book, "SELECT action, MIN(group_id) FROM journal GROUP BY action"))
    with pytest.raises(HasDependents) as refused:
        house.book.undo(groups["Bring in statement march.csv"])
    assert refused.value.dependents[0] == (
        "The match of -$120.00 on 2026-03-03 with main’s statement refers to it."
    )
    house.book.undo(groups["Bring in statement march.csv"], cascade=True)
    assert house.number() == 0
    assert rows_of(house.book, "SELECT COUNT(*) FROM statement_line") == [(0,)]
    assert house.book.verify() == []


def test_verify_finds_sides_that_differ(house: House) -> None:
    house.accept_certain()
    with house.book.unit_of_work("Break") as unit:
        unit.connection.execute(
            text("DELETE FROM bank_match_posting WHERE bank_match_id > 0")
        )  # fmt: skip
    assert any("its sides differ by -12000 cents" in one.text for one in house.book.verify())


def test_matches_go_with_their_entity(house: House, tmp_path: Path) -> None:
    house.accept_certain()
    assert export_entity(house.book, "party", tmp_path / "out")
    with entered(house.book, ("party",), tmp_path) as second:
        assert second.verify() == []
        desk = desk_for(second, "party")
        with second.read() as connection:
            found = standing(connection, desk.account_id)
        assert [(one.cents, one.why, one.certain) for one in found.matched] == [
            (one.cents, one.why, one.certain) for one in house.seen().matched
        ]
        assert found.difference_cents == house.seen().difference_cents
