"""What can go wrong at the one door; each names the rule that was broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.procedures.base.forms.answering import Wrong


def said(errors: Iterable[Wrong], language: str) -> list[dict[str, str]]:
    """Say what is wrong with answers: path, stable code and sentence of each."""
    return [
        {"path": wrong.path, "code": wrong.code, "message": wrong.say(language)} for wrong in errors
    ]


class DossierNotFound(NotFound):
    """No such dossier, or it is not this reader's to see."""

    code = "dossiers.not_found"
    message = _("Không tìm thấy hồ sơ.")


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
    """What is due at filing has not been paid (Decree 61/2018, Article 22)."""

    code = "dossiers.fee_unpaid"
    message = _("Hồ sơ chưa nộp phí, lệ phí phải nộp khi nộp hồ sơ.")


class SupplementAsked(DomainError):
    """Supplements are asked for once, with all reasons (Decree 61/2018, Article 17)."""

    code = "dossiers.supplement_asked"
    message = _("Hồ sơ đã được yêu cầu bổ sung một lần; phải hướng dẫn đầy đủ ngay lần đầu.")


class SupplementEmpty(DomainError):
    """A supplement request lists at least one item, each with a reason."""

    code = "dossiers.supplement_empty"
    status = 422
    message = _("Yêu cầu bổ sung phải nêu ít nhất một mục và lý do của từng mục.")


class SupplementNotAsked(DomainError):
    """Nobody waits for this dossier to be completed."""

    code = "dossiers.supplement_not_asked"
    message = _("Hồ sơ này hiện không có yêu cầu bổ sung nào.")


class NotListed(DomainError):
    """Only what the request lists can be supplemented."""

    code = "dossiers.not_listed"
    status = 422
    message = _("Mục này không nằm trong yêu cầu bổ sung.")


class StepNotYours(DomainError):
    """The step in hand belongs to another role, unit or person."""

    code = "dossiers.step_not_yours"
    status = 403
    message = _("Bước này thuộc người hoặc đơn vị khác.")


class StepNotReady(DomainError):
    """The step has not produced what it must produce."""

    code = "dossiers.step_not_ready"
    message = _("Bước này chưa có kết quả phải có.")


class OpinionsAwaited(DomainError):
    """Somebody was asked for an opinion, has not answered, and still has time."""

    code = "dossiers.opinions_awaited"
    message = _("Còn chờ ý kiến của đơn vị được hỏi.")


class NoWayOnward(DomainError):
    """No move forward of the step is open for these answers."""

    code = "dossiers.no_way_onward"
    message = _("Quy trình không có lối đi tiếp từ bước này. Hãy báo người quản trị quy trình.")


class NotConsultable(DomainError):
    """The step may not ask that one for its opinion, or it is being asked already."""

    code = "dossiers.not_consultable"
    message = _("Bước này không hỏi ý kiến nơi đó được, hoặc đang hỏi rồi.")


class StepUnmapped(DomainError):
    """A dossier cannot be moved to the new process as it stands; the text says why."""

    code = "dossiers.step_unmapped"
    message = _("Hồ sơ này không chuyển sang quy trình mới được.")


class StepsChanged(DomainError):
    """The dossier went on since its move was previewed."""

    code = "dossiers.steps_changed"
    message = _("Hồ sơ vừa được xử lý tiếp sau khi anh/chị xem trước.")


class ProcessUnchanged(DomainError):
    """The dossier follows that process already."""

    code = "dossiers.process_unchanged"
    message = _("Hồ sơ đã theo quy trình này rồi.")


class ProcessNotOfProcedure(DomainError):
    """The version is one of another procedure."""

    code = "dossiers.process_not_of_procedure"
    message = _("Quy trình này không thuộc thủ tục của hồ sơ.")


class BeingSigned(DomainError):
    """The result was approved and awaits its signature; until then nothing else is decided."""

    code = "dossiers.being_signed"
    message = _("Kết quả đã được duyệt và đang được ký số. Hãy chờ ký xong.")


class ReasonMissing(DomainError):
    """The act needs a reason in writing."""

    code = "dossiers.reason_missing"
    status = 422
    message = _("Anh/chị phải ghi rõ lý do.")


class AlreadyRated(DomainError):
    """A dossier is rated once."""

    code = "dossiers.already_rated"
    message = _("Hồ sơ này đã được đánh giá.")


class DraftGone(DomainError):
    """The draft was submitted or discarded."""

    code = "dossiers.draft_gone"
    status = 410
    message = _("Bản nháp này đã nộp hoặc đã xóa.")


class FileLimit(DomainError):
    """Too many files for one paper."""

    code = "dossiers.file_limit"
    status = 422
    message = _("Đã đủ số tệp cho giấy tờ này.")


class SigningKeyMissing(DomainError):
    """The agency has no usable key to sign results with."""

    code = "dossiers.signing_key_missing"
    status = 503
    message = _("Cơ quan chưa có khóa ký số còn hiệu lực.")


class FileLocked(DomainError):
    """A PDF that asks for a password cannot be read by the official."""

    code = "dossiers.file_locked"
    status = 422
    message = _("Tệp có mật khẩu nên cán bộ không mở được. Hãy gửi bản không khóa.")


class FileActive(DomainError):
    """A PDF acts by itself or carries a program; details['found'] lists what, as codes."""

    code = "dossiers.file_active"
    status = 422
    message = _(
        "Tệp PDF này có mã lệnh tự chạy hoặc kèm chương trình nên không nhận được. Hãy mở tệp, "
        "chọn In, chọn “Lưu thành PDF”, rồi gửi tệp mới."
    )
