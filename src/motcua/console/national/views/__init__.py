"""Pages of the national catalogue."""

from motcua.console.national.views.changes import change, changes, gone, keep, withdraw
from motcua.console.national.views.flags import flags, settle, settle_chosen
from motcua.console.national.views.opening import open_one, to_open

__all__ = [
    "change",
    "changes",
    "flags",
    "gone",
    "keep",
    "open_one",
    "settle",
    "settle_chosen",
    "to_open",
    "withdraw",
]
