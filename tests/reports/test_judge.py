"""The verdict on a filing, held against an independent judge on every real filing."""

from collections.abc import Callable
from pathlib import Path

import hardmoney
import pytest

from financedesk.errors import BadInput
from financedesk.fec.layouts import layout
from financedesk.reports.judge import Verdict, judge_filing
from tests.fec.filings import GOLDEN, as_bytes, spoilt

SharedFile = Callable[..., Path]

REAL = [
    "1135558", "1229017", "1236235", "1247604", "1260488", "1385191", "1527862", "1550126",
    "1550548", "27789", "425925", "467627", "723604", "730635", "747058", "753533", "765310",
    "767339", "771694", "780387", "843444", "982039", "character-encoding", "empty", "f99",
    "filing_invalid_version", "form-99", "last-value", "legacy_header", "no-header-mapping",
    "non-ascii-char", "paper1", "paper2", "quote-left-open", "text", "too_few_fields",
    "too_many_fields", "trailing-quote", "undefined-row-type",
]  # fmt: skip
BAD = ["comma_for_v8", "embedded_fs_in_data", "f99_no_endtext", "unknown_records", "version_9_9"]

#: What the independent judge does not read at all, and what we say of it: versions before 3.00 and
#: filings typed in from paper we read; what no version reads both refuse.
NOT_READ_BY_THE_JUDGE = {
    "1135558": True, "843444": True, "paper1": True, "paper2": True, "legacy_header": True,
    "empty": False, "last-value": False, "filing_invalid_version": False, "version_9_9": False,
    "f99_no_endtext": True,
}  # fmt: skip

#: Version 8 divides its fields by the character 28. A file with commas has no fields at all; the
#: judge reads it as a cover with everything missing, the Commission's programs and we refuse it.
REFUSED_BY_US_ALONE = {"comma_for_v8"}

#: Version 3.00 has no line 18(c): what it calls 18 is our 18(a). The judge takes 18(c) for 0 and so
#: finds lines 19 and 20 wrong, which on the paper form are right: 19 includes line 18.
WRONG_FOR_THE_JUDGE_ALONE = {
    "trailing-quote": {("B", "19"), ("B", "20")},
    "undefined-row-type": {("A", "19"), ("A", "20"), ("B", "19"), ("B", "20")},
}


def _paths(shared_file: SharedFile, name: str) -> Path:
    folder = ("data", "negative", "fec") if name in BAD else ("data", "fec")
    return shared_file(*folder, f"{name}.fec")


def _lines(verdict: Verdict) -> set[tuple[str, str, int, int]]:
    return {
        (wrong.column, wrong.number, wrong.reported, wrong.expected)
        for wrong in verdict.mismatches
        if wrong.code
    }


def _lines_of_the_judge(filing: hardmoney.Filing) -> set[tuple[str, str, int, int]]:
    try:
        wrong = filing.reconcile().mismatches()
    except hardmoney.UnsupportedForm:
        return set()
    return {(c.column, c.line, round(c.reported * 100), round(c.expected * 100)) for c in wrong}


@pytest.mark.parametrize("name", REAL + BAD)
def test_the_verdict_is_that_of_an_independent_judge(shared_file: SharedFile, name: str) -> None:
    path = _paths(shared_file, name)
    ours = judge_filing(path)
    if name in NOT_READ_BY_THE_JUDGE:
        with pytest.raises(hardmoney.FecError):
            hardmoney.parse_file(str(path), lenient=True)
        assert ours.acceptable is NOT_READ_BY_THE_JUDGE[name]
        return
    theirs = hardmoney.parse_file(str(path), lenient=True)
    assert ours.acceptable is (theirs.validate().is_acceptable and name not in REFUSED_BY_US_ALONE)
    wrong_for_both = {
        line
        for line in _lines_of_the_judge(theirs)
        if line[:2] not in WRONG_FOR_THE_JUDGE_ALONE.get(name, set())
    }
    assert _lines(ours) == wrong_for_both


