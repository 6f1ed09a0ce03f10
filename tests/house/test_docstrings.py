"""Whatever is public says what it is."""

import ast
from collections.abc import Iterator

from tests.house.code_base import PACKAGE, Function, Source, sources


def undocumented(source: Source) -> Iterator[str]:
    if ast.get_docstring(source.tree) is None and source.text.strip():
        yield source.name
    yield from _undocumented_members(source.name, source.tree)


def _undocumented_members(where: str, parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        name = f"{where}:{node.lineno} {node.name}"
        if ast.get_docstring(node) is None and not _explained_elsewhere(node):
            yield name
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_members(where, node)


def _explained_elsewhere(node: Function | ast.ClassDef) -> bool:
    """Qt explains its own names (paintEvent), a property its setter, the base an override."""
    if isinstance(node, ast.ClassDef):
        return False
    decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    return node.name != node.name.lower() or bool(decorators & {"setter", "overload", "override"})


def test_every_public_module_class_and_function_is_documented() -> None:
    assert [name for source in sources(PACKAGE) for name in undocumented(source)] == []


def test_every_function_says_what_it_returns() -> None:
    silent = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in sources(PACKAGE)
        for node in ast.walk(source.tree)
        if isinstance(node, Function) and node.returns is None
    ]
    assert silent == []
