"""The history of feedback: for its sender without officials, for officials with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.voice.models import Concern, FeedbackFile, FeedbackMove, Publication

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from motcua.kernel.models import StoredFile
    from motcua.voice.models import Feedback

TOLD: dict[str, str | _StrPromise] = {
    "receive": _("Đã nhận"),
    "route": _("Đã chuyển đơn vị xử lý"),
    "transfer": _("Đã chuyển cơ quan khác"),
    "extend": _("Gia hạn trả lời"),
    "approve": _("Đã trả lời"),
    "guide": _("Đã hướng dẫn nơi giải quyết"),
    "decline": _("Không xử lý"),
    "withdraw": _("Người gửi rút lại"),
    "reopen": _("Người gửi chưa hài lòng, đề nghị xem lại"),
    "escalate": _("Quá hạn, đã báo cấp trên"),
}
_INSIDE: dict[str, str | _StrPromise] = {
    "return_routing": _("Trả lại nơi nhận"),
    "draft": _("Soạn trả lời"),
    "return_draft": _("Trả lại dự thảo"),
    "name_concerned": _("Ghi người bị phản ánh"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of feedback: what, when, by whom (for officials), where to, and why."""

    action: str
    title: str
    at: datetime
    official: str
    agency: str
    unit: str
    reason: str


def turns_of(feedback: Feedback, language: str) -> tuple[Turn, ...]:
    """Give every turn of feedback, in order, as officials see them."""
    rows = FeedbackMove.objects.filter(feedback=feedback)
    return tuple(
        Turn(
            action=row.action,
            title=str((TOLD | _INSIDE).get(row.action, row.action)),
            at=row.at,
            official=row.official.full_name if row.official else "",
            agency=row.agency.name_in(language) if row.agency else "",
            unit=row.unit.name_in(language) if row.unit else "",
            reason=row.reason,
        )
        for row in rows.select_related("official", "agency", "unit")
    )


def files_of(feedback: Feedback) -> tuple[FeedbackFile, ...]:
    """Give the files that came with feedback."""
    return tuple(FeedbackFile.objects.filter(feedback=feedback).select_related("file__blob"))


def file_of(feedback: Feedback, public_id: UUID) -> StoredFile | None:
    """Give one of the files that came with feedback; None where it has no such."""
    rows = FeedbackFile.objects.filter(feedback=feedback, public_id=public_id)
    row = rows.select_related("file__blob").first()
    return row.file if row else None


def concerned_names(feedback: Feedback) -> tuple[str, ...]:
    """Give the names of the officials whom feedback is about."""
    rows = Concern.objects.filter(feedback=feedback).order_by("official__full_name")
    return tuple(rows.values_list("official__full_name", flat=True))


def publication_of(feedback: Feedback) -> Publication | None:
    """Give the publication of feedback, proposed, public or withheld; None before."""
    found = Publication.objects.select_related("proposed_by", "decided_by")
    return found.filter(feedback=feedback).first()
