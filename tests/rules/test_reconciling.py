"""Lines of a bank and entries of the books, example by example."""

from datetime import date

import pytest

from financedesk.rules.reconciling import Offers, reconciled
from financedesk.rules.reconciling_evidence import (
    Entry,
    Habit,
    Habits,
    Line,
    check_number,
    party_of,
)
from financedesk.rules.reconciling_sums import MOST_STEPS, MOST_WAYS, ways_to


def day(number: int) -> date:
    return date(2026, 3, number)


def line(key: int, on: int, cents: int, payee: str = "", check: str = "") -> Line:
    return Line(key=key, day=day(on), cents=cents, payee=payee, check=check)


def entry(
    key: int, on: int, cents: int, name: str = "", *, reference: str = "", check: str = ""
) -> Entry:
    names = (name,) if name else ()
    return Entry(
        key=key, day=day(on), cents=cents, names=names, reference=reference, check=check
    )  # fmt: skip


Keys = tuple[list[int], list[int]]


def certain(offers: Offers) -> list[Keys]:
    return [
        ([one.key for one in each.lines], [one.key for one in each.entries])
        for each in offers.certain
    ]


def offered(offers: Offers) -> list[list[Keys]]:
    return [
        [([one.key for one in each.lines], [one.key for one in each.entries]) for each in some]
        for some in offers.doubtful
    ]


def offers_of(lines: list[Line], entries: list[Entry], habits: Habits | None = None) -> Offers:
    return reconciled(lines, entries, habits or Habits())


# --- certain


def test_a_payout_is_known_by_its_number() -> None:
    found = offers_of(
        [line(1, 11, 50_00, "ACTBLUE          DISBURSEMENT 100123")],
        [entry(2, 9, 50_00, "ActBlue", reference="100123"),
         entry(3, 9, 50_00, "ActBlue", reference="100124")],
    )  # fmt: skip
    assert certain(found) == [([1], [2])]
    assert found.certain[0].why == "amount equal, 2 days later, bears 100123, name agrees"


def test_a_check_is_known_by_its_number_for_months() -> None:
    late = Line(key=1, day=date(2026, 8, 1), cents=-7_00, payee="CHECK", check="0001023")
    found = offers_of(
        [late], [entry(2, 1, -7_00, "Oak", check="1023"), entry(3, 1, -7_00, "Elm", check="1024")]
    )
    assert certain(found) == [([1], [2])]


def test_a_payout_booked_in_two_parts_is_one_line() -> None:
    parts = [entry(2, 9, 30_00, "ActBlue", reference="100123"),
             entry(3, 9, 20_00, "ActBlue", reference="100123")]  # fmt: skip
    found = offers_of([line(1, 11, 50_00, "ACTBLUE 100123")], parts)
    assert certain(found) == [([1], [2, 3])]
    assert found.certain[0].why.startswith("1 line and 2 entries, sums equal")


def test_amount_and_name_are_enough_when_nothing_else_could_be_meant() -> None:
    found = offers_of(
        [line(1, 9, -12_00, "INVENTED PRINTING CO 800-555 OR"), line(2, 9, -12_00, "Oak Catering")],
        [entry(3, 8, -12_00, "Invented Printing"), entry(4, 8, -12_00, "Oak Catering")],
    )
    assert certain(found) == [([1], [3]), ([2], [4])]


def test_rents_of_three_months_are_each_their_own() -> None:
    lines = [Line(key=at, day=date(2026, at, 3), cents=-900, payee="Elm Estates") for at in (1, 2)]
    booked = [
        Entry(key=10 + at, day=date(2026, at, 1), cents=-900, names=("Elm Estates",))
        for at in (1, 2)
    ]
    assert certain(offers_of(lines, booked)) == [([1], [11]), ([2], [12])]
    # Without January's line February's may be late January's.
    assert certain(offers_of(lines[1:], booked)) == []
    assert offered(offers_of(lines[1:], booked)) == [[([2], [12])]]


def test_what_the_bank_took_back_itself_needs_no_entry() -> None:
    lines = [line(1, 9, -7_00, "Zed Works"), line(2, 11, 7_00, "REVERSAL Zed Works")]
    assert certain(offers_of(lines, [])) == [([1, 2], [])]
    # Where the books hold the payment, it may be a payment all the same.
    found = offers_of(lines, [entry(3, 8, -7_00, "Zed Works")])
    assert certain(found) == []
    assert ([1, 2], []) in offered(found)[0]
    assert ([1], [3]) in offered(found)[0]
    assert certain(offers_of([lines[0], line(2, 11, 7_00, "Zed Works")], [])) == []


# --- never certain


