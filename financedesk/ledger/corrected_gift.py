"""A gift that is put right on paper: what of it is left, above the limit, and may be presumed."""

from datetime import date

from sqlalchemy import Connection, RowMapping, func, select

from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.crossings import MetGift, gift_crossing
from financedesk.ledger.entities import AccountRow, EntityRow, entity_by_id
from financedesk.ledger.limit_person import LimitPerson, limit_stranger
from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.ledger.overrides import overrides
from financedesk.ledger.refunds import refunded_cents
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.seats import Seat, seat_of
from financedesk.ledger.wall import require
from financedesk.rules.dates import general_election_day
from financedesk.rules.money import format_cents
from financedesk.rules.presumptions import presumed_redesignation, written_by
from financedesk.rules.windows import Election, election_words, is_election_code

item, attribution = tables.item, tables.attribution


class CorrectedGift:
    """A gift of money with its giver's rooms; amounts in cents.

    Raises NotFound for an entry that has gone, Refused for what is no gift of somebody who is
    named, and for a gift that uses no limit of the law.
    """

    def __init__(self, connection: Connection, gift_id: int) -> None:
        self.connection = connection
        self.row = _gift_row(connection, gift_id)
        self.entity: EntityRow = entity_by_id(connection, self.row["entity_id"])
        self.seat: Seat = seat_of(connection, self.entity.id)
        self.account: AccountRow = account_by_id(connection, self.row["account_id"])
        self.giver = ContactRef(self.row["contact_id"], self.row["card_id"])
        self.name = read_contact(connection, self.row["contact_id"]).display_name
        self.received = date.fromisoformat(self.row["item_date"])
        self.made = date.fromisoformat(self.row["made_date"] or self.row["item_date"])
        query = select(attribution.c.window).where(attribution.c.id == gift_id)
        window = connection.execute(query).scalar()
        if window is None:
            raise Refused("This gift uses no limit of the law: there is nothing to put right.")
        self.election = window if is_election_code(window) else ""
        self._words = overrides(connection)
        self.by = written_by(self.received, self._words)

    @property
    def left_cents(self) -> int:
        """What of it neither went back nor moved to somebody or something else."""
        query = select(func.coalesce(func.sum(item.c.amount_cents), 0)).where(
            item.c.corrects_id == self.row["id"], item.c.memo == 1, item.c.amount_cents < 0
        )
        moved = -int(self.connection.execute(query).scalar_one())
        back = refunded_cents(self.connection, self.row["id"])
        return int(self.row["amount_cents"]) - back - moved

    @property
    def excess_cents(self) -> int:
        """What of it is above the giver's limit in the window it counts for."""
        found = self.room(self.giver.card_id, self.election).room
        return 0 if found is None else min(found.excess_cents, self.left_cents)

    def room(self, who: int | LimitPerson, election: str) -> RecipientRoom:
        """Return what is left to somebody, by card or person, on the day this gift was made."""
        return room_for_gift(
            self.connection, who, self.entity.id, [self.entity.id], Question(on=self.made),
            account_kind=self.account.kind, election_code=election,
        )  # fmt: skip

    def stranger(self, other: Contact) -> LimitPerson:
        """Return whose uses count with somebody who has no card yet."""
        return limit_stranger(self.connection, self.entity.id, other)

    def presumption(self, *, undesignated: bool) -> tuple[int, str]:
        """Return how many cents may be presumed to be for the general election, and which."""
        if not self.election.startswith("P"):
            return 0, ""
        year = int(self.election[1:])
        general = Election(code=f"G{year}", held_on=general_election_day(year))
        primary = Election(code=self.election, held_on=self.held_on(self.election))
        giver = self.room(self.giver.card_id, self.election)
        other = self.room(self.giver.card_id, general.code).room
        named = self.row["election_code"] is not None and not undesignated
        left = self.left_cents if other is None or other.left_cents is None else other.left_cents
        found = presumed_redesignation(
            giver=giver.verdict.giver, received_on=self.received, made_on=self.made,
            designated=named, excess_cents=self.excess_cents, primary=primary, general=general,
            general_left_cents=left,
        )  # fmt: skip
        return (0, general.code) if found is None else (found.cents, general.code)

    def require_possible(self, cents: int, day: str) -> None:
        """Raise what speaks against any correction: the amount, or the day."""
        if cents <= 0:
            raise BadInput("What moves is an amount above zero.")
        if cents > self.left_cents:
            raise BadInput(
                f"Only {format_cents(self.left_cents, symbol=True)} of this gift are left to move."
            )
        on = date.fromisoformat(day)
        if on < self.received:
            raise BadInput(f"The gift came on {self.received}; it cannot be put right before.")
        if on > self.by:
            raise Refused(
                f"The sixty days ended on {self.by} (11 CFR 110.1(b)(5), 110.1(k)(3)): refund it."
            )

    def require_other_election(self, wanted: str) -> None:
        """Raise BadInput for the same election, Refused for one that was over already."""
        if wanted == self.election:
            raise BadInput(f"It counts for the {election_words(wanted)} already; name another.")
        held = self.held_on(wanted)
        if held is not None and held < self.made:
            raise Refused(
                f"The {election_words(wanted)} was over when the gift was made: it may retire that"
                " election’s net debt only, and must be given for it (11 CFR 110.1(b)(3))."
            )

    def other_elections(self) -> tuple[str, ...]:
        """Return the elections of this candidate for which it may be redesignated, the next first.

        Those entered and the primary and general of the cycle, without its own and those that
        were over when it was made (11 CFR 110.1(b)(3), (5)).
        """
        year = self.seat.next_general(self.made.year)
        column = tables.election.c
        query = select(column.code).where(column.entity_id == self.entity.id)
        codes = {f"P{year}", f"G{year}", *self.connection.execute(query).scalars()}
        days = {one: self.held_on(one) for one in codes if one != self.election}
        coming = [
            (day or date.max, one) for one, day in days.items() if (day or date.max) >= self.made
        ]
        return tuple(one for _, one in sorted(coming))

    def require_passage(self, card_id: int | None, other: Contact, cents: int) -> None:
        """Raise Walled where the other person may not give to this entity."""
        met = MetGift(
            entity=self.entity, account=self.account, other=other, card_id=card_id,
            kind=self.row["kind"], day=self.made.isoformat(), cents=cents,
            election_code=self.election,
        )  # fmt: skip
        require(self.connection, gift_crossing(self.connection, met))

    def held_on(self, code: str) -> date | None:
        """Return the day of an election, as entered or, of a general one, by law; None unknown."""
        column = tables.election.c
        query = select(column.held_on).where(
            column.entity_id == self.entity.id, column.code == code, column.held_on.is_not(None)
        )
        known = self.connection.execute(query.limit(1)).scalar()
        if known is not None:
            return date.fromisoformat(known)
        return general_election_day(int(code[1:])) if code.startswith("G") else None


def _gift_row(connection: Connection, gift_id: int) -> RowMapping:
    query = select(item).where(item.c.id == gift_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; it may have been deleted.")
    named = row["card_id"] is not None and row["account_id"] is not None
    if row["kind"] not in gift_kinds() or row["memo"] or row["amount_cents"] <= 0 or not named:
        raise Refused("Only a gift of money that names its giver can be put right so.")
    return row
