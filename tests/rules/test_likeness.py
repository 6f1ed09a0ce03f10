"""Who is the same person: names, addresses and what no points outweigh."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.rules.likeness import Answer, fewer_points, likeness
from financedesk.rules.likeness_evidence import Bar, Name, Place, Traits
from financedesk.rules.nicknames import are_forms_of_one, forms_of
from financedesk.rules.slips import is_slip, slips

HOME = Place("12 oak st", "", "97301", "salem or")
MOVED = Place("7 elm ave", "", "02118", "boston ma")


def somebody(
    first: str = "william", last: str = "reyes", place: Place | None = HOME, *, middle: str = "",
    suffix: str = "", email: str = "", phone: str = "", employer: str = "",
) -> Traits:  # fmt: skip
    return Traits(
        is_person=True, names=(Name(last, first, middle, suffix),),
        places=(place,) if place else (), emails=frozenset(filter(None, [email])),
        phones=frozenset(filter(None, [phone])), employers=frozenset(filter(None, [employer])),
    )  # fmt: skip


EMAIL, PHONE = "wreyes@example.org", "5035550101"
WILLIAM = somebody(email=EMAIL, phone=PHONE)


def answer(one: Traits, other: Traits) -> Answer:
    return likeness(one, other).answer


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (somebody("bill"), "Bill may be William."),
        (somebody("willaim"), "differ by a slip of the pen"),
        (somebody("billly", email=EMAIL, phone=PHONE), "a short form with a slip"),
        (somebody(last="reeyes"), "Last names that differ by a slip"),
        (somebody(last="reyes hill"), "One last name is a part of the other."),
        (somebody("reyes", "william", email=EMAIL, phone=PHONE), "changed places"),
        (somebody(place=Place("12 oka st", "", "97301", "salem or")), "Addresses that differ by"),
        (somebody(place=Place("12 oak st", "", "97031", "")), "ZIP codes that differ by a slip"),
        (somebody(place=MOVED, email=EMAIL), "Same e-mail address."),
        (somebody(place=MOVED, phone=PHONE), "Same telephone number."),
        (somebody("w", email=EMAIL, phone=PHONE), "one is only an initial"),
    ],
)
def test_one_person_however_it_was_written(other: Traits, words: str) -> None:
    found = likeness(WILLIAM, other)
    assert found.answer is Answer.SAME
    assert any(words in one for one in found.reasons)


def test_one_door_says_more_than_one_house() -> None:
    home = HOME._replace(flat="4")
    farm = HOME._replace(second="glebe farm")
    for place in (home, farm):
        at_the_door = likeness(somebody(place=place), somebody("bill", place=place))
        at_the_house = likeness(somebody(place=place), somebody("bill", place=HOME))
        assert "Same address, to the flat." in at_the_door.reasons
        assert at_the_door.score > at_the_house.score
    other = likeness(somebody(place=home), somebody("bill", place=HOME._replace(flat="5")))
    assert "Same house, another flat." in other.reasons


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            somebody(suffix="jr", email=EMAIL, phone=PHONE),
            "Only one is called Jr.: perhaps father and son.",
        ),
        (somebody(last="reyes j", email=EMAIL, phone=PHONE), "may end in a Jr."),
        (somebody(last="hill", email=EMAIL, phone=PHONE), "Other last names."),
        (somebody(place=MOVED, email=EMAIL, phone="6175550199"), "Other telephone"),
    ],
)
def test_what_may_be_two_people_is_asked(other: Traits, words: str) -> None:
    found = likeness(WILLIAM, other)
    assert found.answer is Answer.LIKELY
    assert any(words in one for one in found.against)


@pytest.mark.parametrize(
    "other",
    [
        somebody(
            "martha", email=EMAIL, phone=PHONE
        ),  # spouses, with one address, e-mail and telephone
        somebody("wilma", email=EMAIL, phone=PHONE),  # near in writing, but a name of its own
        somebody(place=MOVED),  # a name is no proof
        somebody(place=Place("", "", "02118", "boston ma")),
        somebody("martha", "hill"),
        somebody("willard", email=EMAIL, phone=PHONE),
    ],
)
def test_two_people_stay_two(other: Traits) -> None:
    assert answer(WILLIAM, other) is Answer.DIFFERENT


def test_sisters_whose_addresses_are_made_of_their_names_are_asked_about_at_most() -> None:
    abel = somebody("abel", "penhallow", email="abel.penhallow@example.org", employer="mill")
    mabel = somebody("mabel", "penhallow", email="mabel.penhallow@example.org", employer="mill")
    assert answer(abel, mabel) is Answer.DIFFERENT
    assert answer(abel, somebody("abel", "penhallow", email="abel.penhalow@example.org")) is (
        Answer.SAME
    )


def test_a_slip_in_a_name_that_its_e_mail_address_repeats_counts_once() -> None:
    one = somebody(email="william.reyes@example.org")
    other = somebody("willaim", place=MOVED, email="willaim.reyes@example.org")
    assert answer(one, other) is Answer.DIFFERENT
    assert answer(one, somebody(place=MOVED, email="willaim.reyes@example.org")) is Answer.LIKELY


def test_figures_in_e_mail_addresses_are_no_slips() -> None:
    one, other = somebody(email="reyes7@example.org"), somebody(email="reyes85@example.org")
    assert "Other e-mail addresses." in likeness(one, other).against


def test_sr_and_jr_are_two_whatever_they_share() -> None:
    senior, junior = (
        somebody(suffix="sr", email=EMAIL, phone=PHONE),
        somebody(suffix="jr", email=EMAIL, phone=PHONE),
    )
    found = likeness(senior, junior)
    assert (found.answer, found.contradicts) == (Answer.DIFFERENT, True)


def test_of_old_and_new_addresses_those_that_agree_count() -> None:
    both = Traits(is_person=True, names=WILLIAM.names, places=(MOVED, HOME))
    assert answer(both, somebody(place=MOVED)) is Answer.SAME
    assert answer(both, somebody(place=HOME)) is Answer.SAME


def test_another_flat_and_another_house_are_less_than_an_address() -> None:
    def points(place: Place) -> int:
        return likeness(somebody(place=HOME._replace(flat="4")), somebody(place=place)).score

    same, flat = points(HOME._replace(flat="4")), points(HOME._replace(flat="5"))
    house = points(HOME._replace(street="14 oak st"))
    assert same > flat > house > points(MOVED)


def test_a_street_and_its_kind_may_stand_as_one_word() -> None:
    def points(one: str, other: str) -> int:
        mine, theirs = (somebody(place=HOME._replace(street=street)) for street in (one, other))
        return likeness(mine, theirs).score

    slip = points("87 poynton st", "87 poynten st")
    assert points("87 poynton st", "87 poyntonstreet") == slip
    assert points("87 poyntonstreet", "87 poynton st") == slip
    assert points("87 poynton st", "88 poyntonstreet") < slip
    assert points("87 poynton st", "87 poyntondale") < slip
    assert points("87 oak st", "87 oakstreet") < slip


def test_bodies_go_by_their_name_and_are_no_people() -> None:
    def body(name: str, place: Place) -> Traits:
        return Traits(is_person=False, names=(Name(name),), places=(place,))

    mill = body("river mill", HOME)
    assert answer(mill, body("river mlil", HOME)) is Answer.SAME
    assert answer(mill, body("river mill", HOME)) is Answer.SAME
    assert answer(mill, body("river mill", MOVED)) is Answer.DIFFERENT
    assert answer(mill, body("hill mill", HOME)) is Answer.DIFFERENT
    assert answer(mill, somebody(last="river mill")) is Answer.DIFFERENT


def test_middle_names_that_differ_are_asked_about() -> None:
    other = somebody(middle="h", email=EMAIL, phone=PHONE)
    assert answer(somebody(middle="henry", email=EMAIL, phone=PHONE), other) is Answer.SAME
    found = likeness(somebody(middle="j", email=EMAIL, phone=PHONE), other)
    assert (found.answer, found.contradicts) == (Answer.LIKELY, True)


def test_an_employer_counts_only_where_it_is_one() -> None:
    at_mill = somebody(place=None, employer="river mill", middle="henry")
    assert answer(at_mill, somebody(place=None, employer="river", middle="henry")) is Answer.SAME
    assert answer(at_mill, somebody(place=None, employer="hill", middle="henry")) is Answer.LIKELY


NAMES = st.builds(
    Name,
    st.sampled_from(["", "reyes", "reeyes", "hill", "reyes hill", "reyes jr"]),
    st.sampled_from(["", "w", "william", "bill", "wilma", "willaim", "hill", "reyes", "martha"]),
    st.sampled_from(["", "h", "henry", "j"]),
    st.sampled_from(["", "jr", "sr", "iii"]),
)
PLACES = st.sampled_from([
    HOME, MOVED, HOME._replace(flat="4"), Place("", "", "97301", ""), Place("12 oka st", "4"),
    Place("", "", "", "salem or"), Place("14 oak st", "", "97301", ""),
    Place("po box 7", zip="97301"),
])  # fmt: skip
TRAITS = st.builds(
    Traits,
    is_person=st.booleans(),
    names=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    places=st.lists(PLACES, max_size=3).map(tuple),
    emails=st.frozensets(st.sampled_from(["a@x.org", "wreyes@x.org", "wreyse@x.org"]), max_size=2),
    phones=st.frozensets(st.sampled_from(["5035550101", "5035550110"]), max_size=2),
    employers=st.frozensets(st.sampled_from(["river mill", "river", "hill"]), max_size=2),
)


@given(TRAITS, TRAITS)
def test_the_order_of_both_does_not_matter(one: Traits, other: Traits) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(TRAITS, TRAITS)
def test_whom_a_suffix_parts_are_never_one(one: Traits, other: Traits) -> None:
    mine = {name.suffix for name in one.names if name.suffix}
    theirs = {name.suffix for name in other.names if name.suffix}
    if (mine or theirs) and not mine & theirs:
        assert likeness(one, other).answer is not Answer.SAME


@given(TRAITS, TRAITS)
def test_same_is_said_of_nobody_whom_anything_bars(one: Traits, other: Traits) -> None:
    found = likeness(one, other)
    bars = [said for said in found.evidence if said.bar]
    assert found.answer is not Answer.SAME or not bars
    assert found.contradicts == any(said.bar >= Bar.APART for said in bars)


WORDS = st.text("abcd", max_size=7)


@given(WORDS, WORDS)
def test_slips_are_a_distance(one: str, other: str) -> None:
    found = slips(one, other, 7)
    assert found == slips(other, one, 7)
    assert (found == 0) == (one == other)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))


@given(st.text("abcd", min_size=4, max_size=9), st.integers(0, 20), st.sampled_from("abcd"))
def test_one_letter_too_many_is_one_slip(word: str, place: int, letter: str) -> None:
    place %= len(word)
    longer = word[:place] + letter + word[place:]
    assert slips(word, longer) == 1
    assert is_slip(word, longer)


def test_short_words_have_no_slips() -> None:
    assert not is_slip("ann", "an")
    assert not is_slip("joe", "jo")
    assert slips("ab", "ba") == 1


def test_forms_of_a_name_go_both_ways() -> None:
    assert "bill" in forms_of("william")
    assert all(are_forms_of_one("william", one) for one in forms_of("william"))
    assert forms_of("nobody") == frozenset()


# --- what lists know beside cards, and how many people there are


def known(one: Traits, born: str = "", number: str = "") -> Traits:
    return replace(
        one, births=frozenset(filter(None, [born])), numbers=frozenset(filter(None, [number]))
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "words"),
    [
        ("19710524", "19710524", "Born on the same day."),
        ("19710524", "19710534", "Days of birth that differ by a slip"),
        ("19710504", "19710405", "Days of birth that differ by a slip"),
        ("19710524", "19710613", "Born within a month"),
        ("19710524", "19720626", "Born within a year or so"),
    ],
)
def test_days_of_birth_that_are_near_speak_for_one(mine: str, theirs: str, words: str) -> None:
    found = likeness(known(WILLIAM, mine), known(WILLIAM, theirs))
    assert any(words in one for one in found.reasons)


@pytest.mark.parametrize("theirs", ["19390101", "1939", "|9390101"])
def test_other_days_of_birth_speak_against(theirs: str) -> None:
    found = likeness(known(WILLIAM, "19710524"), known(WILLIAM, theirs))
    assert "Other days of birth." in found.against


def test_one_number_is_one_person_whatever_the_names_are() -> None:
    other = somebody("martha", "hill", place=MOVED)
    assert answer(known(WILLIAM, "19710524", "1234567"), known(other)) is Answer.DIFFERENT
    alike = known(somebody("martha"), "19710524", "1234567")
    assert answer(known(WILLIAM, "19710524", "1234567"), alike) is Answer.SAME
    slip = known(somebody("martha"), "", "1234568")
    assert answer(known(WILLIAM, "", "1234567"), slip) is Answer.LIKELY


def test_twins_at_one_address_are_asked_about() -> None:
    twin = known(somebody("martha", email=EMAIL, phone=PHONE), "19710524")
    assert answer(known(WILLIAM, "19710524"), twin) is Answer.LIKELY


def test_among_fewer_people_less_is_enough_but_an_initial_is_no_name() -> None:
    near = somebody(place=Place("", "", "97301", "salem or"))
    assert likeness(WILLIAM, near).answer is Answer.LIKELY
    assert likeness(WILLIAM, near, among=1_000).answer is Answer.SAME
    initial = somebody("w")
    assert likeness(WILLIAM, initial, among=10).answer is Answer.LIKELY
    elsewhere = somebody(place=MOVED)
    assert likeness(WILLIAM, elsewhere, among=10).answer is Answer.DIFFERENT


@given(st.integers(1, 10_000_000), st.integers(1, 10_000_000))
def test_more_people_never_need_less(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert fewer_points(fewer) >= fewer_points(more) >= 0


def test_neither_address_nor_telephone_is_asked_whatever_else_agrees() -> None:
    stranger = somebody(place=MOVED, email=EMAIL, phone="2125550199", employer="mill")
    mine = somebody(email=EMAIL, phone=PHONE, employer="mill")
    assert answer(mine, stranger) is Answer.LIKELY
    assert answer(mine, somebody(email=EMAIL, phone="2125550199")) is Answer.SAME


def test_a_first_name_that_is_not_known_is_asked() -> None:
    assert answer(WILLIAM, somebody("", email=EMAIL, phone=PHONE)) is Answer.LIKELY


def test_figures_are_no_slips() -> None:
    assert is_slip("local smith", "locla smith")
    assert not is_slip("local 38 cope", "local 83 cope")


@pytest.mark.parametrize(
    ("one", "other"),
    [("nunez 12", "nunez 13"), ("garcia marquez", "marquez lopez")],
)
def test_last_names_with_a_word_in_common_are_two(one: str, other: str) -> None:
    assert answer(somebody(last=one), somebody(last=other)) is not Answer.SAME
