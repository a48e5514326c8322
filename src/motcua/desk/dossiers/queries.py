"""What the pages of a dossier show: the case file, what comes next, and the page of an act."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries import official_name
from motcua.dossiers.enums import PhraseUse
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries.casefiles import CaseFile, case_file
from motcua.dossiers.queries.handling import Act, Standing, standing_of
from motcua.dossiers.queries.keeping import ReadyPhrase, ready_phrases
from motcua.dossiers.queries.listing import next_of
from motcua.dossiers.queries.narrowing import Filters, filters_from
from motcua.dossiers.queries.presence import others_present
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.queues import may_open, queues_of
from motcua.dossiers.queries.results import draft_seen, result_pictures
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError
from motcua.procedures.base.forms.summary import SummaryPage, summary
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from motcua.desk.dossiers.forms import ActForm
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.holdings import HeldPaper
    from motcua.dossiers.queries.marks import Mark
    from motcua.kernel.actors import Actor

AT_ONCE = frozenset({Act.ACCEPT, Act.HAND_OVER, Act.TAKE_UP, Act.RETURN})
"""Acts that need no words: a button on the dossier's page does them."""
OF_STEP = frozenset(
    {
        Act.TAKE_UP,
        Act.DRAFT,
        Act.COMPLETE,
        Act.CONSULT,
        Act.APPROVE,
        Act.SEND_BACK,
        Act.ASK_AGENCY,
        Act.ASSIGN,
        Act.FORWARD,
        Act.BRING_BACK,
    }
)
"""Acts upon a step, which the page names: it may have gone on since."""
SIGNING = frozenset({Act.APPROVE, Act.PART})
"""Acts that sign; they ask for a second factor of their own."""
SEEING = frozenset({Act.DRAFT, Act.APPROVE})
"""Acts upon the draft that the page showed."""
WITH_SLIP = frozenset({Act.SUPPLEMENT, Act.REFUSE, Act.STOP, Act.APOLOGISE})
"""Acts that issue a slip, which can be looked at before."""
_WITH_RESULT = frozenset({Act.COMPLETE, Act.APPROVE, Act.SEND_BACK})
_USES = {
    Act.SUPPLEMENT: PhraseUse.SUPPLEMENT,
    Act.REFUSE: PhraseUse.REFUSAL,
    Act.STOP: PhraseUse.REFUSAL,
    Act.COMPLETE: PhraseUse.FINDING,
    Act.NOTE: PhraseUse.NOTE,
}
_PICTURES = frozenset({"image/jpeg", "image/png"})
_FRAMED = frozenset({"application/pdf"})
_SIGNING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Words:
    """How the page of an act speaks: what it will do, its button, and what is said when done."""

    lead: str | _StrPromise
    button: str | _StrPromise
    done: str | _StrPromise


@dataclass(frozen=True, slots=True)
class DossierPage:
    """The page of a dossier: the case file, the paper that is open, and the way through a queue.

    Attributes:
        trail: the queue the official works through and the step he chose, as the query of an
            address; `queue_trail` without the step.
        token: names the forms of this page, so that each is done once.
        shown_as: `frame`, `picture` or `file`: how the open paper can be shown.
        is_stale: what was refused had been possible on the page the official saw.

    """

    case: CaseFile
    trail: str
    queue_trail: str
    queue: str
    token: str
    now: datetime
    paper: HeldPaper | None = None
    shown_as: str = ""
    marks: tuple[Mark, ...] = ()
    others: tuple[str, ...] = ()
    refusal: str = ""
    is_stale: bool = False

    @property
    def is_signing_slow(self) -> bool:
        """Say whether the signature takes longer than it should; the node tries again by itself."""
        result = self.case.standing.result
        approved = result.approved_at if result else None
        return approved is not None and self.now - approved > _SIGNING


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of an act: what it asks, and what it would put on paper."""

    dossier: Dossier
    standing: Standing
    act: Act
    words: Words
    form: ActForm
    trail: str
    token: str
    refusal: str = ""
    pictures: Sequence[str] = field(default=())
    phrases: Sequence[ReadyPhrase] = field(default=())
    is_judged: bool = False
    others: tuple[str, ...] = ()
    theirs: tuple[SummaryPage, ...] = ()

    @property
    def seen(self) -> str:
        """The draft that this page shows, so that nobody else's is lost, or signed unseen."""
        result = self.standing.result
        if result is None or self.act not in SEEING:
            return ""
        return draft_seen(result) if self.act is Act.APPROVE else result.drafted_at.isoformat()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        if not self.is_judged:
            return []
        listed = getattr(self.form, "problems", None)
        if listed is not None:
            return list(listed)
        return [problem for section in self.form.sections for problem in section.problems()]

    @property
    def has_slip(self) -> bool:
        """Say whether the act issues a slip that can be looked at before."""
        return self.act in WITH_SLIP

    @property
    def is_grave(self) -> bool:
        """Say whether the act ends the dossier against its applicant."""
        return self.act in {Act.REFUSE, Act.STOP, Act.CORRECT, Act.REOPEN}


