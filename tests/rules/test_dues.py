"""Dues of a month: worked by hand, to the cent, with the formula that is printed."""

from datetime import date

import pytest

from financedesk.errors import BadInput
from financedesk.rules.dues import OfficialFacts
from financedesk.rules.dues_run import dues_as_known, run_dues
from financedesk.rules.pay import (
    Family,
    PayRecord,
    PledgedDays,
    ReferenceWage,
    Severance,
)
from tests.rules.officials import (
    ASSEMBLY,
    COUNCIL,
    LATER,
    by_line,
    cap,
    cents,
    corrections,
    day,
    facts,
    pay,
    percent,
    run,
    schedule,
    term,
)

# --- a year


def test_a_cap_of_41_000_a_year_leaves_its_cents_in_december() -> None:
    found = run(facts())
    assert cents(found) == [3_416_66] * 11 + [3_416_74]
    assert found.cents == 41_000_00
    assert found.gaps == ()
    assert [due.period for due in found.dues[:2]] == ["2026-01", "2026-02"]
    assert found.dues[1].due_on == date(2026, 2, 28)


def test_the_formula_prints_the_numbers() -> None:
    january, *_, december = run(facts()).dues
    assert january.formula.words == (
        "101,000.00 net - 60,000.00 kept = 41,000.00 a year; / 12 = 3,416.66"
    )
    assert december.formula.words == (
        "101,000.00 net - 60,000.00 kept = 41,000.00 a year;"
        " 41,000.00 for 12 months - 37,583.26 due before = 3,416.74"
    )
    assert "cut to whole cents" in january.formula.rounding


def test_monthly_pay_says_how_it_makes_a_year() -> None:
    monthly = pay(9_000_00, 7_000_00, per="month")
    (january,) = run(facts(pays=[monthly]), "2026-01-31").dues
    assert january.cents == 2_000_00
    assert january.formula.words == (
        "City Council: 7,000.00 net a month × 12 = 84,000.00 a year;"
        " 84,000.00 net - 60,000.00 kept = 24,000.00 a year; / 12 = 2,000.00"
    )


def test_a_pay_below_what_is_kept_makes_nothing_due() -> None:
    found = run(facts(pays=[pay(55_000_00)]))
    assert cents(found) == [0] * 12
    assert "55,000.00 net, 60,000.00 kept: nothing is due" in found.dues[0].formula.words


# --- days in office


def test_a_term_that_begins_in_the_middle_of_a_month_counts_its_days() -> None:
    january = run(facts(percent("12"), terms=[term("2026-01-17")], pays=[pay(120_000_00)])).dues[0]
    # 14,400.00 a year, 1,200.00 a month, 15 of 31 days.
    assert january.cents == 580_64
    assert january.formula.words == (
        "2026-01-17 to 2026-01-31: 12 % of 120,000.00 gross = 14,400.00 a year;"
        " 14,400.00 / 12 × 15 / 31 days = 580.64"
    )


def test_a_term_that_ends_takes_the_cents_that_are_left_with_it() -> None:
    found = run(facts(terms=[term("2026-01-01", "2026-09-10")]))
    # 8 months and a third: 41,000 / 12 × (8 + 10 / 30) = 28,472.22 cut.
    assert cents(found)[:8] == [3_416_66] * 8
    assert found.cents == 28_472_22
    assert len(found.dues) == 9
    assert "28,472.22 for 9 months - 27,333.28 due before" in found.dues[-1].formula.words


def test_a_vacancy_leaves_its_days_out() -> None:
    found = run(facts(
        percent("10"), pays=[pay(36_500_00)],
        terms=[term("2026-01-01", "2026-03-15"), term("2026-05-11")],
    ))  # fmt: skip
    # 304.16 a month; 15 / 31 of March, nothing in April, 21 / 31 of May.
    assert [due.month.month for due in found.dues] == [1, 2, 3, *range(5, 13)]
    assert cents(found)[:2] == [304_16, 304_16]
    assert sum(cents(found)[:3]) == 755_51  # 608.33… + 147.17… cut together
    assert cents(found)[3] == 206_04


