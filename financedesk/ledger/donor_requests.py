"""Requests for what is missing of a donor: who was asked when and how, and what came back.

A committee has made best efforts when it asked once, in writing or by telephone, no later than 30
days after the contribution came in, and not together with an appeal for money (11 CFR
104.7(b)(2)). What counts is therefore the request and its day, not the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.donor_owner import kept_row, own_cards, owner_of_card
from financedesk.ledger.donors_letters import Letter, newest_itemised
from financedesk.ledger.overrides import overrides
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import clock_on

request, contact, donor = tables.donor_request, tables.contact, tables.donor

CLOCK = "best_efforts"
WAYS: Mapping[str, str] = {"letter": "Letter", "email": "E-mail", "phone": "Telephone"}
"""How somebody may be asked, in words."""
FIELDS: Mapping[str, str] = {
    "employer": "employer", "occupation": "occupation", "street": "street", "city": "city",
}  # fmt: skip
"""What may be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What somebody was asked: the day, how, for what, and whether money was asked for as well.

    ``gift_on`` is the receipt that the clock runs from; None takes the newest itemised gift.
    """

    asked_on: date
    how: str
    asked: tuple[str, ...]
    with_appeal: bool = False
    gift_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DonorRequest:
    """A request and what became of it; ``ask_by`` is the last day on which it counts."""

    id: int
    card_id: int
    entity_id: int
    name: str
    asked_on: date
    how: str
    asked: tuple[str, ...]
    gift_on: date | None
    ask_by: date | None
    with_appeal: bool
    note: str
    answered_on: date | None
    answer: str

    @property
    def counts(self) -> bool:
        """Whether it is a best effort: in time, and without an appeal for money."""
        return not self.with_appeal and (self.ask_by is None or self.asked_on <= self.ask_by)

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_on is None


def record_request(unit: UnitOfWork, card_id: int, given: NewRequest, today: date) -> int:
    """Note that a donor was asked, and return the request's number.

    Raises BadInput for an unknown way or field, for nothing asked, and for a day to come or before
    the gift; NotFound for a card that has gone.
    """
    entity_id = owner_of_card(unit.connection, card_id)
    gift_on = given.gift_on or _gift_day(unit.connection, card_id)
    _judge(given, gift_on, today)
    return unit.insert(request, _values(entity_id, card_id, given, gift_on))


def record_letters(unit: UnitOfWork, letters: Iterable[Letter], on: date) -> int:
    """Note one request for each letter of a list and return how many were noted.

    Whoever has neither address nor e-mail address has to be called: that is noted by whoever calls.
    Nor is a second one noted of somebody who was asked in the same way on the same day.
    """
    found = [(one, how) for one in letters if (how := sent_by(one))]
    known = _asked_on(unit.connection, on)
    fresh = [(one, how) for one, how in found if (one.card_id, how) not in known]
    unit.insert_many(
        request,
        [
            _values(
                one.entity.id, one.card_id,
                NewRequest(asked_on=on, how=how, asked=one.missing),
                date.fromisoformat(one.gift_day),
            )
            for one, how in fresh
        ],
    )  # fmt: skip
    return len(fresh)


def answer_request(unit: UnitOfWork, request_id: int, on: date, answer: str, today: date) -> None:
    """Note on which day a donor answered, and what; empty words are a refusal to say.

    Raises BadInput for a day before the request or to come, and NotFound.
    """
    row = kept_row(unit, request, request_id, "request")
    asked_on = date.fromisoformat(str(row["asked_on"]))
    if on < asked_on:
        raise BadInput(f"The request went out on {asked_on}; the answer came later than that.")
    if on > today:
        raise BadInput(f"{on} is still to come.")
    values = {"answered_on": on.isoformat(), "answer": answer.strip()}
    unit.update(request, request_id, values)


def delete_request(unit: UnitOfWork, request_id: int) -> None:
    """Take back that somebody was asked; raises NotFound."""
    kept_row(unit, request, request_id, "request")
    # The letter that asked was sent all the same.
    sent = select(tables.kept_letter.c.id).where(tables.kept_letter.c.request_id == request_id)
    for row_id in unit.connection.execute(sent).scalars().all():
        unit.update(tables.kept_letter, row_id, {"request_id": None})
    unit.delete(request, request_id)


def requests_of(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[DonorRequest, ...]:
    """Return every request to a donor by its own entity, the newest first; nothing over a wall."""
    which = request.c.card_id.in_(own_cards(connection, card_id))
    return _found(connection, entity_ids, which)


def open_requests(connection: Connection, entity_ids: Sequence[int]) -> tuple[DonorRequest, ...]:
    """Return who was asked by these entities and has not answered, the longest wait last."""
    return _found(connection, entity_ids, request.c.answered_on.is_(None))


# --- reading and writing


def _found(
    connection: Connection, entity_ids: Sequence[int], condition: ColumnElement[bool]
) -> tuple[DonorRequest, ...]:
    query = (
        select(*_OWN, contact)
        .join(donor, donor.c.card_id == request.c.card_id)
        .join(contact, contact.c.id == donor.c.contact_id)
        .where(request.c.entity_id.in_(entity_ids), condition)
        .order_by(request.c.asked_on.desc(), request.c.id.desc())
    )
    counsel = tuple(overrides(connection))
    return tuple(_request(row, counsel) for row in connection.execute(query).mappings())


_OWN = (
    request.c.id.label("request_id"),
    *(
        request.c[name]
        for name in (
            "asked_on", "how", "asked", "gift_on", "with_appeal", "note", "answered_on", "answer",
        )
    ),
)  # fmt: skip


def _request(row: RowMapping, counsel: Sequence[Override]) -> DonorRequest:
    gift_on = _day(row["gift_on"])
    return DonorRequest(
        id=row["request_id"],
        card_id=row["card_id"],
        entity_id=row["entity_id"],
        name=contact_from_row(dict(row)).display_name,
        asked_on=date.fromisoformat(row["asked_on"]),
        how=row["how"],
        asked=tuple(row["asked"].split()),
        gift_on=gift_on,
        ask_by=ask_by(gift_on, counsel) if gift_on else None,
        with_appeal=bool(row["with_appeal"]),
        note=row["note"] or "",
        answered_on=_day(row["answered_on"]),
        answer=row["answer"] or "",
    )


def ask_by(gift_on: date, counsel: Sequence[Override] = ()) -> date:
    """Return the last day on which asking because of a gift counts (11 CFR 104.7(b)(2)).

    ``counsel`` is what counsel has said of clocks, where that is another time.
    """
    return gift_on + timedelta(days=clock_on(CLOCK, gift_on, counsel).days or 0)


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _gift_day(connection: Connection, card_id: int) -> date | None:
    cards = own_cards(connection, card_id)
    days = [found[0] for found in newest_itemised(connection, cards).values()]
    return date.fromisoformat(max(days)) if days else None


def _values(
    entity_id: int, card_id: int, given: NewRequest, gift_on: date | None
) -> dict[str, object]:
    return {
        "entity_id": entity_id, "card_id": card_id, "asked_on": given.asked_on.isoformat(),
        "how": given.how, "asked": " ".join(given.asked),
        "gift_on": gift_on.isoformat() if gift_on else None,
        "with_appeal": int(given.with_appeal), "note": given.note.strip() or None,
        "answered_on": None, "answer": None,
    }  # fmt: skip


def _judge(given: NewRequest, gift_on: date | None, today: date) -> None:
    if given.how not in WAYS:
        raise BadInput(f"“{given.how}” is no way to ask; choose one of: {', '.join(WAYS)}.")
    unknown = [one for one in given.asked if one not in FIELDS]
    if unknown or not given.asked:
        raise BadInput(f"Say what was asked for: {', '.join(FIELDS)}.")
    if given.asked_on > today:
        raise BadInput(f"{given.asked_on} is still to come; enter the day on which you asked.")
    if gift_on is not None and given.gift_on is not None and given.asked_on < gift_on:
        raise BadInput(f"The gift came on {gift_on}; nobody asked about it before.")


def sent_by(letter: Letter) -> str:
    """Return how a request can go out: letter, email, or nothing for who has to be called."""
    if letter.has_address:
        return "letter"
    return "email" if letter.contact.email else ""


def _asked_on(connection: Connection, on: date) -> set[tuple[int, str]]:
    query = select(request.c.card_id, request.c.how).where(request.c.asked_on == on.isoformat())
    return {(row.card_id, row.how) for row in connection.execute(query)}
