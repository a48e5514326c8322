"""The result of a dossier as a paper: what its template receives, and a preview of the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.agencies.queries import official_name
from motcua.dossiers.queries.document_values import bare
from motcua.dossiers.queries.documents import document_pdf, document_pictures
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel.clock import civil, civil_date
from motcua.procedures.base.results import ResultContext, Signer, paper_data, signed_data
from motcua.procedures.base.texts import say
from motcua.ui.paper import qr_code, render_pdf, render_png

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Document, Result


def result_pdf(result: Result, *, now: datetime, verification_id: str = "") -> bytes:
    """Set the result's paper from the dossier's own version of the template.

    Without `verification_id` it is a preview: no signing time, no QR code.
    """
    if result.document is not None:
        return document_pdf(
            _written(result),
            now=now,
            signer=official_name(result.approved_by_id) if result.approved_by_id else "",
            number=result.number,
            issued_on=civil_date(now),
            verification_id=verification_id,
        )
    data = _paper(result, now=now, verification_id=verification_id)
    return render_pdf(_template(result), data, at=now)


def result_pictures(result: Result, *, now: datetime) -> list[bytes]:
    """Draw the drafted result as PNG pictures, one a page: what would be signed at this moment."""
    if result.document is not None:
        return document_pictures(_written(result), now=now)
    return render_png(_template(result), _paper(result, now=now, verification_id=""), at=now)


def draft_seen(result: Result) -> str:
    """Name the draft as it stands, so that what is approved is what was shown."""
    document = result.document
    version = document.settled_id if document else None
    return f"{result.drafted_at.isoformat()}|{version or ''}"


def result_data(result: Result, *, now: datetime) -> dict[str, Any]:
    """Give the data that are signed beside the PDF."""
    return signed_data(
        rules_of(result.dossier),
        result.dossier.answers,
        result.data,
        _context(result, now=now, verification_id=""),
    )


def _written(result: Result) -> Document:
    assert result.document is not None
    result.document.dossier = result.dossier
    return result.document


def _template(result: Result) -> bytes:
    return rules_of(result.dossier).pack.result.template.encode()


def _paper(result: Result, *, now: datetime, verification_id: str) -> dict[str, Any]:
    return paper_data(
        rules_of(result.dossier),
        result.dossier.answers,
        result.data,
        _context(result, now=now, verification_id=verification_id),
    )


def _context(result: Result, *, now: datetime, verification_id: str) -> ResultContext:
    dossier = result.dossier
    agency = dossier.agency
    province = agency.place.parent if agency.place and agency.place.parent else agency.place
    return ResultContext(
        agency_code=agency.code,
        agency_name=agency.name,
        agency_parent=agency.parent.name if agency.parent else "",
        place=bare(province.name) if province else "",
        dossier_code=dossier.code,
        issued_on=civil_date(now),
        number=result.number,
        signer=_signer(result, now, is_signed=bool(verification_id)),
        qr=qr_code(verification_id) if verification_id else None,
        is_demo=settings.DEMO,
    )


def _signer(result: Result, now: datetime, *, is_signed: bool) -> Signer:
    title = say(rules_of(result.dossier).pack.result.signer, "vi")
    name = official_name(result.approved_by_id) if result.approved_by_id else ""
    return Signer((title,), name, result.dossier.agency.name, civil(now) if is_signed else None)
