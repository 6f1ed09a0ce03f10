"""A month of all officials: figures, how far each is, and what many proposals come to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import Cancelled
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import find_entity
from financedesk.progress import Silent
from financedesk.remittances.came import take_came, what_came
from financedesk.remittances.instructions import INSTRUCTIONS
from financedesk.remittances.month_acts import (
    Prepared,
    keep_prepared,
    outdated,
    prepare,
    sign_all,
    to_prepare,
)
from financedesk.remittances.month_proposal import month_proposal
from financedesk.remittances.month_run import MonthRow, MonthRun, month_run, usual_day
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import DECLARED, WAIVERS, Waiver
from tests.remittances.fellowship import (
    CAP,
    councillor,
    fellowship_at,
    gift,
    keeper,
    paid,
    pledge,
)

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 10)
DUE = 3_416_66
WIDE = (("party", "federal"), ("action", "federal"), ("voice", "operating"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two councillors who owe 3,416.66 a month since January."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        party = keeper(made)
        with made.unit_of_work("Add officials") as unit:
            add_schedule(unit, party, CAP)
            for name in ("Winter", "Lopez"):
                official_id, term_id = councillor(unit, party, name, JANUARY)
                paid(unit, term_id, party, JANUARY, 148_500_00, 101_000_00)
                pledge(unit, party, official_id, JANUARY, "councillors", WIDE)
        yield made


def seen(book: Book, *codes: str) -> tuple[int, ...]:
    """Return entities by their short names, all without any."""
    with book.read() as connection:
        if not codes:
            return tuple(access_of(connection, book.who).ids)
        return tuple(find_entity(connection, code).id for code in codes)


def run(book: Book, period: str = "2026-03", visible: tuple[int, ...] = ()) -> MonthRun:
    with book.read() as connection:
        return month_run(connection, keeper(book), period, visible or seen(book), today=MARCH)


def row(book: Book, name: str = "Winter", period: str = "2026-03") -> MonthRow:
    (found,) = [one for one in run(book, period).rows if one.name.startswith(name)]
    return found


def prepared(book: Book, period: str = "2026-03") -> Prepared:
    with book.read() as connection:
        rows = to_prepare(run(book, period).rows)
        return prepare(connection, rows, period, seen(book), Silent(), made_on=MARCH)


def kept(book: Book, period: str = "2026-03", signed_on: date | None = None) -> None:
    """Keep a month's proposals, and sign them."""
    found = prepared(book, period)
    with book.unit_of_work("Propose") as unit:
        keep_prepared(unit, found, MARCH)
    if signed_on is not None:
        with book.unit_of_work("Sign") as unit:
            sign_all(unit, run(book, period).rows, signed_on)


def remit(book: Book, cents: int, day: str, period: str = "") -> None:
    """Record what Winter gave the party, as a remittance."""
    item_id = gift(book, "party", "Winter", day, cents)
    with book.unit_of_work("Take") as unit:
        take_as_remittance(
            unit, Receipt(item_id=item_id, keeper="party", reference="R-1", period=period)
        )


def test_a_row_says_what_is_due_and_how_old_the_rest_is(book: Book) -> None:
    found = run(book)
    assert [one.name for one in found.rows] == ["Lopez, Ada", "Winter, Ada"]
    winter = found.rows[1]
    assert (winter.due_cents, winter.kept_cents, winter.proposable_cents) == (DUE, 0, DUE)
    # January ended 38 days ago, February 10 days ago; the month itself is no arrears.
    assert (winter.ages["0-30"], winter.ages["31-60"], winter.arrears_cents) == (DUE, DUE, 2 * DUE)
    assert found.cents("due_cents") == 2 * DUE
    assert found.states == {"not_proposed": 2}


def test_what_was_given_clears_the_oldest_first_and_more_is_a_credit(book: Book) -> None:
    remit(book, 2 * DUE, "2026-03-02")
    winter = row(book)
    assert (winter.arrears_cents, winter.kept_cents, winter.left_cents) == (0, 0, DUE)
    remit(book, DUE + 500_00, "2026-03-03")
    winter = row(book)
    assert (winter.kept_cents, winter.left_cents, winter.credit_cents) == (DUE, 0, 500_00)
    assert winter.state == "fulfilled"
    assert winter not in to_prepare(run(book).rows)


