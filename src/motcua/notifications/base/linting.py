"""What is wrong with a wording: faults that bar its publication, each said to who wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _

from motcua.kernel.text import without_diacritics
from motcua.notifications.base.filling import PLACE, example_of, fill, named_in
from motcua.notifications.base.segments import length, plain
from motcua.notifications.enums import Medium, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.notifications.base.filling import Text
    from motcua.notifications.base.occasions import Occasion

LONGEST_TEXT, LONGEST_SUBJECT = 4000, 150
MOST_SEGMENTS = 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ADDRESS = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:vn|com|net|org|info|io|me|ly|gl)\b")
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){12,}(?!\d)")
_SECRETS = re.compile(
    r"mat khau|password|passcode|\botp\b|ma pin|\bpin\b|so the|card number|\bcvv\b|so cccd|so cmnd"
    r"|so can cuoc|so dinh danh|identity number|id number|tai khoan ngan hang|bank account"
)
_NEVER = re.compile(r"khong bao gio|khong hoi|khong dua|never|no agency|no state body|do not give")
_SIGN_IN = re.compile(r"(?<!khong can )dang nhap|sign in|log in|login")
_OF_PASSWORDS = frozenset({Topic.ACCOUNT})


def faults(text: Text, occasion: Occasion) -> tuple[str, ...]:
    """Give what bars a wording, in the reader's words; nothing when it may be published."""
    return tuple(_faults(text, occasion))


def _faults(text: Text, occasion: Occasion) -> Iterator[str]:
    whole = f"{text.subject}\n{text.text}"
    yield from _of_places(whole, occasion, text)
    yield from _of_length(text, occasion)
    yield from _of_words(whole, occasion)


def _of_places(whole: str, occasion: Occasion, text: Text) -> Iterator[str]:
    rest = PLACE.sub("", whole)
    if any(mark in rest for mark in ("{", "}")):
        yield _("Chỉ dùng chỗ điền viết như {{ code }}; không dùng dấu ngoặc nhọn vào việc khác.")
    for name in named_in(whole):
        if name not in occasion.places and name not in occasion.phrases:
            yield _("Không có chỗ điền “%(name)s” ở loại tin này.") % {"name": name}
    carried = _carried(whole, occasion, text)
    for name in occasion.needs:
        if name not in carried:
            label = (occasion.places.get(name) or occasion.phrases[name]).label
            yield _("Thiếu chỗ điền bắt buộc “%(name)s” (%(label)s).") % {
                "name": name,
                "label": label.get(get_language() or "vi", label["vi"]),
            }


def _carried(whole: str, occasion: Occasion, text: Text) -> set[str]:
    """Give the places that surely reach the reader: named, or in every variant of a phrase."""
    carried = set(named_in(whole))
    for name in tuple(carried & set(occasion.phrases)):
        phrase = occasion.phrases[name]
        medium = Medium.SMS if text.medium == Medium.SMS else Medium.EMAIL
        said = [set(named_in(phrase.said(one, text.language, medium))) for one in phrase.variants]
        carried |= set.intersection(*said)
    return carried


def _of_length(text: Text, occasion: Occasion) -> Iterator[str]:
    if not text.text.strip():
        yield _("Chưa có nội dung.")
    if len(text.text) > LONGEST_TEXT:
        yield _("Nội dung dài quá %(most)s ký tự.") % {"most": LONGEST_TEXT}
    if text.medium == Medium.SMS:
        segments = length(plain(example(text, occasion)[1])).segments
        if segments > MOST_SEGMENTS:
            yield _("Tin nhắn mẫu dài %(segments)s phần, nhiều nhất %(most)s.") % {
                "segments": segments,
                "most": MOST_SEGMENTS,
            }
    if text.medium == Medium.EMAIL:
        if not text.subject.strip() or "\n" in text.subject:
            yield _("Thư cần một dòng tiêu đề.")
        if len(text.subject) > LONGEST_SUBJECT:
            yield _("Tiêu đề dài quá %(most)s ký tự.") % {"most": LONGEST_SUBJECT}


def _of_words(whole: str, occasion: Occasion) -> Iterator[str]:
    plain = without_diacritics(PLACE.sub(" ", whole)).lower()
    if _ADDRESS.search(plain):
        yield _("Không gõ địa chỉ trang: chỉ dùng chỗ điền liên kết, vì đó luôn là trang của cổng.")
    if _LONG_NUMBER.search(plain):
        yield _("Không ghi số giấy tờ tùy thân vào tin.")
    for sentence in _SENTENCE.split(without_diacritics(whole).lower()):
        asks = _SECRETS.search(PLACE.sub(" ", sentence)) and not _NEVER.search(sentence)
        if asks and occasion.topic not in _OF_PASSWORDS:
            yield _(
                "Tin không được hỏi hay nhắc mật khẩu, mã PIN, số thẻ, số giấy tờ: “%(said)s”."
            ) % {"said": sentence.strip()[:80]}
        if _SIGN_IN.search(sentence) and any(name in _LINKS for name in named_in(sentence)):
            yield _("Không mời đăng nhập bằng liên kết trong tin: “%(said)s”.") % {
                "said": sentence.strip()[:80]
            }


_LINKS = frozenset({"link", "signup_url", "password_reset_url"})


def example(text: Text, occasion: Occasion) -> tuple[str, str]:
    """Give subject and text as a reader of the example would see them."""
    return fill(text, occasion, example_of(occasion, text.language))
