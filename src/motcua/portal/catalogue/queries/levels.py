"""The level of online service in sentences: what one can do, and what each level offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.procedures.base.texts import say
from motcua.procedures.enums import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from motcua.procedures.base.levels import Level

_SENTENCES: Mapping[ServiceLevel, _StrPromise] = {
    ServiceLevel.INFORMATION: _("Ở đây có thông tin; chưa nộp hồ sơ trên mạng được."),
    ServiceLevel.FORMS: _("Anh/chị in được biểu mẫu ở đây rồi nộp tại cơ quan."),
    ServiceLevel.FILING: _(
        "Anh/chị nộp hồ sơ trên mạng được; trả tiền hoặc nhận kết quả tại cơ quan."
    ),
    ServiceLevel.FULL: _("Anh/chị làm được toàn bộ trên mạng, từ nộp hồ sơ đến nhận kết quả."),
}
_BEHIND = _("Anh/chị nộp hồ sơ trên mạng được; những điều còn thiếu ghi rõ ở dưới.")
_SHORT: Mapping[ServiceLevel, _StrPromise] = {
    ServiceLevel.INFORMATION: _("Làm tại cơ quan"),
    ServiceLevel.FORMS: _("In mẫu ở đây, nộp tại cơ quan"),
    ServiceLevel.FILING: _("Nộp trên mạng"),
    ServiceLevel.FULL: _("Làm toàn bộ trên mạng"),
}
_OFFERS: Mapping[ServiceLevel, _StrPromise] = {
    ServiceLevel.INFORMATION: _("Xem đủ giấy tờ, thời hạn, lệ phí và căn cứ pháp lý."),
    ServiceLevel.FORMS: _("Thêm: tải và in biểu mẫu."),
    ServiceLevel.FILING: _("Thêm: điền, nộp, bổ sung hồ sơ và trao đổi trên mạng."),
    ServiceLevel.FULL: _("Thêm: nộp tiền và nhận kết quả có chữ ký số trên mạng."),
}


@dataclass(frozen=True, slots=True)
class GroundWords:
    """A condition of a level in words, and whether it holds."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """One of the four levels: what it adds, whether all of that is there, and its conditions."""

    number: int
    offers: str
    is_there: bool
    grounds: tuple[GroundWords, ...]


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level in words; `term` is what the law calls it today.

    `is_behind`: what lacks below keeps the level low, whatever can be done online.
    """

    number: int
    sentence: str
    term: str
    rungs: tuple[Rung, ...]
    can_file: bool
    has_form: bool
    is_behind: bool


def level_words(level: Level, language: str) -> LevelWords:
    """Put a level into words."""
    is_behind = level.reach > level.level or "information" in _lacking(level)
    is_filed = level.level < level.reach == ServiceLevel.FILING
    return LevelWords(
        number=int(level.level),
        sentence=str(_BEHIND if is_filed else _SENTENCES[level.reach]),
        term=say(level.term, language),
        rungs=tuple(_rung(each, level, language) for each in ServiceLevel),
        can_file=level.can_file,
        has_form=any(ground.code == "forms" and ground.holds for ground in level.grounds),
        is_behind=is_behind,
    )


def short_level_of(number: int) -> str:
    """Say in a few words what can be done online at a level."""
    return str(_SHORT[ServiceLevel(number)])


def _lacking(level: Level) -> set[str]:
    return {ground.code for ground in level.lacking}


def _rung(each: ServiceLevel, level: Level, language: str) -> Rung:
    grounds = tuple(
        GroundWords(say(ground.words, language), ground.holds)
        for ground in level.grounds
        if ground.level == each
    )
    is_there = all(ground.holds for ground in grounds)
    return Rung(int(each), str(_OFFERS[each]), is_there, grounds)
