"""Any vendor's table by a profile: rows like those of a processor's own export.

Nothing is guessed: what the profile leaves open is proved by the file or asked. A row without a key
of its own is known again by its facts, with a count for rows that are equal.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

from financedesk.errors import BadInput
from financedesk.intake.csv_table import Table, find_table, plain_name
from financedesk.intake.days import ASKED, DayReader, UnknownOrder, read_cents
from financedesk.intake.dialect import is_total, table_at
from financedesk.intake.disputes import dispute_fee
from financedesk.intake.formats import Format
from financedesk.intake.profiles import (
    FIRST_LAST,
    Column,
    Profile,
)
from financedesk.intake.proofs import Proofs, comma_cents
from financedesk.intake.roles import LEAVE_OUT, OUTSIDE, YES, Kind, role_of
from financedesk.intake.row_reading import (
    Refusal,
    RowReader,
    digest,
    small_number,
    tell_mixed,
    tidied,
)
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import (
    CHARGEBACK,
    CHARGEBACK_WON,
    GIFT,
    REFUND,
    Notes,
    RejectedRow,
    StagedRow,
)

PREFIX = "profile:"
"""How the codes of mapped formats begin; the profile's name follows."""

_FACTS = (
    "receipt", "day", "amount", "fee", "key", "recipient_id", "recipient", "election", "page",
    "reference", "recurrence", "payout_key", "payout_day", "refund_key", "refund_day",
)  # fmt: skip
_PERSON = (
    "first_name", "last_name", "street_1", "street_2", "city", "state", "zip", "country",
    "occupation", "employer", "email", "phone",
)  # fmt: skip
_SELDOM = (
    "net", "currency", "name", "organisation", "refund_mark", "refund_of", "kind", "method",
    "drive", "account",
)  # fmt: skip
_FIELDS = (*_FACTS, *_PERSON, *_SELDOM)
_PERSON_FROM, _SELDOM_FROM = len(_FACTS), len(_FACTS) + len(_PERSON)
_DOLLARS = ("", "USD", "US$", "$")
_WHOLE, _ORGANISATION = _FIELDS.index("name"), _FIELDS.index("organisation")
_DISPUTED = frozenset({CHARGEBACK, CHARGEBACK_WON})
_LONGEST_KEY = 120
_MOST_DAYS = 50_000
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)


def format_of_profile(profile: Profile) -> Format:
    """Return the format that reads by a profile."""
    return Format(
        PREFIX + profile.name, profile.processor, partial(_fits, profile), partial(read, profile)
    )


def _fits(profile: Profile, source: SourceFile) -> bool:
    try:
        mapped_table(profile, source)
    except BadInput:
        return False
    return True


