"""Blocks that several pages use: headings, sentences, rows of amounts."""

from financedesk.reports.pdf.page import LEFT, MEASURE, RIGHT, Block, Mark, Panel, Rule, Words
from financedesk.reports.pdf.type import (
    BAND,
    BODY,
    HAIRLINE,
    NOTE,
    QUIET,
    RULE,
    SMALL_CAPTION,
    STRONG,
    TEXT,
    Style,
    fitted,
    wrapped,
)

LEADING = 1.35
COLUMN_A, COLUMN_B = 470.0, RIGHT - 6.0
AMOUNT_ROOM = 92.0

_TITLE = Style(600, 15)
_SECTION = Style(600, 11)
_INDENT = 10.0
_NUMBER, _LABEL = LEFT + 6.0, LEFT + 60.0


def title(text: str, below: str) -> Block:
    """The title of a page, and a quiet line below it."""
    return Block(
        46,
        (
            Words(LEFT, 16, text, _TITLE),
            Words(LEFT, 31, below, Style(400, 9, QUIET)),
        ),
    )


def section(text: str) -> Block:
    """The heading of a group of lines."""
    return Block(24, (Words(LEFT, 14, text, _SECTION),))


def sentence(text: str, style: Style = NOTE, *, room: float = MEASURE) -> Block:
    """A sentence or several, broken into lines."""
    step = style.size * LEADING
    lines = wrapped(text, style, room)
    marks = tuple(
        Words(LEFT, step * number + style.size, line, style) for number, line in enumerate(lines)
    )
    return Block(step * len(lines) + 6, marks)


def column_heads(column_b: str) -> Block:
    """The heads of the two columns of a summary page."""
    return Block(
        30,
        (
            Words(_NUMBER, 21, "Line", SMALL_CAPTION),
            Words(COLUMN_A, 10, "COLUMN A", SMALL_CAPTION, flush_right=True),
            Words(COLUMN_A, 21, "Total This Period", SMALL_CAPTION, flush_right=True),
            Words(COLUMN_B, 10, "COLUMN B", SMALL_CAPTION, flush_right=True),
            Words(COLUMN_B, 21, column_b, SMALL_CAPTION, flush_right=True),
            Rule(LEFT, RIGHT, 27, RULE, 0.75),
        ),
    )


def amount_line(
    number: str, label: str, amounts: tuple[str, str], *, depth: int, rank: int
) -> Block:
    """A line of the form with both columns; rank 0 is a plain line, 1 a total, 2 a main total."""
    style = STRONG if rank else BODY
    indent = _INDENT * depth
    lines = wrapped(label, style, COLUMN_A - AMOUNT_ROOM - 8 - _LABEL - indent)
    height = 16.0 + (len(lines) - 1) * style.size * 1.25
    marks: list[Mark] = []
    if rank > 1:
        marks.append(Panel(LEFT, 0.5, MEASURE, height - 1, fill=BAND, radius=3))
    marks.append(Words(_NUMBER, 11, number, Style(style.weight, 8, TEXT if rank else QUIET)))
    for place, line in enumerate(lines):
        marks.append(Words(_LABEL + indent, 11 + place * style.size * 1.25, line, style))
    for edge, amount in zip((COLUMN_A, COLUMN_B), amounts, strict=True):
        fitting = fitted(amount, style, AMOUNT_ROOM)
        marks.append(Words(edge, 11, amount, fitting, flush_right=True))
    marks.append(Rule(LEFT, RIGHT, height, HAIRLINE))
    return Block(height, tuple(marks))
