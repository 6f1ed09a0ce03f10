"""Pledges: who may move one where, what it must say, what nobody may say or do."""

import pytest

from financedesk.errors import NotFound, Refused
from financedesk.rules.pledge_words import (
    Reminder,
    acts,
    clauses,
    judge_act,
    judge_address,
    judge_author,
    judge_pledge,
    judge_reminder,
    judge_reminder_text,
    judge_route,
    routes,
    wordings,
)
from financedesk.rules.pledges import (
    Author,
    author_roles,
    may_move,
    moves,
    needs,
    next_states,
    require_move,
    standard_text,
    states,
)

OFFICIAL, TREASURER, BOARD = Author(role="official"), Author(role="treasurer"), Author(role="board")
ALL = ("text", "signature", "recipients", "attestations", "reason", "until", "term_ended")


def test_the_states_are_those_of_the_plan_and_the_ends_are_final() -> None:
    assert tuple(states()) == (
        "drafted", "pledged", "active", "paused", "waived", "ended", "revoked",
    )  # fmt: skip
    assert [code for code, state in states().items() if state.final] == ["ended", "revoked"]
    assert [code for code, state in states().items() if state.open] == ["active"]
    for code, state in states().items():
        assert bool(next_states(code)) != state.final


def test_a_pledge_is_signed_begun_and_ended_by_the_right_people() -> None:
    assert may_move("drafted", "pledged", OFFICIAL, ALL).allowed
    assert not may_move("drafted", "pledged", TREASURER, ALL).allowed
    assert not may_move("drafted", "active", TREASURER, ALL).allowed
    assert may_move("pledged", "active", TREASURER, ALL).allowed
    assert may_move("active", "ended", TREASURER, ALL).allowed
    assert may_move("active", "waived", BOARD, ALL).allowed
    assert not may_move("active", "waived", OFFICIAL, ALL).allowed


@pytest.mark.parametrize("state", ["drafted", "pledged", "active", "paused", "waived"])
def test_the_official_may_revoke_at_any_time_and_nobody_else_may(state: str) -> None:
    assert may_move(state, "revoked", OFFICIAL).allowed
    for role in author_roles():
        if role != "official":
            assert not may_move(state, "revoked", Author(role=role), ALL).allowed
    assert may_move(state, "revoked", Author(role="official", federal=True)).allowed


def test_what_is_missing_is_named() -> None:
    ruling = may_move("drafted", "pledged", OFFICIAL, ("text",))
    assert ruling.missing == ("signature", "recipients")
    assert needs()["signature"] in ruling.why
    with pytest.raises(Refused, match="the official’s signature"):
        require_move("drafted", "pledged", OFFICIAL, ("text",))
    require_move("drafted", "pledged", OFFICIAL, ALL)


def test_nothing_leads_out_of_the_end() -> None:
    ruling = may_move("revoked", "active", OFFICIAL, ALL)
    assert not ruling.allowed
    assert "new pledge" in ruling.words
    assert next_states("ended") == ()
    with pytest.raises(NotFound, match="no state"):
        may_move("asleep", "active", OFFICIAL)
    with pytest.raises(NotFound, match="no role"):
        may_move("pledged", "active", Author(role="mayor"))


def test_a_federal_treasurer_begins_nothing() -> None:
    ruling = may_move("pledged", "active", Author(role="treasurer", name="Rep. Doe", federal=True))
    assert "Rep. Doe" in ruling.why
    assert "18 U.S.C. 602" in ruling.citation


def test_every_move_is_reasoned_and_made_by_known_roles() -> None:
    for move in moves():
        assert move.reason.endswith(".")
        assert move.citation
        assert set(move.by) <= set(author_roles())
        assert set(move.needs) <= set(needs())
        assert {*move.sources, move.to} <= set(states())


def test_the_standard_text_says_all_and_nothing_forbidden() -> None:
    assert judge_pledge(standard_text().text) == ()


@pytest.mark.parametrize("code", ["voluntary", "revocable", "no_assignment"])
def test_a_text_without_a_clause_is_refused_with_a_sentence_that_helps(code: str) -> None:
    clause = next(one for one in clauses() if one.code == code)
    others = " ".join(one.example for one in clauses() if one.code != code)
    (fault,) = judge_pledge(others)
    assert fault.code == f"lacks_{code}"
    assert fault.tone == "refused"
    assert clause.example in fault.instead
    assert judge_pledge(f"{others} {clause.example}") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "This pledge is not voluntary.",
        "I may not revoke it at any time.",
        "I assign my salary to the party.",
    ],
)
def test_a_clause_turned_round_is_no_clause(sentence: str) -> None:
    assert judge_pledge(f"{standard_text().text}\n{sentence}")
    codes = {fault.code for fault in judge_pledge(sentence)}
    assert {"lacks_voluntary", "lacks_revocable", "lacks_no_assignment"} <= codes


