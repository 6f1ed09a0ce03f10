"""Statements that nobody here made up, against what other programs read, and crafted bad ones."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from financedesk.errors import BadInput
from financedesk.intake.statements import Statement, read_statements
from tests.conftest import SHARED

BANK = SHARED / "data" / "bank"
FEWEST_READ = {"camt": 13, "csv": 8, "csv_us": 9, "mt940": 22, "ofx": 24, "qif": 7}

SUB_CENT = "ofx/ofxgo__moneymrkt1_v103_TYPE1.ofx"
"""Two readers agree on it by rounding amounts with thirteen decimals; nothing is rounded here."""

READ_OTHERWISE = {
    # The library takes reversals of credits for money in; with them going out, all follows.
    "mt940/mt940__sepa_mt9401.sta",
    # The other reader counts the opening entry and the investment account's.
    "qif/quiffen__test.qif",
    "qif/quiffen__test_oth_a.qif",
}


def _files() -> list[str]:
    found = (path for path in sorted(BANK.rglob("*")) if path.is_file())
    return [path.relative_to(BANK).as_posix() for path in found if path.name != "TRUTH.json"]


def _expected(name: str) -> Iterator[dict[str, Any]]:
    path = SHARED / "data" / "negative" / "MANIFEST.json"
    if path.exists():
        for one in json.loads(path.read_text(encoding="utf-8")):
            if one["file"].split("/")[0] in name:
                yield one


CRAFTED = list(_expected("camt mt940 ofx qif"))


def _figures(statements: tuple[Statement, ...]) -> list[tuple[int, int, int | None, str]]:
    return [
        (
            len(one.lines),
            sum(line.cents for line in one.lines),
            one.closing and one.closing.cents,
            one.currency,
        )
        for one in statements
    ]


@pytest.fixture(scope="module")
def truth(shared_file: Callable[..., Path]) -> dict[str, Any]:
    path = shared_file("data", "bank", "TRUTH.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_every_file_is_read_or_refused_in_words(shared_file: Callable[..., Path]) -> None:
    shared_file("data", "bank", "TRUTH.json")
    read: dict[str, int] = {}
    words: list[str] = []
    for name in _files():
        try:
            found = read_statements(BANK / name)
        except BadInput as refused:
            words.append(str(refused))
        else:
            assert found.statements, name
            folder = name.split("/")[0]
            read[folder] = read.get(folder, 0) + 1
    assert sum(read.values()) + len(words) == len(_files()) == 252
    assert all(len(refusal.split()) > 5 for refusal in words)
    assert {folder: read.get(folder, 0) >= fewest for folder, fewest in FEWEST_READ.items()} == (
        dict.fromkeys(FEWEST_READ, True)
    )


def test_ofx_figures_are_those_of_another_reader(truth: dict[str, Any]) -> None:
    compared, refused = 0, []
    for name, one in truth.items():
        if not any("n" in known for known in one.get("ofxparse", [])):
            continue
        try:
            found = read_statements(BANK / name)
        except BadInput as error:
            refused.append((name, str(error)))
            continue
        compared += 1
        assert _figures(found.statements) == [
            (known["n"], known["sum"], known["balance"], known["currency"].upper())
            for known in one["ofxparse"]
        ], name
    assert compared >= 20
    assert [name for name, why in refused if "investment" not in why and "no bank" not in why] == [
        SUB_CENT
    ]


def test_where_two_readers_agree_nothing_is_refused(truth: dict[str, Any]) -> None:
    agreed = 0
    for name, one in truth.items():
        first, second = one.get("ofxparse"), one.get("ofxtools")
        if not first or not second or name == SUB_CENT or not all("n" in known for known in second):
            continue
        agreed += 1
        found = _figures(read_statements(BANK / name).statements)
        assert [(count, cents) for count, cents, _, _ in found] == [
            (known["n"], known["sum"] or 0) for known in second
        ], name
    assert agreed >= 7


def test_figures_of_the_other_formats(truth: dict[str, Any]) -> None:
    compared = 0
    for name, one in truth.items():
        if "n" not in one or name in READ_OTHERWISE:
            continue
        try:
            found = read_statements(BANK / name)
        except BadInput:
            assert not one.get("closes"), name
            continue
        compared += 1
        figures = _figures(found.statements)
        assert (one["n"], one["sum"]) == (
            sum(count for count, *_ in figures),
            sum(cents for _, cents, *_ in figures),
        ), name
        if one.get("closes"):
            *_, closing, currency = figures[-1]
            assert closing == one["final_closing_balance"], name
            assert currency == (one["currency"] or currency), name
    assert compared >= 35


def test_reversals_of_credits_make_all_closing_balances_follow(
    shared_file: Callable[..., Path],
) -> None:
    found = read_statements(shared_file("data", "bank", "mt940", "mt940__sepa_mt9401.sta"))
    assert len(found.statements) == 26
    for one in found.statements:
        assert one.opening is not None
        assert one.closing is not None
        assert one.opening.cents + sum(line.cents for line in one.lines) == one.closing.cents


@pytest.mark.parametrize("one", CRAFTED, ids=[one["file"] for one in CRAFTED])
def test_crafted_files_are_judged_as_the_manifest_says(one: dict[str, Any]) -> None:
    tracemalloc.start()
    try:
        try:
            statements = read_statements(SHARED / "data" / "negative" / one["file"]).statements
        except BadInput:
            statements = ()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    told = [word for found in statements for word in (*found.rejected, *found.notes)]
    figures = (
        sum(len(found.lines) for found in statements),
        sum(line.cents for found in statements for line in found.lines),
    )
    assert peak < 300 << 20
    assert {
        "ok": bool(statements) and not told,
        "warn": bool(statements) and bool(told),
        "ask": not statements or bool(told),
        "reject": not statements,
    }[one["expect"]]
    if statements and "rows" in one:
        assert figures == (one["rows"], one["total_cents"])
