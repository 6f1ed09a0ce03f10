"""Rules of what is paid: who must approve it, when a check is stale, who is behind a payment.

The figures stand in ``resources/rules/payables.toml``, each with its source; amounts in cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from financedesk.rules.data import rules_table
from financedesk.rules.kinds import Kind, kind, kinds

METHODS = {"check": "Check", "wire": "Wire", "ach": "ACH", "card": "Card"}
"""How a bill may be paid, in words."""


# --- approvals


@dataclass(frozen=True, slots=True)
class ApprovalTerms:
    """Above which amount in cents two people must approve; ``always_two`` are methods."""

    above_cents: int
    always_two: frozenset[str]
    citation: str

    def needed(self, amount_cents: int, method: str) -> int:
        """Return how many people must approve a payment of this amount: two, or none.

        One would often be whoever entered it, and such a word controls nothing.
        """
        return 2 if method in self.always_two or amount_cents > self.above_cents else 0


@cache
def approval_terms(above_cents: int | None = None) -> ApprovalTerms:
    """Return the terms of the safe harbour, or those with an amount that an entity set itself."""
    table = rules_table("payables")["approvals"]
    above = table["above_dollars"] * 100 if above_cents is None else above_cents
    return ApprovalTerms(above, frozenset(table["always_two"]), table["citation"])


def same_person(name: str) -> str:
    """Return a name as it is compared: one person does not approve twice by another spelling."""
    return " ".join(name.casefold().split())


# --- checks


def stale_on(drawn_on: date) -> date:
    """Return the first day on which a bank may refuse a check that it has not been shown."""
    days: int = rules_table("payables")["checks"]["stale_after_days"]
    return drawn_on + timedelta(days=days + 1)


def stale_law() -> str:
    """Return where it stands that a bank may refuse a stale check."""
    return str(rules_table("payables")["checks"]["citation"])


def warn_of_stale_days() -> int:
    """Return how many days before it is stale a check is spoken of."""
    return int(rules_table("payables")["checks"]["soon_days"])


# --- ultimate payees


@dataclass(frozen=True, slots=True)
class Route:
    """A way on which money reaches somebody other than whom the committee paid."""

    code: str
    title: str
    ends: str
    shared_memo: str
    line: str
    words: tuple[str, ...]
    travel_over_cents: int | None
    travel_words: tuple[str, ...]


@cache
def routes() -> tuple[Route, ...]:
    """Return every such way, in the order of the table."""
    return tuple(
        Route(
            row["code"], row["title"], row["ends"], row["shared_memo"], row["line"],
            tuple(row["words"]),
            row["travel_over_dollars"] * 100 if "travel_over_dollars" in row else None,
            tuple(row.get("travel_words", ())),
        )
        for row in rules_table("payables")["route"]
    )  # fmt: skip


def payee_law() -> str:
    """Return where it stands that the ultimate payee must be named."""
    return str(rules_table("payables")["ultimate_payees"]["citation"])


def payee_threshold_cents() -> int:
    """Return above what amount to one payee in a year (or election cycle) it must be named."""
    return int(rules_table("payables")["ultimate_payees"]["over_dollars"]) * 100


def route_of_kind(code: str) -> Route | None:
    """Return the way that a kind of payment goes; None for an ordinary one."""
    return next((one for one in routes() if code.endswith(one.ends)), None)


def route_of_memo(code: str) -> Route | None:
    """Return the way that a memo entry of a shared payment tells (Schedules H4, H6)."""
    shared: Mapping[str, str] = rules_table("payables")["shared"]
    return next(
        (
            one
            for one in routes()
            if any(code == f"{stem}_{one.shared_memo}" for stem in shared.values())
        ),
        None,
    )


def route_in_words(purpose: str) -> Route | None:
    """Return the way that a purpose gives away, None where it says nothing of the sort."""
    said = purpose.casefold()
    return next((one for one in routes() if any(word in said for word in one.words)), None)


def is_travel(route: Route, purpose: str) -> bool:
    """Tell whether a purpose is travel or subsistence, for which a route has terms of its own."""
    said = purpose.casefold()
    return any(word in said for word in route.travel_words)


def kind_on_route(code: str, route: Route) -> Kind | None:
    """Return the kind that a payment has on a way; None where the form knows none.

    An operating expense to a card company is a *credit card payment for operating expenditure*;
    what federal and other accounts share keeps its kind.
    """
    if code in rules_table("payables")["shared"]:
        return kind(code)
    stem = _stem(code)
    return None if stem is None else kinds().get(f"{stem}_{route.ends}")


def plain_kind(code: str) -> str:
    """Return the ordinary kind of a payment, whichever way it goes."""
    stem = _stem(code)
    families: Mapping[str, str] = rules_table("payables")["families"]
    return next((plain for plain, one in families.items() if one == stem), code)


def _stem(code: str) -> str | None:
    """Return what the kinds of a payment's family begin with; None where it has none."""
    families: Mapping[str, str] = rules_table("payables")["families"]
    route = route_of_kind(code)
    stem = families.get(code) if route is None else code.removesuffix(f"_{route.ends}")
    return stem if stem in families.values() else None


def memo_kind(code: str, route: Route) -> Kind | None:
    """Return the kind of the memo entries that name who is behind a payment of this kind."""
    stem = rules_table("payables")["shared"].get(code)
    if stem is not None:
        return kinds().get(f"{stem}_{route.shared_memo}")
    children = kind(code).children
    return kind(children[0]) if len(children) == 1 else None


def void_kind(code: str) -> Kind:
    """Return the kind of the negative entry that voids a payment: on the same line of the form.

    The FEC's list names a kind of void for most; the others are voided by one of their own.
    """
    own = kind(code)
    # What goes by a card or a firm has memo entries of its own kind, which a void takes back too.
    stem = code if route_of_kind(code) is not None else _stem(code) or code
    voided = kinds().get(f"{stem}_void")
    return own if voided is None or voided.income_class != own.income_class else voided
