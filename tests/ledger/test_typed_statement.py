"""Statements typed by hand: kept with their lines, checked, corrected until they are matched."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.banking.matching import match_by_hand
from financedesk.banking.standing import standing
from financedesk.book import Book
from financedesk.errors import BadInput, Refused
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.entities import AccountRow, write_account
from financedesk.ledger.kept_statements import kept_statements
from financedesk.ledger.organisation import NewAccount
from financedesk.ledger.typed_statement import (
    TypedLine,
    TypedStatement,
    correct_statement,
    delete_statement,
    lacking_told,
    record_statement,
    typed_statement,
)
from tests.banking.lines import tell
from tests.intake.exports import facts
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

MARCH = TypedStatement(
    opening_on="2026-03-01", opening_cents=100_00, closing_on="2026-03-31", closing_cents=135_00,
    lines=(
        TypedLine(day="2026-03-03", cents=50_00, payee="Deposit", memo="two checks"),
        TypedLine(day="2026-03-30", cents=-15_00, payee="Fee", check="12"),
    ),
)  # fmt: skip


def account_of(desk: Desk) -> AccountRow:
    with desk.book.read() as connection:
        return account_by_id(connection, desk.account_id)


def typed(desk: Desk, statement: TypedStatement) -> int:
    with desk.book.unit_of_work("Type bank statement") as unit:
        return record_statement(unit, account_of(desk), statement)


def corrected(desk: Desk, statement_id: int, statement: TypedStatement) -> None:
    with desk.book.unit_of_work("Correct bank statement") as unit:
        correct_statement(unit, statement_id, statement)


def held(book: Book, statement_id: int) -> TypedStatement:
    with book.read() as connection:
        return typed_statement(connection, statement_id)


def without_ids(statement: TypedStatement) -> TypedStatement:
    return replace(statement, lines=tuple(replace(one, id=None) for one in statement.lines))


def test_what_was_typed_is_kept_stands_on_the_account_and_is_undone(desk: Desk) -> None:
    before = facts(desk.book)
    kept = typed(desk, MARCH)
    assert without_ids(held(desk.book, kept)) == MARCH
    with desk.book.read() as connection:
        found = standing(connection, desk.account_id)
    assert (found.statement_cents, found.until) == (135_00, "2026-03-30")
    assert [one.cents for one in found.unmatched_lines] == [50_00, -15_00]
    desk.book.undo()
    assert facts(desk.book) == before


def test_lines_are_corrected_added_and_taken_out_by_what_is_typed_anew(desk: Desk) -> None:
    kept = typed(desk, MARCH)
    first, second = held(desk.book, kept).lines
    third = TypedLine(day="2026-03-15", cents=7_00, payee="Refund")
    anew = replace(MARCH, closing_cents=117_00, lines=(replace(first, cents=10_00), third))
    corrected(desk, kept, anew)
    now = held(desk.book, kept)
    assert without_ids(now) == without_ids(anew)
    assert now.lines[0].id == first.id
    assert second.id not in {one.id for one in now.lines}
    assert lacking_told(now) == ""


def test_a_statement_that_does_not_add_up_is_kept_and_told(desk: Desk) -> None:
    wrong = replace(MARCH, closing_cents=140_00)
    assert lacking_told(wrong) == (
        "Opening balance and lines come to $135.00, the closing balance is $140.00: $5.00 lack."
    )
    typed(desk, wrong)
    with desk.book.read() as connection:
        (one,) = kept_statements(connection, account_of(desk))
    assert (one.lacking_cents, one.told) == (5_00, "Lines and balances differ by $5.00.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closing_on": "2026-02-01"}, "closing day is before"),
        ({"opening_on": ""}, "opening day is missing"),
        ({"lines": (TypedLine(day="2026-04-01", cents=1),)}, "Line 1 is of 2026-04-01"),
        ({"lines": (TypedLine(day="2026-03-01", cents=0),)}, "Line 1 has no amount"),
        ({"lines": (TypedLine(day="soon", cents=1),)}, "The line 1’s day is missing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    desk: Desk, changes: dict[str, object], words: str
) -> None:
    before = facts(desk.book)
    with pytest.raises(BadInput, match=words):
        typed(desk, replace(MARCH, **changes))  # type: ignore[arg-type]
    assert facts(desk.book) == before


def test_the_same_days_are_not_typed_twice(desk: Desk) -> None:
    kept = typed(desk, MARCH)
    with pytest.raises(Refused, match="typed already"):
        typed(desk, replace(MARCH, opening_on="2026-03-31", lines=()))
    corrected(desk, kept, replace(held(desk.book, kept), closing_cents=130_00))
    typed(desk, replace(MARCH, opening_on="2026-04-01", closing_on="2026-04-30", lines=()))


def test_a_matched_line_keeps_its_day_and_amount_and_its_statement(desk: Desk) -> None:
    kept = typed(desk, MARCH)
    desk.record("individual_receipt", desk.meet(person("Lee")), "2026-03-02", 50_00)
    with desk.book.read() as connection:
        found = standing(connection, desk.account_id)
    with desk.book.unit_of_work("Match with the bank") as unit:
        match_by_hand(unit, desk.account_id, [found.unmatched_lines[0].key],
                      [found.unmatched_entries[0].key])  # fmt: skip
    now = held(desk.book, kept)
    first, second = now.lines
    corrected(desk, kept, replace(now, lines=(replace(first, memo="other words"), second)))
    before = facts(desk.book)
    for lines in ((replace(first, cents=51_00), second), (second,)):
        with pytest.raises(Refused, match=r"line of 2026-03-03 over \$50.00 is matched"):
            corrected(desk, kept, replace(now, lines=lines))
    with (
        pytest.raises(Refused, match="is matched"),
        desk.book.unit_of_work("Delete bank statement") as unit,
    ):
        delete_statement(unit, kept)
    assert facts(desk.book) == before


def test_a_statement_is_deleted_with_its_lines(desk: Desk) -> None:
    before = facts(desk.book)
    kept = typed(desk, MARCH)
    with desk.book.unit_of_work("Delete bank statement") as unit:
        delete_statement(unit, kept)
    assert facts(desk.book) == before


def test_what_came_from_a_file_is_not_corrected_by_hand(desk: Desk) -> None:
    tell(desk.book, account_of(desk), ("2026-03-03", 5_00, "DEPOSIT"))
    with desk.book.read() as connection:
        (one,) = kept_statements(connection, account_of(desk))
    with pytest.raises(Refused, match=r"came from month\.ofx"):
        corrected(desk, one.id, MARCH)


# --- one after the other


def test_a_missing_statement_between_two_is_named(desk: Desk) -> None:
    typed(desk, MARCH)
    may = TypedStatement(
        opening_on="2026-05-01", opening_cents=155_00, closing_on="2026-05-31",
        closing_cents=155_00, lines=(),
    )  # fmt: skip
    typed(desk, may)
    with desk.book.read() as connection:
        first, second = kept_statements(connection, account_of(desk))
    assert first.told == ""
    assert second.told == (
        "Between 2026-03-31 and 2026-05-01 $20.00 are missing: a statement lies between."
    )


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with riverbend_at(str(tmp_path_factory.mktemp("typed") / "river.fdesk")) as made:
        yield made


def another_account(book: Book) -> AccountRow:
    entity_id = desk_for(book, "party").entity.id
    with book.unit_of_work("Open account") as unit:
        code = f"typed{unit.next_id()}"
        account_id = write_account(unit, entity_id, NewAccount(code=code, kind="federal"))
        return account_by_id(unit.connection, account_id)


@settings(max_examples=examples(12, 300), deadline=None)
@given(
    months=st.lists(
        st.lists(st.tuples(st.integers(1, 28), st.integers(-90_00, 90_00).filter(bool)),
                 max_size=4),
        min_size=1, max_size=5,
    ),
    lost=st.integers(0, 6),
)  # fmt: skip
def test_months_typed_without_a_gap_follow_and_with_one_do_not(
    river: Book, months: list[list[tuple[int, int]]], lost: int
) -> None:
    stood, kept, moved = 10_00, [], 0
    for number, lines in enumerate(months, start=1):
        closing = stood + sum(cents for _, cents in lines)
        month = TypedStatement(
            opening_on=f"2026-{number:02}-01", opening_cents=stood,
            closing_on=f"2026-{number:02}-28", closing_cents=closing,
            lines=tuple(
                TypedLine(day=f"2026-{number:02}-{day:02}", cents=cents) for day, cents in lines
            ),
        )  # fmt: skip
        if number != lost:
            kept.append(month)
        elif 1 < lost < len(months):
            moved = closing - stood
        stood = closing
    account = another_account(river)
    with river.unit_of_work("Type bank statements") as unit:
        for one in kept:
            record_statement(unit, account, one)
    with river.read() as connection:
        gaps = [one.gap_cents or 0 for one in kept_statements(connection, account)]
        lacking = [one.lacking_cents for one in kept_statements(connection, account)]
    assert [one for one in gaps if one] == ([moved] if moved else [])
    assert lacking == [0] * len(kept)
