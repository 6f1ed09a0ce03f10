"""Reports on paper: read back with another program, the words and figures are those filed."""

import re
from collections.abc import Iterable
from io import BytesIO

import pytest
from pypdf import PdfReader

from financedesk.errors import BadInput
from financedesk.fec.layouts import layout
from financedesk.ledger.summary import Summary
from financedesk.reports.model import ComposedRecord, Report
from financedesk.reports.pdf import DRAFT_MARK, ROWS_PER_SCHEDULE, write_pdf
from financedesk.reports.pdf.type import Style, elided, fitted, printable, width, wrapped
from financedesk.rules.money import format_cents
from financedesk.rules.summary import complete, form_lines
from tests.reports.fictional import (
    BILL,
    COMMITTEE,
    COMMITTEE_ID,
    COVER,
    EXPLANATION,
    GIFT,
    report_of,
    sample_records,
)


def pdf_of(report: Report, **limits: int) -> bytes:
    stream = BytesIO()
    write_pdf(report, stream, **limits)
    return stream.getvalue()


def pages_of(report: Report, **limits: int) -> list[str]:
    """The text of each page, lines as they are read."""
    reader = PdfReader(BytesIO(pdf_of(report, **limits)))
    return [page.extract_text() for page in reader.pages]


def words_of(report: Report, **limits: int) -> str:
    return " ".join("\n".join(pages_of(report, **limits)).split())


def page_with(pages: Iterable[str], words: str) -> str:
    """The one page that begins a schedule."""
    [found] = [page for page in pages if words in page]
    return found


AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]{2}")


def amounts_by_line(pages: Iterable[str]) -> dict[str, list[str]]:
    """The amounts printed after each line's number, up to the next number, from the summary."""
    numbers = [line.number for line in form_lines("F3X")]
    found: dict[str, list[str]] = {}
    current = ""
    for text in (line.strip() for page in pages for line in page.splitlines()):
        start = text.split(" ")[0]
        if start in numbers and start not in found:
            current = start
            found[current] = []
        if current:
            found[current] += AMOUNT.findall(text)
    return found


def test_every_line_shows_what_the_report_says_in_both_columns() -> None:
    report = report_of(sample_records())
    printed = amounts_by_line(pages_of(report)[:3])
    for line in form_lines("F3X"):
        sides = (report.summary.a, line.name_a), (report.summary.b, line.name_b)
        expected = [format_cents(column[line.code]) for column, exists in sides if exists]
        assert printed[line.number] == expected, line.code


def test_lines_are_named_as_on_the_form() -> None:
    words = words_of(report_of())
    for line in form_lines("F3X"):
        assert line.label in words, line.code
    for heading in ("COLUMN A", "Total This Period", "COLUMN B", "Calendar Year-to-Date"):
        assert heading in words
    assert "Cash on hand on January 1, 2026" in words


def test_the_first_page_says_who_files_what() -> None:
    first = pages_of(report_of())[0]
    for words in (
        COMMITTEE,
        COMMITTEE_ID,
        "1 Main St, Suite 4",
        "Salem, OR 97301-1234",
        "July Quarterly Report (Q2)",
        "04/01/2026 – 06/30/2026",
        "López, Ms. Ada",
        "07/14/2026",
        "New report",
    ):
        assert words in first


def test_pages_are_numbered_and_carry_the_reports_name() -> None:
    pages = pages_of(report_of(sample_records()))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert COMMITTEE in page
        assert "FEC Form 3X · July Quarterly Report (Q2)" in page


def test_a_draft_is_marked_on_every_page_and_a_final_report_on_none() -> None:
    drafts = pages_of(report_of(sample_records()))
    finals = pages_of(report_of(sample_records(), state="final", version=2))
    assert all(DRAFT_MARK in page for page in drafts)
    assert not any(DRAFT_MARK in page or "Draft" in page for page in finals)
    assert all("FINAL" in page and "Final, amendment 2" in page for page in finals)
    assert all("Prepared with FinanceDesk" in page for page in finals)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf_of(report_of(sample_records())) == pdf_of(report_of(sample_records()))
    assert pdf_of(report_of(sample_records())) != pdf_of(report_of(sample_records()[1:]))