@pytest.mark.parametrize("name", ["27789", "753533"])
def test_filings_that_are_known_to_tie_to_the_cent(shared_file: SharedFile, name: str) -> None:
    verdict = judge_filing(_paths(shared_file, name))
    assert verdict.balanced
    assert verdict.checked_lines > 50


@pytest.mark.parametrize(
    "name", ["f3x.fec", "f3x_amended.fec", "f3x_2001.fec", "f24.fec", "f99.fec"]
)
def test_our_own_filings_are_acceptable_and_balance(name: str) -> None:
    verdict = judge_filing(GOLDEN / name)
    assert verdict.acceptable
    assert verdict.balanced
    assert verdict.advice == ()


#: One amount changed, and the lines of the summary (by number) and rows that then do not agree.
UNBALANCED = [
    (("A-1", "contribution_amount", "251.00"), ["11(a)(i)"]),
    (("A-1", "memo_code", "X"), ["11(a)(i)"]),
    (("A-3", "memo_code", ""), ["11(a)(i)"]),
    (("A-4", "contribution_amount", "80.00"), []),
    (("A-4", "contribution_amount", "81.00"), ["15"]),
    (("B-1", "expenditure_amount", "520.01"), ["21(b)"]),
    (("D-1", "balance_at_close", "201.00"), ["10", "SD10"]),
    (("C-1", "loan_payment_to_date", "100.00"), ["SC/10"]),
    (("H3-2", "transferred_amount", "150.00"), ["18(a)", "H3"]),
    (("H4-1", "federal_share", "220.00"), ["21(a)(i)", "H4"]),
    (("COVER", "L19_total_receipts_period", "1.00"), ["19", "20", "6(c)"]),
    (("COVER", "L8_cash_on_hand_close_ytd", "1.00"), ["8"]),
    (("COVER", "L6b_cash_on_hand_beginning_period", "0.00"), ["6(d)"]),
]  # fmt: skip


@pytest.mark.parametrize("change,wrong", UNBALANCED, ids=[f"{c[0]}.{c[1]}" for c, _ in UNBALANCED])
def test_one_wrong_amount(tmp_path: Path, change: tuple[str, str, str], wrong: list[str]) -> None:
    path = tmp_path / "wrong.fec"
    path.write_bytes(as_bytes(spoilt("f3x.fec", change)))
    verdict = judge_filing(path)
    assert verdict.acceptable
    assert sorted(m.number or m.record for m in verdict.mismatches) == sorted(wrong)
    theirs = _lines_of_the_judge(hardmoney.parse_file(str(path)))
    assert _lines(verdict) == theirs


def test_a_mismatch_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "wrong.fec"
    path.write_bytes(as_bytes(spoilt("f3x.fec", ("A-4", "contribution_amount", "81.00"))))
    (wrong,) = judge_filing(path).mismatches
    assert wrong.message == (
        "Line 15, this period: 80.50 is reported; it should be at least 81.00, "
        "the sum of the rows SA15."
    )


def test_an_amount_that_is_none_is_refused_and_counts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wrong.fec"
    path.write_bytes(as_bytes(spoilt("f3x.fec", ("A-1", "contribution_amount", "$250"))))
    verdict = judge_filing(path)
    assert [finding.rule for finding in verdict.refused] == ["amount"]
    assert [wrong.number for wrong in verdict.mismatches] == ["11(a)(i)"]


def test_the_fields_that_rows_are_held_against_exist() -> None:
    names = {
        "SC": ("loan_amount", "loan_payment_to_date", "loan_balance"),
        "SD": ("beginning_balance", "incurred_amount", "payment_amount", "balance_at_close"),
        "H3": ("total_amount_transferred", "transferred_amount", "account_name", "receipt_date"),
        "H4": ("total_amount", "federal_share", "nonfederal_share"),
        "H6": ("total_amount", "federal_share", "levin_share"),
    }
    for record, fields in names.items():
        assert set(fields) <= set(layout(record).names)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        judge_filing(tmp_path / "missing.fec")