def test_two_offices_at_once_keep_one_reference_wage() -> None:
    two = facts(
        terms=[term(), term(office=ASSEMBLY)],
        pays=[pay(50_000_00), pay(30_000_00, office=ASSEMBLY)],
    )
    found = run(two)
    assert found.cents == 20_000_00
    assert {due.office for due in found.dues} == {""}
    assert found.dues[0].formula.steps[:3] == (
        "Assembly: 30,000.00 net a year",
        "City Council: 50,000.00 net a year",
        "80,000.00 net - 60,000.00 kept = 20,000.00 a year",
    )


def test_offices_that_count_each_by_itself_have_each_a_due() -> None:
    flat = schedule(
        kind="percent", percent="10", offices="each", minimum={"amount": "5000", "per": "year"}
    )
    found = run(facts(
        flat, terms=[term(), term(office=ASSEMBLY)],
        pays=[pay(60_000_00), pay(30_000_00, office=ASSEMBLY)],
    ))  # fmt: skip
    sums = {
        office: sum(due.cents for due in found.dues if due.office == office)
        for office in (COUNCIL, ASSEMBLY)
    }
    assert sums == {COUNCIL: 6_000_00, ASSEMBLY: 5_000_00}


def test_an_office_taken_over_in_the_middle_of_a_month_changes_the_pay_of_these_days() -> None:
    found = run(facts(
        percent("10"),
        terms=[term("2026-01-01", "2026-06-14"), term("2026-06-15", office=ASSEMBLY)],
        pays=[pay(60_000_00), pay(90_000_00, office=ASSEMBLY)],
    ))  # fmt: skip
    assert cents(found)[4:7] == [500_00, 633_33, 750_00]
    assert found.dues[5].formula.steps[-1] == (
        "6,000.00 / 12 × 14 / 30 days + 9,000.00 / 12 × 16 / 30 days = 633.33"
    )
    assert found.cents == 5 * 500_00 + 633_33 + 6 * 750_00


# --- changes within a month


def test_pay_schedule_and_family_may_change_within_a_month() -> None:
    with_children = percent("10", reduction=[{"each": "child", "amount": "100.00", "per": "month"}])
    higher = percent("20", **{"from": date(2026, 4, 21)})
    found = run(facts(
        with_children, higher,
        pays=[pay(60_000_00), pay(72_000_00, from_day=day("2026-02-15"))],
        families=[Family(from_day=day("2026-03-17"), children=1)],
    ))  # fmt: skip
    assert cents(found)[:5] == [
        500_00,
        550_00,  # 14 of 28 days at 500.00, 14 at 600.00
        551_61,  # 16 of 31 at 600.00, 15 at 500.00
        733_33,  # 20 of 30 at 500.00, 10 at 1,200.00
        1_200_00,
    ]


def test_a_reference_wage_holds_until_the_next_one() -> None:
    by_wage = schedule(kind="cap", keep={"wage": "industry", "area": "US", "factor": "1.5"})
    wages = [
        ReferenceWage(series="industry", area="US", from_day=day(f"{year}-01-01"), cents=amount,
                      per="year", source="statistics")
        for year, amount in ((2026, 40_000_00), (2025, 38_000_00))
    ]  # fmt: skip
    found = run(facts(by_wage, terms=[term("2025-12-01")], wages=wages), "2026-01-31")
    assert cents(found) == [3_666_66, 3_416_66]
    assert found.dues[1].formula.words == (
        "industry US 40,000.00 a year × 1.5 = 60,000.00 kept;"
        " 101,000.00 net - 60,000.00 kept = 41,000.00 a year; / 12 = 3,416.66"
    )


def test_days_outside_of_the_pledge_bring_no_due() -> None:
    found = run(facts(
        percent("10"), pays=[pay(60_000_00)],
        pledged=[
            PledgedDays(from_day=day("2026-01-16"), to_day=day("2026-03-31")),
            PledgedDays(from_day=day("2026-06-01")),
        ],
    ))  # fmt: skip
    assert [due.month.month for due in found.dues] == [1, 2, 3, *range(6, 13)]
    assert found.dues[0].cents == 258_06


