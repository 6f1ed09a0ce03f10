"""Which kinds of disbursement a treasurer may record on an account, and what each asks for.

The table is ``resources/rules/payments.toml``; lines and aggregates of a kind stand in ``kinds``.
"""

from dataclasses import dataclass
from functools import cache

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.entities import entity_kind, files_federally
from financedesk.rules.kinds import kind

PERSON = "IND"
COMMITTEES = ("CCM", "PAC", "PTY")


@dataclass(frozen=True, slots=True)
class PaymentKind:
    """One kind of disbursement in everyday words.

    ``payees`` are the FEC's entity types that may be paid, the usual one first. ``asks`` are
    ``committee``, ``candidate`` and ``election``; ``purpose`` is what the purpose begins with.
    """

    kind: str
    title: str
    where: tuple[str, ...]
    payees: tuple[str, ...]
    asks: frozenset[str]
    purpose: str


@cache
def payment_kinds() -> tuple[PaymentKind, ...]:
    """Return every kind of disbursement that is recorded by hand, in the order of the table."""
    return tuple(
        PaymentKind(
            row["kind"], row["title"], tuple(row["where"]), tuple(row["payees"]),
            frozenset(row.get("asks", ())), row.get("purpose", ""),
        )
        for row in rules_table("payments")["payment"]
    )  # fmt: skip


def payments_from(entity: str, account: str) -> tuple[PaymentKind, ...]:
    """Return the kinds that this kind of entity may record on this kind of account."""
    place = _place(entity, account)
    role = entity_kind(entity).role
    return tuple(
        one
        for one in payment_kinds()
        if place in one.where and kind(one.kind).only_for in ("", role)
    )


def payment_kind(code: str) -> PaymentKind:
    """Return one kind of disbursement; raises NotFound for one that is not recorded by hand."""
    found = next((one for one in payment_kinds() if one.kind == code), None)
    if found is None:
        raise NotFound(f"“{code}” is not a kind of disbursement that is recorded by hand.")
    return found


def _place(entity: str, account: str) -> str:
    """Return the word of the table for an account: federal, its own kind, or its entity's kind."""
    if entity_kind(entity).form is None:
        return entity
    return "federal" if files_federally(account) else account
