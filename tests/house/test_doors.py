"""The commands that the documents tell people to type are there."""

import re
import stat
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

from financedesk import __main__ as program
from tests.house.code_base import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
SCRIPTS = sorted((ROOT / "scripts").glob("*.sh"))


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))


def _told_to_make() -> set[str]:
    told = (
        re.findall(r"(?:`|^)(?:\w+=\S+ )?make ([a-z]+)", text, flags=re.MULTILINE)
        for text in TEXTS.values()
    )
    return {target for found in told for target in found}


def test_every_target_in_the_documents_is_in_the_makefile() -> None:
    told = _told_to_make()
    assert {"run", "test"} <= told
    assert told - _targets() == set()


def test_the_makefile_has_the_targets_that_ci_and_people_rely_on() -> None:
    assert {"run", "test", "soak", "bench", "lint", "pictures", "clean", "venv"} <= _targets()


def _told_commands() -> list[tuple[str, ...]]:
    """Each command of the documents as its words, up to the first value or option."""
    lines = (
        line
        for text in TEXTS.values()
        for line in re.findall(r"(?:^|`|/)financedesk ([a-z][^`\n]*)", text, flags=re.MULTILINE)
    )
    return sorted({tuple(takewhile(_is_word, line.split())) for line in lines})


def _is_word(part: str) -> bool:
    return re.fullmatch("[a-z]+", part) is not None


@pytest.mark.parametrize("words", _told_commands(), ids=" ".join)
def test_every_command_in_the_documents_exists(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["financedesk", *words, "--help"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 0
    assert words[-1] in capsys.readouterr().out


def _links() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), link.partition("#")[0])
        for path, text in TEXTS.items()
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if "://" not in link and not link.startswith("#")
    ]


@pytest.mark.parametrize(("document", "link"), _links())
def test_every_link_in_the_documents_leads_somewhere(document: str, link: str) -> None:
    assert ((ROOT / document).parent / link).exists()


@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_scripts_can_be_run_and_are_sound(script: Path) -> None:
    assert script.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("what", ["offscreen", "window", "postgresql"])
def test_missing_system_libraries_never_stop_anybody(what: str) -> None:
    """Without the right to install, the script says what is missing and lets the caller go on."""
    done = subprocess.run(
        [ROOT / "scripts" / "system_libraries.sh", what],
        env={"PATH": "/usr/bin:/bin", "FINANCEDESK_NO_APT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert not done.stdout or "sudo apt-get install" in done.stdout
