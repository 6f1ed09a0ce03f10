"""The commands on closing a bank account, one after the other on the sample's only one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

OWN = ("--account", "federal", "--entity", "multnomah")


def accounts_are_closed(ask: Callable[..., dict[str, Any]], folder: Path) -> None:
    """Review what is closed, look at it from every side, reopen it and close it again."""
    october = ask("closing outlook", *OWN, "--through", "2026-10-31", status=1)
    assert len(october["hinders"]) == 1
    kept = ask("closing list", *OWN)["closings"]
    assert [one["through"] for one in kept] == ["2026-09-30", "2026-08-31"]
    ask("closing review", *OWN, "--by", "Odile Marchetti")
    assert ask("closing month", "--entity", "multnomah", "--month", "2026-09")["reviewed"]
    tie = ask("closing tie-out", "--entity", "multnomah", "--on", "2026-09-30", status=1)["ties"][0]
    assert (tie["bank_difference_cents"], tie["line_difference_cents"]) == (-12_00, 0)
    paper = folder / "september.pdf"
    ask("report bank-reconciliation", *OWN, "--through", "2026-09-30", "--out", paper)
    assert paper.read_bytes().startswith(b"%PDF")
    assert ask("closing reopen", *OWN, "--by", "Ann Lee", "--why", "A slip")["reopened_why"]
    (line,) = ask("closing outlook", *OWN, "--through", "2026-09-30")["unbooked"]
    said = f"{line['number']}=Given back in October"
    ask("closing close", *OWN, "--through", "2026-09-30", "--by", "Ann Lee", "--explain", said)
    ask("closing outlook", *OWN, "--through", "2026-10-31", status=1)
