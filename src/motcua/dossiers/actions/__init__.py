"""Acts upon drafts and dossiers."""

from motcua.dossiers.actions.agreeing import (
    agree,
    as_if_agreed,
    disagree,
    propose,
)
from motcua.dossiers.actions.apologising import apologise
from motcua.dossiers.actions.assigning import assign, bring_back, forward
from motcua.dossiers.actions.billing import open_fee_orders
from motcua.dossiers.actions.correcting import correct_result, reopen
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
from motcua.dossiers.actions.exempting import judge_exemption, judge_exemptions
from motcua.dossiers.actions.handing_out import Receiver, hand_out, send_hand_out_code
from motcua.dossiers.actions.judging_anew import judge_anew
from motcua.dossiers.actions.lapsing import close_awaiting, close_unpaid
from motcua.dossiers.actions.noting import add_note, see_mentions
from motcua.dossiers.actions.opinions import answer_agency, ask_agency
from motcua.dossiers.actions.outcomes import (
    SignedResult,
    approve_result,
    draft_result,
    finish_signed,
    return_result,
    withdraw,
)
from motcua.dossiers.actions.parts import approve_part
from motcua.dossiers.actions.paying import (
    ask_payment,
    hear_payment,
    hear_reversal,
    open_due_order,
)
from motcua.dossiers.actions.process_moving import (
    Moved,
    ProcessChange,
    change_process,
    change_processes,
)
from motcua.dossiers.actions.processing import (
    complete_step,
    consult,
    send_back,
    stop,
    take_up,
)
from motcua.dossiers.actions.receiving import accept, hand_over, refuse
from motcua.dossiers.actions.rules_of_two import (
    ask_to_end_rule,
    end_two_person_rule,
    keep_two_person_rule,
    set_two_person_rule,
)
from motcua.dossiers.actions.statement import Filing
from motcua.dossiers.actions.submitting import Submitted, submit, submit_draft
from motcua.dossiers.actions.supplementing import (
    SupplementItem,
    answer_supplement,
    ask_supplement,
    start_answering,
)
from motcua.dossiers.actions.taking_over import take_over
from motcua.payments.actions import OrderLine

__all__ = [
    "Filing",
    "Moved",
    "OrderLine",
    "ProcessChange",
    "Receiver",
    "SignedResult",
    "Submitted",
    "SupplementItem",
    "Typed",
    "accept",
    "add_note",
    "agree",
    "answer_agency",
    "answer_supplement",
    "apologise",
    "approve_part",
    "approve_result",
    "as_if_agreed",
    "ask_agency",
    "ask_payment",
    "ask_supplement",
    "ask_to_end_rule",
    "assign",
    "attach_file",
    "bring_back",
    "change_process",
    "change_processes",
    "close_awaiting",
    "close_unpaid",
    "complete_step",
    "consult",
    "correct_result",
    "disagree",
    "discard_draft",
    "draft_result",
    "end_two_person_rule",
    "finish_signed",
    "forward",
    "hand_out",
    "hand_over",
    "hear_payment",
    "hear_reversal",
    "judge_anew",
    "judge_exemption",
    "judge_exemptions",
    "keep_two_person_rule",
    "keep_upload",
    "leave_to_data",
    "open_due_order",
    "open_fee_orders",
    "propose",
    "refuse",
    "remove_file",
    "reopen",
    "return_result",
    "save_answers",
    "see_mentions",
    "send_back",
    "send_hand_out_code",
    "set_two_person_rule",
    "speak",
    "start_answering",
    "start_draft",
    "stop",
    "submit",
    "submit_draft",
    "take_over",
    "take_up",
    "withdraw",
]
