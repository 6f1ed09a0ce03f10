"""Gifts on hold: each reason has its law and its clocks."""

from datetime import date

import pytest

from financedesk.errors import NotFound
from financedesk.rules.holds import (
    LONGEST_REMARK,
    hold_dues,
    hold_reason,
    hold_reasons,
    legality_statement,
    with_statement,
)
from financedesk.rules.thresholds import clocks

RECEIVED, KNOWN = date(2026, 3, 2), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("reason", "due", "law"),
    [
        ("doubtful", date(2026, 4, 1), "103.3(b)(1)"),
        ("prohibited", date(2026, 5, 31), "103.3(b)(2)"),
        ("excessive", date(2026, 5, 1), "103.3(b)(3)"),
    ],
)
def test_each_reason_has_the_days_that_its_law_gives(reason: str, due: date, law: str) -> None:
    (found,) = hold_dues(reason, received=RECEIVED, known=KNOWN, waiting=False)
    assert found.day == due
    assert law in found.citation
    assert law in hold_reason(reason).citation


@pytest.mark.parametrize("reason", hold_reasons())
def test_a_check_that_waits_goes_to_the_bank_or_back_within_ten_days(reason: str) -> None:
    first, second = hold_dues(reason, received=RECEIVED, known=RECEIVED, waiting=True)
    assert first.day == date(2026, 3, 12)
    assert first.citation == "11 CFR 103.3(a)"
    assert second.day > first.day


def test_reasons_stand_on_clocks_that_there_are() -> None:
    for reason in hold_reasons().values():
        assert reason.clock in clocks()
        assert reason.runs_from in ("received", "known")
        assert reason.words.endswith(".")
    with pytest.raises(NotFound, match="doubtful"):
        hold_reason("odd")


def test_the_statement_stands_before_the_remark_as_far_as_the_format_goes() -> None:
    assert with_statement(None) == with_statement("") == legality_statement()
    assert with_statement("Event in May") == f"{legality_statement()}; Event in May"
    assert len(with_statement("long " * 40)) <= LONGEST_REMARK
