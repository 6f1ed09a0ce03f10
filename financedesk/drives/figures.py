"""The figures of drives, each defined once, with the words of its definition.

``drive_list`` is what a grid or table of drives shows, ``drive_story`` one drive's page,
``compare`` drives side by side. The dashboard, papers and the command line show the same. Amounts
are cents, shares are tenths of a percent (``per_mille``) and None where there is nothing to share.
Every function takes ids that the reader may see.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sqlalchemy import Connection

from financedesk.drives.pace import Pace, pace_of
from financedesk.drives.plans import (
    Milestone,
    Plan,
    milestones_of,
    part_ids_of,
    parts_of,
    plan_of,
    plans,
)
from financedesk.drives.series import SeriesFigures, series_figures, together
from financedesk.ledger.drive_figures import (
    NOTHING,
    Cut,
    DriveSums,
    Withheld,
    medians_of,
    slices_of,
    sums_of,
    withheld_of,
)

DEFINITIONS: Mapping[str, str] = {
    "gross": (
        "Contributions that carry the drive or a part of it, by the day of receipt, in-kind ones"
        " included; memo items, transfers and loans are not, nor are gifts that wait undeposited."
    ),
    "refunded": "Refunds that carry the drive, less refund checks that were never cashed.",
    "charged_back": "Gifts that a bank took back: bounced checks, returned and disputed payments.",
    "raised": "Gross less refunded and charged back. Goal, pace and milestones go by it.",
    "fees": (
        "What processors kept of the drive's gifts, as their files say gift by gift. A fee that a"
        " file tells only for a payout as a whole is not in it."
    ),
    "cost": (
        "Payments that carry the drive, less voided ones and what vendors gave back. Repaid loans"
        " and passed on earmarks are no cost."
    ),
    "net": "Raised less fees and cost.",
    "compliant": (
        "Net less what may not be counted on yet: gifts on hold (11 CFR 103.3(b)) and itemised"
        " gifts whose giver's employer or occupation is missing (11 CFR 104.8(a)), each only as far"
        " as it was not given back."
    ),
    "gifts": "Number of contributions that make up the gross.",
    "donors": "Persons who gave, counted once however many cards are linked to them.",
    "new": (
        "Donors of whom the entity has no contribution on an earlier day than their first one to"
        " the drive."
    ),
    "returning": "Donors who had given to the entity before their first gift to the drive.",
    "average": "Gross divided by gifts, cents cut off.",
    "median": "The gift in the middle when all are ordered by amount.",
    "unitemised": (
        "Of the drive's contributions from individuals on line 11(a), the share that is not"
        " itemised: from people whose gifts come to $200 or less in the year or cycle."
    ),
    "refund_rate": "Refunds by number, of a hundred gifts.",
    "chargeback_rate": "Gifts that a bank took back by number, of a hundred gifts.",
    "cost_per_dollar": "Fees and cost divided by what was raised.",
    "pace": (
        "The share of the goal that is reached, divided by the share of the drive's days that is"
        " gone: 100 % is a course that ends at the goal."
    ),
}
"""What each figure means, in the words that are shown beside it."""

HIDDEN_BELOW = 5
"""In reports a cell of fewer donors than this is hidden, so that nobody can be told from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a drive came to; the names are those of ``DEFINITIONS``, amounts are cents."""

    gross_cents: int
    refunded_cents: int
    charged_back_cents: int
    raised_cents: int
    fee_cents: int
    cost_cents: int
    net_cents: int
    on_hold_cents: int
    incomplete_cents: int
    compliant_cents: int
    gifts: int
    refunds: int
    chargebacks: int
    donors: int
    new_donors: int
    returning_donors: int
    average_cents: int | None
    median_cents: int | None
    itemised_cents: int
    unitemised_cents: int

    @property
    def unitemised_per_mille(self) -> int | None:
        """Return the unitemised share of what individuals gave."""
        return per_mille(self.unitemised_cents, self.unitemised_cents + self.itemised_cents)

    @property
    def refund_per_mille(self) -> int | None:
        """Return how many of a thousand gifts were refunded."""
        return per_mille(self.refunds, self.gifts)

    @property
    def chargeback_per_mille(self) -> int | None:
        """Return how many of a thousand gifts a bank took back."""
        return per_mille(self.chargebacks, self.gifts)

    @property
    def cost_per_mille(self) -> int | None:
        """Return fees and cost in tenths of a cent per dollar raised."""
        return per_mille(self.fee_cents + self.cost_cents, self.raised_cents)


def per_mille(part: int, whole: int) -> int | None:
    """Return a share in tenths of a percent, rounded; None of nothing."""
    return (part * 2000 + whole) // (2 * whole) if whole > 0 else None


def figures_of(sums: DriveSums, median: int | None, withheld: Withheld) -> Figures:
    """Return the figures of a drive from its sums."""
    return Figures(
        gross_cents=sums.cents,
        refunded_cents=sums.refunded_cents,
        charged_back_cents=sums.charged_back_cents,
        raised_cents=sums.raised_cents,
        fee_cents=sums.fee_cents,
        cost_cents=sums.cost_cents,
        net_cents=sums.net_cents,
        on_hold_cents=withheld.on_hold_cents,
        incomplete_cents=withheld.incomplete_cents,
        compliant_cents=sums.net_cents - withheld.cents,
        gifts=sums.gifts,
        refunds=sums.refunds,
        chargebacks=sums.chargebacks,
        donors=sums.donors,
        new_donors=sums.new_donors,
        returning_donors=sums.donors - sums.new_donors,
        average_cents=sums.average_cents,
        median_cents=median,
        itemised_cents=sums.itemised_cents,
        unitemised_cents=sums.unitemised_cents,
    )


# --- all drives


@dataclass(frozen=True, slots=True)
class DriveCard:
    """A drive in a grid or table: its plan, its figures with those of its parts, its pace.

    ``recurring`` is what became of the series that it started (``series.DEFINITIONS``).
    """

    plan: Plan
    figures: Figures
    pace: Pace
    recurring: SeriesFigures

    @property
    def goal_per_mille(self) -> int | None:
        """Return how much of the goal is reached, cut to tenths of a percent; None without one."""
        goal = self.plan.goal_cents
        return self.figures.raised_cents * 1000 // goal if goal else None


def drive_list(
    connection: Connection, entity_ids: Iterable[int], today: date, *, with_parts: bool = False
) -> list[DriveCard]:
    """Return the drives of entities, the newest first; parts stand in them unless asked for."""
    known = plans(connection, entity_ids)
    return _cards(connection, [one for one in known if with_parts or not one.is_part], today)


def drive_card(connection: Connection, drive_id: int, today: date) -> DriveCard:
    """Return one drive or part; raises NotFound when it is no longer in the book."""
    return _cards(connection, [plan_of(connection, drive_id)], today)[0]


def compare(connection: Connection, drive_ids: Sequence[int], today: date) -> list[DriveCard]:
    """Return drives or parts side by side, in the order in which they are named."""
    return _cards(connection, [plan_of(connection, one) for one in drive_ids], today)


def _cards(connection: Connection, shown: Sequence[Plan], today: date) -> list[DriveCard]:
    ids = [one.id for one in shown]
    sums, medians = sums_of(connection, ids), medians_of(connection, ids)
    withheld = withheld_of(connection, {one.entity_id for one in shown})
    series = _recurring(connection, ids, today)
    cards = []
    for plan in shown:
        figures = figures_of(
            sums.get(plan.id, NOTHING), medians.get(plan.id), withheld.get(plan.id, Withheld())
        )
        pace = pace_of(plan, figures.raised_cents, today)
        cards.append(DriveCard(plan, figures, pace, series[plan.id]))
    return cards


def _recurring(
    connection: Connection, drive_ids: Sequence[int], today: date
) -> dict[int, SeriesFigures]:
    parts = part_ids_of(connection, drive_ids)
    every = {*drive_ids, *(one for each in parts.values() for one in each)}
    found = series_figures(connection, every, today)
    return {
        drive_id: together(found[one] for one in (drive_id, *parts.get(drive_id, ())))
        for drive_id in drive_ids
    }


# --- one drive


@dataclass(frozen=True, slots=True)
class DriveDay:
    """A day of a drive on which something happened, and where the drive stood at its end."""

    day: str
    gifts: int
    gross_cents: int
    raised_cents: int
    so_far_cents: int
    new_donors: int
    returning_donors: int


@dataclass(frozen=True, slots=True)
class Slice:
    """What came through one source, page, reference code or state; empty where it is not known."""

    value: str
    gifts: int
    gross_cents: int
    raised_cents: int
    refunds: int
    chargebacks: int
    fee_cents: int


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A milestone and the first day at whose end it was reached; None while it is ahead."""

    milestone: Milestone
    reached_on: str | None


