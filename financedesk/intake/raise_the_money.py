"""Raise the Money's export, read when the user says that a file is one.

Its columns are not public, so no file can be told to be Raise the Money's by its content. The
headings are those of a plain list of gifts; whatever else a file calls them is refused.
"""

from dataclasses import replace

from financedesk.intake.export_reading import functions_of
from financedesk.intake.generic_donations import PLAIN

LAYOUT = replace(
    PLAIN,
    code="raise-the-money",
    processor="raise_the_money",
    title="Raise the Money's export, as a list of gifts",
)

fits, read = functions_of(LAYOUT)
