"""What was heard and answered, for the rooms above; payloads hold ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class FeedbackMoved(Event):
    """Feedback moved; `action` is the move, `move_id` its row."""

    name: ClassVar[str] = "voice.feedback_moved"
    feedback_id: int
    action: str
    move_id: int


@dataclass(frozen=True, slots=True)
class RatingsReleased(Event):
    """Some ratings of an agency may be counted and read from now on; never fewer than the least."""

    name: ClassVar[str] = "voice.ratings_released"
    agency: int
