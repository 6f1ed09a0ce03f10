"""Every kind against the reference table, and the table against itself."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from financedesk.errors import NotFound
from financedesk.rules.kinds import (
    Kind,
    KindLine,
    allows,
    groups,
    income_classes,
    kind,
    kind_for_token,
    kind_of_type,
    kinds,
    line_for,
)

TODAY = date(2026, 11, 22)
GROUPS = {
    "GENERAL": "general",
    "LINE_14": "line_14",
    "LINE_15": "line_15",
    "LINE_16": "line_16",
    "OTHER_RCPT": "other_receipts",
    "NON_CONTRIB": "non_contribution_account",
    "RECOUNT": "recount_account",
    "NP_CONV": "national_party_convention_account",
    "NP_HQ": "national_party_headquarters_account",
    "NP_RECOUNT": "national_party_recount_account",
    "GEN_DISB": "general_disbursement",
    "IE": "independent_expenditure",
    "COORD": "coordinated_party_expenditures",
    "–": None,
}
MEMO = {"X": "always", "no": "never", "opt": "optional", "n/a": "never"}
# FECfile+ forgets to negate these two; a refund lowers the donor's aggregate in law.
REFUNDS_THE_REFERENCE_ADDS = {
    "REFUND_RECEIPTS_FROM_UNREGISTERED_ORGANIZATION",
    "REFUND_RECEIPTS_FROM_UNREGISTERED_ORGANIZATION_VOID",
}
# FECfile+ offers this half of a pair to parties only, and its other half to everybody.
OPEN_TO_ALL = {"PAC_IN_KIND_OUT"}
F3X_TOKENS = [
    "SA11AI",
    "SA11B",
    "SA11C",
    "SA12",
    "SA13",
    "SA14",
    "SA15",
    "SA16",
    "SA17",
    "SB21B",
    "SB22",
    "SB23",
    "SB26",
    "SB27",
    "SB28A",
    "SB28B",
    "SB28C",
    "SB29",
    "SB30B",
    "SC/9",
    "SC/10",
    "SC1/10",
    "SC2/10",
    "SD9",
    "SD10",
    "SE",
    "SF",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "SL",
]
F3_TOKENS = [
    "SA11AI",
    "SA11B",
    "SA11C",
    "SA11D",
    "SA12",
    "SA13A",
    "SA13B",
    "SA14",
    "SA15",
    "SB17",
    "SB18",
    "SB19A",
    "SB19B",
    "SB20A",
    "SB20B",
    "SB20C",
    "SB21",
    "SC/9",
    "SC/10",
    "SD9",
    "SD10",
]


def reference_rows(path: Path) -> list[list[str]]:
    """Return the cells of every row of the table whose first cell is an identifier."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 12 and re.fullmatch("[A-Z0-9_]+", cells[0]):
            rows.append(cells)
    return rows


def ordinary_line(found: Kind, form: str = "F3X") -> KindLine:
    line = line_for(found, form=form, account_kind=None, on=TODAY)
    assert line is not None
    return line


def reference_sign(cell: str) -> str:
    return {"<": "negative", ">": "positive"}.get(cell[:1], "any")


def reference_aggregate_sign(identifier: str, sign: str, group: str | None) -> int:
    if group is None:
        return 0
    return -1 if "×" in sign or identifier in REFUNDS_THE_REFERENCE_ADDS else 1


def names(cell: str) -> set[str]:
    """The children or parents of a cell, as our codes; a pair's shared name stands for both."""
    found = {name.strip().rstrip("*").lower() for name in cell.split(",") if name.strip()}
    found.discard("(required)")
    return found


def test_every_reference_type_has_its_kind(shared_file: Callable[..., Path]) -> None:
    rows = reference_rows(shared_file("fec", "transaction_types.md"))
    assert len(rows) == 182
    differences = []
    for row in rows:
        identifier, _, token, entities, memo, sign, group_name, itemise, *_ = row
        found = kind_of_type(identifier)
        line = ordinary_line(found)
        group = GROUPS[group_name]
        expected = (
            identifier.lower(),
            token,
            set(entities.split("/")),
            MEMO[memo],
            reference_sign(sign),
            group,
            reference_aggregate_sign(identifier, sign, group),
            "over_200" if itemise == ">200" else itemise,
        )
        actual = (
            found.code,
            line.token,
            set(found.parties),
            found.memo,
            found.sign,
            line.group,
            line.aggregate_sign,
            line.itemise,
        )
        if expected != actual:
            differences.append((expected, actual))
    assert differences == []


