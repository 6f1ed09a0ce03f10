"""The columns of the list of donors, and what is worth saying of one in a word."""

from datetime import date

from financedesk.ledger.contacts import Contact
from financedesk.ledger.donors_rows import DonorRow
from financedesk.ui.formatting import (
    NOTHING,
    count,
    day,
    dollars,
    money,
    plain_money,
    spoken_money,
)
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.pages.whose import ENTITY_COLUMN

_AGGREGATE = "What the law adds up: this year, or this election cycle for a candidate’s committee"
_CYCLE = "Given since the two-year cycle began, less refunds"


def marks_of(one: DonorRow) -> tuple[tuple[str, str, str], ...]:
    """Return what is worth saying of a donor: word, tone and sentence, the weightiest first."""
    marks: list[tuple[str, str, str]] = []
    if one.over_cents:
        marks.append(("Over limit", "bad", f"{dollars(one.over_cents)} above a limit"))
    if one.missing:
        marks.append(("Missing info", "warn", f"Not known: {', '.join(one.missing)}"))
    if one.refunded:
        marks.append(("Refunded", "neutral", "A gift was given back"))
    if one.near:
        marks.append(("Near $200", "info", "A little more and every gift is itemised"))
    if not one.gifts:
        marks.append(("No gift yet", "neutral", "Added by hand; nothing was given so far"))
    return tuple(marks)


def work_of(one: DonorRow) -> str:
    """Return for whom a person works and as what."""
    known = one.contact
    return " · ".join(part for part in (known.employer, known.occupation) if part)


def place_of(one: DonorRow) -> str:
    """Return town and state."""
    return ", ".join(part for part in (one.contact.city, one.contact.state) if part)


def place_of_contact(known: Contact) -> str:
    """Return street and town."""
    return ", ".join(part for part in (known.street_1, known.city, known.state) if part)


def donor_columns() -> tuple[Column[DonorRow], ...]:
    """Return the columns of the list."""
    return (
        Column("name", "Donor", lambda one: one.name, Look.STRONG, 200, stretch=True),
        Column(
            ENTITY_COLUMN, "Entity", lambda one: one.entity_code, Look.QUIET, 96, sortable=False,
            hidden=True, yields=True,
        ),
        Column(
            "city", "City", lambda one: place_of(one) or NOTHING, width=126, sortable=False,
            yields=True, copied=place_of,
        ),
        Column(
            "work", "Employer · occupation", lambda one: work_of(one) or NOTHING, Look.QUIET, 164,
            sortable=False, yields=True, copied=work_of, tip=work_of,
        ),
        Column(
            "last", "Last gift", _last, Look.QUIET, 112, copied=lambda one: one.last_day,
        ),
        Column(
            "amount", "Amount", lambda one: _if_gave(one, one.last_cents), Look.NUMBER, 96,
            sortable=False, yields=True, copied=lambda one: plain_money(one.last_cents),
            spoken=lambda one: spoken_money(one.last_cents),
        ),
        Column(
            "aggregate", "Aggregate", lambda one: money(one.aggregate_cents), Look.NUMBER, 108,
            copied=lambda one: plain_money(one.aggregate_cents or 0),
            spoken=lambda one: spoken_money(one.aggregate_cents or 0),
            tip=lambda _one: _AGGREGATE,
        ),
        Column(
            "cycle", "This cycle", lambda one: _if_gave(one, one.cycle_cents), Look.NUMBER, 108,
            yields=True, copied=lambda one: plain_money(one.cycle_cents),
            spoken=lambda one: spoken_money(one.cycle_cents), tip=lambda _one: _CYCLE,
        ),
        Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 72, yields=True),
        money_column(
            "given", "Given in all", lambda one: one.given_cents, width=116,
            yields=True,
        ),
        Column(
            "marks", "Status", _word, Look.CHIP, 128, sortable=False, tone=_tone,
            copied=_words, spoken=_words, tip=_sentences,
        ),
    )  # fmt: skip


def _last(one: DonorRow) -> str:
    return day(date.fromisoformat(one.last_day)) if one.last_day else NOTHING


def _if_gave(one: DonorRow, cents: int) -> str:
    return money(cents) if one.gifts else NOTHING


def _word(one: DonorRow) -> str:
    marks = marks_of(one)
    more = f" +{len(marks) - 1}" if len(marks) > 1 else ""
    return f"{marks[0][0]}{more}" if marks else ""


def _tone(one: DonorRow) -> str:
    marks = marks_of(one)
    return marks[0][1] if marks else "neutral"


def _words(one: DonorRow) -> str:
    return ", ".join(word for word, _tone, _sentence in marks_of(one))


def _sentences(one: DonorRow) -> str:
    return "\n".join(sentence for _word, _tone, sentence in marks_of(one))
