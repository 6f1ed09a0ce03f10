"""The ledger's table of processors' terms: what each takes of a gift, and when it pays out.

Everybody imports it from ``ledger/tables.py``. It touches no money: fees are what the files said,
and ``banking/missing.py`` says where they are not what was agreed.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, identity, reference, table, words

# From its first day until the next row of the same processor; rules/processor_terms.py reckons.
processor_contract = table(
    "processor_contract",
    identity(),
    reference("entity.id"),
    words("processor"),  # its code: actblue, stripe, …
    day("since"),
    count("rate_basis_points"),  # of each gift; 395 are 3.95 %
    cents("fixed_cents"),  # for each gift besides
    count("settle_days"),  # so many days after its payout the bank has the money
    words("source"),  # where it stands: a contract, an e-mail, the processor's page
    UniqueConstraint("entity_id", "processor", "since", name="processor_contract_since"),
    CheckConstraint("rate_basis_points BETWEEN 0 AND 10000", name="contract_rate"),
    CheckConstraint("fixed_cents >= 0", name="contract_fixed"),
    CheckConstraint("settle_days BETWEEN 0 AND 60", name="contract_days"),
    Index("processor_contract_entity", "entity_id"),
)