def test_allowances_count_only_where_they_are_taxable() -> None:
    slip = {"office": COUNCIL, "from_day": day("2024-01-01"), "gross_cents": 5_000_00}
    beside = PayRecord(**slip, net_cents=4_000_00, allowance_cents=600_00)
    taxed = PayRecord(**slip, net_cents=4_000_00, allowance_cents=600_00, allowance_taxable=True)
    inside = PayRecord(**slip, net_cents=4_000_00, allowance_cents=600_00, allowance_included=True)
    both = PayRecord(
        **slip, net_cents=4_000_00, allowance_cents=600_00, allowance_included=True,
        allowance_taxable=True,
    )  # fmt: skip
    counted = [
        (one.counted_cents("gross"), one.counted_cents("net"))
        for one in (beside, taxed, inside, both)
    ]
    assert counted == [
        (5_000_00, 4_000_00), (5_600_00, 4_600_00), (4_400_00, 3_400_00), (5_000_00, 4_000_00),
    ]  # fmt: skip


# --- corrections


def test_a_new_pay_slip_gives_back_what_was_stated_too_high() -> None:
    lower = pay(148_500_00, 95_000_00, from_day=day("2026-02-01"), known_on=day("2026-04-10"))
    found = run(facts(pays=[pay(148_500_00, 101_000_00), lower]))
    # 35,000 a year from February: 2,916.66 in place of 3,416.66, known in April.
    april = found.of(day("2026-04-01"))
    assert [(due.cents, due.corrects) for due in april] == [
        (-500_00, day("2026-02-01")), (-500_00, day("2026-03-01")), (2_916_66, None),
    ]  # fmt: skip
    assert april[0].formula.words == (
        "2026-02: 2,916.66 by what is known on 2026-04-30 - 3,416.66 stated before = -500.00;"
        " 95,000.00 net - 60,000.00 kept = 35,000.00 a year; / 12 = 2,916.66"
    )
    # 41,000 / 12 + 35,000 × 11 / 12 = 35,500.00
    assert found.cents == 35_500_00


def test_what_was_stated_on_a_day_does_not_change_with_what_is_learned_later() -> None:
    lower = pay(148_500_00, 95_000_00, from_day=day("2026-02-01"), known_on=day("2026-04-10"))
    before, after = facts(), facts(pays=[pay(148_500_00, 101_000_00), lower])
    on = day("2026-04-09")
    assert run(before, "2026-04-30", on=on).dues == run(after, "2026-04-30", on=on).dues
    assert run(after, "2026-03-31").cents == 3 * 3_416_66
    assert dues_as_known(after, day("2026-03-01"), day("2026-03-31"), on=LATER).cents == 2_916_66


def test_of_one_day_the_slip_that_became_known_last_holds() -> None:
    stated = [
        pay(gross, known_on=day(known) if known else None)
        for gross, known in ((72_000_00, "2026-03-10"), (66_000_00, "2026-02-10"), (60_000_00, ""))
    ]
    for slips in (stated, stated[::-1]):
        found = run(facts(percent("10"), pays=slips), "2026-03-31")
        assert [(due.period, due.cents) for due in found.dues] == [
            ("2026-01", 500_00), ("2026-02", 50_00), ("2026-02", 550_00),
            ("2026-03", 50_00), ("2026-03", 50_00), ("2026-03", 600_00),
        ]  # fmt: skip


def test_a_resignation_known_late_takes_back_the_days_after_it() -> None:
    ended = term("2026-01-01", "2026-05-20", known_on=day("2026-07-02"))
    found = run(facts(percent("10"), pays=[pay(60_000_00)], terms=[term(), ended]))
    assert [(due.month.month, due.cents) for due in corrections(found)] == [
        (7, -177_42), (7, -500_00),
    ]  # fmt: skip
    assert found.cents == 4 * 500_00 + 322_58
    assert max(due.month for due in found.dues) == day("2026-07-01")


