"""The walls of the ledger's tables that are not simply one entity's, for a book on PostgreSQL.

What a table says of itself here becomes its policies (``book.wall_policies``). Only one question
looks over the wall: ``limit_uses_across`` adds up what a person used of an allowance that the
user's entities share, because the law counts it together (52 U.S.C. 30116(a)(5)); and what a
committee of the book gave, with what its affiliates did (``tables_giving``). It is a function of
the database that runs with the owner's rights, and no privileged way through the program: the
program works with its user's own login, and what it could read, the user could read without it.
``large_use_renew`` keeps the one derived table whose rows depend on both sides of a wall; it tells
nothing of them.
"""

# ruff: noqa: S608 - nothing but constants is put together.
from financedesk.book.wall_policies import PROMISED, SEEN, WITH_OWNERS_RIGHTS, WRITTEN, Wall
from financedesk.ledger.tables_giving import FOLDED, NUMBERS, TOGETHER

LARGE_CENTS = 1_500_00
"""From which sum of gifts in a window on a giver has rows in ``large_use``; refunds do not count
against it. Every limit of the law that is in force is larger."""

_KEEPS = "(SELECT wall_keeps())"

OF_BODIES = Wall(
    f"id = {SEEN} OR ({_KEEPS} AND wall_orphan(id))",
    f"id = {WRITTEN} OR {_KEEPS}",
    f"id = {WRITTEN} OR ({_KEEPS} AND wall_orphan(id))",
)
"""Entities themselves; a new one is made by who keeps the walls, and belongs to nobody at first."""

OF_UNITS = Wall("id = ANY (CAST((SELECT unit_seen()) AS BIGINT[]))", _KEEPS)
"""Units of the organisation: those above the entities that one sees."""

UNITS_SEEN = f"""CREATE FUNCTION unit_seen() RETURNS bigint[] {WITH_OWNERS_RIGHTS}
BEGIN ATOMIC
WITH RECURSIVE above AS (
    SELECT unit_id AS id FROM entity WHERE id = {SEEN}
    UNION SELECT u.parent_id FROM unit u JOIN above a ON u.id = a.id)
SELECT coalesce(array_agg(id), CAST('{{}}' AS BIGINT[])) FROM (
    SELECT id FROM above WHERE id IS NOT NULL
    UNION SELECT id FROM unit WHERE wall_whole()) AS every;
END"""

OF_GROUPS = Wall(f"entity_id = {SEEN}", f"entity_id = {WRITTEN} AND {_KEEPS}")
"""Who shares an allowance: it opens the wall by what is left, so who keeps the walls says so."""

OF_ACTS = Wall(
    f"entity_id = {SEEN} OR has_side_of(id)", f"entity_id = {WRITTEN}", f"entity_id = {WRITTEN}"
)
"""Acts are seen by who recorded them and by who has a side of them in their books."""

# With the rights of the user: only sides that they see count.
SHARES_ACT = """CREATE FUNCTION has_side_of(act bigint) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
SELECT EXISTS (SELECT 1 FROM item WHERE transaction_id = act)
    OR EXISTS (SELECT 1 FROM posting WHERE transaction_id = act);
END"""

OF_SIDES = Wall(
    f"entity_id = {SEEN}",
    f'entity_id = {WRITTEN} AND EXISTS (SELECT 1 FROM "transaction" t WHERE t.id = transaction_id)',
    f"entity_id = {WRITTEN}",
)
"""Entries and postings: one cannot join an act that one does not see, in order to see it."""

OF_PAIRS = Wall(
    f"entity_id = {SEEN} AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id)",
    f"entity_id = {WRITTEN} AND EXISTS (SELECT 1 FROM contact c WHERE c.id = other_id)",
)
"""Two cards told apart: seen, and said, by whoever sees both of them."""

OF_ORDERS = Wall(
    f"entity_id = {SEEN} OR taker_id = {SEEN}",
    f"entity_id = {WRITTEN} AND taker_id = {SEEN}",
    f"entity_id = {WRITTEN}",
)
"""Transfers in steps: both sides see them."""

OF_LINES = Wall(
    # The recipient is seen by whoever may see that entity, which is what the query finds.
    f"entity_id = {PROMISED} OR EXISTS (SELECT 1 FROM entity e WHERE e.code = recipient)",
    f"entity_id = {PROMISED}",
    f"entity_id = {PROMISED}",
)
"""What an official was advised to give: seen by who advised it and by who is to receive it."""

_LINKED = """SELECT card_id FROM {cards}
    UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM {cards})
    UNION SELECT o.card_id FROM person_link o WHERE o.person_id IN (
        SELECT card_id FROM {cards}
        UNION SELECT person_id FROM person_link WHERE card_id IN (SELECT card_id FROM {cards}))"""

