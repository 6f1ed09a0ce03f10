"""The statements behind ``drive_totals``: what an entry counts, what is summed, who is touched.

Everything here is put together from constants of this house; no value of a user is among it.
"""

# ruff: noqa: S608
from collections.abc import Iterable, Mapping
from typing import Literal

from financedesk.ledger.drive_kinds import cost_back_kinds, parts
from financedesk.ledger.rejudged import DIFFERENT
from financedesk.ledger.tables_totals import drive_giver, drive_item, drive_sum


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


COLUMNS: Mapping[str, str] = {
    str(table.name): ", ".join(column.name for column in table.columns)
    for table in (drive_item, drive_sum, drive_giver)
}
"""The columns of each table in their order."""

Scope = Literal["all", "people", "drives"]

TOUCHED: Mapping[str, str] = {
    "touched_drive": "drive_id BIGINT",
    "touched_drive_item": "item_id BIGINT",
    "touched_drive_row": "item_id BIGINT",
    "touched_drive_card": "card_id BIGINT",
    "touched_drive_person": "person_id BIGINT",
}
"""Temporary tables of each connection, not of the book."""

ANY = "SELECT 1 FROM drive_item UNION ALL SELECT 1 FROM item WHERE drive_id IS NOT NULL LIMIT 1"
"""Whether any entry carries a drive, or did: there is nothing else to count."""

# --- entries

_PARTS = parts()
_PART = " ".join(
    f"WHEN i.kind IN ({_listed(codes)}) THEN '{part}'" for part, codes in _PARTS.items()
)
_COUNTED_KINDS = _listed(code for codes in _PARTS.values() for code in codes)
_GIFT, _REFUND = _listed(_PARTS["gift"]), _listed(_PARTS["refund"])
_BACK = _listed((*_PARTS["refund"], *_PARTS["chargeback"]))
_IS_GIFT = f"i.memo = 0 AND i.kind IN ({_GIFT})"
# A void is a negative payment; a bounced check a negative receipt; a cost that came back a receipt.
_CENTS = (
    f"CASE WHEN i.kind IN ({_listed(cost_back_kinds())}) THEN -i.amount_cents"
    f" WHEN i.kind IN ({_listed(_PARTS['chargeback'])}) THEN ABS(i.amount_cents)"
    " ELSE i.amount_cents END"
)
_ENTRIES = f"CASE WHEN i.kind IN ({_REFUND}) AND i.amount_cents < 0 THEN -1 ELSE 1 END"
# Where what was given back came from is told by the row of the gift.
_ORIGIN = f"CASE WHEN i.kind IN ({_BACK}) THEN COALESCE(i.parent_id, i.id) ELSE i.id END"


def _on_line(token: str) -> str:
    counted = f"CASE WHEN {_IS_GIFT} AND g.line = '{token}' THEN g.counted_cents ELSE 0 END"
    return f"COALESCE({counted}, 0)"


ITEMS = f"""
SELECT i.id, i.entity_id, i.drive_id, i.item_date, CASE {_PART} END, {_ENTRIES}, {_CENTS},
    CASE WHEN i.kind IN ({_GIFT}) THEN COALESCE(s.fee_cents, 0) ELSE 0 END,
    {_on_line("SA11AI")}, {_on_line("SA11AII")},
    COALESCE(s.source, ''), COALESCE(s.page, ''), COALESCE(s.reference_code, ''),
    COALESCE(c.state, '')
FROM item i LEFT JOIN aggregate g ON g.item_id = i.id LEFT JOIN contact c ON c.id = i.contact_id
    LEFT JOIN source_row s ON s.id =
        (SELECT MIN(o.id) FROM source_row o WHERE o.item_id = {_ORIGIN})
WHERE {{sign}}i.drive_id IS NOT NULL AND i.memo = 0 AND i.kind IN ({_COUNTED_KINDS}) {{where}}
"""
SCAN, SEARCH = "+", ""
"""How the entries are come by: in the order in which they stand, or by the index of drives."""

