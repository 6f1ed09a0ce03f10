"""A paper of the house that is no report to anybody's office: its head, its parts, its pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any

from financedesk import __version__
from financedesk.reports.pdf.page import (
    LEFT,
    MEASURE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    Block,
    Flow,
    Mark,
    Page,
    Panel,
    Pen,
    Rule,
    Words,
)
from financedesk.reports.pdf.parts import LEADING, sentence
from financedesk.reports.pdf.type import (
    BAND,
    BODY,
    HAIRLINE,
    QUIET,
    RULE,
    SMALL_CAPTION,
    STRONG,
    WARN,
    WARN_SOFT,
    Style,
    elided,
    fitted,
    printable,
    width,
    wrapped,
)

_WHOSE = Style(600, 9)
_ABOUT = Style(400, 8, QUIET)
_FIGURE = Style(600, 11)
_GAP = 8.0
_PADDING = 10.0
_UNDER = 2.0


@dataclass(slots=True)
class Paper:
    """A paper: whose it is, what about, what stands in its corner, and its pages.

    ``mark`` is a word such as DRAFT; ``warns`` sets it off. ``foot`` stands below every page.
    """

    title: str
    whose: str
    about: str
    mark: str = ""
    warns: bool = False
    foot: str = ""
    flow: Flow = field(default_factory=Flow)


def write_papers(papers: Sequence[Paper], stream: IO[bytes]) -> None:
    """Write papers one after the other as one PDF document, each with pages of its own.

    The same papers give the same bytes. The first one's title and owner are the document's.
    """
    from reportlab.pdfgen.canvas import Canvas

    paper = papers[0]

    canvas = Canvas(
        stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, lang="en-US"
    )
    canvas.setTitle(f"{paper.title} – {paper.about}")
    canvas.setAuthor(paper.whose)
    canvas.setSubject(paper.about)
    canvas.setCreator(f"FinanceDesk {__version__}")
    for one in papers:
        pages = one.flow.pages
        for number, page in enumerate(pages, start=1):
            _draw(canvas, one, page, (number, len(pages)))
    canvas.save()


def _draw(canvas: Any, paper: Paper, page: Page, place: tuple[int, int]) -> None:  # noqa: ANN401
    pen = Pen(canvas)
    pen.block(_head(paper), 0)
    for top, block in page.placed:
        pen.block(block, top)
    pen.block(_foot(paper, place), 0)
    if page.starts:
        key = f"page-{canvas.getPageNumber()}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(printable(f"{page.starts}: {paper.about}"), key, level=0)
    canvas.showPage()


def _head(paper: Paper) -> Block:
    style = Style(600, 7.5, WARN if paper.warns else QUIET)
    chip = width(paper.mark, style) + 16 if paper.mark else 0
    marks: list[Mark] = [
        Words(LEFT, 42, elided(printable(paper.whose), _WHOSE, MEASURE - chip - 12), _WHOSE),
        Words(LEFT, 55, elided(f"{paper.title} · {paper.about}", _ABOUT, MEASURE), _ABOUT),
        Rule(LEFT, RIGHT, 63, RULE, 0.75),
    ]
    if paper.mark:
        look = {"fill": WARN_SOFT} if paper.warns else {"outline": RULE}
        marks += [
            Panel(RIGHT - chip, 32, chip, 14, radius=7, **look),
            Words(RIGHT - 8, 41.5, paper.mark, style, flush_right=True),
        ]
    return Block(64, tuple(marks))


def _foot(paper: Paper, place: tuple[int, int]) -> Block:
    number, count = place
    pages = f"Page {number:,} of {count:,}"
    prepared = " · ".join(filter(None, (f"Prepared with FinanceDesk {__version__}", paper.foot)))
    room = MEASURE - width(pages, SMALL_CAPTION) - 12
    return Block(
        0,
        (
            Rule(LEFT, RIGHT, 754, RULE, 0.75),
            Words(LEFT, 766, elided(prepared, SMALL_CAPTION, room), SMALL_CAPTION),
            Words(RIGHT, 766, pages, SMALL_CAPTION, flush_right=True),
        ),
    )


# --- tables


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its width in points, and whether it holds amounts."""

    title: str
    wide: float
    amount: bool = False


def spread(*columns: Column) -> tuple[Column, ...]:
    """Return columns whose first one takes the width that the others leave."""
    first, *others = columns
    left = MEASURE - sum(one.wide for one in others)
    return (replace(first, wide=left), *others)


def table_head(columns: Sequence[Column]) -> Block:
    """The titles of a table; titles of amounts stand over the end of their figures."""
    broken = [wrapped(one.title, SMALL_CAPTION, one.wide - _GAP) for one in columns]
    most = max(len(lines) for lines in broken)
    step = SMALL_CAPTION.size * LEADING
    marks: list[Mark] = [Rule(LEFT, RIGHT, most * step + 8, RULE, 0.75)]
    for edge, column, lines in zip(_edges(columns), columns, broken, strict=True):
        down = (most - len(lines)) * step + SMALL_CAPTION.size + 2
        marks += _cell(edge, down, column, lines, SMALL_CAPTION, step)
    return Block(most * step + 10, tuple(marks))


