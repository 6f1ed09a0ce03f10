"""The layouts: complete in the current version, and speaking its names in every other."""

import json
from collections.abc import Callable
from pathlib import Path

import fecfile
import pytest

from financedesk.errors import BadInput
from financedesk.fec.layouts import find_layout, known_versions, layout, normal_version

SharedFile = Callable[..., Path]


def test_the_current_version_has_every_field_of_the_workbook(shared_file: SharedFile) -> None:
    workbook = json.loads(shared_file("fec", "layouts.json").read_text(encoding="utf-8"))["records"]
    for record, fields in workbook.items():
        ours = layout(record).fields
        assert [(f.name, f"{f.kind}-{f.longest}") for f in ours] == [
            (f["name"], f["type"]) for f in fields
        ]
        assert [f.number for f in ours] == list(range(1, len(fields) + 1))
        for mine, theirs in zip(ours, fields, strict=True):
            if theirs["required"] in ("X (error)", "X (warning)") and not mine.when:
                allowed = {"X (error)": ("E",), "X (warning)": ("W",)}[theirs["required"]]
                assert mine.level in allowed or mine.name == "pdf_attachment"


WIDTHS = [
    ("HDR", "8.5", 8), ("F3X", "8.5", 123), ("F3", "8.5", 93), ("F99", "8.5", 17),
    ("F1", "8.5", 101), ("SA", "8.5", 45), ("SB", "8.5", 44), ("SC2", "8.5", 20),
    ("SC2", "8.4", 17), ("F1S", "8.4", 36), ("F1", "8.3", 99), ("F99", "8.4", 15),
    ("F3X", "3.0", 107), ("F3X", "5.3", 119), ("SA", "3.0", 37), ("SA", "7.0", 46),
    ("H1", "8.1", 13), ("SE", "8.0", 43), ("F3", "6.1", 106), ("SA", "P3.2", 24),
]  # fmt: skip


@pytest.mark.parametrize("record,version,width", WIDTHS)
def test_widths_that_changed_over_the_years(record: str, version: str, width: int) -> None:
    assert len(layout(record, version).fields) == width


def test_no_record_of_any_version_has_a_name_twice() -> None:
    records = json.loads(
        (Path(fecfile.__file__).parent / "mappings.json").read_text(encoding="utf-8")
    )
    assert records
    for version in known_versions():
        for record in ("F3X", "F3", "F3P", "F4", "SA", "SB", "SC1", "SL", "H1", "HDR", "TEXT"):
            found = find_layout(record, version)
            if found is not None:
                assert len(set(found.names)) == len(found.names)
                assert all(found.names)


def test_totals_that_stand_twice_on_a_cover_are_told_apart_in_old_versions() -> None:
    for version in ("3.0", "5.3", "P3.2"):
        names = layout("F3X", version).names
        assert names.index("L6c_total_receipts_period") < names.index("L19_total_receipts_period")
        assert names.index("L7_total_disbursements_period") < names.index(
            "L31_total_disbursements_period"
        )
        assert names.index("L11d_total_contributions_ytd") < names.index(
            "L33_total_contributions_ytd"
        )


@pytest.mark.parametrize(
    "text,version",
    [("8.5", "8.5"), ("3.00", "3.0"), ("5.00", "5.0"), ("2.02", "2.02"), ("P3.2", "P3.2"),
     ("p2.6", "P2.6"), (" 8.3 ", "8.3"), ("9.9", ""), ("180.5", ""), ("", ""), ("x", "")],
)  # fmt: skip
def test_versions(text: str, version: str) -> None:
    assert normal_version(text) == version


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(BadInput, match="no ZZ record"):
        layout("ZZ")
    with pytest.raises(BadInput, match="no field shoe_size"):
        layout("SA").position("shoe_size")