def test_a_record_is_shown_with_everything_that_is_filed() -> None:
    page = page_with(pages_of(report_of(sample_records())), "Schedule A – Itemized receipts")
    for words in (
        "11(a)(i)",
        "Núñez, Marisol",
        "12 Orchard Lane, Eugene, OR 97401",
        "04/12/2026",
        "Cedar & Sons · Carpenter",
        "1,250.00",
        "ID SA11AI.1",
        "Belongs to transaction: SA11AI.2",
        "Partner's share",
    ):
        assert words in page


def _filled(kind: str) -> dict[str, str]:
    """A record in which every field of words or money has a value of its own."""
    values = {}
    for field in layout(kind).fields[2:]:
        if field.kind == "AMT":
            values[field.name] = f"{field.number}.{field.number:02d}"
        elif field.code in {"", "transaction"} and "organization" not in field.name:
            values[field.name] = f"word{field.number}"
    return values


@pytest.mark.parametrize(
    "kind", ["SA", "SB", "SC", "SC1", "SC2", "SD", "SE", "SF", "H2", "H3", "H4", "H5", "H6", "SL"]
)
def test_no_field_of_a_schedule_is_left_out(kind: str) -> None:
    values = _filled(kind)
    words = words_of(report_of(records=lambda: iter([(kind, values)])))
    assert len(values) >= 2
    assert [name for name, value in values.items() if value not in words] == []


def test_schedules_follow_in_order_and_the_contents_name_their_pages() -> None:
    pages = pages_of(report_of(sample_records()))
    titles = ["Schedule A", "Schedule B", "Schedule C", "Schedule D", "Schedule H4", "Text records"]
    starts = [next(n for n, page in enumerate(pages, 1) if f"{t} – " in page) for t in titles]
    assert starts == sorted(starts)
    first = " ".join(pages[0].split())
    for title, start in zip(titles, starts, strict=True):
        assert re.search(rf"{title} [\w ,:]*? entr(y|ies) page {start}\b", first), title


def test_memo_items_are_marked_and_not_in_the_totals() -> None:
    page = page_with(pages_of(report_of(sample_records())), "Schedule A – Itemized receipts")
    assert page.count("MEMO") == 1
    assert "9,999.99" in page
    total = page[page.index("Total by line") :]
    assert AMOUNT.findall(total) == ["325.05", "325.05", "250.00", "250.00"]


def test_beyond_the_bound_a_sentence_says_where_the_rest_is() -> None:
    gifts = [("SA", GIFT | {"transaction_id": f"SA11AI.{n}"}) for n in range(30)]
    words = words_of(report_of(gifts), rows_per_schedule=10)
    assert words.count("Núñez, Marisol") == 10
    assert "This schedule has 30 entries; the first 10 are printed here." in words
    assert "All of them are in the .fec file and in the workbook" in words
    assert "7,500.00" in words[words.index("Total by line") :]


def test_at_the_bound_nothing_is_said() -> None:
    gifts = [("SA", GIFT)] * 10
    assert "are printed here" not in words_of(report_of(gifts), rows_per_schedule=10)
    assert ROWS_PER_SCHEDULE == 2_000


def test_a_long_schedule_repeats_its_heads() -> None:
    gifts = [("SA", GIFT)] * 80
    pages = [page for page in pages_of(report_of(gifts)) if "Núñez" in page]
    assert len(pages) > 2
    assert all("Received from" in page and "Schedule A" in page for page in pages)
    assert sum(page.count("Núñez") for page in pages) == 80


def test_a_text_longer_than_a_page_goes_on_overleaf() -> None:
    story = " ".join(f"word{n}" for n in range(2_000))
    words = words_of(report_of([("TEXT", EXPLANATION | {"text4000": story})]))
    assert re.findall(r"word\d+", words) == story.split()


def test_a_report_without_schedules_says_so() -> None:
    pages = pages_of(report_of())
    assert len(pages) == 3
    assert "No schedules accompany this report." in pages[0]


