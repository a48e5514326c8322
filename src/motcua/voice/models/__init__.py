"""Tables of the room."""

from motcua.voice.models.feedback import (
    Concern,
    Feedback,
    FeedbackFile,
    FeedbackMove,
    Publication,
)
from motcua.voice.models.helping import FaqEntry, HelpHint, HelpKey, HelpLook, HelpRequest
from motcua.voice.models.ratings import AgencyScore, Invitation, Rating

__all__ = [
    "AgencyScore",
    "Concern",
    "FaqEntry",
    "Feedback",
    "FeedbackFile",
    "FeedbackMove",
    "HelpHint",
    "HelpKey",
    "HelpLook",
    "HelpRequest",
    "Invitation",
    "Publication",
    "Rating",
]
