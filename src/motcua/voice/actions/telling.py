"""Telling the sender of feedback what became of it, by e-mail and text message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from motcua.dossiers.queries.wording import moment_in_words
from motcua.notifications.actions import Recipient, notify
from motcua.notifications.base.languages import in_each
from motcua.voice.models import Feedback

if TYPE_CHECKING:
    from datetime import datetime

# Which act is told with which template; the others are steps inside the agency.
_TEMPLATES = {
    "receive": "feedback-received",
    "transfer": "feedback-transferred",
    "approve": "feedback-answered",
    "guide": "feedback-answered",
    "decline": "feedback-answered",
    "extend": "feedback-extended",
}


def tell_moved(*, feedback_id: int, action: str, move_id: int, now: datetime) -> None:
    """Tell the sender of a turn that concerns him; who gave no way to reach him is not told."""
    template = _TEMPLATES.get(action)
    if template is None:
        return
    row = Feedback.objects.select_related("agency").get(pk=feedback_id)
    contact = row.contact
    notify(
        key=f"feedback:{row.pk}:{move_id}",
        recipient=Recipient(
            contact.get("phone", ""), contact.get("email", ""), row.language, row.account_id
        ),
        template=template,
        context={
            "agency": in_each(row.agency.name_in),
            "code": row.code,
            "due": moment_in_words(row.due_at),
            "reason": row.extension_reason,
            "link": f"{settings.PORTAL_URL}/gop-y/tra-cuu?code={row.code}",
        },
        agency_id=row.agency_id,
        now=now,
        subject=("feedback", str(row.public_id)),
    )
