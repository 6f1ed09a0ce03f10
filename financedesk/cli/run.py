"""Parse the command line, run one command, print its outcome, return the exit status.

Exit status 0: done; 1: done, and something needs attention; 2: could not be done (one line on
standard error that begins ``financedesk: ``).
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from financedesk import __version__
from financedesk.cli.command import Command, Context, TerminalProgress
from financedesk.cli.registry import commands
from financedesk.cli.signing import PASSPHRASE_VARIABLE, USER_VARIABLE
from financedesk.errors import FinanceDeskError


def main(arguments: Sequence[str] | None = None, *, more: Sequence[Command] = ()) -> int:
    """Run the command line; returns the exit status.

    ``more`` are commands that this face does not know by itself, such as drawing the window.
    """
    parser = build_parser((*commands(), *more))
    parsed = parser.parse_args(arguments)
    command: Command = parsed.command
    try:
        outcome = command.run(Context(parsed, TerminalProgress()))
    except FinanceDeskError as error:
        return _could_not(str(error))
    except OSError as error:
        return _could_not(f"{error.strerror or error}: {error.filename or 'the file system'}.")
    except KeyboardInterrupt:
        return _could_not("stopped; nothing was stored.")
    if parsed.json:
        sys.stdout.write(json.dumps(outcome.data, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(outcome.words.rstrip("\n") + "\n")
    return 1 if outcome.attention else 0


def _could_not(sentence: str) -> int:
    line = " ".join(sentence.split())
    sys.stderr.write(f"financedesk: {line}\n")
    return 2


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, like every other error.

    That of a command is made when the command is called: to make those of all the others as well
    would take longer than many a command does.
    """

    def __init__(self, *, command: Command | None = None, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        self._waiting = command
        self._settings = settings
        if command is None:
            super().__init__(**settings)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read the words of the command that was called."""
        if self._waiting is not None:
            command, self._waiting = self._waiting, None
            super().__init__(description=command.help, **self._settings)
            command.arguments(self)
            self.set_defaults(command=command)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> "None":  # type: ignore[override]
        """Say what is wrong and how to see the choices; exit with status 2."""
        sys.exit(_could_not(f"{message}; see {self.prog} --help."))


def build_parser(known: Sequence[Command]) -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--book",
        metavar="PATH|URL",
        default=os.environ.get("FINANCEDESK_BOOK"),
        help="the book (default: the variable FINANCEDESK_BOOK)",
    )
    common.add_argument(
        "--user",
        metavar="LOGIN",
        default=os.environ.get(USER_VARIABLE, ""),
        help=f"sign in as this member (default: {USER_VARIABLE}, else the computer's login); the"
        f" passphrase is {PASSPHRASE_VARIABLE} or asked for",
    )
    common.add_argument("--json", action="store_true", help="print one JSON object")
    parser = _Parser(
        prog="financedesk", description="The desk that keeps a political organisation's money."
    )
    parser.add_argument("--version", action="version", version=f"FinanceDesk {__version__}")
    first = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    groups: dict[str, argparse._SubParsersAction[_Parser]] = {}
    for command in known:
        *group, name = command.words.split(" ")
        place = first if not group else _group(first, groups, group[0])
        place.add_parser(name, help=command.help, command=command, parents=[common])
    return parser


def _group(
    first: "argparse._SubParsersAction[_Parser]",
    groups: "dict[str, argparse._SubParsersAction[_Parser]]",
    name: str,
) -> "argparse._SubParsersAction[_Parser]":
    if name not in groups:
        parser = first.add_parser(name, help=GROUP_HELP[name])
        groups[name] = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    return groups[name]


GROUP_HELP = {
    "bill": "bills: enter, approve, pay and withdraw them",
    "book": "create, look into, verify, back up and restore a book",
    "calendar": "what must be done by when: list it, write it for a telephone, note deadlines",
    "checks": "checks drawn: list, print and void them; what is outstanding",
    "closing": "close bank accounts, have it reviewed, reopen; a month; bank, books and line 8",
    "deposit": "deposit slips: make and print them, put gifts on, what is overdue",
    "donors": "who is the same person: find, link, part again, tell apart",
    "drive": "plan drives, let rules assign gifts to them, see what they came to",
    "filings": "list, finalise and record filings",
    "gift": "put a gift above a limit right, share a joint one out",
    "letters": "letters that the law asks for: write, save, note as sent and answered",
    "override": "list, enter and withdraw counsel's word in place of rules",
    "payments": "who is behind a payment; the register of disbursements",
    "policy": "the organisation's own rules above the law: list them, take one on, lift it",
    "profiles": "how vendors' tables are read: look at a file, keep, show, hand on",
    "promise": "what donors promised: add, list, keep by a gift, end, remind",
    "remedy": "what may be done about each finding: list it, do it",
    "remit": "officials: what is due of their pay, where it may go, and the papers on it",
    "report": "papers: call sheets, letters, receipts and lists of drives; what the bank says",
    "terms": "what processors may take of a gift: enter, list, take away",
    "series": "recurring gifts: list them, say that one was cancelled, failed or raised",
}
