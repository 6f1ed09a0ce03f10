"""Adds up the rows of a report by summary line, while they pass by."""

from collections import Counter
from collections.abc import Mapping

from financedesk.fec.values import cents
from financedesk.reports.wording import form_type, is_memo, lines_of
from financedesk.rules.summary import SummaryLine


class Tally:
    """Sums in cents and numbers of rows by line code; memo items are counted nowhere."""

    def __init__(self, form: str) -> None:
        """Know which lines the rows of each form type stand on."""
        self.cents: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self._targets = _targets(lines_of(form))

    def add(self, fields: Mapping[str, str]) -> None:
        """Count one record; raises BadInput when its amount cannot be read."""
        if is_memo(fields):
            return
        for code, name in self._targets.get(form_type(fields), ()):
            self.cents[code] += cents(fields.get(name, ""))
            self.rows[code] += 1


def _targets(lines: tuple[SummaryLine, ...]) -> Mapping[str, list[tuple[str, str]]]:
    """Form type → line codes and the field that each counts."""
    targets: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        for row in line.rows:
            for token in row.form_types:
                targets.setdefault(token, []).append((line.code, row.field))
    return targets


def line_numbers(form: str) -> Mapping[str, str]:
    """Form type → the number of the line that its rows belong to: ``SA11AI`` → ``11(a)(i)``.

    Rows on two lines (federal and other share) bear the number that both have in common.
    """
    numbers: dict[str, list[str]] = {}
    for line in lines_of(form):
        for token in line.tokens:
            numbers.setdefault(token, []).append(line.number)
    return {token: _common(found) for token, found in numbers.items()}


def _common(numbers: list[str]) -> str:
    return numbers[0] if len(numbers) == 1 else numbers[0].rpartition("(")[0]
