"""The project's own files, read once for all tests of the house."""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from financedesk.garbage import no_collections

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "financedesk"


@dataclass(frozen=True)
class Source:
    """One Python file: where it is, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the project's root, as an error message shows it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The folder of the package in which the file lives, or its own name at the root."""
        return self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def sources(folder: Path) -> tuple[Source, ...]:
    """Read every Python file below a folder.

    The trees stay to the end: whoever looks for garbage among them does so in every later test.
    """
    with no_collections():
        read = tuple(
            Source(path, text := path.read_text(encoding="utf-8"), ast.parse(text, str(path)))
            for path in sorted(folder.rglob("*.py"))
        )
    gc.freeze()
    return read


def rooms(*names: str) -> Iterator[Source]:
    """The files of the named rooms of the package."""
    return (source for source in sources(PACKAGE) if source.room in names)


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def imported_modules(node: ast.AST) -> Iterator[str]:
    """The dotted names of the modules that one import statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        yield node.module


def imports(tree: ast.AST) -> Iterator[str]:
    """The dotted names of all modules imported anywhere in the tree."""
    for node in ast.walk(tree):
        yield from imported_modules(node)