def dossier_page(
    actor: Actor, dossier: Dossier, pairs: Mapping[str, str], now: datetime, language: str
) -> DossierPage:
    """Give the page of a dossier that an official opened from some queue."""
    filters = _filters(actor, pairs)
    return DossierPage(
        case=case_file(actor, dossier, now, language, pairs.get("step", "")),
        trail=_trail(filters, pairs),
        queue_trail=urlencode(filters.as_pairs()),
        queue=str(filters.queue.label),
        token=new_token(),
        now=now,
        others=others_present(actor, dossier, now),
    )


def way_on(actor: Actor, public_id: UUID, pairs: Mapping[str, str], now: datetime) -> str:
    """Give the address of the dossier after one in the queue it was opened from.

    Looked for when it is wanted, for most pages are only read. Where no other stands in the queue
    it is the queue's. Raises `DossierNotFound` for who has no queue.
    """
    if not queues_of(actor):
        raise DossierNotFound
    filters = _filters(actor, pairs)
    found = next_of(actor, filters, now, public_id)
    page = reverse("desk:dossier", args=(found,)) if found else reverse("desk:queue")
    return f"{page}?{urlencode(filters.as_pairs())}"


def act_page(
    actor: Actor,
    dossier: Dossier,
    act: Act,
    form: ActForm,
    pairs: Mapping[str, str],
    now: datetime,
) -> ActPage:
    """Give the page of an act, with the drafted result where it is decided upon."""
    standing = standing_of(actor, dossier, now, pairs.get("step", ""))
    pictures, refusal = _result(standing, now) if act in _WITH_RESULT else ((), "")
    return ActPage(
        dossier=dossier,
        standing=standing,
        act=act,
        words=WORDS[act],
        form=form,
        trail=_trail(_filters(actor, pairs), pairs),
        token=new_token(),
        phrases=_phrases(actor, dossier, act, now),
        others=others_present(actor, dossier, now),
        refusal=refusal,
        pictures=pictures,
    )


def drafted_by_another(standing: Standing, now: datetime) -> tuple[SummaryPage, ...]:
    """Give the draft as it was saved meanwhile, to be read beside one's own."""
    if standing.result is None:
        return ()
    form = rules_of(standing.dossier).official_form
    return summary(form, standing.result.data, page_language(), today=civil_date(now))


def _phrases(actor: Actor, dossier: Dossier, act: Act, now: datetime) -> tuple[ReadyPhrase, ...]:
    use = _USES.get(act)
    if use is None or actor.official_id is None:
        return ()
    who = official_name(actor.official_id)
    return ready_phrases(actor, dossier, use, now, page_language(), who)


def shown_as(paper: HeldPaper) -> str:
    """Say how a paper can be shown inside a page."""
    kind = paper.file.blob.media_type
    if kind in _FRAMED:
        return "frame"
    return "picture" if kind in _PICTURES else "file"


def drawn(pictures: Sequence[bytes]) -> tuple[str, ...]:
    """Write PNG pictures as addresses that hold them."""
    return tuple(f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pictures)


def new_token() -> str:
    """Make the name of a form, so that it is done once."""
    return secrets.token_urlsafe(16)


def _trail(filters: Filters, pairs: Mapping[str, str]) -> str:
    """Write the queue, and which of several steps was chosen, as the query of an address."""
    step = pairs.get("step", "")[:40]
    return urlencode({**filters.as_pairs(), **({"step": step} if step else {})})


def _filters(actor: Actor, pairs: Mapping[str, str]) -> Filters:
    first = queues_of(actor)[0]
    filters = filters_from(pairs, first)
    return filters if may_open(actor, filters.queue) else Filters(first)


def _result(standing: Standing, now: datetime) -> tuple[tuple[str, ...], str]:
    if standing.result is None:
        return (), ""
    try:
        return drawn(result_pictures(standing.result, now=now)), ""
    except DomainError as refusal:
        return (), refusal.text