@pytest.mark.parametrize(
    ("lines", "entries"),
    [
        # Two alike on either side.
        ([line(1, 9, -4_00, "Oak Cafe")], [entry(2, 8, -4_00, "Oak Cafe"),
                                           entry(3, 9, -4_00, "Oak Cafe")]),
        ([line(1, 9, -4_00, "Oak Cafe"), line(2, 9, -4_00, "Oak Cafe")],
         [entry(3, 8, -4_00, "Oak Cafe")]),
        # Somebody else's, nobody's, and a part of the name.
        ([line(1, 9, -4_00, "Elm Garage")], [entry(2, 8, -4_00, "Oak Cafe")]),
        ([line(1, 9, 4_00, "DEPOSIT")], [entry(2, 8, 4_00, "Ann Lee")]),
        ([line(1, 9, 4_00, "Ann Moore")], [entry(2, 8, 4_00, "Ann Lee")]),
        # A nameless line of the same amount may be it as well.
        ([line(1, 9, -4_00, "Oak Cafe"), line(2, 9, -4_00, "DEBIT")],
         [entry(3, 8, -4_00, "Oak Cafe")]),
        # Another check; another payout.
        ([line(1, 9, -4_00, "Oak Cafe", check="7")], [entry(2, 8, -4_00, "Oak Cafe", check="8")]),
        ([line(1, 9, 4_00, "ACTBLUE 100200")],
         [entry(2, 8, 4_00, "ActBlue", reference="100199")]),
        # It may be the sum of two others of that name.
        ([line(1, 9, -5_00, "Oak Cafe")],
         [entry(2, 8, -5_00, "Oak Cafe"), entry(3, 8, -2_00, "Oak Cafe"),
          entry(4, 8, -3_00, "Oak Cafe")]),
        ([line(1, 9, -2_00, "Oak Cafe"), line(2, 9, -5_00, "Oak Cafe")],
         [entry(3, 8, -2_00, "Oak Cafe"), entry(4, 8, -3_00, "Oak Cafe")]),
        # A sum alone is never enough.
        ([line(1, 9, -5_00, "Oak Cafe")],
         [entry(2, 8, -2_00, "Oak Cafe"), entry(3, 8, -3_00, "Oak Cafe")]),
    ],
)  # fmt: skip
def test_where_something_else_could_be_meant_nothing_is_certain(
    lines: list[Line], entries: list[Entry]
) -> None:
    assert certain(offers_of(lines, entries)) == []


def test_a_late_line_casts_doubt_on_an_entry_near_it() -> None:
    """Found by hypothesis: the line is the first payment's, the second came in two lines."""
    late = Line(key=1, day=date(2026, 3, 31), cents=-8_00, payee="MILLER")
    first = entry(2, 1, -8_00, "Miller")
    second = entry(3, 11, -8_00, "Miller")
    assert certain(offers_of([late], [first, second])) == []
    assert certain(offers_of([late], [second])) == [([1], [3])]


def test_late_parts_cast_doubt_on_one_of_them() -> None:
    """Found by hypothesis: three lines of one entry, the middle one like another's part."""
    lines = [Line(key=at, day=date(2026, 3, 19 + at), cents=-cents, payee="MILLER")
             for at, cents in ((1, 1_00), (2, 2_00), (3, 1_00))]  # fmt: skip
    entries = [entry(11, 1, -1_00, "Miller"), entry(12, 1, -2_00, "Miller"),
               entry(13, 1, -4_00, "Miller")]  # fmt: skip
    assert certain(offers_of(lines, entries)) == []


# --- offered in order


def test_alternatives_come_in_the_order_of_what_speaks_for_them() -> None:
    entries = [entry(2, 1, -4_00, "Oak Cafe"), entry(3, 8, -4_00, "Oak Cafe"),
               entry(4, 8, -4_00, "Elm Garage")]  # fmt: skip
    found = offers_of([line(1, 9, -4_00, "Oak Cafe")], entries)
    assert offered(found) == [[([1], [3]), ([1], [2]), ([1], [4])]]
    assert [one.why for one in found.doubtful[0]] == [
        "amount equal, 1 day later, name agrees", "amount equal, 8 days later, name agrees",
        "amount equal, 1 day later, another name",
    ]  # fmt: skip


def test_a_learnt_habit_changes_the_order() -> None:
    entries = [entry(2, 1, -4_00, "Oak Cafe"), entry(3, 8, -4_00, "Oak Cafe")]
    slow = Habits({party_of("OAK CAFE, Inc."): Habit(8, 3)})
    found = offers_of([line(1, 9, -4_00, "Oak Cafe")], entries, slow)
    assert offered(found) == [[([1], [2]), ([1], [3])]]
    assert found.doubtful[0][0].why == "amount equal, 8 days later, as usual, name agrees"
    assert found.doubtful[0][1].why == "amount equal, 1 day later, usually 8, name agrees"
    hasty = Habits({party_of("Oak Cafe"): Habit(8, 2)})
    assert offered(offers_of([line(1, 9, -4_00, "Oak Cafe")], entries, hasty))[0][0] == ([1], [3])