AND_TOUCHED = "AND i.id IN (SELECT item_id FROM touched_drive_item)"
INSERT_ITEMS = f"INSERT INTO drive_item ({COLUMNS['drive_item']}) {ITEMS}"
FORGET_ITEMS = "DELETE FROM drive_item WHERE item_id IN (SELECT item_id FROM touched_drive_item)"

# --- givers

# A drive counts its own entries and those of its parts.
_WITHIN = (
    "SELECT id AS whole_id, id AS own_id FROM drive UNION ALL"
    " SELECT parent_id, id FROM drive WHERE parent_id IS NOT NULL"
)
_CARDS = (
    "SELECT person_id AS card_id FROM touched_drive_person UNION"
    " SELECT card_id FROM person_link WHERE person_id IN"
    " (SELECT person_id FROM touched_drive_person)"
)
_GIVEN_IN: Mapping[Scope, str] = {
    "all": "",
    "people": f"AND i.card_id IN ({_CARDS})",
    "drives": "AND w.whole_id IN (SELECT drive_id FROM touched_drive)",
}
_PERSON = "COALESCE(l.person_id, {card})"


def givers(scope: Scope = "all") -> str:
    """Return the query of givers as they should be: of all, of touched people or of drives."""
    some = _GIVEN_IN[scope]
    of_people = f"AND d.card_id IN ({_CARDS})" if scope == "people" else ""
    person = _PERSON.format(card="i.card_id")
    return f"""
SELECT given.person_id, given.drive_id, given.entity_id, given.gifts,
    CAST(given.cents AS BIGINT), given.first_day,
    CASE WHEN came.first_day < given.first_day THEN 0 ELSE 1 END
FROM (SELECT {person} AS person_id, w.whole_id AS drive_id, i.entity_id, COUNT(*) AS gifts,
        SUM(i.amount_cents) AS cents, MIN(i.item_date) AS first_day
    FROM item i JOIN ({_WITHIN}) w ON w.own_id = i.drive_id
        LEFT JOIN person_link l ON l.card_id = i.card_id
    WHERE {_IS_GIFT} AND i.drive_id IS NOT NULL AND i.card_id IS NOT NULL {some}
    GROUP BY {person}, w.whole_id, i.entity_id) AS given
JOIN (SELECT {_PERSON.format(card="d.card_id")} AS person_id, d.entity_id,
        MIN(d.first_day) AS first_day
    FROM donor d LEFT JOIN person_link l ON l.card_id = d.card_id
    WHERE d.gifts > 0 {of_people}
    GROUP BY {_PERSON.format(card="d.card_id")}, d.entity_id) AS came
ON came.person_id = given.person_id AND came.entity_id = given.entity_id
"""


def insert_givers(scope: Scope = "all") -> str:
    """Return the statement that writes givers: all of them, touched people or those of drives."""
    return f"INSERT INTO drive_giver ({COLUMNS['drive_giver']}) {givers(scope)}"


FORGET_GIVERS = (
    "DELETE FROM drive_giver WHERE person_id IN (SELECT person_id FROM touched_drive_person)"
)

# --- sums

_SUMMED = (
    "entries", "gifts", "cents", "refunds", "refunded_cents", "chargebacks", "charged_back_cents",
    "fee_cents", "cost_cents", "itemised_cents", "unitemised_cents", "donors", "new_donors",
)  # fmt: skip
_KEYS = ("drive_id", "cut", "value", "entity_id")
_CUTS: Mapping[str, str] = {
    "all": "''", "day": "i.day", "amount": "CAST(i.cents AS TEXT)", "source": "i.source",
    "page": "i.page", "reference": "i.reference_code", "state": "i.state",
}  # fmt: skip
# The amounts of gifts make the median; amounts of anything else are of no use.
_ONLY: Mapping[str, str] = {"amount": "AND i.part = 'gift'"}
TOUCHED_ITEMS = "AND i.item_id IN (SELECT item_id FROM touched_drive_item)"
OF_TOUCHED_DRIVES = "AND w.whole_id IN (SELECT drive_id FROM touched_drive)"
GIVERS_OF_TOUCHED_DRIVES = "AND g.drive_id IN (SELECT drive_id FROM touched_drive)"
FORGET_DRIVES = tuple(
    f"DELETE FROM {name} WHERE drive_id IN (SELECT drive_id FROM touched_drive)"
    for name in ("drive_sum", "drive_giver")
)
TOUCHED_PEOPLE = "AND g.person_id IN (SELECT person_id FROM touched_drive_person)"