# What belongs to one person is found as ledger/limit_person.py finds it where nothing is walled.
# Of other entities only sums leave, and only of an allowance that an own entity shares.
USES_ACROSS = f"""CREATE FUNCTION limit_uses_across(
    cards bigint[], named text[], places text[], emails text[], bodies text[],
    giver bigint, on_day text, jointly boolean)
RETURNS TABLE (limit_group text, "window" text, cents bigint) {WITH_OWNERS_RIGHTS}
BEGIN ATOMIC
WITH asked AS (
    SELECT DISTINCT card_id FROM contact WHERE card_id = ANY (cards)
        AND (wall_open() OR entity_id = {SEEN})),
own AS ({_LINKED.format(cards="asked")}),
keys AS (
    SELECT DISTINCT search_name, match_place, match_email FROM contact
        WHERE card_id IN (SELECT card_id FROM own)
    UNION SELECT k.a, k.b, k.c FROM unnest(named, places, emails) AS k (a, b, c)),
givers AS (
    SELECT id FROM entity WHERE id = giver AND (wall_open() OR id = {SEEN})
    UNION SELECT r.entity_id FROM registration r JOIN contact c ON c.committee_id = r.identifier
        WHERE r.authority = 'FEC' AND c.card_id IN (SELECT card_id FROM own)
            AND c.type NOT IN ('IND', 'CAN')),
{TOGETHER},
told_apart AS (
    SELECT other_id AS card_id FROM person_apart WHERE card_id IN (SELECT card_id FROM own)
    UNION SELECT card_id FROM person_apart WHERE other_id IN (SELECT card_id FROM own)),
agreeing AS (
    SELECT c.card_id FROM entity e CROSS JOIN keys k
        JOIN contact c ON c.entity_id = e.id AND c.match_place = k.match_place
        WHERE k.match_place <> ''
    UNION SELECT c.card_id FROM entity e CROSS JOIN keys k
        JOIN contact c ON c.entity_id = e.id AND c.search_name = k.search_name
            AND c.match_email = k.match_email
        WHERE k.match_email <> ''
    UNION SELECT c.card_id FROM entity e JOIN contact c ON c.entity_id = e.id
        WHERE c.search_name = ANY (bodies) AND c.type NOT IN ('IND', 'CAN')),
others AS (
    SELECT card_id FROM agreeing EXCEPT SELECT card_id FROM ({_LINKED.format(cards="told_apart")})
        AS apart
    UNION SELECT c.card_id FROM contact c
        JOIN (SELECT id, name FROM together UNION SELECT id, name FROM entity
            WHERE id IN (SELECT id FROM givers)) t
        ON c.search_name = {FOLDED.format("t.name")} OR c.committee_id IN ({NUMBERS.format("t.id")})
        WHERE c.type NOT IN ('IND', 'CAN')),
every AS (SELECT card_id FROM own UNION {_LINKED.format(cards="others")}),
persons AS (
    SELECT DISTINCT coalesce(p.person_id, e.card_id) AS id
    FROM every e LEFT JOIN person_link p ON p.card_id = e.card_id),
shared AS (
    SELECT DISTINCT g.limit_group AS name FROM limit_group_member g
    WHERE g.entity_id = {SEEN})
SELECT a.limit_group, a."window", CAST(SUM(a.cents) AS BIGINT)
FROM attribution a
WHERE a.person_id IN (SELECT id FROM persons)
    AND (wall_open() OR a.entity_id = {SEEN}
        OR a.limit_group IN (
            SELECT name FROM shared UNION SELECT 'independent:' || name FROM shared))
GROUP BY a.limit_group, a."window";
END"""

# What became of promises that one keeps: of hidden entities a month's sum, and not by whom. Where
# nothing is hidden, remittances/receipts.py asks the tables.
REMITTED_ACROSS = f"""CREATE FUNCTION remitted_across(officials bigint[])
RETURNS TABLE (official_id bigint, day text, cents bigint) {WITH_OWNERS_RIGHTS}
BEGIN ATOMIC
WITH paid AS (
    SELECT o.id AS official_id, i.item_date AS day, i.cash_cents AS cents,
        r.entity_id = {SEEN} AS seen
    FROM official o JOIN entity e ON e.id = o.entity_id
        JOIN remittance_receipt r ON r.keeper = e.code AND r.reference = o.reference
        JOIN item i ON i.id = r.item_id OR i.parent_id = r.item_id
    WHERE o.id = ANY (officials) AND (wall_open() OR o.entity_id = {PROMISED})
        AND i.cash_cents <> 0)
SELECT p.official_id, p.day, p.cents FROM paid p WHERE p.seen
UNION ALL
SELECT p.official_id, MAX(p.day), CAST(SUM(p.cents) AS BIGINT)
FROM paid p WHERE NOT p.seen GROUP BY p.official_id, substr(p.day, 1, 7)
ORDER BY 2;
END"""

# As ledger/limit_totals.py writes them; without persons, all of them.
LARGE_RENEWED = f"""CREATE FUNCTION large_use_renew(persons bigint[]) RETURNS void
{WITH_OWNERS_RIGHTS.replace("STABLE", "VOLATILE")}
BEGIN ATOMIC
DELETE FROM large_use WHERE wall_writes() AND (persons IS NULL OR person_id = ANY (persons));
INSERT INTO large_use (
    person_id, limit_group, "window", entity_id, used_cents, gross_cents, first_id)
SELECT a.person_id, a.limit_group, a."window", a.entity_id, CAST(SUM(a.cents) AS BIGINT),
    CAST(SUM(CASE WHEN a.cents > 0 THEN a.cents ELSE 0 END) AS BIGINT), MIN(a.id)
FROM (
    SELECT person_id, limit_group, "window" FROM attribution
    WHERE wall_writes() AND (persons IS NULL OR person_id = ANY (persons))
    GROUP BY person_id, limit_group, "window"
    HAVING SUM(CASE WHEN cents > 0 THEN cents ELSE 0 END) >= {LARGE_CENTS}) AS large
JOIN attribution a ON a.person_id = large.person_id AND a.limit_group = large.limit_group
    AND a."window" = large."window"
GROUP BY a.person_id, a.limit_group, a."window", a.entity_id;
END"""
