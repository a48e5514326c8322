"""Writes of the room of cash drawers."""

from motcua.tills.actions.closing import close_day
from motcua.tills.actions.depositing import deposit
from motcua.tills.actions.drawers import count_drawer, decide_count, drawer_for_cash, open_drawer
from motcua.tills.actions.handing import decide_hand_over, hand_over
from motcua.tills.actions.paying_out import Receiver, pay_out

__all__ = [
    "Receiver",
    "close_day",
    "count_drawer",
    "decide_count",
    "decide_hand_over",
    "deposit",
    "drawer_for_cash",
    "hand_over",
    "open_drawer",
    "pay_out",
]