@dataclass(frozen=True, slots=True)
class DriveStory:
    """Everything that a drive's page shows, as of one moment.

    Slices stand in the order of what was raised, the largest first. ``parts`` are the drive's
    regions, channels and volunteers, each with figures of its own.
    """

    card: DriveCard
    days: tuple[DriveDay, ...]
    milestones: tuple[MilestoneState, ...]
    sources: tuple[Slice, ...]
    pages: tuple[Slice, ...]
    references: tuple[Slice, ...]
    states: tuple[Slice, ...]
    parts: tuple[DriveCard, ...]


def drive_story(connection: Connection, drive_id: int, today: date) -> DriveStory:
    """Return one drive's story; raises NotFound when it is no longer in the book."""
    parts = parts_of(connection, drive_id)
    card, *each = _cards(connection, [plan_of(connection, drive_id), *parts], today)
    days = days_of(connection, drive_id)
    ahead = milestones_of(connection, drive_id)
    return DriveStory(
        card=card,
        days=days,
        milestones=tuple(MilestoneState(one, _reached(days, one.cents)) for one in ahead),
        sources=slices(connection, drive_id, "source"),
        pages=slices(connection, drive_id, "page"),
        references=slices(connection, drive_id, "reference"),
        states=slices(connection, drive_id, "state"),
        parts=tuple(each),
    )


