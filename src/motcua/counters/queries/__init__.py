"""Reads of the counter."""

from motcua.counters.queries.comparing import compared_files
from motcua.counters.queries.sitting import (
    Seat,
    counter_for,
    counters_of,
    shift_of,
    sits_at_counters,
)
from motcua.counters.queries.waiting import (
    Board,
    Waiting,
    board_of,
    closed_kinds_of,
    kinds_of,
    wait_of,
    waiting_at,
)

__all__ = [
    "Board",
    "Seat",
    "Waiting",
    "board_of",
    "closed_kinds_of",
    "compared_files",
    "counter_for",
    "counters_of",
    "kinds_of",
    "shift_of",
    "sits_at_counters",
    "wait_of",
    "waiting_at",
]
