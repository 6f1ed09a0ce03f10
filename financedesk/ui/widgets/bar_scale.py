"""Round steps for the axis of a chart, in whole cents."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

GRIDLINES = 4
_STEPS = (10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 100)
_SMALLEST = 100


def axis_step(highest_cents: int, lines: int = GRIDLINES) -> int:
    """Return the distance of the gridlines in cents, so that ``lines`` of them reach the top.

    Steps are 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5 or 8 times a power of ten, at least a dollar.
    """
    needed = max(_SMALLEST, -(-highest_cents // lines))
    power = _SMALLEST // 10
    while power * _STEPS[-1] < needed:
        power *= 10
    return next(power * step for step in _STEPS if power * step >= needed)


@dataclass(frozen=True)
class Axis:
    """Gridlines from ``first`` to ``last`` steps away from zero, which is always one of them."""

    step: int
    first: int
    last: int

    @classmethod
    def over(cls, lowest: int, highest: int) -> "Axis":
        """Return the axis that holds cents from ``lowest`` to ``highest``, and zero."""
        low, high = min(0, lowest), max(0, highest)
        step = axis_step(high - low)
        first, last = low // step, -(-high // step)
        return cls(step, first, max(last, first + GRIDLINES))

    def levels(self) -> list[int]:
        """Return the cents at which gridlines stand, lowest first."""
        return [self.step * line for line in range(self.first, self.last + 1)]

    def height(self, area: QRectF, cents: int) -> float:
        """Return how many pixels of ``area`` an amount takes."""
        return area.height() * cents / (self.step * (self.last - self.first))

    def level(self, area: QRectF, cents: int) -> float:
        """Return how high in ``area`` an amount stands."""
        return area.bottom() - self.height(area, cents - self.step * self.first)
