"""What stands in the way of an act on a dossier."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class DossierNotFound(NotFound):
    """No such dossier, or it is not this reader's to see."""

    code = "dossiers.not_found"
    message = _("Không tìm thấy hồ sơ.")


class SupplementAsked(DomainError):
    """Supplements are asked for once, with all reasons (Decree 61/2018, Article 17)."""

    code = "dossiers.supplement_asked"
    message = _("Hồ sơ đã được yêu cầu bổ sung một lần; phải hướng dẫn đầy đủ ngay lần đầu.")


class SupplementTooLate(DomainError):
    """The unit that settles it asks within three working days (Decree 61/2018, Article 19.4)."""

    code = "dossiers.supplement_too_late"
    message = _("Đã quá thời gian được yêu cầu bổ sung.")


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


class NewDateInvalid(DomainError):
    """A dossier is promised anew for a working day after the first promise, and after today."""

    code = "dossiers.new_date_invalid"
    status = 422
    message = _("Ngày hẹn lại phải là một ngày làm việc, sau hôm nay và sau ngày hẹn đầu.")


class ReappointedAlready(DomainError):
    """A dossier is promised anew once at most (Decree 61/2018, Article 19.9)."""

    code = "dossiers.reappointed_already"
    message = _("Hồ sơ đã hẹn lại một lần; không hẹn lại lần nữa.")


class NotYetDue(DomainError):
    """The time after which this may be done has not come."""

    code = "dossiers.not_yet_due"
    message = _("Chưa tới lúc làm việc này.")


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


class OpinionGone(DomainError):
    """The opinion was given, or is no longer waited for."""

    code = "dossiers.opinion_gone"
    message = _("Ý kiến này đã được gửi, hoặc không còn chờ nữa.")


class NoWayOnward(DomainError):
    """No move forward of the step is open for these answers."""

    code = "dossiers.no_way_onward"
    message = _("Quy trình không có lối đi tiếp từ bước này. Hãy báo người quản trị quy trình.")


class NotConsultable(DomainError):
    """The step may not ask that one for its opinion, or it is being asked already."""

    code = "dossiers.not_consultable"
    message = _("Bước này không hỏi ý kiến nơi đó được, hoặc đang hỏi rồi.")


class BeingSigned(DomainError):
    """The result was approved and awaits its signature; until then nothing else is decided."""

    code = "dossiers.being_signed"
    message = _("Kết quả đã được duyệt và đang được ký số. Hãy chờ ký xong.")


class ReasonMissing(DomainError):
    """The act needs a reason in writing."""

    code = "dossiers.reason_missing"
    status = 422
    message = _("Anh/chị phải ghi rõ lý do.")


class SigningKeyMissing(DomainError):
    """The agency has no usable key to sign results with."""

    code = "dossiers.signing_key_missing"
    status = 503
    message = _("Cơ quan chưa có khóa ký số còn hiệu lực.")


class ColleagueUnfit(DomainError):
    """The named official has not the role of the step in its unit, or has the step already."""

    code = "dossiers.colleague_unfit"
    status = 422
    message = _("Cán bộ được chọn không có vai trò của bước này tại đơn vị, hoặc đang giữ nó.")


class NothingToBringBack(DomainError):
    """Nobody else has the step, or it is not this official's to take back."""

    code = "dossiers.nothing_to_bring_back"
    message = _("Bước này không ở tay người khác, hoặc anh/chị không lấy lại được.")
