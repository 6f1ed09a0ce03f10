"""The call sheet: whom to call, what they gave, what may be asked, what must be read out.

Whoever said no to calls is not on it. It holds donors of one entity and is that entity's paper.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.drives.prospects import Prospect
from financedesk.ledger.entities import EntityRow
from financedesk.reports.letter_page import place_lines
from financedesk.reports.pdf.page import MEASURE, Block
from financedesk.reports.pdf.paper import (
    Column,
    Paper,
    shifted,
    spread,
    table_head,
    table_row,
    tick_box,
)
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.reports.pdf.parts import section, sentence, title
from financedesk.reports.pdf.type import BODY, STRONG
from financedesk.rules.call_notices import ITEMISED, CallNotice, call_notices
from financedesk.rules.entities import entity_kind
from financedesk.rules.money import format_cents

_COLUMNS = spread(
    Column("Donor", 0), Column("Telephone", 76), Column("Gave", 116), Column("May be asked", 88),
    Column("Missing", 66), Column("Notes", 76),
)  # fmt: skip
_INDENT = 18.0
_CONFIDENTIAL = "for calls of this entity alone; shred it afterwards"
_CYCLE = "election_cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """What a call sheet says; ``about`` is the segment or drive in words."""

    entity: EntityRow
    about: str
    on: date
    people: tuple[Prospect, ...]

    @property
    def listed(self) -> tuple[Prospect, ...]:
        """Those who may be called: all but who said no."""
        return tuple(one for one in self.people if not one.no_calls)

    @property
    def left_out(self) -> int:
        """How many said no to calls."""
        return len(self.people) - len(self.listed)

    @property
    def notices(self) -> tuple[CallNotice, ...]:
        """What is read out or asked."""
        by_cycle = entity_kind(self.entity.kind).window == _CYCLE
        place = ", ".join(place_lines(self.entity))
        return call_notices(self.entity.kind, self.entity.name, place, by_cycle=by_cycle)


def call_sheet_paper(sheet: CallSheet) -> Paper:
    """Return a call sheet, ready to be written."""
    paper = Paper(
        title="Call sheet", whose=sheet.entity.name, about=f"{sheet.about}, {sheet.on}",
        mark="CONFIDENTIAL", warns=True, foot=_CONFIDENTIAL,
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Call sheet")
    flow.add(title(f"Call sheet: {sheet.about}", f"{sheet.entity.name}, as of {sheet.on}"))
    flow.add(sentence(_count_words(sheet), BODY))
    if sheet.notices:
        flow.add(section("Read out and ask, in each call"))
        for notice in sheet.notices:
            flow.add(*_notice(notice))
    if not sheet.listed:
        return paper
    flow.skip(8)
    flow.repeat(table_head(_COLUMNS))
    for one in sheet.listed:
        flow.add(table_row(_COLUMNS, _cells(one), below="" if one.ask is None else one.ask.words))
    return paper


def _count_words(sheet: CallSheet) -> str:
    number = len(sheet.listed)
    said = f"{number:,} donor{'' if number == 1 else 's'} to call." if number else "Nobody to call."
    if sheet.left_out:
        verb = "has" if sheet.left_out == 1 else "have"
        said += f" {sheet.left_out:,} {verb} said no to calls and must not be called."
    return said


def _notice(notice: CallNotice) -> tuple[Block, ...]:
    said = tick_box(notice.text, STRONG)
    when = "Of who gives more than $200, or may." if notice.when == ITEMISED else ""
    below = sentence(
        " ".join(filter(None, (when, notice.note, notice.citation))), room=MEASURE - _INDENT
    )
    set_in = tuple(shifted(mark, _INDENT, 0) for mark in below.marks)
    return Block(said.height - 5, said.marks), Block(below.height, set_in)


def _cells(one: Prospect) -> tuple[str, ...]:
    who = one.name if not one.place else f"{one.name}, {one.place}"
    asked = "" if one.ask is None else one.ask.text or "nothing"
    return (who, one.phone or "no number", gave_words(one), asked, ", ".join(one.missing), "")


def gave_words(one: Prospect) -> str:
    """Return what somebody gave in one line: how often, in all, and last."""
    if not one.gifts:
        return "nothing yet"
    times = "once" if one.gifts == 1 else f"{one.gifts:,} times"
    said = f"{times}, {_dollars(one.given_cents)} in all"
    if one.gifts > 1:
        said += f"; last {_dollars(one.last_cents)}"
    return f"{said} on {one.last_day}"


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True).removesuffix(".00")


def write_call_sheet(sheet: CallSheet, target: Path) -> None:
    """Write a call sheet as PDF; raises BadInput when it cannot be written there."""
    write_pdf([call_sheet_paper(sheet)], target)
