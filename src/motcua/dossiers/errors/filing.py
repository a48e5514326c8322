"""What stands in the way of filing: answers, papers, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.procedures.base.forms.answering import Wrong


def said(errors: Iterable[Wrong], language: str) -> list[dict[str, str]]:
    """Say what is wrong with answers: path, stable code and sentence of each."""
    return [
        {"path": wrong.path, "code": wrong.code, "message": wrong.say(language)} for wrong in errors
    ]


class AnswersInvalid(DomainError):
    """The form's answers break a rule; details['errors'] maps question to sentence."""

    code = "dossiers.answers_invalid"
    status = 422
    message = _("Tờ khai chưa đúng hoặc còn thiếu.")


class PapersMissing(DomainError):
    """A required paper was not attached; details['papers'] lists the codes."""

    code = "dossiers.papers_missing"
    status = 422
    message = _("Còn thiếu giấy tờ bắt buộc.")


class PaperNotAsked(DomainError):
    """A paper that this case does not ask for; details['codes'] lists the codes."""

    code = "dossiers.paper_not_asked"
    status = 422
    message = _("Có giấy tờ mà thủ tục không hỏi trong trường hợp này.")


class UploadUnknown(DomainError):
    """A file that is not among those the filer has sent, whether it is another's or nobody's."""

    code = "dossiers.upload_unknown"
    status = 422
    message = _("Có tệp không nằm trong những tệp anh/chị đã gửi lên. Anh/chị hãy gửi lại tệp.")


class PapersUnfit(DomainError):
    """A file is of a kind or a size its paper does not take; details['papers'] lists the codes."""

    code = "dossiers.papers_unfit"
    status = 422
    message = _("Có tệp không đúng loại hoặc lớn hơn mức mà giấy tờ này nhận.")


class PapersUnsigned(DomainError):
    """What the filer must sign is not signed, or not as it stands; details['papers'] names it."""

    code = "dossiers.papers_unsigned"
    status = 422
    message = _("Còn giấy tờ chưa ký, hoặc chữ ký không còn khớp với tờ khai. Anh/chị hãy ký lại.")


class FormSignedOnPortal(DomainError):
    """The filer signs the form as the portal prints it, so the dossier cannot come in otherwise."""

    code = "dossiers.form_signed_on_portal"
    status = 422
    message = _("Thủ tục này cần người nộp ký tờ khai do cổng in ra. Hãy nộp trên cổng.")


class SigningCodeWrong(DomainError):
    """The one-time code is wrong, used up or too old."""

    code = "dossiers.signing_code_wrong"
    status = 422
    message = _("Mã chưa đúng hoặc đã hết hạn. Anh/chị xem lại, hoặc xin mã mới.")


class SigningCodeNotSent(DomainError):
    """The filer can be reached neither by text message nor by mail."""

    code = "dossiers.signing_code_not_sent"
    status = 503
    message = _("Chưa gửi được mã: không có đường tin nhắn hay thư điện tử tới anh/chị.")


class NothingToSign(DomainError):
    """There is nothing to sign yet: an answer is missing, or the paper was not sent as PDF."""

    code = "dossiers.nothing_to_sign"
    status = 422
    message = _("Chưa có gì để ký: hãy trả lời hết các câu, hoặc gửi giấy tờ ở dạng PDF trước.")


class SubmissionChanged(DomainError):
    """The same key was used for another submission."""

    code = "dossiers.submission_changed"
    status = 422
    message = _("Mã gửi này đã dùng cho một hồ sơ khác.")


class OfferingClosed(DomainError):
    """The agency does not take this procedure on this day or channel."""

    code = "dossiers.offering_closed"
    message = _("Cơ quan hiện không tiếp nhận thủ tục này.")


class FeeUnpaid(DomainError):
    """What is due by now has not been paid (Decree 61/2018, Article 22)."""

    code = "dossiers.fee_unpaid"
    message = _("Hồ sơ chưa nộp phí, lệ phí đã đến hạn.")


class ExemptionUnseen(DomainError):
    """Somebody claims an exemption whose proof no official has judged yet."""

    code = "dossiers.exemption_unseen"
    message = _("Hồ sơ xin miễn, giảm phí: hãy xem giấy chứng minh và công nhận hoặc không.")


class ExemptionJudged(DomainError):
    """The proof of an exemption was judged otherwise before, or none is claimed."""

    code = "dossiers.exemption_judged"
    message = _("Diện miễn, giảm phí của hồ sơ này đã được xem xét, hoặc không có.")


class JudgedSo(DomainError):
    """The exemption was judged like this already."""

    code = "dossiers.judged_so"
    message = _("Diện miễn, giảm phí đang được ghi đúng như vậy; anh/chị chọn kết quả khác.")


class DraftGone(DomainError):
    """The draft was submitted or discarded."""

    code = "dossiers.draft_gone"
    status = 410
    message = _("Bản nháp này đã nộp hoặc đã xóa.")


class DraftChanged(DomainError):
    """A colleague saved the draft since this official opened it; both are shown."""

    code = "dossiers.draft_changed"
    message = _(
        "Người khác vừa lưu dự thảo này. Bản của người đó ở bên cạnh; những gì anh/chị gõ vẫn còn. "
        "Lưu lần nữa thì lấy bản của anh/chị."
    )
