"""Who stands behind a gift: the bank names another payer than its giver (52 U.S.C. 30122)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, Select, select

from financedesk.compliance.checks.entries import about, by_card, contact, entries, item
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.names import folded
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.signs import sign

line, posting, said = tables.statement_line, tables.posting, tables.donor_attestation
part_line, part_posting = tables.bank_match_line, tables.bank_match_posting
_PEOPLE = ("IND", "CAN")
_SHORTEST_NAME = 2


def paid_by_another(facts: Facts) -> Iterator[Finding]:
    """Yield people whose gift came, by the bank, from a payer of quite another name."""
    own = own_money(facts)
    rows = [
        row for row in facts.rows(_with_payer(facts))
        if row["whom"] not in own and _is_another(row)
    ]  # fmt: skip

    def found(some: list[RowMapping]) -> Finding:
        last = some[-1]
        return about(
            "paid_by_another", some, f"The bank says that it came from “{last['payer']}”.",
            due=facts.last_day("questionable", last["item_date"]),
            figures=(("Payer", last["payer"]),),
        )  # fmt: skip

    yield from by_card(rows, found)


def _with_payer(facts: Facts) -> Select[Any]:
    """Return the query of gifts that are the whole of an entry which the bank has as one line."""
    told = (
        select(posting.c.transaction_id, line.c.payee, line.c.amount_cents)
        .join(part_posting, part_posting.c.posting_id == posting.c.id)
        .join(part_line, part_line.c.bank_match_id == part_posting.c.bank_match_id)
        .join(line, line.c.id == part_line.c.statement_line_id)
        .where(line.c.entity_id.in_(facts.ids), line.c.payee != "", line.c.amount_cents > 0,
               posting.c.cents == line.c.amount_cents)
        .cte("told")
    )  # fmt: skip
    return (
        entries(facts, told.c.payee.label("payer"), few=True)
        .join(told, told.c.transaction_id == item.c.transaction_id)
        .where(
            item.c.transaction_id.in_(select(told.c.transaction_id)),
            item.c.cash_cents == told.c.amount_cents, item.c.kind.in_(gift_kinds()),
            item.c.memo == 0, contact.c.type.in_(_PEOPLE),
        )
    )  # fmt: skip


def _is_another(row: RowMapping) -> bool:
    """Tell whether a payer has a name, and no word of the giver's in it."""
    payer = set(folded(row["payer"]).split())
    named = {
        one for one in payer - sign("bank_words").words
        if len(one) >= _SHORTEST_NAME and one.isalpha()
    }  # fmt: skip
    giver = set(folded(f"{row['last_name'] or ''} {row['first_name'] or ''}").split())
    return len(named) > 1 and not giver & payer


def own_money(facts: Facts) -> frozenset[int]:
    """Return the cards of givers who declared that it is their own money."""
    query = (
        select(said.c.card_id, said.c.given)
        .where(said.c.entity_id.in_(facts.ids), said.c.kind == "own_funds")
        .order_by(said.c.on_date, said.c.id)
    )
    newest = {row.card_id: row.given for row in facts.connection.execute(query)}
    return frozenset(card_id for card_id, given in newest.items() if given)