def test_families_and_reserved_kinds_follow_the_reference(
    shared_file: Callable[..., Path],
) -> None:
    for row in reference_rows(shared_file("fec", "transaction_types.md")):
        identifier, children, parents, reserved = row[0], row[8], row[9], row[10]
        found = kind_of_type(identifier)
        if "CONDUIT_EARMARK_OUT*" in children:
            assert len(found.required_children) == 1
            assert found.children[0].startswith(names(children).pop())
        else:
            assert set(found.children) == names(children)
            starred = {x.strip()[:-1].lower() for x in children.split(",") if x.strip()[-1:] == "*"}
            assert set(found.required_children) == starred
        if names(parents):
            assert {x for x in found.parents if kind(x).fecfile_type} == names(parents)
        assert found.parent_required == (parents == "(required)")
        # Only parties have line 30(b): its details are theirs too.
        if identifier not in OPEN_TO_ALL and not (names(parents) and row[2] == "SB30B"):
            assert found.only_for == {"PTY": "party", "PAC": "pac", "": ""}[reserved]


def test_a_type_of_fecfile_never_shares_its_code_with_another() -> None:
    types = [x.fecfile_type for x in kinds().values() if x.fecfile_type]
    assert len(types) == len(set(types)) == 182


@pytest.mark.parametrize("found", kinds().values(), ids=lambda found: found.code)
def test_each_kind_is_sound(found: Kind) -> None:
    assert re.fullmatch("[a-z][a-z0-9_]*", found.code)
    assert found.label[0].isupper() or found.label[0].isdigit()
    assert found.direction in ("in", "out", "none")
    assert found.memo in ("never", "optional", "always")
    assert found.sign in ("any", "negative", "positive")
    assert set(found.parties) <= {"IND", "ORG", "COM", "CAN"}
    assert found.income_class in income_classes()
    assert found.only_for in ("", "party", "pac")
    assert set(found.required_children) <= set(found.children)
    for child in found.children:
        assert found.code in kind(child).parents
    for parent in found.parents:
        kind(parent)
    if found.memo == "always" or found.direction == "none":
        assert not found.cash


@pytest.mark.parametrize(
    "found",
    [x for x in kinds().values() if x.lines],
    ids=lambda found: found.code,
)
def test_each_line_is_sound(found: Kind) -> None:
    for line in found.lines:
        assert found.record is not None
        assert line.token.startswith(found.record)
        assert line.citation
        assert line.itemise in ("over_200", "always", "never")
        assert (line.aggregate_sign == 0) <= (line.group is None or found.memo == "always")
        if line.group is None:
            assert (line.partition, line.aggregate_sign) == (None, 0)
        else:
            assert line.partition == groups()[line.group].partition
        if line.token == "SA11AI":
            assert line.unitemised_token == "SA11AII"


def test_no_two_lines_of_a_kind_claim_the_same_account_and_day() -> None:
    for found in kinds().values():
        claims = [(line.form, line.account_kinds) for line in found.lines]
        assert len(claims) == len(set(claims)), found.code


def test_kinds_without_a_line_never_reach_a_form() -> None:
    for code in ("c3_contribution", "c4_program_expense", "nonfederal_receipt", "grant_made"):
        for form in ("F3X", "F3"):
            assert line_for(kind(code), form=form, account_kind="federal", on=TODAY) is None


@pytest.mark.parametrize(
    "account, token",
    [
        ("federal", "SA11AI"),
        ("contribution", "SA11AI"),
        ("operating", "SA11AI"),
        ("noncontribution", "SA17"),
        ("nonfederal", None),
        ("levin", None),
        (None, "SA11AI"),
        ("", "SA11AI"),
    ],
)
def test_the_account_decides_the_line_of_a_gift(account: str | None, token: str | None) -> None:
    line = line_for(kind("individual_receipt"), form="F3X", account_kind=account, on=TODAY)
    assert (line.token if line else None) == token


def test_a_gift_to_a_non_contribution_account_aggregates_by_itself() -> None:
    line = line_for(
        kind("individual_receipt"), form="F3X", account_kind="noncontribution", on=TODAY
    )
    assert line is not None
    assert (line.group, line.unitemised_token) == ("non_contribution_account", "SA17")


def test_lines_begin_when_the_law_made_them() -> None:
    convention = kind("individual_national_party_convention_account")
    before = line_for(convention, form="F3X", account_kind="federal", on=date(2014, 12, 15))
    first_day = line_for(convention, form="F3X", account_kind="federal", on=date(2014, 12, 16))
    assert before is None
    assert first_day is not None


