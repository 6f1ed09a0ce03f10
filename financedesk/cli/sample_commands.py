"""``book sample``: the invented organisation, to look around in."""

from financedesk.cli.command import Command, Context, Outcome, no_arguments
from financedesk.sample import build_sample


def _sample(context: Context) -> Outcome:
    report = build_sample(context.location, context.progress)
    words = (
        f"Made the sample book {report.book}: {len(report.entities)} entities"
        f" ({', '.join(report.entities)}), {report.transactions:,} receipts and payments."
    )
    data = {
        "book": report.book,
        "entities": list(report.entities),
        "transactions": report.transactions,
    }
    return Outcome(data, words)


COMMANDS = (
    Command("book sample", "make the sample organisation to look around in", no_arguments, _sample),
)
