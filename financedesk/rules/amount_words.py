"""An amount of money in words, as a check bears it; the words decide (UCC 3-114)."""

from financedesk.errors import BadInput

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))


def amount_in_words(cents: int) -> str:
    """Return an amount in words with the cents as a fraction: ``Forty-two and 07/100``.

    Raises BadInput for nothing, for less, and for a trillion dollars or more.

    >>> amount_in_words(131_050)
    'One thousand three hundred ten and 50/100'
    """
    dollars, rest = divmod(cents, 100)
    if cents <= 0 or dollars >= 1_000_000_000_000:
        raise BadInput("A check is for an amount above zero and below a trillion dollars.")
    return f"{_whole(dollars).capitalize()} and {rest:02}/100"


def _whole(number: int) -> str:
    words = []
    for scale, name in _SCALES:
        count, number = divmod(number, scale)
        if count:
            words.append(f"{_below_thousand(count)} {name}")
    if number or not words:
        words.append(_below_thousand(number))
    return " ".join(words)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest or not words:
        words.append(_below_hundred(rest))
    return " ".join(words)


def _below_hundred(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
