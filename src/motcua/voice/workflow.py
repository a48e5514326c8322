"""States of feedback, of its publication and of help, and the moves between them."""

from __future__ import annotations

from motcua.kernel.transitions import Move, Table
from motcua.voice.enums import FeedbackState as F, HelpState as H, PublicationState as P

FEEDBACK = Table(
    name="feedback",
    states=tuple(F),
    initial=F.RECEIVED,
    moves=(
        Move("route", (F.RECEIVED,), F.ASSIGNED, label="Chuyển đơn vị"),
        Move("return_routing", (F.ASSIGNED,), F.RECEIVED, label="Trả lại nơi nhận"),
        Move("transfer", (F.RECEIVED,), F.RECEIVED, label="Chuyển cơ quan khác"),
        Move("draft", (F.ASSIGNED,), F.DRAFTED, label="Soạn trả lời"),
        Move("return_draft", (F.DRAFTED,), F.ASSIGNED, label="Trả lại dự thảo"),
        Move("approve", (F.DRAFTED,), F.ANSWERED, label="Duyệt và gửi trả lời"),
        Move("guide", (F.RECEIVED, F.ASSIGNED), F.GUIDED, label="Hướng dẫn nơi giải quyết"),
        Move("decline", (F.RECEIVED, F.ASSIGNED), F.DECLINED, label="Không xử lý"),
        Move("withdraw", (F.RECEIVED, F.ASSIGNED, F.DRAFTED), F.WITHDRAWN, label="Rút lại"),
        Move("reopen", (F.ANSWERED,), F.RECEIVED, label="Người gửi chưa hài lòng"),
    ),
)
OPEN = frozenset({F.RECEIVED, F.ASSIGNED, F.DRAFTED})

PUBLICATION = Table(
    name="publication",
    states=tuple(P),
    initial=P.PROPOSED,
    moves=(
        Move("publish", (P.PROPOSED,), P.PUBLISHED, label="Công khai"),
        Move("withhold", (P.PROPOSED, P.PUBLISHED), P.WITHHELD, label="Không công khai"),
        Move("propose", (P.PROPOSED, P.WITHHELD), P.PROPOSED, label="Đề nghị công khai"),
    ),
)

HELP = Table(
    name="help",
    states=tuple(H),
    initial=H.OPEN,
    moves=(
        Move("take", (H.OPEN, H.TAKEN), H.TAKEN, label="Nhận giúp"),
        Move("finish", (H.OPEN, H.TAKEN), H.DONE, label="Giúp xong"),
    ),
)
