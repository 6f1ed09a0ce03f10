"""Form 3X: report of receipts and disbursements of a party committee or PAC (11 CFR 104.3).

``compose`` reads the ledger and yields the report; nothing is computed here that ``rules`` or the
ledger's derived rows do not say.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from financedesk.book import Reading, chain_head
from financedesk.errors import Refused
from financedesk.fec.values import amount
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.fec_ids import generated
from financedesk.ledger.period import Period
from financedesk.ledger.report_rows import (
    Companions,
    MemoText,
    ReportRow,
    companions,
    line_counts,
    rows_of_line,
)
from financedesk.ledger.summary import summarise
from financedesk.reports.forms.records import (
    Fields,
    compact_day,
    conduit_memo_fields,
    item_fields,
    receipt_fields,
)
from financedesk.reports.model import ComposedRecord, Report
from financedesk.rules.summary import form_lines

FORM = "F3X"
# The order of the file: schedules as the form has them, lines in the order of its pages.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("H1", ("H1",)),
    ("H2", ("H2",)),
    ("SA", ("SA11AI", "SA11B", "SA11C", "SA12", "SA13", "SA14", "SA15", "SA16", "SA17")),
    ("H3", ("H3",)),
    ("H5", ("H5",)),
    ("H4", ("H4",)),
    ("SB", ("SB21B", "SB22", "SB23", "SB26", "SB27", "SB28A", "SB28B", "SB28C", "SB29", "SB30B")),
    ("SE", ("SE",)),
    ("SF", ("SF",)),
    ("H6", ("H6",)),
    ("SA", ("SAL1A", "SAL2")),
    ("SB", ("SBL4A", "SBL4B", "SBL4C", "SBL4D", "SBL5")),
    ("SL", ("SL",)),
)
# Rows of these kinds stand under the loan that they belong to.
_UNDER_LOANS = ("SC1/9", "SC1/10", "SC2/9", "SC2/10")
_LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a report is told beside the ledger: its code, dates of an election, signature."""

    report_code: str = ""
    election_code: str = ""
    date_of_election: str = ""
    state_of_election: str = ""
    signed_on: str = ""
    change_of_address: bool = False
    version: int = 0
    state: str = "draft"
    termination: bool = False
    treasurer: Mapping[str, str] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """Return N, A or T: a new report, an amendment, a termination report."""
        if self.version:
            return "A"
        return "T" if self.termination else "N"


def compose(connection: Reading, entity: EntityRow, period: Period, heading: Heading) -> Report:
    """Compose the report of an entity for a period; the connection must outlive the records.

    Raises Refused when the entity does not file this form or has no FEC id.
    """
    if entity.form != FORM or not entity.committee_id:
        raise Refused(
            f"{entity.name} does not file Form 3X: it needs an FEC registration and a kind that"
            " files it (parties and PACs)."
        )
    summary = summarise(connection, entity, FORM, period)
    beside = companions(connection, entity.id, FORM, period)

    def records() -> Iterator[ComposedRecord]:
        return _records(connection, entity, period, heading, beside)

    return Report(
        form=FORM,
        committee_name=entity.name,
        committee_id=entity.committee_id,
        report_code=heading.report_code,
        period=period,
        state=heading.state,
        version=heading.version,
        cover=_cover(entity, period, heading, summary.a, summary.b, summary.year),
        summary=summary,
        counts=_counts(connection, entity.id, period, beside),
        journal_head=_journal_head(connection, entity.id),
        records=records,
    )


def _journal_head(connection: Reading, entity_id: int) -> str:
    number, digest = chain_head(connection, entity_id)
    return f"{number:,}:{digest[:16]}"


def _cover(
    entity: EntityRow,
    period: Period,
    heading: Heading,
    column_a: Mapping[str, int],
    column_b: Mapping[str, int],
    year: str,
) -> Fields:
    treasurer = {**entity.treasurer, **heading.treasurer}
    cover = {
        "form_type": f"{FORM}{heading.suffix}",
        "filer_committee_id_number": entity.committee_id,
        "committee_name": entity.name,
        "change_of_address": "X" if heading.change_of_address else "",
        "street_1": entity.address.get("street_1", ""),
        "street_2": entity.address.get("street_2", ""),
        "city": entity.address.get("city", ""),
        "state": entity.address.get("state", ""),
        "zip": entity.address.get("zip", "").replace("-", ""),
        "report_code": heading.report_code,
        "election_code": heading.election_code,
        "date_of_election": compact_day(heading.date_of_election),
        "state_of_election": heading.state_of_election,
        "coverage_from_date": compact_day(period.first),
        "coverage_through_date": compact_day(period.last),
        "qualified_committee": "X" if entity.qualified else "",
        "treasurer_last_name": treasurer.get("last", ""),
        "treasurer_first_name": treasurer.get("first", ""),
        "treasurer_middle_name": treasurer.get("middle", ""),
        "treasurer_prefix": treasurer.get("prefix", ""),
        "treasurer_suffix": treasurer.get("suffix", ""),
        "date_signed": compact_day(heading.signed_on),
        "L6a_year_for_above_ytd": year,
    }
    for line in form_lines(FORM):
        if line.name_a:
            cover[line.name_a] = amount(column_a[line.code])
        if line.name_b:
            cover[line.name_b] = amount(column_b[line.code])
    return cover