def test_a_deposit_of_checks_is_offered_whole() -> None:
    checks = [
        Entry(key=at, day=day(2), cents=cents, names=(name,), deposited=day(6))
        for at, cents, name in ((2, 50_00, "Ann Lee"), (3, 25_00, "Bo Day"), (4, 10_00, "Cy Fox"))
    ]
    found = offers_of([line(1, 7, 85_00, "DEPOSIT")], checks)
    assert certain(found) == []
    assert offered(found) == [[([1], [2, 3, 4])]]
    assert found.doubtful[0][0].why == "all 3 that went to the bank on 2026-03-06"


def test_sums_of_several_are_offered_both_ways() -> None:
    found = offers_of(
        [line(1, 9, 30_00, "DEPOSIT")], [entry(2, 8, 10_00, "Ann Lee"), entry(3, 8, 20_00, "Bo")]
    )
    assert offered(found) == [[([1], [2, 3])]]
    assert found.doubtful[0][0].why == "2 entries add up to it"
    lines = [line(1, 9, -10_00, "Oak"), line(2, 10, -20_00, "Oak")]
    found = offers_of(lines, [entry(3, 8, -30_00, "Oak")])
    assert offered(found) == [[([1, 2], [3])], [([1, 2], [3])]]


# --- numbers that agree, sums that do not


def test_a_payout_that_came_short_is_a_gap_and_no_match() -> None:
    found = offers_of(
        [line(1, 11, 9_00, "ACTBLUE 100123")], [entry(2, 9, 10_00, "ActBlue", reference="100123")]
    )
    assert (found.certain, found.doubtful) == ((), ())
    assert [(gap.cents, gap.why) for gap in found.gaps] == [
        (-1_00, "The bank has $9.00 of payout 100123, the books $10.00: $1.00 less at the bank.")
    ]


def test_a_payout_that_came_twice_is_a_gap() -> None:
    twice = [line(1, 11, 10_00, "ACTBLUE 100123"), line(2, 12, 10_00, "ACTBLUE 100123")]
    found = offers_of(twice, [entry(3, 9, 10_00, "ActBlue", reference="100123")])
    assert certain(found) == []
    assert [gap.cents for gap in found.gaps] == [10_00]
    assert sorted(offered(found)) == [[([1], [3])], [([2], [3])]]


def test_a_gap_calls_a_payout_as_its_processor_writes_it() -> None:
    found = offers_of(
        [line(1, 11, 9_00, "STRIPE PO_1AbC")], [entry(2, 9, 10_00, "Stripe", reference="po_1AbC")]
    )
    assert [gap.why for gap in found.gaps] == [
        "The bank has $9.00 of payout po_1AbC, the books $10.00: $1.00 less at the bank."
    ]


def test_a_givers_check_is_not_ones_own_of_that_number() -> None:
    given, paid = entry(2, 9, 50_00, "Lee", check="1042"), entry(3, 9, -100_00, "Oak", check="1042")
    presented = line(1, 12, -100_00, "CHECK 1042")
    found = offers_of([presented], [given, paid])
    assert (certain(found), found.gaps) == ([([1], [3])], ())
    # Neither does it keep a line from what it may be.
    found = offers_of([presented], [given, entry(3, 9, -100_00, "Oak")])
    assert (offered(found), found.gaps) == ([[([1], [3])]], ())


def test_a_bare_number_is_not_known_to_be_that_of_a_givers_check() -> None:
    given = entry(2, 9, 1_00, "Oak Printing", check="70001")
    found = offers_of([line(1, 9, 1_00, "70001")], [given])
    assert (certain(found), found.gaps) == ([], ())
    assert offered(found) == [[([1], [2])]]
    assert offers_of([line(1, 9, 2_00, "70001")], [given]).gaps == ()
    assert certain(offers_of([line(1, 9, 1_00, "CHECK 70001")], [given])) == [([1], [2])]


def test_one_number_of_two_processors_is_of_neither() -> None:
    two = [entry(2, 9, 10_00, "Anedot", reference="1001"),
           entry(3, 9, 30_00, "WinRed", reference="1001")]  # fmt: skip
    found = offers_of([line(1, 11, 10_00, "ANEDOT 1001")], two)
    assert (found.gaps, offered(found) or certain(found)) == ((), [([1], [2])])


# --- small parts


@pytest.mark.parametrize(
    ("text", "number"),
    [("0001023", "1023"), ("Check 1023", "1023"), ("ck #1023", "1023"), ("Wire 1023", ""),
     ("", ""), ("credit card", ""), ("CHECK NO. 7", "7")],
)  # fmt: skip
def test_numbers_of_checks(text: str, number: str) -> None:
    assert check_number(text) == number


def test_a_search_that_ends_at_a_bound_says_so() -> None:
    assert ways_to(3, [1, 2]).is_whole
    many = ways_to(4, [2] * 10)
    assert (len(many.found), many.is_whole) == (MOST_WAYS, False)
    endless = ways_to(140_701, [2 * one for one in range(10_000, 10_100)])
    assert (endless.found, endless.is_whole, endless.steps) == ((), False, MOST_STEPS)
