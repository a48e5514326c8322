"""Acts upon drafts and dossiers."""

from motcua.dossiers.actions.drafting import (
    Typed,
    attach_file,
    discard_draft,
    keep_upload,
    leave_to_data,
    remove_file,
    save_answers,
    speak,
    start_draft,
)
from motcua.dossiers.actions.outcomes import (
    SignedResult,
    approve_result,
    draft_result,
    finish_signed,
    rate,
    return_result,
    withdraw,
)
from motcua.dossiers.actions.paying import (
    ask_payment,
    hear_payment,
    open_due_order,
    open_filing_orders,
)
from motcua.dossiers.actions.process_moving import (
    Moved,
    ProcessChange,
    change_process,
    change_processes,
)
from motcua.dossiers.actions.processing import (
    add_note,
    complete_step,
    consult,
    send_back,
    stop,
    take_up,
)
from motcua.dossiers.actions.receiving import accept, hand_over, refuse
from motcua.dossiers.actions.statement import Filing
from motcua.dossiers.actions.submitting import Submitted, submit, submit_draft
from motcua.dossiers.actions.supplementing import (
    SupplementItem,
    answer_supplement,
    ask_supplement,
    start_answering,
)
from motcua.payments.actions import OrderLine

__all__ = [
    "Filing",
    "Moved",
    "OrderLine",
    "ProcessChange",
    "SignedResult",
    "Submitted",
    "SupplementItem",
    "Typed",
    "accept",
    "add_note",
    "answer_supplement",
    "approve_result",
    "ask_payment",
    "ask_supplement",
    "attach_file",
    "change_process",
    "change_processes",
    "complete_step",
    "consult",
    "discard_draft",
    "draft_result",
    "finish_signed",
    "hand_over",
    "hear_payment",
    "keep_upload",
    "leave_to_data",
    "open_due_order",
    "open_filing_orders",
    "rate",
    "refuse",
    "remove_file",
    "return_result",
    "save_answers",
    "send_back",
    "speak",
    "start_answering",
    "start_draft",
    "stop",
    "submit",
    "submit_draft",
    "take_up",
    "withdraw",
]
