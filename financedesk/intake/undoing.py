"""Taking an import back."""

from dataclasses import dataclass

from financedesk.book import Book


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """How many rows were removed; ``depends`` names what stands in the way, in sentences."""

    removed: int
    depends: tuple[str, ...]
