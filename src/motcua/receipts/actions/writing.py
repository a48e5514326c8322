"""Writing a receipt's files: XML signed as XAdES, PDF signed as PAdES, both kept and registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import events
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.files import keep_own
from motcua.receipts.errors import CollectorKeyMissing
from motcua.receipts.events import ReceiptReady
from motcua.receipts.models import Due, Papers
from motcua.receipts.queries.papers import file_name, receipt_pdf, receipt_xml
from motcua.signatures.actions import Paper, register_document, sign_pdf, sign_xml
from motcua.signatures.enums import DocumentKind
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.models import StoredFile
    from motcua.receipts.models import Receipt
    from motcua.signatures.models import SigningKey

_TITLE = "Biên lai thu phí, lệ phí"


@transaction.atomic
def write_papers(*, receipt_id: int, now: datetime) -> None:
    """Set and sign a receipt's files with the collector's key; a second call changes nothing.

    Raises `CollectorKeyMissing`, and what the signatures room raises; to be tried again.
    """
    papers = (
        Papers.objects.select_for_update(of=("self",))
        .select_related("receipt__agency", "receipt__follows", "receipt__order")
        .get(pk=receipt_id)
    )
    if papers.written_at is not None:
        return
    receipt = papers.receipt
    key = signing_key(agency_id=receipt.agency_id, at=now)
    if key is None:
        raise CollectorKeyMissing
    papers.xml, papers.pdf = _xml(receipt, key, now), _pdf(receipt, key, now)
    papers.written_at = now
    papers.save()
    due = Due.objects.get(order_id=receipt.order_id)
    ready = ReceiptReady(
        receipt_id=receipt.pk,
        kind=receipt.kind,
        subject_kind=due.subject_kind,
        subject_id=due.subject_id,
    )
    events.emit(ready, agency_id=receipt.agency_id, now=now)


def _xml(receipt: Receipt, key: SigningKey, now: datetime) -> StoredFile:
    content = sign_xml(receipt_xml(receipt), key=key, now=now)
    name = file_name(receipt, "xml")
    return keep_own(content, name=name, media_type="application/xml", now=now)


def _pdf(receipt: Receipt, key: SigningKey, now: datetime) -> StoredFile:
    paper = receipt_pdf(receipt, now=now)
    content = sign_pdf(paper, key=key, reason=_TITLE, now=now)
    register_document(
        actor=SYSTEM,
        agency=receipt.agency,
        paper=Paper(
            verification_id=receipt.verification_id,
            content=content,
            kind=DocumentKind.FEE,
            title=f"{_TITLE} năm {civil_date(receipt.issued_at).year}",
            signer_names=(receipt.collector_name,),
            reference=str(receipt.public_id),
        ),
        now=now,
    )
    name = file_name(receipt, "pdf")
    return keep_own(content, name=name, media_type="application/pdf", now=now)
