"""What an official's page is read from: everything in one read, and nothing of what is hidden."""

from datetime import date
from pathlib import Path

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.ledger.room import open_book
from financedesk.remittances.instructions import Instruction, InstructionLine, keep_instruction
from financedesk.remittances.official_detail import OfficialDetail, official_detail
from financedesk.remittances.official_year import Change, what_if
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.plan import sign_plan
from financedesk.remittances.receipts import Receipt, take_as_remittance
from tests.remittances.fellowship import gift, keeper
from tests.ui.promised_books import promised_book

TODAY = date(2026, 4, 10)


@pytest.fixture
def place(tmp_path: Path) -> str:
    return promised_book(tmp_path)


def read(place: str, *codes: str, year: int = 2026, today: date = TODAY) -> OfficialDetail:
    with open_book(place, write=False) as book, book.read() as connection:
        seen = [keeper(book, code) for code in codes or ("party", "action", "voice", "institute")]
        (winter, *_rest) = OFFICIALS.of(connection, keeper(book))
        return official_detail(connection, winter.id, seen, today, year)


def test_everything_of_an_official_is_read_at_once(place: str) -> None:
    found = read(place)
    assert (found.name, found.official.fact.reference) == ("Winter, Ada", "R-1")
    (held,) = found.offices
    assert (held.office.fact.district, held.slips[0].fact.net_cents) == ("Ward 3", 101_000_00)
    assert found.pledge is not None
    assert (found.pledge.state, found.pledge.schedule is not None) == ("active", True)
    assert [one.fact.recipient for one in found.pledge.recipients] == ["party", "action", "voice"]
    assert {one.missing for one in found.declarations} == {False}
    assert found.gaps == ()


def test_months_stand_with_the_formula_of_each(place: str) -> None:
    found = read(place)
    assert [one.settled.month.month for one in found.months] == list(range(1, 13))
    assert found.newest is not None
    assert found.newest.settled.month == date(2026, 4, 1)
    (line,) = found.newest.lines
    assert "101,000.00 net - 60,000.00 kept = 41,000.00 a year" in line.steps[0]
    assert [one.settled.state for one in found.begun] == ["fulfilled", "open", "open", "open"]
    assert found.open_cents == 3 * 3_416_66


def test_the_year_shows_each_recipient_against_its_room(place: str) -> None:
    year = read(place).year
    party, action, voice = year.recipients
    assert (party.remitted_cents, party.other_cents) == (3_416_66, 0)
    assert party.left_cents == 10_000_00 - 3_416_66
    assert (action.remitted_cents, action.left_cents) == (0, 5_000_00)
    assert voice.left_cents is None
    assert voice.words == "No amount is set."
    assert year.remitted_cents == 3_416_66
    (payment,) = year.payments
    assert (payment.entity, payment.period, payment.cents) == (
        "Fellowship Party", "2026-01", 3_416_66,
    )  # fmt: skip


def test_across_a_wall_nothing_is_told_of_what_came(place: str) -> None:
    given_to_action(place)
    found = read(place, "party")
    (payment,) = found.payments
    assert (payment.entity, payment.cents) == ("Fellowship Party", 3_416_66)
    party, action, _voice = found.year.recipients
    assert (party.in_view, action.in_view) == (True, False)
    assert (action.remitted_cents, action.other_cents, action.left_cents) == (0, None, None)
    second, _first = found.instructions
    assert (second.lines, second.hidden) == ((), 1)
    assert "1,234" not in repr((found.payments, found.year, second.lines))
    assert found.begun[1].settled.made_cents == 1_234_56


def given_to_action(place: str) -> None:
    """Let the second month of the official be signed for the PAC, and come there."""
    with open_book(place) as book:
        party = keeper(book)
        with book.unit_of_work("Keep instruction") as unit:
            (winter, *_rest) = OFFICIALS.of(unit.connection, party)
            february = Instruction(
                official_id=winter.id, period="2026-02", due_cents=1_234_56, carried_in_cents=0,
                carried_out_cents=0, made_on=date(2026, 2, 1), drafted_on=date(2026, 2, 1),
            )  # fmt: skip
            line = InstructionLine(
                recipient="action", account_kind="federal", reference="R-1", giver="winter ada",
                period="2026-02", cents=1_234_56, reason="As agreed", citation="11 CFR 110.1",
                made_on=date(2026, 2, 1),
            )  # fmt: skip
            sign_plan(unit, keep_instruction(unit, party, february, [line]), date(2026, 2, 1))
        item = gift(book, "action", "Winter", "2026-02-03", 1_234_56)
        with book.unit_of_work("Take as remittance") as unit:
            receipt = Receipt(item_id=item, keeper="party", reference="R-1", period="2026-02")
            take_as_remittance(unit, receipt)


