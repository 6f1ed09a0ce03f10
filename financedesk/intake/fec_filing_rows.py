"""One record of a past filing becomes an item: who, how much, when, and what has no column."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from financedesk.errors import BadInput, NotFound
from financedesk.fec.layouts import CURRENT_VERSION, find_layout
from financedesk.fec.names import joined_names
from financedesk.fec.reader import Record
from financedesk.fec.shapes import SHAPES, Shape
from financedesk.fec.values import cents, day
from financedesk.ledger.contacts import PERSON_TYPES, Contact
from financedesk.ledger.entries import NewItem
from financedesk.ledger.period import Period
from financedesk.ledger.writer import check_item
from financedesk.rules.kinds import COMMITTEE_TYPES, Kind, kind_for_token, kinds, line_for

_PERSON_PARTS = ("last_name", "first_name", "middle_name", "prefix", "suffix")
_PLACE = ("street_1", "street_2", "city", "state")
_CANDIDATE_PLACE = ("office", "state", "district")
_TYPES = COMMITTEE_TYPES | {"IND", "ORG", "CAN"}
# What Schedules C and D say of an obligation at the end of the period.
STATE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "SC": ("loan_payment_to_date", "loan_balance"),
    "SD": ("beginning_balance", "incurred_amount", "payment_amount", "balance_at_close"),
}
LONGEST_ID = 20
_LEVIN = re.compile(r"S[AB]L\d")


@dataclass(frozen=True, slots=True)
class State:
    """What Schedules C or D say of a loan or debt at the end of the period, in cents."""

    beginning: int | None
    incurred: int | None
    paid: int
    balance: int


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A record as it will be stored.

    ``item`` is None for a record that no kind of the ledger covers: it is kept as filed and
    counts through its line's difference. Its contact, references and account are still missing.
    Its ``fields`` are those that have no column, so that the record can be written back.
    ``fec_id`` and ``back_id`` are in upper case, empty where the record has none.
    """

    line: int
    record: str
    token: str
    fec_id: str
    back_id: str
    fields: Mapping[str, str]
    amount_cents: int
    item: NewItem | None
    contact: Contact | None
    candidate: Contact | None
    state: State | None

    @property
    def is_levin(self) -> bool:
        """Whether it stands on the Levin account, that is on Schedule L alone."""
        return _LEVIN.match(self.token) is not None


