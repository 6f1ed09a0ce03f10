"""A whole entity leaves, and comes back into an empty book: its reports are the same bytes."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from financedesk.fec.layouts import layout
from tests.acceptance.shell import Shell, empty_book, everything_in

SharedFile = Callable[..., Path]
Days = tuple[str, str]

ADOPTED = ("771694", "780387")
SAMPLE_MONTHS = (("2025-10-01", "2025-10-31"), ("2026-08-01", "2026-08-31"))


@dataclass(frozen=True, slots=True)
class Trip:
    """An entity in the book where it was made, and in the one that its export made."""

    name: str
    home: Shell
    away: Shell
    entity: str
    reports: tuple[Days, ...]
    folder: Path
    entered: dict[str, Any]


@pytest.fixture(scope="module", params=["mixed", "random_1", "random_2", "adopted", "sample"])
def trip(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shared_file: SharedFile,
    sample: tuple[Shell, dict[str, Any]],
) -> Trip:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sample":
        home, entity, reports = sample[0], "party", SAMPLE_MONTHS
    elif request.param == "adopted":
        home, entity, reports = _adopted(folder, shared_file)
    else:
        home, entity, reports = _scenario(folder, shared_file(*SCENARIOS, f"{request.param}.json"))
    before = everything_in(home.book)
    files = home.ask("export", "--entity", entity, "--out", folder / "export")["files"]
    assert everything_in(home.book) == before
    whole = next(Path(name) for name in files if name.endswith("entity.json"))
    away = empty_book(folder, "away.fdesk")
    entered = away.ask("enter", whole, "--entity", entity)
    return Trip(request.param, home, away, entity, reports, folder, entered)


SCENARIOS = ("fec", "scenarios")


def _scenario(folder: Path, scenario: Path) -> tuple[Shell, str, tuple[Days, ...]]:
    shell = empty_book(folder)
    shell.ask("enter", scenario, "--entity", "pac")
    given = json.loads(scenario.read_text(encoding="utf-8"))
    reports = given.get("reports") or [given["report"]]
    days = ((one["coverage_from_date"], one["coverage_through_date"]) for one in reports)
    return shell, "pac", tuple(days)


def _adopted(folder: Path, shared_file: SharedFile) -> tuple[Shell, str, tuple[Days, ...]]:
    shell = empty_book(folder)
    adopted = [shell.ask("adopt", shared_file("data", "fec", f"{n}.fec")) for n in ADOPTED]
    return shell, adopted[0]["entity"], tuple((one["from"], one["to"]) for one in adopted)


def test_everything_is_entered_and_nothing_refused(trip: Trip) -> None:
    assert trip.entered["refused"] == []
    assert trip.entered["entity"] == trip.entity
    home = _told(trip.home, trip.entity)
    assert _told(trip.away, trip.entity) == home
    assert trip.entered["entered"] == home["transactions"]
    assert trip.away.ask("book", "verify")["ok"]


def _told(shell: Shell, entity: str) -> dict[str, Any]:
    """Return what the book says that it holds of an entity."""
    told = shell.ask("book", "info")["entities"]
    found: dict[str, Any] = next(one for one in told if one["code"] == entity)
    return found


def test_the_filings_came_along_as_they_were(trip: Trip) -> None:
    """What was filed or adopted, with its SHA-256; of the sample's entities only one has filed."""
    kept = [_kept(shell) for shell in (trip.home, trip.away)]
    assert kept[0] == kept[1]
    assert len(kept[0]) == FILINGS.get(trip.name, 0)


FILINGS = {"adopted": 2, "sample": 1}


def _kept(shell: Shell) -> list[tuple[Any, ...]]:
    names = ("form", "code", "from", "to", "state", "version", "sha256", "fec")
    listed = shell.ask("filings", "list")["filings"]
    return sorted(tuple(one[n] for n in names) for one in listed if one["state"] != "draft")


def test_its_export_is_the_same_again(trip: Trip) -> None:
    """The numbers of rows are this book's own; everything else is to the letter the same."""
    trip.away.ask("export", "--entity", trip.entity, "--out", trip.folder / "again")
    first, again = (
        _without_numbers(trip.folder / name / "entity.json") for name in ("export", "again")
    )
    assert set(first) == set(again)
    for section in first:
        assert first[section] == again[section], section


_NUMBER = re.compile(r'"([a-z]+)(\d{9,})"')


def _without_numbers(path: Path) -> dict[str, Any]:
    """Return an export whose rows are numbered in the order in which they are first named."""
    known: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        number = known.setdefault(found[2], str(len(known)))
        return f'"{found[1]}{number}"'

    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    del content["last_number"]
    plain: dict[str, Any] = json.loads(_NUMBER.sub(renamed, json.dumps(content)))
    return plain


def test_every_report_is_the_same_bytes_but_for_header_and_date_signed(trip: Trip) -> None:
    home = _copy(trip.home, trip.folder / "copy")
    length = 0
    for days in trip.reports:
        before = _filed(home, trip, days, "2026-11-30")
        assert _filed(trip.away, trip, days, "2026-12-24") == before
        length += len(before)
    assert length > 40


def _filed(shell: Shell, trip: Trip, days: Days, signed: str) -> list[bytes]:
    first, last = days
    answer = shell.ask(
        "file", "F3X", "--entity", trip.entity, "--from", first, "--to", last,
        "--signed", signed, "--only", "fec", "--out", trip.folder / signed,
    )  # fmt: skip
    return _unsigned(Path(answer["files"][0]))


def _copy(shell: Shell, folder: Path) -> Shell:
    """Return a copy of a book, so that drafts are not made in one that others use."""
    folder.mkdir()
    shell.ask("book", "backup", folder / "book.fdesk")
    return Shell(folder / "book.fdesk")


def _unsigned(path: Path) -> list[bytes]:
    """Return the lines of a report without its header and the date signed."""
    lines = path.read_bytes().split(b"\r\n")[1:]
    cover = lines[0].split(b"\x1c")
    place = layout("F3X").position("date_signed")
    assert len(cover[place]) == 8
    cover[place] = b""
    return [b"\x1c".join(cover), *lines[1:]]


def test_what_is_missing_from_an_export_is_missed(trip: Trip, tmp_path: Path) -> None:
    """The comparison of these tests sees a single amount: it is no comparison of nothing."""
    path = trip.folder / "export" / "entity.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["transactions"][-1]["amount"] = "0.07"
    changed = tmp_path / "entity.json"
    changed.write_text(json.dumps(content), encoding="utf-8")
    assert _without_numbers(changed) != _without_numbers(path)
