"""A book of gifts in some thousand payouts, with bills and checks, and a bank that tells of all."""

from collections.abc import Iterator
from datetime import date, timedelta

from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import ITEM_COLUMNS, TRANSACTION_COLUMNS, LedgerWriter
from financedesk.rules.kinds import kind
from tests.bench.desk_book import Filled, Filling
from tests.ledger.riverbend import riverbend_at

LINES = 10_000
FIRST, DAYS = date(2026, 1, 1), 270
_FIRST_PAYOUT = 500_000
_FIRMS = 40
_BILLS_ONE_IN = 10
_CAFE_CENTS = -4_00


def lines_for(rows: int) -> int:
    """Return how many lines a bank tells of so many entries."""
    return min(LINES, max(50, rows // 100))


def fill(location: str, rows: int) -> Filled:
    """Make a book with so many gifts and its bank's statement; return the true totals."""
    with riverbend_at(location) as book, book.unit_of_work("Fill") as unit:
        unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256="0" * 64)
        return _Told(book, unit, rows, max(10, rows // 5)).run()


class _Told(Filling):
    """Gifts by payout; of ten lines nine are payouts and one a bill, a check or a coffee."""

    def run(self) -> Filled:
        """Write everything."""
        unit, lines = self.unit, lines_for(self.rows)
        self.bills = lines // _BILLS_ONE_IN
        self.payouts = lines - self.bills
        cards = unit.reserve(self.people)
        unit.bulk_insert(tables.contact, CONTACT_COLUMNS, self._contacts(cards))
        acts = unit.reserve(self.payouts)
        unit.bulk_insert(tables.transaction, TRANSACTION_COLUMNS, self._acts(acts))
        ids = unit.reserve(self.rows)
        unit.bulk_insert(tables.item, ITEM_COLUMNS, self._items(ids, cards, acts))
        self._post(acts)
        bank = [*self._payout_lines(), *self._pay()]
        self._tell(bank)
        return Filled(self.gifts, self.cents, self.people)

    def day_of(self, payout: int) -> str:
        """Return the day of a payout, some of each day."""
        return (FIRST + timedelta(payout * DAYS // self.payouts)).isoformat()

    def _acts(self, ids: range) -> Iterator[tuple[object, ...]]:
        for number, act in enumerate(ids):
            words = f"ActBlue payout {_FIRST_PAYOUT + number}"
            yield (act, self.entity_id, "payout", self.day_of(number), words, "done")

    def _items(self, ids: range, cards: range, days: range) -> Iterator[tuple[object, ...]]:
        places = {name: place for place, name in enumerate(ITEM_COLUMNS)}
        empty: list[object] = [None] * len(ITEM_COLUMNS)
        for name in ("memo", "unaggregated"):
            empty[places[name]] = 0
        for number, item_id in enumerate(ids):
            payout = number * self.payouts // self.rows
            amount = 5_00 + number * 7_919 % 9_500
            card = cards[number * 104_729 % len(cards)]
            given = {
                "id": item_id, "entity_id": self.entity_id, "kind": "individual_receipt",
                "transaction_id": days[payout], "contact_id": card, "card_id": card,
                "account_id": self.account_id, "amount_cents": amount, "cash_cents": amount,
                "item_date": self.day_of(payout),
            }  # fmt: skip
            row = empty.copy()
            for name, value in given.items():
                row[places[name]] = value
            self._count("individual_receipt", payout, amount, bill=False)
            yield tuple(row)

    def _post(self, days: range) -> None:
        with LedgerWriter(self.unit, self.entity_id) as writer:
            for (payout, code), cents in self.cash.items():
                other = writer.class_account(kind(code))
                writer.add_posting(days[payout], self.account_id, self.day_of(payout), cents)
                writer.add_posting(days[payout], other, self.day_of(payout), -cents)

    def _payout_lines(self) -> Iterator[tuple[str, int, str, str]]:
        for (payout, _code), cents in self.cash.items():
            yield _later(self.day_of(payout)), cents, f"ACTBLUE PAYOUT {_FIRST_PAYOUT + payout}", ""

    def _pay(self) -> Iterator[tuple[str, int, str, str]]:
        """Write bills with what the bank says of each: a name, a check's number, or a coffee."""
        with LedgerWriter(self.unit, self.entity_id) as writer:
            firms = [
                writer.add_contact(Contact(type="ORG", name=f"{_word(number)} Works"))
                for number in range(_FIRMS)
            ]
            for number in range(self.bills):
                day = (FIRST + timedelta(number * DAYS // self.bills)).isoformat()
                coffee, check = number % 5 == 0, number % 3 == 0
                cents = _CAFE_CENTS if coffee else -(100_00 + number * 37)
                firm = number % _FIRMS
                new = NewItem(kind="operating_expenditure", contact=firms[firm], item_date=day,
                              amount_cents=-cents, account_id=self.account_id)  # fmt: skip
                said = f"Check {1_000 + number}" if check else None
                writer.add_transaction("bill", day, [new], description=said)
                words = f"CHECK {1_000 + number}" if check else f"{_word(firm).upper()} WORKS"
                yield _later(day), cents, words, str(1_000 + number) if check else ""

    def _tell(self, bank: list[tuple[str, int, str, str]]) -> None:
        whose = {"entity_id": self.entity_id, "account_id": self.account_id}
        kept = self.unit.insert(
            tables.bank_statement,
            {**whose, "number": "", "bank": "", "currency": "USD", "format": "ofx",
             "file_name": "bank.ofx", "file_sha256": "", "part": 1},
        )  # fmt: skip
        for number, (day, cents, words, check) in enumerate(sorted(bank)):
            self.unit.insert(
                tables.statement_line,
                {**whose, "bank_statement_id": kept, "line_key": str(number), "booked_on": day,
                 "amount_cents": cents, "reference": "", "payee": words, "memo": "",
                 "check_number": check, "kind": "", "place": ""},
            )  # fmt: skip


def _later(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(2)).isoformat()


def _word(number: int) -> str:
    """Return a name of letters alone that differs from the others in more than one place."""
    return "".join(chr(ord("a") + (number * 7 + place * 11) % 26) for place in range(6)).title()
