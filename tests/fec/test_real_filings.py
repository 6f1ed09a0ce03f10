"""Real filings of twenty years: read whole, as two other programs read them."""

import json
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import fastfec
import fecfile
import pytest

from financedesk.errors import BadInput
from financedesk.fec.reader import Record, open_filing
from financedesk.fec.values import cents, day

SharedFile = Callable[..., Path]

#: Name, version, records, and how many lines could not be taken as they stood.
WHOLE = [
    ("1135558", "P3.3", 2451, 0), ("1229017", "8.2", 234, 0), ("1236235", "8.2", 1, 0),
    ("1247604", "8.2", 57, 0), ("1260488", "8.3", 1, 0), ("1385191", "8.3", 4, 0),
    ("1527862", "8.3", 2969, 0), ("1550126", "8.3", 24, 0), ("1550548", "8.3", 119, 0),
    ("27789", "3.0", 2838, 0), ("425925", "6.4", 23, 0), ("467627", "6.4", 603, 0),
    ("723604", "7.0", 3, 0), ("730635", "7.0", 1, 0), ("747058", "8.0", 3, 0),
    ("753533", "8.0", 6, 0), ("765310", "8.0", 1, 0), ("767339", "8.0", 642, 0),
    ("771694", "8.0", 186, 0), ("780387", "8.0", 117, 0), ("843444", "P2.6", 1, 0),
    ("982039", "8.1", 1, 0), ("character-encoding", "3.0", 185, 0), ("f99", "8.3", 1, 0),
    ("form-99", "3.0", 1, 0), ("legacy_header", "2.02", 9, 0), ("no-header-mapping", "3.0", 1, 1),
    ("non-ascii-char", "3.0", 577, 0), ("paper1", "P3.2", 10, 0), ("paper2", "P3.0", 19, 0),
    ("quote-left-open", "8.1", 2, 0), ("text", "8.1", 4, 0), ("too_few_fields", "8.3", 4, 0),
    ("too_many_fields", "8.3", 4, 2), ("trailing-quote", "3.0", 211, 0),
    ("undefined-row-type", "3.0", 10, 0),
]  # fmt: skip


def _records(path: Path) -> list[Record]:
    with open_filing(path) as filing:
        return list(filing.records)


@pytest.mark.parametrize("name,version,count,problems", WHOLE)
def test_every_record_is_read(
    shared_file: SharedFile, name: str, version: str, count: int, problems: int
) -> None:
    with open_filing(shared_file("data", "fec", f"{name}.fec")) as filing:
        records = list(filing.records)
    assert filing.version == version
    assert len(records) == count
    assert filing.problem_count == problems


@pytest.mark.parametrize("name", ["empty", "last-value", "filing_invalid_version"])
def test_what_is_no_filing_is_refused(shared_file: SharedFile, name: str) -> None:
    with pytest.raises(BadInput):
        open_filing(shared_file("data", "fec", f"{name}.fec"))


#: It stops at the record that we report and pass over.
NOT_READ_BY_FECFILE = {"no-header-mapping"}


@pytest.mark.parametrize("name", [w[0] for w in WHOLE if w[0] not in NOT_READ_BY_FECFILE])
def test_amounts_per_form_type_are_as_fecfile_reads_them(
    shared_file: SharedFile, name: str
) -> None:
    path = shared_file("data", "fec", f"{name}.fec")
    assert _sums(_records(path)) == _sums_by_fecfile(path)


def _sums(records: list[Record]) -> Counter[str]:
    """Cents per form type as written, and a count of rows."""
    sums: Counter[str] = Counter()
    for record in records:
        if record.record in ("SA", "SB"):
            name = "contribution_amount" if record.record == "SA" else "expenditure_amount"
            sums[record.raw_form_type.upper()] += cents(record.fields.get(name, ""))
            sums[record.raw_form_type.upper() + " rows"] += 1
    return sums


def _sums_by_fecfile(path: Path) -> Counter[str]:
    sums: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = fecfile.from_file(str(path))["itemizations"]
    for row in rows.get("Schedule A", []) + rows.get("Schedule B", []):
        if "rec_type" not in row:
            token = row["form_type"].upper().strip()
            name = "contribution_amount" if token[1] == "A" else "expenditure_amount"
            sums[token] += round((row.get(name) or 0) * 100)
            sums[token + " rows"] += 1
    return sums


@pytest.mark.parametrize("name", ["1229017", "1550548", "27789", "771694", "467627", "1527862"])
def test_days_and_names_are_as_fastfec_reads_them(shared_file: SharedFile, name: str) -> None:
    path = shared_file("data", "fec", f"{name}.fec")
    with path.open("rb") as stream, fastfec.FastFEC() as reader:
        theirs = [
            (row["contribution_date"].isoformat()[:10], str(row["contributor_zip_code"]))
            for form_type, row in reader.parse(stream)
            if form_type.upper().startswith("SA") and row.get("contribution_date")
        ]
    ours = [
        (day(r.fields["contribution_date"]), r.fields.get("contributor_zip", ""))
        for r in _records(path)
        if r.record == "SA" and "contribution_date" in r.fields
    ]
    assert ours
    assert ours == theirs


def test_joined_names_of_2001_come_apart(shared_file: SharedFile) -> None:
    people = [
        record.fields
        for record in _records(shared_file("data", "fec", "27789.fec"))
        if record.record == "SA" and record.fields.get("entity_type") == "IND"
    ]
    assert len(people) > 2000
    assert all("contributor_last_name" in fields for fields in people)
    assert all("^" not in value for fields in people for value in fields.values())


def test_the_crafted_bad_files(shared_file: SharedFile) -> None:
    manifest = json.loads(shared_file("data", "negative", "MANIFEST.json").read_text("utf-8"))
    ours = {entry["file"]: entry["expect"] for entry in manifest if entry["file"][:4] == "fec/"}
    assert len(ours) == 5
    for name, expected in ours.items():
        path = shared_file("data", "negative", name)
        if expected == "reject":
            with pytest.raises(BadInput):
                open_filing(path)
        else:
            with open_filing(path) as filing:
                assert list(filing.records)
            assert filing.problems
