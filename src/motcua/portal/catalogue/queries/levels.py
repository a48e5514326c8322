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
    ServiceLevel.INFORMATION: _("Ở đây có thông tin; anh/chị làm thủ tục tại cơ quan."),
    ServiceLevel.FORMS: _("Anh/chị in được biểu mẫu ở đây rồi nộp tại cơ quan."),
    ServiceLevel.FILING: _(
        "Anh/chị nộp hồ sơ trên mạng được; trả tiền hoặc nhận kết quả tại cơ quan."
    ),
    ServiceLevel.FULL: _("Anh/chị làm được toàn bộ trên mạng, từ nộp hồ sơ đến nhận kết quả."),
}
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
    """One of the four levels: what it offers, whether it is reached, and its conditions."""

    number: int
    offers: str
    is_reached: bool
    grounds: tuple[GroundWords, ...]


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level in words; `term` is what the law calls it today."""

    number: int
    sentence: str
    term: str
    rungs: tuple[Rung, ...]
    can_file: bool


def level_words(level: Level, language: str) -> LevelWords:
    """Put a level into words."""
    return LevelWords(
        number=int(level.level),
        sentence=str(_SENTENCES[level.level]),
        term=say(level.term, language),
        rungs=tuple(_rung(each, level, language) for each in ServiceLevel),
        can_file=level.can_file,
    )


def short_level_of(number: int) -> str:
    """Say in a few words what can be done online at a level."""
    return str(_SHORT[ServiceLevel(number)])


def _rung(each: ServiceLevel, level: Level, language: str) -> Rung:
    grounds = tuple(
        GroundWords(say(ground.words, language), ground.holds)
        for ground in level.grounds
        if ground.level == each
    )
    return Rung(int(each), str(_OFFERS[each]), level.level >= each, grounds)