def test_long_names_and_huge_amounts_are_whole() -> None:
    name = " ".join(["Friends of the Willamette Valley and its Orchards"] * 4)
    giver = "Association of Municipal Beekeepers " * 5
    gift = GIFT | {
        "contributor_organization_name": giver,
        "contribution_amount": "9999999999.99",
        "contribution_aggregate": "-9999999999.99",
    }
    words = words_of(report_of([("SA", gift)], committee_name=name, unitemised=-99999999999999))
    for part in (name, giver.strip(), "9,999,999,999.99", "-9,999,999,999.99"):
        assert part in words
    assert "-999,999,999,999.99" in words


def test_letters_that_the_type_lacks_are_written_plainly() -> None:
    bill = BILL | {"payee_organization_name": "東京 Łódź Cafe\u0301 Ελλάς\x00"}
    words = words_of(report_of([("SB", bill)]))
    assert "Łódź Café Ελλάς" in words
    assert "東" not in words


def test_the_amended_and_the_changed_are_named() -> None:
    cover = dict(COVER) | {"form_type": "F3XA", "election_code": "G2026",
                           "date_of_election": "20261103", "state_of_election": "OR"}  # fmt: skip
    first = pages_of(report_of(cover=cover, version=3))[0]
    assert "Amended report, amendment 3" in first
    assert "G2026 · 11/03/2026 · OR" in first
    assert "Address (changed)" in first


@pytest.mark.parametrize("form", ["F3", "F3P"])
def test_the_forms_of_candidates_have_their_own_lines(form: str) -> None:
    base_a = {line.code: 100 for line in form_lines(form) if line.name_a and not line.computed}
    base_b = {line.code: 200 for line in form_lines(form) if line.name_b and not line.computed}
    summary = Summary(a=complete(form, "A", base_a), b=complete(form, "B", base_b), year="2026")
    words = words_of(report_of(form=form, summary=summary))
    for line in form_lines(form):
        assert line.label in words
    assert "Election Cycle-to-Date" in words


def test_an_unknown_report_code_is_shown_as_it_is() -> None:
    assert "FEC Form 3X · Q9 · " in pages_of(report_of(report_code="Q9"))[0]


def test_records_are_read_once() -> None:
    passes: list[int] = []

    def records() -> Iterable[ComposedRecord]:
        passes.append(1)
        return iter(sample_records())

    pdf_of(report_of(sample_records(), records=records))
    assert passes == [1]


def test_an_amount_that_cannot_be_read_is_refused() -> None:
    rows = [("SB", BILL | {"expenditure_amount": "12.345"})]
    with pytest.raises(BadInput, match=r"12\.345"):
        pdf_of(report_of(records=lambda: iter(rows), counts={"SB": 1}))


def test_the_document_names_itself() -> None:
    reader = PdfReader(BytesIO(pdf_of(report_of(sample_records()))))
    assert COMMITTEE in str(reader.metadata.title)
    assert [entry["/Title"] for entry in reader.outline][:2] == [
        "Summary page",
        "Detailed summary – Receipts",
    ]


BODY = Style(400, 8)


def test_figures_have_one_width_so_that_columns_line_up() -> None:
    for weight in (400, 500, 600):
        assert len({width(figure, Style(weight, 10)) for figure in "0123456789"}) == 1


def test_lines_are_broken_between_words_and_inside_words_that_are_too_long() -> None:
    lines = wrapped("one two " + "x" * 100, BODY, 60)
    assert all(width(line, BODY) <= 60 for line in lines)
    assert "".join(lines).replace(" ", "") == "onetwo" + "x" * 100
    assert lines[0] == "one two"


def test_what_is_cut_says_so_and_what_may_not_be_cut_shrinks() -> None:
    assert elided("short", BODY, 100) == "short"
    cut = elided("a rather long name", BODY, 40)
    assert cut.endswith("…")
    assert width(cut, BODY) <= 40
    smaller = fitted("1,234,567,890.12", BODY, 40)
    assert smaller.size < BODY.size
    assert width("1,234,567,890.12", smaller) <= 40.01


def test_control_characters_are_not_printed() -> None:
    assert printable("a\x00b\u200bc") == "abc"
