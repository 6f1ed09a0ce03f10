"""Schedules in plain words, and terms apart from what names and dates them."""

from datetime import date

import pytest

from financedesk.errors import BadInput
from financedesk.rules.schedule_words import KIND_WORDS, schedule_words
from financedesk.rules.schedules import (
    read_schedule,
    sample_schedules,
    schedule_of_parts,
    schedule_text,
    terms_text,
)

SAMPLES = {(one.code, one.from_day.year): one for one in sample_schedules()}


@pytest.mark.parametrize(
    "schedule", sample_schedules(), ids=lambda one: f"{one.code}-{one.from_day}"
)
def test_every_sample_is_told_and_comes_back_from_its_parts(schedule: object) -> None:
    words = schedule_words(schedule)  # type: ignore[arg-type]
    assert words
    assert all(one.endswith(".") for one in words)
    head = {
        "code": schedule.code, "name": schedule.name, "from": schedule.from_day,  # type: ignore[attr-defined]
        "to": schedule.to_day,  # type: ignore[attr-defined]
    }  # fmt: skip
    assert schedule_of_parts(head, terms_text(schedule)) == schedule  # type: ignore[arg-type]
    assert schedule.kind in KIND_WORDS  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "year", "said"),
    [
        ("sp_wage_cap", 2017, "keeps 2,750.00 a month × 1.17; what the net is above"),
        ("die_linke_mdb", 2017, "federal: 15 % of the gross."),
        ("die_linke_mdb", 2017, "Less 100.00 a month for each child."),
        ("ptb_pvda", 2023, "Kept besides for each child or dependant: 100.00 a month, 200.00"),
        ("sinn_fein", 2016, "keeps the wage “average_industrial_wage IE”"),
        ("sinn_fein", 2016, "Of it 2,500.00 a year to party first."),
        ("podemos_2020", 2020, "5 % from 0.00 to 40,000.00; 10 % above 40,000.00, of all the net"),
        ("podemos_2020", 2020, "Less 5 % of the due for each child or dependant, 30 % at most."),
        ("kpoe_graz", 2025, "A monthly amount comes 14 times a year."),
        ("kscm_severance", 2021, "Of a severance 50 % of the gross."),
    ],
)
def test_what_a_schedule_asks_stands_in_its_words(code: str, year: int, said: str) -> None:
    assert said in " ".join(schedule_words(SAMPLES[code, year]))


def test_bounds_and_offices_are_told() -> None:
    text = (
        'code = "m"\nname = "M"\nfrom = 2026-01-01\noffices = "each"\nkind = "brackets"\n'
        'minimum = { amount = "20.00", per = "month" }\n[[bracket]]\nup_to = "60000.00"\n'
        'percent = "10"\n[[bracket]]\npercent = "30"\n'
    )
    said = " ".join(schedule_words(read_schedule(text)))
    assert "of each slice of the gross of the year." in said
    assert "At least 20.00 a month." in said
    assert "Each office has its own due." in said


def test_terms_keep_nothing_of_the_head_and_say_what_is_wrong() -> None:
    councillors = SAMPLES["sawant", 2014]
    terms = terms_text(councillors)
    assert "code" not in terms
    head = {"code": "new", "name": "New", "from": date(2026, 1, 1), "approved_by": ""}
    changed = schedule_of_parts(head, f'code = "other"\n{terms}')
    assert (changed.code, changed.approved_by) == ("new", "")
    assert 'code = "new"' in schedule_text(changed)
    with pytest.raises(BadInput, match="not valid TOML"):
        schedule_of_parts(head, "kind = cap")
