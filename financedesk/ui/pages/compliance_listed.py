"""What stands in the lists of the page Compliance: findings, by gravity or by clock, and holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.compliance.finding import Finding
from financedesk.compliance.hold_clocks import CLOCKS, clock_of
from financedesk.compliance.waivers import Waiver
from financedesk.ledger.hold_rows import Hold
from financedesk.rules.checks import ADVICE, BLOCK, WARN
from financedesk.ui.formatting import NOTHING, count, dollars, money
from financedesk.ui.models import Column, Look
from financedesk.ui.pages.compliance_words import LEVELS, WHENS, days_words, due_words, when_due
from financedesk.ui.widgets import Figure


@dataclass(frozen=True)
class Listed:
    """A finding with its entity's name, what was said of it if it is waived, and its hold."""

    finding: Finding
    entity: str = ""
    waiver: Waiver | None = None
    hold: Hold | None = None


@dataclass(frozen=True)
class Lists:
    """Everything that was found: what stands, what is waived, and what of it is on hold."""

    standing: tuple[Listed, ...] = ()
    waived: tuple[Listed, ...] = ()

    @property
    def clocked(self) -> tuple[Listed, ...]:
        """What stands and has a last day, what is due first leading."""
        found = [one for one in self.standing if one.finding.due]
        return tuple(sorted(found, key=lambda one: (one.finding.due, one.finding.order)))

    @property
    def held(self) -> tuple[Listed, ...]:
        """The gifts on hold, what is due first leading."""
        return tuple(one for one in self.clocked if one.hold is not None)


# --- columns


def finding_columns(today: Callable[[], date]) -> tuple[Column[Listed], ...]:
    """Return the columns of findings by gravity."""
    return (
        Column("level", "Level", _level, Look.CHIP, 108, tone=_level_tone),
        *_about(),
        Column("entity", "Entity", _entity, Look.QUIET, 150, yields=True, tip=_entity),
        _amount(),
        Column("due", "Last day", lambda one: due_words(one.finding, today()), Look.NUMBER, 116),
    )


def clock_columns(today: Callable[[], date]) -> tuple[Column[Listed], ...]:
    """Return the columns of findings by their clocks."""
    return (
        Column("due", "When", lambda one: WHENS[when_due(one.finding, today())][0], Look.CHIP, 118,
               tone=lambda one: WHENS[when_due(one.finding, today())][1]),
        *_about(),
        Column("level", "Level", _level, Look.QUIET, 96, yields=True),
        Column("entity", "Entity", _entity, Look.QUIET, 150, yields=True, tip=_entity),
        _amount(),
        Column("left", "Days left", lambda one: days_words(one.finding.due, today()), Look.NUMBER,
               116),
    )  # fmt: skip


def hold_columns(today: Callable[[], date]) -> tuple[Column[Listed], ...]:
    """Return the columns of the gifts on hold: why, where the money is, and every clock."""
    return (
        Column("reason", "Reason", lambda one: _hold(one).why.title, Look.CHIP, 116,
               tone=lambda one: "bad" if one.finding.is_overdue(today()) else "warn"),
        Column("subject", "Gift of", lambda one: one.finding.subject, Look.STRONG, 170,
               stretch=True, least=100, tip=lambda one: one.finding.subject),
        Column("basis", "Why it is in question", lambda one: _hold(one).basis, Look.TEXT, 200,
               yields=True, tip=lambda one: _hold(one).basis),
        Column("place", "Money", lambda one: "Not deposited" if _hold(one).waiting else "In bank",
               Look.QUIET, 108),
        Column("entity", "Entity", _entity, Look.QUIET, 130, yields=True, tip=_entity),
        _amount(),
        *(
            Column(f"days{days}", f"{days} days", _clock(days, today), Look.NUMBER, 97)
            for days in CLOCKS
        ),
    )  # fmt: skip


def _about() -> tuple[Column[Listed], ...]:
    return (
        Column("subject", "About", lambda one: one.finding.subject, Look.STRONG, 190, least=120,
               tip=lambda one: one.finding.subject),
        Column("rule", "Finding", lambda one: one.finding.kind.title, Look.TEXT, 260,
               stretch=True, least=150, tip=lambda one: one.finding.why),
    )  # fmt: skip


def _amount() -> Column[Listed]:
    return Column("cents", "Amount", lambda one: money(one.finding.cents or None), Look.AMOUNT, 110)


def _level(one: Listed) -> str:
    return LEVELS[one.finding.level][0]


def _level_tone(one: Listed) -> str:
    return LEVELS[one.finding.level][1]


def _entity(one: Listed) -> str:
    return one.entity


def _hold(one: Listed) -> Hold:
    if one.hold is None:
        raise LookupError(f"{one.finding.subject} is not on hold.")
    return one.hold


def _clock(days: int, today: Callable[[], date]) -> Callable[[Listed], str]:
    def words(one: Listed) -> str:
        due = clock_of(_hold(one), days)
        return days_words(due, today()) if due else NOTHING

    return words


# --- their order


def in_order(one: Listed, key: str) -> object:
    """Return what a row is sorted by in a column."""
    found, held = one.finding, one.hold
    if held is not None and key.startswith("days"):
        return clock_of(held, int(key.removeprefix("days"))) or "9999"
    known: Mapping[str, object] = {
        "level": found.order, "subject": found.subject.casefold(), "rule": found.kind.title,
        "entity": one.entity, "cents": found.cents, "due": found.due or "9999",
        "left": found.due or "9999", "reason": held.why.title if held else "",
        "basis": held.basis if held else "", "place": held is not None and held.waiting,
    }  # fmt: skip
    return known[key]


# --- figures


def gravity_figures(lists: Lists, today: date) -> Sequence[Figure]:
    """Return how many findings of each level stand."""
    found = [one.finding for one in lists.standing]
    by_level = {level: sum(one.level == level for one in found) for level in LEVELS}
    late = sum(one.is_overdue(today) for one in found)
    return (
        Figure("Blocking", count(by_level[BLOCK]), "bad" if by_level[BLOCK] else ""),
        Figure("Warnings", count(by_level[WARN]), "warn" if by_level[WARN] else ""),
        Figure("Advice", count(by_level[ADVICE])),
        Figure("Overdue", count(late), "bad" if late else ""),
        Figure("Waived", count(len(lists.waived))),
    )


def clock_figures(lists: Lists, today: date) -> Sequence[Figure]:
    """Return how many clocks run out when."""
    whens = [when_due(one.finding, today) for one in lists.clocked]
    return tuple(
        Figure(words, count(whens.count(key)), tone if key in whens else "")
        for key, (words, tone) in WHENS.items()
    )


def hold_figures(lists: Lists, today: date) -> Sequence[Figure]:
    """Return what is on hold, where the money is, and what is late."""
    held = [one.hold for one in lists.held if one.hold is not None]
    late = sum(one.finding.is_overdue(today) for one in lists.held)
    waiting = sum(one.open_cents for one in held if one.waiting)
    return (
        Figure("Gifts on hold", count(len(held))),
        Figure("In the bank, not to be spent",
               dollars(sum(one.open_cents for one in held if not one.waiting))),
        Figure("Not deposited", dollars(waiting), "warn" if waiting else ""),
        Figure("Overdue", count(late), "bad" if late else ""),
    )  # fmt: skip
