"""What apps show: that there is news, of which dossier, and where; never what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.notifications.base import Letter
from motcua.notifications.base.languages import in_one
from motcua.notifications.enums import Medium, Topic
from motcua.notifications.queries.wordings import occasion_named

if TYPE_CHECKING:
    from motcua.notifications.base.occasions import Occasion
    from motcua.notifications.models import Message

# What Zalo's own templates may be given; names and words that people typed stay here.
_FOR_TEMPLATES = frozenset(
    {"agency", "code", "due", "again", "until", "at", "fee", "link", "count"}
)
_WITH_CODE = frozenset({Topic.DOSSIER, Topic.PAYMENT, Topic.PARCEL, Topic.REMINDER})


def app_letter(message: Message) -> Letter:
    """Write a message for an app, in its language; Zalo's takes the occasion and its places."""
    occasion = occasion_named(message.template)
    with translation.override(message.language):
        said = _said(occasion, in_one(message.context.get("code", ""), message.language))
    places = {
        name: in_one(message.context[name], message.language)
        for name in _FOR_TEMPLATES & set(message.context)
    }
    if message.medium == Medium.ZALO:
        return Letter(message.reference, message.address, occasion.name, said, places=places)
    link = f"{settings.PORTAL_URL}/tin"
    if message.medium == Medium.VNEID:
        title = settings.NODE_NAME
        return Letter(message.reference, message.address, title, said, places={"link": link})
    shown = {"id": message.reference, "title": settings.NODE_NAME, "text": said, "link": "/tin"}
    return Letter(message.reference, message.address, "", orjson.dumps(shown).decode())


def _said(occasion: Occasion, code: str) -> str:
    if code and occasion.topic in _WITH_CODE:
        return _("Có tin mới về hồ sơ %(code)s.") % {"code": code}
    return _("Có tin mới: %(topic)s.") % {"topic": occasion.topic.label}
