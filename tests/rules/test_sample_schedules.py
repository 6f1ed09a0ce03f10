"""The public schedules that ship, each reproduced with the numbers that were reported of it."""

from datetime import date
from fractions import Fraction

import pytest

from financedesk.rules.pay import Family, PayRecord, Severance
from financedesk.rules.schedules import (
    Schedule,
    due_of_a_year,
    read_schedule,
    sample_schedules,
    sample_wages,
    schedule_text,
)
from tests.rules.officials import COUNCIL, by_line, cents, day, facts, run, sample, schedule, term


def monthly(gross: int, net: int = 0) -> list[PayRecord]:
    return [
        PayRecord(
            office=COUNCIL, from_day=date(2010, 1, 1), gross_cents=gross, net_cents=net or gross
        )
    ]


def yearly(gross: int, net: int = 0) -> list[PayRecord]:
    return [
        PayRecord(
            office=COUNCIL, from_day=date(2010, 1, 1), gross_cents=gross, net_cents=net or gross,
            per="year",
        )
    ]  # fmt: skip


def months(
    one: Schedule, pays: list[PayRecord], year: int, family: Family | None = None
) -> list[int]:
    official = facts(
        one, pays=pays, terms=[term(f"{year}-01-01")], wages=sample_wages(),
        families=[family] if family else [],
    )  # fmt: skip
    return cents(run(official, f"{year}-12-31"))


def lines(one: Schedule, pays: list[PayRecord], year: int, **family: int) -> dict[str, int]:
    official = facts(
        one, pays=pays, terms=[term(f"{year}-01-01")], wages=sample_wages(),
        families=[Family(from_day=date(2010, 1, 1), **family)],
    )  # fmt: skip
    return by_line(run(official, f"{year}-12-31"))


def test_every_sample_names_source_day_and_currency_and_is_written_back_as_it_is() -> None:
    assert len(sample_schedules()) == 15
    for one in sample_schedules():
        assert one.source
        assert one.currency in {"EUR", "USD", "CZK"}
        assert read_schedule(schedule_text(one)) == one
    assert {one.kind for one in sample_schedules()} == {
        "cap", "percent", "brackets", "flat", "composite",
    }  # fmt: skip
    wages = {(one.series, one.area) for one in sample_wages()}
    for one in sample_schedules():
        for level in one.levels:
            assert level.wage is None or (level.wage.series, level.wage.area) in wages


def test_sp_keeps_2_750_a_month_with_two_allowances() -> None:
    # 2,750 × 12 × 1.17 = 38,610.00 are kept; of 5,000.00 net a month 21,390.00 a year are due.
    found = months(sample("sp_wage_cap", 2017), monthly(8_000_00, 5_000_00), 2017)
    assert found == [1_782_50] * 12
    assert months(sample("sp_wage_cap", 2017), monthly(4_000_00, 3_217_50), 2017) == [0] * 12


def test_sp_members_of_parliament_kept_36_900_of_117_666() -> None:
    found = months(sample("sp_wage_cap", 2021), yearly(117_666_00, 60_000_00), 2021)
    assert (sum(found), found[0]) == (80_766_00, 6_730_50)


def test_both_versions_of_the_sp_follow_one_another() -> None:
    both = [one for one in sample_schedules() if one.code == "sp_wage_cap"]
    official = facts(*both, pays=yearly(117_666_00, 60_000_00), terms=[term("2020-12-01")])
    assert cents(run(official, "2021-01-31")) == [1_782_50, 6_730_50]


def test_die_linke_in_the_bundestag_pays_15_per_cent_and_5_to_the_state() -> None:
    mdb = sample("die_linke_mdb")
    # The source: a pay of 9,541.74, 1,431.26 to the federal party, 477.087 to the state party.
    found = lines(mdb, monthly(9_541_74), 2018)
    assert found == {"federal": 17_175_13, "state": 5_725_04}
    assert months(mdb, monthly(9_541_74), 2018)[:2] == [1_431_26, 477_08]
    assert found["state"] == 9_541_74 * 12 * 5 // 100
    # 100.00 a month less for each of two children, from the federal party's part alone.
    assert lines(mdb, monthly(9_541_74), 2018, children=2) == {
        "federal": 17_175_13 - 2_400_00, "state": 5_725_04,
    }  # fmt: skip
    assert lines(mdb, monthly(1_000_00), 2018, children=3)["federal"] == 0


def test_die_linke_in_a_landtag_pays_10_per_cent() -> None:
    assert months(sample("die_linke_mdl"), monthly(5_400_00), 2018) == [540_00] * 12


def test_four_austrian_levels_come_to_12_900_a_year() -> None:
    # 12 per cent of 107,500.00.
    found = lines(sample("oevp_vorarlberg_mp"), yearly(107_500_00), 2019)
    assert found == {
        "Land": 5_375_00, "club": 3_225_00, "Bauernbund": 2_150_00, "municipality": 2_150_00,
    }  # fmt: skip
    assert sum(found.values()) == 12_900_00


def test_spoe_members_of_the_government_pay_7_per_cent() -> None:
    assert months(sample("spoe_government"), monthly(17_861_00), 2019) == [1_250_27] * 12


