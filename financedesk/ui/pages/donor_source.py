"""Where the list of donors and its filters come from."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from financedesk.book.stopping import stopping_with
from financedesk.ledger.donors import (
    DonorQuery,
    Flag,
    Group,
    Order,
    donor_count,
    donor_ids,
    donor_states,
    donors_total,
)
from financedesk.ledger.donors_rows import DonorRow, donor_rows
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.models import Query
from financedesk.ui.pages.register_source import usual_periods
from financedesk.ui.widgets import FilterField

Word = TypeVar("Word", bound=str)

FLAG_WORDS: Mapping[Flag, str] = {
    "missing": "Information missing",
    "asked": "Asked, not answered",
    "near": "Near $200",
    "refunded": "Refunded",
    "never": "No gift yet",
}
GROUP_WORDS: Mapping[Group, str] = {
    "person": "Person", "organisation": "Organisation", "committee": "Committee",
}  # fmt: skip
GIVING_WORDS: Mapping[str, str] = {
    "new90": "New in the last 90 days",
    "newyear": "New this year",
    "recurring": "Recurring (three of the last six months)",
    "lapsed6": "Lapsed: nothing for 6 months",
    "lapsed12": "Lapsed: nothing for 12 months",
    "lapsed24": "Lapsed: nothing for 24 months",
}
_LAPSED_DAYS = {"lapsed6": 183, "lapsed12": 365, "lapsed24": 730}
_ORDERS: Mapping[str, Order] = {
    "name": "name", "last": "last", "gifts": "gifts", "given": "given",
    "aggregate": "aggregate", "cycle": "cycle",
}  # fmt: skip


def donor_query(query: Query, scope: Sequence[int], today: date) -> DonorQuery:
    """Return the ledger's question for what the page asks; unknown words ask for no filter."""
    first, _, last = (query.where("period") or "").partition("..")
    giving = query.where("giving") or ""
    lapsed = _LAPSED_DAYS.get(giving)
    return DonorQuery(
        entity_ids=tuple(scope),
        today=today,
        text=query.text,
        state=query.where("state") or "",
        group=_one_of(query.where("group"), GROUP_WORDS),
        flag=_one_of(query.where("flag"), FLAG_WORDS),
        first_day=first,
        last_day=last,
        lapsed_since=(today - timedelta(days=lapsed)).isoformat() if lapsed else "",
        new_since=_new_since(giving, today),
        recurring=giving == "recurring",
        order=_ORDERS.get(query.sort_key, "last"),
        descending=query.descending,
    )


def _new_since(giving: str, today: date) -> str:
    firsts = {"new90": today - timedelta(days=90), "newyear": date(today.year, 1, 1)}
    return firsts[giving].isoformat() if giving in firsts else ""


def _one_of(words: str | None, known: Mapping[Word, str]) -> Word | None:
    return next((one for one in known if one == words), None)


@dataclass(frozen=True)
class DonorSource:
    """Reads the donors of the entities in hand; another choice of entities asks anew."""

    desk: BookDesk

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        """Return the cards of all donors that fit, in their order."""
        if not self.desk.scope:
            return array("q")
        with self.desk.book.read() as connection, stopping_with(connection, progress):
            return donor_ids(connection, self._asked(query))

    def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
        """Return the first donors that fit, before the others are looked for."""
        if not self.desk.scope:
            return array("q")
        with self.desk.book.read() as connection, stopping_with(connection, progress):
            return donor_ids(connection, self._asked(query), limit=limit)

    def rows(self, ids: Sequence[int]) -> Sequence[DonorRow | None]:
        """Return one page of donors; None where one has gone."""
        desk = self.desk
        with desk.book.read() as connection:
            found = donor_rows(connection, ids, desk.scope, desk.today)
        known = {one.card_id: one for one in found}
        return [known.get(card_id) for card_id in ids]

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return what these donors gave in all, in cents."""
        with self.desk.book.read() as connection:
            return donors_total(connection, ids, progress)

    def totals(self, query: Query, progress: Progress) -> tuple[int, int]:
        """Return how many donors fit and what they gave, for the last line of the table."""
        if not self.desk.scope:
            return 0, 0
        with self.desk.book.read() as connection, stopping_with(connection, progress):
            found = donor_count(connection, self._asked(query))
        return found.donors, found.given_cents

    def states(self) -> tuple[str, ...]:
        """Return the states that donors live in."""
        with self.desk.book.read() as connection:
            return donor_states(connection, self.desk.scope)

    def _asked(self, query: Query) -> DonorQuery:
        return donor_query(query, self.desk.scope, self.desk.today)


def filter_fields(states: Sequence[str], today: date) -> tuple[FilterField, ...]:
    """Return the filters to offer."""
    fields = (
        FilterField("flag", "Status", tuple(FLAG_WORDS.items())),
        FilterField("giving", "Giving", tuple(GIVING_WORDS.items())),
        FilterField("period", "Gave in", usual_periods(today)),
        FilterField("group", "Who", tuple(GROUP_WORDS.items())),
        FilterField("state", "State", tuple((one, one) for one in states)),
    )
    return tuple(field for field in fields if field.values)
