"""Which texts of a file a profile does not translate yet: a vendor has added a word."""

from collections.abc import Mapping

from financedesk.intake.column_texts import column_texts
from financedesk.intake.mapped import mapped_table
from financedesk.intake.profiles import Profile
from financedesk.intake.roles import Kind, role_of
from financedesk.intake.source_file import SourceFile
from financedesk.progress import Progress


def unsaid_texts(
    profile: Profile, source: SourceFile, progress: Progress
) -> Mapping[str, tuple[str, ...]]:
    """Return the texts whose meaning a profile has to say and does not, by role.

    Rows with them would be refused one by one. Raises BadInput when the file has not the profile's
    columns, Cancelled from ``progress``.
    """
    asked = [
        role
        for role in profile.values
        if role_of(role).kind is Kind.CHOICE and role in profile.columns
    ]
    if not asked:
        return {}
    table = mapped_table(profile, source)
    texts = column_texts(table, progress)
    found = {}
    for role in asked:
        counted = texts.get(table.places[role] + 1)
        known = {*profile.values[role], *_left_out(profile, role)}
        unsaid = tuple(
            text
            for text in ({} if counted is None else counted.counts)
            if text not in known and (text or role == "kind")
        )
        if unsaid:
            found[role] = unsaid
    return found


def _left_out(profile: Profile, role: str) -> set[str]:
    """Return the texts of a role's column whose rows the profile leaves out anyway."""
    column = profile.columns[role]
    return {text for left in profile.leave_out if left.column == column for text in left.values}
