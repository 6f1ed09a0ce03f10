"""Running aggregates in the book: the gift that crosses, refunds, memo items, windows, persons."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.aggregates import rebuild
from financedesk.ledger.verify import verify
from financedesk.rules.itemise import Entry, is_itemised, running_aggregates
from financedesk.rules.kinds import kind
from tests.ledger.riverbend import Desk, committee, desk_for, person, riverbend_at
from tests.soaking import examples


def standing(connection: Connection, item_id: int) -> tuple[str | None, int | None, bool]:
    """Return line, aggregate and whether it is itemised."""
    row = connection.execute(
        select(tables.aggregate).where(tables.aggregate.c.item_id == item_id)
    ).one()
    return row.line, row.aggregate_cents, bool(row.itemised)


def standings(book: Book, *item_ids: int) -> list[tuple[str | None, int | None, bool]]:
    """Return where several items stand."""
    with book.read() as connection:
        return [standing(connection, item_id) for item_id in item_ids]


def test_the_gift_that_crosses_200_is_itemised_and_earlier_ones_are_not(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    first = desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    exact = desk.record("individual_receipt", ada, "2026-02-05", 50_00)
    crossing = desk.record("individual_receipt", ada, "2026-03-01", 1)
    assert standings(desk.book, first, exact, crossing) == [
        ("SA11AII", 150_00, False),
        ("SA11AII", 200_00, False),
        ("SA11AI", 200_01, True),
    ]


def test_a_late_entry_moves_the_aggregates_after_it(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    later = desk.record("individual_receipt", ada, "2026-02-05", 150_00)
    assert standings(desk.book, later) == [("SA11AII", 150_00, False)]
    desk.record("individual_receipt", ada, "2026-01-05", 100_00)
    assert standings(desk.book, later) == [("SA11AI", 250_00, True)]


def test_a_refund_lowers_the_donor_s_aggregate(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 300_00)
    refund = desk.record("refund_individual_contribution", ada, "2026-01-20", 250_00)
    next_gift = desk.record("individual_receipt", ada, "2026-02-01", 100_00)
    assert standings(desk.book, refund, next_gift) == [
        ("SB28A", 50_00, True),
        ("SA11AII", 150_00, False),
    ]


def test_memo_items_count_in_the_aggregate_and_on_no_line(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    memo = desk.record(
        "individual_jf_transfer_memo", ada, "2026-01-05", 250_00, memo=True, account_id=None
    )
    gift = desk.record("individual_receipt", ada, "2026-01-06", 10_00)
    assert standings(desk.book, memo, gift) == [("SA12", 250_00, True), ("SA11AI", 260_00, True)]
    with desk.book.read() as connection:
        row = select(tables.aggregate.c.counted_cents).where(tables.aggregate.c.item_id == memo)
        assert connection.execute(row).scalar_one() == 0


def test_a_new_calendar_year_starts_a_party_s_aggregates_again(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    old = desk.record("individual_receipt", ada, "2026-12-31", 250_00)
    new = desk.record("individual_receipt", ada, "2027-01-01", 10_00)
    assert standings(desk.book, old, new) == [("SA11AI", 250_00, True), ("SA11AII", 10_00, False)]


def test_an_authorised_committee_aggregates_over_the_election_cycle(book: Book) -> None:
    desk = desk_for(book, "campaign")
    ada = desk.meet(person("Lopez"))
    first = desk.record("individual_receipt", ada, "2025-06-01", 150_00)
    second = desk.record("individual_receipt", ada, "2026-11-03", 60_00)
    after = desk.record("individual_receipt", ada, "2026-11-04", 60_00)
    assert [aggregate for _, aggregate, _ in standings(book, first, second, after)] == [
        150_00,
        210_00,
        60_00,
    ]


def test_a_person_link_adds_two_cards_up_and_its_removal_parts_them(desk: Desk) -> None:
    ada, same_ada = desk.meet(person("Lopez")), desk.meet(person("Lopez", "A."))
    first = desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    second = desk.record("individual_receipt", same_ada, "2026-02-05", 150_00)
    link = {"entity_id": desk.entity.id, "card_id": same_ada.card_id, "person_id": ada.card_id}
    with desk.book.unit_of_work("Merge") as unit:
        unit.insert(tables.person_link, link)
    assert standings(desk.book, first, second) == [
        ("SA11AII", 150_00, False),
        ("SA11AI", 300_00, True),
    ]
    desk.book.undo()
    assert standings(desk.book, first, second) == [
        ("SA11AII", 150_00, False),
        ("SA11AII", 150_00, False),
    ]


def test_an_itemised_child_itemises_its_parent(desk: Desk) -> None:
    card = desk.meet(committee("Card Services", ""))
    shop = desk.meet(committee("Print Shop", ""))
    desk.record("operating_expenditure", shop, "2026-01-02", 190_00)
    payment = desk.record("operating_expenditure_credit_card_payment", card, "2026-01-20", 60_00)
    detail = desk.record(
        "operating_expenditure_credit_card_payment_memo", shop, "2026-01-20", 60_00,
        memo=True, parent_id=payment, account_id=None,
    )  # fmt: skip
    assert standings(desk.book, payment, detail) == [
        ("SB21B", 60_00, True),
        ("SB21B", 250_00, True),
    ]


def test_a_filed_aggregate_is_kept_and_later_items_run_on_from_it(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    filed = desk.record(
        "individual_receipt", ada, "2026-02-05", 50_00, filed_aggregate_cents=900_00,
        force_itemised=True,
    )  # fmt: skip
    later = desk.record("individual_receipt", ada, "2026-03-05", 25_00)
    assert standings(desk.book, filed, later) == [
        ("SA11AI", 900_00, True),
        ("SA11AI", 925_00, True),
    ]


@pytest.mark.parametrize(("forced", "line"), [(True, "SA11AI"), (False, "SA11AII")])
def test_the_treasurer_s_own_choice_wins(desk: Desk, forced: bool, line: str) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-01-05", 500_00 - 490_00 * forced,
                       force_itemised=forced)  # fmt: skip
    assert standings(desk.book, gift)[0][0] == line


def test_money_on_a_non_federal_account_has_no_federal_line(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    account = {
        "entity_id": desk.entity.id, "code": "state", "kind": "nonfederal", "role": "bank",
        "name": "State account", "opening_balance_cents": 0,
    }  # fmt: skip
    with desk.book.unit_of_work("Add account") as unit:
        account_id = unit.insert(tables.account, account)
    gift = desk.record("individual_receipt", ada, "2026-01-05", 500_00, account_id=account_id)
    assert standings(desk.book, gift)[0][0] is None


GIFTS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.dates(date(2025, 11, 1), date(2027, 2, 1)),
        st.integers(1, 300_00),
        st.sampled_from(["individual_receipt", "refund_individual_contribution"]),
    ),
    max_size=14,
)


@given(gifts=GIFTS, gone=st.integers(0, 13))
@settings(
    max_examples=examples(8, 100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_set_based_run_equals_the_rules_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory,
    gifts: list[tuple[int, date, int, str]],
    gone: int,
) -> None:
    place: Path = tmp_path_factory.mktemp("run")
    with riverbend_at(str(place / "book.fdesk")) as book:
        desk = desk_for(book, "party")
        donors = [desk.meet(person(name)) for name in ("Abel", "Baker", "Cole")]
        made = [
            (desk.record(code, donors[who], day.isoformat(), cents), who, day, cents, code)
            for who, day, cents, code in gifts
        ]
        if gone < len(made):
            book.undo()
            made.pop()
        with book.read() as connection:
            kept = [standing(connection, entry[0]) for entry in made]
            assert list(verify(connection)) == []
        entries = [
            Entry((who, day.year), day, order, cents * kind(code).lines[0].aggregate_sign)
            for order, who, day, cents, code in made
        ]
        for (_, aggregate, itemised), expected, entry in zip(
            kept, running_aggregates(entries), made, strict=True
        ):
            assert aggregate == expected
            assert itemised == is_itemised(kind(entry[4]).lines[0].itemise, expected)


def test_a_full_rebuild_gives_the_same_rows(desk: Desk) -> None:
    donors = [desk.meet(person(name)) for name in ("Abel", "Baker")]
    for month in range(1, 7):
        for number, donor in enumerate(donors):
            desk.record("individual_receipt", donor, f"2026-{month:02}-10", 45_00 + number)
    everything = text("SELECT * FROM aggregate ORDER BY item_id")
    with desk.book.read() as connection:
        before = connection.execute(everything).all()
    with desk.book.unit_of_work("Rebuild") as unit:
        rebuild(unit.connection)
        assert unit.connection.execute(everything).all() == before
    assert len(before) == 12


def test_the_run_of_an_event_goes_on_from_the_last_filed_total_of_the_day(desk: Desk) -> None:
    """A past filing lists a day’s rows in any order; details show a total of their own."""
    landlord = desk.meet(committee("Landlord", ""))
    event = {"fields": {"account_identifier": "ADMIN"}, "federal_cents": 0}

    def pay(day: str, cents: int, filed: int | None = None, *, memo: bool = False) -> int:
        return desk.record(
            "h4_payroll_memo" if memo else "h4_allocated_disbursement", landlord, day, cents,
            other_cents=cents, filed_aggregate_cents=filed, memo=memo, **event,
        )  # fmt: skip

    pay("2026-01-05", 30_00, 960_00)  # the last of three: 900 + 10 + 20 + 30
    pay("2026-01-05", 20_00, 930_00)
    pay("2026-01-05", 10_00, 910_00)
    pay("2026-01-05", 5_00, 5_00, memo=True)
    typed = pay("2026-02-01", 40_00)
    assert [found for _, found, _ in standings(desk.book, typed)] == [1_000_00]
