"""Blocks of marks, and the flow that sets them on pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from financedesk.reports.pdf.type import Style, printable

PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
LEFT, RIGHT = 36.0, 576.0
TOP, BOTTOM = 76.0, 746.0
"""US Letter; blocks stand between TOP and BOTTOM, measured in points from the upper edge."""

MEASURE = RIGHT - LEFT


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text on a baseline ``down`` points below its block's top.

    ``across`` is where it starts, or where it ends when ``flush_right``.
    """

    across: float
    down: float
    text: str
    style: Style
    flush_right: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    start: float
    end: float
    down: float
    colour: str
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled or outlined rectangle with round corners."""

    across: float
    down: float
    wide: float
    high: float
    fill: str = ""
    outline: str = ""
    radius: float = 0.0


Mark = Words | Rule | Panel


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that stay together, and the height that they take."""

    height: float
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class Page:
    """One page: what it is about, and blocks with their tops."""

    title: str
    starts: str = ""
    placed: list[tuple[float, Block]] = field(default_factory=list)


class Flow:
    """Sets blocks below each other, and begins a new page when the room is used up."""

    def __init__(self) -> None:
        """Begin without a page."""
        self.pages: list[Page] = []
        self._heads: tuple[Block, ...] = ()
        self._down = BOTTOM

    @property
    def room(self) -> float:
        """The points that are left on the page."""
        return BOTTOM - self._down

    @property
    def empty_room(self) -> float:
        """The points that a page of this title has below its heads."""
        return BOTTOM - TOP - sum(head.height for head in self._heads)

    def begin(self, title: str, heads: Iterable[Block] = ()) -> None:
        """Begin a new page; ``heads`` are repeated on every page until the next ``begin``."""
        self._heads = tuple(heads)
        self._turn(title, starts=title)

    def repeat(self, *heads: Block) -> None:
        """Set blocks that also stand at the top of each page that follows."""
        self._heads = heads
        self.add(*heads)

    def add(self, *blocks: Block) -> None:
        """Set blocks that stay together on one page."""
        if sum(block.height for block in blocks) > self.room and self._is_used():
            self._turn(self.pages[-1].title)
        for block in blocks:
            self._place(block)

    def skip(self, points: float) -> None:
        """Leave some room empty."""
        self._down += points

    def _is_used(self) -> bool:
        return len(self.pages[-1].placed) > len(self._heads)

    def _turn(self, title: str, starts: str = "") -> None:
        self.pages.append(Page(title, starts))
        self._down = TOP
        for head in self._heads:
            self._place(head)

    def _place(self, block: Block) -> None:
        self.pages[-1].placed.append((self._down, block))
        self._down += block.height


class Pen:
    """Draws marks on a reportlab canvas, measuring from the upper edge."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401  # the library has no types
        """Draw on this canvas."""
        self._canvas = canvas

    def block(self, block: Block, top: float) -> None:
        """Draw a block's marks below ``top``."""
        for mark in block.marks:
            self.mark(mark, top)

    def mark(self, mark: Mark, top: float) -> None:
        """Draw one mark."""
        if isinstance(mark, Words):
            self._words(mark, top)
        elif isinstance(mark, Rule):
            self._rule(mark, top)
        else:
            self._panel(mark, top)

    def _words(self, words: Words, top: float) -> None:
        self._canvas.setFillColor(words.style.colour)
        self._canvas.setFont(words.style.font, words.style.size)
        draw = self._canvas.drawRightString if words.flush_right else self._canvas.drawString
        draw(words.across, PAGE_HEIGHT - top - words.down, printable(words.text))

    def _rule(self, rule: Rule, top: float) -> None:
        self._canvas.setStrokeColor(rule.colour)
        self._canvas.setLineWidth(rule.weight)
        height = PAGE_HEIGHT - top - rule.down
        self._canvas.line(rule.start, height, rule.end, height)

    def _panel(self, panel: Panel, top: float) -> None:
        self._canvas.setLineWidth(0.75)
        self._canvas.setFillColor(panel.fill or "#FFFFFF")
        self._canvas.setStrokeColor(panel.outline or panel.fill or "#FFFFFF")
        self._canvas.roundRect(
            panel.across,
            PAGE_HEIGHT - top - panel.down - panel.high,
            panel.wide,
            panel.high,
            panel.radius,
            stroke=int(bool(panel.outline)),
            fill=int(bool(panel.fill)),
        )
