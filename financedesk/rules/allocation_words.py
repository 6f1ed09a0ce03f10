"""A proposal in plain words: why each amount is what it is, and where every cent goes or stays."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from financedesk.rules.allocation_result import (
    FULL,
    NO_MORE,
    NOBODY,
    PERIOD_CAP,
    PORTION,
    STOPPED,
    WISH,
    Allocation,
    Carry,
    CarryCause,
    Line,
    Part,
)
from financedesk.rules.money import format_cents


def line_reason(line: Line) -> str:
    """Return why a line is its amount, with the numbers; for a joint payment, part by part."""
    if not line.parts[0].joint:
        return part_reason(line.parts[0])
    said = (f"{part.name} {_dollars(part.cents)}: {part_reason(part)}" for part in line.parts)
    return f"One payment, shared out by the written formula. {' '.join(said)}"


def part_reason(part: Part) -> str:
    """Return why a part is its amount, and what is used of its limit with it."""
    sentence = _WHY.get(part.why, _by_weight)(part)
    if part.allowance is None:
        return f"{sentence} No amount is set for it."
    others = [name for name in dict.fromkeys(part.sharing) if name != part.name]
    shared = f", shared with {', '.join(others)}" if others else ""
    return f"{sentence} {part.allowance.words_after(part.used_cents)}{shared}."


def explanation(found: Allocation) -> tuple[str, ...]:
    """Return where every cent goes or stays, sentence by sentence."""
    return tuple(_sentences(found))


def carry_words(carry: Carry) -> str:
    """Return what is carried, why, and when it is offered again; empty when nothing is."""
    if not carry.cents:
        return ""
    causes = " ".join(cause_words(one) for one in carry.causes)
    said = f"{_dollars(carry.cents)} is carried as an unfulfilled pledge that the official holds."
    again = "" if carry.again_on is None else f" It may be offered again from {carry.again_on} on."
    if carry.lapses_on is not None:
        again = f" It lapses with the term on {carry.lapses_on}, unless it is waived before."
    return f"{said} {causes}{again}"


def cause_words(cause: CarryCause) -> str:
    """Return why one room could not take more."""
    return _CAUSES.get(cause.code, _CAUSES["share"]).format(names=", ".join(cause.names))


_CAUSES = MappingProxyType(
    {
        FULL: "{names}: the limit is reached.",
        PORTION: "{names}: this period’s portion is used; without smoothing more could go now.",
        PERIOD_CAP: "{names}: the cap for a period is reached.",
        WISH: "{names}: the official wants exactly this amount.",
        NO_MORE: "{names}: the official wants nothing to go there.",
        "share": "{names}: the rooms that are shared with others let no more.",
        NOBODY: "Nobody on the list may be given anything now.",
        STOPPED: "Nothing is proposed until what stops it is settled.",
    }
)


def _sentences(found: Allocation) -> Iterator[str]:
    yield (
        f"Due {_dollars(found.due_cents)} and carried over {_dollars(found.carry_in_cents)}:"
        f" {_dollars(found.amount_cents)} for {found.on}."
    )
    for stop in found.stops:
        yield f"{stop.why} {stop.remedy} [{stop.citation}]"
    for line in found.lines:
        law = "; ".join(line.citations)
        reason = " ".join((line_reason(line), *line.conditions))
        yield f"{line.name}, {line.account}: {_dollars(line.cents)}. {reason} [{law}]"
    for part in found.passed_over:
        yield f"{part.name}: nothing. {part_reason(part)}"
    for one in found.blocked:
        yield one.words
    if found.carry.cents:
        yield carry_words(found.carry)


def _wish(part: Part) -> str:
    return f"The official wants exactly {_dollars(part.cents)} to go there."


def _nothing(_part: Part) -> str:
    return "The official wants nothing to go there."


def _full(part: Part) -> str:
    if not part.cents:
        return "The limit is reached."
    if part.cents == part.before_cents:
        return f"All that the limit leaves: {_dollars(part.cents)}, then it is reached."
    room = _dollars(part.before_cents or 0)
    return f"A part by weight of the {room} that the limit leaves to all who share it."


def _portion(part: Part) -> str:
    spread = part.portion
    if spread is None:
        return _by_weight(part)
    each = _dollars(spread.left_cents // spread.periods)
    shared = "" if part.cents * spread.periods > spread.left_cents - spread.periods else " for all"
    return (
        f"What the limit leaves, {_dollars(spread.left_cents)}, is spread over the"
        f" {spread.periods} periods that remain: {each} each{shared}."
    )


def _capped(part: Part) -> str:
    return f"The cap for a period: {_dollars(part.cents)}."


def _by_weight(part: Part) -> str:
    """Say the share by weight; and when the others' rooms made it larger or smaller."""
    step, weight = part.step, part.place.weight
    reached = f"tier {step.tier}" if step.tier else "the official’s wishes"
    offered, given = _dollars(step.offered_cents), _dollars(part.cents)
    if not step.offered_cents:
        return f"Nothing reached {reached}."
    if weight == step.weight:
        return f"Takes {given} of the {offered} that reached {reached}."
    said = f"Weight {weight} of {step.weight} in {reached}, where {offered} arrived: {given}"
    share, rest = divmod(step.offered_cents * weight, step.weight)
    if part.cents == share:
        return f"{said}{', cut to whole cents' if rest else ''}."
    if part.cents == share + 1:
        return f"{said} with a cent that rounding left over."
    if part.cents > share:
        return f"{said} with what others there had no room for."
    return f"{said}, as far as the rooms that it shares let it."


_WHY: Mapping[str, Callable[[Part], str]] = MappingProxyType(
    {WISH: _wish, NO_MORE: _nothing, FULL: _full, PORTION: _portion, PERIOD_CAP: _capped}
)


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
