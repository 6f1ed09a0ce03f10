"""Every command tells what it takes, also those whose parser nobody has asked for yet."""

import re

import pytest

from financedesk.cli.registry import commands
from tests.acceptance.shell import run


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that breaks no sentence."""
    monkeypatch.setenv("COLUMNS", "2000")


def test_every_command_tells_what_it_is_for_and_what_it_takes() -> None:
    silent = []
    for command in commands():
        told = run(*command.words.split(), "--help")
        whole = (f"usage: financedesk {command.words} ", "--book PATH|URL", command.help)
        if told.status != 0 or not all(part in told.out for part in whole):
            silent.append(command.words)
    assert silent == []


def test_the_program_lists_them_in_its_own_order() -> None:
    lines = re.findall(r"^ {4}(\S+)", run("--help").out, flags=re.MULTILINE)
    first = dict.fromkeys(command.words.split()[0] for command in commands())
    assert lines == list(first)


def test_an_argument_that_a_command_does_not_know_is_named() -> None:
    told = run("book", "info", "--loud")
    assert (told.status, told.out) == (2, "")
    assert "--loud" in told.err
