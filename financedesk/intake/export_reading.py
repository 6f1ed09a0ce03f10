"""Reads a processor's export by its ``Layout``: a gift, what became of one, or a reason.

Gross, fee and net are proved against each other where the file gives all three. A fee that the
donor covered is part of what the donor gave; whether the amount holds it already is told by the
net amount, never assumed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b

from financedesk.errors import BadInput
from financedesk.intake.broken_header import find_broken_header
from financedesk.intake.csv_table import REASON, Table, find_table, plain_name
from financedesk.intake.disputes import dispute_fee
from financedesk.intake.export_layout import (
    DISPUTED,
    DONOR_PARTS,
    UNDATED_CHARGEBACK,
    UNDATED_REFUND,
    Layout,
    LeftOut,
    Meaning,
    Unclear,
    Word,
)
from financedesk.intake.row_reading import (
    LONGEST_DAY,
    Refusal,
    RowReader,
    digest,
    require_key,
    small_number,
    tell_mixed,
    tidied,
)
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Donor, Notes, RejectedRow, StagedRow
from financedesk.intake.whole_names import taken_apart
from financedesk.rules.money import format_cents

_TIMED = re.compile(
    r"(\S[^:]*?)[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?"
    r"\s*(Z|[A-Z]{3,5}|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_UTC_COLUMN = re.compile(r"\(utc\)|_utc$|\butc\b", re.IGNORECASE)
_UTC = frozenset({"Z", "UTC", "GMT", "+0000", "+00:00"})
_DOLLARS = frozenset({"", "USD", "US$", "$"})


def table_of(source: SourceFile, layout: Layout) -> Table | None:
    """Return the file's table when its columns are those of a layout, or None."""
    broken = find_broken_header(source, layout.marks)
    if broken is not None:
        return broken
    for mark in layout.marks:
        table = find_table(source, mark)
        if table is not None:
            return table
    return None


def fits(layout: Layout, source: SourceFile) -> bool:
    """Tell whether a file has the columns of a layout."""
    return table_of(source, layout) is not None


def read(
    layout: Layout,
    source: SourceFile,
    notes: Notes,
    made_by: "type[ExportReader] | None" = None,
) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export that holds money.

    Rows without a gift in them are only counted in ``notes``. Raises BadInput when the file as a
    whole misleads, or has no header of this layout.
    """
    table = table_of(source, layout)
    if table is None and layout.forced:
        table = find_table(source, layout.forced)
    if table is None:
        needed = " or: ".join(", ".join(mark) for mark in (*layout.marks, layout.forced) if mark)
        raise BadInput(f"{source.name} is not {layout.title}; it needs the columns {needed}.")
    yield from read_table((made_by or ExportReader)(layout, table, notes), table, notes)


def read_table(
    reader: "ExportReader", table: Table, notes: Notes
) -> Iterator[StagedRow | RejectedRow]:
    """Yield what a reader makes of a table's rows."""
    tell_mixed(table.source, notes)
    for number, cells in table.rows(notes):
        try:
            yield reader.stage(number, cells)
        except NotMoney as aside:
            notes.add(str(aside))
    reader.days.require_one_order(table.source.name)
    reader.ended()


class NotMoney(Exception):
    """A row that is only counted: why."""


