"""States as people see them: a word, an icon and a tone, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


class Tone(StrEnum):
    """The grounds a state can stand on; style sheets know them by these names."""

    INFO = "info"
    DONE = "done"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    PLAIN = "plain"


class Deadline(StrEnum):
    """Where something stands against the time promised."""

    ON_TIME = "on-time"
    REAPPOINTED = "reappointed"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Sign:
    """How one state is shown."""

    word: str | _StrPromise
    icon: str  # a name in `motcua.ui.icons.ICONS`
    tone: Tone


DEADLINES: Mapping[Deadline, Sign] = {
    Deadline.ON_TIME: Sign(_("Còn hạn"), "circle", Tone.INFO),
    Deadline.REAPPOINTED: Sign(_("Đã hẹn lại"), "clock", Tone.SOON),
    Deadline.SOON: Sign(_("Sắp đến hạn"), "half", Tone.SOON),
    Deadline.LATE: Sign(_("Quá hạn"), "exclamation", Tone.LATE),
    Deadline.PAUSED: Sign(_("Tạm dừng"), "bars", Tone.PAUSED),
    Deadline.DONE: Sign(_("Đã xong"), "tick", Tone.DONE),
}

TONE_ICONS: Mapping[Tone, str] = {
    **{sign.tone: sign.icon for sign in DEADLINES.values()},
    Tone.PLAIN: "circle",
}
