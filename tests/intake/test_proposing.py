"""What the names of columns propose, and that samples read as rows will."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.intake.dialect import FoundColumn
from financedesk.intake.proposing import (
    USUAL_NAMES,
    proposed_roles,
    proved_order,
    read_sample,
)
from financedesk.intake.roles import ROLES, role_of


def columns(*names: str) -> list[FoundColumn]:
    return [FoundColumn(place, name, ()) for place, name in enumerate(names, start=1)]


def test_usual_names_propose_their_role_whatever_their_case() -> None:
    found = proposed_roles(columns("DATE", " Gross\u00a0Amount ", "donor e-mail", "Last Name"))
    assert found == {1: "day", 2: "amount", 4: "last_name"}


def test_a_role_is_proposed_once_and_no_whole_name_beside_its_parts() -> None:
    found = proposed_roles(columns("Name", "First Name", "Last Name", "Date", "Created"))
    assert found == {2: "first_name", 3: "last_name", 4: "day"}


def test_every_usual_name_stands_for_one_known_role() -> None:
    names = [name for one in USUAL_NAMES.values() for name in one]
    assert len(names) == len(set(names))
    assert {role_of(code) for code in USUAL_NAMES} <= set(ROLES)


@pytest.mark.parametrize(
    ("role", "text", "settings", "words", "is_clear"),
    [
        ("day", "2026-03-25 10:00:00", {}, "2026-03-25", True),
        ("day", "03/04/2026", {}, "03/04/2026: day or month first?", False),
        ("day", "03/04/2026", {"day_order": "day first"}, "2026-04-03", True),
        ("day", "03/04/2026", {"day_order": "month first"}, "2026-03-04", True),
        ("amount", "$1,234.50", {}, "1,234.50", True),
        ("amount", "1.234,50", {"decimal": ","}, "1,234.50", True),
        ("last_name", "  Okoye ", {}, "Okoye", True),
    ],
)
def test_a_sample_reads_as_the_rows_will(
    role: str, text: str, settings: dict[str, str], words: str, *, is_clear: bool
) -> None:
    assert read_sample(role, text, **settings) == (words, is_clear)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "25/03/2026"], "day first"),
        (["03/04/2026", "03/25/2026"], "month first"),
        (["03/04/2026", "2026-03-25"], ""),
        (["25/03/2026", "03/25/2026"], ""),
        ([], ""),
    ],
)
def test_one_date_may_prove_the_order_of_all(texts: list[str], order: str) -> None:
    assert proved_order(texts) == order


@given(st.sampled_from([one.code for one in ROLES]), st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_read_or_said(role: str, text: str) -> None:
    found = read_sample(role, text)
    assert found.is_clear or found.words
