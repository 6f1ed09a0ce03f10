"""The answer's section on a joint fundraiser: whose the gift would be, and why somebody is full."""

from datetime import date

from PySide6.QtCore import Qt

from financedesk.ledger.joint_shares import JointForecast, JointPart
from financedesk.ledger.what_if import WhatIf
from financedesk.rules.joint_agreement import needed_words
from financedesk.ui.formatting import day, dollars, money
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import column, label, line, row
from financedesk.ui.widgets.build import Part


def shared_parts(found: WhatIf, *, with_amount: bool) -> list[Part]:
    """Return the section; nothing for a recipient that shares nothing out.

    ``with_amount`` false: only what the participants may still take is told.
    """
    if found.row.stopped:
        return []
    if found.joint is None:
        needed = found.row.recipient == "joint_fundraiser"
        return [label(needed_words(), tone="warn", wrap=True)] if needed else []
    return joint_parts(found.joint, with_amount=with_amount)


def joint_parts(joint: JointForecast, *, with_amount: bool = True) -> list[Part]:
    """Return who gets what of a gift, and by which agreement, below a heading."""
    heading = label("How it is shared out", "small-strong")
    heading.setContentsMargins(0, 10, 0, 0)
    terms = joint.agreement.terms
    parts: list[Part] = [heading, line()]
    parts += [_taker(one, terms.total, with_amount=with_amount) for one in joint.parts]
    if joint.back_cents and with_amount:
        parts.append(_amount("Goes back to the giver", joint.back_cents, "bad"))
    if joint.waiting_cents:
        waiting = f"Of this giver {dollars(joint.waiting_cents)} wait to be shared out; they count."
        parts.append(label(waiting, "small", wrap=True))
    if joint.outside_words:
        parts.append(label(joint.outside_words, "small", tone="warn", wrap=True))
    since = f"By the agreement from {_day(terms.from_date)}, signed on {_day(terms.signed_on)}"
    return [*parts, label(f"{since} (11 CFR 102.17(c)(1), (c)(6)).", "small", wrap=True)]


def _taker(one: JointPart, total: int, *, with_amount: bool) -> Part:
    share = one.share
    part = f"{share.weight:,} of {total:,}"
    if with_amount and one.full:
        part += f", which is {dollars(one.formula_cents)}: it may not take all of it"
    words = f"{part}. {one.words}".strip()
    head = (
        _amount(share.name, one.cents, "warn" if one.full else "")
        if with_amount
        else label(share.name, "name", wrap=True)
    )
    return column(head, label(words, "small", wrap=True), spacing=1, margins=(0, 3, 0, 3))


def _day(words: str) -> str:
    return day(date.fromisoformat(words))


def _amount(name: str, cents: int, tone: str) -> Part:
    amount = label(money(cents), "name", tone=tone)
    amount.setFont(font(current_theme().scale.body, Weight.NAME, tabular=True))
    amount.setAccessibleName(f"{name}: {dollars(cents)}")
    made = row(spacing=12)
    made.addWidget(label(name, "name", wrap=True), 1)
    made.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
    return made