WORDS: Mapping[Act, Words] = {
    Act.ACCEPT: Words(
        _("Hồ sơ đủ và đúng. Giấy tiếp nhận và hẹn trả (mẫu 01) được gửi ngay cho người nộp."),
        _("Tiếp nhận"),
        _("Đã tiếp nhận. Giấy tiếp nhận và hẹn trả đã được lập."),
    ),
    Act.HAND_OVER: Words(
        _("Chuyển hồ sơ tới đơn vị giải quyết ngay trong ngày làm việc."),
        _("Chuyển xử lý"),
        _("Đã chuyển hồ sơ tới đơn vị giải quyết."),
    ),
    Act.TAKE_UP: Words(
        _("Anh/chị nhận bước này; người khác trong đơn vị sẽ thấy tên anh/chị."),
        _("Nhận việc"),
        _("Anh/chị đã nhận bước này."),
    ),
    Act.DRAFT: Words(
        _("Điền những thông tin do cơ quan bổ sung; phần còn lại lấy từ tờ khai."),
        _("Lưu dự thảo"),
        _("Đã lưu dự thảo kết quả. Anh/chị xem lại bản in trước khi chuyển."),
    ),
    Act.COMPLETE: Words(
        _("Hoàn thành bước này và chuyển hồ sơ sang bước sau."),
        _("Hoàn thành và chuyển"),
        _("Đã chuyển hồ sơ sang bước sau."),
    ),
    Act.CONSULT: Words(
        _("Bước này vẫn ở anh/chị trong khi chờ; quá hạn mà chưa có ý kiến thì anh/chị làm tiếp."),
        _("Gửi nội dung hỏi"),
        _("Đã gửi nội dung hỏi ý kiến."),
    ),
    Act.APPROVE: Words(
        _("Đây là văn bản sẽ được ký số. Số và ngày được ghi vào sổ khi anh/chị ký."),
        _("Duyệt và ký"),
        _("Đã duyệt. Hệ thống đang ký số kết quả."),
    ),
    Act.RETURN: Words(
        _("Trả kết quả cho người nộp và đóng hồ sơ."),
        _("Trả kết quả"),
        _("Đã trả kết quả cho người nộp."),
    ),
    Act.SUPPLEMENT: Words(
        _(
            "Chỉ được yêu cầu một lần ở giai đoạn này: nêu đủ mọi mục và lý do của từng mục. Người "
            "nộp chỉ sửa được những mục được chọn."
        ),
        _("Gửi yêu cầu bổ sung"),
        _("Đã gửi yêu cầu bổ sung (mẫu 02) cho người nộp."),
    ),
    Act.PAYMENT: Words(
        _("Người nộp được báo số tiền; thời hạn tạm dừng cho tới khi tiền về."),
        _("Gửi yêu cầu nộp tiền"),
        _("Đã gửi yêu cầu nộp tiền cho người nộp."),
    ),
    Act.SEND_BACK: Words(
        _("Trả hồ sơ về bước trước để sửa."),
        _("Trả lại bước trước"),
        _("Đã trả hồ sơ về bước trước."),
    ),
    Act.ASK_AGENCY: Words(
        _("Cán bộ của cơ quan được hỏi xem được hồ sơ này cho tới khi cho ý kiến."),
        _("Gửi nội dung hỏi"),
        _("Đã gửi nội dung hỏi ý kiến."),
    ),
    Act.ASSIGN: Words(
        _("Bước đang làm được giao cho cán bộ anh/chị chọn, dù ai đang giữ."),
        _("Giao việc"),
        _("Đã giao việc."),
    ),
    Act.FORWARD: Words(
        _("Đồng nghiệp cùng vai trò làm tiếp bước này thay anh/chị."),
        _("Chuyển đồng nghiệp"),
        _("Đã chuyển cho đồng nghiệp."),
    ),
    Act.BRING_BACK: Words(
        _("Lấy lại bước này từ người đang giữ."),
        _("Lấy lại việc"),
        _("Đã lấy lại việc."),
    ),
    Act.REFUSE: Words(
        _("Hồ sơ bị đóng. Phiếu từ chối (mẫu 03) ghi nguyên văn lý do được gửi cho người nộp."),
        _("Từ chối tiếp nhận"),
        _("Đã từ chối. Phiếu từ chối (mẫu 03) đã gửi cho người nộp."),
    ),
    Act.PART: Words(
        _("Hồ sơ có nhiều kết quả thì trả từng kết quả khi có; kết quả cuối mới làm xong hồ sơ."),
        _("Duyệt và trả trước"),
        _("Đã duyệt. Hệ thống đang ký số rồi báo cho người nộp."),
    ),
    Act.APOLOGISE: Words(
        _(
            "Chỉ được hẹn lại một lần. Phiếu xin lỗi (mẫu 04) ghi nguyên văn lý do được gửi cho "
            "người nộp. Tỷ lệ đúng hạn vẫn tính theo lần hẹn đầu."
        ),
        _("Xin lỗi và hẹn lại"),
        _("Đã gửi phiếu xin lỗi (mẫu 04) và ngày hẹn mới cho người nộp."),
    ),
    Act.STOP: Words(
        _("Hồ sơ bị đóng. Phiếu từ chối (mẫu 03) ghi nguyên văn lý do được gửi cho người nộp."),
        _("Dừng xử lý"),
        _("Đã dừng xử lý hồ sơ."),
    ),
    Act.CORRECT: Words(
        _(
            "Bản mới thay bản đã ký; ai kiểm tra bản cũ sẽ thấy nó đã được thay thế. Người thứ hai "
            "phải đồng ý, người nộp được báo."
        ),
        _("Gửi đề nghị đính chính"),
        _("Đã đính chính. Hệ thống đang ký số bản mới."),
    ),
    Act.REOPEN: Words(
        _(
            "Hồ sơ trở lại giải quyết từ đầu, thời hạn tính lại. Kết quả đã ký (nếu có) không còn "
            "giá trị. Người thứ hai phải đồng ý, người nộp được báo."
        ),
        _("Gửi đề nghị mở lại"),
        _("Đã mở lại hồ sơ."),
    ),
    Act.NOTE: Words(_("Người nộp không thấy ghi chú này."), _("Lưu ghi chú"), _("Đã lưu ghi chú.")),
}
