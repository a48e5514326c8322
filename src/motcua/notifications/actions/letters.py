"""Messages written out in their language: text messages plain or with marks, mail in two forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from motcua.notifications.actions.app_letters import app_letter
from motcua.notifications.base import Letter
from motcua.notifications.base.letters import as_html
from motcua.notifications.base.segments import length, plain
from motcua.notifications.enums import Kind, Medium, Topic
from motcua.notifications.queries.rules import price_of_a_segment, text_styles
from motcua.notifications.queries.wishes import unsubscribe_link
from motcua.notifications.queries.wordings import WRITTEN_MEDIA, Published, written

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.notifications.models import Message


class Writer:
    """Writes the letters of one batch: what holds for all of them is looked up once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._styles: dict[tuple[int | None, str], bool] | None = None
        self._prices: dict[str, int] = {}
        self._published = Published()

    def letter(self, message: Message) -> Letter:
        """Write a message out."""
        return letter_of(message, self._published, has_diacritics=self._has_diacritics(message))

    def cost(self, message: Message, letter: Letter, provider: str) -> tuple[int, int]:
        """Give the segments of a text message and their price in đồng; nothing for others."""
        if message.medium != Medium.SMS:
            return 0, 0
        if provider not in self._prices:
            self._prices[provider] = price_of_a_segment(provider, self._now)
        segments = length(letter.text).segments
        return segments, segments * self._prices[provider]

    def _has_diacritics(self, message: Message) -> bool:
        if message.medium != Medium.SMS:
            return True
        if self._styles is None:
            self._styles = text_styles()
        agency, template = message.agency_id, message.template
        wishes = ((agency, template), (agency, ""), (None, template), (None, ""))
        return next((self._styles[one] for one in wishes if one in self._styles), False)


def letter_of(
    message: Message, published: Published | None = None, *, has_diacritics: bool = False
) -> Letter:
    """Write a message in its language; a text message without diacritics takes half the room."""
    if message.medium not in WRITTEN_MEDIA:
        return app_letter(message)
    told = written(
        message.template,
        message.language,
        message.medium,
        message.context,
        message.written_at,
        published,
    )
    if message.medium == Medium.SMS:
        text = told.text if has_diacritics else plain(told.text)
        return Letter(message.reference, message.address, "", text)
    ending = unsubscribe_link(message.address, Topic.NEWS) if message.kind == Kind.NEWS else ""
    text = _with_ending(told.text, told.language, ending)
    return Letter(
        message.reference,
        message.address,
        told.subject,
        text,
        as_html(told.subject, text, told.language),
        ending,
    )


def _with_ending(text: str, language: str, ending: str) -> str:
    """Say below news how they are ended."""
    if not ending:
        return text
    with translation.override(language):
        return f"{text}\n{_('Không nhận tin loại này nữa:')} {ending}\n"
