"""Waivers and attestations: by months and classes, and approved by somebody."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.remittances.waivers import (
    DECLARED,
    WAIVERS,
    Attestation,
    Waiver,
    attested,
    lacking,
)
from financedesk.rules.allocation_taking import attestations
from tests.remittances.fellowship import councillor, keeper

DAY = date(2026, 3, 1)


def test_a_waiver_covers_its_months_and_no_others(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add waiver") as unit:
        official_id, _term = councillor(unit, party, "Winter")
        waiver = Waiver(
            official_id=official_id, reason="health", first_period="2026-03",
            last_period="2026-05", approved_by="Board", approved_on=DAY,
        )  # fmt: skip
        kept = WAIVERS.one(unit.connection, WAIVERS.add(unit, party, waiver)).fact.waived()
    months = [date(2026, number, 1) for number in (2, 3, 5, 6)]
    assert [kept.covers(one, "pay", DAY) for one in months] == [False, True, True, False]
    assert not kept.covers(months[1], "severance", DAY)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": "a broken leg"}, "reason of a waiver"),
        ({"first_period": "March"}, "write YYYY-MM"),
        ({"first_period": "2026-13"}, "not a day"),
        ({"last_period": "2026-01"}, "before the first"),
        ({"approved_by": " "}, "who approved"),
        ({"cents": 0}, "more than nothing"),
        ({"due_kind": "bonus"}, "of pay or of severance"),
    ],
)
def test_a_waiver_says_what_is_wrong_with_it(
    book: Book, change: dict[str, str | int], said: str
) -> None:
    party = keeper(book)
    with book.unit_of_work("Add waiver") as unit:
        official_id, _term = councillor(unit, party, "Winter")
        waiver = Waiver(
            official_id=official_id, reason="health", first_period="2026-03",
            last_period="2026-05", approved_by="Board", approved_on=DAY,
        )  # fmt: skip
        with pytest.raises(BadInput, match=said):
            WAIVERS.add(unit, party, replace(waiver, **change))  # type: ignore[arg-type]
        assert WAIVERS.of(unit.connection, party) == []


def test_what_is_declared_is_one_of_what_the_law_asks(book: Book) -> None:
    party = keeper(book)
    with book.unit_of_work("Add attestation") as unit:
        official_id, _term = councillor(unit, party, "Winter")
        for kind in attestations():
            declared = Attestation(official_id=official_id, kind=kind, on_date=DAY)
            DECLARED.add(unit, party, declared)
        held = attested(unit.connection, party, official_id)
        assert list(lacking(held, DAY)) == list(lacking(held, date(2027, 3, 1))) == []
        assert list(lacking(held, date(2027, 3, 2))) == list(attestations())
        with pytest.raises(BadInput, match="own_funds"):
            DECLARED.add(unit, party, replace(declared, kind="good_will"))
        assert [one.fact.kind for one in DECLARED.of(unit.connection, party)] == list(
            attestations()
        )
