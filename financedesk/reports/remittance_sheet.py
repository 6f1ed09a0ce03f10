"""The instruction sheet on paper: each payment a part of its own, then what is declared."""

from collections.abc import Iterator

from financedesk.remittances.sheets import (
    DRAFT,
    PROPOSED,
    SIGNED,
    Declaration,
    InstructionSheet,
    SheetLine,
)
from financedesk.reports.pdf.page import Block, Flow
from financedesk.reports.pdf.paper import Paper, card, figures, tick_box, to_sign
from financedesk.reports.pdf.parts import section, sentence, title
from financedesk.reports.pdf.type import BODY, NOTE, STRONG, WARN, Style
from financedesk.reports.remittance_words import VOLUNTARY, dollars, month_words, who_words
from financedesk.rules.allocation_blocks import Blocked
from financedesk.rules.dates import parse_month

YOURS = (
    "This is a proposal, and you decide. Give as much or as little of it as you like, to whom you"
    " like of those whom the law lets you give to. Each line is one payment of yours, from your own"
    " account, in your own name; nobody passes money on for you and nobody pays it back"
    " (52 U.S.C. 30122; 11 CFR 110.4(b))."
)
_MARKS = {PROPOSED: "PROPOSAL", DRAFT: "DRAFT – not signed", SIGNED: "SIGNED"}
_GUARD = Style(500, 8.5, WARN)
_DEDUCTIBLE = {
    "no": "Not deductible.",
    "yes": "Deductible as a charitable contribution.",
    "partly": "Deductible in part, within the bounds for charitable contributions.",
}


def sheet_paper(sheet: InstructionSheet) -> Paper:
    """Return an instruction sheet, ready to be written."""
    month = month_words(parse_month(sheet.period))
    paper = Paper(
        title="Instruction sheet", whose=sheet.keeper.name,
        about=f"{sheet.person.plain_name} ({sheet.person.reference}) · {month}",
        mark=_MARKS[sheet.state], warns=sheet.state != SIGNED,
        foot="a proposal to the official, and nobody’s order",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Instruction sheet")
    flow.add(title(f"Instruction for {month}", who_words(sheet.person, sheet.made_on)))
    flow.add(sentence(YOURS, BODY))
    flow.add(sentence(VOLUNTARY, BODY))
    flow.skip(4)
    flow.add(_figures_of(sheet))
    if sheet.guard:
        flow.add(sentence(sheet.guard, _GUARD))
    _stops(flow, sheet)
    _payments(flow, sheet)
    _carry(flow, sheet)
    _blocked(flow, sheet.blocked)
    _declared(flow, sheet)
    return paper


def _figures_of(sheet: InstructionSheet) -> Block:
    return figures(
        (
            ("Due for the month", dollars(sheet.due_cents)),
            ("Carried into it", dollars(sheet.carried_in_cents)),
            ("Proposed payments", dollars(sheet.placed_cents)),
            ("Carried on", dollars(sheet.carried_out_cents)),
        )
    )


def _stops(flow: Flow, sheet: InstructionSheet) -> None:
    for stop in sheet.stops:
        flow.add(sentence(f"{stop.why} {stop.remedy} [{stop.citation}]", _GUARD))


def _payments(flow: Flow, sheet: InstructionSheet) -> None:
    flow.add(section("Payments"))
    if not sheet.lines:
        flow.add(sentence("Nothing is proposed for this month.", BODY))
    for number, line in enumerate(sheet.lines, start=1):
        flow.add(card(f"{number}. {line.name}", dollars(line.cents), list(_parts(sheet, line))))


def _parts(sheet: InstructionSheet, line: SheetLine) -> Iterator[tuple[str, Style]]:
    yield (
        (
            f"Pay to “{line.name}”, {line.account}. Make it by {line.make_by}."
            f" Write {sheet.person.reference} on the payment."
        ),
        STRONG,
    )
    if line.warning:
        yield f"By what is known now it would not be proposed. {line.warning}", _GUARD
    yield f"{line.reason} {line.room_words}".strip(), BODY
    for condition in line.conditions:
        yield condition, BODY
    yield f"{_DEDUCTIBLE[line.deductible]} {line.notice}", NOTE
    yield f"Reported as: {line.report}. Law: {line.citation}.", NOTE


def _carry(flow: Flow, sheet: InstructionSheet) -> None:
    if sheet.carry:
        flow.add(section("Carried on"), sentence(sheet.carry, BODY))


def _blocked(flow: Flow, blocked: tuple[Blocked, ...]) -> None:
    if not blocked:
        return
    first, *others = blocked
    flow.add(section("Not proposed, and why"), _refusal(first))
    for one in others:
        flow.add(_refusal(one))


def _refusal(one: Blocked) -> Block:
    account = one.recipient.partition("/")[2]
    name = f"{one.name}, {account} account" if account else one.name
    why = " ".join(filter(None, (one.why, one.remedy)))
    return sentence(f"{name}: {why} [{one.citation}] ({one.code})", BODY)


def _declared(flow: Flow, sheet: InstructionSheet) -> None:
    boxes = [
        tick_box(f"{one.text} [{one.citation}]{_given(one)}") for one in sheet.declarations
    ]  # fmt: skip
    signed = "" if sheet.signed_on is None else f" Signed on {sheet.signed_on}."
    asked = sentence(f"Tick what is true, then sign.{signed}", NOTE)
    # What is signed stands on the same page as what is signed for.
    flow.add(section("I declare"), asked, *boxes, to_sign("Signature", "Date"))


def _given(one: Declaration) -> str:
    if one.given_on is None:
        return " Not declared so far."
    return (
        f" Last declared on {one.given_on}."
        if one.holds
        else (f" Last declared on {one.given_on}, which is too long ago.")
    )