def test_a_waived_month_asks_nothing(book: Book) -> None:
    waiver = Waiver(
        official_id=row(book).official_id, reason="family", first_period="2026-03",
        last_period="2026-03", approved_by="Board", approved_on=MARCH,
    )  # fmt: skip
    with book.unit_of_work("Waive") as unit:
        WAIVERS.add(unit, keeper(book), waiver)
    winter = row(book)
    assert (winter.waived_cents, winter.proposable_cents, winter.state) == (DUE, 0, "waived")
    with book.unit_of_work("Waive less") as unit:
        (held,) = WAIVERS.of(unit.connection, keeper(book))
        WAIVERS.edit(unit, held.id, replace(held.fact, cents=1_000_00))
    winter = row(book)
    assert (winter.waived_cents, winter.proposable_cents) == (1_000_00, DUE - 1_000_00)
    assert winter.state == "not_proposed"


def test_a_month_goes_from_proposed_to_kept_line_by_line(book: Book) -> None:
    gift(book, "party", "Winter", "2026-01-02", 9_000_00)
    kept(book)
    winter = row(book)
    assert winter.state == "proposed"
    assert [(one.recipient, one.cents) for one in winter.shares] == [
        ("party", 1_000_00), ("action", 2_416_66),
    ]  # fmt: skip
    with book.unit_of_work("Sign") as unit:
        assert sign_all(unit, [winter], MARCH) == 1
    assert row(book).state == "signed"
    # What is signed is signed: there is nothing left to prepare.
    assert [one.name for one in to_prepare(run(book).rows)] == ["Lopez, Ada"]
    gift(book, "party", "Winter", "2026-03-12", 1_000_00)
    assert taken(book) == 1
    assert row(book).state == "partly_made"
    assert [one.came for one in row(book).shares] == [True, False]
    gift(book, "action", "Winter", "2026-03-12", 2_416_66)
    assert taken(book) == 1
    # January and February were open: what came cleared them first.
    winter = row(book)
    assert (winter.state, winter.left_cents, winter.older_first) == ("fulfilled", DUE, True)


def taken(book: Book) -> int:
    """Take everything that is exact; return how many payments that was."""
    with book.unit_of_work("Take") as unit:
        came = what_came(unit.connection, seen(book), seen(book), MARCH, Silent())
        return take_came(unit, came.exact)


def test_what_found_no_room_is_carried_into_the_next_month(book: Book) -> None:
    with book.unit_of_work("Narrow") as unit:
        official_id, term_id = councillor(unit, keeper(book), "Okoro", JANUARY)
        paid(unit, term_id, keeper(book), JANUARY, 148_500_00, 101_000_00)
        pledge(unit, keeper(book), official_id, JANUARY, "councillors", [("party", "federal")])
    gift(book, "party", "Okoro", "2026-01-02", 9_000_00)
    kept(book, "2026-02", MARCH)
    assert row(book, "Okoro", "2026-02").state == "signed"
    march = row(book, "Okoro")
    assert (march.carried_in_cents, march.proposable_cents) == (DUE - 1_000_00, 2 * DUE - 1_000_00)


def test_only_the_missing_word_of_one_official_stops_one_proposal(book: Book) -> None:
    with book.unit_of_work("Forget") as unit:
        for one in DECLARED.of(unit.connection, keeper(book)):
            if one.fact.official_id == row(book).official_id:
                DECLARED.remove(unit, one.id)
    winter = row(book)
    assert winter.state == "stopped"
    assert {one.code for one in winter.stops} == {"ATTESTATION"}
    found = prepared(book)
    assert [one.name for one in found.plans] == ["Lopez, Ada"]
    assert [one.name for one in found.stopped] == ["Winter, Ada"]


def test_who_never_pledged_owes_nothing_and_stops_nobody(book: Book) -> None:
    with book.unit_of_work("Add official") as unit:
        councillor(unit, keeper(book), "Adams", JANUARY)
    assert row(book, "Adams").state == "nothing_due"
    assert len(prepared(book).plans) == 2