class ExportReader(RowReader):
    """Reads the rows of one file by a layout."""

    def __init__(self, layout: Layout, table: Table, notes: Notes) -> None:
        here = {plain_name(name): name for name in table.names}
        wanted = {part: _present(names, here) for part, names in layout.columns.items()}
        wanted["fees"] = _present(layout.fees, here)
        fields = tuple(dict.fromkeys(name for names in wanted.values() for name in names))
        super().__init__(table, notes, fields)
        self.layout = layout
        self._names = {part: names for part, names in wanted.items() if names}
        self._places = {
            part: tuple(fields.index(name) for name in names) for part, names in self._names.items()
        }
        self._times: dict[str, int] = {}
        self._days: dict[str, str] = {}
        self._is_first = True
        self._has_spare = False
        # Behind it stands the reason in a file of rows that were refused before.
        self._spare = -2 if table.names[-1] == REASON else -1
        self._is_key = re.compile(layout.key_pattern).fullmatch
        self.key_field = self.name_of("key")

    def ended(self) -> None:
        """Note what only the whole file shows; most files show nothing more."""

    def stage(self, number: int, cells: list[str]) -> StagedRow | RejectedRow:
        """Return the row as staged, or why it is refused; raise NotMoney for what is neither.

        Some processors end every row with a delimiter that their header does not have.
        """
        if self._is_first:
            self._is_first = False
            self._has_spare = len(cells) == self.width + 1 and not cells[self._spare].strip()
        if self._has_spare:
            if len(cells) != self.width + 1 or cells[self._spare].strip():
                return RejectedRow(
                    number, "", "The row has not as many cells as the others, so it cannot be told"
                    " which is which.",
                )  # fmt: skip
            del cells[self._spare]
        return super().stage(number, cells)

    def name_of(self, part: str) -> str:
        """Return the column in which a part stands, as the file or the layout writes it."""
        names = self._names.get(part) or self.layout.columns.get(part, (part,))
        return names[0]

    def has(self, part: str) -> bool:
        """Tell whether the file has a column for a part."""
        return part in self._places

    def staged(self, number: int, given: tuple[str, ...]) -> StagedRow:
        """Return the row as staged; raise Refusal or NotMoney."""
        row = self._parts(tidied(given))
        self.told(row)
        meaning = self._meaning(row)
        self.judge(row)
        gross, fee = self._money(row, meaning)
        if meaning is Meaning.GIFT and gross < 0:
            meaning = Meaning.REFUND
        is_gift = meaning is Meaning.GIFT
        day = self.moment("day", row)
        donor = self._donor(row) if is_gift else Donor._make([""] * 12)
        recipient_id = row.get("recipient_id", "").upper()
        key = self._key(row, day, gross, donor) if is_gift else self._earlier_key(row, meaning)
        payout_key, payout_day = self._payout(row)
        return StagedRow(
            number,
            key,
            digest(day, gross, fee, recipient_id, donor),
            meaning.value,
            day,
            abs(gross),
            fee,
            recipient_id,
            row.get("recipient", ""),
            row.get("election", ""),
            donor,
            row.get("receipt", ""),
            row.get("page", ""),
            row.get("reference", ""),
            small_number(row.get("recurrence", "")),
            payout_key,
            payout_day,
            "" if is_gift else row.get("refund_id", ""),
            self._refund_day(row, gross) if is_gift else "",
        )

    def told(self, row: dict[str, str]) -> None:
        """Fill in what only this processor says in words of its own."""

    def judge(self, row: dict[str, str]) -> None:
        """Refuse a gift or a refund for what only this processor's rows can have."""

    def fee_beside(self, row: dict[str, str]) -> int:
        """Return what rows beside this one took of the gift, in cents; they are not in its net."""
        return 0

    # --- what the row is

    def _parts(self, given: tuple[str, ...]) -> dict[str, str]:
        """Return what is filled: each part's first column with something in it."""
        row = {}
        for part, places in self._places.items():
            for place in places:
                if given[place]:
                    row[part] = given[place]
                    break
        row["fees"] = "\x1f".join(given[place] for place in self._places.get("fees", ()))
        return row

    def _meaning(self, row: dict[str, str]) -> Meaning:
        """Return what the words of kind, method and status agree on; raise what they speak for."""
        meaning = Meaning.GIFT
        for part, words in (("kind", self.layout.kinds), ("method", self.layout.methods)):
            if part in row and words and meaning not in DISPUTED:
                said = self._word(part, row[part], words)
                meaning = meaning if said is Meaning.GIFT else said
        status = row.get("status", "")
        of_status = self.layout.statuses.get(status.casefold())
        if meaning is not Meaning.GIFT:
            if isinstance(of_status, LeftOut):
                raise NotMoney(f"A {meaning.value} that did not come to pass was left out.")
            return meaning
        if of_status is UNDATED_REFUND and "refunded" in row and "refund_day" in row:
            return meaning
        if "status" in self._places:
            return self._word("status", status, self.layout.statuses)
        return meaning

    def _word(self, part: str, text: str, words: Mapping[str, Word]) -> Meaning:
        found = words.get(" ".join(text.casefold().split()))
        match found:
            case None:
                raise Refusal(
                    self.name_of(part),
                    f"“{text}” is not known of {self.layout.title}: whether it is a gift cannot"
                    " be told.",
                )
            case LeftOut(sentence):
                raise NotMoney(sentence)
            case Unclear(reason):
                raise Refusal(self.name_of(part), reason)
        return found

    # --- money

    def _money(self, row: dict[str, str], meaning: Meaning) -> tuple[int, int]:
        """Return gross and fee in US cents; the fee of a refund is none of the ledger's."""
        gross_part, net_part = self._in_dollars(row)
        if gross_part not in row:
            raise Refusal(self.name_of(gross_part), "The amount is missing.")
        gross = self.cents(self.name_of(gross_part), row[gross_part])
        if not gross:
            raise NotMoney("An amount of zero is no gift; the row was left out.")
        net = self.cents(self.name_of(net_part), row[net_part]) if net_part in row else None
        if meaning in DISPUTED:
            return self._disputed(row, meaning, gross, net)
        if meaning is Meaning.REFUND or gross < 0:
            if net is not None and abs(net) != abs(gross):
                self.notes.add(
                    "A refund moved a fee as well, which was not recorded; compare its payout."
                )
            return -abs(gross), 0
        if gross_part == "dollars":
            return gross, 0 if net is None else self._difference(gross, net)
        gross, fee = self._proved(row, gross, self._fee(row), net)
        return gross, fee + self.fee_beside(row)

    def _disputed(
        self, row: dict[str, str], meaning: Meaning, gross: int, net: int | None
    ) -> tuple[int, int]:
        """Return what the donor's bank took or gave again, and the fee of the dispute, in cents."""
        is_gone = meaning is Meaning.CHARGEBACK
        if is_gone != (gross < 0) or (net is not None and is_gone != (net < 0)):
            raise Refusal(
                self.name_of("gross"),
                "The sign of the amount is not that of a chargeback, or not that of its return, so"
                " it cannot be told whether the money went or came; look at it there.",
            )
        try:
            return gross, dispute_fee(
                meaning.value, abs(gross), self._fee(row), None if net is None else abs(net)
            )
        except BadInput as error:
            raise Refusal(self.name_of("fee"), str(error)) from error

    def _in_dollars(self, row: dict[str, str]) -> tuple[str, str]:
        """Return the parts that hold US dollars; raise Refusal when none does."""
        currency = row.get("currency", "")
        if currency.upper() in _DOLLARS:
            return "gross", "net"
        if "dollars" not in row:
            raise Refusal(
                self.name_of("currency"),
                f"The amount is in {currency.upper()}, and the file does not say how many US"
                " dollars arrived; enter the gift by hand with what the bank credited.",
            )
        self.notes.add("A gift in another currency was taken with its settled US dollars.")
        return "dollars", "dollars_net"

    def _fee(self, row: dict[str, str]) -> int | None:
        if "fee" in row:
            return abs(self.cents(self.name_of("fee"), row["fee"]))
        parts = [text for text in row["fees"].split("\x1f") if text]
        if not parts:
            return None
        return abs(sum(self.cents(self.layout.fees[0], text) for text in parts))

    def _proved(
        self, row: dict[str, str], gross: int, fee: int | None, net: int | None
    ) -> tuple[int, int]:
        """Return gross and fee after they were held against the net and the covered fee."""
        covered = self._covered(row)
        if net is None:
            if covered:
                raise Refusal(
                    self.name_of("covered"),
                    "The donor covered a fee, and without a net amount it cannot be told whether"
                    " the amount holds it; take the export with all columns.",
                )
            return gross, fee or 0
        fee = self._difference(gross, net) if fee is None and not covered else fee or 0
        if gross - fee == net:
            pass
        elif covered and gross + covered - fee == net:
            gross += covered
        else:
            raise Refusal(
                self.name_of("net"),
                f"{format_cents(gross)} less a fee of {format_cents(fee)} is not the"
                f" {format_cents(net)} that the row gives as net.",
            )
        if covered:
            self.notes.add("A donor covered the fee; the gift is all that the donor paid.")
        return gross, fee

    def _difference(self, gross: int, net: int) -> int:
        if net > gross:
            raise Refusal(self.name_of("net"), "The net amount is larger than what was given.")
        return gross - net

    def _covered(self, row: dict[str, str]) -> int:
        """Return what the donor paid on top, where the file says it in money and not in words."""
        text = row.get("covered", "")
        if not any(letter.isdecimal() for letter in text):
            return 0
        return abs(self.cents(self.name_of("covered"), text))

    # --- days

    def moment(self, part: str, row: dict[str, str]) -> str:
        """Return the day of a time as it is written, and note whose midnight it goes by."""
        text = row.get(part, "")
        field = self.name_of(part)
        zone = row.get("zone", "")
        if len(text) <= LONGEST_DAY and (found := _TIMED.fullmatch(text)):
            text, zone = found[1], (found[2] or zone).upper()
        if not zone and _UTC_COLUMN.search(field):
            zone = "UTC"
        day = self._days.get(text)
        if day is None:
            day = self._days[text] = self.day(field, text)
        if part == "day":
            self._tell_clock(zone)
        return day

    def _tell_clock(self, zone: str) -> None:
        if zone in _UTC:
            self.notes.add(
                "The day is that of UTC, as the file writes it; in US time a late gift was made"
                " the day before."
            )
        elif zone:
            self.notes.add(f"The day is that of the time zone {zone}, as the file writes it.")
        elif self.layout.clock:
            self.notes.add(self.layout.clock)

    def _payout(self, row: dict[str, str]) -> tuple[str, str]:
        if "payout_key" not in row or "payout_day" not in row:
            return "", ""
        return row["payout_key"], self.moment("payout_day", row)

    def _refund_day(self, row: dict[str, str], gross: int) -> str:
        """Return when the whole gift was given back, if the gift's own row says so."""
        if "disputed" in row and self.cents(self.name_of("disputed"), row["disputed"]):
            raise Refusal(self.name_of("disputed"), UNDATED_CHARGEBACK.reason)
        refunded = abs(self.cents(self.name_of("refunded"), row["refunded"])) if (
            "refunded" in row
        ) else 0  # fmt: skip
        if not refunded and "refund_day" not in row:
            return ""
        if refunded not in (0, gross) or "refund_day" not in row:
            raise Refusal(
                self.name_of("refunded"),
                f"Of {format_cents(gross)} {format_cents(refunded)} was given back, but not when or"
                " not all of it; take the export that has refunds as rows of their own.",
            )
        return self.moment("refund_day", row)

    # --- who and which

    def _donor(self, row: dict[str, str]) -> Donor:
        cells = [row.get(part, "") for part in DONOR_PARTS]
        organisation = row.get("organisation", "")
        if not cells[1]:
            if organisation:
                cells[0], cells[1] = "", organisation
            elif name := row.get("name", ""):
                cells[0], cells[1] = taken_apart(name, self.notes)
        elif organisation:
            self.notes.add(
                "A row names a company beside the person; the gift was taken for the person's. If"
                " the company paid, it may not be allowed."
            )
        if not cells[1]:
            parts = ("last_name", "name", "organisation")
            raise Refusal(
                next((self.name_of(part) for part in parts if part in self._places), ""),
                "The row names no donor; take the export that has the donors' names and addresses.",
            )
        return self.donor(cells, self.name_of("last_name"))

    def _key(self, row: dict[str, str], day: str, gross: int, donor: Donor) -> str:
        key = row.get("key", "")
        if key:
            return self._checked(self.name_of("key"), key)
        if self.layout.no_key:
            raise Refusal(self.name_of("key"), self.layout.no_key)
        self.notes.add(
            "The row has no key; it is known again by its day, amount and donor, so take files of"
            " whole days."
        )
        same = f"{day}|{gross}|{'|'.join(donor[:7])}|{donor.email}".casefold()
        stem = blake2b(same.encode(), digest_size=10).hexdigest()
        self._times[stem] = self._times.get(stem, 0) + 1
        return f"{stem}-{self._times[stem]}"

    def _earlier_key(self, row: dict[str, str], meaning: Meaning) -> str:
        """Return the key of the gift that a refund or a chargeback is of."""
        field = "refund_of" if "refund_of" in self._places else "key"
        key = row.get(field, "")
        if not key or not self._is_key(key):
            raise Refusal(
                self.name_of(field),
                f"The {meaning.value} does not name its gift; take the export in which it does, or"
                " enter it by hand.",
            )
        return key

    def _checked(self, field: str, key: str) -> str:
        require_key(field, key, "key of a payment")
        if not self._is_key(key):
            raise Refusal(field, f"“{key}” is not the key of a payment at {self.layout.title}.")
        return key


def _present(names: Sequence[str], here: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(here[plain_name(name)] for name in names if plain_name(name) in here)


def functions_of(
    layout: Layout,
) -> tuple[partial[bool], partial[Iterator[StagedRow | RejectedRow]]]:
    """Return ``fits`` and ``read`` for a layout that needs no code of its own."""
    return partial(fits, layout), partial(read, layout)
