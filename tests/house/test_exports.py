"""What a module offers is there."""

import ast
import importlib
import pkgutil

import pytest

import financedesk
from tests.house.code_base import PACKAGE, sources

ALL_MODULES = [
    found.name
    for found in pkgutil.walk_packages(financedesk.__path__, "financedesk.")
    if "migrations" not in found.name and not found.name.endswith("__main__")
]


@pytest.mark.parametrize("name", ALL_MODULES)
def test_every_module_can_be_imported_and_holds_what_it_offers(name: str) -> None:
    module = importlib.import_module(name)
    missing = [entry for entry in getattr(module, "__all__", ()) if not hasattr(module, entry)]
    assert missing == []


def test_a_room_that_hands_on_names_lists_them() -> None:
    """An __init__ that imports from its own room says with __all__ what is meant for others."""
    unlisted = [
        source.name
        for source in sources(PACKAGE)
        if source.path.name == "__init__.py"
        and _hands_on(source.tree, f"financedesk.{source.room}")
        and "__all__" not in source.text
    ]
    assert unlisted == []


def _hands_on(tree: ast.Module, room: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith(room)
        for node in tree.body
    )


def test_every_folder_of_code_is_a_package() -> None:
    folders = {source.path.parent for source in sources(PACKAGE)}
    without = [
        str(folder.relative_to(PACKAGE))
        for folder in folders
        if "migrations" not in folder.parts and not (folder / "__init__.py").exists()
    ]
    assert without == []
