"""The commands, in the order in which ``--help`` lists them."""

from financedesk.cli import (
    adopt_commands,
    book_commands,
    check_commands,
    donor_commands,
    drive_commands,
    drive_rule_commands,
    filing_commands,
    gift_commands,
    intake_commands,
    interchange_commands,
    limit_commands,
    override_commands,
    people_commands,
    profile_commands,
    promise_commands,
    reconcile_commands,
    remittance_commands,
    remittance_paper_commands,
    remittance_step_commands,
    sample_commands,
    series_commands,
    statement_commands,
)
from financedesk.cli.command import Command


def commands() -> tuple[Command, ...]:
    """Return every command that the program has."""
    return (
        *book_commands.COMMANDS,
        *sample_commands.COMMANDS,
        *adopt_commands.COMMANDS,
        *intake_commands.COMMANDS,
        *profile_commands.COMMANDS,
        *statement_commands.COMMANDS,
        *reconcile_commands.COMMANDS,
        *interchange_commands.COMMANDS,
        *filing_commands.COMMANDS,
        *check_commands.COMMANDS,
        *limit_commands.COMMANDS,
        *gift_commands.COMMANDS,
        *override_commands.COMMANDS,
        *drive_commands.COMMANDS,
        *drive_rule_commands.COMMANDS,
        *series_commands.COMMANDS,
        *promise_commands.COMMANDS,
        *people_commands.COMMANDS,
        *donor_commands.COMMANDS,
        *remittance_commands.COMMANDS,
        *remittance_paper_commands.COMMANDS,
        *remittance_step_commands.COMMANDS,
    )
