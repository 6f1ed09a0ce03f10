"""A deposit slip decides as a whole where nothing else could be meant, and never wrongly."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.rules.reconciling import Offers, reconciled
from financedesk.rules.reconciling_evidence import Entry, Habits, Line
from tests.soaking import examples

FIRST = date(2026, 3, 2)


def day(after: int) -> date:
    return FIRST + timedelta(after)


def slip(number: int, at: int, *cents: int) -> list[Entry]:
    return [
        Entry(key=100 * number + place, day=day(at - 1), cents=one, names=(f"Giver {place}",),
              deposited=day(at), deposit=number)
        for place, one in enumerate(cents)
    ]  # fmt: skip


def line(key: int, at: int, cents: int, words: str = "COUNTER DEPOSIT") -> Line:
    return Line(key=key, day=day(at), cents=cents, payee=words)


def certain(offers: Offers) -> dict[int, list[int]]:
    return {one.lines[0].key: sorted(e.key for e in one.entries) for one in offers.certain}


def test_a_slip_is_offered_whole_and_certain() -> None:
    entries = [*slip(1, 0, 50_00, 25_00, 10_00), *slip(2, 0, 40_00)]
    offers = reconciled([line(1, 2, 85_00), line(2, 1, 40_00)], entries, Habits())
    assert certain(offers) == {1: [100, 101, 102], 2: [200]}
    assert offers.certain[1].why == "amount of deposit 1 of 2026-03-02, 3 gifts"


@pytest.mark.parametrize(
    ("lines", "more"),
    [
        ([line(1, 2, 85_00), line(2, 30, 85_00)], []),
        ([line(1, 2, 85_00, "WIRE JONES FARM")], []),
        ([line(1, 8, 85_00)], []),
        ([line(1, 2, 85_00)], slip(2, 5, 80_00, 5_00)),
        ([line(1, 2, 85_00)], [Entry(key=9, day=day(1), cents=85_00, names=("Wire Inc",))]),
        ([line(1, 2, 85_00)], [Entry(key=9, day=day(0), cents=60_00, deposited=day(0)),
                               Entry(key=8, day=day(0), cents=25_00, deposited=day(0))]),
        ([line(1, 2, 85_01)], []),
    ],
    ids=["two lines", "another name", "late", "two slips", "one entry", "same day", "a cent"],
)  # fmt: skip
def test_where_anything_else_could_be_meant_it_is_not(lines: list[Line], more: list[Entry]) -> None:
    offers = reconciled(lines, [*slip(1, 0, 50_00, 35_00), *more], Habits())
    assert 1 not in certain(offers)


def test_a_slip_that_is_not_certain_is_offered_first() -> None:
    offers = reconciled([line(1, 2, 85_00, "WIRE JONES FARM")], slip(7, 0, 50_00, 35_00), Habits())
    best = offers.doubtful[0][0]
    assert [one.key for one in best.entries] == [700, 701]
    assert best.why == "all 2 of deposit 7 on 2026-03-02"


@settings(max_examples=examples(60, 5_000), deadline=None)
@given(st.data())
def test_no_wrong_slip_is_ever_certain(data: st.DataObject) -> None:
    """Random slips of few amounts; the bank tells each once, late, or in two parts."""
    amounts = st.lists(st.sampled_from([10_00, 20_00, 30_00, 50_00]), min_size=1, max_size=4)
    entries: list[Entry] = []
    truth: dict[int, list[int]] = {}
    lines: list[Line] = []
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        own = slip(number, data.draw(st.integers(0, 25)), *data.draw(amounts))
        entries += own
        assert own[0].deposited is not None
        at = (own[0].deposited - FIRST).days + data.draw(st.integers(0, 40))
        cents = sum(one.cents for one in own)
        if len(own) > 1 and data.draw(st.booleans()):  # the bank tells checks one by one
            for place, one in enumerate(own):
                truth[number * 10 + place] = [one.key]
                lines.append(line(number * 10 + place, at, one.cents))
        else:
            truth[number * 10] = sorted(one.key for one in own)
            lines.append(line(number * 10, at, cents))
    found = certain(reconciled(lines, entries, Habits()))
    for key, keys in found.items():
        assert truth[key] == keys
