"""What can go wrong when people are heard."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class RatingClosed(DomainError):
    """The code or link opens no rating: wrong, over or used, all said alike."""

    code = "voice.rating_closed"
    status = 404
    message = _("Mã hoặc đường dẫn này không mở được phiếu đánh giá: sai, đã hết hạn hoặc đã dùng.")


class RatingIncomplete(DomainError):
    """A question of the rating was not answered, or answered with what it does not offer."""

    code = "voice.rating_incomplete"
    status = 422
    message = _("Phiếu đánh giá còn câu chưa trả lời.")


class FeedbackNotFound(NotFound):
    """No such feedback, or it is not this reader's."""

    code = "voice.feedback_not_found"
    message = _("Không tìm thấy phản ánh, kiến nghị.")


class UnitElsewhere(DomainError):
    """The unit or agency named cannot take this."""

    code = "voice.unit_elsewhere"
    status = 422
    message = _("Đơn vị hoặc cơ quan này không nhận được phản ánh, kiến nghị.")


class Concerned(DomainError):
    """Who is complained about does not handle it, or nobody else is left in that unit."""

    code = "voice.concerned"
    message = _("Người bị phản ánh không được xử lý. Hãy chọn đơn vị khác hoặc chuyển cấp trên.")


class SameHand(DomainError):
    """Who drafted an answer does not approve it."""

    code = "voice.same_hand"
    message = _("Người soạn trả lời không được tự duyệt. Cần người khác duyệt.")


class WordsChanged(DomainError):
    """Somebody wrote other words since the page that decides upon them was opened."""

    code = "voice.words_changed"
    message = _("Nội dung đã được sửa sau khi anh/chị mở trang. Hãy đọc lại rồi quyết định.")


class ExtendedBefore(DomainError):
    """A deadline is extended once, before it has passed."""

    code = "voice.extended_before"
    message = _("Chỉ được gia hạn một lần, trước khi hết hạn và khi chưa trả lời.")


class ReopenedBefore(DomainError):
    """An answer is asked to be looked at again once, and only for some days."""

    code = "voice.reopened_before"
    message = _("Chỉ đề nghị xem lại được một lần, trong thời gian đã ghi ở trang này.")


class PersonalData(DomainError):
    """What is to be published still holds what looks like a person's number or address."""

    code = "voice.personal_data"
    status = 422
    message = _("Nội dung công khai còn số điện thoại, số giấy tờ, thư điện tử hoặc mã hồ sơ.")


class HelpNotFound(NotFound):
    """No such request for help, or it is not this helper's to see."""

    code = "voice.help_not_found"
    message = _("Không tìm thấy yêu cầu trợ giúp.")


class HelpCodeWrong(DomainError):
    """The code is wrong, old or worn out."""

    code = "voice.help_code_wrong"
    status = 422
    message = _("Mã không đúng, đã hết hạn hoặc đã nhập sai quá 5 lần.")


class HelpClosed(DomainError):
    """The draft may not be looked at now: no code was given, or its half hour is over."""

    code = "voice.help_closed"
    status = 403
    message = _("Chưa mở được bản nháp. Hãy gửi mã mới và hỏi lại người gọi.")


class FaqUnknown(NotFound):
    """There is no such entry of guidance."""

    code = "voice.faq_unknown"
    message = _("Không có mục hướng dẫn này.")
