"""States of a dossier, the moves between them, and the national code of each.

Source: Circular 01/2018/TT-VPCP; status codes of the national synchronisation. One state per code
and phase, so that "back to where it came from" is a row of the table and not a memory.
"""

from __future__ import annotations

from types import MappingProxyType

from motcua.dossiers.enums import NationalCode, State
from motcua.kernel.transitions import Move, Table

S = State
N = NationalCode

NATIONAL = MappingProxyType(
    {
        S.FILED: N.NEW,
        S.ACCEPTED: N.ACCEPTED,
        S.REFUSED: N.NOT_ACCEPTED,
        S.IN_PROCESS: N.IN_PROCESS,
        S.SUPPLEMENT_AT_RECEIPT: N.SUPPLEMENT,
        S.SUPPLEMENT_IN_PROCESS: N.SUPPLEMENT,
        S.PAYMENT_AT_RECEIPT: N.FINANCIAL,
        S.PAYMENT_IN_PROCESS: N.FINANCIAL,
        S.WITHDRAWN: N.WITHDRAWN,
        S.STOPPED: N.STOPPED,
        S.FINISHED: N.FINISHED,
        S.RETURNED: N.RETURNED,
    }
)

# The moves between national codes that the law of the register allows; nothing else.
NATIONAL_MOVES: frozenset[tuple[int, int]] = frozenset(
    (source, target)
    for source, targets in {
        1: (2, 3, 5, 6, 7),
        2: (4, 7),
        4: (5, 6, 7, 8, 9),
        5: (1, 4, 7, 8),
        6: (1, 4, 7, 8),
        9: (10,),
        # Opening again what is closed: a dated rule says until when (`data/sensitive.yaml`).
        8: (4,),
        10: (4,),
    }.items()
    for target in targets
)

WAITING_FOR_CITIZEN = frozenset(
    {
        S.SUPPLEMENT_AT_RECEIPT,
        S.SUPPLEMENT_IN_PROCESS,
        S.PAYMENT_AT_RECEIPT,
        S.PAYMENT_IN_PROCESS,
    }
)
CLOSED = frozenset({S.REFUSED, S.WITHDRAWN, S.STOPPED, S.RETURNED})
OPEN = frozenset(S) - CLOSED

TABLE = Table(
    name="dossier",
    states=tuple(S),
    initial=S.FILED,
    moves=(
        Move("accept", (S.FILED,), S.ACCEPTED, label="Tiếp nhận"),
        Move("refuse", (S.FILED,), S.REFUSED, label="Từ chối tiếp nhận"),
        Move("hand_over", (S.ACCEPTED,), S.IN_PROCESS, label="Chuyển xử lý"),
        Move("ask_supplement", (S.FILED,), S.SUPPLEMENT_AT_RECEIPT, label="Yêu cầu bổ sung"),
        Move("ask_supplement", (S.IN_PROCESS,), S.SUPPLEMENT_IN_PROCESS, label="Yêu cầu bổ sung"),
        Move("answer_supplement", (S.SUPPLEMENT_AT_RECEIPT,), S.FILED, label="Nộp bổ sung"),
        Move("answer_supplement", (S.SUPPLEMENT_IN_PROCESS,), S.IN_PROCESS, label="Nộp bổ sung"),
        Move("ask_payment", (S.FILED,), S.PAYMENT_AT_RECEIPT, label="Yêu cầu nộp tiền"),
        Move("ask_payment", (S.IN_PROCESS,), S.PAYMENT_IN_PROCESS, label="Yêu cầu nộp tiền"),
        Move("settle_payment", (S.PAYMENT_AT_RECEIPT,), S.FILED, label="Đã nộp tiền"),
        Move("settle_payment", (S.PAYMENT_IN_PROCESS,), S.IN_PROCESS, label="Đã nộp tiền"),
        Move(
            "withdraw",
            (S.FILED, S.ACCEPTED, S.IN_PROCESS, *sorted(WAITING_FOR_CITIZEN)),
            S.WITHDRAWN,
            label="Rút hồ sơ",
        ),
        Move(
            "stop",
            (S.IN_PROCESS, *sorted(WAITING_FOR_CITIZEN)),
            S.STOPPED,
            label="Dừng xử lý",
        ),
        Move("finish", (S.IN_PROCESS,), S.FINISHED, label="Xử lý xong"),
        Move("return_result", (S.FINISHED,), S.RETURNED, label="Trả kết quả"),
        Move("reopen", (S.STOPPED, S.RETURNED), S.IN_PROCESS, label="Mở lại hồ sơ"),
    ),
)
