"""The giving side of common control, as a server counts it across a wall: sums and nothing else.

Whose contributions count together is said by ``giver_groups``; a database that hides entities from
its user must find them by itself, with its owner's rights. The classes of the law are written into
the functions when they are made (``law``), from the same tables that the program reads.
"""

# ruff: noqa: S608 - nothing but constants of the rules is put together.
from collections.abc import Iterator

from financedesk.book.wall_policies import SEEN, WITH_OWNERS_RIGHTS
from financedesk.errors import NotFound
from financedesk.rules.attribution import ORDINARY, limit_group
from financedesk.rules.entities import entity_kinds
from financedesk.rules.parties import giver_of_body, recipient_of_body, statuses

_OWNER, _SHARED = "0", "#"


def _law() -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, status, the name of the giving group with # for the limit group, and the class.

    The name is empty where an entity gives for itself.
    """
    for kind in entity_kinds():
        for status in ("", *statuses()):
            try:
                recipient = recipient_of_body(kind, status=status)
                giver = giver_of_body(kind, status=status)
            except NotFound:
                continue
            name = limit_group(recipient, ORDINARY, owner=_OWNER, affiliation=_SHARED) or ""
            yield kind, status, name if _SHARED in name else "", giver


_LAW = ", ".join(f"('{kind}', '{status}', '{name}', '{giver}')"
                 for kind, status, name, giver in _law())  # fmt: skip
_KNOWN = ", ".join(f"'{one}'" for one in statuses())
# Of two that hold on a day the one entered last holds; a status unknown to the rules decides none.
_HELD = """(SELECT h.{column} FROM {table} h WHERE h.entity_id = e.id
            AND (h.from_date IS NULL OR h.from_date <= on_day)
            AND (h.to_date IS NULL OR h.to_date >= on_day) ORDER BY h.id DESC LIMIT 1)"""
_STATUS = _HELD.format(column="status", table="entity_status")
_GROUP = _HELD.format(column="limit_group", table="limit_group_member")

TOGETHER = f"""law (kind, status, gives, class) AS (VALUES {_LAW}),
standing AS (
    SELECT e.id, e.name, e.kind, coalesce({_STATUS}, '') AS status,
        coalesce({_GROUP}, '') AS affiliation
    FROM entity e),
named_in_law AS (
    SELECT s.id, s.name, s.affiliation,
        CASE WHEN jointly THEN l.class ELSE l.gives END AS giving
    FROM standing s JOIN law l ON l.kind = s.kind
        AND l.status = CASE WHEN s.status IN ({_KNOWN}) THEN s.status ELSE '' END),
together AS (
    SELECT o.id, o.name FROM named_in_law g JOIN named_in_law o
        ON o.affiliation = g.affiliation AND o.giving = g.giving AND o.id <> g.id
    WHERE g.id IN (SELECT id FROM givers) AND g.affiliation <> '' AND g.giving <> '')"""
"""Who gives under one limit with the entities of ``givers`` on ``on_day``; ``jointly`` says by the
class of giver (52 U.S.C. 30116(h)) instead of the common limit (30116(a)(5))."""

FOLDED = r"btrim(regexp_replace(translate(lower({0}), '-,''.’', '  '), '\s+', ' ', 'g'))"
"""A name as ``names.folded`` writes it down, but for accents: a number says more."""

NUMBERS = "SELECT r.identifier FROM registration r WHERE r.entity_id = {0} AND r.authority = 'FEC'"

# What the user sees is summed by the program; only what is hidden is added here.
GIVEN_ACROSS = f"""CREATE FUNCTION limit_given_across(
    giver bigint, on_day text, kinds text[], in_kind text, payee text, number text, each boolean)
RETURNS TABLE ("window" text, cents bigint) {WITH_OWNERS_RIGHTS}
BEGIN ATOMIC
WITH givers AS (SELECT id FROM entity WHERE id = giver AND id = {SEEN}),
{TOGETHER.replace("CASE WHEN jointly THEN l.class ELSE l.gives END", "l.gives")},
cards AS (
    SELECT DISTINCT c.card_id FROM together t JOIN contact c ON c.entity_id = t.id
    WHERE NOT t.id = {SEEN} AND c.type NOT IN ('IND', 'CAN')
        AND (c.search_name = payee OR (number <> '' AND c.committee_id = number)))
SELECT CASE WHEN each THEN coalesce(i.election_code, substr(i.item_date, 1, 4))
    ELSE substr(i.item_date, 1, 4) END, CAST(SUM(i.amount_cents) AS BIGINT)
FROM item i WHERE i.card_id IN (SELECT card_id FROM cards) AND i.kind = ANY (kinds)
    AND (i.memo = 0 OR i.kind = in_kind)
GROUP BY 1;
END"""
