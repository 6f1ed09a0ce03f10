"""Exports with cut, shuffled and swapped cells: an answer or a clear refusal, never a traceback."""

import contextlib
import csv
import io
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.intake.formats import FORMATS
from financedesk.intake.source_file import opened
from financedesk.intake.staged import Notes, StagedRow
from tests.intake.processor_exports import (
    DONORBOX,
    STRIPE,
    WINRED,
    donorbox_gift,
    stripe_row,
    winred_row,
)
from tests.intake.test_fec_itcont import LINE
from tests.intake.test_paypal import HEADER, PAYMENT
from tests.intake.test_platforms import ANEDOT, GIFT, SALE, SQUARE
from tests.soaking import examples

_ENDED = {
    "Receipt ID": "AB1", "Recurrence Amount": "19.69", "Cancelled On": "2026-06-01 10:00:00",
    "Initial Contribution Date": "2026-04-16 12:10:46", "Recur Completed": "",
    "Cancelation Reason": "donor_request", "FEC Id": "C00990001",
}  # fmt: skip
_SHOWN = {
    "actblue-cancelled": (tuple(_ENDED), _ENDED),
    "donorbox": (DONORBOX, donorbox_gift()),
    "stripe": (STRIPE, stripe_row()),
    "winred": (WINRED, winred_row()),
    "paypal": (HEADER, PAYMENT),
    "square": (SQUARE, SALE),
    "anedot": (ANEDOT, GIFT),
    "donations": (tuple(GIFT), GIFT),
    "raise-the-money": (tuple(GIFT), GIFT),
}


def _lines(code: str) -> list[list[str]]:
    if code == "fec-itcont":
        return [LINE.split("|") for _ in range(3)]
    header, row = _SHOWN[code]
    return [list(header), *([row.get(name, "") for name in header] for _ in range(3))]


_ODD = st.sampled_from([
    "", " ", "-", "=1+1", "1,5", "1E9", "9" * 5_000, "٣", "²", "2026-02-30", "13/13/2026",
    "31/12/2025", "USD", "\ud7ff", "x" * 10_000, "T" * 50_000,
    '"', "a\nb", "total", "(5.00)", "-0.00", "0",
    "NaN", "2/3/26 10:00 PM -0800", "\x00", "\x1b", ",", "|", "refund", "Payout",
])  # fmt: skip


@pytest.mark.parametrize("code", [one.code for one in FORMATS if one.code != "actblue"])
def test_damage_is_an_answer(code: str) -> None:
    @settings(max_examples=examples(60, 20_000), deadline=None)
    @given(
        seed=st.integers(0, 2**32),
        damage=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60), _ODD), max_size=6),
        cut=st.integers(0, 3),
    )
    def damaged(seed: int, damage: list[tuple[int, int, str]], cut: int) -> None:
        lines = _lines(code)
        for row, place, text in damage:
            cells = lines[row % len(lines)]
            cells[place % len(cells)] = text
        order = random.Random(seed)
        if cut == 1:
            order.shuffle(lines[-1])
        if cut == 2:
            del lines[-1][order.randrange(len(lines[-1])) :]
        if cut == 3:
            order.shuffle(lines)
        _require_answer(code, lines)

    damaged()


def _require_answer(code: str, lines: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter="|" if code == "fec-itcont" else ",").writerows(lines)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.csv"
        file.write_text(stream.getvalue(), encoding="utf-8", errors="replace")
        rows = []
        with contextlib.suppress(BadInput), opened(file) as source:
            chosen = next(one for one in FORMATS if one.code == code)
            rows = list(chosen.read(source, Notes()))
    for row in rows:
        if isinstance(row, StagedRow):
            assert row.cents > 0
            assert row.key
            assert not row.is_gift or row.donor.last_name
        else:
            assert len(row.reason) > 15
