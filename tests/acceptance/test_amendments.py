"""Amendments: an adopted one takes its original's place, one of ours replaces it for the FEC."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import hardmoney
import pytest

from financedesk.fec.values import amount
from financedesk.fec.writer import FecWriter
from financedesk.rules.summary import complete, form_lines
from tests.acceptance.comparing import cover_cents, fec_id, normal, records_of
from tests.acceptance.shell import Shell, empty_book

SharedFile = Callable[..., Path]
COMMITTEE = "C00900017"
QUARTER = ("--from", "2025-01-01", "--to", "2025-03-31")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return empty_book(tmp_path)


# --- an amendment that is adopted


def _gift(number: str, name: str, cents: int, day: str = "20250211") -> tuple[str, dict[str, str]]:
    written = amount(cents)
    return "SA", {
        "form_type": "SA11AI", "filer_committee_id_number": COMMITTEE, "transaction_id": number,
        "entity_type": "IND", "contributor_last_name": name, "contributor_first_name": "Kim",
        "contributor_street_1": "2 Oak St", "contributor_city": "Salem", "contributor_state": "OR",
        "contributor_zip": "97301", "contribution_date": day, "contribution_amount": written,
        "contribution_aggregate": written, "contributor_employer": "Mill",
        "contributor_occupation": "Miller",
    }  # fmt: skip


def _bill(number: str, cents: int) -> tuple[str, dict[str, str]]:
    return "SB", {
        "form_type": "SB21B", "filer_committee_id_number": COMMITTEE,
        "transaction_id": number, "entity_type": "ORG",
        "payee_organization_name": "Quick Print Co", "payee_street_1": "5 Elm St",
        "payee_city": "Salem", "payee_state": "OR", "payee_zip": "97301",
        "expenditure_date": "20250303", "expenditure_amount": amount(cents),
        "expenditure_purpose_descrip": "Printing",
    }  # fmt: skip


def _report(
    path: Path, gifts: int, unitemised: int, spent: int, *rows: tuple[str, Mapping[str, str]],
    number: int = 0,
) -> Path:  # fmt: skip
    """Write a first-quarter report of a small PAC; an amendment when it has a number."""
    a = {"6b": 1_000_00, "11ai": gifts, "11aii": unitemised, "21b": spent}
    columns = {
        "A": complete("F3X", "A", a),
        "B": complete("F3X", "B", {k: v for k, v in a.items() if k != "6b"} | {"6a": 1_000_00}),
    }
    cover = {
        "form_type": "F3XA" if number else "F3XN", "filer_committee_id_number": COMMITTEE,
        "committee_name": "Riverbend PAC", "street_1": "1 Main St", "city": "Salem",
        "state": "OR", "zip": "97301", "report_code": "Q1", "coverage_from_date": "20250101",
        "coverage_through_date": "20250331", "treasurer_last_name": "Lopez",
        "treasurer_first_name": "Ada", "date_signed": "20250415", "L6a_year_for_above_ytd": "2025",
    }  # fmt: skip
    for line in form_lines("F3X"):
        for column in ("A", "B"):
            if line.name(column):
                cover[line.name(column)] = amount(columns[column][line.code])
    header = {"record_type": "HDR", "ef_type": "FEC", "fec_version": "8.5", "soft_name": "Other"}
    if number:
        header |= {"rpt_id": "FEC-1900001", "rpt_number": str(number)}
    with path.open("wb") as stream:
        writer = FecWriter(stream)
        writer.write("HDR", header)
        writer.write("F3X", cover)
        for record, values in rows:
            writer.write(record, values)
    return path


@pytest.fixture
def original(tmp_path: Path) -> Path:
    rows = (_gift("A1", "Lee", 250_00), _gift("A2", "Abel", 400_00), _bill("B1", 75_00))
    return _report(tmp_path / "original.fec", 650_00, 120_00, 75_00, *rows)


@pytest.fixture
def amendment(tmp_path: Path) -> Path:
    """A1 was $300.00, A2 is gone, A3 is new, the bill and its row stand as they were."""
    rows = (_gift("A1", "Lee", 300_00), _gift("A3", "Cole", 500_00), _bill("B1", 75_00))
    return _report(tmp_path / "amendment.fec", 800_00, 90_00, 75_00, *rows, number=1)


def _states(shell: Shell) -> list[tuple[int, str]]:
    found = shell.ask("filings", "list")["filings"]
    return sorted((one["version"], one["state"]) for one in found)


def _file(shell: Shell, folder: Path, *more: str, status: int = 0) -> Path:
    answer = shell.ask(
        "file", "F3X", "--entity", COMMITTEE, *QUARTER, *more, "--only", "fec", "--out", folder,
        status=status,
    )  # fmt: skip
    return Path(answer["files"][0])


def _by_id(path: Path) -> dict[str, dict[str, str]]:
    return {fec_id(record): normal(record) for record in records_of(path)[1:]}


def test_the_small_reports_of_these_tests_are_sound(original: Path, amendment: Path) -> None:
    for path in (original, amendment):
        judged = hardmoney.parse_file(str(path))
        assert judged.validate().is_acceptable
        assert judged.reconcile().balances


def test_an_adopted_amendment_takes_the_place_of_its_original(
    shell: Shell, tmp_path: Path, original: Path, amendment: Path
) -> None:
    shell.ask("adopt", original)
    before = _file(shell, tmp_path / "before")
    assert (cover_cents(before), _by_id(before)) == (cover_cents(original), _by_id(original))
    shell.ask("adopt", amendment)
    assert [state for state in _states(shell) if state[1] != "draft"] == [
        (0, "replaced"), (1, "adopted"),
    ]  # fmt: skip
    after = _file(shell, tmp_path / "after")
    assert (cover_cents(after), _by_id(after)) == (cover_cents(amendment), _by_id(amendment))
    assert shell.ask("book", "verify")["ok"]
    [entity] = shell.ask("book", "info")["entities"]
    assert entity["transactions"] == 4  # three rows and the small gifts


def test_undo_brings_the_original_back(shell: Shell, original: Path, amendment: Path) -> None:
    shell.ask("adopt", original)
    taken = shell.ask("adopt", amendment)
    shell.ask("undo")
    again = shell.ask("adopt", amendment)
    assert {**again, "filing": 0, "batch": 0} == {**taken, "filing": 0, "batch": 0}
    shell.ask("undo")
    assert _states(shell) == [(0, "adopted")]
    assert shell.ask("book", "verify")["ok"]


def test_an_original_never_takes_the_place_of_its_amendment(
    shell: Shell, original: Path, amendment: Path
) -> None:
    shell.ask("adopt", amendment)
    assert "only a later amendment replaces it" in shell.refused("adopt", original)
    assert _states(shell) == [(1, "adopted")]


def test_the_next_amendment_goes_on_from_the_adopted_one(
    shell: Shell, tmp_path: Path, original: Path, amendment: Path
) -> None:
    shell.ask("adopt", original)
    shell.ask("adopt", amendment)
    ours = _file(shell, tmp_path / "ours", "--amend")
    assert _header(ours)[5:7] == ["FEC-1900001", "2"]
    assert _by_id(ours) == _by_id(amendment)


def test_form_3_is_adopted_replaced_and_not_filed(
    shell: Shell, tmp_path: Path, shared_file: SharedFile
) -> None:
    """A campaign's report and its fourth amendment, two years apart."""
    first = shell.ask("adopt", shared_file("data", "fec", "467627.fec"), status=1)
    assert first["findings"] == ["Line 11(a)(i) of the cover is $350.00 less than its rows."]
    later = shell.ask("adopt", shared_file("data", "fec", "767339.fec"), status=1)
    assert {one["reason"] for one in later["unread"]} == {
        "F3Z is no schedule of F3; it is kept as filed.",
        "F3ZT is no schedule of F3; it is kept as filed.",
    }
    assert (first["form"], later["form"]) == ("F3", "F3")
    assert (first["total_receipts_cents"], later["total_receipts_cents"]) == (
        525_150_48,
        543_394_49,
    )
    assert _states(shell) == [(0, "replaced"), (4, "adopted")]
    days = ("--from", later["from"], "--to", later["to"])
    words = ("--entity", later["entity"], *days, "--out", tmp_path)
    assert "does not file Form 3X" in shell.refused("file", "F3X", *words)
    assert "Form F3 is not filed from here yet" in shell.refused("file", "F3", *words)
    assert shell.ask("book", "verify")["ok"]


