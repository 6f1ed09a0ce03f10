"""The lines of the summary pages: complete, consistent with the format, right on real covers."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import NotFound, Refused
from financedesk.fec.layouts import layout
from financedesk.fec.tokens import body_tokens, record_of
from financedesk.fec.values import cents
from financedesk.rules.summary import (
    Column,
    check_cover,
    complete,
    form_line,
    form_lines,
    summary_forms,
)

SharedFile = Callable[..., Path]
COLUMNS: tuple[Column, ...] = ("A", "B")


@pytest.mark.parametrize("form", summary_forms())
def test_every_line_names_fields_that_the_cover_has_at_that_place(form: str) -> None:
    names = layout(form).names
    for line in form_lines(form):
        for name, number in ((line.name_a, line.field_a), (line.name_b, line.field_b)):
            if name:
                assert names[number - 1] == name


@pytest.mark.parametrize("form", ["F3X", "F3"])
def test_no_amount_of_the_cover_is_without_a_line(form: str) -> None:
    named = {name for line in form_lines(form) for name in (line.name_a, line.name_b)}
    amounts = {field.name for field in layout(form).fields if field.kind == "AMT"}
    assert amounts <= named


@pytest.mark.parametrize("form", summary_forms())
def test_rows_are_filed_with_the_form_and_have_the_field(form: str) -> None:
    for line in form_lines(form):
        for row in line.rows:
            for token in row.form_types:
                assert token in (body_tokens(form) or ())
                assert row.field in layout(record_of(token)).names


@pytest.mark.parametrize("form", summary_forms())
def test_every_amount_token_of_the_form_lands_on_exactly_one_line_but_shared_ones(
    form: str,
) -> None:
    tokens = [token for line in form_lines(form) for token in line.tokens]
    assert {t for t in tokens if tokens.count(t) > 1} <= {"H4", "H6"}
    schedules = {t for t in body_tokens(form) or () if t[:2] in ("SA", "SB") and t[2:3].isdigit()}
    assert schedules <= set(tokens)


def test_a_worked_example_of_form_3x() -> None:
    base = {
        "6b": 1_000_00, "11ai": 500_00, "11aii": 40_00, "11b": 10_00, "11c": 20_00, "12": 5_00,
        "13": 100_00, "15": 3_00, "18a": 50_00, "18b": 7_00, "21ai": 36_00, "21aii": 64_00,
        "21b": 200_00, "23": 150_00, "28a": 25_00, "30ai": 9_00, "30aii": 1_00, "30b": 2_00,
    }  # fmt: skip
    lines = complete("F3X", "A", base)
    assert lines["11aiii"] == 540_00
    assert lines["11d"] == 570_00
    assert lines["18c"] == 57_00
    assert lines["19"] == lines["6c"] == 735_00
    assert lines["20"] == 678_00
    assert lines["21c"] == 300_00
    assert lines["31"] == lines["7"] == 487_00
    assert lines["32"] == 422_00
    assert lines["8"] == 1_248_00
    assert lines["35"] == 545_00
    assert lines["38"] == 233_00


def test_column_b_starts_from_the_first_of_january() -> None:
    lines = complete("F3X", "B", {"6a": 100_00, "11ai": 20_00, "29": 5_00})
    assert lines["6d"] == 120_00
    assert lines["8"] == 115_00
    assert "6b" not in lines
    assert "9" not in lines


def test_a_line_that_is_not_on_the_form_is_refused() -> None:
    with pytest.raises(Refused, match="99z"):
        complete("F3X", "A", {"99z": 1})
    with pytest.raises(NotFound):
        form_lines("F24")
    with pytest.raises(NotFound):
        form_line("F3X", "99z")


COMPONENTS = {
    form: [line.code for line in form_lines(form) if not line.computed] for form in summary_forms()
}


@given(st.data())
def test_what_complete_makes_check_cover_accepts(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(summary_forms()))
    base = data.draw(
        st.dictionaries(st.sampled_from(COMPONENTS[form]), st.integers(-(10**11), 10**11))
    )
    cover_a, cover_b = complete(form, "A", base), complete(form, "B", base)
    checks = check_cover(form, {"A": cover_a, "B": cover_b}, base)
    assert [check for check in checks if not check.holds] == []


def test_check_cover_names_the_line_that_is_wrong_and_those_that_follow_from_it() -> None:
    cover = complete("F3X", "A", {"11ai": 300_00, "29": 20_00})
    cover["19"] += 1
    wrong = [
        check.code
        for check in check_cover("F3X", {"A": cover, "B": {}}, {"11ai": 300_00, "29": 15_00})
        if not check.holds
    ]
    assert wrong == ["6c", "19", "20"]


def test_rows_may_fall_short_only_where_small_amounts_need_no_row() -> None:
    cover = complete("F3X", "A", {"15": 90_00, "16": 90_00})
    checks = check_cover("F3X", {"A": cover, "B": {}}, {"15": 80_00, "16": 80_00})
    assert [check.code for check in checks if not check.holds] == ["16"]


def test_a_line_that_an_older_cover_lacks_is_worked_out() -> None:
    cover = complete("F3X", "A", {"18a": 50_00, "11b": 1_00})
    for code in ("18b", "18c", "30ai", "30aii", "30b", "30c"):
        del cover[code]
    checks = check_cover("F3X", {"A": cover, "B": {}}, {"18a": 50_00, "11b": 1_00})
    assert [check.code for check in checks if not check.holds] == []


#: The table of covers has these two columns of its year to date under each other's place.
SWAPPED = {"fed_cand_cmte_contb_ytd": "23", "fed_cand_cmte_contb_ref_ytd": "16"}


def _covers_of_the_table(path: Path) -> list[dict[Column, dict[str, int]]]:
    """Read the table by place: field n of the cover is its column n + 2."""
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    places: dict[tuple[Column, str], int] = {}
    for line in form_lines("F3X"):
        if line.name_a:
            places["A", line.code] = line.field_a + 1
        if line.name_b:
            places["B", line.code] = line.field_b + 1
    for name, code in SWAPPED.items():
        places["B", code] = header.index(name)
    covers = []
    for row in rows:
        cover: dict[Column, dict[str, int]] = {"A": {}, "B": {}}
        for (column, code), place in places.items():
            cover[column][code] = cents(row[place])
        covers.append(cover)
    return covers


def test_forty_five_real_covers_follow_the_formulas_but_for_one_line(
    shared_file: SharedFile,
) -> None:
    covers = _covers_of_the_table(shared_file("data", "fec", "covers", "f3x_sequences.csv"))
    wrong = [
        (place, check.column, check.code)
        for place, cover in enumerate(covers)
        for check in check_cover("F3X", cover, cover["A"])
        if not check.holds
    ]
    assert len(covers) == 45
    # One committee once gave a yearly total of individuals that its two parts do not make.
    assert wrong == [(29, "B", "11aiii")]


def test_totals_are_derived_as_the_real_covers_have_them(shared_file: SharedFile) -> None:
    covers = _covers_of_the_table(shared_file("data", "fec", "covers", "f3x_sequences.csv"))
    for place, cover in enumerate(covers):
        for column in COLUMNS:
            if (place, column) != (29, "B"):
                entered = {c: v for c, v in cover[column].items() if c in COMPONENTS["F3X"]}
                assert complete("F3X", column, entered) == cover[column]
