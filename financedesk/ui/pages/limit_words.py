"""How the pages say what the rules keep in codes: how well a figure is known, and since when."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QLayout

from financedesk.rules.data import EARLIEST
from financedesk.rules.flows import ALLOWED, CONDITIONAL, LIMITED, PROHIBITED
from financedesk.rules.rule_book import (
    CLOCK,
    COST,
    DATA,
    DEADLINE,
    DECLARATION,
    FLOW,
    LIMIT,
    POLICY,
    SHARE,
    STATE,
    STEP,
    STIPEND,
    THRESHOLD,
)
from financedesk.ui.formatting import day
from financedesk.ui.widgets.facts import fact_line

STATUS_WORDS: Mapping[str, str] = {
    "in_force": "In force",
    "provisional": "Provisional: not published yet, the older figure is used",
    "void": "Void: struck down or repealed",
}
STATUS_CHIPS: Mapping[str, tuple[str, str]] = {
    "in_force": ("In force", "ok"),
    "provisional": ("Provisional", "warn"),
    "void": ("Void", "bad"),
    "past": ("Past", "neutral"),
    "coming": ("Coming", "info"),
}
KIND_WORDS: Mapping[str, str] = {
    LIMIT: "Limit", THRESHOLD: "Threshold", CLOCK: "Clock", DEADLINE: "Deadline",
    SHARE: "Federal share",
    FLOW: "Who to whom", POLICY: "Own policy", STATE: "State law",
    DATA: "Lists and data", COST: "Shared cost", STIPEND: "Stipend",
    DECLARATION: "Declaration", STEP: "Open pledge",
}  # fmt: skip
COUNSEL_CHIPS: Mapping[str, tuple[str, str]] = {
    "in_force": ("In force", "info"),
    "coming": ("Coming", "neutral"),
    "ended": ("Ended", "neutral"),
    "withdrawn": ("Never held", "neutral"),
}
CONFIDENCE_WORDS: Mapping[str, str] = {
    "verified": "Read in the source",
    "knowledge": "Known, not read in the source",
    "provisional": "Not published yet",
}
VERDICT_CHIPS: Mapping[str, tuple[str, str]] = {
    ALLOWED: ("Allowed", "ok"),
    LIMITED: ("Limited", "info"),
    CONDITIONAL: ("Condition", "warn"),
    PROHIBITED: ("Prohibited", "bad"),
}


def days_words(since: date | None, until: date | None) -> str:
    """Return a span of the law in words; a rule since the Act itself has no first day to tell."""
    begins = "" if since is None or since <= EARLIEST else f"from {day(since)}"
    ends = "" if until is None else f"until {day(until)}"
    return " ".join(part for part in (begins, ends) if part) or "since the Act, until it is changed"


def told(name: str, words: str) -> QLayout:
    """Return one fact, wrapped; its words cannot be marked, so that hidden amounts stay covered."""
    return fact_line(name, words, markable=False)
