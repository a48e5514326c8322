"""Writes of the counter."""

from motcua.counters.actions.booking import (
    book,
    call_off,
    cancel_booking,
    check_in,
    move_booking,
    plan_booking,
)
from motcua.counters.actions.completing import complete_filing, start_completion
from motcua.counters.actions.copying import sign_copies
from motcua.counters.actions.covers import print_spare_covers, tie_cover
from motcua.counters.actions.filing import (
    compare_files,
    discard_filing,
    file_and_accept,
    file_incomplete,
    file_paid_and_accept,
    save_filing,
    save_helper,
    see_proofs,
    start_filing,
)
from motcua.counters.actions.handing_over import file_and_hand_over, file_paid_and_hand_over
from motcua.counters.actions.kinds import close_kind, open_kind, reopen_kind
from motcua.counters.actions.kiosks import begin_kiosk, end_kiosk, make_kiosk
from motcua.counters.actions.photographing import are_pictures, join_pictures
from motcua.counters.actions.posted import accept_posted, start_posted, take_posted
from motcua.counters.actions.scanning import (
    bring_part_back,
    drop_part,
    file_part,
    join_pages,
    print_covers,
    take_scan,
)
from motcua.counters.actions.senders import end_sender, let_sender_in
from motcua.counters.actions.shifts import (
    close_shift,
    leave_counter,
    open_shift,
    pause_shift,
    resume_shift,
)
from motcua.counters.actions.tickets import (
    call_again,
    call_back,
    call_next,
    finish_ticket,
    miss_ticket,
    take_ticket,
    transfer_ticket,
)

__all__ = [
    "accept_posted",
    "are_pictures",
    "begin_kiosk",
    "book",
    "bring_part_back",
    "call_again",
    "call_back",
    "call_next",
    "call_off",
    "cancel_booking",
    "check_in",
    "close_kind",
    "close_shift",
    "compare_files",
    "complete_filing",
    "discard_filing",
    "drop_part",
    "end_kiosk",
    "end_sender",
    "file_and_accept",
    "file_and_hand_over",
    "file_incomplete",
    "file_paid_and_accept",
    "file_paid_and_hand_over",
    "file_part",
    "finish_ticket",
    "join_pages",
    "join_pictures",
    "leave_counter",
    "let_sender_in",
    "make_kiosk",
    "miss_ticket",
    "move_booking",
    "open_kind",
    "open_shift",
    "pause_shift",
    "plan_booking",
    "print_covers",
    "print_spare_covers",
    "reopen_kind",
    "resume_shift",
    "save_filing",
    "save_helper",
    "see_proofs",
    "sign_copies",
    "start_completion",
    "start_filing",
    "start_posted",
    "take_posted",
    "take_scan",
    "take_ticket",
    "tie_cover",
    "transfer_ticket",
]
