"""What a receipt's files say: XML of a data part and a signature part, and the printed page."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from lxml import etree

from motcua.agencies.queries import letterhead
from motcua.kernel.clock import civil
from motcua.payments.enums import Provider
from motcua.receipts.base import receipt_rules
from motcua.receipts.enums import Kind
from motcua.receipts.queries import number_of
from motcua.ui.paper import qr_code, render_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.receipts.models import Receipt

NAMESPACE: Final = "urn:motcua:bien-lai:1"
SCHEMA: Final = files("motcua.receipts") / "data" / "bien-lai.xsd"
_DS: Final = "http://www.w3.org/2000/09/xmldsig#"
_TEMPLATE = Path(str(files("motcua.receipts") / "data" / "receipt.typ"))
_PROVIDERS = {str(one.value): str(one.label) for one in Provider}
NAMES: Final = {
    Kind.ORIGINAL: "Biên lai thu phí, lệ phí",
    Kind.REPLACEMENT: "Biên lai thu phí, lệ phí thay thế",
    Kind.ADJUSTMENT: "Biên lai thu phí, lệ phí điều chỉnh",
    Kind.CANCELLATION: "Biên lai hủy biên lai thu phí, lệ phí",
}


def file_name(receipt: Receipt, extension: str) -> str:
    """Name a receipt's file: `bien-lai-AA-26E-0000012.pdf`."""
    return f"bien-lai-{receipt.symbol}-{number_of(receipt)}.{extension}"


def receipt_xml(receipt: Receipt) -> bytes:
    """Write a receipt as XML (`bien-lai.xsd`), its place for the signature still empty."""
    root = etree.Element(f"{{{NAMESPACE}}}BLai", nsmap={None: NAMESPACE})
    data = _sub(root, "DLBLai")
    _general(_sub(data, "TTChung"), receipt)
    if receipt.follows is not None:
        _relation(_sub(data, "BLaiLQuan"), receipt, receipt.follows)
    collector = _sub(data, "NThu")
    _sub(collector, "Ten", receipt.collector_name)
    _sub(collector, "MST", receipt.collector_tax_code)
    _sub(collector, "MCQuan", receipt.agency.code)
    payer = _sub(data, "NNop")
    _sub(payer, "Ten", receipt.payer_name)
    if receipt.payer_tax_code:
        _sub(payer, "MST", receipt.payer_tax_code)
    rows = _sub(data, "DSKhoan")
    for number, line in enumerate(receipt.lines, 1):
        row = _sub(rows, "Khoan")
        _sub(row, "STT", str(number))
        _sub(row, "Ma", line["code"])
        _sub(row, "Ten", line["name"])
        _sub(row, "TTien", str(line["amount"]))
    total = _sub(data, "TToan")
    _sub(total, "TgTTTBSo", str(receipt.amount))
    _sub(total, "TgTTTBChu", receipt.in_words)
    place = _sub(_sub(root, "DSCKS"), "NThu")
    etree.SubElement(place, f"{{{_DS}}}Signature", Id="placeholder", nsmap={"ds": _DS})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def receipt_pdf(receipt: Receipt, *, now: datetime) -> bytes:
    """Set a receipt as a page of A5, with the code that leads to its check."""
    head = letterhead(receipt.agency_id)
    before = receipt.follows
    data = {
        "title": NAMES[Kind(receipt.kind)],
        "demo": settings.DEMO,
        "agency": {"parent": head.parent, "name": head.name},
        "own_number": number_of(receipt),
        "place": head.place,
        "date": receipt.issued_on.isoformat(),
        "form": receipt.form_symbol,
        "symbol": receipt.symbol,
        "collector": {"name": receipt.collector_name, "tax_code": receipt.collector_tax_code},
        "payer": receipt.payer_name,
        "payer_tax_code": receipt.payer_tax_code,
        "lines": [{"name": line["name"], "amount": dong(line["amount"])} for line in receipt.lines],
        "total": dong(receipt.amount),
        "in_words": receipt.in_words,
        "paid_at": civil(receipt.paid_at).isoformat(timespec="seconds"),
        "paid_by": ", ".join(_PROVIDERS.get(one, one) for one in receipt.paid_by.split("+")),
        "before": _called(before) if before else "",
        "effect": dong(receipt.effect) if before else "",
        "reason": receipt.reason,
        "citation": _citation(receipt.rule),
        "signed_at": civil(now).isoformat(timespec="seconds"),
        "code": "",
        "qr": qr_code(receipt.verification_id),
    }
    return render_pdf(_TEMPLATE, data, at=now)


def dong(amount: int) -> str:
    """Write an amount as receipts do: `1.250.000`."""
    return f"{amount:,}".replace(",", ".")


def _general(part: Any, receipt: Receipt) -> None:
    _sub(part, "PBan", "1.0")
    _sub(part, "TBLai", NAMES[Kind(receipt.kind)])
    _sub(part, "KHMBLai", receipt.form_symbol)
    _sub(part, "KHBLai", receipt.symbol)
    _sub(part, "SBLai", number_of(receipt))
    _sub(part, "NLap", civil(receipt.issued_at).isoformat(timespec="seconds"))
    _sub(part, "NNopTien", civil(receipt.paid_at).isoformat(timespec="seconds"))
    _sub(part, "HTTToan", receipt.paid_by)
    _sub(part, "DVTTe", "VND")
    _sub(part, "CCu", _citation(receipt.rule))
    _sub(part, "MTCuu", receipt.verification_id)
    _sub(part, "DCTCuu", f"{settings.PORTAL_URL}/v/{receipt.verification_id}")


def _relation(part: Any, receipt: Receipt, before: Receipt) -> None:
    _sub(part, "TChat", str(receipt.kind))
    _sub(part, "KHMBLai", before.form_symbol)
    _sub(part, "KHBLai", before.symbol)
    _sub(part, "SBLai", number_of(before))
    _sub(part, "NLap", civil(before.issued_at).isoformat(timespec="seconds"))
    _sub(part, "CLech", str(receipt.effect))
    _sub(part, "LDo", receipt.reason)


def _called(receipt: Receipt) -> str:
    day = f"{receipt.issued_on:%d/%m/%Y}"
    return f"{receipt.form_symbol}, ký hiệu {receipt.symbol}, số {number_of(receipt)} ngày {day}"


def _citation(code: str) -> str:
    return next((rule.citation for rule in receipt_rules() if rule.code == code), "")


def _sub(parent: Any, name: str, text: str = "") -> Any:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        element.text = text
    return element