class RowReader:
    """Turns the body records of one filing into rows, and notes what could not be read in them."""

    def __init__(
        self,
        form: str,
        period: Period,
        account_kind: str,
        note: Callable[[int, str], None],
        version: str = CURRENT_VERSION,
    ) -> None:
        """Read rows of a form and period; ``note`` is told of (line, what is wrong there).

        Lines that name a candidate's committee as the candidate, which only versions with whole
        names in one field show, are gathered in ``committees_of_candidates``.
        """
        self.committees_of_candidates: list[int] = []
        self._version = version
        self._form = form
        self._period = period
        self._account_kind = account_kind
        self._note = note

    def read(self, record: Record) -> FiledRow:
        """Return the row of one record; nothing in it is dropped without a note."""
        fields = record.fields
        shape = SHAPES.get(record.record)
        if shape is None:
            self._note(
                record.line,
                f"{record.form_type} is no schedule of {self._form}; it is kept as filed.",
            )
            return _kept_as_filed(record)
        fields = self._as_meant(record, shape)
        taken = _Taken(fields)
        amount = self._amount(record, taken.take(shape.amount))
        state = self._state(record, taken)
        if record.record == "SD" and state is not None:
            amount = (state.beginning or 0) + (state.incurred or 0)
        contact = _contact(fields, shape, taken)
        candidate = _candidate(fields, shape, taken)
        new = self._item(record, shape, taken, contact, amount)
        for name in ("form_type", "filer_committee_id_number", shape.back_name):
            taken.take(name)
        fec_id, back_id = taken.take(shape.id).upper(), taken.take(shape.back_id).upper()
        return FiledRow(
            line=record.line,
            record=record.record,
            token=record.form_type,
            fec_id=fec_id,
            back_id=back_id,
            fields=record.fields,
            amount_cents=amount,
            item=None if new is None else replace(new, fields=dict(taken.left)),
            contact=contact,
            candidate=candidate,
            state=state,
        )

    def text(self, record: Record) -> FiledRow:
        """Return a TEXT record: words about a row of the file or about the whole report."""
        fields = record.fields
        return replace(
            _kept_as_filed(record),
            back_id=fields.get("back_reference_tran_id_number", "").upper(),
        )

    def _as_meant(self, record: Record, shape: Shape) -> Mapping[str, str]:
        """Return the fields, a candidate's committee as such where it has the candidate's type.

        In one field the name of a person is divided by marks; one that is not is a committee's.
        """
        fields, last = record.fields, f"{shape.who}_last_name"
        stated = fields.get(shape.entity_type, "").upper() if shape.entity_type else ""
        divided = f"{shape.who}_first_name" in fields or not fields.get(last)
        if stated != "CAN" or divided or not self._has_whole_name(record, shape):
            return fields
        self.committees_of_candidates.append(record.line)
        changed = {name: value for name, value in fields.items() if name != last}
        changed[shape.entity_type] = "CCM"
        changed[f"{shape.who}_organization_name"] = fields[last]
        return changed

    def _has_whole_name(self, record: Record, shape: Shape) -> bool:
        found = find_layout(record.record, self._version)
        return found is not None and any(stem == shape.who for _, stem, _ in joined_names(found))

    def _item(
        self, record: Record, shape: Shape, taken: "_Taken", contact: Contact | None, amount: int
    ) -> NewItem | None:
        item_date, reported_on = self._days(record, shape, taken)
        memo = bool(taken.take(shape.memo_code)) if shape.memo_code else False
        entity_type = contact.type if contact else ""
        shares = self._shares(record, shape, taken, amount)
        common = NewItem(
            kind="",
            amount_cents=amount,
            item_date=item_date,
            reported_on=reported_on,
            memo=memo,
            purpose=taken.take(shape.purpose) or None,
            memo_description=taken.take(shape.memo_text) or None,
            election_code=taken.take(shape.election_code) or None,
            force_itemised=True,
            federal_cents=shares[0],
            other_cents=shares[1],
            filed_aggregate_cents=self._aggregate(record, shape, taken),
        )
        found = self._kind(record, common, entity_type)
        if found is None:
            return None
        return replace(common, kind=found.code)

    def _kind(self, record: Record, new: NewItem, entity_type: str) -> Kind | None:
        token = record.form_type
        try:
            natural = kind_for_token(token, memo=new.memo, entity_type=entity_type, form=self._form)
        except NotFound as error:
            self._note(record.line, f"{error} It is kept as filed.")
            return None
        as_filed = kinds().get(f"as_filed_{token.lower().replace('/', '_')}", natural)
        return natural if self._fits(natural, new, token) else as_filed

    def _fits(self, of_kind: Kind, new: NewItem, token: str) -> bool:
        """Whether a natural kind takes the row to the line that it was filed on."""
        try:
            check_item(replace(new, kind=of_kind.code), of_kind)
        except BadInput:
            return False
        account = "" if new.memo or not of_kind.cash else self._account_kind
        if _LEVIN.match(token):
            account = "levin"
        on = date.fromisoformat(new.item_date)
        line = line_for(of_kind, form=self._form, account_kind=account, on=on)
        return line is not None and line.token == token

    def _amount(self, record: Record, given: str) -> int:
        try:
            return cents(given)
        except BadInput as error:
            self._note(record.line, str(error))
            return 0

    def _state(self, record: Record, taken: "_Taken") -> State | None:
        names = STATE_FIELDS.get(record.record)
        if names is None:
            return None
        amounts = [self._amount(record, taken.take(name)) for name in names]
        if record.record == "SC":
            return State(None, None, amounts[0], amounts[1])
        return State(*amounts)

    def _aggregate(self, record: Record, shape: Shape, taken: "_Taken") -> int | None:
        given = taken.fields.get(shape.aggregate, "")
        if not given:
            return None
        try:
            found = cents(given)
        except BadInput as error:
            self._note(record.line, str(error))
            return None
        taken.take(shape.aggregate)
        return found

    def _shares(
        self, record: Record, shape: Shape, taken: "_Taken", amount: int
    ) -> tuple[int | None, int | None]:
        """Return the federal and the other share of Schedules H4 and H6."""
        if not shape.federal:
            return None, None
        federal = self._amount(record, taken.take(shape.federal))
        other = self._amount(record, taken.take(shape.other))
        if federal + other != amount:
            self._note(
                record.line,
                "The shares do not add up to the total; what is not federal was taken as the rest.",
            )
            other = amount - federal
        return federal, other

    def _days(self, record: Record, shape: Shape, taken: "_Taken") -> tuple[str, str | None]:
        """Return the day as filed, and the day of the period if the first lies outside of it."""
        first, last = self._period.first, self._period.last
        given = self._day(record, taken, shape.date) if shape.date else ""
        if not given and record.record == "SE":
            given = self._day(record, taken, "dissemination_date", keep=True)
        if shape.date and not taken.fields.get(shape.date):
            # Written back as empty as it was filed, whatever day the ledger gives the item.
            taken.left[shape.date] = ""
        if not given:
            return last, None
        if first <= given <= last:
            return given, None
        return given, first if given < first else last

    def _day(self, record: Record, taken: "_Taken", name: str, *, keep: bool = False) -> str:
        try:
            found = day(taken.fields.get(name, ""))
        except BadInput as error:
            self._note(record.line, str(error))
            return ""
        if not keep:
            taken.take(name)
        return found


