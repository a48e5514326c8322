"""Statutory slips: numbered without gaps per agency, form and year, with what they print fixed.

Source: Circular 01/2018/TT-VPCP, Article 9 and forms 01 to 03.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.agencies.queries import letterhead, official_name
from motcua.dossiers.actions.numbering import next_slip_number
from motcua.dossiers.enums import SlipForm
from motcua.dossiers.models import Dossier, Slip
from motcua.dossiers.queries.wording import (
    fee_in_words,
    filer_of,
    item_in_words,
    office_of,
    paper_names,
    procedure_name,
    time_allowed,
    tracking_link,
)
from motcua.kernel.clock import civil

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_CLASSES = {
    SlipForm.RECEIPT: "GTN",
    SlipForm.SUPPLEMENT: "PBS",
    SlipForm.REFUSAL: "PTC",
}


def issue_slip(
    dossier: Dossier, form: SlipForm, *, actor: Actor, now: datetime, **particulars: Any
) -> Slip:
    """Issue a slip on a locked dossier, in the transaction of the act it documents.

    `particulars`: `items` and `message` for form 02, `reason` for form 03. The PDF is set from
    `data` whenever somebody opens it, so that it is the same every time.
    """
    number = next_slip_number(dossier, form, now)
    return Slip.objects.create(
        dossier=dossier,
        form=form,
        agency_id=dossier.agency_id,
        year=civil(now).year,
        number=number,
        issued_at=now,
        issued_by_id=actor.official_id,
        data={
            **_common(dossier, now),
            "number": f"{number:02d}/{_CLASSES[form]}",
            "signer": _signer(actor, dossier),
            **_BODIES[form](dossier, particulars),
        },
    )


def _common(dossier: Dossier, now: datetime) -> dict[str, Any]:
    head = letterhead(dossier.agency_id)
    return {
        "title": "",
        "demo": settings.DEMO,
        "agency": {"parent": head.parent, "name": head.name},
        "place": head.place,
        "date": civil(now).date().isoformat(),
        "code": dossier.code,
        "office": office_of(dossier),
        "address": head.address,
        "filer": filer_of(dossier),
        "request": procedure_name(dossier, "vi"),
    }


def _signer(actor: Actor, dossier: Dossier) -> dict[str, Any]:
    name = official_name(actor.official_id) if actor.official_id else ""
    agency = letterhead(dossier.agency_id).name
    return {"authority": ["NGƯỜI TIẾP NHẬN HỒ SƠ"], "name": name, "agency": agency}


def _form01(dossier: Dossier, particulars: dict[str, Any]) -> dict[str, Any]:
    del particulars
    assert dossier.accepted_at
    assert dossier.due_at
    return {
        "papers": paper_names(dossier, "vi"),
        "sets": 1,
        "time_allowed": time_allowed(dossier, "vi"),
        "received_at": civil(dossier.accepted_at).isoformat(timespec="seconds"),
        "due_at": civil(dossier.due_at).isoformat(timespec="seconds"),
        "deliver_to": f"Cổng dịch vụ công và {office_of(dossier)}",
        "fee": fee_in_words(dossier, "vi"),
        "lookup": f"Theo dõi hồ sơ: {tracking_link(dossier)}",
    }


def _form02(dossier: Dossier, particulars: dict[str, Any]) -> dict[str, Any]:
    return {
        "items": [item_in_words(dossier, item, "vi") for item in particulars["items"]],
        "reason": particulars["message"]
        or "Hồ sơ chưa đầy đủ hoặc chưa đúng; lý do của từng mục ghi ở trên.",
        "contact": {
            "name": office_of(dossier),
            "phone": letterhead(dossier.agency_id).phone or settings.HELPLINE,
        },
    }


def _form03(dossier: Dossier, particulars: dict[str, Any]) -> dict[str, Any]:
    del dossier
    return {
        "reasons": [line for line in particulars["reason"].splitlines() if line.strip()],
        "appeal": "Nếu không đồng ý, anh/chị có quyền phản ánh, kiến nghị hoặc khiếu nại tới "
        "người đứng đầu cơ quan theo Luật Khiếu nại.",
    }


_BODIES = {SlipForm.RECEIPT: _form01, SlipForm.SUPPLEMENT: _form02, SlipForm.REFUSAL: _form03}
