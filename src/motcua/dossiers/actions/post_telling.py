"""Telling of parcels: the filer in the dossier's language, the counter where it must act."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_noop

from motcua.agencies.enums import Role
from motcua.agencies.queries.colleagues import holding
from motcua.deliveries.enums import Contents, ParcelState
from motcua.deliveries.queries import parcels_of
from motcua.dossiers.actions.recipients import about, recipient_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.errands import LATE, TROUBLES
from motcua.dossiers.queries.papers_by_post import posted_of
from motcua.dossiers.queries.wording import procedure_name, tracking_link
from motcua.kernel.clock import civil_date
from motcua.notifications.actions import Notice, Told, notify_all, tell_officials
from motcua.notifications.base.languages import in_each

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.deliveries.models import Parcel
    from motcua.kernel.events import Happened
    from motcua.notifications.base.languages import Words

_TROUBLE = (LATE, ParcelState.LOST, ParcelState.REFUSED, ParcelState.BROUGHT_BACK)
# What officials read in their inboxes, by what happened.
_OF_RESULTS = {
    LATE: gettext_noop("Bưu phẩm của hồ sơ %(code)s đến muộn. Hãy hỏi bưu chính."),
    ParcelState.LOST: gettext_noop(
        "Bưu phẩm của hồ sơ %(code)s bị thất lạc. Kết quả vẫn chờ trả: hãy gửi lại."
    ),
    ParcelState.REFUSED: gettext_noop(
        "Người nhận không nhận bưu phẩm của hồ sơ %(code)s. Hãy gọi cho người nộp."
    ),
    ParcelState.BROUGHT_BACK: gettext_noop(
        "Bưu phẩm của hồ sơ %(code)s đã chuyển hoàn. Kết quả vẫn chờ trả."
    ),
}
_OF_PAPERS = {
    ParcelState.DELIVERED: gettext_noop("Giấy tờ gửi qua bưu chính của hồ sơ %(code)s đã đến."),
    LATE: gettext_noop("Giấy tờ gửi qua bưu chính của hồ sơ %(code)s đến muộn. Hãy hỏi bưu chính."),
    ParcelState.LOST: gettext_noop(
        "Giấy tờ gửi qua bưu chính của hồ sơ %(code)s bị thất lạc. Hãy gọi cho người nộp."
    ),
    ParcelState.BROUGHT_BACK: gettext_noop(
        "Giấy tờ gửi qua bưu chính của hồ sơ %(code)s đã chuyển hoàn cho người nộp."
    ),
}


def tell_parcel(*, dossier_id: int, parcel_id: int, turn: str, event: Happened) -> None:
    """Tell the filer of a parcel's turn, and the counter where it must see to it; each once."""
    parcel = next(row for row in parcels_of("dossier", dossier_id) if row.pk == parcel_id)
    dossier = Dossier.objects.select_related("agency").defer("answers").get(pk=dossier_id)
    said = in_each(lambda _language: _said(parcel, turn))
    is_told = parcel.contents == Contents.PAPERS and turn == ParcelState.DELIVERED
    if said and not (is_told and posted_of(dossier)):
        notify_all([_notice(dossier, parcel, turn, said, event.id)], now=event.now)
    texts = _OF_PAPERS if parcel.contents == Contents.PAPERS else _OF_RESULTS
    if text := texts.get(turn, ""):
        _tell_counter(dossier, text, f"parcel:{parcel.pk}:{event.id}", event.now)


def _said(parcel: Parcel, turn: str) -> str:
    """Say what happened and what to do now; empty where nobody needs to know."""
    contents = Contents(parcel.contents)
    if (contents, turn) in TROUBLES:
        return str(TROUBLES[contents, turn])
    words: dict[tuple[str, str], str] = {
        (Contents.PAPERS, ParcelState.BOOKED): _(
            "Bưu chính sẽ đến lấy giấy tờ tại địa chỉ anh/chị đã ghi."
        ),
        (Contents.PAPERS, ParcelState.DELIVERED): _("Giấy tờ của anh/chị đã đến cơ quan."),
        (Contents.RESULT, ParcelState.BOOKED): _("Kết quả đã giao cho bưu chính để phát tới nhà."),
        (Contents.RESULT, ParcelState.DELIVERED): _("Bưu chính báo đã phát kết quả."),
    }
    return words.get((contents, turn), "")


def _notice(dossier: Dossier, parcel: Parcel, turn: str, said: Words, number: int) -> Notice:
    return Notice(
        key=f"dossier:{dossier.pk}:parcel:{parcel.pk}:{turn}:{number}",
        recipient=recipient_of(dossier),
        template="parcel",
        context={
            "agency": in_each(dossier.agency.name_in),
            "code": dossier.code,
            "procedure": in_each(partial(procedure_name, dossier)),
            "said": said,
            "number": parcel.number or parcel.reference,
            "link": tracking_link(dossier),
        },
        agency_id=dossier.agency_id,
        subject=about(dossier),
    )


def _tell_counter(dossier: Dossier, text: str, key: str, now: datetime) -> None:
    """Put a notice into the inboxes of those who receive and return at the dossier's unit."""
    day = civil_date(now)
    people = {
        one.official_id
        for role in (Role.RECEPTIONIST, Role.CLERK)
        for one in holding(role, dossier.agency_id, dossier.unit_path, day)
    }
    told = [
        Told(one, key, str(dossier.public_id), {"code": dossier.code}) for one in sorted(people)
    ]
    tell_officials(told, kind="parcel", subject_kind="dossier", text=text, now=now)
