"""``financedesk``: without arguments the window, with arguments the command line."""

import sys


def main() -> int:
    """Open the window, or run a command; returns the exit status."""
    from financedesk.cli import main as run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
