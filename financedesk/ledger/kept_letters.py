"""Letters that the law asks for, kept as they were sent: to whom, when, how, and what came back.

The PDF itself is kept and not the values that it was made of: words and program change, and what
counts is what somebody received. A best-efforts letter becomes a request to the donor when it is
sent (``donor_requests``), so that it counts once and everywhere. Law: 52 U.S.C. 30102(d).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.donor_owner import kept_row, own_cards
from financedesk.ledger.donor_requests import NewRequest, answer_request, record_request
from financedesk.rules.letter_kinds import LetterKind, letter_kind

letter, request, item = tables.kept_letter, tables.donor_request, tables.item

CHANNELS: Mapping[str, str] = {
    "letter": "By mail", "email": "By e-mail", "by_hand": "Handed over",
}  # fmt: skip
"""How a letter may go out, in words."""
# A donor is asked by letter, e-mail or telephone: what is handed over is a letter.
_ASKED: Mapping[str, str] = {"by_hand": "letter"}

TO_SEND, SENT, AWAITED, LATE, ANSWERED = "to_send", "sent", "awaited", "late", "answered"
STATES: Mapping[str, str] = {
    TO_SEND: "To send", AWAITED: "Answer awaited", LATE: "Answer overdue", ANSWERED: "Answered",
    SENT: "Sent",
}  # fmt: skip
"""How a letter may stand, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter that was just written; ``cents`` is what is in question or went back.

    ``about`` says in a line what it is about. ``asks`` are the fields of ``donor_requests`` that a
    best-efforts letter asks for. ``text_sha256`` is of the words that were filled in.
    """

    entity_id: int
    kind: str
    card_id: int | None
    item_id: int | None
    addressee: str
    about: str
    cents: int | None
    written_on: date
    send_by: date | None
    reply_by: date | None
    asks: tuple[str, ...]
    text_sha256: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLetter:
    """A letter without its octets; ``size`` is their number, ``cents`` as for a new one."""

    id: int
    entity_id: int
    kind: str
    card_id: int | None
    item_id: int | None
    addressee: str
    about: str
    cents: int | None
    text_sha256: str
    who: str
    written_on: date
    send_by: date | None
    reply_by: date | None
    sent_on: date | None
    channel: str
    answered_on: date | None
    answer: str
    size: int
    sha256: str

    @property
    def what(self) -> LetterKind:
        """What kind of letter it is."""
        return letter_kind(self.kind)

    @property
    def file_name(self) -> str:
        """How its file is called."""
        words = re.findall(r"\w+", f"{self.kind} {self.addressee}".replace("_", " ").casefold())
        return f"{'-'.join(words)}-{self.written_on}.pdf"

    def state(self, today: date) -> str:
        """Return how it stands on a day: one of ``STATES``."""
        if self.sent_on is None:
            return TO_SEND
        if self.answered_on is not None:
            return ANSWERED
        if self.reply_by is None:
            return SENT
        return LATE if self.reply_by < today else AWAITED


# --- the acts


def keep_letter(unit: UnitOfWork, new: NewLetter) -> int:
    """Keep a letter that was written and return its number.

    Raises NotFound for an unknown kind, BadInput without an addressee or octets.
    """
    letter_kind(new.kind)
    if not new.addressee.strip() or not new.content:
        raise BadInput("A letter names whom it goes to, and says something.")
    return unit.insert(letter, {
        "entity_id": new.entity_id, "kind": new.kind, "card_id": new.card_id,
        "item_id": new.item_id, "request_id": None, "addressee": new.addressee.strip(),
        "about": new.about.strip(), "cents": new.cents, "asks": " ".join(new.asks) or None,
        "text_sha256": new.text_sha256, "who": unit.heading.who,
        "written_on": new.written_on.isoformat(), "send_by": _text(new.send_by),
        "reply_by": _text(new.reply_by), "sent_on": None, "channel": None, "answered_on": None,
        "answer": None, "size": len(new.content),
        "sha256": hashlib.sha256(new.content).hexdigest(), "content": new.content,
    })  # fmt: skip


def note_sent(unit: UnitOfWork, letter_id: int, on: date, channel: str, today: date) -> None:
    """Note on which day and how a letter went out; a best-efforts letter is a request then.

    A request of the same day and way that stands already is taken for this one. Raises BadInput
    for an unknown way, a day before it was written or to come, Refused for a letter that went out,
    NotFound.
    """
    row = _kept(unit, letter_id)
    if channel not in CHANNELS:
        raise BadInput(f"“{channel}” is no way to send a letter; choose: {', '.join(CHANNELS)}.")
    if row["sent_on"] is not None:
        raise Refused(f"This letter went out on {row['sent_on']}; undo that to say otherwise.")
    if on > today:
        raise BadInput(f"{on} is still to come; note it when the letter is out.")
    if on.isoformat() < row["written_on"]:
        raise BadInput(f"It was written on {row['written_on']} and cannot have gone out before.")
    changes: dict[str, object] = {"sent_on": on.isoformat(), "channel": channel}
    if row["asks"]:
        changes["request_id"] = _requested(unit, row, on, _ASKED.get(channel, channel), today)
    unit.update(letter, letter_id, changes)


def note_answer(unit: UnitOfWork, letter_id: int, on: date, answer: str, today: date) -> None:
    """Note on which day a letter was answered, and what was said.

    The request that it was is answered with it. Raises BadInput without words and for a day before
    it went out or to come, Refused before it was sent and once it is answered, NotFound.
    """
    row = _kept(unit, letter_id)
    words = " ".join(answer.split())
    if row["sent_on"] is None:
        raise Refused("This letter is not noted as sent; note that first.")
    if row["answered_on"] is not None:
        raise Refused(f"It was answered on {row['answered_on']}; undo that to say otherwise.")
    if not words:
        raise BadInput("Say in a few words what was answered.")
    if on.isoformat() < row["sent_on"]:
        raise BadInput(f"It went out on {row['sent_on']}; the answer came later than that.")
    if on > today:
        raise BadInput(f"{on} is still to come.")
    unit.update(letter, letter_id, {"answered_on": on.isoformat(), "answer": words})
    if row["request_id"] is not None and unit.row(request, row["request_id"])["answer"] is None:
        answer_request(unit, row["request_id"], on, words, today)


def discard_letter(unit: UnitOfWork, letter_id: int) -> None:
    """Throw a letter away that never went out; raises Refused for one that did, NotFound."""
    row = _kept(unit, letter_id)
    if row["sent_on"] is not None:
        raise Refused(f"This letter went out on {row['sent_on']}; it stays as the record of that.")
    unit.delete(letter, letter_id)


def _requested(
    unit: UnitOfWork, row: Mapping[str, Any], on: date, how: str, today: date
) -> int:  # fmt: skip
    """Return the request that a sent letter is: one that stands, or a new one."""
    used = select(letter.c.request_id).where(letter.c.request_id.is_not(None))
    standing = select(request.c.id).where(
        request.c.card_id.in_(own_cards(unit.connection, row["card_id"])),
        request.c.asked_on == on.isoformat(), request.c.how == how, request.c.with_appeal == 0,
        request.c.id.not_in(used),
    )  # fmt: skip
    known = unit.connection.execute(standing.order_by(request.c.id).limit(1)).scalar()
    if known is not None:
        return int(known)
    gift_on = None if row["item_id"] is None else unit.row(item, row["item_id"])["item_date"]
    asked = NewRequest(
        asked_on=on, how=how, asked=tuple(row["asks"].split()), note=row["about"],
        gift_on=None if gift_on is None else date.fromisoformat(gift_on),
    )  # fmt: skip
    return record_request(unit, row["card_id"], asked, today)


def _kept(unit: UnitOfWork, letter_id: int) -> dict[str, Any]:
    return kept_row(unit, letter, letter_id, "letter")


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# --- reading


def letters_of(
    connection: Connection, entity_ids: Sequence[int], *, card_id: int | None = None
) -> tuple[KeptLetter, ...]:
    """Return the letters of some entities, the newest first; of one donor, or everybody's.

    A letter whose request was answered on the donor's page is answered.
    """
    which: ColumnElement[bool] = letter.c.entity_id.in_(entity_ids)
    if card_id is not None:
        which &= letter.c.card_id.in_(own_cards(connection, card_id))
    return _read(connection, which)


def is_written(connection: Connection, kind: str, card_id: int | None, item_id: int | None) -> bool:
    """Whether a letter of a kind to somebody about a gift is kept already."""
    query = select(letter.c.id).where(
        letter.c.kind == kind, letter.c.card_id.is_not_distinct_from(card_id),
        letter.c.item_id.is_not_distinct_from(item_id),
    )  # fmt: skip
    return connection.execute(query.limit(1)).first() is not None


def letter_by_id(connection: Connection, letter_id: int, entity_ids: Sequence[int]) -> KeptLetter:
    """Return one letter of some entities; raises NotFound for any other."""
    found = _read(connection, (letter.c.id == letter_id) & letter.c.entity_id.in_(entity_ids))
    if not found:
        raise NotFound("There is no such letter among the entities in hand.")
    return found[0]


def letter_content(
    connection: Connection, letter_id: int, entity_ids: Sequence[int]
) -> tuple[str, bytes]:
    """Return file name and octets of a letter of some entities; raises NotFound for any other."""
    kept = letter_by_id(connection, letter_id, entity_ids)
    query = select(letter.c.content).where(letter.c.id == letter_id)
    return kept.file_name, bytes(connection.execute(query).scalar_one())


_OWN = tuple(
    column
    for column in letter.c
    if column.name not in ("content", "asks", "request_id", "answered_on", "answer")
)


def _read(connection: Connection, which: ColumnElement[bool]) -> tuple[KeptLetter, ...]:
    query = (
        select(
            *_OWN,
            func.coalesce(letter.c.answered_on, request.c.answered_on).label("answered_on"),
            func.coalesce(letter.c.answer, request.c.answer).label("answer"),
        )
        .outerjoin(request, request.c.id == letter.c.request_id)
        .where(which)
        .order_by(letter.c.written_on.desc(), letter.c.id.desc())
    )
    return tuple(_letter(row) for row in connection.execute(query).mappings())


_DAYS = ("written_on", "send_by", "reply_by", "sent_on", "answered_on")


def _letter(row: RowMapping) -> KeptLetter:
    values = {str(name): value for name, value in row.items()}
    days = {
        name: None if values[name] is None else date.fromisoformat(values[name])
        for name in _DAYS
    }  # fmt: skip
    words = {name: values[name] or "" for name in ("channel", "answer")}
    return KeptLetter(**{**values, **days, **words})


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield every letter whose octets are not those that were kept."""
    query = select(letter.c.id, letter.c.addressee, letter.c.size, letter.c.sha256)
    for row in connection.execute(query).all():
        one = select(letter.c.content).where(letter.c.id == row.id)
        content = bytes(connection.execute(one).scalar_one())
        if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
            sentence = f"The letter to {row.addressee} is not what was put into the book."
            yield Problem("ledger", sentence, letter.name, row.id)
