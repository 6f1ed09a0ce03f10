"""The drawer of one month: how it stands, what cleared it, and how its amount came about."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from financedesk.errors import FinanceDeskError
from financedesk.progress import Progress
from financedesk.remittances.month_detail import ClearedPart, MonthDetail, month_detail
from financedesk.remittances.months import STATES, Listed
from financedesk.remittances.waivers import WAIVER_REASONS
from financedesk.rules.dues_formula import ROUNDING, SEVERANCE_DUE
from financedesk.rules.dues_run import Due
from financedesk.ui.formatting import day, money
from financedesk.ui.formatting import month as month_words
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.limit_words import told
from financedesk.ui.pages.remittances_matrix_columns import MARKS, has_amount
from financedesk.ui.pages.subjects import ShowItem
from financedesk.ui.widgets import Chip, button, column, label, line, row
from financedesk.ui.widgets.build import Part

if TYPE_CHECKING:
    from financedesk.ui.pages.remittances import Remittances


class MonthDrawer:
    """Reads a month of an official and shows it beside the page."""

    def __init__(self, page: "Remittances") -> None:
        self._page, self._reading = page, Latest()

    def open(self, listed: Listed, year: int, month: int) -> None:
        """Show a month."""
        page, desk = self._page, self._page.desk
        book, on, when = desk.book, desk.today, date(year, month, 1)
        visible = [one.id for one in desk.entity_rows()]

        def read(_progress: Progress) -> MonthDetail:
            with book.read() as connection:
                return month_detail(connection, listed.id, when, visible, on=on)

        job = page.shell.runner.at_once(
            "Reading the month", read, on_done=self._reading.only(self._show), on_error=self._gone
        )
        self._reading.replace(job)

    def _show(self, detail: MonthDetail) -> None:
        content = MonthPanel(
            detail,
            open_official=lambda: self._page.show_official(detail.official_id),
            open_entry=lambda entry: self._page.shell.go("contributions", ShowItem(entry)),
        )
        title = f"{detail.name} · {month_words(detail.month)}"
        self._page.shell.open_drawer(title, content)

    def _gone(self, error: FinanceDeskError) -> None:
        self._page.shell.close_drawer()
        self._page.shell.say(str(error))


class MonthPanel(QWidget):
    """Everything about one month, read from above: standing, gifts, formula."""

    def __init__(
        self,
        detail: MonthDetail,
        *,
        open_official: Callable[[], None],
        open_entry: Callable[[int], None],
    ) -> None:
        super().__init__()
        self.official_button = button("Open the official", on_click=open_official)
        parts: list[Part] = [*_standing(detail)]
        parts += _cleared(detail, open_entry)
        parts += _formula(detail)
        parts.append(row(self.official_button, None))
        self.setLayout(column(*parts, None, spacing=6, margins=(20, 12, 20, 20)))


def _standing(detail: MonthDetail) -> list[Part]:
    state, sums = detail.shown
    mark = MARKS[state]
    parts: list[Part] = [row(Chip(mark.word, mark.tone), None), label(STATES[state], wrap=True)]
    if has_amount(detail.shown):
        parts += [told("Due", money(sums.due_cents))]
        if sums.waived_cents:
            parts.append(told("Waived", money(sums.waived_cents)))
        parts += [told("Kept", money(sums.kept_cents)), told("Open", money(sums.open_cents))]
    for one in detail.waivers:
        fact = one.fact
        words = (
            f"{WAIVER_REASONS[fact.reason]}, approved by {fact.approved_by},"
            f" {day(fact.approved_on)}"
        )
        parts.append(told("Waiver", words))
    parts += [
        label(f"{day(gap.first)} – {day(gap.last)}: {gap.words}", "small", tone="warn", wrap=True)
        for gap in detail.gaps
    ]
    return parts


def _cleared(detail: MonthDetail, open_entry: Callable[[int], None]) -> list[Part]:
    if not detail.cleared:
        return []
    parts: list[Part] = [_heading("What cleared it"), line()]
    for one in detail.cleared:
        parts.append(told(*_gift(one)))
        entry = one.given.entry if one.given is not None else None
        if entry is not None:
            show = button(
                "Open the entry", "link", name=f"Open the entry of {_gift(one)[0]}",
                on_click=partial(open_entry, entry),
            )  # fmt: skip
            parts.append(row(show, None))
    return parts


def _gift(one: ClearedPart) -> tuple[str, str]:
    if one.given is None:
        return "Credit of a correction", money(one.cents)
    of = f" of {money(one.given.cents)}" if one.given.cents != one.cents else ""
    return f"{day(one.given.day)}, {one.given.name}", f"{money(one.cents)}{of}"


def _formula(detail: MonthDetail) -> list[Part]:
    parts: list[Part] = []
    for due in detail.dues:
        parts += [_heading(_of(due)), line()]
        parts += [label(step, "small", wrap=True) for step in due.formula.steps]
        parts.append(told("Comes to", money(due.cents)))
    if parts:
        parts.append(label(ROUNDING, "caption", wrap=True))
    return parts


def _of(due: Due) -> str:
    """Return what a line of a month is of."""
    if due.corrects is not None:
        words = f"Correction of {month_words(due.corrects)}"
    else:
        words = "How severance is counted" if due.kind == SEVERANCE_DUE else "How it is counted"
    return " · ".join(filter(None, (words, due.office, due.line)))


def _heading(words: str) -> Part:
    return label(words, "small-strong", wrap=True)
