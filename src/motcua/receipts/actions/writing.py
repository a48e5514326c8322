"""Writing receipts' files: XML signed as XAdES, PDF signed as PAdES, both kept and registered."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import events
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.files import Own, keep_all_own
from motcua.receipts.errors import CollectorKeyMissing
from motcua.receipts.events import ReceiptReady
from motcua.receipts.models import Due, Papers
from motcua.receipts.queries.papers import file_name, receipt_pdf, receipt_xml
from motcua.signatures.actions import Paper, register_documents, sign_pdf, sign_xml
from motcua.signatures.enums import DocumentKind
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from motcua.receipts.models import Receipt
    from motcua.signatures.models import SigningKey

# Few enough that two jobs beside each other share a crowd, and one ends soon when it must.
WRITTEN_AT_ONCE = 10
_TITLE = "Biên lai thu phí, lệ phí"


def write_papers(*, receipt_id: int, now: datetime) -> None:
    """Set and sign a receipt's files; as `write_all_papers` does those of many."""
    write_all_papers(receipt_ids=[receipt_id], now=now)


@transaction.atomic
def write_all_papers(*, receipt_ids: Collection[int], now: datetime) -> None:
    """Set and sign receipts' files with the collectors' keys; a second call changes nothing.

    All or none of them. Raises `CollectorKeyMissing`, and what the signatures room raises; to be
    tried again.
    """
    held = (
        Papers.objects.select_for_update(of=("self",))
        .select_related("receipt__agency", "receipt__follows", "receipt__order")
        .filter(pk__in=receipt_ids, written_at=None)
    )
    rows = sorted(held.order_by("pk"), key=lambda papers: papers.receipt.agency_id)
    for _agency, several in groupby(rows, key=lambda papers: papers.receipt.agency_id):
        _write(list(several), now)


def _write(several: Sequence[Papers], now: datetime) -> None:
    """Write the files of receipts of one agency."""
    receipts = [papers.receipt for papers in several]
    agency = receipts[0].agency
    key = signing_key(agency_id=agency.pk, at=now)
    if key is None:
        raise CollectorKeyMissing
    made = [(_xml(receipt, key, now), _pdf(receipt, key, now)) for receipt in receipts]
    kept = iter(keep_all_own(list(chain.from_iterable(made)), now=now))
    for papers in several:
        papers.xml, papers.pdf, papers.written_at = next(kept), next(kept), now
    Papers.objects.bulk_update(several, ["xml", "pdf", "written_at"])
    entered = [
        _paper(receipt, pdf.content)
        for receipt, (_xml_of_it, pdf) in zip(receipts, made, strict=True)
    ]
    register_documents(actor=SYSTEM, agency=agency, papers=entered, now=now)
    dues = {due.order_id: due for due in Due.objects.filter(order__in=_orders(receipts))}
    ready = [
        ReceiptReady(
            receipt_id=receipt.pk,
            kind=receipt.kind,
            subject_kind=dues[receipt.order_id].subject_kind,
            subject_id=dues[receipt.order_id].subject_id,
        )
        for receipt in receipts
    ]
    events.emit_all(ready, agency_id=agency.pk, now=now)


def _orders(receipts: Sequence[Receipt]) -> set[int]:
    return {receipt.order_id for receipt in receipts}


def _xml(receipt: Receipt, key: SigningKey, now: datetime) -> Own:
    content = sign_xml(receipt_xml(receipt), key=key, now=now)
    return Own(content, file_name(receipt, "xml"), "application/xml")


def _pdf(receipt: Receipt, key: SigningKey, now: datetime) -> Own:
    content = sign_pdf(receipt_pdf(receipt, now=now), key=key, reason=_TITLE, now=now)
    return Own(content, file_name(receipt, "pdf"), "application/pdf")


def _paper(receipt: Receipt, content: bytes) -> Paper:
    return Paper(
        verification_id=receipt.verification_id,
        content=content,
        kind=DocumentKind.FEE,
        title=f"{_TITLE} năm {civil_date(receipt.issued_at).year}",
        signer_names=(receipt.collector_name,),
        reference=str(receipt.public_id),
    )
