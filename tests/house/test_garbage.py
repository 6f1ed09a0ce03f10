"""Python looks for circles of objects rarely or never while work asks for it, then as before."""

import gc
from collections.abc import Iterator

import pytest

from financedesk.garbage import no_collections, rare_collections


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave Python as it was."""
    was_on, threshold = gc.isenabled(), gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    (gc.enable if was_on else gc.disable)()


def test_nobody_looks_until_the_last_one_is_out() -> None:
    gc.enable()
    with no_collections():
        with no_collections():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_inside_ends_it_too() -> None:
    gc.enable()
    with pytest.raises(ZeroDivisionError), no_collections():
        _ = 1 // 0
    assert gc.isenabled()


def test_who_switched_it_off_before_finds_it_off_again() -> None:
    gc.disable()
    with no_collections():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_rare_is_rarer_and_then_as_before() -> None:
    before = gc.get_threshold()
    with rare_collections(), rare_collections():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
