"""Statutory slips: numbered without gaps per agency, form and year, with what they print fixed.

Source: Circular 01/2018/TT-VPCP, Article 9 and forms 01 to 05; which version holds is dated data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.agencies.queries import letterhead, official_name, unit_name
from motcua.dossiers.actions.numbering import next_slip_number
from motcua.dossiers.base.statutory import form_on
from motcua.dossiers.enums import SlipForm, State
from motcua.dossiers.models import Dossier, Slip
from motcua.dossiers.queries.intakes import office_elsewhere
from motcua.dossiers.queries.wording import (
    fee_in_words,
    fee_lines_in_words,
    filer_of,
    item_in_words,
    office_of,
    paper_names,
    procedure_name,
    time_allowed,
    tracking_link,
)
from motcua.kernel.clock import civil, civil_date

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

# What whoever receives issues, and the states it leaves a dossier in.
_AT_RECEIPT = frozenset({SlipForm.RECEIPT, SlipForm.SUPPLEMENT, SlipForm.REFUSAL})
_RECEIVED = frozenset({State.ACCEPTED, State.SUPPLEMENT_AT_RECEIPT, State.REFUSED})
_RECEIVING = "NGƯỜI TIẾP NHẬN HỒ SƠ"
_AUTHORITY = {
    SlipForm.APOLOGY: "LÃNH ĐẠO ĐƠN VỊ GIẢI QUYẾT",
    SlipForm.CONTROL: "NGƯỜI CHUYỂN HỒ SƠ",
}


def issue_slip(
    dossier: Dossier, form: SlipForm, *, actor: Actor, now: datetime, **particulars: Any
) -> Slip:
    """Issue a slip on a locked dossier, in the transaction of the act it documents.

    `particulars`: `received_at` for form 01 where the limit began anew since it was accepted,
    `items` and `message` for form 02, `reason` for forms 03 and 04. The PDF is set from `data`
    whenever somebody opens it, so that it is the same every time; form 05 is set from
    the steps so far, under the number it was given.
    """
    agency_id, office = _issuer(dossier, form, actor, now)
    number = next_slip_number(agency_id, form, now)
    return Slip.objects.create(
        dossier=dossier,
        form=form,
        agency_id=agency_id,
        year=civil(now).year,
        number=number,
        issued_at=now,
        issued_by_id=actor.official_id,
        data={
            **_common(dossier, agency_id, now),
            "office": office,
            "number": f"{number:02d}/{form_on(form, civil_date(now)).sign}",
            "signer": _signer(actor, agency_id, form),
            **_BODIES[form](dossier, particulars),
        },
    )


def _issuer(dossier: Dossier, form: SlipForm, actor: Actor, now: datetime) -> tuple[int, str]:
    """Give the agency and the office that issue a slip: at receipt, those of whoever receives."""
    if form in _AT_RECEIPT and dossier.state in _RECEIVED:
        office = office_elsewhere(actor, dossier.agency_id, civil_date(now))
        if office is not None:
            return office.agency_id, unit_name(office.unit_id)
    return dossier.agency_id, office_of(dossier)


def _common(dossier: Dossier, agency_id: int, now: datetime) -> dict[str, Any]:
    head = letterhead(agency_id)
    return {
        "title": "",
        "demo": settings.DEMO,
        "agency": {"parent": head.parent, "name": head.name},
        "place": head.place,
        "date": civil(now).date().isoformat(),
        "code": dossier.code,
        "address": head.address,
        "filer": filer_of(dossier),
        "request": procedure_name(dossier, "vi"),
    }


def _signer(actor: Actor, agency_id: int, form: SlipForm) -> dict[str, Any]:
    name = official_name(actor.official_id) if actor.official_id else ""
    agency = letterhead(agency_id).name
    return {"authority": [_AUTHORITY.get(form, _RECEIVING)], "name": name, "agency": agency}


def _form01(dossier: Dossier, particulars: dict[str, Any]) -> dict[str, Any]:
    received_at = particulars.get("received_at", dossier.accepted_at)
    assert received_at
    assert dossier.due_at
    return {
        "papers": paper_names(dossier, "vi"),
        "sets": 1,
        "time_allowed": time_allowed(dossier, "vi"),
        "received_at": civil(received_at).isoformat(timespec="seconds"),
        "due_at": civil(dossier.due_at).isoformat(timespec="seconds"),
        "deliver_to": f"Cổng dịch vụ công và {office_of(dossier)}",
        "fee": fee_in_words(dossier, "vi"),
        "fee_lines": fee_lines_in_words(dossier, "vi"),
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


def _form04(dossier: Dossier, particulars: dict[str, Any]) -> dict[str, Any]:
    assert dossier.accepted_at
    assert dossier.due_at
    assert dossier.reappointed_at
    return {
        "received_at": civil(dossier.accepted_at).isoformat(timespec="seconds"),
        "due_at": civil(dossier.due_at).isoformat(timespec="seconds"),
        "again_at": civil(dossier.reappointed_at).isoformat(timespec="seconds"),
        "reasons": [line for line in particulars["reason"].splitlines() if line.strip()],
        "contact": {
            "name": office_of(dossier),
            "phone": letterhead(dossier.agency_id).phone or settings.HELPLINE,
        },
    }


def _form05(dossier: Dossier, particulars: dict[str, Any]) -> dict[str, Any]:
    del dossier, particulars
    return {}


_BODIES = {
    SlipForm.RECEIPT: _form01,
    SlipForm.SUPPLEMENT: _form02,
    SlipForm.REFUSAL: _form03,
    SlipForm.APOLOGY: _form04,
    SlipForm.CONTROL: _form05,
}