FORBIDDEN = {
    "assignment": (
        "I hereby assign half of my salary to the party.",
        "The city shall deduct the amount from my pay.",
        "An assignment of my salary is attached.",
    ),
    "irrevocable": (
        "This pledge is irrevocable.",
        "I cannot withdraw it before the term has ended.",
    ),
    "debt": (
        "You owe three months.",
        "It is legally binding.",
        "We will collect the debt in court.",
    ),
    "assessment": ("Your assessment for May is open.", "You must pay by Friday."),
    "threat": (
        "You will lose your committee seat if you do not pay.",
        "If you do not pay, you will lose your committee seat.",
        "We do not want a quarrel, but you will be removed from the committee.",
        "You will not keep your committee seat unless you pay.",
        "Your staff position depends on this.",
        "Voters will sign a recall petition.",
        "Nobody likes this; your chair is at stake and you will be stripped of the chair.",
    ),
    "promise": ("In return you will get a better committee seat.",),
    "reimbursement": ("We will pay you back at the end of the month.", "It will be reimbursed."),
    "pooling": (
        "Pay into our common fund.",
        "The treasurer will split the money among our entities.",
    ),
    "tax_papers": ("Send us your tax return and your W-2.",),
}


@pytest.mark.parametrize(
    ("code", "sentence"), [(code, one) for code, many in FORBIDDEN.items() for one in many]
)
def test_what_may_not_be_said_is_found_with_its_law(code: str, sentence: str) -> None:
    found = judge_reminder_text(f"Dear Ada.\n{sentence} Thank you.")
    assert code in {fault.code for fault in found}
    fault = next(one for one in found if one.code == code)
    assert fault.quote == sentence
    assert fault.citation in fault.words
    assert fault.instead in fault.words


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody will lose a committee seat or a post over this.",
        "It is no debt, and nobody may sue for it.",
        "You need not send a tax return.",
        "Nobody will reimburse what you give.",
        "We never collect the money in a common fund.",
        "No salary is assigned, garnished or withheld.",
        "Your pledge for May is open: 341.66.",
        "Would a plan or a waiver help you?",
        "Thank you for your gift of last month.",
        "You may revoke the pledge at any time.",
    ],
)
def test_what_may_be_said_is_left_alone(sentence: str) -> None:
    assert judge_reminder_text(sentence) == ()


def test_a_word_that_smells_of_compulsion_is_a_warning() -> None:
    (fault,) = judge_reminder_text("This is the mandatory gift of May.")
    assert (fault.code, fault.tone) == ("assessment", "warn")


@pytest.mark.parametrize(
    "address",
    [
        "ada.brook@house.gov", "ADA@Mail.Senate.GOV", "a@council.city.ny.us", "x@navy.mil",
        "rep@legis.state.wi.us", "sen@senate.mn", "ada@dayton.oh.gov",
        "City Hall, 101 Main Street, Dayton", "1 First Street, State Capitol",
        "2204 Rayburn House Office Building, Washington",
    ],
)  # fmt: skip
def test_no_reminder_goes_to_an_office(address: str) -> None:
    (fault,) = judge_address(address)
    assert "18 U.S.C. 607" in fault.citation
    assert fault.quote == address


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org", "government@gov.example.com", "ada@housemail.com",
        "12 Capital Avenue, Dayton", "ada.senate@example.net", "",
    ],
)  # fmt: skip
def test_private_addresses_are_fine(address: str) -> None:
    assert judge_address(address) == ()


def test_an_office_that_the_book_knows_is_an_office() -> None:
    office = "12 Mill Street, Room 4"
    assert judge_address(office) == ()
    assert judge_address("12  mill street, room 4", (office,))[0].code == "office_address"


def test_only_people_outside_of_the_federal_government_remind() -> None:
    assert judge_author(TREASURER) == ()
    assert judge_author(Author(role="treasurer", federal=True))[0].code == "federal_author"
    assert judge_author(OFFICIAL)[0].code == "author"


def test_a_reminder_is_judged_by_address_author_and_words() -> None:
    bad = Reminder(
        address="ada@house.gov",
        author=Author(role="treasurer", federal=True),
        text="You owe us. Pay, or you will lose your seat.",
    )
    assert [fault.code for fault in judge_reminder(bad)] == [
        "government_mail", "federal_author", "debt", "threat",
    ]  # fmt: skip
    good = Reminder(
        address="ada@example.org", author=TREASURER, text="May is open. Would a plan help?"
    )
    assert judge_reminder(good) == ()


def test_money_comes_from_the_official_alone() -> None:
    assert judge_route("official") == ()
    assert judge_route("joint_account") == ()
    refused = {payer: judge_route(payer)[0].code for payer in routes() if judge_route(payer)}
    assert refused == {
        "employer": "assign_pay", "organisation": "reimburse", "pool": "pool",
        "other_person": "other_name", "own_company": "corporate", "campaign": "campaign",
    }  # fmt: skip
    with pytest.raises(NotFound, match="is none of"):
        judge_route("uncle")


def test_every_forbidden_act_says_why_and_what_instead() -> None:
    assert {"assign_pay", "pool", "reimburse", "threaten_post", "sue", "book_receivable"} <= set(
        acts()
    )
    for code in acts():
        fault = judge_act(code)
        assert fault.wrong.endswith(".")
        assert fault.instead.endswith(".")
        assert fault.citation
    with pytest.raises(NotFound, match="is none of"):
        judge_act("sing")


def test_every_wording_has_its_law_and_words() -> None:
    for wording in wordings():
        assert wording.citation
        assert wording.wrong.endswith(".")
        assert wording.instead.endswith(".")
        assert wording.tone in {"refused", "warn"}
