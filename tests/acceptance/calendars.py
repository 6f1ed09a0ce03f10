"""The calendar's commands: what each answers as JSON, and a walk through all of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

DEADLINE = {"number", "entity", "clock", "what", "since", "due", "law", "done"}
KEYS_OF_CALENDAR: dict[str, set[str]] = {
    "calendar list": {"as_of", "entries", "deadlines"},
    "calendar export": {"file", "entries", "told"},
    "calendar add": DEADLINE,
    "calendar done": DEADLINE,
    "calendar remove": {"deleted"},
}
OF = ("--entity", "party")
YEAR = ("--year", "2026", "--as-of", "2026-01-02")


WRONG_ON_CALENDAR: tuple[tuple[str, str], ...] = (
    ("calendar list --entity nobody", "nobody"),
    ("calendar list --year 2026 --from 2026-01-01", "not both"),
    ("calendar list --from 2026-02-01 --to 2026-01-01", "exchange"),
    ("calendar add --entity party --clock register", "since when"),
    ("calendar add --entity party --by 2026-02-30 --what x", "2026-02-30"),
    ("calendar done 999", "999"),
    ("calendar remove 999", "999"),
    ("calendar export --out @nowhere/a.ics", "nowhere"),
)  # fmt: skip
"""Calls about deadlines that are none, and a word of what is said."""


def the_calendar_is_kept(ask: Callable[..., dict[str, Any]], folder: Path) -> None:
    """List a year, note a clock, mark it, write the file, take the clock away."""
    year = ask("calendar list", *OF, *YEAR)
    due = {one["code"]: one for one in year["deadlines"]}
    assert {"form", "code", "from", "to", "due"} <= set(due["YE"])
    assert (due["YE"]["form"], due["YE"]["due"]) == ("F3X", "2026-01-31")
    clock = ("--clock", "request_for_information", "--since", "2026-01-05")
    noted = ask("calendar add", *OF, *clock)
    assert (noted["due"], noted["what"], noted["done"]) == ("2026-02-09", "Answer it.", None)
    number = str(noted["number"])
    mine = ("--kind", "noted", *OF, *YEAR)
    assert [one["number"] for one in ask("calendar list", *mine)["entries"]] == [noted["number"]]
    assert ask("calendar done", number, "--on", "2026-01-09")["done"] == "2026-01-09"
    assert ask("calendar list", *mine)["entries"] == []
    assert ask("calendar done", number, "--open")["done"] is None
    target = folder / "calendar.ics"
    written = ask("calendar export", *OF, *YEAR, "--out", target)
    assert target.read_bytes().count(b"BEGIN:VEVENT") == written["entries"] > 0
    assert written["told"] is False
    assert ask("calendar remove", number) == {"deleted": noted["number"]}