def test_levin_money_stands_on_schedule_l_alone() -> None:
    donation = kind("levin_receipt")
    line = line_for(donation, form="F3X", account_kind="levin", on=TODAY)
    assert line is not None
    assert (line.token, line.unitemised_token) == ("SAL1A", "SAL1B")
    assert line_for(donation, form="F3X", account_kind="federal", on=TODAY) is None


def test_form_3_has_its_own_lines() -> None:
    on_form_3 = {
        "individual_receipt": "SA11AI",
        "contribution_from_candidate": "SA11D",
        "loan_received_from_candidate_receipt": "SA13A",
        "loan_received_from_bank_receipt": "SA13B",
        "offset_to_operating_expenditures": "SA14",
        "other_receipt": "SA15",
        "operating_expenditure": "SB17",
        "refund_individual_contribution": "SB20A",
        "other_disbursement": "SB21",
    }
    for code, token in on_form_3.items():
        assert ordinary_line(kind(code), "F3").token == token
    assert line_for(kind("independent_expenditure"), form="F3", account_kind="", on=TODAY) is None


def test_details_behind_an_allocated_payment_are_not_aggregated_twice() -> None:
    assert ordinary_line(kind("h4_allocated_disbursement")).aggregate_sign == 1
    assert ordinary_line(kind("h4_credit_card_memo")).aggregate_sign == 0
    assert not groups()["allocated_event"].memo_counts


@pytest.mark.parametrize("form, tokens", [("F3X", F3X_TOKENS), ("F3", F3_TOKENS)])
def test_every_row_of_a_past_filing_finds_a_kind_on_its_own_line(
    form: str, tokens: list[str]
) -> None:
    for token in tokens:
        for memo in (False, True):
            for entity in ("IND", "ORG", "COM", "CAN", "CCM", "PAC", "PTY", ""):
                found = kind_for_token(token, memo=memo, entity_type=entity, form=form)
                assert ordinary_line(found, form).token == token
                assert found.memo != ("never" if memo else "always")


@pytest.mark.parametrize(
    "token, memo, entity, code",
    [
        ("SA11AI", False, "IND", "individual_receipt"),
        ("SA11A1", False, "ind", "individual_receipt"),
        ("SA11AI", True, "PAC", "earmark_memo"),
        ("SA11AI", False, "ORG", "as_filed_sa11ai"),
        ("SA12", True, "IND", "individual_jf_transfer_memo"),
        ("SA12", False, "PTY", "transfer"),
        ("SB23", False, "CCM", "contribution_to_candidate"),
        ("SB23", False, "PAC", "contribution_to_other_committee"),
        ("SC/10", False, "ORG", "loan_received_from_bank"),
        ("H4", True, "ORG", "as_filed_h4"),
    ],
)
def test_past_rows_become_natural_kinds_where_they_can(
    token: str, memo: bool, entity: str, code: str
) -> None:
    assert kind_for_token(token, memo=memo, entity_type=entity).code == code


@pytest.mark.parametrize(
    "token, entity, cents, code",
    [
        ("SB28A", "IND", 100, "refund_individual_contribution"),
        ("SB28A", "IND", -100, "refund_individual_contribution_void"),
        ("SB28C", "PAC", -100, "refund_pac_contribution_void"),
        ("SA11AI", "IND", -100, "individual_receipt"),
    ],
)
def test_a_past_row_finds_a_kind_of_its_own_sign(
    token: str, entity: str, cents: int, code: str
) -> None:
    assert kind_for_token(token, memo=False, entity_type=entity, cents=cents).code == code


def test_what_a_kind_allows() -> None:
    refund = kind("refund_individual_contribution")
    assert allows(refund, memo=True, cents=1)
    assert not allows(refund, memo=False, cents=-1)
    assert not allows(kind("operating_expenditure_void"), memo=False, cents=1)
    assert not allows(kind("partnership_attribution"), memo=False, cents=1)
    assert not allows(kind("conduit_earmark_receipt_deposited"), memo=True, cents=1)


def test_unknown_names_are_answered_with_near_ones() -> None:
    with pytest.raises(NotFound, match="individual_receipt"):
        kind("individual_reciept")
    with pytest.raises(NotFound, match="PAC_RECEIPT"):
        kind_of_type("PAC_RECIEPT")
    with pytest.raises(NotFound, match="SB99"):
        kind_for_token("SB99", memo=False, entity_type="IND")
