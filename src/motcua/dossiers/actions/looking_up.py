"""Looking up a dossier by code and four signs, a few tries at a time."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.errors import TriesSpent
from motcua.dossiers.queries.tracking import tracked
from motcua.kernel import ratelimits
from motcua.kernel.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from motcua.dossiers.queries.tracking import Tracked

TRIES_A_MINUTE = 10
WRONG_TRIES_A_DAY = 5
# A whole ward may stand behind one address: many people who mistype, and still far too few tries
# for the 10,000 endings of one code.
WRONG_TRIES_OF_ADDRESS = 200
_MINUTE, _DAY = 60, 24 * 3600
# So that tries sent at once do not all pass before the first wrong one is counted.
_BURST, _BURST_SECONDS = 5, 10
_CODE, _WRONG = "track.code", "track.wrong"


def look_up(code: str, signs: str, *, address: str, now: datetime) -> Tracked | None:
    """Find a dossier by its code and four signs; None for every wrong pair alike.

    Ten tries a minute from a network address and 200 wrong ones a day; five wrong ones a day for a
    code, whether or not a dossier has it. Every page that takes such a pair comes here, so that
    they share these. `now` is machine time. Raises `TriesSpent`.
    """
    _count("track.address", address, TRIES_A_MINUTE, _MINUTE, now)
    _count("track.burst", code, _BURST, _BURST_SECONDS, now)
    with _said(_locked):
        ratelimits.refuse_if_spent(_CODE, code, limit=WRONG_TRIES_A_DAY, now=now)
    with _said(_worn_out):
        ratelimits.refuse_if_spent(_WRONG, address, limit=WRONG_TRIES_OF_ADDRESS, now=now)
    found = tracked(code, signs)
    if found is None:
        _count_wrong(code, address, now)
    return found


def _count(scope: str, key: str, limit: int, seconds: int, now: datetime) -> None:
    try:
        ratelimits.hit(scope, key, limit=limit, seconds=seconds, now=now)
    except TooManyRequests as refusal:
        wait = _wait(refusal)
        said = _("Anh/chị tra cứu quá nhanh. Hãy chờ %(wait)d giây rồi thử lại.")
        raise TriesSpent(said % {"wait": wait}, retry_after=wait) from None


def _count_wrong(code: str, address: str, now: datetime) -> None:
    with _said(_worn_out):
        ratelimits.hit(_WRONG, address, limit=WRONG_TRIES_OF_ADDRESS, seconds=_DAY, now=now)
    with _said(_locked):
        ratelimits.hit(_CODE, code, limit=WRONG_TRIES_A_DAY, seconds=_DAY, now=now)


@contextmanager
def _said(words: Callable[[TooManyRequests], TriesSpent]) -> Iterator[None]:
    """Put a spent limit into words of its own."""
    try:
        yield
    except TooManyRequests as refusal:
        raise words(refusal) from None


def _locked(refusal: TooManyRequests) -> TriesSpent:
    wait = _wait(refusal)
    said = _(
        "Mã này đã bị nhập sai %(tries)d lần trong ngày nên tạm khóa. Anh/chị đăng nhập để xem hồ "
        "sơ, hỏi tại bộ phận một cửa, hoặc thử lại sau %(hours)d giờ nữa."
    )
    return TriesSpent(
        said % {"tries": WRONG_TRIES_A_DAY, "hours": math.ceil(wait / 3600)}, retry_after=wait
    )


def _worn_out(refusal: TooManyRequests) -> TriesSpent:
    wait = _wait(refusal)
    said = _(
        "Từ mạng của anh/chị hôm nay đã có quá nhiều lần nhập sai nên tạm dừng tra cứu. Anh/chị "
        "đăng nhập để xem hồ sơ, hỏi tại bộ phận một cửa, hoặc thử lại sau %(hours)d giờ nữa."
    )
    return TriesSpent(said % {"hours": math.ceil(wait / 3600)}, retry_after=wait)


def _wait(refusal: TooManyRequests) -> int:
    return int(str(refusal.details["retry_after"]))
