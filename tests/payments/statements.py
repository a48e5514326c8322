"""Statements as banks write them, for the tests."""

from __future__ import annotations

from datetime import date

CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"


def entry(number, amount, *, way="CRDT", day="2026-11-20", details="", status="BOOK", more=""):
    return (
        f'<Ntry><Amt Ccy="VND">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{more}'
        f"<Sts>{status}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{number}</AcctSvcrRef>{details}</Ntry>"
    )


def detail(number, amount, content=""):
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{number}</AcctSvcrRef></Refs><AmtDtls><TxAmt>"
        f'<Amt Ccy="VND">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RmtInf><Ustrd>{content}</Ustrd></RmtInf></TxDtls>"
    )


def camt(*entries, opening=0, closing=0, day="2026-11-20", account="1012345678", version="02"):
    def balance(code, amount):
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f'<Amt Ccy="VND">{abs(amount)}.00</Amt>'
            f"<CdtDbtInd>{'CRDT' if amount >= 0 else 'DBIT'}</CdtDbtInd>"
            f"<Dt><Dt>{day}</Dt></Dt></Bal>"
        )

    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{CAMT.format(version)}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>"
        f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>"
        f"{balance('OPBD', opening)}{balance('CLBD', closing)}\n"
        + "\n".join(entries)
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def sheet(*rows, day=date(2026, 11, 20)):
    """Write (transaction, amount, content) as the CSV of a bank."""
    lines = ["Ngày giao dịch;Mã giao dịch;Ghi có;Ghi nợ;Nội dung"]
    for number, amount, content in rows:
        money = f"{amount};" if amount > 0 else f";{-amount}"
        lines.append(f"{day:%d/%m/%Y};{number};{money};{content}")
    return "\r\n".join(lines).encode()
