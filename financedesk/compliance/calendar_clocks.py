"""What the calendar tells of running clocks: holds, deposits, letters, findings, what was noted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from financedesk.compliance.calendar_entry import Asked, Entry
from financedesk.compliance.finding import Finding
from financedesk.compliance.letters_due import LetterDue, letters_due
from financedesk.ledger.deposit_rows import OnSlip, deposit_law, undeposited
from financedesk.ledger.donor_requests import DonorRequest, open_requests
from financedesk.ledger.entities import accounts
from financedesk.ledger.hold_rows import Hold, open_holds
from financedesk.ledger.kept_letters import KeptLetter, letters_of
from financedesk.ledger.noted_deadlines import NotedDeadline, noted_deadlines
from financedesk.rules.deadlines import answer_day
from financedesk.rules.money import format_cents

_ELSEWHERE = frozenset({
    "on_hold", "not_deposited", "late_report", "report_due", "cost_share_overdue",
    "report_before_closing",
})  # fmt: skip
"""Findings of which the calendar tells by other means, each once."""
_MOST_ALONE = 3


def holds(asked: Asked) -> Iterator[Entry]:
    """Yield every last day of every gift on hold: 10, 30 or 60 days (11 CFR 103.3)."""
    for one in open_holds(asked.connection, asked.ids):
        for due in one.dues:
            if asked.shows(due.day, is_open=True):
                yield _hold(asked, one, due.day, due.action, due.citation)


def _hold(asked: Asked, one: Hold, day: date, action: str, law: str) -> Entry:
    return Entry(
        key=f"hold {one.id} {law}", entity_id=one.entity_id, kind="hold",
        title=f"Gift on hold: {action}", about=one.name, day=day, state=asked.standing(day),
        note=f"{one.why.title}: {one.basis} {format_cents(one.open_cents, symbol=True)} of it is"
        " in question.",
        since=date.fromisoformat(one.since), cents=one.open_cents, item_ids=(one.item_id,),
        law=law, number=one.id,
    )  # fmt: skip


def deposits(asked: Asked) -> Iterator[Entry]:
    """Yield what waits for a deposit, by account and last day (11 CFR 103.3(a))."""
    waiting = undeposited(asked.connection, asked.ids)
    if not waiting:
        return
    names = {one.id: one.name for entity_id in asked.ids
             for one in accounts(asked.connection, entity_id)}  # fmt: skip
    law = deposit_law(asked.today, asked.counsel)

    def of(one: OnSlip) -> tuple[str, int]:
        return one.last_day, one.account_id

    for (last_day, account_id), some in groupby(sorted(waiting, key=of), of):
        day, group = date.fromisoformat(last_day), list(some)
        if asked.shows(day, is_open=True):
            yield _deposit(asked, day, names.get(account_id, ""), group, law)


def _deposit(asked: Asked, day: date, name: str, group: list[OnSlip], law: str) -> Entry:
    first, cents = group[0], sum(one.cents for one in group)
    gifts = "1 gift" if len(group) == 1 else f"{len(group):,} gifts"
    return Entry(
        key=f"deposit {first.account_id} {day}", entity_id=first.entity_id, kind="deposit",
        title="Deposit what was received, or send it back", about=name, day=day,
        state=asked.standing(day), since=date.fromisoformat(first.received), cents=cents,
        note=f"{gifts}, {format_cents(cents, symbol=True)}.", law=law,
        item_ids=tuple(one.item_id for one in group), account_id=first.account_id,
    )  # fmt: skip


# --- letters and requests


def letters(asked: Asked) -> Iterator[Entry]:
    """Yield letters that are to be sent, or to be answered, by a day.

    What a hold says already by the same day is said once, as is what a donor must still be asked.
    """
    held = {(one.item_id, due.day) for one in open_holds(asked.connection, asked.ids)
            for due in one.dues}  # fmt: skip
    unasked = {one.card_id for one in asked.findings if one.rule == "missing_information"}
    for one in letters_of(asked.connection, asked.ids):
        day = one.send_by if one.sent_on is None else one.reply_by
        told = one.sent_on is None and one.card_id in unasked
        if day is None or told or (one.item_id, day) in held:
            continue
        entry = _letter(asked, one, day)
        if asked.shows(day, is_open=entry.is_open):
            yield entry
    for due in letters_due(asked.connection, asked.ids, asked.today):
        if due.send_by is not None and asked.shows(due.send_by, is_open=True):
            yield _to_write(asked, due, due.send_by)


def _to_write(asked: Asked, one: LetterDue, day: date) -> Entry:
    """Return a letter that an act calls for and that has to go out by a day."""
    return Entry(
        key=f"letter {one.kind.code} of {one.about.item_id}", entity_id=one.about.entity_id,
        kind="letter", title=f"Write: {one.kind.title}", about=one.addressee, day=day,
        note=f"Nobody has written it yet; the act was on {one.since}.",
        state=asked.standing(day), since=one.since, cents=one.cents, card_id=one.about.card_id,
        number=one.about.item_id, law=one.kind.citation,
        item_ids=() if one.about.item_id is None else (one.about.item_id,),
    )  # fmt: skip


def _letter(asked: Asked, one: KeptLetter, day: date) -> Entry:
    sent = one.sent_on is not None
    words = f"Sent on {one.sent_on}" if sent else f"Written on {one.written_on}"
    done = one.answered_on is not None
    return Entry(
        key=f"letter {one.id} {'answer' if sent else 'send'}", entity_id=one.entity_id,
        kind="letter", title=f"{'Answer to' if sent else 'Send'}: {one.what.title}",
        about=one.addressee, note=f"{words}: {one.about}.", day=day,
        state=asked.standing(day, done=done), since=one.sent_on or one.written_on,
        cents=one.cents or 0, card_id=one.card_id, number=one.id, law=one.what.citation,
        item_ids=() if one.item_id is None else (one.item_id,),
    )  # fmt: skip


def requests(asked: Asked) -> Iterator[Entry]:
    """Yield donors who were asked for what is missing and have not answered.

    The request alone is the best effort that the law wants (11 CFR 104.7(b)(2)); no last day runs
    for the answer, so that it is thought of after a while and never overdue.
    """
    written = {(one.card_id, one.sent_on) for one in letters_of(asked.connection, asked.ids)}
    alike: dict[tuple[int, date], list[DonorRequest]] = {}
    for one in open_requests(asked.connection, asked.ids):
        day = answer_day(one.asked_on)
        if (one.card_id, one.asked_on) not in written and asked.shows(day, is_open=False):
            alike.setdefault((one.entity_id, one.asked_on), []).append(one)
    for (_entity, asked_on), some in alike.items():
        if len(some) > _MOST_ALONE:
            more = f"{some[0].name} and {len(some) - 1:,} more"
            yield replace(_request(asked, some[0]), key=f"requests {asked_on}", about=more,
                          card_id=None)  # fmt: skip
        else:
            yield from (_request(asked, one) for one in some)


def _request(asked: Asked, one: DonorRequest) -> Entry:
    day = answer_day(one.asked_on)
    return Entry(
        key=f"request {one.id}", entity_id=one.entity_id, kind="letter",
        title="Look whether the donor has answered", about=one.name, day=day,
        state=asked.passing(day), since=one.asked_on, card_id=one.card_id,
        note=f"Asked on {one.asked_on} for {' and '.join(one.asked)}.", law="11 CFR 104.7(b)(2)",
    )  # fmt: skip


# --- findings


def findings(asked: Asked) -> Iterator[Entry]:
    """Yield the clocks of findings that nothing else in the calendar tells.

    Where many of one check run out on one day, or have run out, they stand as one. What a hold
    settles is no finding.
    """
    alike: dict[tuple[int, str, str], list[Finding]] = {}
    for one in asked.findings:
        if not one.due or one.rule in _ELSEWHERE:
            continue
        day = date.fromisoformat(one.due)
        if asked.shows(day, is_open=True):
            when = "late" if day < asked.today else one.due
            alike.setdefault((one.entity_id, one.rule, when), []).append(one)
    for (_entity, rule, when), some in alike.items():
        if len(some) > _MOST_ALONE:
            yield _many(asked, sorted(some, key=lambda one: one.due), f"findings {rule} {when}")
        else:
            yield from (_finding(asked, one) for one in some)


def _finding(asked: Asked, one: Finding) -> Entry:
    day = date.fromisoformat(one.due)
    return Entry(
        key=f"finding {one.rule} {one.key}", entity_id=one.entity_id, title=one.kind.title,
        kind="notice" if "notice" in one.rule else "clock", about=one.subject,
        note=one.why, day=day, state=asked.standing(day), cents=one.cents, law=one.citation,
        since=date.fromisoformat(one.since) if one.since else None, card_id=one.card_id,
        item_ids=one.item_ids, account_id=one.account_id, document=one.document, finding=one,
    )  # fmt: skip


def _many(asked: Asked, some: list[Finding], key: str) -> Entry:
    first = _finding(asked, some[0])
    last = f" to {some[-1].due}" if some[-1].due != some[0].due else ""
    named = ", ".join(one.subject for one in some[:_MOST_ALONE])
    return replace(
        first, key=key, about=f"{first.about} and {len(some) - 1:,} more", card_id=None,
        note=f"{len(some):,} with a last day of {some[0].due}{last}: {named}, …",
        cents=sum(one.cents for one in some), item_ids=(), account_id=None, document="",
        number=len(some),
    )  # fmt: skip


# --- what was noted


def noted(asked: Asked) -> Iterator[Entry]:
    """Yield the deadlines that somebody noted."""
    for one in noted_deadlines(asked.connection, asked.ids):
        if asked.shows(one.due, is_open=one.done_on is None):
            yield _noted(asked, one)


def _noted(asked: Asked, one: NotedDeadline) -> Entry:
    begun = f"Runs since {one.begun_on}." if one.begun_on else ""
    done = f"Done on {one.done_on}." if one.done_on else ""
    return Entry(
        key=f"noted {one.id}", entity_id=one.entity_id, kind="noted", title=one.what, day=one.due,
        state=asked.standing(one.due, done=one.done_on is not None), law=one.law,
        note=" ".join(filter(None, (begun, done))), since=one.begun_on, number=one.id,
        code=one.clock,
    )  # fmt: skip
