"""What is wrong with a wording: faults that bar its publication, each said to who wrote it."""

from __future__ import annotations

import re
import unicodedata
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
_ENDINGS = (
    "vn|com|net|org|info|biz|name|edu|gov|io|me|co|cc|tv|us|ru|cn|kh|la|tk|ml|ga|cf|gq|ly|gl|to|gd"
    "|xyz|top|site|online|shop|club|app|dev|web|page|link|click|live|vip|icu|pro|store|website"
    "|space|tech|asia|work|support|help|example"
)
_ADDRESS = re.compile(rf"//|www\.|\b[a-z0-9-]+\.(?:{_ENDINGS})\b")
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d[ .]?){12,}(?!\d)")
# What stands between the syllables of a word to hide it: "mật-khẩu", "mật.khẩu".
_SECRETS = re.compile(
    r"\bmat\W{0,3}khau\b|\bpass\W{0,3}(?:word|code)|\botp\b|\bpin\b|card number"
    r"|\bcvv\b|so (?:cccd|cmnd|can cuoc|dinh danh)|identity number|id number"
    r"|tai khoan ngan hang|bank account"
    r"|密码|密碼|口令|パスワード|暗証番号|비밀번호|암호|ពាក្យសម្ងាត់|លេខសម្ងាត់|ລະຫັດຜ່ານ"
)
_CARD = re.compile(r"\bso\W{1,3}the\b")  # "số thẻ": in English these are two other words
# An office that says it asks for none, or that none is to be given away: up to the secret and
# within one clause, so that "không bao giờ chậm: nhập mật khẩu" is no such promise.
_NEVER = re.compile(
    r"(?:(?:khong|chang|dung)(?: bao gio)?"
    r" (?:hoi|doi|xin|yeu cau|de nghi|dua|doc|cho|noi|gui|nhap|chia se|cung cap|tiet lo)"
    r"|never(?: ever)? (?:ask|request|need|want|give|tell|send|share|enter)\w*"
    r"|(?:no agency|no state body|nobody)\b[^,;:]{0,30} (?:ask|request|need|want)\w*"
    r"|do not (?:give|tell|send|share|enter)|不会|绝不|絕不|切勿|決して|절대)"
    r"(?P<between>[^,;:.]{0,60})$"
)
_TURN = re.compile(r"\b(?:nhung|nen|ma hay|but|so|mat khau|password)\b")
_SIGN_IN = re.compile(r"(?<!khong can )dang nhap|\bsign in|\blog ?in\b|登录|登錄|ログイン|로그인")
# Signs that turn what follows around, or that nobody sees: a text that reads as one thing to who
# publishes it and as another to who gets it. What joins Khmer and Lao letters is none of them.
_JOINING = "\u200b\u200c\u200d"
_OTHER_LETTERS = re.compile(r"CYRILLIC|GREEK|ARMENIAN|CHEROKEE")
_OF_PASSWORDS = frozenset({Topic.ACCOUNT})


def faults(text: Text, occasion: Occasion) -> tuple[str, ...]:
    """Give what bars a wording, in the reader's words; nothing when it may be published."""
    return tuple(_faults(text, occasion))


def _faults(text: Text, occasion: Occasion) -> Iterator[str]:
    whole = f"{text.subject}\n{text.text}"
    yield from _of_places(whole, occasion, text)
    yield from _of_length(text, occasion)
    yield from _of_signs(whole)
    yield from _of_words(whole, occasion, text.language)


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


def _of_signs(whole: str) -> Iterator[str]:
    """Refuse what hides a word from who reads it before it is published."""
    unseen = {sign for sign in whole if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"}}
    if unseen - {"\n", "\r", "\t", *_JOINING}:
        yield _("Có ký tự ẩn hay ký tự đổi chiều chữ. Hãy gõ lại, đừng dán.")
    for word in re.findall(r"\w+", whole):
        if any(_OTHER_LETTERS.match(unicodedata.name(sign, "")) for sign in word):
            yield _(
                "“%(word)s” có chữ cái của bảng chữ khác, trông như chữ Latinh. Hãy gõ lại."
            ) % {"word": word[:40]}
            return


def _of_words(whole: str, occasion: Occasion, language: str) -> Iterator[str]:
    said = _plainly(whole)
    text = " ".join(PLACE.sub(" ", said).split())
    if _ADDRESS.search(text):
        yield _("Không gõ địa chỉ trang: chỉ dùng chỗ điền liên kết, vì đó luôn là trang của cổng.")
    if _LONG_NUMBER.search(text):
        yield _("Không ghi số giấy tờ tùy thân vào tin.")
    sentences = [" ".join(one.split()) for one in _SENTENCE.split(said)]
    if occasion.topic not in _OF_PASSWORDS:
        asking = [one for one in sentences if _asks(one, language)]
        # A word that is parted by the end of a line is none of any sentence.
        named = sum(len(_secrets_in(PLACE.sub(" ", one), language)) for one in sentences)
        if len(_secrets_in(text, language)) > named:
            asking.append(text)
        for one in asking:
            yield _(
                "Tin không được hỏi hay nhắc mật khẩu, mã PIN, số thẻ, số giấy tờ: “%(said)s”."
            ) % {"said": one[:80]}
    for one in sentences:
        if _SIGN_IN.search(one) and any(name in _LINKS for name in named_in(one)):
            yield _("Không mời đăng nhập bằng liên kết trong tin: “%(said)s”.") % {"said": one[:80]}


def _plainly(text: str) -> str:
    """Write a text as somebody hears it: small, without marks, in plain letters, nothing unseen."""
    wide = unicodedata.normalize("NFKC", text).replace("。", ".")
    seen = "".join(sign for sign in wide if sign == "\n" or unicodedata.category(sign) != "Cf")
    return without_diacritics(unicodedata.normalize("NFC", seen)).lower()


def _secrets_in(text: str, language: str) -> list[int]:
    """Give where a text names a secret."""
    found = [one.start() for one in _SECRETS.finditer(text)]
    if language != "en":
        found += [one.start() for one in _CARD.finditer(text)]
    return found


def _asks(sentence: str, language: str) -> bool:
    """Say whether a sentence speaks of a secret otherwise than to say that nobody asks for it."""
    for start in _secrets_in(sentence, language):
        excuse = _NEVER.search(sentence[:start])
        if excuse is None or _TURN.search(excuse["between"]) or PLACE.search(excuse["between"]):
            return True
    return False


_LINKS = frozenset({"link", "signup_url", "password_reset_url"})


def example(text: Text, occasion: Occasion) -> tuple[str, str]:
    """Give subject and text as a reader of the example would see them."""
    return fill(text, occasion, example_of(occasion, text.language))
