"""Bad files that wear ActBlue's columns: each is taken, doubted or refused as its list says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from financedesk.errors import BadInput
from financedesk.intake.importing import import_file
from tests.conftest import SHARED
from tests.intake.exports import facts, new_book

NEGATIVE = SHARED / "data" / "negative"


def _cases() -> list[dict[str, Any]]:
    if not NEGATIVE.exists():
        return []
    listed = json.loads((NEGATIVE / "MANIFEST.json").read_text(encoding="utf-8"))
    return [case for case in listed if case["file"].startswith(("csv/", "zip/"))]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["file"])
def test_each_bad_file_is_judged_as_it_should_be(case: dict[str, Any], tmp_path: Path) -> None:
    book = new_book(tmp_path / "book.fdesk")
    before = facts(book)
    try:
        report = import_file(book, NEGATIVE / case["file"], entity="alder")
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