def days_of(connection: Connection, drive_id: int) -> tuple[DriveDay, ...]:
    """Return the days on which something came to a drive or went back, the oldest first."""
    found = slices_of(connection, drive_id, "day")
    so_far = accumulate(one.raised_cents for one in found.values())
    return tuple(
        DriveDay(
            day, one.gifts, one.cents, one.raised_cents, cents,
            one.new_donors, one.donors - one.new_donors,
        )
        for (day, one), cents in zip(found.items(), so_far, strict=True)
    )  # fmt: skip


def slices(connection: Connection, drive_id: int, cut: Cut) -> tuple[Slice, ...]:
    """Return a drive by source, page, reference code or state, the largest first.

    Costs are in none of them: nobody knows which page a poster paid for.
    """
    return tuple(sorted(_slices(connection, drive_id, cut), key=_largest_first))


def _slices(connection: Connection, drive_id: int, cut: Cut) -> Iterator[Slice]:
    for value, one in slices_of(connection, drive_id, cut).items():
        if one.gifts or one.refunds or one.chargebacks:
            yield Slice(
                value, one.gifts, one.cents, one.raised_cents, one.refunds, one.chargebacks,
                one.fee_cents,
            )  # fmt: skip


def _largest_first(one: Slice) -> tuple[int, str]:
    return -one.raised_cents, one.value


def _reached(days: Sequence[DriveDay], cents: int) -> str | None:
    return next((one.day for one in days if one.so_far_cents >= cents), None)
