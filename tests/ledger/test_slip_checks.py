"""Two checks of one donor on one slip: what is said of the second is what the books say later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import accounts
from financedesk.ledger.gift_forecast import Forecast, GiftQuestion, forecast
from financedesk.ledger.same_person import link_cards
from financedesk.ledger.slip_checks import SlipCheck
from financedesk.ledger.typed_batch import Deposit, record_deposit
from financedesk.ledger.typed_gift import TypedGift
from tests.ledger.riverbend import Desk, desk_for, person

ADA = replace(person("Lopez"), street_1="1 Main Street")
TODAY = date(2026, 10, 6)
Line = tuple[Contact, ContactRef | None, str, int]


def forecasts(desk: Desk, lines: Sequence[Line], election: str = "") -> list[Forecast]:
    """Return what each line of a slip is told, in its order."""
    with desk.book.read() as connection:
        account = accounts(connection, desk.entity.id)[0]
        checks = [
            SlipCheck(number=number, giver=giver, card_id=who.card_id if who else None, day=day,
                      cents=cents, election_code=election)
            for number, (giver, who, day, cents) in enumerate(lines, start=1)
        ]  # fmt: skip
        return [
            forecast(connection, GiftQuestion(
                entity=desk.entity, account=account, giver=one.giver, card_id=one.card_id,
                day=one.day, cents=one.cents, method="Check 7", today=TODAY,
                election_code=election, before=tuple(checks[:place]),
            ))
            for place, one in enumerate(checks)
        ]  # fmt: skip


def said(found: Forecast) -> str:
    return " ".join([found.left, *(one.words for one in found.concerns)])


def test_what_each_line_is_told_is_what_the_books_say_when_the_slip_is_recorded(
    desk: Desk,
) -> None:
    ada = desk.meet(ADA)
    desk.record("individual_receipt", ada, "2026-01-05", 20_00)
    new = person("Bird", "Bo")
    lines: list[Line] = [
        (ADA, ada, "2026-03-02", 150_00), (new, None, "2026-03-02", 120_00),
        (ADA, ada, "2026-03-02", 40_00), (ADA, ada, "2026-03-03", 10_00),
        (new, None, "2026-03-03", 90_00),
    ]  # fmt: skip
    told = forecasts(desk, lines)
    assert [
        (one.outlook.after_cents, one.outlook.itemised, one.outlook.crosses) for one in told
    ] == [
        (170_00, False, False), (120_00, False, False), (210_00, True, True),
        (220_00, True, False), (210_00, True, True),
    ]  # fmt: skip
    with desk.book.read() as connection:
        account = accounts(connection, desk.entity.id)[0]
    gifts = [
        TypedGift(giver=giver, known=who, amount_cents=cents, day=day, account=account)
        for giver, who, day, cents in lines
    ]
    deposit = Deposit(day="2026-03-04", gifts=tuple(gifts), declared_count=5, declared_cents=410_00)
    with desk.book.unit_of_work("Record deposit") as unit:
        ids = record_deposit(unit, desk.entity, deposit)
    with desk.book.read() as connection:
        rows = connection.execute(tables.aggregate.select()).mappings().all()
    kept = {row["item_id"]: row for row in rows}
    assert [kept[one]["aggregate_cents"] for one in ids] == [
        one.outlook.after_cents for one in told
    ]
    assert [bool(kept[one]["itemised"]) for one in ids] == [one.outlook.itemised for one in told]


def test_the_second_check_goes_above_the_limit_and_the_first_does_not(desk: Desk) -> None:
    ada = desk.meet(ADA)
    lines: list[Line] = [
        (ADA, ada, "2026-03-02", 6_000_00), (ADA, ada, "2026-03-02", 4_000_00),
        (ADA, ada, "2026-03-02", 1),
    ]  # fmt: skip
    first, second, third = map(said, forecasts(desk, lines))
    assert "Leaves $4,000.00 of $10,000.00" in first
    assert "Leaves $0.00" in second
    assert "$0.01 above the limit" in third


def test_without_the_first_the_second_fits_again(desk: Desk) -> None:
    ada = desk.meet(ADA)
    lines: list[Line] = [(ADA, ada, "2026-03-02", 6_000_00), (ADA, ada, "2026-03-02", 5_000_00)]
    assert "$1,000.00 above" in said(forecasts(desk, lines)[1])
    assert "above" not in said(forecasts(desk, lines[1:])[0])
    assert "above" not in said(forecasts(desk, [lines[0], (*lines[1][:3], 4_000_00)])[1])


def test_years_and_other_givers_are_kept_apart(desk: Desk) -> None:
    ada, bo = desk.meet(ADA), desk.meet(person("Bird", "Bo"))
    lines: list[Line] = [
        (ADA, ada, "2025-12-31", 9_000_00), (person("Bird", "Bo"), bo, "2026-01-02", 9_000_00),
        (ADA, ada, "2026-01-02", 5_000_00),
    ]  # fmt: skip
    found = forecasts(desk, lines)[2]
    assert found.outlook.after_cents == 5_000_00
    assert "above" not in said(found)


@pytest.mark.parametrize(
    "other",
    [
        replace(ADA, street_1="1 Main St."),  # the same house in other words
        replace(ADA, middle_name="Q"),
    ],
)
def test_somebody_new_who_agrees_with_the_first_uses_one_limit(desk: Desk, other: Contact) -> None:
    lines: list[Line] = [(ADA, None, "2026-03-02", 6_000_00), (other, None, "2026-03-02", 5_000_00)]
    assert "$1,000.00 above the limit" in said(forecasts(desk, lines)[1])


def test_a_known_card_and_the_same_person_typed_anew_use_one_limit(desk: Desk) -> None:
    ada = desk.meet(ADA)
    lines: list[Line] = [(ADA, ada, "2026-03-02", 6_000_00), (ADA, None, "2026-03-02", 5_000_00)]
    assert "$1,000.00 above the limit" in said(forecasts(desk, lines)[1])


def test_linked_cards_are_one_in_aggregate_and_limit(desk: Desk) -> None:
    maiden = replace(ADA, last_name="Stone", street_1="9 Far Road")
    one, other = desk.meet(ADA), desk.meet(maiden)
    lines: list[Line] = [
        (ADA, one, "2026-03-02", 6_000_00), (maiden, other, "2026-03-02", 5_000_00),
    ]  # fmt: skip
    assert "above" not in said(forecasts(desk, lines)[1])
    with desk.book.unit_of_work("Link") as unit:
        link_cards(unit, [one.card_id, other.card_id])
    second = forecasts(desk, lines)[1]
    assert "$1,000.00 above the limit" in said(second)
    assert second.outlook.after_cents == 11_000_00


def test_the_same_check_twice_on_a_slip_is_asked_about(desk: Desk) -> None:
    ada = desk.meet(ADA)
    lines: list[Line] = [(ADA, ada, "2026-03-02", 25_00), (ADA, ada, "2026-03-02", 25_00)]
    first, second = map(said, forecasts(desk, lines))
    assert "duplicate" not in first
    assert "Possible duplicate: check 1 of this slip is $25.00" in second


def test_each_election_has_its_own_limit_on_a_slip(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    ada = campaign.meet(ADA)
    lines: list[Line] = [(ADA, ada, "2026-03-02", 3_500_00), (ADA, ada, "2026-03-02", 100_00)]
    assert "$100.00 above" in said(forecasts(campaign, lines, "G2026")[1])
    # Without a word for which election, both are for the next one (11 CFR 110.1(b)(2)(ii)).
    assert "$100.00 above" in said(forecasts(campaign, lines)[1])