def test_a_schedule_approved_late_corrects_the_months_that_it_speaks_of() -> None:
    higher = percent("20", **{"from": day("2026-03-01"), "approved_on": day("2026-05-04")})
    found = run(facts(percent("10"), higher, pays=[pay(60_000_00)]), "2026-05-31")
    may = [(due.cents, due.corrects and due.corrects.month) for due in found.of(day("2026-05-09"))]
    assert may == [(500_00, 3), (500_00, 4), (1_000_00, None)]


def test_a_run_of_one_month_holds_the_corrections_of_all_before() -> None:
    lower = pay(148_500_00, 95_000_00, from_day=day("2026-02-01"), known_on=day("2026-04-10"))
    official = facts(pays=[pay(148_500_00, 101_000_00), lower])
    assert run(official, "2026-04-30", first="2026-04-01").dues == run(official).of(
        day("2026-04-30")
    )


# --- severance


def test_severance_is_a_due_of_its_own_also_when_the_term_has_ended() -> None:
    half = percent("10", severance={"percent": "50", "base": "net"})
    paid = Severance(
        office=COUNCIL, paid_on=day("2026-07-15"), gross_cents=20_000_00, net_cents=12_345_67,
        withheld_cents=7_000_00,
    )  # fmt: skip
    found = run(facts(
        half, terms=[term("2026-01-01", "2026-06-30")], pays=[pay(60_000_00)], severances=[paid]
    ))  # fmt: skip
    assert [(due.kind, due.cents) for due in found.dues[-2:]] == [
        ("pay", 500_00), ("severance", 6_172_83),
    ]  # fmt: skip
    assert found.dues[-1].formula.words == "severance: 50 % of 12,345.67 net = 6,172.83"


def test_severance_is_asked_by_the_pledge_and_schedule_of_the_term_that_earned_it() -> None:
    """Not asked where neither reaches the last day in office nor the day of payment."""
    paid = Severance(
        office=COUNCIL, paid_on=day("2026-07-15"), gross_cents=20_000_00, net_cents=20_000_00
    )
    half = percent("10", to=day("2026-06-30"), severance={"percent": "50"})

    def asked(pledged_to: str) -> list[int]:
        pledged = [PledgedDays(from_day=day("2026-01-01"), to_day=day(pledged_to))]
        gone = [term("2026-01-01", "2026-06-30")]
        found = run(facts(half, terms=gone, severances=[paid], pledged=pledged))
        return [due.cents for due in found.dues if due.kind == "severance"]

    assert asked("2026-06-30") == [10_000_00]
    assert asked("2026-06-29") == []


def test_without_a_word_on_severance_none_is_due_and_a_late_one_is_a_debit() -> None:
    paid = Severance(
        office=COUNCIL, paid_on=day("2026-07-15"), gross_cents=20_000_00, net_cents=20_000_00,
        known_on=day("2026-09-01"),
    )  # fmt: skip
    gone = [term("2026-01-01", "2026-06-30")]
    assert {due.kind for due in run(facts(terms=gone, severances=[paid])).dues} == {"pay"}
    half = percent("10", severance={"percent": "50"})
    (late,) = corrections(run(facts(half, terms=gone, severances=[paid])))
    assert (late.kind, late.month, late.corrects, late.cents) == (
        "severance", day("2026-09-01"), day("2026-07-01"), 10_000_00,
    )  # fmt: skip


def test_a_severance_that_is_learned_of_before_anything_else_is_stated_when_it_is_known() -> None:
    half = percent("10", severance={"percent": "50"})
    paid = Severance(
        office=COUNCIL, paid_on=day("2026-02-15"), gross_cents=20_000_00, net_cents=20_000_00,
        known_on=day("2026-05-01"),
    )  # fmt: skip
    found = run(facts(half, terms=[term("2026-08-01")], severances=[paid]), "2026-06-30")
    assert [(due.period, due.cents) for due in found.dues] == [("2026-05", 10_000_00)]


# --- what is missing


