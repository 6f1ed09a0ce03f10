"""Small invented statements of each format, for tests that read, break and repeat them."""

from pathlib import Path

OFX_HEAD = (
    "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n"
    "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
)


def ofx_entry(day: str, amount: str, reference: str, name: str = "Invented Printing Co") -> str:
    return (
        f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{reference}"
        f"<NAME>{name}<MEMO>leaflets</STMTTRN>"
    )


def ofx_statement(*entries: str, account: str = "000111", currency: str = "USD") -> str:
    return (
        f"<STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>011000015<ACCTID>{account}"
        f"<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260201<DTEND>20260228"
        f"{''.join(entries)}</BANKTRANLIST><LEDGERBAL><BALAMT>90.50<DTASOF>20260228</LEDGERBAL>"
        "</STMTRS></STMTTRNRS>"
    )


def ofx(*statements: str) -> str:
    return f"{OFX_HEAD}<OFX><BANKMSGSRSV1>{''.join(statements)}</BANKMSGSRSV1></OFX>\n"


OFX = ofx(ofx_statement(ofx_entry("20260203", "-9.50", "a1"), ofx_entry("20260204", "100", "a2")))

OFX_2 = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'
    "<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD</CURDEF><CCACCTFROM>"
    "<ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT</TRNTYPE>"
    "<DTPOSTED>20260203120000.000[-5:EST]</DTPOSTED><TRNAMT>-12.34</TRNAMT><FITID>c1</FITID>"
    "<NAME>Zoë &amp; Sons</NAME></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>-12.34</BALAMT>"
    "<DTASOF>20260228</DTASOF></LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>\n"
)

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><Othr><Id>000111</Id></Othr></Id><Ccy>USD</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">100.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">115.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-28</Dt></Dt></Bal>
<Ntry><Amt Ccy="USD">25.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-02-03</Dt></BookgDt><ValDt><Dt>2026-02-04</Dt></ValDt>
<AcctSvcrRef>r1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Invented Donor</Nm></Dbtr>
</RltdPties><RmtInf><Ustrd>gift</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="USD">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-02-05</Dt></BookgDt><AcctSvcrRef>r2</AcctSvcrRef></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""

MT940 = """:20:REF1
:25:12345678/000111
:28C:1/1
:60F:C260201USD100,00
:61:2602030203C25,00NTRFNONREF//B1
:86:Invented Donor
:61:2602040205D10,NCHK101
:86:166?00DEBIT?20rent of ?21the office?32Invented?33Landlord
:62F:C260228USD115,00
-
"""

QIF = """!Type:Bank
D02/03/2026
T25.00
PInvented Donor
^
D02/14/2026
T-1,010.00
PInvented Landlord
MRent
N101
^
"""

CSV = """Date,Description,Amount,Running Bal.
02/03/2026,Invented Donor,25.00,125.00
02/14/2026,Invented Landlord,-10.00,115.00
02/16/2026,"Invented, Printing",-5.00,110.00
"""

ALL = {"ofx": OFX, "ofx2": OFX_2, "camt": CAMT, "mt940": MT940, "qif": QIF, "csv": CSV}


def written(folder: Path, text: str | bytes, name: str = "statement") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
