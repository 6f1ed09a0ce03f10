"""Running aggregates and itemisation, by property and against worked scenarios."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.rules.itemise import (
    Decision,
    Entry,
    candidate_key,
    cascade,
    effective_cents,
    election_key,
    event_key,
    is_itemised,
    person_key,
    running_aggregates,
    total_by_partition,
    window_of,
)
from financedesk.rules.kinds import KindLine, groups, kind_of_type, line_for
from financedesk.rules.money import parse_cents

NEW_YEAR = date(2026, 1, 1)
entries = st.lists(
    st.builds(
        Entry,
        partition=st.sampled_from(["ann", "bob", "cid"]),
        day=st.integers(0, 20).map(lambda days: NEW_YEAR + timedelta(days=days)),
        order=st.integers(0, 5),
        cents=st.integers(-100_000, 100_000),
        counts=st.booleans(),
    ),
    max_size=30,
)


@given(entries)
def test_an_aggregate_is_the_sum_of_what_stands_before_it(rows: list[Entry]) -> None:
    for place, (entry, aggregate) in enumerate(zip(rows, running_aggregates(rows), strict=True)):
        here = (entry.day, entry.order, place)
        assert aggregate == sum(
            other.cents
            for index, other in enumerate(rows)
            if other.partition == entry.partition
            and other.counts
            and (other.day, other.order, index) <= here
        )


@given(entries)
def test_the_last_aggregate_is_the_total(rows: list[Entry]) -> None:
    aggregates = running_aggregates(rows)
    last = {}
    for place in sorted(range(len(rows)), key=lambda i: (rows[i].day, rows[i].order)):
        last[rows[place].partition] = aggregates[place]
    assert last == total_by_partition(rows)


@given(entries, st.randoms())
def test_the_order_of_entry_decides_only_ties(rows: list[Entry], chance: Any) -> None:
    numbered = [Entry(x.partition, x.day, i, x.cents, x.counts) for i, x in enumerate(rows)]
    straight = dict(zip(numbered, running_aggregates(numbered), strict=True))
    chance.shuffle(numbered)
    assert dict(zip(numbered, running_aggregates(numbered), strict=True)) == straight


def test_refunds_lower_the_aggregate_and_their_voids_raise_it() -> None:
    assert effective_cents(100_00, -1) == -100_00
    assert effective_cents(-100_00, -1) == 100_00


@pytest.mark.parametrize(
    "rule, aggregate, forced, expected",
    [
        ("over_200", 200_00, None, False),
        ("over_200", 200_01, None, True),
        ("over_200", -1, None, True),
        ("over_200", 0, None, False),
        ("over_200", None, None, False),
        ("over_200", 5, True, True),
        ("over_200", 900_00, False, False),
        ("always", 1, None, True),
        ("always", None, None, True),
        ("always", 900_00, False, False),
        ("never", 900_00, None, False),
        ("never", 900_00, True, True),
    ],
)
def test_what_is_itemised(
    rule: str, aggregate: int | None, forced: bool | None, expected: bool
) -> None:
    assert is_itemised(rule, aggregate, forced=forced) is expected


def test_itemisation_begins_with_the_gift_that_crosses() -> None:
    gifts = [Entry("ann", NEW_YEAR + timedelta(days=i), 0, 100_00) for i in range(4)]
    written = [is_itemised("over_200", x) for x in running_aggregates(gifts)]
    assert written == [False, False, True, True]


def test_an_itemised_grandchild_itemises_everything_above_it() -> None:
    rows = {
        "transfer": Decision(itemised=False),
        "partnership": Decision(itemised=False, parent="transfer"),
        "partner": Decision(itemised=True, parent="partnership"),
        "other partner": Decision(itemised=False, parent="partnership"),
    }
    assert cascade(rows) == {
        "transfer": True,
        "partnership": True,
        "partner": True,
        "other partner": False,
    }


def test_a_parent_in_another_report_or_a_circle_does_no_harm() -> None:
    assert cascade({"a": Decision(itemised=True, parent="elsewhere")}) == {"a": True}
    circle = {"a": Decision(itemised=True, parent="b"), "b": Decision(itemised=False, parent="a")}
    assert cascade(circle) == {"a": True, "b": True}


@given(
    st.lists(st.booleans(), min_size=1, max_size=12).flatmap(
        lambda flags: st.tuples(
            st.just(flags),
            st.tuples(*[st.integers(-1, place - 1) for place in range(len(flags))]),
        )
    )
)
def test_nothing_itemised_stands_under_an_unitemised_item(
    tree: tuple[list[bool], tuple[int, ...]],
) -> None:
    flags, parents = tree
    rows = {
        place: Decision(flag, None if parent < 0 else parent)
        for place, (flag, parent) in enumerate(zip(flags, parents, strict=True))
    }
    result = cascade(rows)
    for place, parent in enumerate(parents):
        assert result[place] or not flags[place]
        if parent >= 0 and result[place]:
            assert result[parent]


@pytest.mark.parametrize(
    "entity, day, options, year",
    [
        ("state_party", date(2025, 12, 31), {}, 2025),
        ("candidate", date(2026, 11, 3), {}, 2026),
        ("candidate", date(2026, 11, 4), {}, 2028),
        ("candidate", date(2025, 6, 1), {}, 2026),
        ("candidate", date(2025, 6, 1), {"seat_up_in": 2028, "term_years": 6}, 2028),
        ("candidate", date(2028, 11, 8), {"seat_up_in": 2028, "term_years": 6}, 2034),
        ("candidate", date(2022, 11, 9), {"seat_up_in": 2028, "term_years": 6}, 2028),
    ],
)
def test_windows(entity: str, day: date, options: dict[str, int], year: int) -> None:
    assert window_of(entity, day, **options) == year


def test_a_presidential_primary_is_an_election_of_each_state() -> None:
    iowa = election_key("P2028", "P", election_state="IA", year=2028)
    ohio = election_key("P2028", "P", election_state="OH", year=2028)
    assert iowa != ohio
    general = [election_key("G2028", "P", election_state=s, year=2028) for s in ("IA", "OH")]
    assert general[0] == general[1]


def test_elections_of_other_offices_go_by_state_and_district() -> None:
    fourth = election_key("G2026", "H", state="OR", district="04", year=2026)
    assert fourth != election_key("G2026", "H", state="OR", district="05", year=2026)
    senate = election_key("G2026", "S", state="OR", district="", year=2026)
    assert senate == election_key("G2026", "S", state="OR", district="00", year=2026)


def test_coordinated_spending_adds_up_over_the_years() -> None:
    rows = [
        Entry(candidate_key("H6OR04", 2026), date(2025, 12, 30), 0, 300_00),
        Entry(candidate_key("H6OR04", 2026), date(2026, 1, 2), 0, 200_00),
    ]
    assert running_aggregates(rows) == [300_00, 500_00]


def test_the_spelling_of_an_event_makes_no_second_event() -> None:
    assert event_key(" Spring  dinner", 2026) == event_key("SPRING DINNER", 2026)
    assert event_key("Spring dinner", 2025) != event_key("Spring dinner", 2026)


def scenario_line(row: dict[str, Any]) -> KindLine:
    found = kind_of_type(row["type"])
    line = line_for(found, form="F3X", account_kind=None, on=date(2026, 1, 1))
    assert line is not None
    return line


def scenario_partition(row: dict[str, Any], contacts: dict[str, Any]) -> Any:
    line, year = scenario_line(row), int(row["date"][:4])
    person = contacts.get(row.get("contact_2", ""), {})
    fields = row.get("fields", {})
    if line.partition == "person":
        return person_key(row["contact"], line.group or "", year)
    if line.partition == "election":
        return election_key(
            fields["election_code"],
            person["candidate_office"],
            state=person.get("candidate_state", ""),
            district=person.get("candidate_district", ""),
            year=year,
        )
    return candidate_key(row["contact_2"], int(fields["general_election_year"]))


def scenario_entry(order: int, row: dict[str, Any], contacts: dict[str, Any]) -> Entry:
    line = scenario_line(row)
    assert line.group is not None
    return Entry(
        partition=scenario_partition(row, contacts),
        day=date.fromisoformat(row["date"]),
        order=order,
        cents=effective_cents(parse_cents(row["amount"]), line.aggregate_sign),
        counts=groups()[line.group].memo_counts or not row.get("memo"),
    )


def scenario_result(scenario: dict[str, Any]) -> dict[str, tuple[str, bool, int | None]]:
    """Return form line, itemised flag and aggregate of every dated item of a scenario."""
    contacts = {contact["key"]: contact for contact in scenario["contacts"]}
    rows = [row for row in scenario["transactions"] if row.get("date")]
    grouped = [(i, row) for i, row in enumerate(rows) if scenario_line(row).group]
    sums = running_aggregates([scenario_entry(i, row, contacts) for i, row in grouped])
    aggregates = {row["id"]: cents for (_, row), cents in zip(grouped, sums, strict=True)}
    written = cascade(
        {
            row["id"]: Decision(
                is_itemised(scenario_line(row).itemise, aggregates.get(row["id"])),
                row.get("parent"),
            )
            for row in rows
        }
    )
    return {
        row["id"]: (
            scenario_line(row).token if written[row["id"]] else scenario_line(row).unitemised_token,
            written[row["id"]],
            aggregates.get(row["id"]),
        )
        for row in rows
    }


@pytest.mark.parametrize("name", ["mixed", "random_1", "random_2"])
def test_scenarios_come_out_as_the_fec_s_own_software_has_them(
    name: str, shared_file: Callable[..., Path]
) -> None:
    scenario = json.loads(shared_file("fec", "scenarios", f"{name}.json").read_text())
    expected = json.loads(shared_file("fec", "scenarios", f"{name}.expected.json").read_text())
    actual = scenario_result(scenario)
    compared = 0
    for row in expected["transactions"]:
        if row["id"] not in actual:
            continue
        aggregate = (
            row["aggregate"]
            or row.get("calendar_ytd_per_election_office")
            or row.get("aggregate_general_elec_expended")
        )
        wanted = None if aggregate is None else parse_cents(aggregate)
        assert actual[row["id"]] == (row["form_type"], row["itemized"], wanted), row["id"]
        compared += 1
    assert compared >= 20
