"""Where a refusal of the book is said: in the form that asked, or by the window when it is gone."""

from collections.abc import Callable
from typing import Protocol

from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ui.shell.page import Shell


class RefusableForm(Protocol):
    """A form that can say why what it holds was not taken."""

    def refuse(self, error: FinanceDeskError) -> None:
        """Say it, and keep what was typed."""


def refusing(shell: Shell, form: RefusableForm | None) -> Callable[[FinanceDeskError], None]:
    """Return what a job does with its error: the form says it, as long as it is open."""

    def failed(error: FinanceDeskError) -> None:
        if form is not None and isValid(form) and not isinstance(error, Cancelled):
            form.refuse(error)
        else:
            shell.say(str(error))

    return failed
