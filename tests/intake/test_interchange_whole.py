"""An entity that is exported and entered into an empty book is the same entity."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.cli import main
from financedesk.errors import BadInput
from financedesk.intake.fec_filing import adopt
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, find_entity
from financedesk.ledger.period import Period
from financedesk.ledger.portable import SECTIONS, portable_heading, portable_rows
from financedesk.ledger.room import create_book
from financedesk.ledger.summary import summarise
from financedesk.reports.interchange import export_entity
from tests.scenarios.entering import CONTACTS, gift, interchange, write_json
from tests.soaking import examples

SharedFile = Callable[..., Path]


@contextmanager
def _book(folder: Path, name: str) -> Iterator[Book]:
    folder.mkdir(parents=True, exist_ok=True)
    with create_book(folder / f"{name}.fdesk", name=name) as made:
        yield made


def _facts(book: Book, code: str) -> dict[str, Any]:
    """Return everything of an entity, with running numbers instead of the book's own."""
    with book.read() as connection:
        entity = find_entity(connection, code)
        heading = portable_heading(connection, entity)
        rows = {
            section.name: list(portable_rows(connection, entity, section)) for section in SECTIONS
        }
    heading.pop("last_number")
    heading["committee"].pop("code")
    return _renumbered({**heading, **rows})


def _renumbered(facts: dict[str, Any]) -> dict[str, Any]:
    numbers: dict[str, str] = {}

    def note(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("key"), str):
                numbers.setdefault(value["key"], f"{value['key'][0]}#{len(numbers)}")
            for part in value.values():
                note(part)
        elif isinstance(value, list):
            for part in value:
                note(part)

    def replaced(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: replaced(part) for name, part in value.items()}
        if isinstance(value, list):
            return [replaced(part) for part in value]
        return numbers.get(value, value) if isinstance(value, str) else value

    note(facts)
    found: dict[str, Any] = replaced(facts)
    return found


def _again(book: Book, code: str, folder: Path) -> tuple[Any, Any, list[str]]:
    """Export an entity, enter it into an empty book; return both sets of facts and problems."""
    files = export_entity(book, code, folder / "out")
    with _book(folder, "second") as second:
        enter_interchange(second, files[0], code)
        problems = [problem.text for problem in second.verify()]
        return _facts(book, code), _facts(second, code), problems


@pytest.mark.parametrize("name", ["mixed", "random_1"])
def test_a_scenario_survives_the_journey(
    name: str, shared_file: SharedFile, tmp_path: Path
) -> None:
    with _book(tmp_path, "first") as book:
        enter_interchange(book, shared_file("fec", "scenarios", f"{name}.json"), "pac")
        before, after, problems = _again(book, "pac", tmp_path)
    assert problems == []
    assert before == after


def test_adopted_filings_survive_the_journey(shared_file: SharedFile, tmp_path: Path) -> None:
    with _book(tmp_path, "first") as book:
        done = adopt(book, shared_file("data", "fec", "771694.fec"), "party")
        adopt(book, shared_file("data", "fec", "780387.fec"), "party")
        before, after, problems = _again(book, "party", tmp_path)
    assert problems == []
    assert before == after
    assert [row["state"] for row in after["filings"]] == ["adopted", "adopted"]
    with create_book(tmp_path / "third.fdesk", name="third") as third:
        enter_interchange(third, tmp_path / "out" / "entity.json", "party")
        with third.read() as connection:
            found = summarise(connection, find_entity(connection, "party"), "F3X", done.period)
    assert found.a["19"] == done.total_receipts_cents


KINDS = ("INDIVIDUAL_RECEIPT", "OTHER_RECEIPT", "bank_interest", "OPERATING_EXPENDITURE", "stipend")


