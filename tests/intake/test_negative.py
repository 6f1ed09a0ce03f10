"""Bad tables: each is taken, doubted, asked about or refused as its list says."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from financedesk.errors import BadInput
from financedesk.intake.importing import import_file
from financedesk.intake.profiles import Column, Profile
from tests.conftest import SHARED
from tests.intake.exports import facts, new_book, rows_of

NEGATIVE = SHARED / "data" / "negative"
FOLDERS = ("csv", "xlsx", "zip")

SHEET = Profile(
    name="Sheet", processor="other",
    columns={
        "day": Column("Date"), "amount": Column("Amount"), "first_name": Column("First"),
        "last_name": Column("Last"),
    },
)  # fmt: skip
EXPORT = Profile(
    name="Export", processor="other",
    columns={
        "day": Column("Date"), "amount": Column("Amount"), "fee": Column("Fee"),
        "first_name": Column("Donor First Name"), "last_name": Column("Donor Last Name"),
        "key": Column("Lineitem ID"), "receipt": Column("Receipt ID"),
    },
)  # fmt: skip
WITHOUT_FEE = replace(
    EXPORT, columns={role: one for role, one in EXPORT.columns.items() if role != "fee"}
)

# What decides the files that ask: the options that are missing, as their sentences name them.
DECIDED: dict[str, dict[str, Any]] = {
    "csv/enc_mac_roman.csv": {"encoding": "mac_roman"},
    "csv/enc_utf16le_nobom.csv": {"encoding": "utf-16-le"},
    "csv/semicolon_decimal_comma.csv": {"profile": EXPORT},
    "csv/header_duplicate.csv": {
        "profile": replace(
            WITHOUT_FEE, columns={**WITHOUT_FEE.columns, "amount": Column("Amount", 3)}
        )
    },
    "csv/header_missing.csv": {
        "profile": replace(
            SHEET, header_line=0,
            columns={
                "day": Column(place=2), "amount": Column(place=3), "first_name": Column(place=4),
                "last_name": Column(place=5), "key": Column(place=14),
            },
        )
    },
    "csv/dates_all_ddmm.csv": {"profile": EXPORT},
}  # fmt: skip


def _cases() -> list[dict[str, Any]]:
    if not NEGATIVE.exists():
        return []
    listed = json.loads((NEGATIVE / "MANIFEST.json").read_text(encoding="utf-8"))
    return [case for case in listed if case["file"].split("/")[0] in FOLDERS]


def test_no_file_of_the_folders_is_left_out(shared_file: Callable[..., Path]) -> None:
    folder = shared_file("data", "negative", "MANIFEST.json").parent
    there = {f"{name}/{path.name}" for name in FOLDERS for path in (folder / name).iterdir()}
    assert there == {case["file"] for case in _cases()}
    asked = {case["file"] for case in _cases() if case["expect"] == "ask"}
    assert asked == set(DECIDED)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["file"])
def test_each_bad_file_is_judged_as_it_should_be(case: dict[str, Any], tmp_path: Path) -> None:
    book = new_book(tmp_path / "book.fdesk")
    before = facts(book)
    profile = SHEET if case["file"].startswith("xlsx/") else None
    try:
        report = import_file(book, NEGATIVE / case["file"], entity="alder", profile=profile)
    except BadInput as error:
        report, sentence = None, str(error)
    with book:
        stored = facts(book)
    if report is None:
        assert case["expect"] in ("ask", "reject"), sentence
        assert len(sentence) > 30
        assert stored == before
        return
    noted = bool(report.rejected_count or report.conflict_count or report.warnings)
    if case["expect"] == "reject":
        assert (report.accepted, report.batch) == (0, None)
    assert noted or case["expect"] == "ok"
    assert case["expect"] != "ask"
    assert report.accepted == case.get("rows", report.accepted)
    assert report.total_cents == case.get("total_cents", report.total_cents)


@pytest.mark.parametrize("name", DECIDED)
def test_each_question_has_an_answer(name: str, tmp_path: Path) -> None:
    (case,) = [one for one in _cases() if one["file"] == name] or [None]
    if case is None:
        pytest.skip("the shared material is not there")
    with new_book(tmp_path / "book.fdesk") as book:
        report = import_file(book, NEGATIVE / name, entity="alder", **DECIDED[name])
        days = [day for (day,) in rows_of(book, "SELECT item_date FROM item WHERE amount_cents > 0"
                                          " ORDER BY id")]  # fmt: skip
    assert report.rejected_count == 0
    wanted = {"csv/header_duplicate.csv": (1, 2_500), "csv/header_missing.csv": (2, 5_000)}
    assert report.accepted == case.get("rows", wanted.get(name, (0, 0))[0])
    assert report.total_cents == case.get("total_cents", wanted.get(name, (0, 10_000))[1])
    if name == "csv/dates_all_ddmm.csv":
        assert days[:4] == ["2026-02-05", "2026-02-13", "2026-02-28", "2026-03-01"]


def test_names_are_read_in_the_encoding_that_was_said(
    shared_file: Callable[..., Path], tmp_path: Path
) -> None:
    file = shared_file("data", "negative", "csv", "enc_mac_roman.csv")
    with new_book(tmp_path / "book.fdesk") as book:
        import_file(book, file, entity="alder", encoding="mac_roman")
        names = {name for (name,) in rows_of(book, "SELECT last_name FROM contact")}
    assert {"Lee", "Núñez", "O’Brien"} <= names


def test_each_form_of_a_date_is_read_or_asked_about(
    shared_file: Callable[..., Path], tmp_path: Path
) -> None:
    listed = json.loads(shared_file("data", "negative", "MANIFEST.json").read_text("utf-8"))
    (case,) = [case for case in listed if case["file"] == "csv/dates.csv"]
    with new_book(tmp_path / "book.fdesk") as book:
        report = import_file(book, NEGATIVE / case["file"], entity="alder")
    refused = {row.row for row in report.rejected}
    wanted = {row["row"] for row in case["per_row"] if "ask" in row["expect"]}
    wanted |= {row["row"] for row in case["per_row"] if row["expect"] == "reject"}
    doubtful = {row["row"] for row in case["per_row"] if "warn" in row["expect"]}
    assert wanted <= refused <= wanted | doubtful | {12}


_OPEN_ALL = """
import sys
from pathlib import Path
from financedesk.errors import BadInput
from financedesk.intake.source_file import opened
for name in sys.argv[1:]:
    try:
        with opened(Path(name)) as source:
            sum(map(len, source.lines()))
    except BadInput:
        pass
(peak,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is counted in KB on Linux")
def test_what_is_made_to_fill_the_memory_does_not(shared_file: Callable[..., Path]) -> None:
    shared_file("data", "negative", "MANIFEST.json")
    files = [str(NEGATIVE / case["file"]) for case in _cases() if case["expect"] == "reject"]
    command = [sys.executable, "-c", _OPEN_ALL, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300 << 10