def _of_part(part: str, what: str) -> str:
    return f"SUM(CASE WHEN i.part = '{part}' THEN {what} ELSE 0 END)"


_ITEM_SUMS = (
    "COUNT(*)", _of_part("gift", "i.counted"), _of_part("gift", "i.cents"),
    _of_part("refund", "i.counted"), _of_part("refund", "i.cents"),
    _of_part("chargeback", "i.counted"), _of_part("chargeback", "i.cents"),
    "SUM(i.fee_cents)", _of_part("cost", "i.cents"),
    "SUM(i.itemised_cents)", "SUM(i.unitemised_cents)", "0", "0",
)  # fmt: skip
_GIVER_SUMS = (*(["0"] * 11), "COUNT(*)", "SUM(g.is_new)")
_GIVER_CUTS: Mapping[str, str] = {"all": "''", "day": "g.first_day"}


def _signed(sums: Iterable[str], sign: int) -> str:
    return ", ".join(f"CAST({sign} * {one} AS BIGINT)" for one in sums)


def _by(value: str) -> str:
    """Return what a cut adds to the grouping: a server refuses to group by a word."""
    return "" if value == "''" else f", {value}"


def _sums_of_items(some: str, sign: int) -> str:
    return " UNION ALL ".join(
        f"SELECT w.whole_id, '{cut}', {value}, i.entity_id, {_signed(_ITEM_SUMS, sign)}"
        f" FROM drive_item i JOIN ({_WITHIN}) w ON w.own_id = i.drive_id"
        f" WHERE 1 = 1 {some} {_ONLY.get(cut, '')}"
        f" GROUP BY w.whole_id, i.entity_id{_by(value)}"
        for cut, value in _CUTS.items()
    )


def _sums_of_givers(some: str, sign: int) -> str:
    return " UNION ALL ".join(
        f"SELECT g.drive_id, '{cut}', {value}, g.entity_id, {_signed(_GIVER_SUMS, sign)}"
        f" FROM drive_giver g WHERE 1 = 1 {some} GROUP BY g.drive_id, g.entity_id{_by(value)}"
        for cut, value in _GIVER_CUTS.items()
    )


def _add(sums: str) -> str:
    added = ", ".join(f"{one} = drive_sum.{one} + excluded.{one}" for one in _SUMMED)
    # WHERE true: SQLite would otherwise take ON for the condition of a join.
    return (
        f"INSERT INTO drive_sum ({', '.join((*_KEYS, *_SUMMED))})"
        f" SELECT * FROM ({sums}) AS counted WHERE true"
        f" ON CONFLICT (drive_id, cut, value) DO UPDATE SET {added}"
    )


def add_items(some: str = "", *, sign: int = 1) -> str:
    """Return the statement that adds entries to the sums, or takes them out (``sign`` -1)."""
    return _add(_sums_of_items(some, sign))


def add_givers(some: str = "", *, sign: int = 1) -> str:
    """Return the statement that adds givers to the sums, or takes them out (``sign`` -1)."""
    return _add(_sums_of_givers(some, sign))


SUMS_ANEW = (
    f"SELECT drive_id, cut, value, entity_id,"
    f" {', '.join(f'CAST(SUM({one}) AS BIGINT)' for one in _SUMMED)} FROM"
    f" (SELECT {', '.join((*_KEYS, *_SUMMED))} FROM drive_sum WHERE 1 = 0"
    f" UNION ALL {_sums_of_items('', 1)} UNION ALL {_sums_of_givers('', 1)}) AS counted"
    " GROUP BY drive_id, cut, value, entity_id"
)
"""The query of all sums as they should be."""

FORGET_EMPTY = "DELETE FROM drive_sum WHERE entries = 0"


