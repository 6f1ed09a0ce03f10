"""What the bank called a payee before changes the order and is told; it makes nothing certain."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.rules.reconciling import reconciled
from financedesk.rules.reconciling_evidence import Entry, Habits, Line, bank_words, party_of
from tests.rules.reconciling_months import PAYEES, Month, months
from tests.soaking import examples

DAY = date(2026, 3, 2)
WORDS = [bank_words(form.format(one.upper())) for one in PAYEES for form in ("{}", "{} SALEM OR")]
CALLED = st.dictionaries(
    st.sampled_from(WORDS),
    st.dictionaries(
        st.sampled_from([party_of(one) for one in PAYEES]), st.integers(1, 9), min_size=1
    ),
)


def called(**times: int) -> Habits:
    """The bank's SQ OAKCF was these parties so many times."""
    parties = {party_of(name.replace("_", " ")): seen for name, seen in times.items()}
    return Habits(called={bank_words("SQ *OAKCF 0231"): parties})


def ways(habits: Habits) -> list[tuple[str, str]]:
    """What is offered for a line of 4.00 that two entries may be, the likeliest first."""
    line = Line(key=1, day=DAY, cents=-4_00, payee="SQ *OAKCF 0977")
    entries = [
        Entry(key=2, day=DAY, cents=-4_00, names=("Elm Stationers",)),
        Entry(key=3, day=DAY, cents=-4_00, names=("Oak Cafe",)),
    ]
    offers = reconciled([line], entries, habits)
    assert offers.certain == ()
    return [(one.entries[0].names[0], one.why) for some in offers.doubtful for one in some]


def test_whom_the_bank_meant_before_comes_first_and_is_told() -> None:
    plain = ways(Habits())
    assert plain[0] == ("Elm Stationers", "amount equal, same day, another name")
    assert ways(called(Oak_Cafe=1))[0] == (
        "Oak Cafe", "amount equal, same day, the bank called it so before",
    )  # fmt: skip
    assert ways(called(Oak_Cafe=3))[0][1] == "amount equal, same day, called so 3 times"


def test_of_several_the_one_that_was_meant_more_often_is_likelier() -> None:
    assert ways(called(Oak_Cafe=2, Elm_Stationers=1))[0][0] == "Oak Cafe"
    assert ways(called(Oak_Cafe=1, Elm_Stationers=2))[0][0] == "Elm Stationers"


def test_figures_in_the_banks_words_are_not_part_of_them() -> None:
    assert bank_words("SQ *OAKCF 0231") == bank_words("OAKCF SQ 9") != bank_words("SQ OAK")


@given(months(), CALLED)
@settings(max_examples=examples(120, 5_000), deadline=None)
def test_what_was_learnt_makes_nothing_certain_and_nothing_doubtful(
    month: Month, said: dict[str, dict[str, int]]
) -> None:
    plain = reconciled(month.lines, month.entries, Habits())
    learnt = reconciled(month.lines, month.entries, Habits(called=said))
    parts = [[(one.lines, one.entries) for one in some.certain] for some in (plain, learnt)]
    assert parts[0] == parts[1]
    offered = [
        [{(one.lines, one.entries) for one in some} for some in found.doubtful if len(some) < 9]
        for found in (plain, learnt)
    ]
    assert offered[0] == offered[1]
