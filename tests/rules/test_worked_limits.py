"""Worked cases: the text's own amounts, in three cycles and the one to come, with every use.

The amounts are written here once more as a treasurer reads them in a table; the rules must find
the same with nothing but classes, dates and uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from financedesk.rules.flows import may_give
from financedesk.rules.limits import Limit, Use, limit_for, room, window_of_gift
from financedesk.rules.presumptions import CheckFacts, refund_use, shares_of_check
from financedesk.rules.windows import Election, Window

YEARS = (2021, 2022, 2023, 2024, 2025, 2026)
# Giver, recipient, account, office; dollars in 2021-22, 2023-24, 2025-26.
TABLE: tuple[tuple[str, str, str, str, tuple[int, int, int]], ...] = (
    ("individual", "candidate", "", "H", (2_900, 3_300, 3_500)),
    ("federal_pac", "candidate", "", "H", (2_900, 3_300, 3_500)),
    ("partnership", "candidate", "", "S", (2_900, 3_300, 3_500)),
    ("multicandidate_pac", "candidate", "", "H", (5_000, 5_000, 5_000)),
    ("party_federal", "candidate", "", "S", (5_000, 5_000, 5_000)),
    ("national_party", "candidate", "", "H", (5_000, 5_000, 5_000)),
    ("national_party", "candidate", "", "S", (51_200, 57_800, 62_000)),
    ("candidate_committee", "candidate", "", "H", (2_000, 2_000, 2_000)),
    ("individual", "pac", "", "", (5_000, 5_000, 5_000)),
    ("multicandidate_pac", "pac", "", "", (5_000, 5_000, 5_000)),
    ("individual", "state_party", "", "", (10_000, 10_000, 10_000)),
    ("federal_pac", "state_party", "", "", (10_000, 10_000, 10_000)),
    ("multicandidate_pac", "state_party", "", "", (5_000, 5_000, 5_000)),
    ("individual", "national_party", "", "", (36_500, 41_300, 44_300)),
    ("federal_pac", "national_party", "", "", (36_500, 41_300, 44_300)),
    ("individual", "national_party", "special", "", (109_500, 123_900, 132_900)),
    ("multicandidate_pac", "national_party", "", "", (15_000, 15_000, 15_000)),
    ("multicandidate_pac", "national_party", "special", "", (45_000, 45_000, 45_000)),
    ("individual", "levin", "", "", (10_000, 10_000, 10_000)),
)


@dataclass(frozen=True)
class Case:
    """One gift on a day, with the allowance that a table gives for it in cents."""

    giver: str
    recipient: str
    account: str
    office: str
    made_on: date
    cents: int

    @property
    def limit(self) -> Limit:
        found = limit_for(
            self.giver, self.recipient, self.made_on, office=self.office, account=self.account
        )
        assert found is not None
        return found

    @property
    def window(self) -> Window:
        year = self.made_on.year + self.made_on.year % 2
        primary = Election(code=f"P{year}", held_on=date(year, 6, 1), office=self.office)
        return window_of_gift(self.limit, self.made_on, election=primary, seat_up_in=year)


def cases() -> Iterator[Case]:
    """Every row of the table on a day of each of six years."""
    for giver, recipient, account, office, amounts in TABLE:
        for year in YEARS:
            cents = amounts[(year - 2021) // 2] * 100
            yield Case(giver, recipient, account, office, date(year, 2, 10), cents)


CASES = tuple(cases())
NAMES = [f"{c.giver}-{c.recipient}{c.account}{c.office}-{c.made_on.year}" for c in CASES]
every_case = pytest.mark.parametrize("case", CASES, ids=NAMES)


def test_there_are_more_than_three_hundred_worked_cases() -> None:
    assert len(CASES) * 3 >= 300


@every_case
def test_the_whole_allowance_fits_and_not_a_cent_more(case: Case) -> None:
    fresh = room(case.limit, case.window, [])
    assert fresh.left_cents == case.cents
    assert fresh.fits(case.cents)
    assert not fresh.fits(case.cents + 1)
    assert not case.limit.provisional


@every_case
def test_gifts_halves_of_joint_checks_refunds_and_pending_money_all_count(case: Case) -> None:
    key = case.window.key
    check = CheckFacts(cents=800_01, imprinted=("Ada", "Bo"), signed=("Ada", "Bo"))
    half = shares_of_check(check)[1].cents
    uses = [
        Use(window=key, cents=1_000_00),
        Use(window=key, cents=half),
        refund_use(case.window, 250_00, refunded_on=case.made_on),
        Use(window=key, cents=50_00, pending=True),
        Use(window="another", cents=case.cents),
    ]
    left = room(case.limit, case.window, uses)
    assert (left.used_cents, left.pending_cents) == (1_150_00, 50_00)
    assert left.left_cents == case.cents - 1_200_00


@every_case
def test_what_goes_above_is_an_excess_to_the_cent(case: Case) -> None:
    uses = [Use(window=case.window.key, cents=case.cents), Use(window=case.window.key, cents=1)]
    over = room(case.limit, case.window, uses)
    assert (over.left_cents, over.excess_cents, over.free_cents) == (-1, 1, 0)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}{row[2]}{row[3]}")
def test_in_2027_the_figures_of_2026_stand_in_where_prices_move_them(
    row: tuple[str, str, str, str, tuple[int, int, int]],
) -> None:
    giver, recipient, account, office, amounts = row
    found = limit_for(giver, recipient, date(2027, 1, 15), office=office, account=account)
    assert found is not None
    assert found.cents == amounts[2] * 100
    assert found.provisional == (len(set(amounts)) > 1)


@pytest.mark.parametrize(
    ("giver", "recipient"),
    [
        ("party_federal", "state_party"),
        ("party_federal", "national_party"),
        ("national_party", "state_party"),
        ("candidate_committee", "state_party"),
        ("candidate_committee", "national_party"),
        ("individual", "super_pac"),
        ("corporation", "super_pac"),
        ("union", "super_pac"),
        ("multicandidate_pac", "super_pac"),
    ],
)
def test_transfers_and_gifts_without_amount_are_allowed_and_have_no_limit(
    giver: str, recipient: str
) -> None:
    on = date(2026, 2, 1)
    assert may_give(giver, recipient, on).verdict == "allowed"
    assert limit_for(giver, recipient, on) is None


# The examples of what an official gives away, as far as they are rooms.
def _left(giver: str, recipient: str, on: date, *used: int) -> int | None:
    limit = limit_for(giver, recipient, on)
    assert limit is not None
    window = window_of_gift(limit, on)
    return room(limit, window, [Use(window=window.key, cents=cents) for cents in used]).left_cents


def test_a_councillor_fills_the_party_and_the_pac_in_the_fifth_month() -> None:
    months = [2_277_77] * 4
    assert _left("state_officeholder", "state_party", date(2026, 5, 1), *months) == 888_92
    months = [1_138_89] * 4
    assert _left("state_officeholder", "pac", date(2026, 5, 1), *months) == 444_44


def test_joint_fundraising_in_kind_refund_and_half_a_check_are_counted_together() -> None:
    counted = (3_000_00, 500_00, -200_00, 400_00)
    left = _left("state_officeholder", "state_party", date(2026, 4, 1), *counted)
    assert left is not None
    assert (left, left // 9) == (6_300_00, 700_00)
    pac = _left("state_officeholder", "pac", date(2026, 4, 1), 1_250_00)
    assert pac is not None
    assert (pac, pac // 9) == (3_750_00, 416_66)


def test_a_member_of_congress_reaches_three_limits() -> None:
    on = date(2026, 7, 1)
    rooms = [
        _left("federal_officeholder", recipient, on)
        for recipient in ("national_party", "state_party", "pac")
    ]
    assert rooms == [44_300_00, 10_000_00, 5_000_00]
    stopped = [
        may_give("federal_officeholder", recipient, on)
        for recipient in ("super_pac", "party_nonfederal", "levin")
    ]
    assert all(verdict.stops for verdict in stopped)


def test_a_contractor_is_kept_out_of_federal_money() -> None:
    on = date(2026, 7, 1)
    for recipient in ("state_party", "pac", "super_pac"):
        verdict = may_give("contractor", recipient, on)
        assert verdict.verdict == "prohibited"
        assert "30119" in verdict.citation


def test_a_year_s_room_ends_with_the_year() -> None:
    last = date(2026, 12, 28)
    assert _left("individual", "state_party", last, 9_650_00) == 350_00
    assert _left("individual", "pac", last, 5_000_00) == 0
    limit = limit_for("individual", "state_party", date(2027, 1, 1))
    assert limit is not None
    window = window_of_gift(limit, date(2027, 1, 1))
    fresh = room(limit, window, [Use(window="2026", cents=10_000_00)])
    assert fresh.left_cents == 10_000_00


def test_eleven_stipends_leave_a_hundred_dollars_of_two_elections() -> None:
    limit = limit_for("party_federal", "candidate", date(2026, 11, 1))
    assert limit is not None
    assert limit.cents is not None
    assert 2 * limit.cents - 11 * 900_00 == 100_00