# --- an amendment of our own


def _header(path: Path) -> list[str]:
    return path.read_bytes().split(b"\r\n")[0].decode("ascii").split("\x1c")


def _late_gift(folder: Path) -> Path:
    """Return a file with one gift of March that turned up later."""
    content = {
        "contacts": [{"key": "dane", "type": "IND", "last_name": "Dane", "first_name": "Sam",
                      "street_1": "7 Ash St", "city": "Salem", "state": "OR", "zip": "97302",
                      "employer": "Mill", "occupation": "Miller"}],
        "transactions": [{"id": "LATE-1", "type": "INDIVIDUAL_RECEIPT", "contact": "dane",
                          "date": "2025-03-30", "amount": "450.00"}],
    }  # fmt: skip
    path = folder / "late.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _draft(shell: Shell) -> str:
    [found] = [one for one in shell.ask("filings", "list")["filings"] if one["state"] == "draft"]
    return str(found["id"])


def test_an_amendment_from_the_first_step_to_the_last(
    shell: Shell, tmp_path: Path, original: Path
) -> None:
    adopted = shell.ask("adopt", original)
    assert "filings filed" in shell.refused(
        "file", "F3X", "--entity", COMMITTEE, *QUARTER, "--amend", "--out", tmp_path / "none"
    )
    shell.ask("filings", "filed", str(adopted["filing"]), "--fec", "FEC-1900001")
    shell.ask("enter", _late_gift(tmp_path), "--entity", COMMITTEE)
    draft = _file(shell, tmp_path / "first", "--amend")
    assert _header(draft)[5:7] == ["FEC-1900001", "1"]
    assert records_of(draft)[0].form_type == "F3XA"
    assert _compared(shell, original, draft) == (["LATE-1"], [], [])
    assert _moved_lines(shell, original, draft) == {
        line.name(column): 450_00
        for line in form_lines("F3X")
        for column in ("A", "B")
        if line.name(column) and line.code in RECEIPTS
    }
    judged = hardmoney.parse_file(str(draft))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances

    number = _draft(shell)
    final = shell.ask("filings", "finalise", number)
    assert (final["state"], final["version"]) == ("final", 1)
    filed = shell.ask("filings", "filed", number, "--fec", "1900002")
    assert (filed["state"], filed["fec"]) == ("filed", "FEC-1900002")
    assert "only a final one is reopened" in shell.refused("filings", "reopen", number)

    second = _file(shell, tmp_path / "second", "--amend")
    assert _header(second)[5:7] == ["FEC-1900001", "2"]
    assert _by_id(second) == _by_id(draft)
    assert _states(shell) == [(0, "adopted"), (1, "filed"), (2, "draft")]
    assert shell.ask("book", "verify")["ok"]


