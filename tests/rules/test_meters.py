"""Meters of charities and issue organisations: each bound from both sides, to the cent."""

from fractions import Fraction

import pytest

from financedesk.errors import NotFound
from financedesk.rules.entities import entity_kinds
from financedesk.rules.figures import CONFIDENCES
from financedesk.rules.kinds import kinds
from financedesk.rules.meters import (
    NEAR,
    OK,
    OVER,
    Meter,
    Support,
    YearSums,
    campaign_intervention,
    exempt_function_tax,
    exempt_purpose,
    lobbying,
    meter_figure,
    meter_figures,
    meters,
    meters_for,
    nontaxable_lobbying,
    primary_activity,
    public_part,
    public_support,
    spending,
    use_of,
)


def meter(code: str) -> Meter:
    return next(one for one in meters() if one.code == code)


def sums(year: int = 2026, **uses: int) -> YearSums:
    return YearSums(year=year, uses=uses)


def support(*givers: int, unnamed: int = 0, full: int = 0, other: int = 0) -> Support:
    return Support(
        givers=givers, unnamed_cents=unnamed, full_cents=full, other_cents=other, years=5
    )


# --- data


def test_every_meter_and_figure_is_cited_and_the_years_leave_no_gap() -> None:
    for one in meters():
        assert one.citation
        assert one.definition.endswith(".")
        assert set(one.kinds) <= set(entity_kinds())
    assert [one.code for one in meters_for("issue_c4")] == [
        "c4_primary_activity", "exempt_function_tax",
    ]  # fmt: skip
    assert len(meters_for("think_tank_c3")) == 4
    assert meters_for("state_party") == ()
    for figure in meter_figures():
        assert figure.citation
        assert figure.confidence in CONFIDENCES
        assert (figure.share is None) != (figure.cents is None), figure.code
        assert meter_figure(figure.code, 2026).until_year is None
        assert (figure.confidence == "verified") == bool(figure.read_in)


def test_every_kind_counts_as_one_use() -> None:
    assert {use_of(code) for code in kinds()} >= {
        "political", "lobbying", "grassroots", "fundraising", "investment_expense",
        "investment_income", "other_spending", "gifts", "given_back", "full_support",
    }  # fmt: skip
    wanted = {
        "c3_grassroots_lobbying_expense": "grassroots", "c3_lobbying_expense": "lobbying",
        "c3_political_expense": "political", "c4_political_expense": "political",
        "independent_expenditure": "political", "grant_made": "other_spending",
        "c3_program_income": "own_services", "unusual_grant_received": "left_out",
        "government_grant_received": "full_support", "grant_received": "gifts",
        "c3_contribution_refund": "given_back", "account_transfer_out": "left_out",
        "c4_investment_income": "investment_income", "c3_other_income": "other_support",
        "payroll": "other_spending",
    }  # fmt: skip
    assert {code: use_of(code) for code in wanted} == wanted


# --- (c)(4): primary activity


