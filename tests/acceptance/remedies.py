"""The commands on remedies: what each answers as JSON, and a walk through both."""

from collections.abc import Callable
from typing import Any

KEYS_OF_REMEDIES: dict[str, set[str]] = {
    "remedy list": {"as_of", "findings"},
    "remedy do": {"done", "rule", "about", "left_cents", "stands"},
}


WRONG_ON_REMEDIES: tuple[tuple[str, str], ...] = (
    ("remedy list --rule nonsense", "nonsense"),
    ("remedy do pray --about Lee", "pray"),
    ("remedy do refund --about Nobody", "Nothing fits"),
)  # fmt: skip
"""Calls about findings that are none, or that put nothing right."""


def findings_are_put_right(ask: Callable[..., dict[str, Any]]) -> None:
    """Look at a gift above its limit and put it on hold, then find it lawful no more: refund it."""
    which = ("--entity", "campaign", "--about", "Lopez", "--as-of", "2026-03-21")
    (one,) = ask("remedy list", *which, "--rule", "above_limit")["findings"]
    ways = {way["code"]: way for way in one["remedies"]}
    assert ways["refund"]["cents"] == ways["hold"]["cents"] == one["amount_cents"] > 0
    assert ways["hold"]["asks"][:4] == ["reason", "amount", "day", "words"]
    held = ask("remedy do", "hold", *which, "--rule", "above_limit", "--reason", "excessive",
               "--words", "above the limit")  # fmt: skip
    assert (held["done"], held["stands"]) == ("hold", False)
    back = ask("remedy do", "refund", *which, "--rule", "on_hold", "--amount", "1.00", status=1)
    assert back["left_cents"] == one["amount_cents"] - 1_00
