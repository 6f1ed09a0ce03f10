"""The columns of drives in a table, and their order when a column is clicked."""

from collections.abc import Callable, Mapping
from datetime import date

from financedesk.drives.figures import DEFINITIONS, DriveCard
from financedesk.ui.formatting import count, money
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.pages.drives_words import (
    cost_words,
    days_words,
    goal_words,
    left_words,
    share_words,
    standing_of,
)

_FAR = "9999"


def drive_columns(today: date, names: Callable[[], Mapping[int, str]]) -> list[Column[DriveCard]]:
    """Return the columns; ``names`` are those of entities while several are in hand."""
    return [
        Column("name", "Drive", lambda one: one.plan.name, Look.STRONG, 190, stretch=True,
               least=140),
        Column("entity", "Entity", lambda one: names().get(one.plan.entity_id, ""), Look.QUIET,
               120, yields=True),
        Column("standing", "Stands", lambda one: standing_of(one, today).word, Look.CHIP, 118,
               tone=lambda one: standing_of(one, today).tone),
        Column("days", "Days", lambda one: days_words(one.plan), Look.QUIET, 150, yields=True),
        Column("left", "Left", lambda one: left_words(one, today), Look.QUIET, 110, yields=True),
        money_column("raised", "Raised", lambda one: one.figures.raised_cents),
        Column("goal", "Goal", lambda one: money(one.plan.goal_cents), Look.NUMBER, 112),
        Column("reached", "Reached", goal_words, Look.NUMBER, 82),
        Column("gifts", "Gifts", lambda one: count(one.figures.gifts), Look.NUMBER, 78),
        Column("donors", "Donors", lambda one: count(one.figures.donors), Look.NUMBER, 80),
        Column("average", "Average", lambda one: money(one.figures.average_cents), Look.NUMBER,
               92, yields=True, tip=lambda _one: DEFINITIONS["average"]),
        Column("median", "Median", lambda one: money(one.figures.median_cents), Look.NUMBER, 92,
               yields=True, hidden=True, tip=lambda _one: DEFINITIONS["median"]),
        money_column("compliant", "Compliant net", lambda one: one.figures.compliant_cents,
                     width=124, summed=False, yields=True, hidden=True),
        Column("cost", "Cost per dollar", lambda one: cost_words(one.figures.cost_per_mille),
               Look.NUMBER, 116, yields=True, hidden=True,
               tip=lambda _one: DEFINITIONS["cost_per_dollar"]),
        Column("refunds", "Refund rate", lambda one: share_words(one.figures.refund_per_mille),
               Look.NUMBER, 100, yields=True, hidden=True),
    ]  # fmt: skip


_ORDER: Mapping[str, Callable[[DriveCard], object]] = {
    "name": lambda one: one.plan.name.casefold(),
    "days": lambda one: one.plan.from_date or _FAR,
    "left": lambda one: one.plan.to_date or _FAR,
    "raised": lambda one: one.figures.raised_cents,
    "goal": lambda one: one.plan.goal_cents or 0,
    "reached": lambda one: one.goal_per_mille or 0,
    "gifts": lambda one: one.figures.gifts,
    "donors": lambda one: one.figures.donors,
    "average": lambda one: one.figures.average_cents or 0,
    "median": lambda one: one.figures.median_cents or 0,
    "compliant": lambda one: one.figures.compliant_cents,
    "cost": lambda one: one.figures.cost_per_mille or 0,
    "refunds": lambda one: one.figures.refund_per_mille or 0,
}


def order_of(today: date) -> Callable[[DriveCard, str], object]:
    """Return what sorting compares; what has no figure is compared by its words."""

    def order(one: DriveCard, key: str) -> object:
        known = _ORDER.get(key)
        if known is not None:
            return known(one)
        return standing_of(one, today).word if key == "standing" else one.plan.entity_id

    return order
