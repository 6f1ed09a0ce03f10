"""What is shipped is licensed, locked and documented."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from financedesk.resources import resource
from tests.house.code_base import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NOTICES = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")

LICENCES = {"fonts": "LICENSE-OFL.txt", "icons": "LICENSE-ISC.txt"}


def _library(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


RUNTIME = [_library(requirement) for requirement in PROJECT["dependencies"]]
EXTRAS = [
    _library(requirement)
    for requirements in PROJECT["optional-dependencies"].values()
    for requirement in requirements
]


@pytest.mark.parametrize("folder", LICENCES)
def test_work_of_others_is_shipped_with_its_licence(folder: str) -> None:
    licence = resource(folder, LICENCES[folder])
    assert len(licence.read_text(encoding="utf-8")) > 500
    assert f"resources/{folder}/{licence.name}" in NOTICES
    assert f"resources/{folder}/{licence.name}" in PROJECT["license-files"]


def test_every_resource_folder_has_a_known_origin() -> None:
    """A new folder of work of others is entered in LICENCES; our own is entered here."""
    ours = {"fec", "help", "letters", "maps", "rules", "sample", "ui"}
    folders = {path.name for path in resource().iterdir() if path.is_dir()}
    assert folders - ours - set(LICENCES) == set()


ICONS = sorted(path.name for path in resource("icons").glob("*.svg"))


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_takes_the_colour_of_the_theme(name: str) -> None:
    drawing = ET.fromstring(resource("icons", name).read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert drawing.get("stroke") == "currentColor"
    assert drawing.get("viewBox") == "0 0 24 24"


@pytest.mark.parametrize("library", RUNTIME)
def test_every_library_that_runs_with_the_program_is_credited(library: str) -> None:
    assert library in NOTICES


@pytest.mark.parametrize("library", [*RUNTIME, *EXTRAS])
def test_every_library_is_locked_with_hashes(library: str) -> None:
    if library == PROJECT["name"]:
        return
    entry = re.search(
        rf"^{re.escape(library.lower())}==\S+.*\\\n +--hash=sha256:", LOCK, flags=re.MULTILINE
    )
    assert entry, f"run `make lock`: {library} is not in requirements.lock"


def test_the_lock_file_names_no_server() -> None:
    assert "://" not in LOCK
    assert not re.search(
        r"^--?(i|f|index-url|extra-index-url|find-links)\b", LOCK, flags=re.MULTILINE
    )


def test_the_fault_of_qt_for_python_6_12_0_is_kept_out() -> None:
    assert "pyside6-essentials==6.11.3" in LOCK
    assert any("!=6.12.0" in requirement for requirement in PROJECT["dependencies"])


def test_the_fonts_are_ones_that_qt_and_reportlab_load() -> None:
    fonts = sorted(path.name for path in resource("fonts").glob("*.ttf"))
    assert fonts == ["Inter-400.ttf", "Inter-500.ttf", "Inter-600.ttf"]
    assert all(_is_static_truetype(resource("fonts", name)) for name in fonts)


def _is_static_truetype(path: Path) -> bool:
    data = path.read_bytes()
    return data[:4] == b"\x00\x01\x00\x00" and b"fvar" not in data[:400]
