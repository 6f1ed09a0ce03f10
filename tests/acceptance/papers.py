"""The papers on remittances from the shell, as the contract has them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., dict[str, Any]]


def papers_are_written(ask: Ask, folder: Path, cents: int) -> None:
    """Ask for every paper and compare their sums; ``cents`` is what a plan placed."""
    out = ("--out", folder / "papers")
    march = ("--on", "2026-03-31", *out)
    whose, spring = ("--official", "R-1"), ("--from", "2026-01", "--to", "2026-03")
    sheet = ask("remit sheet", *whose, "--period", "2026-03", *out)
    stated = ask("remit statement", *whose, *spring, *out)
    certified = ask("remit certificate", *whose, *march)
    aged, board = ask("remit aged", *march), ask("remit board", *march)
    members, forecast = ask("remit transparency", *march), ask("remit forecast", *march)
    assert [one["amount_cents"] for one in sheet["lines"]] == [cents]
    due = 3 * 3_416_66
    assert (stated["balance_cents"], aged["open_cents"], board["due_cents"]) == (due, due, due)
    assert "10,249.98" in certified["text"]
    assert members["officials"] == []
    given = sum(one["amount_cents"] for one in forecast["given"])
    assert given + forecast["carry_cents"] == forecast["due_cents"]
    for paper in (sheet, stated, certified, aged, board, members, forecast):
        assert all(Path(path).stat().st_size > 1_000 for path in paper["files"])
