"""Round steps for the axis of a chart, in whole cents."""

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
