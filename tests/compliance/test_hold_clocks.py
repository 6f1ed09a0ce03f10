"""The ten, thirty and sixty days of a gift on hold, each from its own day (11 CFR 103.3)."""

import pytest

from financedesk.compliance.hold_clocks import CLOCKS, clock_of
from financedesk.ledger.hold_rows import Hold


def held(reason: str, *, waiting: bool = False, resolution: str = "") -> Hold:
    """A gift that came on the first of March and was doubted ten days later."""
    return Hold(
        id=1, item_id=2, entity_id=3, name="Ada Lee", received="2026-03-01", amount_cents=100_00,
        reason=reason, rule="", basis="odd", since="2026-03-11", cents=100_00, open_cents=100_00,
        waiting=waiting, resolution=resolution, resolved_on="", resolved_by="", resolved_why="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (held("doubtful"), ("", "2026-03-31", "")),
        (held("doubtful", waiting=True), ("2026-03-11", "2026-03-31", "")),
        (held("prohibited"), ("", "2026-04-10", "")),
        (held("excessive"), ("", "", "2026-04-30")),
        (held("excessive", waiting=True), ("2026-03-11", "", "2026-04-30")),
        (held("excessive", waiting=True, resolution="returned"), ("", "", "")),
    ],
)
def test_each_clock_runs_from_its_own_day(one: Hold, days: tuple[str, ...]) -> None:
    assert tuple(clock_of(one, clock) for clock in CLOCKS) == days
    last = {due.day.isoformat() for due in one.dues}
    assert last == {day for day in days if day}