def test_graz_keeps_2_500_of_each_of_fourteen_salaries() -> None:
    found = months(sample("kpoe_graz"), monthly(12_000_00, 6_000_00), 2025)
    assert sum(found) == 14 * 3_500_00
    # The mayor keeps 2,300 of about 8,500: 6,200 of each salary.
    mayor = months(sample("kpoe_graz_mayor"), monthly(15_000_00, 8_500_00), 2025)
    assert sum(mayor) == 14 * 6_200_00
    assert (mayor[0], mayor[-1]) == (7_233_33, 7_233_37)


@pytest.mark.parametrize(
    "family, kept, passed_on",
    [
        ({}, 2_200_00, Fraction(3800, 6000)),
        ({"children": 1}, 2_300_00, Fraction(3700, 6000)),
        ({"children": 1, "dependants": 1}, 2_400_00, Fraction(3600, 6000)),
        ({"children": 4}, 2_400_00, Fraction(3600, 6000)),
    ],
)
def test_ptb_keeps_2_200_to_2_400_by_family(
    family: dict[str, int], kept: int, passed_on: Fraction
) -> None:
    found = lines(sample("ptb_pvda"), monthly(9_000_00, 6_000_00), 2023, **family)
    assert found == {"": 12 * (6_000_00 - kept)}
    assert Fraction(found[""], 12 * 6_000_00) == passed_on
    assert Fraction(60, 100) <= passed_on <= Fraction(65, 100)


def test_sinn_fein_gives_2_500_to_the_party_and_the_rest_to_services() -> None:
    found = lines(sample("sinn_fein"), yearly(87_000_00), 2016)
    assert found == {"party": 2_500_00, "constituency services": 46_500_00}
    assert sum(lines(sample("sinn_fein"), yearly(87_000_00), 2018).values()) == 48_000_00
    assert lines(sample("sinn_fein"), yearly(40_000_00), 2016) == {
        "party": 2_000_00, "constituency services": 0,
    }  # fmt: skip


def test_podemos_2015_keeps_three_minimum_wages_and_halves_the_rest() -> None:
    # 3 × 648.60 = 1,945.80 of each of fourteen payments.
    found = lines(sample("podemos_2015"), monthly(4_000_00, 3_000_00), 2015)
    assert found == {"party": 14 * 527_10, "social projects": 14 * 527_10}
    # In 2020 three minimum wages were 39,900.00 a year.
    kept = due_of_a_year(
        sample("podemos_2015"), gross_cents=80_000_00, net_cents=50_000_00,
        wage_of=lambda _: next(one for one in sample_wages() if one.cents == 950_00),
    )  # fmt: skip
    assert sum(line.cents for _, line in kept) == 50_000_00 - 39_900_00


def test_podemos_2020_takes_5_per_cent_up_to_40_000_and_10_above() -> None:
    one = sample("podemos_2020")
    assert lines(one, yearly(40_000_00, 30_000_00), 2021) == {"": 1_500_00}
    assert lines(one, yearly(40_000_01, 30_000_00), 2021) == {"": 3_000_00}
    # 5 per cent less for each person cared for, at most 30.
    assert lines(one, yearly(60_000_00, 40_000_00), 2021, children=2) == {"": 3_600_00}
    assert lines(one, yearly(60_000_00, 40_000_00), 2021, children=5, dependants=4) == {
        "": 2_800_00
    }


def test_podemos_2020_takes_15_per_cent_of_who_governs() -> None:
    # Reported of 79,746.24 a year: 11,961 euros.
    found = lines(sample("podemos_2020_government"), yearly(79_746_24), 2021)
    assert found == {"": 11_961_93}
    assert months(sample("podemos_2020_government"), yearly(79_746_24), 2021)[0] == 996_82


def test_sawant_kept_40_000_of_82_000_after_tax() -> None:
    found = months(sample("sawant"), yearly(117_000_00, 82_000_00), 2014)
    assert found == [3_500_00] * 12


def test_kscm_asks_for_half_of_the_severance_and_nothing_else() -> None:
    paid = Severance(
        office=COUNCIL, paid_on=day("2021-12-10"), gross_cents=400_000_00, net_cents=340_000_00
    )
    official = facts(
        sample("kscm_severance"), pays=monthly(90_000_00), severances=[paid],
        terms=[term("2017-10-21", "2021-10-20")],
    )  # fmt: skip
    found = run(official, "2022-04-30")
    assert [(due.period, due.kind, due.cents) for due in found.dues] == [
        ("2021-12", "severance", 200_000_00)
    ]


def test_marginal_brackets_of_the_sixth_worked_example() -> None:
    brackets = schedule(
        kind="brackets",
        bracket=[
            {"up_to": "60000", "percent": "10"}, {"up_to": "100000", "percent": "30"},
            {"percent": "60"},
        ],
    )  # fmt: skip
    ((name, (due, steps)),) = due_of_a_year(brackets, gross_cents=130_000_00, net_cents=90_000_00)
    assert (name, due) == ("", 36_000_00)
    assert steps[0].words == (
        "130,000.00 gross: 10 % of 60,000.00 = 6,000.00 + 30 % of 40,000.00 = 12,000.00"
        " + 60 % of 30,000.00 = 18,000.00; together 36,000.00 a year"
    )
    ((_, (lower, _)),) = due_of_a_year(brackets, gross_cents=60_000_00, net_cents=0)
    assert lower == 6_000_00