def read(profile: Profile, source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row that the profile does not leave out.

    Raises BadInput when the file has not the profile's columns, and when it leaves open what the
    profile does not say: the order of day and month, the decimal mark.
    """
    table = mapped_table(profile, source)
    tell_mixed(source, notes)
    reader = _Reader(profile, table, notes)
    left_out = _left_out(profile, table)
    for number, cells in table.rows(notes):
        if left_out and _is_left_out(left_out, cells, notes):
            continue
        try:
            row = reader.stage(number, cells)
        except _LeftOut:
            notes.add(f"Rows that are no gifts by {profile.column_words('kind')} were left out.")
            continue
        if type(row) is RejectedRow and is_total(cells):
            notes.add("A line of totals was left out.")
            continue
        yield row


# --- the table and its columns


@dataclass(frozen=True, slots=True)
class MappedTable(Table):
    """A table whose columns are asked for by their roles; ``places`` tells where they stand."""

    places: Mapping[str, int]

    def positions(self, names: object) -> dict[str, int]:
        """Return where the roles stand; the profile has told it."""
        return dict(self.places)


def mapped_table(profile: Profile, source: SourceFile) -> MappedTable:
    """Return the table of a file with the places of the profile's roles.

    Raises BadInput when columns are missing, or are there twice and the profile gives no place.
    """
    table = _table(profile, source)
    places = {role: _place(table, column) for role, column in profile.columns.items()}
    return MappedTable(table.source, table.names, table.delimiter, table.line, places)


def _table(profile: Profile, source: SourceFile) -> Table:
    if profile.header_line is not None:
        return table_at(source, profile.header_line, profile.delimiter)
    names = [column.name for column in profile.columns.values()]
    names += [left.column.name for left in profile.leave_out]
    table = find_table(source, names, profile.delimiter)
    if table is None:
        raise BadInput(
            f"{source.name} has no header with the columns of the profile “{profile.name}”:"
            f" {', '.join(dict.fromkeys(names))}. Look whether the vendor renamed one."
        )
    return table


def _place(table: Table, column: Column) -> int:
    name = table.source.name
    if column.place > table.width:
        raise BadInput(f"{name} has {table.width} columns and no column {column.place}.")
    if column.place:
        found = table.names[column.place - 1]
        if column.name and plain_name(found) != plain_name(column.name):
            raise BadInput(
                f"Column {column.place} of {name} is “{found}” and not “{column.name}”; change the"
                " profile if the vendor has moved it."
            )
        return column.place - 1
    places = [
        place for place, other in enumerate(table.names)
        if plain_name(other) == plain_name(column.name)
    ]  # fmt: skip
    if not places:
        raise BadInput(f"{name} has no column “{column.name}” in its header.")
    if len(places) > 1:
        shown = " and ".join(str(place + 1) for place in places)
        raise BadInput(
            f"{name} has {len(places)} columns named {column.name}, columns {shown}; say in the"
            " profile which one counts, with its place."
        )
    return places[0]


def _left_out(profile: Profile, table: Table) -> list[tuple[int, str, frozenset[str]]]:
    return [
        (_place(table, left.column), left.column.words(), frozenset(left.values))
        for left in profile.leave_out
    ]


def _is_left_out(
    left_out: list[tuple[int, str, frozenset[str]]], cells: list[str], notes: Notes
) -> bool:
    for place, words, values in left_out:
        if place < len(cells) and (text := cells[place].strip()) in values:
            notes.add(f"Rows with “{text}” in {words} were left out, as the profile says.")
            return True
    return False


def _places_of(table: MappedTable, kind: Kind) -> list[int]:
    return [place for role, place in table.places.items() if role_of(role).kind is kind]


# --- its rows


class _Reader(RowReader):
    """Reads the rows of one file; what is settled by the profile is settled once."""

    def __init__(self, profile: Profile, table: MappedTable, notes: Notes) -> None:
        super().__init__(table, notes, _FIELDS)
        self._profile = profile
        self._said = {role: profile.column_words(role) for role in _FIELDS}
        self._proofs = Proofs(table, *(_places_of(table, kind) for kind in (Kind.DAY, Kind.MONEY)))
        self._filling = _Filling(profile)
        self._kinds, self._marks, self._methods = (
            profile.values.get(role) if role in profile.columns else None
            for role in ("kind", "refund_mark", "method")
        )
        self._method = profile.constants.get("method", "")
        self._kind = profile.constants.get("kind", "")
        self._mark = profile.constants.get("refund_mark", "")
        self._has_names = profile.has("name") or profile.has("organisation")
        self._keys = None if profile.has("key") else _FactKeys()
        # Vendors without a code of their own share one: their keys must not meet.
        self._prefix = f"{profile.name}:" if profile.processor == "other" else ""
        self.days = DayReader(profile.day_order or ASKED, profile.clock)
        self._days_met: dict[str, str] = {}
        self._read_cents = comma_cents if profile.decimal == "," else read_cents
        self._comma_looked_for = False

    def staged(self, number: int, given: tuple[str, ...]) -> StagedRow | RejectedRow:
        """Return the row as staged; raise Refusal, also for a row that is to be left out."""
        given = tidied(given)
        if self._filling.is_needed:
            given = self._filling.filled(given)
        (
            receipt, when, amount, fee, key, recipient_id, recipient, election, page, reference,
            recurrence, payout_key, payout_when, refund_key, refund_when, *_
        ) = given  # fmt: skip
        net, currency, _, _, mark, _, kind, method, drive, account = given[_SELDOM_FROM:]
        kind = self._kind if self._kinds is None else self._meaning("kind", kind, self._kinds)
        if kind == LEAVE_OUT:
            raise _LeftOut
        mark = (
            self._mark if self._marks is None else self._meaning("refund_mark", mark, self._marks)
        )
        self._require_processor(method)
        if currency and currency.upper() not in _DOLLARS:
            raise Refusal(self._said["currency"], f"The row is in {currency}, not in US dollars.")
        person = given[_PERSON_FROM:_SELDOM_FROM]
        if self._has_names and not person[1]:
            person = self._named(given)
        donor = self.donor(person, self._said["last_name"])
        day = self.day("day", when)
        cents, fee_cents = self._money(kind, amount, fee, net)
        if kind not in _DISPUTED:
            kind = REFUND if kind == REFUND or cents < 0 else GIFT
        refunded = kind == GIFT and bool(mark == YES or refund_key or refund_when)
        if payout_key and payout_when:
            payout_when = self.day("payout_day", payout_when)
        else:
            payout_key = payout_when = ""
        return StagedRow(
            number, self._key(key, kind, given),
            digest(day, cents, fee_cents, recipient_id, donor), kind, day, abs(cents),
            fee_cents, recipient_id.upper(), recipient, election, donor, receipt, page, reference,
            small_number(recurrence), payout_key, payout_when,
            refund_key, self.day("refund_day", refund_when) if refunded else "", drive=drive,
            account=account,
        )  # fmt: skip

    # --- what the profile settles

    def _meaning(self, role: str, text: str, words: Mapping[str, str]) -> str:
        meaning = words.get(text)
        if meaning is None and (text or role == "kind"):
            raise Refusal(
                self._said[role], f"The profile does not say what “{text}” means; add it there."
            )
        return meaning or ""

    def _require_processor(self, method: str) -> None:
        """Refuse a gift that passed no processor: it has a deposit of its own."""
        if self._methods is not None:
            method = self._meaning("method", method, self._methods)
        else:
            method = self._method
        if method in OUTSIDE:
            raise Refusal(
                self._said["method"], f"It was paid by {method}: enter it with its deposit."
            )

    def _named(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the person's cells with a name from the columns that have it in one piece."""
        first, last, *rest = given[_PERSON_FROM:_SELDOM_FROM]
        whole, organisation = given[_WHOLE], given[_ORGANISATION]
        if whole:
            first, last = self._parts_of(whole)
        elif organisation:
            first, last = "", organisation
        return (first, last, *rest)

    def _parts_of(self, whole: str) -> tuple[str, str]:
        before, comma, after = whole.partition(",")
        if comma:
            return after.strip(), before.strip()
        if self._profile.name_order == FIRST_LAST:
            first, _, last = whole.rpartition(" ")
            return first.strip(), last
        last, _, first = whole.partition(" ")
        return first.strip(), last

    # --- money, days, keys

    def cents(self, field: str, text: str) -> int:
        """Return the amount of a role; the file proves what a doubtful comma means."""
        try:
            return self._read_cents(text)
        except BadInput as error:
            if self._profile.decimal or self._comma_looked_for:
                raise Refusal(self._said[field], str(error)) from error
        self._comma_looked_for = True
        if self._proofs.is_decimal_comma():
            self._read_cents = comma_cents
        return self.cents(field, text)

    def day(self, field: str, text: str) -> str:
        """Return the day of a role; the file proves the order of one that may be read two ways."""
        known = self._days_met.get(text)
        if known is not None:
            return known
        if not text:
            raise Refusal(self._said[field], "The date is missing.")
        try:
            day = self.days.read(text)
        except UnknownOrder:
            self.days.order = self._proofs.day_order(text)
            return self.day(field, text)
        except BadInput as error:
            raise Refusal(self._said[field], str(error)) from error
        if len(self._days_met) < _MOST_DAYS:
            self._days_met[text] = day
        return day

    def _money(self, kind: str, amount: str, fee: str, net: str) -> tuple[int, int]:
        if kind in _DISPUTED:
            return self._disputed(kind, amount, fee, net)
        fee_cents = abs(self.cents("fee", fee)) if fee else 0
        if amount:
            cents = self.cents("amount", amount)
            if net and cents > 0 and cents - fee_cents != self.cents("net", net):
                raise Refusal(
                    self._said["net"], f"{amount} less {fee or 'no fee'} does not come to {net}."
                )
        elif net:
            net_cents = self.cents("net", net)
            cents = net_cents + fee_cents if net_cents > 0 else net_cents - fee_cents
        else:
            raise Refusal(self._said["amount"], "The amount is missing.")
        if not cents:
            raise Refusal(self._said["amount"], "The amount is zero; nothing was given.")
        return cents, fee_cents

    def _disputed(self, kind: str, amount: str, fee: str, net: str) -> tuple[int, int]:
        """Return a chargeback's amount and the fee of the dispute; the profile says which it is."""
        if not amount:
            raise Refusal(self._said["amount"], "The amount is missing.")
        cents = abs(self.cents("amount", amount))
        if not cents:
            raise Refusal(self._said["amount"], "The amount is zero; nothing was taken back.")
        fee_cents = abs(self.cents("fee", fee)) if fee else None
        net_cents = abs(self.cents("net", net)) if net else None
        try:
            return cents, dispute_fee(kind, cents, fee_cents, net_cents)
        except BadInput as error:
            raise Refusal(self._said["fee"], str(error)) from error

    def _key(self, key: str, kind: str, given: tuple[str, ...]) -> str:
        if self._keys is not None:
            if kind != GIFT:
                raise Refusal(
                    self._said["amount"],
                    f"A {kind} without the key of its gift finds no gift; record it by hand.",
                )
            return self._prefix + self._keys.key_of(given[:_SELDOM_FROM])
        field = "key"
        if kind != GIFT and (of := given[_FIELDS.index("refund_of")]):
            key, field = of, "refund_of"
        if not key:
            raise Refusal(
                self._said[field], "The row has no key, so it cannot be told from others."
            )
        if len(key) > _LONGEST_KEY or _LOST_DIGITS.fullmatch(key):
            raise Refusal(
                self._said[field], f"“{key[:40]}” lost its digits in a spreadsheet program."
            )
        return self._prefix + key


class _Filling:
    """What stands in place of cells: constants, and texts that the profile translates."""

    def __init__(self, profile: Profile) -> None:
        self._constants = [
            (_FIELDS.index(role), text)
            for role, text in profile.constants.items()
            if role_of(role).kind is not Kind.CHOICE
        ]
        self._values = [
            (_FIELDS.index(role), words)
            for role, words in profile.values.items()
            if role_of(role).kind is not Kind.CHOICE
        ]
        self.is_needed = bool(self._constants or self._values)

    def filled(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the cells of a row with what stands in their place."""
        cells = list(given)
        for place, text in self._constants:
            cells[place] = text
        for place, words in self._values:
            cells[place] = words.get(cells[place], cells[place])
        return tuple(cells)


class _LeftOut(Exception):
    """The row is of a kind that the profile leaves out."""


class _FactKeys:
    """Keys made from the facts of rows: the same file again gives the same keys.

    Equal rows are counted, so that two equal gifts of one file are two.
    """

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._again: dict[int, int] = {}

    def key_of(self, facts: tuple[str, ...]) -> str:
        """Return the key of the next row with these facts."""
        digest = blake2b("\x1f".join(facts).encode(), digest_size=8)
        number = int.from_bytes(digest.digest(), "big")
        key = "facts-" + digest.hexdigest()
        if number not in self._met:
            self._met.add(number)
            return key
        count = self._again[number] = self._again.get(number, 1) + 1
        return f"{key}-{count}"
