"""The import page in each of its states, for pictures: invented files, looked into as any other."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir

from financedesk.intake.asking import STATEMENT
from financedesk.rules.roles import IMPORT
from financedesk.ui.pages.imports_example import (
    write_bank_table,
    write_example,
    write_statement,
    write_unknown,
)
from financedesk.ui.pages.imports_work import Options

if TYPE_CHECKING:
    from financedesk.ui.pages.imports import Imports


class Pictures:
    """Brings a page into its states, one after the other; the files last as long as this does."""

    def __init__(self, page: "Imports") -> None:
        self._page = page
        self._scratch = QTemporaryDir()

    def states(self) -> Mapping[str, Callable[[], None]]:
        """Return an unknown table, a statement, the steps of an export, and a wrong file."""
        page = self._page
        return {
            "columns": lambda: page.take_file(write_unknown(self._folder())),
            "bank-columns": self._bank_columns,
            "statement": lambda: page.take_file(write_statement(self._folder())),
            "found": self._export,
            "rows": self._rows,
            "duplicates": lambda: self._list("duplicates"),
            "problems": lambda: self._list("problems"),
            "people": self._people,
            "confirm": lambda: page.show_step("Confirm"),
            "refused": self._refused,
        }

    def _folder(self) -> Path:
        return Path(self._scratch.path())

    def _bank_columns(self) -> None:
        said = Options(what=STATEMENT)
        self._page.look(write_bank_table(self._folder()), said)

    def _export(self) -> None:
        page = self._page
        to = next((one for one in page.desk.entities_for(IMPORT) if one.committee_id), None)
        if to is not None:
            page.take_file(write_example(self._folder(), to, page.desk.today.isoformat()))

    def _rows(self) -> None:
        self._page.show_step("Rows")
        self._list("all")

    def _list(self, key: str) -> None:
        if self._page.found is not None:
            self._page.rows.lists.choose(key)

    def _people(self) -> None:
        if self._page.found is not None:
            self._page.next.click()

    def _refused(self) -> None:
        path = self._folder() / "minutes.txt"
        path.write_text("Minutes of the board\n", encoding="utf-8")
        self._page.take_file(path)
