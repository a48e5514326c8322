"""Writes of the room."""

from motcua.voice.actions.inviting import (
    Opened,
    ask_for_rating,
    give_counter_code,
    open_by_account,
    open_by_link,
    open_on_kiosk,
    reopen,
    send_link_again,
)
from motcua.voice.actions.rating import Mark, rate, release_ratings, set_agency_score

__all__ = [
    "Mark",
    "Opened",
    "ask_for_rating",
    "give_counter_code",
    "open_by_account",
    "open_by_link",
    "open_on_kiosk",
    "rate",
    "release_ratings",
    "reopen",
    "send_link_again",
    "set_agency_score",
]
