"""The desk without a window: every capability as a command, calling what the window calls."""

from financedesk.cli.run import main

__all__ = ["main"]
