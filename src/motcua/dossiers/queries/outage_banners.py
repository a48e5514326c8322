"""What pages say of an outage: what is down, since when, till when, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.dossiers.queries.outages import outage_ahead, outage_over, outages_not_over
from motcua.dossiers.queries.wording import moment_in_words
from motcua.procedures.queries import offering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.outages import OutageNow
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Banner:
    """What a page says of an outage, line by line.

    `is_ahead` where it is announced only; `takes_paper` where who looks takes paper meanwhile.
    """

    title: str
    lines: tuple[str, ...]
    is_ahead: bool
    takes_paper: bool = False


def banner_at_offering(offering_id: int, now: datetime) -> Banner | None:
    """Give what to say where somebody files; None where nothing is wrong."""
    card = offering(offering_id)
    return _banner(card.agency_id, card.receiving.path, now)


def banner_over_dossier(dossier: Dossier, now: datetime) -> Banner | None:
    """Give what to say beside a dossier that is open; None where nothing is wrong."""
    if not dossier.is_open:
        return None
    path = dossier.step_path or dossier.unit_path
    return _banner(dossier.agency_id, path, now)


def banner_for_official(actor: Actor, now: datetime) -> Banner | None:
    """Give what to say to an official of what is wrong where he works."""
    if not outages_not_over():
        return None
    places = sorted({(power.agency_id, power.unit_path) for power in actor.powers})
    for find in (outage_over, outage_ahead):
        for agency_id, unit_path in places:
            found = find(agency_id, unit_path, now)
            if found is not None:
                banner = _to_officials(found, now)
                return replace(banner, takes_paper=actor.has_role(Role.RECEPTIONIST))
    return None


def _banner(agency_id: int, unit_path: str, now: datetime) -> Banner | None:
    lasting = outage_over(agency_id, unit_path, now)
    found = lasting or outage_ahead(agency_id, unit_path, now)
    if found is None:
        return None
    if lasting is None:
        return Banner(_ahead(found), (_from_to(found), *_citizens_ahead()), is_ahead=True)
    return Banner(_now(found), tuple(_to_citizens(found)), is_ahead=False)


def _to_citizens(found: OutageNow) -> Iterator[str]:
    yield _since(found)
    yield _clocks(found)
    yield _("Bản nháp của anh/chị vẫn được giữ; hết sự cố, anh/chị nộp ngay được trên cổng.")
    yield _(
        "Cần gấp, anh/chị nộp giấy ở bộ phận một cửa: cơ quan cấp tờ có số tạm và tính đúng giờ đã "
        "nhận."
    )
    yield _basis(found)


def _citizens_ahead() -> Iterator[str]:
    yield _("Anh/chị nên nộp trước giờ đó. Bản nháp vẫn được giữ; hết sự cố nộp tiếp được ngay.")


def _to_officials(found: OutageNow, now: datetime) -> Banner:
    if not found.lasts(now):
        prints = _("Quầy in sẵn tờ số tạm trước giờ đó.")
        return Banner(_ahead(found), (_from_to(found), prints), is_ahead=True)
    todo = _("Quầy nhận giấy theo tờ số tạm; hết sự cố thì nhập lại đúng giờ ghi trên tờ.")
    return Banner(_now(found), (_since(found), _clocks(found), todo, _basis(found)), is_ahead=False)


def _now(found: OutageNow) -> str:
    return _("Đang có sự cố: %(reason)s") % {"reason": found.reason}


def _ahead(found: OutageNow) -> str:
    return _("Sắp tạm ngừng: %(reason)s") % {"reason": found.reason}


def _since(found: OutageNow) -> str:
    since = moment_in_words(found.started_at)
    return _("Từ %(since)s, cơ quan chưa nhận hồ sơ trực tuyến.") % {"since": since}


def _clocks(found: OutageNow) -> str:
    if found.planned_end_at is None:
        return _("Thời hạn giải quyết tạm dừng cho tới khi cơ quan công bố hết sự cố.")
    until = moment_in_words(found.planned_end_at)
    return _("Thời hạn giải quyết tạm dừng đến %(until)s rồi tính tiếp.") % {"until": until}


def _from_to(found: OutageNow) -> str:
    words = {
        "since": moment_in_words(found.started_at),
        "until": moment_in_words(found.planned_end_at),
    }
    said = _("Từ %(since)s đến %(until)s cơ quan không nhận hồ sơ trực tuyến; thời hạn tạm dừng.")
    return said % words


def _basis(found: OutageNow) -> str:
    return _("Căn cứ: %(basis)s.") % {"basis": found.legal_basis}
