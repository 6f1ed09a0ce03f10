"""The commands on deposits, one after the other on what waits at the campaign’s bank."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

OF = ("--account", "main", "--entity", "campaign")

DEPOSIT = {
    "number", "on", "state", "count", "total_cents", "cash_count", "cash_cents", "declared_count",
    "declared_cents", "ties", "why", "initials", "bank_on", "late", "gifts",
}  # fmt: skip
#: What each of the commands answers as JSON.
KEYS_OF_DEPOSITS: dict[str, set[str]] = {
    "deposit list": {"account", "deposits", "undeposited", "undeposited_cents"},
    "deposit new": DEPOSIT,
    "deposit add": DEPOSIT,
    "deposit remove": {"account", "number", "taken_off", "apart"},
    "deposit slip": {"account", "number", "file"},
    "deposit overdue": {"account", "on", "law", "overdue_cents", "overdue", "waiting"},
}


def deposits_are_made(ask: Callable[..., dict[str, Any]], folder: Path) -> None:
    """Put what waits on a slip, take one off, put it on again, print the slip, take it apart."""
    waiting = ask("deposit list", *OF)["undeposited"]
    first = str(waiting[0]["entry"])
    assert ask("deposit overdue", *OF, "--on", waiting[0]["last_day"])["overdue"] == []
    late = ask("deposit overdue", *OF, "--on", "2030-01-01", status=1)
    assert len(late["overdue"]) == len(waiting)
    head = ("--on", "2026-12-30", "--initials", "AL", "BR")
    made = ask("deposit new", *OF, "--all", *head)
    assert (made["number"], made["count"], made["ties"]) == (1, len(waiting), True)
    assert ask("deposit remove", "1", *OF, "--gift", first)["taken_off"] == 1
    assert ask("deposit add", "1", *OF, "--gift", first)["total_cents"] == made["total_cents"]
    for ending in ("xlsx", "pdf"):
        ask("deposit slip", "1", *OF, "--out", folder / f"slip.{ending}")
    assert (folder / "slip.pdf").read_bytes().startswith(b"%PDF")
    assert [one["state"] for one in ask("deposit list", *OF)["deposits"]] == ["open"]
    assert ask("deposit remove", "1", *OF)["apart"]