def _compared(shell: Shell, before: Path, after: Path) -> tuple[list[str], list[str], list[Any]]:
    """Return the ids that were added and removed, and the rows that changed."""
    found = shell.ask("compare", before, after)
    assert found["unchanged"] == len(records_of(before)) - 1 - len(found["removed"])
    added, removed = (
        [row["fields"]["transaction_id"] for row in found[name]] for name in ("added", "removed")
    )
    return added, removed, found["changed"]


RECEIPTS = ("11ai", "11aiii", "11d", "19", "20", "6c", "6d", "8", "33", "35")


def _moved_lines(shell: Shell, before: Path, after: Path) -> dict[str, int]:
    found = shell.ask("compare", before, after)["lines"]
    return {line["field"]: line["after_cents"] - line["before_cents"] for line in found}


def test_what_is_filed_stays_until_it_is_amended(
    shell: Shell, tmp_path: Path, shared_file: SharedFile
) -> None:
    """A report of the desk's own: final rows are locked, and the kept bytes are the draft's."""
    entered = shell.ask("enter", shared_file("fec", "scenarios", "mixed.json"), "--entity", "pac")
    days = _days_of(shared_file("fec", "scenarios", "mixed.json"))
    words = ("file", "F3X", "--entity", "pac", *days, "--signed", "2026-04-15", "--only", "fec")
    first = shell.ask(*words, "--out", tmp_path / "first")
    filing = str(first["filing"])
    shell.ask("filings", "finalise", filing)
    again = shell.refused("intake", "undo", str(entered["batch"]), "--cascade")
    assert "reopen" in again.lower() or "final" in again.lower()
    shell.ask("filings", "filed", filing, "--fec", "FEC-2000001")
    assert shell.ask("filings", "amend", filing)["state"] == "amending"
    amended = shell.ask(*words, "--amend", "--out", tmp_path / "second")
    before, after = (Path(answer["files"][0]) for answer in (first, amended))
    assert _header(after)[5:7] == ["FEC-2000001", "1"]
    body = before.read_bytes().replace(b"F3XN", b"F3XA").partition(b"\r\n")[2]
    assert after.read_bytes().partition(b"\r\n")[2] == body
    done = shell.ask("filings", "finalise", str(amended["filing"]))
    assert (done["state"], done["version"]) == ("final", 1)
    assert shell.ask("book", "verify")["ok"]


def _days_of(scenario: Path) -> tuple[str, str, str, str]:
    report = json.loads(scenario.read_text(encoding="utf-8"))["report"]
    return "--from", report["coverage_from_date"], "--to", report["coverage_through_date"]
