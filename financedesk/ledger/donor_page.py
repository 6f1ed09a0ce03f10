"""Everything about one donor on one page: what the drawer shows, and what is kept beside it.

Giving is that of all entities in view. Everything else is of the card's own entity: what another
one noted, was told or keeps of the same person is never read, even where both are in view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, func, select

from financedesk.ledger import tables
from financedesk.ledger.donor_attestations import Declared, declared_by
from financedesk.ledger.donor_documents import DonorDocument, documents_of
from financedesk.ledger.donor_notes import DonorNote, notes_of
from financedesk.ledger.donor_owner import own_cards
from financedesk.ledger.donor_requests import DonorRequest, ask_by, requests_of
from financedesk.ledger.donor_story import kept_events
from financedesk.ledger.donors_detail import DonorDetail, DonorEvent, donor_detail
from financedesk.ledger.donors_edit import Consent, answers_of
from financedesk.ledger.donors_letters import newest_itemised
from financedesk.ledger.households import Household, Housemate, household_of, housemates
from financedesk.ledger.kept_letters import KeptLetter, letters_of
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.ledger.overrides import overrides
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds

item, filing, filing_item = tables.item, tables.filing, tables.filing_item


@dataclass(frozen=True, slots=True)
class GivenInYear:
    """What one entity got of a person in a calendar year, and what went back, in cents."""

    year: int
    entity_id: int
    gifts: int
    given_cents: int
    returned_cents: int

    @property
    def net_cents(self) -> int:
        """What stayed."""
        return self.given_cents - self.returned_cents


@dataclass(frozen=True, slots=True)
class UsedIn:
    """A finalised or filed report whose entries say what one version of a card said."""

    filing_id: int
    form: str
    report_code: str
    from_date: str
    to_date: str
    state: str
    entries: int


@dataclass(frozen=True, slots=True)
class Efforts:
    """What is missing of a donor, because of which gift, until when asking counts, and what was.

    ``made`` is the request that shows best efforts, or None.
    """

    missing: tuple[str, ...]
    gift_on: date
    ask_by: date
    made: DonorRequest | None

    def is_late(self, today: date) -> bool:
        """Whether nobody asked in time."""
        return self.made is None and today > self.ask_by


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorPage:
    """All that an entity knows of a donor; ``used`` tells by version which reports used it."""

    detail: DonorDetail
    giving: tuple[GivenInYear, ...]
    used: Mapping[int, tuple[UsedIn, ...]]
    household: Household | None
    housemates: tuple[Housemate, ...]
    notes: tuple[DonorNote, ...]
    documents: tuple[DonorDocument, ...]
    consents: tuple[Consent, ...]
    declared: tuple[Declared, ...]
    requests: tuple[DonorRequest, ...]
    letters: tuple[KeptLetter, ...]
    efforts: Efforts | None
    history: tuple[DonorEvent, ...]


def donor_page(
    connection: Connection, card_id: int, entity_ids: Sequence[int], today: date
) -> DonorPage:
    """Return everything about a donor of one of these entities.

    Raises NotFound for a card that is not there or belongs to another entity.
    """
    detail = donor_detail(connection, card_id, entity_ids, today)
    family = [card_id, *(other.card_id for other in detail.others)]
    notes = notes_of(connection, card_id, entity_ids)
    requests = requests_of(connection, card_id, entity_ids)
    letters = letters_of(connection, entity_ids, card_id=card_id)
    return DonorPage(
        detail=detail,
        giving=_giving(connection, family, entity_ids),
        used=_used(connection, card_id),
        household=household_of(connection, card_id, entity_ids),
        housemates=housemates(connection, card_id, entity_ids),
        notes=notes,
        documents=documents_of(connection, card_id, entity_ids),
        consents=answers_of(connection, card_id),
        declared=declared_by(connection, card_id, entity_ids),
        requests=requests,
        letters=letters,
        efforts=_efforts(connection, detail, requests),
        history=_history(
            connection, detail, [one.id for kept in (notes, requests, letters) for one in kept]
        ),
    )


def _history(
    connection: Connection, detail: DonorDetail, rows: Sequence[int]
) -> tuple[DonorEvent, ...]:
    """Return what was done to the card and to what is kept beside it, the newest first."""
    own = own_cards(connection, detail.row.card_id)
    kept = kept_events(connection, detail.row.entity_id, own, rows)
    return tuple(sorted((*detail.history, *kept), key=lambda one: one.at, reverse=True))


def _giving(
    connection: Connection, cards: Sequence[int], entity_ids: Sequence[int]
) -> tuple[GivenInYear, ...]:
    year = func.substr(item.c.item_date, 1, 4).label("year")
    given, back = item.c.kind.in_(gift_kinds()), item.c.kind.in_(refund_kinds())
    query = (
        select(
            year, item.c.entity_id,
            func.sum(case((given, 1), else_=0)),
            func.sum(case((given, item.c.amount_cents), else_=0)),
            func.sum(case((back, item.c.amount_cents), else_=0)),
        )
        .where(
            item.c.card_id.in_(cards), item.c.entity_id.in_(entity_ids), item.c.memo == 0,
            item.c.kind.in_((*gift_kinds(), *refund_kinds())),
        )
        .group_by(year, item.c.entity_id)
        .order_by(year.desc(), item.c.entity_id)
    )  # fmt: skip
    return tuple(
        GivenInYear(int(when), entity_id, int(gifts), int(cents), int(returned))
        for when, entity_id, gifts, cents, returned in connection.execute(query)
    )


def _used(connection: Connection, card_id: int) -> dict[int, tuple[UsedIn, ...]]:
    """Return by version of a card the locked reports whose entries name it, the oldest first."""
    query = (
        select(
            item.c.contact_id, filing.c.id, filing.c.form, filing.c.report_code,
            filing.c.from_date, filing.c.to_date, filing.c.state,
            func.count(item.c.id.distinct()).label("entries"),
        )
        .join(filing_item, filing_item.c.item_id == item.c.id)
        .join(filing, filing.c.id == filing_item.c.filing_id)
        .where(item.c.card_id == card_id, filing.c.state.in_(LOCKING_STATES))
        .group_by(
            item.c.contact_id, filing.c.id, filing.c.form, filing.c.report_code,
            filing.c.from_date, filing.c.to_date, filing.c.state,
        )
        .order_by(filing.c.to_date, filing.c.id)
    )  # fmt: skip
    found: dict[int, tuple[UsedIn, ...]] = {}
    for row in connection.execute(query):
        used = UsedIn(
            row.id, row.form, row.report_code or "", row.from_date or "", row.to_date or "",
            row.state, row.entries,
        )  # fmt: skip
        found[row.contact_id] = (*found.get(row.contact_id, ()), used)
    return found


def _efforts(
    connection: Connection, detail: DonorDetail, requests: Sequence[DonorRequest]
) -> Efforts | None:
    """Return what best efforts ask for; None where nothing is missing that the law wants."""
    row = detail.row
    gift = newest_itemised(connection, [row.card_id]).get(row.card_id)
    if gift is None or not row.missing:
        return None
    gift_on = date.fromisoformat(gift[0])
    until = ask_by(gift_on, tuple(overrides(connection)))
    made = (
        one
        for one in requests
        if gift_on <= one.asked_on <= until
        and not one.with_appeal
        and set(row.missing) <= set(one.asked)
    )
    return Efforts(row.missing, gift_on, until, next(made, None))