def _counts(
    connection: Reading, entity_id: int, period: Period, beside: Companions
) -> dict[str, int]:
    """Return the number of body records of each kind."""
    by_line = line_counts(connection, entity_id, period)
    counts: Counter[str] = Counter()
    for record, lines in SECTIONS:
        counts[record] += sum(by_line.get(line, 0) for line in lines)
    for line in _UNDER_LOANS:
        counts[record_of_line(line)] += by_line.get(line, 0)
    counts.update(one.record for one in beside.obligations)
    texts = [*beside.report_texts, *(memo for found in beside.texts.values() for memo in found)]
    counts["TEXT"] = sum(len(_parts(memo)) for memo in texts)
    return {record: count for record, count in counts.items() if count}


def _records(
    connection: Reading,
    entity: EntityRow,
    period: Period,
    heading: Heading,
    beside: Companions,
) -> Iterator[ComposedRecord]:
    form_type = f"{FORM}{heading.suffix}"
    for memo in beside.report_texts:
        yield from _texts(memo, entity.committee_id, "", form_type)
    for record, lines in SECTIONS:
        if record == "SE":
            yield from _owed(entity, beside)
        for line in lines:
            for row in rows_of_line(connection, entity.id, line, period):
                if not _follows_its_parent(row, beside):
                    yield from _with_children(row, record, entity, beside)


def _follows_its_parent(row: ReportRow, beside: Companions) -> bool:
    return row.parent_id is not None and row.parent_id in beside.targets


def _with_children(
    row: ReportRow, record: str, entity: EntityRow, beside: Companions
) -> Iterator[ComposedRecord]:
    plain = (
        record == "SA"
        and row.fields is None
        and not row.memo
        and row.committee_id is None
        and row.applies_to_id is None
        and row.corrects_id is None
        and row.parent_id is None
        and row.item_id not in beside.parties
    )
    fields = (
        receipt_fields(row, entity.committee_id)
        if plain
        else item_fields(row, record, entity.committee_id, beside)
    )
    yield record, fields
    if row.conduit_id is not None and not row.memo:
        conduit = beside.conduits[row.conduit_id]
        yield record, conduit_memo_fields(row, conduit, entity.committee_id)
    yield from _below(row, entity, beside)


def _below(row: ReportRow, entity: EntityRow, beside: Companions) -> Iterator[ComposedRecord]:
    for memo in beside.texts.get(row.item_id, ()):
        yield from _texts(memo, entity.committee_id, row.fec_id, row.line)
    for child in beside.children.get(row.item_id, ()):
        yield from _with_children(child, record_of_line(child.line), entity, beside)


def _owed(entity: EntityRow, beside: Companions) -> Iterator[ComposedRecord]:
    """Yield Schedules C and D: every loan and debt with its balances (form lines 9 and 10)."""
    for owed in beside.obligations:
        row = beside.obligation_rows[owed.item_id]
        fields = item_fields(row, owed.record, entity.committee_id, beside)
        fields["form_type"] = owed.token
        if owed.record == "SC":
            fields["loan_payment_to_date"] = amount(owed.paid_cents)
            fields["loan_balance"] = amount(owed.balance_cents)
            if owed.token == "SC/10":  # noqa: S105 - a line, not a secret
                fields.setdefault("receipt_line_number", "13")
        else:
            fields["beginning_balance"] = amount(owed.beginning_cents)
            fields["incurred_amount"] = amount(owed.incurred_cents)
            fields["payment_amount"] = amount(owed.paid_cents)
            fields["balance_at_close"] = amount(owed.balance_cents)
        yield owed.record, fields
        yield from _below(row, entity, beside)


def _texts(
    memo: MemoText, committee_id: str, back_id: str, back_name: str
) -> Iterator[ComposedRecord]:
    base = memo.given_id or generated(memo.id)
    for number, part in enumerate(_parts(memo)):
        yield (
            "TEXT",
            {
                "rec_type": "TEXT",
                "filer_committee_id_number": committee_id,
                "transaction_id_number": base if number == 0 else f"{base[:17]}-{number}",
                "back_reference_tran_id_number": back_id,
                "back_reference_sched_form_name": back_name,
                "text4000": part,
            },
        )


def _parts(memo: MemoText) -> list[str]:
    words = " ".join(memo.text.split())
    return [words[i : i + _LONGEST_TEXT] for i in range(0, len(words), _LONGEST_TEXT)]


def record_of_line(line: str) -> str:
    """Return the record that a line's rows are written as: SA11AI is a Schedule A record."""
    for record, lines in SECTIONS:
        if line in lines:
            return record
    return line.partition("/")[0] if "/" in line else line[:2]
