"""Officials, recipients and rooms of the worked examples, by short names."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from financedesk.rules.allocation_facts import Official, Recipient, Request
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.limits import limit_on, limit_rule
from financedesk.rules.windows import year_window

ATTESTED = ("own_funds", "not_reimbursed", "citizen", "not_contractor")
RULES = {
    "slp": "person_to_state_party", "pac": "person_to_pac", "nat": "person_to_national_party",
    "levin": "levin",
}  # fmt: skip
COUNCILLOR = Official(key="councillor", name="Ada Brook")
CANDIDATE = Official(key="candidate", name="Lee Ford", federal=((date(2025, 6, 1), None),))
CONTRACTOR = Official(key="contractor", name="Kim Vale", contractor=True)


def room(key: str, on: date, *, used: int = 0, cap: int | None = None, **more: Any) -> Allowance:
    """A federal room by its short name with the year's own figure, or a state's of ``cap``."""
    if key not in RULES:
        return Allowance(
            key=key, label=f"State limit of {key}", window=year_window(on),
            citation="the state's own law", cap_cents=cap, used_cents=used, **more,
        )  # fmt: skip
    limit = limit_on(limit_rule(RULES[key]), on)
    return Allowance(
        key=key, label=limit.label, window=year_window(on), citation=limit.citation,
        cap_cents=limit.cents, used_cents=used, rule=limit.code, **more,
    )  # fmt: skip


def rooms(*found: Allowance) -> Mapping[str, Allowance]:
    return {one.key: one for one in found}


STATE_FED = Recipient(
    key="state_fed", name="Meadow Party of Ohio", kind="state_party", weight=2, rooms=("slp",)
)
PAC = Recipient(key="pac", name="Meadow Action PAC", kind="pac", rooms=("pac",))
NATIONAL = Recipient(
    key="nat", name="Meadow Party National Committee", kind="national_party", rooms=("nat",)
)
SUPER_PAC = Recipient(key="superpac", name="Loud Meadows", kind="super_pac", tier=2)
NONFED = Recipient(
    key="nonfed", name="Meadow Party of Ohio", kind="party_nonfederal", tier=2, rooms=("nonfed",)
)
LEVIN = Recipient(key="levin", name="Meadow Party of Ohio", kind="levin", tier=2, rooms=("levin",))
C4 = Recipient(
    key="c4", name="Meadow Issues", kind="issue_c4", tier=3,
    declared="Meadow Issues, 2 January 2026: nothing is spent on federal elections",
)  # fmt: skip
C3 = Recipient(key="c3", name="Meadow Institute", kind="think_tank_c3", tier=3)


def asked(official: Official, on: date, cents: int, **more: Any) -> Request:
    """A request of an official whose pledge is active and who has declared everything."""
    given = {
        "attested": dict.fromkeys(ATTESTED, on - timedelta(days=30)),
        **more,
    }
    return Request(official=official, on=on, due_cents=cents, **given)