def test_proposals_stop_between_two_officials(book: Book) -> None:
    class Impatient:
        def step(self, done: int, total: int | None, text: str) -> None:
            if done:
                raise Cancelled(f"{done} of {total}: {text}")

    with book.read() as connection, pytest.raises(Cancelled, match="1 of 2: Winter, Ada"):
        prepare(
            connection, run(book).rows, "2026-03", seen(book), Impatient(), made_on=MARCH
        )  # fmt: skip


def old(book: Book) -> list[str]:
    with book.read() as connection:
        found = outdated(connection, run(book).rows, seen(book), Silent())
    return [f"{one.name}: {one.why}" for one in found]


def test_a_draft_is_outdated_once_its_room_is_used(book: Book) -> None:
    kept(book)
    assert old(book) == []
    gift(book, "party", "Winter", "2026-03-09", 9_000_00)
    (said,) = old(book)
    assert said.startswith("Winter, Ada: Fellowship Party: $2,416.66 is above")


def test_a_draft_is_outdated_once_the_due_is_another(book: Book) -> None:
    kept(book)
    remit(book, 2 * DUE + 10_00, "2026-03-09")
    assert old(book) == ["Winter, Ada: What is to be placed has changed since."]


def test_a_proposal_tells_its_lines_its_arithmetic_and_whether_it_changed(book: Book) -> None:
    kept(book)
    official_id = row(book).official_id

    def detail() -> tuple[bool, list[str], int]:
        with book.read() as connection:
            found = month_proposal(
                connection, keeper(book), official_id, "2026-03", seen(book), today=MARCH,
                made_on=MARCH,
            )  # fmt: skip
        assert found.plan is not None
        steps = [step for one in found.dues for step in one.steps]
        return found.changed, steps, found.plan.allocation.placed_cents

    changed, steps, placed = detail()
    assert (changed, placed) == (False, DUE)
    assert any("101,000.00 net - 60,000.00 kept" in step for step in steps)
    gift(book, "party", "Winter", "2026-03-09", 9_000_00)
    assert detail()[0]


def test_behind_a_wall_there_is_neither_name_nor_amount(book: Book) -> None:
    gift(book, "party", "Winter", "2026-01-02", 9_000_00)
    kept(book, signed_on=MARCH)
    winter = run(book, visible=seen(book, "party")).rows[1]
    assert [(one.recipient, one.cents, one.came) for one in winter.shares] == [
        ("party", 1_000_00, False), ("", None, None),
    ]  # fmt: skip
    for code, cents in (("party", 1_000_00), ("action", 2_416_66)):
        gift(book, code, "Winter", "2026-03-11", cents)
    assert taken(book) == 2
    # That all of it came is known by the due that it cleared, once older ones are cleared, too.
    remit(book, 2 * DUE, "2026-03-11")
    assert run(book, visible=seen(book, "party")).rows[1].state == "fulfilled"


def test_what_came_names_who_paid_and_what_is_above_a_limit(book: Book) -> None:
    gift(book, "party", "Winter", "2026-01-02", 9_000_00)
    kept(book, signed_on=MARCH)
    gift(book, "party", "Winter", "2026-03-12", 1_250_00)
    with book.read() as connection:
        found = what_came(connection, seen(book), seen(book), MARCH, Silent())
    (one,) = found.came
    assert (one.payer, one.exact, one.cents) == ("Ada Winter", False, 1_250_00)
    assert one.excess is not None
    assert (one.excess.cents, one.excess.by) == (250_00, date(2026, 5, 11))
    assert "103.3(b)(3)" in one.excess.citation
    assert [missing.line.cents for missing in found.missing] == [2_416_66, DUE]


def test_undo_takes_a_whole_month_back(book: Book) -> None:
    kept(book, signed_on=MARCH)
    book.undo()
    assert run(book).states == {"proposed": 2}
    book.undo()
    assert run(book).states == {"not_proposed": 2}
    with book.read() as connection:
        assert INSTRUCTIONS.of(connection, keeper(book)) == []
    assert book.verify() == []


def test_gifts_are_made_today_or_when_a_month_to_come_begins() -> None:
    assert usual_day("2026-02", MARCH) == usual_day("2026-03", MARCH) == MARCH
    assert usual_day("2026-04", MARCH) == date(2026, 4, 1)
