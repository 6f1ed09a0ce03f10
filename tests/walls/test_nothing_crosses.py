"""Many random tries across the wall: nothing of another entity comes back."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from financedesk.book import login_name
from financedesk.errors import FinanceDeskError
from financedesk.ledger.room import open_book
from tests.soaking import SOAK
from tests.walls.attempts import QUERIES, Burglar
from tests.walls.conftest import place_of
from tests.walls.two_houses import MARK, SECRET_CENTS, Houses, crossed, two_houses

SEEDS, ROUNDS = (20, 25) if SOAK else (1, 5)
QUERIES_A_ROUND, OUTSIDE_A_ROUND = 14, 6
"""Twenty books with 500 attempts each are 10,000; one with 100 is a sample."""


def test_what_is_looked_for_is_found_where_there_is_no_wall(tmp_path: Path) -> None:
    """The measure itself: as somebody who sees everything, the marks are all over."""
    houses = two_houses(str(tmp_path / "book.fdesk"))
    with houses.book:
        houses.book.who = "ada"
        burglar = Burglar(houses, random.Random(1), tmp_path)
        found = [name for name, ask in QUERIES.items() if name not in ("undo", "write", "history")
                 and any(crossed(repr(_asked(ask, burglar))) for _try in range(20))]  # fmt: skip
    assert set(found) >= {"register", "donors", "search", "figures", "organisation",
                          "shared costs", "doubles", "near", "promises", "official",
                          "people", "calendar", "letters"}  # fmt: skip
    for text in (f"{MARK}donor", str(SECRET_CENTS + 3), f"{SECRET_CENTS // 100:,}.00"):
        assert crossed(f"so {text} it is")
    assert not crossed("gift 1099511627790 of 1,250.00 on 2026-03-01")


def _asked(ask: Callable[[Burglar], object], burglar: Burglar) -> object:
    try:
        return ask(burglar)
    except FinanceDeskError:
        return ""


@pytest.fixture
def houses(walled_place: str) -> Houses:
    """The two houses, on each database, with their book closed."""
    made = two_houses(walled_place)
    made.book.close()
    return made


@contextmanager
def burglar_in(houses: Houses, chance: random.Random, folder: Path) -> Iterator[Burglar]:
    """Open the book as whoever runs the tests: treasurer of one of the two."""
    with open_book(place_of(houses.book.location, login_name())) as book:
        assert book.who == login_name()
        yield Burglar(replace(houses, book=book), chance, folder)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_of_another_entity_comes_back(houses: Houses, tmp_path: Path, seed: int) -> None:
    tried: Counter[str] = Counter()
    chance = random.Random(seed)
    for _round in range(ROUNDS):
        with burglar_in(houses, chance, tmp_path) as burglar:
            answers = [burglar.query() for _try in range(QUERIES_A_ROUND)]
        answers += [burglar.outside() for _try in range(OUTSIDE_A_ROUND)]
        for one in answers:
            tried[one.asked] += 1
            assert not crossed(one.answer, may_name=one.may_name), one.asked
    assert len(tried) > 10


def test_no_command_and_no_question_tells_of_the_other(houses: Houses, tmp_path: Path) -> None:
    chance = random.Random(7)
    with burglar_in(houses, chance, tmp_path) as burglar:
        for name, ask in QUERIES.items():
            answer = burglar.answer(name, ask)
            assert not crossed(answer.answer, may_name=answer.may_name), name
    for words in burglar.commands():
        one = burglar.typed(words)
        assert not crossed(one.answer, may_name=one.may_name), one.asked
