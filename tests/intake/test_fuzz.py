"""Spoiled files: each reader answers, within seconds, and no import leaves a half behind.

``make soak`` gives the readers a million files more, chosen by which lines of the readers they
reach, where there is a fuzzer for the system (scripts/fuzz-requirements.txt).
"""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake.importing import import_file
from financedesk.intake.source_file import opened
from financedesk.intake.undoing import undo_import
from tests.fuzz.readers import READERS, require_answer, scratch
from tests.fuzz.seeds import seeds_of
from tests.intake.exports import facts, gift, new_book, rows_of, write_export
from tests.soaking import SOAK, examples

_PIECE = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([
        b"\x00", b"\xff\xfe", b'"', b",", b"\n", b"\r", b";", b"1,5", b"9" * 6_000, "³".encode(),
        b"2026-02-30", b"<", b"&#0;", b"=1+1", b"\x1c", b"C00990001", b"-25.00", b"refund", b"7001",
    ]),
)  # fmt: skip
Step = tuple[str, int, int, bytes]
_STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(["cut", "turn", "repeat", "put"]), st.integers(0, 8_000),
        st.integers(0, 300), _PIECE,
    ),
    max_size=6,
)  # fmt: skip
_RUNS = {
    "any_export": 200_000, "each_export": 20_000, "table": 250_000, "profile": 150_000,
    "statement": 230_000, "filing": 80_000, "validator": 20_000, "interchange": 50_000,
}  # fmt: skip


def _spoiled(data: bytes, steps: list[Step]) -> bytes:
    for what, start, length, piece in steps:
        at = start % (len(data) + 1)
        middle = data[at : at + length]
        changed = {"cut": b"", "turn": middle[::-1], "repeat": middle * 3, "put": middle + piece}
        data = data[:at] + changed[what] + data[at + length :]
    return data


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with scratch() as folder:
        yield Path(folder) / "file"


@pytest.mark.parametrize("reader", READERS)
def test_a_spoiled_file_is_read_or_refused(place: Path, reader: str) -> None:
    seeds = seeds_of(reader)

    @settings(max_examples=examples(25, 4_000), deadline=None)
    @given(seed=st.sampled_from(seeds), steps=_STEPS)
    def spoiled(seed: bytes, steps: list[Step]) -> None:
        require_answer(reader, _spoiled(seed, steps), place)

    spoiled()


if SOAK and find_spec("atheris"):

    @pytest.mark.parametrize(("reader", "runs"), _RUNS.items(), ids=_RUNS)
    def test_a_million_files_that_look_for_new_lines(reader: str, runs: int) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", reader, str(runs)],
            capture_output=True, text=True, errors="replace", check=False,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-4_000:]
        assert f"Done {runs} runs" in done.stderr


# --- all or nothing


def _rows() -> list[dict[str, str]]:
    return [
        gift(Lineitem_ID=str(7001 + number), Receipt_ID=f"AB{number}", Donor_Last_Name=name)
        for number, name in enumerate(("Lee", "Ortiz", "Osei", "Núñez", "Park", "Lee"))
    ]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


@settings(
    max_examples=examples(12, 1_500),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS)
def test_a_spoiled_file_is_imported_whole_or_not_at_all(
    book: Book, tmp_path: Path, steps: list[Step]
) -> None:
    before = facts(book)
    file = write_export(tmp_path / "a.csv", _rows())
    file.write_bytes(_spoiled(file.read_bytes(), steps))
    try:
        report = import_file(book, file)
    except BadInput:
        assert facts(book) == before
        return
    try:
        assert book.verify() == []
        told = report.accepted + report.duplicates + report.left_out
        assert report.rows == told + report.rejected_count + report.conflict_count
        stored = rows_of(book, "SELECT COALESCE(SUM(amount_cents), 0) FROM item"
                         " WHERE kind = 'individual_receipt'")  # fmt: skip
        assert stored == [(report.total_cents,)]
    finally:
        if report.batch is not None:
            undo_import(book, report.batch)
    assert facts(book) == before


def test_an_archive_with_a_nameless_part_is_refused(tmp_path: Path) -> None:
    """Python's own reader of archives stumbles over a part without a name; found by the fuzzer."""
    file = tmp_path / "a.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("b", "Date,Amount\n")
    data = file.read_bytes()
    # In the list at the end the name is made shorter by its only letter.
    place = data.index(b"PK\x01\x02")
    shorter = data[: place + 28] + b"\x00\x00" + data[place + 30 : place + 46] + data[place + 47 :]
    end = shorter.index(b"PK\x05\x06")
    size = int.from_bytes(shorter[end + 12 : end + 16], "little") - 1
    file.write_bytes(shorter[: end + 12] + size.to_bytes(4, "little") + shorter[end + 16 :])
    with pytest.raises(BadInput, match=r"a\.zip"), opened(file):
        pass
