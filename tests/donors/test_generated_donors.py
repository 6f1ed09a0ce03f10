"""Donors of a generated export, held against the truth that was generated with it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.bench.likeness_bench import measured
from tests.bench.likeness_data import Labelled, census, federal, generated

SharedFile = Callable[..., Path]


@pytest.mark.parametrize("seed", [7, 21])
def test_generated_donors_are_found(shared_file: SharedFile, seed: int) -> None:
    shared_file("tools", "make_donations.py")
    same, likely = measured("gifts", generated(6_000, seed))
    assert same.precision >= 998
    assert same.recall >= 970
    assert likely.recall >= same.recall


@pytest.mark.parametrize(
    ("read", "precision", "recall"),
    [(federal, 990, 100), (census, 990, 800)],
    ids=["fec", "census"],
)
def test_labelled_people(
    shared_file: SharedFile,
    read: Callable[[], Sequence[Labelled]],
    precision: int,
    recall: int,
) -> None:
    shared_file("data", "dedupe")
    same, likely = measured("people", read())
    assert same.precision >= precision
    assert same.recall >= recall
    assert likely.precision >= 950
