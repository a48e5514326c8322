"""Bank transfer by dynamic VietQR: an EMVCo TLV text that a bank's app reads.

Source: the NAPAS specification of VietQR. 38 holds {00 GUID, 01 {00 BIN, 01 account}, 02 service},
53 the currency 704, 54 the amount, 58 VN, 62 {08 purpose}, 63 CRC-16/CCITT-FALSE.
"""

from __future__ import annotations

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"


def payload(*, bank: str, account: str, amount: int, purpose: str) -> str:
    """Write the text of a dynamic VietQR for an amount in đồng.

    `bank` is the six-digit BIN; `purpose` is the transfer content, at most 25 plain characters.
    """
    beneficiary = _field("00", bank) + _field("01", account)
    merchant = _field("00", GUID) + _field("01", beneficiary) + _field("02", TO_ACCOUNT)
    body = (
        _field("00", "01")
        + _field("01", "12")
        + _field("38", merchant)
        + _field("53", "704")
        + _field("54", str(amount))
        + _field("58", "VN")
        + _field("62", _field("08", purpose))
        + "6304"
    )
    return f"{body}{crc16(body.encode()):04X}"


def crc16(data: bytes) -> int:
    """Give CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF, nothing reflected."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
