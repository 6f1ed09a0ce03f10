"""Who may import what, beyond the floors that import-linter checks."""

import ast
import sys

from tests.house.code_base import PACKAGE, Source, imported_modules, imports, rooms, sources

PURE = ("rules", "fec")
EVERY_FLOOR = {"financedesk.errors", "financedesk.progress", "financedesk.resources"}
HEAVY = {"alembic", "fecfile", "openpyxl", "psycopg", "reportlab"}


def _foreign(source: Source) -> list[str]:
    """Modules that a file of a pure room imports and should not."""
    own = f"financedesk.{source.room}"
    return [
        f"{source.name}: {module}"
        for module in imports(source.tree)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and module not in EVERY_FLOOR
        and not (module == own or module.startswith(f"{own}."))
    ]


def test_law_and_format_stand_on_the_standard_library_alone() -> None:
    assert [fault for source in rooms(*PURE) for fault in _foreign(source)] == []


def test_only_the_window_imports_qt() -> None:
    found = [
        source.name
        for source in sources(PACKAGE)
        if source.room != "ui"
        and any(module.startswith(("PySide6", "shiboken6")) for module in imports(source.tree))
    ]
    assert found == []


def test_the_faces_and_the_papers_see_no_database() -> None:
    found = [
        f"{source.name}: {module}"
        for source in rooms("ui", "cli", "reports")
        for module in imports(source.tree)
        if module.startswith(("sqlalchemy", "sqlcipher3", "sqlite3", "psycopg"))
    ]
    assert found == []


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    """So that the window opens before reportlab, openpyxl or alembic are read from the disk."""
    found = [
        f"{source.name}: {module}"
        for source in sources(PACKAGE)
        if "migrations" not in source.path.parts
        for node in source.tree.body
        for module in imported_modules(node)
        if module.partition(".")[0] in HEAVY
    ]
    assert found == []


def test_a_migration_means_the_same_for_ever() -> None:
    """It imports nothing of the program, which goes on changing."""
    found = [
        f"{source.name}: {module}"
        for source in sources(PACKAGE)
        if "versions" in source.path.parts
        for module in imports(source.tree)
        if module.startswith("financedesk")
    ]
    assert found == []


def test_imports_are_never_relative() -> None:
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources(PACKAGE)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []
