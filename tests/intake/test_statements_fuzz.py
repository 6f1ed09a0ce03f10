"""Statements with bytes cut out, swapped, repeated or replaced: a result or a BadInput."""

from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.intake.statements import read_statements
from tests.intake.statement_files import ALL
from tests.soaking import examples

Step = tuple[str, int, int, bytes]

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["cut", "swap", "repeat", "put"]),
        st.integers(0, 2000),
        st.integers(0, 200),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [b"<", b">", b"</OFX>", b"&#0;", b"\r", b":61:", b"^", b'"', b",", b"\0"]
            ),
        ),
    ),
    min_size=1,
    max_size=6,
)


def _broken(data: bytes, steps: list[Step]) -> bytes:
    for what, start, length, piece in steps:
        at = start % (len(data) + 1)
        middle = data[at : at + length]
        if what == "cut":
            data = data[:at] + data[at + length :]
        elif what == "swap":
            data = data[:at] + middle[::-1] + data[at + length :]
        elif what == "repeat":
            data = data[:at] + middle * 3 + data[at + length :]
        else:
            data = data[:at] + piece + data[at:]
    return data


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken") / "statement"


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
@settings(
    max_examples=examples(60, 5_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps=_STEPS)
def test_a_broken_statement_is_read_or_refused(place: Path, text: str, steps: list[Step]) -> None:
    place.write_bytes(_broken(text.encode(), steps))
    try:
        found = read_statements(place)
    except BadInput:
        return
    for statement in found.statements:
        for line in statement.lines:
            assert isinstance(line.cents, int)
            assert date.fromisoformat(line.booked_on)
            assert not any("\x00" in part for part in astuple(line) if isinstance(part, str))