@settings(max_examples=examples(3, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.sampled_from(["lee", "shop"]),
            st.integers(1, 999_999),
            st.dates(min_value=date(2025, 6, 1),
                     max_value=date(2026, 12, 31)),
            st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30),
            st.sampled_from([None, True, False]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_entity_survives_the_journey(rows: list[tuple[Any, ...]]) -> None:
    transactions = [
        gift(
            f"T{number}", type=kind, contact=who, amount=f"{cents // 100}.{cents % 100:02d}",
            date=day.isoformat(), purpose=words.strip() or None, force_itemized=forced,
            parent=f"T{number - 1}" if number % 3 == 1 and number > 1 else None,
        )
        for number, (kind, who, cents, day, words, forced) in enumerate(rows)
    ]  # fmt: skip
    with TemporaryDirectory() as folder, _book(Path(folder), "first") as book:
        done = enter_interchange(
            book, write_json(Path(folder), interchange(*transactions)), "river"
        )
        assert done.refused == ()
        before, after, problems = _again(book, "river", Path(folder))
    assert problems == []
    assert before == after


def test_an_export_is_also_a_plain_file(tmp_path: Path) -> None:
    spent = gift("E1", type="INDEPENDENT_EXPENDITURE", contact="shop", contact_2="green")
    with _book(tmp_path, "first") as book:
        enter_interchange(book, write_json(tmp_path, interchange(gift("A1"), spent)), "river")
        [file, *_] = export_entity(book, "river", tmp_path / "out")
    content = json.loads(file.read_text(encoding="utf-8"))
    plain = {name: content[name] for name in ("committee", "contacts", "transactions")}
    plain["transactions"] = [
        {name: value for name, value in row.items() if name != "account"}
        for row in plain["transactions"]
    ]
    with _book(tmp_path, "second") as book:
        done = enter_interchange(book, write_json(tmp_path, plain, "plain.json"), "river")
        assert (done.entered, done.refused) == (2, ())
        with book.read() as connection:
            entity: EntityRow = find_entity(connection, "river")
            found = summarise(
                connection, entity, "F3X", Period(first="2026-01-01", last="2026-03-31")
            )
    assert (found.a["11aii"] + found.a["11ai"], found.a["24"]) == (25_000, 25_000)


def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    with _book(tmp_path, "first") as book:
        enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
        one = [path.read_bytes() for path in export_entity(book, "river", tmp_path / "one")]
        two = [path.read_bytes() for path in export_entity(book, "river", tmp_path / "two")]
    assert one == two
    assert not list((tmp_path / "one").glob("*.part"))


def test_csv_cells_never_become_formulas(tmp_path: Path) -> None:
    contacts = [{**CONTACTS[0], "last_name": "=HYPERLINK(1)"}, *CONTACTS[1:]]
    row = gift("A1", amount="-5.00", type="OTHER_RECEIPT", purpose="@sum")
    with _book(tmp_path, "first") as book:
        enter_interchange(book, write_json(tmp_path, interchange(row, contacts=contacts)), "river")
        files = {path.name: path for path in export_entity(book, "river", tmp_path / "out")}
    assert files["contacts.csv"].read_bytes().startswith(b"\xef\xbb\xbf")
    [told] = _csv(files["transactions.csv"])
    assert (told["amount"], told["purpose"]) == ("-5.00", "'@sum")
    assert _csv(files["contacts.csv"])[0]["last_name"] == "'=HYPERLINK(1)"


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_entity_in_use_is_not_written_over(tmp_path: Path) -> None:
    with _book(tmp_path, "first") as book:
        enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
        [file, *_] = export_entity(book, "river", tmp_path / "out")
        with pytest.raises(BadInput, match="already"):
            enter_interchange(book, file, "river")


@pytest.mark.parametrize("section", ["accounts", "contacts", "acts"])
def test_an_export_that_lost_a_section_is_refused_whole(section: str, tmp_path: Path) -> None:
    with _book(tmp_path, "first") as book:
        enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
        [file, *_] = export_entity(book, "river", tmp_path / "out")
    content = json.loads(file.read_text(encoding="utf-8"))
    content[section] = []
    with _book(tmp_path, "second") as book:
        with pytest.raises(BadInput, match="incomplete"):
            enter_interchange(book, write_json(tmp_path, content, "cut.json"), "river")
        with book.read() as connection:
            assert connection.execute(tables.entity.select()).first() is None


def test_the_export_command_names_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with _book(tmp_path, "first") as book:
        enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
    location = ["--book", str(tmp_path / "first.fdesk"), "--json"]
    out = tmp_path / "out"
    assert main(["export", "--entity", "river", "--out", str(out), *location]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert str(out / "entity.json") in files
    assert all(Path(file).exists() for file in files)
