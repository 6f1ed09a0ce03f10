"""The aged list, the board's report and the forecast on paper."""

from financedesk.remittances.aged import AgedList
from financedesk.remittances.board_report import BoardReport, Sums
from financedesk.remittances.forecast import Forecast
from financedesk.remittances.given import kind_words
from financedesk.reports.pdf.page import Flow
from financedesk.reports.pdf.paper import (
    Column,
    Paper,
    figures,
    spread,
    table_head,
    table_row,
)
from financedesk.reports.pdf.parts import section, sentence, title
from financedesk.reports.pdf.type import BODY
from financedesk.reports.remittance_words import (
    LEVELS,
    MEMORANDUM,
    VOLUNTARY,
    amount,
    blank_if_nothing,
    counted,
    dollars,
    span_words,
)
from financedesk.rules.dues_formula import PAY_DUE
from financedesk.rules.dues_standing import AGES

_AGED = spread(
    Column("Official", 0), Column("Since", 46),
    *(Column(age.capitalize(), 57, amount=True) for age in AGES),
    Column("Open", 62, amount=True), Column("Of it: no room", 50, amount=True),
)  # fmt: skip
_SUMS = (
    Column("Due", 82, amount=True), Column("Kept", 82, amount=True),
    Column("Waived", 70, amount=True), Column("Open", 82, amount=True),
    Column("Ended", 62, amount=True),
)  # fmt: skip
_BOARD = spread(Column("Schedule and level", 0), Column("Officials", 44, amount=True), *_SUMS)
_NAMED = spread(Column("Official", 0), *_SUMS)
_LINES = spread(
    Column("Schedule", 0), Column("Line", 150), Column("Of", 80), Column("Due", 90, amount=True)
)
_NARROW, _WIDE = 56.0, 74.0


