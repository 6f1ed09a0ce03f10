"""Who may be given nothing and why, which rooms are shared, and what stops everything."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_blocks import gates, namings
from financedesk.rules.allocation_facts import JointShare, Official, Recipient, Release
from financedesk.rules.allocation_rooms import GivenRoom, shared_rooms
from financedesk.rules.allocation_taking import attestations, taking_of
from financedesk.rules.allocation_words import carry_words, explanation, line_reason
from financedesk.rules.deductions import deductible_of, deductible_word, deduction_on
from financedesk.rules.figures import CONFIDENCES
from financedesk.rules.flows import may_give
from financedesk.rules.joint_fundraising import Participant, joint_split
from financedesk.rules.limits import Override, Room, Use, limit_on, limit_rule
from financedesk.rules.limits import room as room_of
from financedesk.rules.parties import givers, recipients
from financedesk.rules.windows import Election, Window, election_window, year_window
from tests.rules.remitting import (
    C3,
    C4,
    CANDIDATE,
    CONTRACTOR,
    COUNCILLOR,
    NONFED,
    PAC,
    STATE_FED,
    SUPER_PAC,
    asked,
    room,
    rooms,
)

ON = date(2026, 4, 15)
OPEN = rooms(room("slp", ON), room("pac", ON), room("nonfed", ON, cap=1_000_00), room("levin", ON))


def code_of(official: Official, one: Recipient, **more: object) -> str:
    """The code under which one recipient alone is blocked, or nothing."""
    request = asked(official, ON, 100_00, recipients=(one,), **{"allowances": OPEN, **more})
    found = allocation_of(request)
    assert bool(found.blocked) != bool(found.lines)
    for refusal in found.blocked:
        assert refusal.citation
        assert refusal.remedy
        assert refusal.words.endswith("]")
        assert found.carry.cents == 100_00
    return found.blocked[0].code if found.blocked else ""


def test_only_whom_the_pledge_names_is_proposed() -> None:
    assert code_of(COUNCILLOR, replace(PAC, consented=False)) == "NO_CONSENT"
    assert code_of(COUNCILLOR, PAC) == ""


def test_every_class_that_an_official_is_must_be_allowed() -> None:
    abroad = replace(COUNCILLOR, citizen=False)
    assert code_of(abroad, NONFED) == "FOREIGN"
    assert code_of(abroad, C3) == ""
    both = replace(CANDIDATE, contractor=True)
    assert both.classes_on(ON) == ("contractor", "federal_officeholder")
    assert code_of(both, STATE_FED) == "CONTRACTOR"
    assert code_of(both, NONFED) == "FED_NONFED"
    assert code_of(CONTRACTOR, NONFED) == ""


def test_federal_status_holds_for_its_days_only() -> None:
    later = replace(COUNCILLOR, federal=((date(2026, 5, 1), date(2026, 11, 3)),))
    assert code_of(later, NONFED) == ""
    assert later.classes_on(date(2026, 5, 1)) == ("federal_officeholder",)
    assert later.classes_on(date(2026, 11, 4)) == ("state_officeholder",)


def test_state_law_that_nobody_entered_is_no_permission() -> None:
    assert code_of(COUNCILLOR, replace(NONFED, rooms=())) == "STATE_UNKNOWN"
    none = rooms(room("nonfed", ON, cap=0))
    assert code_of(COUNCILLOR, NONFED, allowances=none) == "STATE_PROHIBITED"
    free = rooms(room("nonfed", ON, cap=None))
    assert code_of(COUNCILLOR, NONFED, allowances=free) == ""


def test_a_limit_that_nobody_measured_is_no_room() -> None:
    assert code_of(COUNCILLOR, replace(PAC, rooms=())) == "ROOM_UNKNOWN"


def test_who_is_controlled_by_the_party_is_closed_until_counsel_opens_it() -> None:
    ruled = replace(C4, controlled_by="the state party")
    assert code_of(COUNCILLOR, ruled) == "EFMC"
    word = Release(
        code="EFMC", recipient="c4", who="Counsel", decided_on=date(2026, 1, 2),
        reason="Its activity is cleared.", until=date(2026, 6, 30),
    )  # fmt: skip
    assert code_of(COUNCILLOR, ruled, releases=(word,)) == ""
    assert code_of(COUNCILLOR, ruled, releases=(replace(word, until=date(2026, 4, 14)),)) == "EFMC"
    assert code_of(COUNCILLOR, ruled, releases=(replace(word, recipient="c3"),)) == "EFMC"
    assert code_of(COUNCILLOR, replace(SUPER_PAC, declared="")) == "EFMC"
    assert code_of(COUNCILLOR, replace(SUPER_PAC, declared="in writing")) == ""


def test_no_release_opens_what_counsel_cannot_open() -> None:
    political = replace(C3, electoral="endorses candidates")
    word = Release(
        code="C3_POLITICAL", recipient="c3", who="Counsel", decided_on=ON, reason="No.",
    )  # fmt: skip
    assert code_of(COUNCILLOR, political, releases=(word,)) == "C3_POLITICAL"
    campaign = Recipient(key="doe", name="Doe for Congress", kind="candidate", office="H")
    assert code_of(COUNCILLOR, replace(campaign, employer="Rep. Doe")) == "EMPLOYER"
    assert code_of(COUNCILLOR, replace(campaign, own_committee="yes")) == "OWN_COMMITTEE"
    assert code_of(CONTRACTOR, replace(C4, electoral="canvassing")) == "CONTRACTOR"
    assert code_of(COUNCILLOR, replace(C4, electoral="canvassing")) == ""


def test_counsel_s_word_on_the_matrix_opens_a_cell_within_an_amount() -> None:
    word = Override(
        rule="federal_officeholder > party_nonfederal", reason="Within the Act’s amounts.",
        who="Counsel", decided_on=ON, verdict="limited",
    )  # fmt: skip
    assert code_of(CANDIDATE, NONFED) == "FED_NONFED"
    assert code_of(CANDIDATE, NONFED, overrides=(word,)) == ""
    free = rooms(room("nonfed", ON, cap=None))
    assert code_of(CANDIDATE, NONFED, overrides=(word,), allowances=free) == "FED_NONFED"


def test_the_verdict_is_the_matrix_s_for_every_kind_of_giver_and_recipient() -> None:
    officials = {
        "state_officeholder": COUNCILLOR, "federal_officeholder": CANDIDATE,
        "contractor": CONTRACTOR, "foreign_national": replace(COUNCILLOR, citizen=False),
    }  # fmt: skip
    room_for = rooms(room("any", ON, cap=1_000_00))
    for giver, official in officials.items():
        for kind in recipients():
            if kind == "joint_fundraiser":
                continue
            verdict = may_give(giver, kind, ON)
            open_to = verdict.allowed and verdict.needs != "counsel"
            one = Recipient(key="one", name="One", kind=kind, rooms=("any",), declared="in writing")
            assert (code_of(official, one, allowances=room_for) == "") == open_to, (giver, kind)


def test_every_row_of_the_table_is_cited_and_names_known_classes() -> None:
    for gate in gates():
        assert gate.citation
        assert gate.confidence in CONFIDENCES
        assert gate.reason.endswith(".")
        assert set(gate.recipients) <= set(recipients())
        assert set(gate.givers) <= set(givers())
        assert hasattr(Recipient(key="a", name="A", kind="pac"), gate.fact)
    for naming in namings():
        assert naming.remedy.endswith(".")
        assert set(naming.recipients) <= set(recipients())
    for kind in recipients():
        taking = taking_of(kind)
        assert taking.citation
        assert "{name}" in taking.notice
        assert set(taking.attestations) <= set(attestations())


@pytest.mark.parametrize("pledge", ["drafted", "pledged", "paused", "waived", "ended", "revoked"])
def test_nothing_is_proposed_unless_the_pledge_is_active(pledge: str) -> None:
    found = allocation_of(
        asked(COUNCILLOR, ON, 100_00, recipients=(PAC,), allowances=OPEN, pledge=pledge)
    )
    assert [one.code for one in found.stops] == ["PLEDGE"]
    assert (found.lines, found.carry.cents) == ((), 100_00)
    assert "Nothing is proposed" in carry_words(found.carry)


def test_nothing_is_proposed_on_old_declarations_or_while_an_alarm_stands() -> None:
    given = dict.fromkeys(attestations(), date(2025, 4, 15))
    request = asked(COUNCILLOR, ON, 100_00, recipients=(PAC,), allowances=OPEN, attested=given)
    assert allocation_of(request).stops == ()
    old = replace(request, attested={**given, "citizen": date(2025, 4, 14)})
    assert [one.code for one in allocation_of(old).stops] == ["ATTESTATION"]
    none = replace(request, attested={})
    assert len(allocation_of(none).stops) == len(attestations())
    alarm = replace(request, alarms=("A payment of 900.00 equals a gift of 900.00.",))
    assert [one.code for one in allocation_of(alarm).stops] == ["ROUND_TRIP"]


def test_a_fixed_wish_goes_before_everything_and_not_beyond() -> None:
    request = asked(
        COUNCILLOR, ON, 900_00, recipients=(STATE_FED, PAC), allowances=OPEN,
        wishes={"pac": 500_00},
    )  # fmt: skip
    found = allocation_of(request)
    assert (found.cents_of("pac"), found.cents_of("state_fed")) == (500_00, 400_00)
    assert "wants exactly $500.00" in line_reason(found.lines[0])
    nothing = allocation_of(replace(request, wishes={"pac": 0, "state_fed": 100_00}))
    assert nothing.carry.cents == 800_00
    assert {one.code for one in nothing.carry.causes} == {"no_more", "wish"}
    tight = allocation_of(
        replace(request, allowances={**OPEN, "pac": room("pac", ON, used=4_700_00)})
    )
    assert tight.cents_of("pac") == 300_00
    with pytest.raises(BadInput, match="nobody on the list"):
        allocation_of(replace(request, wishes={"town": 1}))


def test_a_wish_is_not_spread_over_the_year() -> None:
    request = asked(
        COUNCILLOR, ON, 2_000_00, recipients=(STATE_FED, PAC), allowances=OPEN, smooth=True,
        wishes={"pac": 2_000_00},
    )  # fmt: skip
    assert allocation_of(request).cents_of("pac") == 2_000_00


def test_smoothing_counts_quarters_when_the_schedule_does() -> None:
    request = asked(
        COUNCILLOR, ON, 9_000_00, recipients=(PAC,), allowances=OPEN, smooth=True,
        months_a_period=3,
    )  # fmt: skip
    found = allocation_of(request)
    assert found.cents_of("pac") == 5_000_00 // 3
    assert found.carry.again_on == date(2026, 7, 1)
    assert "without smoothing more could go now" in carry_words(found.carry)
    last = replace(request, on=date(2026, 12, 1), attested=dict.fromkeys(attestations(), ON))
    assert allocation_of(last).cents_of("pac") == 5_000_00


def test_pending_money_and_a_reserve_take_room() -> None:
    held = room("pac", ON, used=1_000_00, pending_cents=500_00, reserve_cents=250_00)
    request = asked(COUNCILLOR, ON, 9_000_00, recipients=(PAC,), allowances=rooms(held))
    found = allocation_of(request)
    assert found.cents_of("pac") == 3_250_00
    assert "$500.00 pending, $250.00 kept free" in line_reason(found.lines[0])


def test_room_for_an_election_ends_with_the_election() -> None:
    primary = Election(code="P2026", held_on=date(2026, 6, 2), office="H")
    limit = limit_on(limit_rule("person_to_candidate"), ON)
    given = GivenRoom("doe", "candidate:7", room_of(limit, election_window(primary), ()))
    shared = shared_rooms([given])
    doe = Recipient(
        key="doe", name="Doe for Congress", kind="candidate", office="H",
        rooms=shared.of_recipient["doe"],
    )  # fmt: skip
    request = asked(COUNCILLOR, ON, 4_000_00, recipients=(doe,), allowances=shared.allowances)
    found = allocation_of(request)
    assert found.cents_of("doe") == 3_500_00
    assert found.carry.again_on == date(2026, 6, 3)
    after = replace(request, on=date(2026, 6, 3), attested=dict.fromkeys(attestations(), ON))
    assert allocation_of(after).carry.cents == 4_000_00


def in_group(code: str, used: int) -> Room:
    window: Window = year_window(ON)
    return room_of(limit_on(limit_rule(code), ON), window, (Use(window=window.key, cents=used),))


def test_a_party_and_a_pac_under_common_control_share_one_room() -> None:
    """The smaller figure holds for both together while the PAC is on the list (30116(a)(5))."""
    shared = shared_rooms(
        [
            GivenRoom("state_fed", "meadow", in_group("person_to_state_party", 1_000_00)),
            GivenRoom("pac", "meadow", in_group("person_to_pac", 1_000_00)),
        ]
    )
    party = replace(STATE_FED, rooms=shared.of_recipient["state_fed"])
    pac = replace(PAC, rooms=shared.of_recipient["pac"])
    assert party.rooms == pac.rooms
    request = asked(
        COUNCILLOR, ON, 20_000_00, recipients=(party, pac), allowances=shared.allowances
    )
    found = allocation_of(request)
    assert found.placed_cents == 4_000_00
    assert (found.cents_of("state_fed"), found.cents_of("pac")) == (2_666_67, 1_333_33)
    assert "that the limit leaves to all who share it" in line_reason(found.lines[0])
    assert line_reason(found.lines[0]).endswith("in 2026, shared with Meadow Party of Ohio.")
    alone = shared_rooms(
        [GivenRoom("state_fed", "meadow", in_group("person_to_state_party", 1_000_00))]
    )
    party = replace(STATE_FED, rooms=alone.of_recipient["state_fed"])
    only = replace(request, recipients=(party,), allowances=alone.allowances)
    assert allocation_of(only).placed_cents == 9_000_00


def test_a_party_without_party_status_shares_five_thousand_with_its_pac() -> None:
    rows = [GivenRoom(key, "meadow", in_group("person_to_pac", 0)) for key in ("state_fed", "pac")]
    shared = shared_rooms(rows)
    party = replace(STATE_FED, kind="pac", rooms=shared.of_recipient["state_fed"])
    pac = replace(PAC, rooms=shared.of_recipient["pac"])
    found = allocation_of(
        asked(COUNCILLOR, ON, 9_000_00, recipients=(party, pac), allowances=shared.allowances)
    )
    assert found.placed_cents == 5_000_00


def test_rooms_of_one_group_that_disagree_are_refused() -> None:
    rows = [
        GivenRoom("a", "meadow", in_group("person_to_pac", 100)),
        GivenRoom("b", "meadow", in_group("person_to_pac", 200)),
    ]
    with pytest.raises(BadInput, match="do not agree"):
        shared_rooms(rows)


def test_a_reserve_is_kept_free_in_a_group() -> None:
    rows = [GivenRoom("pac", "meadow", in_group("person_to_pac", 0))]
    (found,) = shared_rooms(rows, {"meadow": 700_00}).allowances.values()
    assert found.left_on(ON) == 4_300_00


def test_a_joint_fundraiser_is_one_payment_by_its_formula() -> None:
    joint = Recipient(
        key="jfc", name="Meadow Victory", kind="joint_fundraiser", weight=3,
        shares=(JointShare(STATE_FED, 2), JointShare(PAC, 1), JointShare(SUPER_PAC, 3)),
    )  # fmt: skip
    request = asked(
        CANDIDATE, ON, 9_000_00, recipients=(joint,),
        allowances={**OPEN, "pac": room("pac", ON, used=4_000_00)},
    )  # fmt: skip
    found = allocation_of(request)
    (line,) = found.lines
    assert line.cents == 9_000_00
    assert {part.recipient: part.cents for part in line.parts} == {
        "jfc/pac": 1_000_00, "jfc/state_fed": 8_000_00,
    }  # fmt: skip
    assert [one.code for one in found.blocked] == ["FED_SOFT"]
    assert "by the written formula" in line_reason(line)
    assert "11 CFR 102.17(c)" in line.citations
    assert (line.before_cents, line.after_cents) == (11_000_00, 2_000_00)


def test_a_joint_gift_and_a_direct_one_share_the_participant_s_room() -> None:
    joint = Recipient(
        key="jfc", name="Meadow Victory", kind="joint_fundraiser",
        shares=(JointShare(STATE_FED, 1), JointShare(PAC, 1)),
    )  # fmt: skip
    found = allocation_of(
        asked(COUNCILLOR, ON, 99_000_00, recipients=(joint, PAC), allowances=OPEN)
    )
    assert found.placed_cents == 15_000_00
    assert found.cents_of("pac") + found.lines[0].parts[0].cents == 5_000_00


def test_late_in_december_an_instruction_says_by_when() -> None:
    assert allocation_of(asked(COUNCILLOR, ON, 1_00, recipients=(C4,))).lines[0].guard == ""
    for day, wanted in ((19, False), (20, True), (31, True)):
        late = allocation_of(asked(COUNCILLOR, date(2026, 12, day), 1_00, recipients=(C4,)))
        assert ("by 31 December 2026" in late.lines[0].guard) == wanted


def test_a_line_says_account_notice_and_what_is_deductible() -> None:
    found = allocation_of(
        asked(COUNCILLOR, ON, 900_00, recipients=(PAC, replace(C3, tier=1)), allowances=OPEN)
    )
    charity, pac = found.lines
    assert pac.name == "Meadow Action PAC"
    assert "Meadow Action PAC are not deductible" in pac.notice
    assert "6113" in pac.notice
    assert pac.taking.report.startswith("Form 3X, line 11(a)(i)")
    assert (pac.deductible, charity.deductible) == ("no", "partly")
    assert "acknowledgment" in charity.notice
    earlier = date(2025, 4, 15)
    before = allocation_of(asked(COUNCILLOR, earlier, 900_00, recipients=(C3,)))
    assert before.lines[0].deductible == "yes"


def test_every_cent_is_told() -> None:
    found = allocation_of(
        asked(COUNCILLOR, ON, 100_01, recipients=(STATE_FED, PAC, replace(C4, consented=False)),
              allowances=OPEN)
    )  # fmt: skip
    said = explanation(found)
    assert said[0] == "Due $100.01 and carried over $0.00: $100.01 for 2026-04-15."
    assert "Weight 1 of 3 in tier 1, where $100.01 arrived: $33.34 with a cent" in said[1]
    assert "Weight 2 of 3 in tier 1, where $100.01 arrived: $66.67, cut to whole cents" in said[2]
    assert said[3].startswith("Meadow Issues: The official’s pledge does not name it.")


def test_a_condition_that_was_settled_is_told_with_the_line() -> None:
    state = allocation_of(
        asked(CONTRACTOR, ON, 100_00, recipients=(NONFED,), allowances=OPEN, carry_in_cents=50_00)
    )
    assert "do business with the state" in state.lines[0].conditions[0]
    assert state.lines[0].conditions[0] in explanation(state)[1]
    assert state.carry_in_placed_cents == 50_00
    issue = allocation_of(asked(CANDIDATE, ON, 100_00, recipients=(C4,)))
    assert "Declared: Meadow Issues, 2 January 2026" in issue.lines[0].conditions[0]
    assert allocation_of(asked(COUNCILLOR, ON, 1, recipients=(C4,))).lines[0].conditions == ()


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 3_000_000), st.lists(st.integers(1, 9), min_size=2, max_size=4),
    st.lists(st.integers(0, 1_000_000), min_size=4, max_size=4),
)  # fmt: skip
def test_a_joint_payment_s_parts_are_those_of_the_formula(
    cents: int, weights: list[int], left: list[int]
) -> None:
    keys = [f"p{number}" for number in range(len(weights))]
    allowances = rooms(*(room(key, ON, cap=one) for key, one in zip(keys, left, strict=False)))
    shares = tuple(
        JointShare(Recipient(key=key, name=key, kind="pac", rooms=(key,)), weight)
        for key, weight in zip(keys, weights, strict=True)
    )
    joint = Recipient(key="jfc", name="Victory", kind="joint_fundraiser", shares=shares)
    found = allocation_of(asked(COUNCILLOR, ON, cents, recipients=(joint,), allowances=allowances))
    split = joint_split(
        cents,
        [
            Participant(key=key, weight=weight, left_cents=one)
            for key, weight, one in zip(keys, weights, left, strict=False)
        ],
    )
    assert found.carry.cents == split.back_cents
    mine = {part.recipient: part.cents for line in found.lines for part in line.parts}
    for key, part in split.parts.items():
        assert abs(mine.get(f"jfc/{key}", 0) - part) <= len(keys)


def test_what_cannot_be_asked_is_refused_with_the_reason() -> None:
    with pytest.raises(BadInput, match="not below zero"):
        allocation_of(asked(COUNCILLOR, ON, -1))
    with pytest.raises(BadInput, match="twice"):
        allocation_of(asked(COUNCILLOR, ON, 1, recipients=(PAC, PAC), allowances=OPEN))
    with pytest.raises(BadInput, match="from 1 on"):
        allocation_of(asked(COUNCILLOR, ON, 1, recipients=(replace(C4, weight=0),)))
    with pytest.raises(BadInput, match="is not there"):
        allocation_of(asked(COUNCILLOR, ON, 1, recipients=(PAC,)))
    with pytest.raises(BadInput, match="names its participants"):
        allocation_of(asked(COUNCILLOR, ON, 1, recipients=(replace(C4, kind="joint_fundraiser"),)))


def test_deductions_by_the_year() -> None:
    gift = deductible_of(10_700_00, ON, 180_000_00)
    assert (gift.itemising_cents, gift.not_itemising_cents) == (9_800_00, 1_000_00)
    assert deductible_of(10_700_00, ON, 180_000_00, joint=True).not_itemising_cents == 2_000_00
    assert deductible_of(500_00, ON, 180_000_00).itemising_cents == 0
    assert deductible_of(200_000_00, ON, 180_000_00).itemising_cents == 107_100_00
    assert deductible_of(1_00, ON, 1).floor_cents == 1
    before = deductible_of(10_700_00, date(2025, 4, 1), 180_000_00)
    assert (before.itemising_cents, before.not_itemising_cents) == (10_700_00, 0)
    assert deductible_word(charity=False, on=ON) == "no"
    assert "0.5 %" in deduction_on(ON).words
    with pytest.raises(BadInput, match="not below zero"):
        deductible_of(-1, ON, 1)
