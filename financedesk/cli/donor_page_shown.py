"""A donor's page as the shell answers it: rows of JSON and the same in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from financedesk.ledger.donor_attestations import Declared, standing_of
from financedesk.ledger.donor_documents import DonorDocument
from financedesk.ledger.donor_notes import DonorNote
from financedesk.ledger.donor_page import DonorPage
from financedesk.ledger.donor_requests import WAYS, DonorRequest
from financedesk.ledger.donors_detail import Version
from financedesk.ledger.households import Housemate
from financedesk.ledger.kept_letters import KeptLetter
from financedesk.rules.donor_declarations import declarations
from financedesk.rules.money import format_cents

Data = dict[str, Any]


def note_row(one: DonorNote) -> Data:
    """Return a note."""
    return {"note": one.id, "on": one.noted_on.isoformat(), "who": one.who, "words": one.words}


def document_row(one: DonorDocument) -> Data:
    """Return a document without its octets."""
    return {
        "document": one.id, "name": one.name, "kind": one.kind, "on": one.added_on.isoformat(),
        "who": one.who, "size": one.size, "sha256": one.sha256,
    }  # fmt: skip


def declaration_row(one: Declared) -> Data:
    """Return what was declared or taken back."""
    return {
        "declaration": one.id, "kind": one.kind, "given": one.given, "on": one.on.isoformat(),
        "how": one.how, "note": one.note, "document": one.document_id,
    }  # fmt: skip


def request_row(one: DonorRequest) -> Data:
    """Return a request with its clock and its answer."""
    return {
        "request": one.id, "card": one.card_id, "name": one.name,
        "asked_on": one.asked_on.isoformat(), "how": one.how, "asked": list(one.asked),
        "gift_on": one.gift_on.isoformat() if one.gift_on else None,
        "ask_by": one.ask_by.isoformat() if one.ask_by else None, "counts": one.counts,
        "with_appeal": one.with_appeal, "note": one.note,
        "answered_on": one.answered_on.isoformat() if one.answered_on else None,
        "answer": one.answer,
    }  # fmt: skip


def request_words(one: DonorRequest) -> str:
    """Return a request as one line."""
    counts = "a best effort" if one.counts else "no best effort"
    answer = "not answered"
    if one.answered_on is not None:
        answer = f"answered on {one.answered_on}: {one.answer or 'would not say'}"
    asked = ", ".join(one.asked)
    return f"{one.id}  {one.asked_on}  {WAYS[one.how]} for {asked}: {counts}, {answer}"


def letter_row(one: KeptLetter) -> Data:
    """Return a letter to a donor; see ``letters list`` for all of it."""
    return {
        "letter": one.id, "kind": one.kind, "about": one.about,
        "written_on": one.written_on.isoformat(),
        "sent_on": one.sent_on.isoformat() if one.sent_on else None,
        "answered_on": one.answered_on.isoformat() if one.answered_on else None,
    }  # fmt: skip


def page_row(page: DonorPage, codes: Mapping[int, str]) -> Data:
    """Return everything about a donor; ``codes`` are those of the entities in view."""
    row = page.detail.row
    return {
        "card": row.card_id, "entity": codes[row.entity_id], "name": row.name,
        "gifts": row.gifts, "given_cents": row.given_cents, "aggregate_cents": row.aggregate_cents,
        "years": [
            {
                "year": one.year, "entity": codes[one.entity_id], "gifts": one.gifts,
                "given_cents": one.given_cents, "returned_cents": one.returned_cents,
            }
            for one in page.giving
        ],
        "versions": [_version_row(one, page) for one in page.detail.versions],
        "household": _household_row(page),
        "housemates": [_housemate_row(one) for one in page.housemates],
        "notes": [note_row(one) for one in page.notes],
        "documents": [document_row(one) for one in page.documents],
        "consents": [
            {"way": one.channel, "given": one.given, "since": one.since, "basis": one.basis}
            for one in page.consents
        ],
        "declarations": [declaration_row(one) for one in page.declared],
        "requests": [request_row(one) for one in page.requests],
        "letters": [letter_row(one) for one in page.letters],
        "missing": list(row.missing),
        "ask_by": page.efforts.ask_by.isoformat() if page.efforts else None,
        "best_efforts": page.efforts is None or page.efforts.made is not None,
    }  # fmt: skip


def _version_row(one: Version, page: DonorPage) -> Data:
    known = one.contact
    return {
        "valid_from": one.valid_from or None, "recorded_at": one.recorded_at,
        "entries": one.entries, "name": known.display_name, "street": known.street_1,
        "city": known.city, "state": known.state, "zip": known.zip, "employer": known.employer,
        "occupation": known.occupation, "email": known.email, "phone": known.phone,
        "reports": [
            {
                "filing": used.filing_id, "form": used.form, "report": used.report_code,
                "from": used.from_date, "to": used.to_date, "state": used.state,
                "entries": used.entries,
            }
            for used in page.used.get(one.contact_id, ())
        ],
    }  # fmt: skip


def _household_row(page: DonorPage) -> Data | None:
    home = page.household
    if home is None:
        return None
    members = [_housemate_row(one) for one in home.members]
    return {"name": home.name, "greeting": home.greeting, "members": members}


def _housemate_row(one: Housemate) -> Data:
    return {"card": one.card_id, "name": one.name, "given_cents": one.given_cents}


def page_words(page: DonorPage, codes: Mapping[int, str]) -> str:
    """Return a donor's page in words."""
    return "\n".join(_lines(page, codes))


def _lines(page: DonorPage, codes: Mapping[int, str]) -> Iterator[str]:
    row = page.detail.row
    known = row.contact
    town = " ".join(filter(None, (known.city, known.state, known.zip)))
    yield f"{row.card_id}  {row.name}, donor of {codes[row.entity_id]}"
    facts = (known.street_1, town, known.employer, known.occupation, known.email, known.phone)
    yield "  " + ", ".join(filter(None, facts))
    for one in page.giving:
        back = f", {_dollars(one.returned_cents)} went back" if one.returned_cents else ""
        gifts = "1 gift" if one.gifts == 1 else f"{one.gifts:,} gifts"
        given = f"{gifts}, {_dollars(one.given_cents)}{back}"
        yield f"{one.year} {codes[one.entity_id]}: {given}"
    if page.household is not None:
        people = ", ".join(one.name for one in page.household.members)
        yield f"{page.household.name}: {people}"
    for kind, answer in standing_of(page.declared).items():
        words = "declared" if answer.given else "taken back"
        yield f"{declarations()[kind].label}: {words} on {answer.on}"
    yield from (f"Note of {one.noted_on}: {one.words}" for one in page.notes)
    yield from (f"Document {one.id}: {one.name}" for one in page.documents)
    yield from (f"Request {request_words(one)}" for one in page.requests)
    yield from (f"Letter {one.id} of {one.written_on}: {one.what.title}" for one in page.letters)
    if page.efforts is not None and page.efforts.made is None:
        yield f"Not known: {', '.join(row.missing)}; ask by {page.efforts.ask_by}."


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
