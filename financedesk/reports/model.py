"""A composed report, as every output (file, PDF, workbook, preview) reads it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from financedesk.ledger.period import Period
from financedesk.ledger.summary import Summary

# A record's kind ("SA", "TEXT") and its fields by their names in the format, as text; empty
# fields may be absent. Amounts are written "1234.50", days "20260131".
ComposedRecord = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report of one committee for one period, composed but not yet written.

    ``cover`` holds the cover record's fields (names and addresses, dates, and every amount);
    ``records`` starts a fresh pass over the body records, in the order of the file;
    ``counts`` is the number of body records by kind. ``state`` is draft or final, ``version``
    counts amendments from 0.
    ``journal_head`` names the newest entry of the entity's journal when the report was composed:
    printed on paper, it makes a later change of the books before it detectable.
    """

    form: str
    committee_name: str
    committee_id: str
    report_code: str
    period: Period
    state: str
    version: int
    cover: Mapping[str, str]
    summary: Summary
    counts: Mapping[str, int]
    journal_head: str = ""
    records: Callable[[], Iterator[ComposedRecord]]
