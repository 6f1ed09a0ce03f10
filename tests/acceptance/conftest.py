"""The invented organisation's book: made once by the command that makes it."""

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.shell import Shell


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, dict[str, Any]]:
    """A shell on the sample book, which tests leave as it is, and what the command answered."""
    shell = Shell(Path(tmp_path_factory.mktemp("sample")) / "sample.fdesk")
    return shell, shell.ask("book", "sample")