def test_an_official_of_books_that_are_not_in_view_is_not_found(place: str) -> None:
    with pytest.raises(NotFound, match="no official number"):
        read(place, "action")


def changed(place: str, change: Change, year: int = 2026, today: date = TODAY) -> dict[str, int]:
    with open_book(place, write=False) as book, book.read() as connection:
        seen = [keeper(book, code) for code in ("party", "action", "voice", "institute")]
        (winter, *_rest) = OFFICIALS.of(connection, keeper(book))
        found = what_if(connection, winter.id, year, seen, today, change)
        assert found.before.due_cents == 41_000_00 - 3_416_66
        return found.after.totals() | {"": found.after.due_cents}


def test_the_rest_of_the_year_is_split_as_it_stands(place: str) -> None:
    assert changed(place, Change()) == {
        "party/federal": 10_000_00 - 3_416_66, "action/federal": 5_000_00,
        "voice/operating": 41_000_00 - 15_000_00, "": 41_000_00 - 3_416_66,
    }  # fmt: skip


def test_another_tier_another_schedule_and_another_day_change_the_year(place: str) -> None:
    first = changed(
        place, Change(places={"voice/operating": (1, 3)}, without=frozenset({"action/federal"}))
    )
    assert "action/federal" not in first
    assert first["party/federal"] == 10_000_00 - 3_416_66
    late = changed(place, Change(moved=(date(2026, 12, 1), date(2027, 1, 5))))
    assert late["party/federal"] == 10_000_00 - 3_416_66 + 3_416_74
    with pytest.raises(NotFound, match="parish"):
        changed(place, Change(places={"parish/federal": (1, 1)}))
    with pytest.raises(BadInput, match="is over"):
        changed(place, Change(), year=2025)


def test_somebody_whom_the_pledge_does_not_name_may_be_tried(place: str) -> None:
    found = changed(place, Change(also=(("institute", "operating", 1),)))
    assert found["institute/operating"] > found["party/federal"] > 0
    assert sum(found.values()) == 2 * (41_000_00 - 3_416_66)


def test_another_schedule_holds_from_its_day_on(place: str) -> None:
    from financedesk.remittances.schedules import add_schedule
    from tests.remittances.fellowship import CAP

    with open_book(place) as book, book.unit_of_work("Add schedule") as unit:
        other = CAP.replace("councillors", "poorer").replace("60000.00", "53000.00")
        add_schedule(unit, keeper(book), other)
    found = changed(place, Change(schedule="poorer", since=date(2026, 7, 1)))
    assert found[""] == 41_000_00 - 3_416_66 + 3_500_00


def test_a_month_that_was_signed_and_kept_is_not_asked_again(place: str) -> None:
    from financedesk.remittances.schedules import add_schedule
    from tests.remittances.fellowship import CAP

    with open_book(place) as book, book.unit_of_work("Add schedule") as unit:
        other = CAP.replace("councillors", "poorer").replace("60000.00", "53000.00")
        add_schedule(unit, keeper(book), other)
    found = changed(place, Change(schedule="poorer", since=date(2026, 1, 1)))
    # 48,000.00 a year from February on; January's word was given and kept.
    assert found[""] == 11 * 4_000_00


def test_who_pledged_nothing_is_asked_for_nothing(place: str) -> None:
    with open_book(place, write=False) as book, book.read() as connection:
        (_winter, summer) = OFFICIALS.of(connection, keeper(book))
        found = official_detail(connection, summer.id, [keeper(book)], TODAY, 2026)
    assert (found.pledge, found.months, found.open_cents) == (None, (), 0)
    assert found.year.recipients == found.year.payments == ()