def table_row(
    columns: Sequence[Column], cells: Sequence[str], *, strong: bool = False, below: str = ""
) -> Block:
    """A row of a table: words are broken into lines, amounts are made to fit.

    ``strong`` sets it off as a total. ``below`` is a quiet sentence under its words.
    """
    style = STRONG if strong else BODY
    step = style.size * LEADING
    broken = [
        [text] if column.amount else wrapped(text, style, column.wide - _GAP)
        for column, text in zip(columns, cells, strict=True)
    ]
    most = max(1, *(len(lines) for lines in broken))
    under = sentence(below, room=MEASURE - _PADDING) if below else Block(0, ())
    height = most * step + 6 + max(0.0, under.height - _UNDER)
    marks: list[Mark] = []
    if strong:
        marks.append(Panel(LEFT, 0.5, MEASURE, height - 1, fill=BAND, radius=3))
    marks.append(Rule(LEFT, RIGHT, height, HAIRLINE))
    for edge, column, lines in zip(_edges(columns), columns, broken, strict=True):
        marks += _cell(edge, style.size + 3, column, lines, style, step)
    marks += [shifted(mark, 4, most * step + 4) for mark in under.marks]
    return Block(height, tuple(marks))


def _edges(columns: Sequence[Column]) -> list[float]:
    edges, across = [], LEFT
    for one in columns:
        edges.append(across)
        across += one.wide
    return edges


def _cell(
    edge: float, down: float, column: Column, lines: Sequence[str], style: Style, step: float
) -> Iterable[Mark]:
    end = edge + column.wide - 4
    for number, line in enumerate(lines):
        fitting = fitted(line, style, column.wide - 6) if column.amount else style
        across = end if column.amount else edge + 4
        yield Words(across, down + number * step, line, fitting, flush_right=column.amount)


# --- figures, cards, lines to sign


def figures(pairs: Sequence[tuple[str, str]]) -> Block:
    """Figures side by side in a band, each below what it is."""
    wide = MEASURE / len(pairs)
    marks: list[Mark] = [Panel(LEFT, 0, MEASURE, 36, fill=BAND, radius=5)]
    for place, (label, amount) in enumerate(pairs):
        across = LEFT + place * wide + _PADDING
        room = wide - _PADDING
        marks += [
            Words(across, 13, elided(label, SMALL_CAPTION, room), SMALL_CAPTION),
            Words(across, 28, amount, fitted(amount, _FIGURE, room)),
        ]
    return Block(46, tuple(marks))


def card(heading: str, amount: str, below: Sequence[tuple[str, Style]]) -> Block:
    """A framed part: a heading with an amount at its end, and sentences below."""
    room = MEASURE - 2 * _PADDING
    figure = width(amount, _FIGURE)
    lines = wrapped(heading, _FIGURE, room - figure - 12)
    step = _FIGURE.size * LEADING
    down = _PADDING + step * len(lines)
    marks: list[Mark] = [
        Words(LEFT + _PADDING, _PADDING + _FIGURE.size + step * number - 2, line, _FIGURE)
        for number, line in enumerate(lines)
    ]
    marks.append(
        Words(RIGHT - _PADDING, _PADDING + _FIGURE.size - 2, amount, _FIGURE, flush_right=True)
    )
    for text, style in below:
        part = sentence(text, style, room=room)
        marks += [shifted(mark, _PADDING, down) for mark in part.marks]
        down += part.height - 2
    frame = Panel(LEFT, 0, MEASURE, down + 4, outline=RULE, radius=5)
    return Block(down + 12, (frame, *marks))


def tick_box(text: str, style: Style = BODY) -> Block:
    """A sentence behind a box to tick."""
    part = sentence(text, style, room=MEASURE - 20)
    box = Panel(LEFT, 2, 8, 8, outline="#4E5D5C", radius=1.5)
    return Block(part.height + 2, (box, *(shifted(mark, 18, 0) for mark in part.marks)))


def to_sign(*labels: str) -> Block:
    """Lines to write on, each above what goes there."""
    wide = MEASURE / len(labels)
    marks: list[Mark] = []
    for place, label in enumerate(labels):
        start = LEFT + place * wide
        marks += [
            Rule(start, start + wide - 14, 30, QUIET, 0.5),
            Words(start, 40, label, SMALL_CAPTION),
        ]
    return Block(48, tuple(marks))


def shifted(mark: Mark, across: float, down: float) -> Mark:
    """Return a mark moved to the right and down."""
    if isinstance(mark, Rule):
        return replace(
            mark, start=mark.start + across, end=mark.end + across, down=mark.down + down
        )
    return replace(mark, across=mark.across + across, down=mark.down + down)