class _Taken:
    """The fields of a record, and which of them have found their place."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.left = dict(fields)

    def take(self, name: str) -> str:
        """Return a field and count it as placed; empty when the record has none of this name."""
        self.left.pop(name, None)
        return self.fields.get(name, "") if name else ""


def _kept_as_filed(record: Record) -> FiledRow:
    fields = record.fields
    fec_id = fields.get("transaction_id") or fields.get("transaction_id_number", "")
    return FiledRow(
        line=record.line, record=record.record, token=record.form_type, fec_id=fec_id.upper(),
        back_id="", fields=fields, amount_cents=0, item=None, contact=None, candidate=None,
        state=None,
    )  # fmt: skip


def _readable_day(text: str) -> str:
    try:
        return day(text)
    except BadInput:
        return ""


def _contact(fields: Mapping[str, str], shape: Shape, taken: _Taken) -> Contact | None:
    """Return who gave, got or lent; the fields it takes are counted as placed."""
    if not shape.who:
        return None
    organisation = fields.get(f"{shape.who}_organization_name", "")
    of_type = _type_of(fields, shape, organisation)
    given: dict[str, str] = {}
    if of_type in PERSON_TYPES:
        given |= {part: taken.take(f"{shape.who}_{part}") for part in _PERSON_PARTS}
    else:
        given["name"] = taken.take(f"{shape.who}_organization_name")
        if not organisation:
            # A committee whose name stands in a person's field: it is written back there too.
            given["name"] = fields.get(f"{shape.who}_last_name", "")
    given |= {part: taken.take(f"{shape.who}_{part}") for part in _PLACE}
    given["zip"] = taken.take(shape.zip)
    if shape.employer:
        given["employer"] = taken.take(f"{shape.who}_employer")
        given["occupation"] = taken.take(f"{shape.who}_occupation")
    if of_type in COMMITTEE_TYPES and shape.committee_id:
        given["committee_id"] = taken.take(shape.committee_id).upper()
        if given["committee_id"] and not fields.get(shape.committee_name):
            # Where only the id was filed, the name is not added when it is written back.
            taken.left |= {shape.committee_name: ""} if shape.committee_name else {}
    if shape.entity_type and fields.get(shape.entity_type, "").upper() == of_type:
        taken.take(shape.entity_type)
    if not any(given.values()):
        return None
    return Contact(type=of_type, **given)


def _type_of(fields: Mapping[str, str], shape: Shape, organisation: str) -> str:
    stated = fields.get(shape.entity_type, "").upper() if shape.entity_type else ""
    if stated in _TYPES:
        return stated
    has_person = bool(fields.get(f"{shape.who}_first_name") or not organisation)
    return "IND" if has_person else "ORG"


def _candidate(fields: Mapping[str, str], shape: Shape, taken: _Taken) -> Contact | None:
    """Return the candidate that a record is about, when it names one."""
    if not shape.candidate or not fields.get(f"{shape.candidate}_last_name"):
        return None
    given = {part: taken.take(f"{shape.candidate}_{part}") for part in _PERSON_PARTS}
    for part in _CANDIDATE_PLACE:
        given[f"candidate_{part}"] = taken.take(f"{shape.candidate}_{part}")
    given["candidate_id"] = taken.take(shape.candidate_id).upper()
    return Contact(type="CAN", **given)