@pytest.mark.parametrize(
    ("political", "other", "state"),
    [
        (0, 0, OK), (0, 100_00, OK), (39_99, 60_01, OK), (40_00, 60_00, NEAR),
        (49_99, 50_01, NEAR), (50_00, 50_00, OVER), (1, 0, OVER),
    ],
)  # fmt: skip
def test_political_spending_of_a_c4_is_measured_against_all_of_it(
    political: int, other: int, state: str
) -> None:
    found = primary_activity(
        meter("c4_primary_activity"), sums(political=political, other_spending=other)
    )
    assert found.state == state
    (gauge,) = found.gauges
    assert (gauge.cents, gauge.mark_cents) == (political, (political + other) // 2)


def test_lobbying_of_a_c4_is_no_politics_and_refunds_are_no_spending() -> None:
    year = sums(
        political=20_00, lobbying=50_00, other_spending=25_00, fundraising=5_00, given_back=99_00,
        left_out=500_00,
    )  # fmt: skip
    assert spending(year) == 100_00
    found = primary_activity(meter("c4_primary_activity"), year)
    assert "20.0 % of the year’s spending is political: $20.00 of $100.00" in found.gauges[0].words


# --- (c)(3): campaigns


def test_the_first_cent_of_a_charity_in_a_campaign_is_a_finding() -> None:
    code = meter("c3_campaign_intervention")
    assert campaign_intervention(code, sums(other_spending=100_00)).state == OK
    found = campaign_intervention(code, sums(political=1))
    assert (found.state, found.gauges[0].mark_cents) == (OVER, 0)
    assert "$250.00" in campaign_intervention(code, sums(political=2_500_00)).gauges[0].words


# --- lobbying of a charity


@pytest.mark.parametrize(
    ("base", "allowed"),
    [
        (0, 0),
        (-5_00, 0),
        (100_000_00, 20_000_00),
        (500_000_00, 100_000_00),
        (500_000_20, 100_000_03),
        (1_000_000_00, 175_000_00),
        (1_500_000_00, 225_000_00),
        (2_000_000_00, 250_000_00),
        (16_999_999_80, 999_999_99),
        (17_000_000_00, 1_000_000_00),
        (90_000_000_00, 1_000_000_00),
    ],
)
def test_the_sliding_scale_and_its_cap(base: int, allowed: int) -> None:
    assert nontaxable_lobbying(base, 2026) == allowed


def test_lobbying_has_no_figures_before_the_test_was_law() -> None:
    with pytest.raises(NotFound, match="lobbying_cap"):
        nontaxable_lobbying(100_00, 1976)


def test_the_base_leaves_out_fundraising_investments_and_politics() -> None:
    year = sums(
        other_spending=300_000_00, lobbying=60_000_00, grassroots=40_000_00,
        fundraising=70_000_00, investment_expense=5_000_00, political=1_000_00,
    )  # fmt: skip
    assert exempt_purpose(year) == 400_000_00


def test_appeals_to_the_public_have_a_quarter_and_what_is_above_is_taxed() -> None:
    year = sums(other_spending=360_000_00, lobbying=10_000_00, grassroots=30_000_00)
    found = lobbying(meter("lobbying"), [year], elected=True)
    total, appeals, ceiling = found.gauges
    assert (total.cents, total.mark_cents, total.state) == (40_000_00, 80_000_00, OK)
    assert (appeals.cents, appeals.mark_cents, appeals.state) == (30_000_00, 20_000_00, OVER)
    assert "$10,000.00 too much: tax of $2,500.00" in appeals.words
    assert (ceiling.mark_cents, ceiling.state) == (120_000_00, OK)
    assert found.note == ""


def test_it_warns_from_four_fifths_on() -> None:
    def state(spent: int) -> str:
        year = sums(other_spending=400_000_00 - spent, lobbying=spent)
        return lobbying(meter("lobbying"), [year], elected=True).gauges[0].state

    assert [state(63_999_99), state(64_000_00), state(80_000_00), state(80_000_01)] == [
        OK, NEAR, NEAR, OVER,
    ]  # fmt: skip


def test_four_years_above_one_and_a_half_times_cost_the_exemption() -> None:
    def ceiling(spent: int) -> str:
        years = [
            sums(year, other_spending=100_000_00 - spent, lobbying=spent)
            for year in (2023, 2024, 2025, 2026)
        ]
        return lobbying(meter("lobbying"), years, elected=True).gauges[2].state

    assert [ceiling(30_000_00), ceiling(30_000_01)] == [OK, OVER]


def test_without_the_election_no_amount_is_safe() -> None:
    found = lobbying(meter("lobbying"), [sums(other_spending=1_00)], elected=False)
    assert "Form 5768" in found.note


# --- public support


def test_of_one_giver_no_more_than_two_per_cent_counts() -> None:
    assert public_part(support(900_00, 100_00), Fraction(1, 50)) == (40_00, 1_000_00)
    assert public_part(support(10_00, full=490_00, other=500_00), Fraction(1, 50)) == (
        500_00, 1_000_00,
    )  # fmt: skip
    assert public_part(support(-5_00, unnamed=50_00), Fraction(1, 50)) == (50_00, 50_00)


@pytest.mark.parametrize(
    ("public", "state"), [(333_34, OK), (333_33, NEAR), (100_00, NEAR), (99_99, OVER)]
)
def test_a_third_is_enough_and_a_tenth_may_be(public: int, state: str) -> None:
    given = support(full=public, other=1_000_00 - public)
    found = public_support(meter("public_support"), 2026, given)
    assert found.state == state
    assert found.gauges[0].label == "Public support, 2022–2026"


def test_without_support_nothing_is_short_and_young_charities_are_told() -> None:
    empty = Support(givers=(), unnamed_cents=0, full_cents=0, other_cents=0, years=0)
    found = public_support(meter("public_support"), 2026, empty)
    assert found.state == OK
    assert "0 of the five years" in found.note


# --- the tax on political spending


@pytest.mark.parametrize(
    ("spent", "income", "cost", "year", "tax"),
    [
        (1_000_00, 500_00, 0, 2026, "$84.00"),
        (500_00, 1_000_00, 0, 2026, "$84.00"),
        (500_00, 1_000_00, 600_00, 2026, "$63.00"),
        (500_00, 1_000_00, 0, 2017, "$140.00"),
        (100_00, 1_000_00, 0, 2026, ""),
        (0, 1_000_00, 0, 2026, ""),
        (500_00, 0, 10_00, 2026, ""),
    ],
)
def test_the_smaller_of_spending_and_investment_income_is_taxed(
    spent: int, income: int, cost: int, year: int, tax: str
) -> None:
    found = exempt_function_tax(
        meter("exempt_function_tax"),
        sums(year, political=spent, investment_income=income, investment_expense=cost),
    )
    words = found.gauges[0].words
    assert (f"Tax of {tax}," in words) if tax else words.endswith("No tax.")
    assert found.state == (NEAR if tax else OK)