def test_what_is_missing_is_named_with_its_days() -> None:
    late = pay(60_000_00, from_day=day("2026-03-11"))
    found = run(facts(percent("10"), pays=[late]), "2026-04-30")
    assert cents(found) == [0, 0, 338_70, 500_00]
    assert [(gap.first, gap.last) for gap in found.gaps] == [(day("2026-01-01"), day("2026-03-10"))]
    assert found.gaps[0].words == "No pay is known for City Council; enter what the office pays."
    assert found.dues[0].formula.words == "no pay is known: nothing can be computed; / 12 = 0.00"


def test_a_wage_or_a_schedule_that_is_missing_is_named_too() -> None:
    by_wage = schedule(kind="cap", keep={"wage": "industry"}, minimum={"amount": "10"})
    found = run(facts(by_wage, terms=[term("2023-12-01")]), "2024-01-31")
    assert [gap.words for gap in found.gaps] == [
        "No schedule is in force; enter one or end the pledge.",
        "No pay is known for City Council; enter what the office pays.",
        "No figure of industry is known; enter it with its source.",
    ][::2]
    assert cents(found) == [0]
    assert "nothing can be computed" in found.dues[0].formula.words


def test_a_gap_that_was_filled_is_no_gap_any_more() -> None:
    late = pay(60_000_00, from_day=day("2026-01-01"), known_on=day("2026-03-11"))
    official = facts(percent("10"), pays=[late])
    assert run(official, "2026-02-28").gaps
    found = run(official, "2026-03-31")
    assert found.gaps == ()
    assert cents(found) == [0, 0, 500_00, 500_00, 500_00]


def test_nobody_in_office_owes_nothing() -> None:
    assert run(OfficialFacts()).dues == ()
    assert run(facts(terms=[term("2027-01-01")])).dues == ()


def test_a_flat_due_asks_for_no_pay() -> None:
    flat = schedule(kind="flat", amount="50.00")
    found = run(facts(flat, pays=[]))
    assert (cents(found), found.gaps) == ([50_00] * 12, ())


def test_two_facts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BadInput, match="Two pay records contradict each other: City Council from"):
        facts(pays=[pay(60_000_00), pay(61_000_00)])
    assert facts(pays=[pay(60_000_00), pay(60_000_00)])


def test_lines_of_a_composite_are_dues_of_their_own() -> None:
    levels = [
        {"name": "national", "kind": "percent", "percent": "15"},
        {"name": "regional", "kind": "percent", "percent": "5"},
        {"name": "local", "kind": "flat", "amount": "10.00"},
    ]
    found = run(facts(schedule(kind="composite", level=levels), pays=[pay(100_000_00)]))
    assert by_line(found) == {"national": 15_000_00, "regional": 5_000_00, "local": 120_00}
    assert len(found.dues) == 36
    assert run_dues(facts(), day("2025-12-31"), on=LATER).dues == ()


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"gross_cents": -1}, "zero or more"),
        ({"withheld_cents": 200_00}, "more is withheld than the gross"),
        ({"net_cents": 101_00}, "net is more than gross less"),
        ({"per": "week"}, "per month or per year"),
        ({"allowance_cents": 101_00, "allowance_included": True}, "more than the pay"),
    ],
)
def test_a_slip_that_does_not_add_up_is_refused(wrong: dict[str, object], words: str) -> None:
    slip = {"office": COUNCIL, "from_day": day("2026-01-01"), "gross_cents": 100_00,
            "net_cents": 100_00}  # fmt: skip
    with pytest.raises(BadInput, match=f"Pay of City Council from 2026-01-01.*{words}"):
        PayRecord(**{**slip, **wrong})  # type: ignore[arg-type]


def test_a_term_cannot_end_before_it_begins() -> None:
    with pytest.raises(BadInput, match="before the first"):
        term("2026-02-01", "2026-01-31")
    with pytest.raises(BadInput, match="below zero"):
        Family(from_day=day("2026-01-01"), children=-1)
    with pytest.raises(BadInput, match="where it was published"):
        ReferenceWage(series="industry", from_day=day("2026-01-01"), cents=1, source=" ")
    assert cap().to_day is None
