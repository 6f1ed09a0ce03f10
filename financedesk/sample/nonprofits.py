"""The charity and the issue organisation: gifts, grants, dues and their expenses by function."""

from collections.abc import Sequence
from datetime import date

from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.independence import IndependenceFacts, add_independence
from financedesk.sample.cast import funders
from financedesk.sample.common import Bill, earn_interest, pay_bills
from financedesk.sample.days import in_month, months
from financedesk.sample.desk import Desk
from financedesk.sample.giving import Drive, Gift, drive_of
from financedesk.sample.officials import pay_research

ACCOUNT = "operating"
_CHARITY = (
    Bill("payroll", 15, "c3_program_expense"), Bill("payroll", 30, "c3_program_expense", share=8),
    Bill("rent", 1, "c3_administrative_expense", share=7),
    Bill("software", 9, "c3_administrative_expense"),
    Bill("print", 13, "c3_program_expense", often=4), Bill("hall", 20, "c3_program_expense"),
    Bill("mail", 22, "c3_fundraising_expense", often=3),
    Bill("legal", 26, "c3_administrative_expense", often=2),
)  # fmt: skip
_ISSUES = (
    Bill("payroll", 15, "c4_program_expense", share=9),
    Bill("rent", 1, "c4_administrative_expense", share=5),
    Bill("phone", 12, "c4_administrative_expense"),
    Bill("digital", 18, "c4_program_expense", often=7),
    Bill("legal", 24, "c4_lobbying_expense", often=5),
    Bill("mail", 21, "c4_fundraising_expense", often=3),
)  # fmt: skip
_INDEPENDENCE = (
    IndependenceFacts(
        topic="founders", weighs="for", from_date="2019-03-02", source="Articles and first minutes",
        facts="Set up by five members on their own money; no party committee took part",
    ),
    IndependenceFacts(
        topic="vendors", weighs="against", from_date="2026-02-01", to_date="2026-08-14",
        facts="Bluebird Digital also placed advertisements for the party",
        concerning="Lantern Party of Oregon", source="Contract with the agency, section 4",
        note="A written firewall stands since 3 February 2026",
    ),
    IndependenceFacts(
        topic="vendors", weighs="for", from_date="2025-01-01", source="Their bills",
        facts="Evergreen Payroll Co., Long Wire Telephone Cooperative and Mill Race Properties LLC"
        " only run wages, telephones and the office; none of them works on messages or lists",
    ),
    IndependenceFacts(
        topic="staff", weighs="against", to_date="2026-01-30", source="Personnel file",
        facts="The field director worked for the party before",
        concerning="Lantern Party of Oregon",
    ),
)  # fmt: skip
_DUES = (3_00, 5_00, 10_00)


def write_charity(
    desk: Desk, refs: Sequence[ContactRef], gifts: Sequence[Gift], drives: Sequence[Drive]
) -> None:
    """Write the charity's two years."""
    _receive_gifts(desk, "c3_contribution", refs, gifts, drives)
    for number, funder in enumerate(funders()):
        who = desk.contact(f"funder:{number}", funder)
        for year in (2025, 2026):
            day = date(year, 2 + number, 14)
            cents = desk.chance.choice((15_000_00, 25_000_00, 40_000_00))
            desk.receive("grant_received", day, cents, who, f"Grant for {year}", ACCOUNT)
    for month in months():
        who = desk.vendor("hall")
        cents = desk.around(480_00)
        desk.receive("c3_program_income", in_month(month, 19), cents, who, "Course fees", ACCOUNT)
    earn_interest(desk, "c3_investment_income", ACCOUNT)
    pay_bills(desk, _CHARITY, ACCOUNT, drives)
    pay_research(desk)


def write_issues(
    desk: Desk, refs: Sequence[ContactRef], gifts: Sequence[Gift], drives: Sequence[Drive]
) -> None:
    """Write the issue organisation's two years; it also pays an outside super PAC once."""
    _receive_gifts(desk, "c4_contribution", refs, gifts, drives)
    for number, who in enumerate(refs[: len(refs) // 4]):
        cents = _DUES[number % len(_DUES)]
        for month in months():
            if desk.chance.randrange(8):
                day = in_month(month, 1 + number % 27)
                desk.receive("c4_membership_dues", day, cents, who, "Card", ACCOUNT)
    earn_interest(desk, "c4_investment_income", ACCOUNT)
    desk.pay(
        "c4_political_expense", date(2026, 9, 9), 7_500_00, desk.committee("ridge"),
        "Contribution to an independent committee", ACCOUNT,
    )  # fmt: skip
    pay_bills(desk, _ISSUES, ACCOUNT, drives)
    for fact in _INDEPENDENCE:
        add_independence(desk.writer.unit, desk.entity.id, fact)


def _receive_gifts(
    desk: Desk,
    kind_code: str,
    refs: Sequence[ContactRef],
    gifts: Sequence[Gift],
    drives: Sequence[Drive],
) -> None:
    for number, gift in enumerate(gifts):
        words = "Card" if gift.recurrence else f"Check {3000 + number * 11 % 6999}"
        drive = drive_of(desk.chance, drives, gift)
        desk.receive(kind_code, gift.day, gift.cents, refs[gift.giver], words, ACCOUNT,
                     None if drive is None else drive.id)  # fmt: skip