def differing(name: str, true: str) -> str:
    """Return the query of drives of which a row stands only in the table, or only in ``true``."""
    columns = COLUMNS[name]
    return (
        f"WITH anew ({columns}) AS ({true}) SELECT drive_id FROM"
        f" (SELECT {columns} FROM {name} UNION ALL SELECT {columns} FROM anew) AS both_of_them"
        f" GROUP BY {columns} HAVING COUNT(*) = 1 LIMIT :shown"
    )


ASTRAY = (
    "SELECT i.id FROM drive d JOIN item i ON i.drive_id = d.id"
    " WHERE i.entity_id <> d.entity_id LIMIT :shown"
)

# --- what a unit touched

ALL_ITEMS = "SELECT COUNT(*) FROM item"
CARRYING = "SELECT COUNT(*) FROM item WHERE drive_id IS NOT NULL"
CAME = "SELECT COUNT(*) FROM item WHERE id BETWEEN :first AND :last AND drive_id IS NOT NULL"
KNOWN = "SELECT COUNT(*) FROM drive_item"
TOUCHED_NUMBER = "SELECT COUNT(DISTINCT item_id) FROM touched_drive_item"
_ITEMS_OF_RANGE = (
    "INSERT INTO touched_drive_item SELECT id FROM item"
    " WHERE id BETWEEN :first AND :last AND drive_id IS NOT NULL"
)
# A row of a file may say something of an entry that stood in the book before.
_ITEMS_OF_ROWS = (
    "INSERT INTO touched_drive_row SELECT item_id FROM source_row"
    " WHERE id BETWEEN :first AND :last AND item_id < :first"
)
# Whoever gives to the entity may have been new to one of its drives.
_CARDS_OF_RANGE = (
    "INSERT INTO touched_drive_card SELECT DISTINCT i.card_id FROM item i"
    " LEFT JOIN person_link l ON l.card_id = i.card_id"
    " WHERE i.id BETWEEN :first AND :last AND i.card_id IS NOT NULL"
    " AND (i.drive_id IS NOT NULL"
    f" OR {_PERSON.format(card='i.card_id')} IN (SELECT person_id FROM drive_giver))"
)
_LINKS_OF_RANGE = (
    "INSERT INTO touched_drive_card SELECT card_id FROM person_link"
    " WHERE id BETWEEN :first AND :last"
    " UNION SELECT person_id FROM person_link WHERE id BETWEEN :first AND :last"
)
TOUCH_DRIVES = (
    "INSERT INTO touched_drive SELECT id FROM drive WHERE id BETWEEN :first AND :last UNION"
    " SELECT parent_id FROM drive WHERE id BETWEEN :first AND :last AND parent_id IS NOT NULL"
)
ANY_TOUCHED_DRIVE = "SELECT 1 FROM touched_drive LIMIT 1"
TOUCH_RANGE = (_ITEMS_OF_RANGE, _ITEMS_OF_ROWS, _CARDS_OF_RANGE, _LINKS_OF_RANGE)
TOUCH_JUDGED = (
    f"INSERT INTO touched_drive_item SELECT item_id FROM drive_item WHERE item_id IN ({DIFFERENT})"
)
TOUCH_JUDGED_AS_A_WHOLE = (
    "INSERT INTO touched_drive_item SELECT item_id FROM drive_item"
    " WHERE entity_id IN (SELECT entity_id FROM rejudged_whole)"
)
_THEIR_PERSONS = (
    "INSERT INTO touched_drive_person SELECT card_id FROM touched_drive_card UNION"
    " SELECT l.person_id FROM person_link l"
    " WHERE l.card_id IN (SELECT card_id FROM touched_drive_card)"
)
# Where a gift came from is said of what went back of it, too.
_TOLD_BY_ROWS = "INSERT INTO touched_drive_item SELECT item_id FROM touched_drive_row"
_BACK_OF_TOLD = (
    "INSERT INTO touched_drive_item SELECT id FROM item"
    " WHERE parent_id IN (SELECT item_id FROM touched_drive_row)"
)
TOUCH_TOLD = (_TOLD_BY_ROWS, _BACK_OF_TOLD)
TOUCH_PERSONS = (_THEIR_PERSONS,)
