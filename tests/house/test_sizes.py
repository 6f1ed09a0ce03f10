"""Files and functions stay small enough to be read in one go."""

from tests.house.code_base import PACKAGE, ROOT, functions, sources

LONGEST_FILE = 600
LONGEST_FUNCTION = 60


def test_no_file_is_longer_than_the_house_allows() -> None:
    long = {
        source.name: lines
        for folder in (PACKAGE, ROOT / "tests")
        for source in sources(folder)
        if (lines := source.text.count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_the_house_allows() -> None:
    long = {
        f"{source.name}:{function.lineno} {function.name}": lines
        for folder in (PACKAGE, ROOT / "tests")
        for source in sources(folder)
        for function in functions(source.tree)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_the_house_is_not_empty() -> None:
    """Guards the tests above: a wrong folder would make them pass for nothing."""
    assert len(sources(PACKAGE)) > 5
