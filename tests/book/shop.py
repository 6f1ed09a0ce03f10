"""A small room of the tests' own: buyers, their orders, and totals derived from them."""

from sqlalchemy import Column, MetaData, Table

from financedesk.book import Room
from financedesk.book.schema import Id, identity, reference, table, words

metadata = MetaData()

buyer: Table = table(
    "buyer",
    identity(),
    Column("entity_id", Id),
    words("name"),
    reference("buyer.id", "sponsor_id", nullable=True, index=True),
    shared=True,
    on=metadata,
)

ROOMS = (Room("shop", (buyer,)),)
