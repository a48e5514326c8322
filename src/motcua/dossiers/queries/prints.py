"""Papers of a dossier that are set when somebody opens them: receipt, summary, slips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.agencies.queries import letterhead, official_name
from motcua.agencies.queries.standing import agency_of_official
from motcua.agencies.queries.subtrees import units_below
from motcua.dossiers.base.statutory import form_on
from motcua.dossiers.enums import FeeState, SlipForm
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Slip
from motcua.dossiers.queries.control import hand_overs
from motcua.dossiers.queries.episodes import outages_in_register
from motcua.dossiers.queries.holdings import INTERNAL
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.register import register_rows
from motcua.dossiers.queries.wording import (
    fee_in_words,
    fee_lines_in_words,
    filer_of,
    office_of,
    paper_names,
    papers_of,
    procedure_name,
    tracking_link,
)
from motcua.kernel.clock import civil, civil_date
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.texts import say
from motcua.ui.paper import qr_svg, render_pdf, render_png

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.base.statutory import StatutoryForm
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.register import Wanted
    from motcua.kernel.actors import Actor

# Papers are in the language of the law.
_LANGUAGE = "vi"


def receipt_pdf(dossier: Dossier) -> bytes:
    """Set the filing receipt: code, time, papers, what comes next, and a QR that opens tracking."""
    data = {
        **_head(dossier, "Biên nhận nộp hồ sơ"),
        "request": procedure_name(dossier, _LANGUAGE),
        "submitted_at": civil(dossier.submitted_at).isoformat(timespec="seconds"),
        "papers": paper_names(dossier, _LANGUAGE),
        "fee": fee_in_words(dossier, _LANGUAGE),
        "fee_lines": fee_lines_in_words(dossier, _LANGUAGE),
        "next": _next(dossier),
    }
    return render_pdf("slips/receipt.typ", data, at=dossier.submitted_at)


def summary_pdf(dossier: Dossier) -> bytes:
    """Set every question and answer of a dossier, and its papers, for print."""
    pages = summary(
        rules_of(dossier).form,
        dossier.answers,
        _LANGUAGE,
        today=civil_date(dossier.submitted_at),
    )
    data = {
        **_head(dossier, "Bản in hồ sơ"),
        "procedure": procedure_name(dossier, _LANGUAGE),
        "submitted_at": civil(dossier.submitted_at).isoformat(timespec="seconds"),
        "sections": [
            {
                "title": page.title,
                "rows": [{"question": row.question, "answer": row.answer} for row in page.rows],
            }
            for page in pages
        ],
        "papers": _papers(dossier),
    }
    return render_pdf("slips/summary.typ", data, at=dossier.submitted_at)


def slip_of(dossier: Dossier, public_id: UUID) -> Slip:
    """Give a slip that the applicant is given too. Raises `DossierNotFound`."""
    slip = Slip.objects.filter(dossier=dossier, public_id=public_id).first()
    if slip is None or slip.form in INTERNAL:
        raise DossierNotFound
    return slip


def slip_pdf(slip: Slip) -> bytes:
    """Set a statutory slip from what was fixed when it was issued: the same bytes every time."""
    return render_pdf(_template(slip), _slip(slip), at=slip.issued_at)


def control_pdf(dossier: Dossier, now: datetime) -> bytes:
    """Set form 05 as it stands: every hand-over so far, with times and names.

    Raises `DossierNotFound` before the first hand-over.
    """
    slip = Slip.objects.filter(dossier=dossier, form=SlipForm.CONTROL).first()
    if slip is None:
        raise DossierNotFound
    rows = [row.on_paper() for row in hand_overs(dossier, now, _LANGUAGE)]
    return render_pdf(_template(slip), {**_slip(slip), "rows": rows}, at=now)


def register_pdf(actor: Actor, wanted: Wanted, now: datetime) -> bytes:
    """Set form 06: the part of the register that is asked for, on A4, broad side up.

    Raises `NotAllowed`.
    """
    form = form_on(SlipForm.REGISTER, civil_date(now))
    rows = [row.on_paper(n) for n, row in enumerate(register_rows(actor, wanted, _LANGUAGE), 1)]
    agency_id = wanted.agency or agency_of_official(actor.official_id or -1) or -1
    head = letterhead(agency_id)
    data = {
        "title": form.title.vi,
        "demo": settings.DEMO,
        "agency": {"parent": head.parent, "name": head.name},
        "place": head.place,
        "date": civil(now).date().isoformat(),
        "number": "",
        "office": _office(wanted) or head.name,
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
        "rows": rows,
        "outages": outages_in_register(agency_id, wanted),
        "signer": {"authority": ["NGƯỜI GIỮ SỔ"], "name": official_name(actor.official_id or -1)},
    }
    return render_pdf(form.template, data, at=now)


def _office(wanted: Wanted) -> str:
    """Name the unit whose part of the register it is; empty for all."""
    cards = units_below(wanted.agency, "") if wanted.agency and wanted.unit else ()
    return next((card.name for card in cards if card.public_id == wanted.unit), "")


def slip_pictures(slip: Slip) -> list[bytes]:
    """Draw a slip as PNG pictures, one a page, without its number: it may not be issued yet."""
    data = {**_slip(slip), "number": "…", "draft": True}
    return render_png(_template(slip), data, at=slip.issued_at)


def _slip(slip: Slip) -> dict[str, Any]:
    return {**slip.data, "title": _form(slip).title.vi}


def _template(slip: Slip) -> str:
    return _form(slip).template


def _form(slip: Slip) -> StatutoryForm:
    return form_on(slip.form, civil_date(slip.issued_at))


def _head(dossier: Dossier, title: str) -> dict[str, Any]:
    agency = dossier.agency
    link = tracking_link(dossier)
    return {
        "title": title,
        "demo": settings.DEMO,
        "agency": {"parent": agency.parent.name if agency.parent else "", "name": agency.name},
        "code": dossier.code,
        "office": office_of(dossier),
        "address": agency.address,
        "filer": filer_of(dossier),
        "qr": {"svg": qr_svg(link), "caption": "Quét để theo dõi hồ sơ", "url": link},
    }


def _next(dossier: Dossier) -> str:
    pay = "Nộp tiền trên trang hồ sơ để cơ quan tiếp nhận.\n"
    told = (
        "Cán bộ một cửa kiểm tra hồ sơ trong giờ làm việc rồi báo ngày hẹn trả kết quả qua tin "
        "nhắn và thư điện tử; nếu thiếu, anh/chị được báo một lần, đủ mọi lý do."
    )
    return (pay if dossier.fee_state == FeeState.DUE else "") + told


def _papers(dossier: Dossier) -> list[dict[str, Any]]:
    names: dict[str, list[str]] = {}
    for paper in dossier.papers.filter(replaced_at=None).select_related("file"):
        names.setdefault(paper.code, []).append(paper.file.name)
    known = papers_of(dossier)
    return [
        {"name": say(known[code].name, _LANGUAGE), "files": files}
        for code, files in names.items()
        if code in known
    ]
