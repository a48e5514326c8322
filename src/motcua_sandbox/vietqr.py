"""Read VietQR transfer codes: EMVCo TLV with a CRC-16/CCITT-FALSE tail (NAPAS, AID A000000727)."""

from __future__ import annotations

import re
from dataclasses import dataclass

AID = "A000000727"
BY_ACCOUNT = "QRIBFTTA"
BY_CARD = "QRIBFTTC"
_CRC_TAG = "6304"
_MOST = 512


class VietQrError(Exception):
    """The text is not a VietQR transfer code; the message says why."""


@dataclass(frozen=True, slots=True)
class TransferCode:
    """What a VietQR code asks a bank app to fill in; `amount` in whole đồng, 0 when left open."""

    bank: str
    account: str
    service: str
    amount: int
    content: str
    is_dynamic: bool


def crc(text: str) -> str:
    """Give the CRC-16/CCITT-FALSE of a text's UTF-8 bytes as four upper-case hex digits."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def parse(payload: str) -> TransferCode:
    """Read a payload; raise VietQrError on a wrong CRC, broken TLV, or no transfer in VND."""
    _check_crc(payload)
    fields = _tlv(payload)
    _expect(fields, "00", ("01",), "not version 01")
    _expect(fields, "01", ("11", "12"), "neither static nor dynamic")
    _expect(fields, "53", ("704",), "the currency is not VND")
    _expect(fields, "58", ("VN",), "the country is not VN")
    bank, account, service = _receiver(fields.get("38", ""))
    return TransferCode(
        bank=bank,
        account=account,
        service=service,
        amount=_amount(fields.get("54", "")),
        content=_tlv(fields.get("62", "")).get("08", ""),
        is_dynamic=fields["01"] == "12",
    )


def _check_crc(payload: str) -> None:
    if not (payload.isprintable() and len(_CRC_TAG) + 4 < len(payload) <= _MOST):
        raise VietQrError("the length or the characters are wrong")
    if payload[-8:-4] != _CRC_TAG or crc(payload[:-4]) != payload[-4:].upper():
        raise VietQrError("the CRC is wrong")


def _tlv(text: str) -> dict[str, str]:
    """Split `TTLLvalue…`; lengths count characters."""
    fields: dict[str, str] = {}
    while text:
        head, size = text[:2], text[2:4]
        if not (re.fullmatch("[0-9]{2}", head) and re.fullmatch("[0-9]{2}", size)):
            raise VietQrError("a tag or a length is not two digits")
        value, text = text[4 : 4 + int(size)], text[4 + int(size) :]
        if len(value) != int(size) or head in fields:
            raise VietQrError("a field is cut short or comes twice")
        fields[head] = value
    return fields


def _expect(fields: dict[str, str], tag: str, allowed: tuple[str, ...], message: str) -> None:
    if fields.get(tag) not in allowed:
        raise VietQrError(message)


def _receiver(text: str) -> tuple[str, str, str]:
    fields = _tlv(text)
    _expect(fields, "00", (AID,), "not a NAPAS transfer code")
    _expect(fields, "02", (BY_ACCOUNT, BY_CARD), "neither to an account nor to a card")
    member = _tlv(fields.get("01", ""))
    bank, account = member.get("00", ""), member.get("01", "")
    if not re.fullmatch("[0-9]{6}", bank) or not re.fullmatch("[0-9A-Za-z]{1,19}", account):
        raise VietQrError("the bank or the account number is malformed")
    return bank, account, fields["02"]


def _amount(text: str) -> int:
    if text and not re.fullmatch("[1-9][0-9]{0,12}", text):
        raise VietQrError("the amount is not a whole number of đồng")
    return int(text or 0)
