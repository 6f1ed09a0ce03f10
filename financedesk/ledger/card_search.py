"""The search index over people: one derived row per card with the words that find it.

A word is found by its beginning: names in any order, town, employer, e-mail and the figures of a
phone number, of every version of the card, so that somebody is found by a former name as well.
The databases' own index over the words follows the rows by itself (``tables.card_search``).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    column,
    delete,
    false,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql

from financedesk.book.idle_indexes import built_afterwards
from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.names import folded

contact, card_search = tables.contact, tables.card_search
# SQLite's index as a statement names it: its own name stands for commands and for what is asked.
_index = table("card_word", column("rowid"), column("words"), column("card_word"))

_AT_ONCE = 5_000
_NAMED_AT_ONCE = 500
_SHOWN = 20
_LONGEST_WORD = 80
# Marks that stand in names, towns and e-mail addresses but are no part of what is typed.
_MARK = re.compile(r"[()\[\]{}<>/\\|&;:\"`#!?*%=~^$]")
_NO_FIGURE = re.compile(r"\D+")
_PLAIN = re.compile(r"[a-z ]*")
_LOCAL_NUMBER = 7
"""The figures of a phone number without its area code."""

_PHONE_TYPED = re.compile(r"[\s()+./-]*(?:\d[\s()+./-]*){4,}")

_READ = (
    contact.c.card_id, contact.c.entity_id, contact.c.search_name, contact.c.city,
    contact.c.employer, contact.c.email, contact.c.phone,
)  # fmt: skip
_Version = Sequence[Any]
_CardRow = tuple[int, int, str, str]
_COLUMNS = tuple(card_search.c.keys())


def words_in(words: str) -> list[str]:
    """Return the words of a text as the index knows them: folded, without marks."""
    plain = words if words.isascii() else words.encode("utf-8", "ignore").decode()
    if _MARK.search(plain):
        plain = _MARK.sub(" ", plain)
    found = folded.__wrapped__(plain).split()  # nearly every text comes once: nothing to remember
    return found if len(plain) <= _LONGEST_WORD else [word[:_LONGEST_WORD] for word in found]


@lru_cache(maxsize=16_384)
def _common_words(words: str) -> tuple[str, ...]:
    """Return the words of a town or an employer: the same ones come again and again."""
    return tuple(words_in(words))


def typed_words(typed: str) -> list[str]:
    """Return the words that somebody looks for; a phone number in any spelling is one word."""
    if _PHONE_TYPED.fullmatch(typed):
        return [_NO_FIGURE.sub("", typed)]
    return words_in(typed)


def _phone_words(phone: str) -> list[str]:
    figures = _NO_FIGURE.sub("", phone)
    return [figures, figures[-_LOCAL_NUMBER:]] if figures else []


def _row(versions: Sequence[_Version]) -> _CardRow:
    """Return the derived row of a card from its versions, oldest first."""
    found: list[str] = []
    for _card, _entity, name, city, employer, email, phone in versions:
        found += name.split() if _PLAIN.fullmatch(name) else words_in(name)
        for common in filter(None, (city, employer)):
            found += _common_words(common)
        if email:
            found += words_in(email)
        if phone:
            found += _phone_words(phone)
    card_id, entity_id, name = versions[-1][:3]
    if len(versions) > 1:
        # A word once, in the order of the versions: the same rows give the same text every time.
        found = list(dict.fromkeys(found))
    return card_id, entity_id, name, " ".join(found)


# --- what is looked for


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words that were typed; every one must begin some word of a card."""

    words: tuple[str, ...]

    def found(self, connection: Connection) -> Select[Any]:
        """Return the query that the index answers: cards of the whole book, in no order."""
        if not self.words:
            return select(card_search.c.card_id).where(false())
        if connection.dialect.name == "sqlite":
            phrase = " AND ".join(f'"{word}"*' for word in self.words)
            asked = _index.c.card_word.op("MATCH")(phrase)
            return select(_index.c.rowid).where(asked)
        lexemes = " & ".join(f"{_quoted(word)}:*" for word in self.words)
        every_word = func.string_to_array(card_search.c.words, literal_column("' '"))
        asked = func.array_to_tsvector(every_word).op("@@")(cast(lexemes, postgresql.TSQUERY))
        return select(card_search.c.card_id).where(asked)

    def reads_so(self, connection: Connection) -> ColumnElement[bool]:
        """Return the same as a condition that reads the row: for rows that are at hand."""
        padded = literal(" ") + card_search.c.words
        # LIKE would fold the letters of every row once more.
        place = func.instr if connection.dialect.name == "sqlite" else func.strpos
        return and_(*(place(padded, f" {word}") > 0 for word in self.words))

    def inside_words(self) -> ColumnElement[bool]:
        """Return the condition that each word stands somewhere, also within a longer word."""
        return and_(*(card_search.c.words.contains(w, autoescape=True) for w in self.words))


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def cards_of(entity_ids: Iterable[int], *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """Return the query for the cards of these entities that fulfil conditions."""
    # A sum keeps the index of names out of it: the conditions find the cards sooner.
    ours = (card_search.c.entity_id + 0).in_(tuple(entity_ids))
    return select(card_search.c.card_id).where(ours, *conditions)


# --- keeping it


def refresh(unit: UnitOfWork) -> None:
    """Bring the rows of every card that the unit touched up to date."""
    connection = unit.connection
    touched = {
        values["card_id"]
        for change in unit.changes
        if change.table == "contact"
        for values in (change.before, change.after)
        if values is not None
    }
    if unit.removal is not None:
        touched |= _kept_cards(connection, unit.removal)
    if unit.batch is not None:
        touched |= _index_new(connection, unit.batch.first_id, unit.last_id)
    _index_again(connection, sorted(touched))


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Take a batch out of the index while its rows are there to tell whose they are.

    ``refresh`` brings back what the undo keeps because others use it.
    """
    connection = unit.connection
    _remove(connection, card_search.c.card_id.between(removal.first_id, removal.last_id))
    inside = contact.c.id.between(removal.first_id, removal.last_id)
    older = select(contact.c.card_id).where(inside, contact.c.card_id < removal.first_id)
    cards = set(connection.execute(older).scalars())
    _index_again(connection, sorted(cards), besides=inside)


def _kept_cards(connection: Connection, removal: Removal) -> set[int]:
    inside = contact.c.id.between(removal.first_id, removal.last_id)
    return set(connection.execute(select(contact.c.card_id).where(inside)).scalars())


def rebuild(connection: Connection) -> None:
    """Build the whole index anew."""
    connection.execute(delete(card_search))
    for rows in _in_portions(_all_rows(connection)):
        _store(connection, rows)
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO card_word (card_word) VALUES ('rebuild')"))


def _index_new(connection: Connection, first_id: int, last_id: int) -> set[int]:
    """Index the cards that came with a batch; return those that need a second look.

    Nearly every card of an import has one version, so its row is made from that alone.
    """
    came = select(func.count()).where(contact.c.id.between(first_id, last_id))
    number = connection.execute(came).scalar_one()
    with built_afterwards(connection, card_search.indexes, coming=number):
        if connection.dialect.name == "sqlite":
            connection.execute(_STORE_PLAIN, {"first": first_id, "last": last_id})
        for rows in _in_portions(_new_rows(connection, first_id, last_id)):
            _store(connection, rows)
    _add_words(connection, card_search.c.card_id.between(first_id, last_id))
    in_batch = contact.c.id.between(first_id, last_id)
    later = select(contact.c.card_id).where(in_batch, contact.c.card_id != contact.c.id).distinct()
    return set(connection.execute(later).scalars())


# Most contacts hold nothing but plain letters and figures; of those SQLite itself makes what
# ``_row`` does, in a fifth of the time. The others are left to ``_row``: those with a phone number,
# a rarer character, a word without end, or a blank too many.
_FIELDS = ("city", "employer", "email")
_JOINED = "search_name" + "".join(
    f" || COALESCE(' ' || LOWER(NULLIF({name}, '')), '')" for name in _FIELDS
)
_FOLDED = "REPLACE(REPLACE(joined, '.', ''), '-', ' ')"
_NOT_LONG = " AND ".join(f"COALESCE(LENGTH({name}), 0) <= {_LONGEST_WORD}" for name in _FIELDS)
# The limits keep SQLite from working the words out anew for each condition.
_PLAIN_ROWS = f"""
SELECT id, entity_id, search_name, words FROM (
    SELECT id, entity_id, search_name, {_FOLDED} AS words FROM (
        SELECT id, entity_id, search_name, {_JOINED} AS joined FROM contact
        WHERE id BETWEEN :first AND :last AND card_id = id AND phone IS NULL
            AND LENGTH(search_name) BETWEEN 1 AND {_LONGEST_WORD} AND {_NOT_LONG} LIMIT -1)
    WHERE joined NOT GLOB '*[^a-z0-9 @._+-]*' LIMIT -1)
WHERE INSTR(words, '  ') = 0 AND SUBSTR(words, -1) <> ' ' AND SUBSTR(words, 1, 1) <> ' '
"""  # noqa: S608 - only constants of this module are put together
_STORE_PLAIN = text(f"INSERT INTO card_search {_PLAIN_ROWS}")


def _new_rows(connection: Connection, first_id: int, last_id: int) -> Iterator[_CardRow]:
    """Make the rows of new cards that are not there yet, each from its one version."""
    after = first_id - 1
    there = select(card_search.c.card_id).where(card_search.c.card_id == contact.c.id).exists()
    while True:
        query = select(*_READ).where(
            contact.c.id > after, contact.c.id <= last_id, contact.c.card_id == contact.c.id, ~there
        )
        versions = connection.execute(query.order_by(contact.c.id).limit(_AT_ONCE)).all()
        yield from (_row([version]) for version in versions)
        if len(versions) < _AT_ONCE:
            return
        after = versions[-1][0]


def _index_again(
    connection: Connection, cards: Sequence[int], *, besides: ColumnElement[bool] | None = None
) -> None:
    for start in range(0, len(cards), _NAMED_AT_ONCE):
        some = list(cards[start : start + _NAMED_AT_ONCE])
        _remove(connection, card_search.c.card_id.in_(some))
        query = select(*_READ).where(contact.c.card_id.in_(some))
        if besides is not None:
            query = query.where(~besides)
        versions = connection.execute(query.order_by(contact.c.card_id, contact.c.id))
        _store(connection, [_row(group) for group in _by_card(versions)])
        _add_words(connection, card_search.c.card_id.in_(some))


def _store(connection: Connection, rows: Sequence[_CardRow]) -> None:
    """Store rows; the words are entered afterwards, in one statement for all."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        # A third of the time that it takes with a name for every value.
        connection.exec_driver_sql("INSERT INTO card_search VALUES (?, ?, ?, ?)", list(rows))
    else:
        connection.execute(
            insert(card_search), [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        )


def _add_words(connection: Connection, which: ColumnElement[bool]) -> None:
    """Enter the words of rows that were stored; PostgreSQL's index does that by itself."""
    if connection.dialect.name == "sqlite":
        entered = select(card_search.c.card_id, card_search.c.words).where(which)
        rows = entered.order_by(card_search.c.card_id)
        connection.execute(insert(_index).from_select(["rowid", "words"], rows))


def _remove(connection: Connection, which: ColumnElement[bool]) -> None:
    """Delete rows and take their words out of the index, which asks what they were."""
    if connection.dialect.name == "sqlite":
        left = select(literal("delete"), card_search.c.card_id, card_search.c.words).where(which)
        connection.execute(insert(_index).from_select(["card_word", "rowid", "words"], left))
    connection.execute(delete(card_search).where(which))


def _by_card(versions: Iterable[_Version]) -> Iterator[list[_Version]]:
    group: list[_Version] = []
    for version in versions:
        if group and group[0][0] != version[0]:
            yield group
            group = []
        group.append(version)
    if group:
        yield group


def _all_rows(connection: Connection) -> Iterator[_CardRow]:
    after: int | None = None
    while True:
        query = select(contact.c.card_id).distinct().order_by(contact.c.card_id).limit(_AT_ONCE)
        if after is not None:
            query = query.where(contact.c.card_id > after)
        cards = connection.execute(query).scalars().all()
        if not cards:
            return
        between = contact.c.card_id.between(cards[0], cards[-1])
        versions = select(*_READ).where(between).order_by(contact.c.card_id, contact.c.id)
        yield from map(_row, _by_card(connection.execute(versions).all()))
        after = cards[-1]


def _in_portions(rows: Iterator[_CardRow]) -> Iterator[list[_CardRow]]:
    portion: list[_CardRow] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


# --- proof


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield every card that the index does not show as its versions say."""
    yield from _stale(connection)
    shown = 0
    for rows in _in_portions(_all_rows(connection)):
        kept = _kept(connection, rows[0][0], rows[-1][0])
        for row in rows:
            if row not in kept:
                shown += 1
                yield _problem(row[0])
            if shown == _SHOWN:
                return
    if connection.dialect.name == "sqlite":
        yield from _words_fit(connection)


def _kept(connection: Connection, first: int, last: int) -> set[_CardRow]:
    query = select(card_search).where(card_search.c.card_id.between(first, last))
    return {tuple(row) for row in connection.execute(query)}


def _stale(connection: Connection) -> Iterator[Problem]:
    known = select(contact.c.id).where(contact.c.id == card_search.c.card_id).exists()
    query = select(card_search.c.card_id).where(~known).limit(_SHOWN)
    yield from map(_problem, connection.execute(query).scalars())


def _words_fit(connection: Connection) -> Iterator[Problem]:
    """Compare the words that SQLite's index holds with those of the rows that it follows."""
    held = table("card_word_held", column("doc"), column("term"))
    streaming = connection.execution_options(yield_per=_AT_ONCE)
    in_index = _digest(streaming.execute(select(held.c.doc, held.c.term)))
    rows = streaming.execute(select(card_search.c.card_id, card_search.c.words))
    if in_index != _digest((row[0], word) for row in rows for word in set(row[1].split())):
        sentence = "The search index does not hold the words of the contacts that it should."
        yield Problem("ledger", sentence, "card_search")


def _digest(pairs: Iterable[Any]) -> tuple[int, int]:
    """Return the number of pairs of card and word, and a sum that their order does not change."""
    number, total = 0, 0
    for card_id, word in pairs:
        number += 1
        # The index folds a few letters further than we do; casefold makes both the same.
        total += crc32(f"{card_id} {word.casefold()}".encode())
    return number, total


def _problem(card_id: int) -> Problem:
    sentence = f"The search index does not show card {card_id} as its contact is recorded."
    return Problem("ledger", sentence, "card_search", card_id)
