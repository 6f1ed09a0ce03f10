"""Bills come, are approved and paid, checks printed and voided: one command after the other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

OF = ("--account", "main", "--entity", "party")

BILL = {
    "bill", "payee", "card", "number", "state", "amount_cents", "purpose", "kind", "category",
    "method", "account", "received_on", "due_on", "overdue", "entered_by", "needed", "missing",
    "approvals", "entry", "check", "paid_on", "withdrawn_on", "withdrawn_why",
}  # fmt: skip
CHECK = {
    "check", "number", "state", "payee", "amount_cents", "purpose", "bill", "entry", "drawn_on",
    "printed_on", "cleared_on", "voided_on", "voided_why", "age_days", "stale_on", "stale",
}  # fmt: skip
BEHIND = {
    "entry", "payee", "amount_cents", "on", "by", "kind", "named_cents", "missing_cents",
    "must_name", "payees",
}  # fmt: skip
#: What each of the commands answers as JSON.
KEYS_OF_BILLS: dict[str, set[str]] = {
    "bill list": {"entity", "on", "two_above_cents", "open_cents", "overdue_cents", "bills"},
    "bill add": BILL | {"looks_like"},
    "bill approve": BILL,
    "bill pay": BILL,
    "bill withdraw": BILL,
    "bill rule": {"entity", "two_above_cents", "since"},
    "checks list": {"account", "next", "gaps", "outstanding_cents", "checks"},
    "checks print": {"account", "printed", "file"},
    "checks void": CHECK | {"negative_entry"},
    "checks stale": {"account", "on", "law", "outstanding_cents", "stale_cents", "outstanding"},
    "payments name": BEHIND,
    "payments missing": {"entity", "law", "payments", "missing_cents"},
    "payments register": {"entity", "from", "to", "file"},
}


def bills_are_paid(ask: Callable[..., dict[str, Any]], folder: Path) -> None:
    """Enter, approve and pay bills of the party; print, void and list the checks."""
    on = ("--on", "2026-03-06")
    ask("bill rule", "--entity", "party", "--above", "500", "--since", "2026-03-01")
    entered = ("--purpose", "Printing", "--received", "2026-03-02", "--due", "2026-03-31", *OF)
    twin = ("--payee", "Heron Press", "--amount", "900.00", "--by", "Ann Lee", *entered)
    ask("bill add", *twin)
    number = str(ask("bill add", *twin, status=1)["bill"])
    first = str(ask("bill list", "--entity", "party", *on)["bills"][0]["bill"])
    assert ask("bill withdraw", first, "--why", "entered twice", *on)["state"] == "withdrawn"
    assert ask("bill approve", number, "--by", "Ann Lee", *on)["missing"] == (
        "Ann Lee approved it; one more person must"
    )
    assert ask("bill approve", number, "--by", "Bo Day", *on)["state"] == "approved"
    paid = ask("bill pay", number, "--check", "1041", *on)
    assert (paid["state"], paid["check"], paid["paid_on"]) == ("paid", 1041, "2026-03-06")
    line = ("--line", "Paper Barn; 650.00; Paper; 2026-03-01")
    assert ask("payments name", str(paid["entry"]), "--by", "card", *line, status=1)["must_name"]
    assert ask("payments missing", "--entity", "party", "--since", "2026-01-01", status=1)[
        "missing_cents"
    ] == 250_00  # fmt: skip
    assert ask("checks print", *OF, "--out", folder / "checks.pdf", *on)["printed"] == [1041]
    (listed,) = ask("checks list", *OF)["checks"]
    assert (listed["state"], listed["payee"]) == ("printed", "Heron Press")
    assert ask("checks stale", *OF, "--on", "2026-09-03", status=1)["stale_cents"] == 900_00
    span = ("--from", "2026-03-01", "--to", "2026-03-31")
    ask("payments register", "--entity", "party", *span, "--out", folder / "register.xlsx")
    void = ask("checks void", "1041", *OF, "--why", "lost", "--on", "2026-04-02")
    assert (void["state"], void["negative_entry"] is None) == ("void", False)