def aged_paper(aged: AgedList) -> Paper:
    """Return the aged list, ready to be written."""
    paper = Paper(
        title="Aged list", whose=aged.keeper.name, about=f"unfulfilled pledges on {aged.on}",
        mark="CONFIDENTIAL", warns=True, foot="for the treasurer and compliance",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Aged list")
    flow.add(title("Aged list of unfulfilled pledges", f"As of {aged.on}, by days since due"))
    flow.add(sentence(f"{MEMORANDUM} {VOLUNTARY}"))
    flow.add(
        figures(
            (
                ("Open in all", dollars(aged.open_cents)),
                ("With something open", counted(len(aged.rows), "official")),
                ("With nothing open", counted(aged.others, "official")),
                ("Given in advance", dollars(aged.credit_cents)),
            )
        )
    )
    if not aged.rows:
        flow.add(sentence("Nobody has anything open.", BODY))
        return paper
    flow.repeat(table_head(_AGED))
    for one in aged.rows:
        who = f"{one.person.name} ({one.person.reference})"
        ages = [blank_if_nothing(one.ages[age]) for age in AGES]
        cells = (who, f"{one.oldest:%Y-%m}", *ages, amount(one.open_cents),
                 blank_if_nothing(one.carried_cents))  # fmt: skip
        flow.add(table_row(_AGED, cells))
    ages = [amount(cents) for cents in aged.ages.values()]
    cells = ("All", "", *ages, amount(aged.open_cents), amount(aged.carried_cents))
    flow.add(table_row(_AGED, cells, strong=True))
    return paper


def board_paper(report: BoardReport) -> Paper:
    """Return the board's report, ready to be written."""
    span = span_words(report.first, report.last)
    paper = Paper(
        title="Report to the board", whose=report.keeper.name,
        about=f"remittances for {span}, as of {report.on}", foot="for the board",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Report to the board")
    flow.add(title(f"Officials’ remittances for {span}", f"As they stood on {report.on}"))
    flow.add(sentence(f"Nobody is named but who agreed to it. {VOLUNTARY} {MEMORANDUM}"))
    sums = report.sums
    flow.add(
        figures(
            (
                ("Due", dollars(sums.due)), ("Kept", dollars(sums.kept)),
                ("Waived", dollars(sums.waived)), ("Open", dollars(sums.open)),
                ("Officials", f"{report.officials:,}"),
            )
        )
    )  # fmt: skip
    _by_level(flow, report)
    _by_line(flow, report)
    _by_name(flow, report)
    return paper


def _by_level(flow: Flow, report: BoardReport) -> None:
    flow.add(section("By schedule and level of office"), table_head(_BOARD))
    for one in report.rows:
        name = f"{one.place.schedule or 'No pledge'} · {LEVELS[one.place.level]}"
        flow.add(table_row(_BOARD, (name, f"{one.officials:,}", *_cells(one.sums))))
    flow.add(table_row(_BOARD, ("All", f"{report.officials:,}", *_cells(report.sums)), strong=True))
    flow.skip(4)
    flow.add(
        sentence(
            "Kept is what was given or credited for these months until that day: the oldest month"
            " is kept first. Ended is what the end of a pledge left; nothing of it is asked. Who"
            " held offices of two levels, or changed the schedule, counts in both rows."
        )
    )


def _by_line(flow: Flow, report: BoardReport) -> None:
    if not any(one.line or one.kind != PAY_DUE for one in report.lines):
        return
    flow.add(section("What the lines of each schedule asked"), table_head(_LINES))
    for one in report.lines:
        cells = (one.schedule or "No pledge", one.line or "All of it", one.kind,
                 amount(one.due_cents))  # fmt: skip
        flow.add(table_row(_LINES, cells))
    due = sum(one.due_cents for one in report.lines)
    flow.add(table_row(_LINES, ("All", "", "", amount(due)), strong=True))
    flow.skip(4)
    if due != report.sums.due:
        flow.add(
            sentence(
                "A correction that gives back more than its month asks lowers these sums and"
                " counts as kept above."
            )
        )


def _by_name(flow: Flow, report: BoardReport) -> None:
    if not report.named:
        return
    flow.add(section("Who agreed to be named"), table_head(_NAMED))
    for one in report.named:
        who = f"{one.person.name} ({one.person.reference})"
        flow.add(table_row(_NAMED, (who, *_cells(one.sums))))


def _cells(sums: Sums) -> tuple[str, ...]:
    return (
        amount(sums.due), amount(sums.kept), blank_if_nothing(sums.waived),
        blank_if_nothing(sums.open), blank_if_nothing(sums.lapsed),
    )  # fmt: skip


def forecast_paper(found: Forecast) -> Paper:
    """Return the forecast, ready to be written."""
    span = span_words(found.on.replace(day=1), found.last)
    paper = Paper(
        title="Forecast of remittances", whose=found.keeper.name,
        about=f"{span}, as of {found.on}", mark="FORECAST",
        foot="from pay, schedules, pledges and rooms as known on that day",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Forecast")
    flow.add(title(f"Forecast of remittances, {span}", f"From what was known on {found.on}"))
    flow.add(
        sentence(
            "What officials would give if pay, schedules and pledges stay as they are and each"
            " gives what is proposed: each proposal takes the room that the law leaves it, and what"
            f" finds none is offered again the month after. {VOLUNTARY}"
        )
    )
    given = sum(found.given.values())
    flow.add(
        figures(
            (
                ("Due", dollars(found.due_cents)), ("To be given", dollars(given)),
                ("No room at the end", dollars(found.carried_cents)),
                ("Open before, not counted", dollars(found.open_cents)),
                ("Officials", f"{found.officials:,}"),
            )
        )
    )  # fmt: skip
    _by_month(flow, found)
    _rooms(flow, found)
    if found.ended_cents:
        ended = dollars(found.ended_cents)
        flow.add(sentence(f"{ended} ends with terms of office; nothing of it is asked.", BODY))
    for one in found.unforeseen:
        who = counted(one.officials, "official")
        flow.add(sentence(f"Not foreseen, or not all of it, of {who}: {one.why}", BODY))
    return paper


def _by_month(flow: Flow, found: Forecast) -> None:
    columns = _kind_columns(found, Column("Due", _WIDE, amount=True),
                            Column("Carried on", _WIDE, amount=True))  # fmt: skip
    flow.add(section("What each kind of recipient would get"))
    flow.repeat(table_head(columns))
    for one in found.months:
        by_kind = [blank_if_nothing(one.given.get(kind, 0)) for kind in found.kinds]
        cells = (f"{one.month:%Y-%m}", *by_kind, amount(one.due_cents), amount(one.carried_cents))
        flow.add(table_row(columns, cells))
    by_kind = [amount(found.given.get(kind, 0)) for kind in found.kinds]
    flow.add(
        table_row(
            columns, ("All", *by_kind, amount(found.due_cents), amount(found.carried_cents)),
            strong=True,
        )
    )  # fmt: skip
    flow.repeat()
    flow.skip(6)


def _rooms(flow: Flow, found: Forecast) -> None:
    columns = _kind_columns(found)
    flow.add(section("Room that is left after each month, all officials together"))
    flow.repeat(table_head(columns))
    for one in found.months:
        rooms = [amount(one.rooms[kind]) if kind in one.rooms else "no limit"
                 for kind in found.kinds]  # fmt: skip
        flow.add(table_row(columns, (f"{one.month:%Y-%m}", *rooms)))
    flow.repeat()
    flow.skip(4)
    flow.add(
        sentence(
            "Kinds that share a limit stand with all of it. Rooms of a calendar year begin anew on"
            " 1 January; figures of years that the law has not set yet are the last known ones."
        )
    )


def _kind_columns(found: Forecast, *after: Column) -> tuple[Column, ...]:
    """Return the month, a column for each kind of recipient, and others."""
    room = 540.0 - _NARROW - sum(one.wide for one in after)
    each = room / max(1, len(found.kinds))
    kinds = (Column(kind_words(kind), each, amount=True) for kind in found.kinds)
    return (Column("Month", _NARROW), *kinds, *after)
