"""Letters and short names by which entities are told apart at a glance, without any colour.

Mixing entities up is the costliest mistake that a desk of several can make: no two of one book
carry the same mark.
"""

from collections.abc import Iterator, Sequence

_CUTS = (" of ", " for ", ", ", " (", " – ")
_LETTERS = 2


def initials(name: str) -> str:
    """Return up to two letters that stand for a name; the small words in it do not count."""
    words = _words(name)
    return "".join(word[0] for word in words[:_LETTERS]).upper() or "?"


def distinct_marks(names: Sequence[str]) -> list[str]:
    """Return a mark of two characters for each name, no two alike while that is possible."""
    taken: set[str] = set()
    marks = []
    for name in names:
        mark = next((one for one in _candidates(name) if one not in taken), initials(name))
        taken.add(mark)
        marks.append(mark)
    return marks


def short_names(names: Sequence[str]) -> list[str]:
    """Return each name without its tail (``of Oregon``), where that still tells it apart."""
    heads = [_head(name) for name in names]
    return [
        head if heads.count(head) == 1 and head not in names else name
        for head, name in zip(heads, names, strict=True)
    ]


def _words(name: str) -> list[str]:
    every = [word for word in name.split() if word[0].isalnum()]
    return [word for word in every if word[0].isupper() or word[0].isdigit()] or every


def _candidates(name: str) -> Iterator[str]:
    """Yield marks from the most to the least telling: initials, other letters, a number."""
    yield initials(name)
    words = _words(name)
    if not words:
        words = ["?"]
    first = words[0][0].upper()
    for word in words[1:]:
        yield first + word[0].upper()
    for letter in "".join([*words[1:], words[0][1:]]):
        if letter.isalnum():
            yield first + letter.lower()
    for number in range(2, 10):
        yield f"{first}{number}"


def _head(name: str) -> str:
    places = [place for cut in _CUTS if (place := name.find(cut)) > 0]
    head = name[: min(places)] if places else name
    return head if len(head.split()) > 1 else name
