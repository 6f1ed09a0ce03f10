"""Whether the books tie: postings to items, the year to date, cash, and what verify notices."""

import pytest
from sqlalchemy import text

from financedesk.errors import BadInput
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from financedesk.ledger.verify import verify
from tests.ledger.riverbend import Desk, committee, person

Q1 = Period(first="2026-01-01", last="2026-03-31")
Q2 = Period(first="2026-04-01", last="2026-06-30")


def test_a_gift_posts_to_the_bank_and_to_income(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    with desk.book.read() as connection:
        rows = connection.execute(
            text(
                "SELECT a.role, p.cents FROM posting p JOIN account a ON a.id = p.account_id"
                " ORDER BY p.cents"
            )
        ).all()
        assert [tuple(row) for row in rows] == [("income", -150_00), ("bank", 150_00)]
        assert list(verify(connection)) == []


def test_both_columns_and_cash_roll_from_one_period_to_the_next(desk: Desk) -> None:
    ada, shop = desk.meet(person("Lopez")), desk.meet(committee("Print Shop", ""))
    desk.record("individual_receipt", ada, "2026-01-05", 500_00)
    desk.record("operating_expenditure", shop, "2026-02-05", 120_50)
    desk.record("individual_receipt", ada, "2026-05-05", 70_00)
    with desk.book.read() as connection:
        first = summarise(connection, desk.entity, "F3X", Q1)
        second = summarise(connection, desk.entity, "F3X", Q2)
    assert (first.a["6b"], first.a["19"], first.a["31"], first.a["8"]) == (
        1_250_000, 500_00, 120_50, 1_287_950,
    )  # fmt: skip
    assert second.a["6b"] == first.a["8"]
    assert (second.a["11ai"], second.b["11ai"]) == (70_00, 570_00)
    assert second.b["6a"] == 1_250_000
    assert second.a["8"] == second.b["8"] == 1_294_950
    ties = [code for code in first.b if code not in ("6a", "6b", "6d", "8")]
    assert [second.b[code] - first.b[code] - second.a[code] for code in ties] == [0] * len(ties)


def test_an_in_kind_gift_counts_on_both_sides_and_moves_no_cash(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("in_kind_receipt", ada, "2026-01-05", 350_00, account_id=None)
    desk.record("in_kind_out", ada, "2026-01-05", 350_00, account_id=None, parent_id=gift)
    with desk.book.read() as connection:
        summary = summarise(connection, desk.entity, "F3X", Q1)
    assert (summary.a["11ai"], summary.a["21b"], summary.a["8"]) == (350_00, 350_00, 1_250_000)


def test_shared_expenses_stand_on_two_lines(desk: Desk) -> None:
    landlord = desk.meet(committee("Tower Realty", ""))
    desk.record(
        "h4_allocated_disbursement", landlord, "2026-01-05", 1_000_00, federal_cents=280_00,
        other_cents=720_00, fields={"account_identifier": "ADMIN 1"},
    )  # fmt: skip
    with desk.book.read() as connection:
        summary = summarise(connection, desk.entity, "F3X", Q1)
    assert (summary.a["21ai"], summary.a["21aii"], summary.a["31"], summary.a["32"]) == (
        280_00, 720_00, 1_000_00, 280_00,
    )  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE posting SET cents = cents + 1 WHERE id = (SELECT MIN(id) FROM posting)",
        "UPDATE aggregate SET aggregate_cents = aggregate_cents + 1",
        "UPDATE aggregate SET itemised = 1 - itemised",
        "UPDATE aggregate SET counted_cents = 0",
        "DELETE FROM aggregate",
        "DELETE FROM posting",
    ],
)
def test_verify_notices(desk: Desk, damage: str) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    with desk.book.unit_of_work("Damage") as unit:
        unit.connection.execute(text(damage))
        assert list(verify(unit.connection)) != []


@pytest.mark.parametrize(
    ("kind", "cents", "more"),
    [
        ("return_receipt", 10_00, {}),
        ("operating_expenditure_credit_card_payment_memo", 10_00, {}),
        ("conduit_earmark_receipt_deposited", 10_00, {"memo": True}),
    ],
)
def test_a_kind_s_own_rule_of_sign_and_memo_holds(
    desk: Desk, kind: str, cents: int, more: dict[str, object]
) -> None:
    ada = desk.meet(person("Lopez"))
    with pytest.raises(BadInput):
        desk.record(kind, ada, "2026-01-05", cents, **more)
    with desk.book.read() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM item")).scalar_one() == 0


def test_undo_takes_item_postings_and_aggregate_back_and_redo_brings_them_again(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    counts = text(
        "SELECT (SELECT COUNT(*) FROM item), (SELECT COUNT(*) FROM posting),"
        " (SELECT COUNT(*) FROM aggregate), (SELECT COUNT(*) FROM attribution)"
    )
    seen = []
    for step in (None, desk.book.undo, desk.book.redo):
        if step is not None:
            step()
        with desk.book.read() as connection:
            seen.append(tuple(connection.execute(counts).one()))
            assert list(verify(connection)) == []
    assert seen == [(1, 2, 1, 1), (0, 0, 0, 0), (1, 2, 1, 1)]


def test_an_attribution_says_what_a_gift_and_a_refund_use_of_the_limit(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 150_00, made_date="2025-12-30")
    desk.record("refund_individual_contribution", ada, "2026-02-05", 50_00)
    with desk.book.read() as connection:
        rows = connection.execute(
            text("SELECT limit_group, made_date, cents FROM attribution ORDER BY cents")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("riverbend", "2026-02-05", -50_00),
        ("riverbend", "2025-12-30", 150_00),
    ]
