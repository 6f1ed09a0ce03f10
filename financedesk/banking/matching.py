"""Accepting what matches, one or all that is certain, and taking it back: acts with undo.

They run in a unit of the caller, who asked for the act *record* in the account's entity.
"""

from collections.abc import Sequence

from financedesk.banking.standing import standing
from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_matches import (
    NewMatch,
    take_match_back,
    write_match,
    write_matches,
)
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.tables import bank_match
from financedesk.rules.reconciling import Proposal

BY_HAND = "matched by hand"


def accept(unit: UnitOfWork, account_id: int, proposal: Proposal) -> int:
    """Accept one proposal and return the match's id; raises what ``write_match`` raises."""
    return write_matches(unit, account_by_id(unit.connection, account_id), [_new(proposal)])[0]


def accept_certain(unit: UnitOfWork, account_id: int, until: str = "") -> int:
    """Accept everything that is certain to a day, as one step; returns how many matches.

    It is what ``standing`` shows and no more. What becomes certain by it is for another look.
    """
    found = standing(unit.connection, account_id, until)
    write_matches(unit, found.account, [_new(one) for one in found.certain])
    return len(found.certain)


def _new(proposal: Proposal) -> NewMatch:
    return NewMatch(
        lines=[one.key for one in proposal.lines],
        postings=[one.key for one in proposal.entries],
        why=proposal.why, certain=proposal.certain,
    )  # fmt: skip


def match_by_hand(
    unit: UnitOfWork, account_id: int, line_ids: Sequence[int], posting_ids: Sequence[int]
) -> int:
    """Say oneself which lines are which entries; returns the match's id.

    Raises NotFound for what is not of the account, Refused for unequal sums and what is matched.
    """
    account = account_by_id(unit.connection, account_id)
    return write_match(unit, account, line_ids, posting_ids, why=BY_HAND, certain=False)


def take_back(unit: UnitOfWork, account: AccountRow, match_id: int) -> None:
    """Take one match of an account back; raises NotFound when it has no such match."""
    row = unit.row(bank_match, match_id)
    if row["account_id"] != account.id:
        raise NotFound(f"{account.name} has no match {match_id}; look at the account again.")
    take_match_back(unit, match_id)
