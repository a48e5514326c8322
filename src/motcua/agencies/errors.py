"""What can go wrong in the agencies room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class CodeTaken(DomainError):
    """Another agency holds this identifier on that day."""

    code = "agencies.code_taken"
    message = _("Mã định danh này đang thuộc một cơ quan khác.")


class UnitNotEmpty(DomainError):
    """A unit with officials or open work cannot end."""

    code = "agencies.unit_not_empty"
    message = _("Đơn vị còn cán bộ hoặc còn việc đang xử lý.")


class PostingOverlaps(DomainError):
    """The official already has this role in this unit on those days."""

    code = "agencies.posting_overlaps"
    message = _("Cán bộ đã có vai trò này tại đơn vị trong thời gian đó.")


class UnitElsewhere(DomainError):
    """An official is posted in units of his own agency; beyond them he needs a grant."""

    code = "agencies.unit_elsewhere"
    message = _("Đơn vị này thuộc cơ quan khác với cơ quan của cán bộ.")


class LastAdministrator(DomainError):
    """An agency is never without somebody who administers it."""

    code = "agencies.last_administrator"
    message = _(
        "Từ ngày này cơ quan sẽ không còn quản trị viên nào. Hãy giao vai trò quản trị cho cán bộ "
        "khác trước."
    )


class NotYourself(DomainError):
    """Power is given by somebody else: nobody appoints, posts or grants himself."""

    code = "agencies.not_yourself"
    status = 403
    message = _(
        "Anh/chị không tự bổ nhiệm, giao vai trò hay cấp quyền cho chính mình được. Hãy nhờ một "
        "quản trị viên khác."
    )


class MadeYou(DomainError):
    """A new administrator does not move those who made him one."""

    code = "agencies.made_you"
    status = 403
    message = _(
        "Quyền quản trị của anh/chị do chính cán bộ này (hoặc người do cán bộ này giao quyền) giao"
        " chưa đủ 30 ngày, nên anh/chị chưa được thay đổi vai trò của cán bộ này. Hãy nhờ một quản"
        " trị viên khác."
    )


class AbsenceBackwards(DomainError):
    """An absence begins today or later and ends after it began, within a year."""

    code = "agencies.absence_backwards"
    status = 422
    message = _(
        "Ngày vắng phải từ hôm nay trở đi, ngày cuối không trước ngày đầu, không quá 1 năm."
    )


class AbsenceOverlaps(DomainError):
    """The official is away on some of these days already."""

    code = "agencies.absence_overlaps"
    message = _("Đã ghi vắng mặt vào một số ngày trong khoảng này.")


class DelegateHimself(DomainError):
    """Nobody stands in for himself."""

    code = "agencies.delegate_himself"
    status = 422
    message = _("Người làm thay phải là người khác.")


class DelegateAway(DomainError):
    """Who stands in is not away himself, and who is away stands in for nobody: no chains."""

    code = "agencies.delegate_away"
    message = _(
        "Trong những ngày này một trong hai người đã vắng hoặc đang làm thay người khác. Ủy quyền "
        "không được chuyển tiếp; hãy chọn người khác."
    )


class DelegateUnfit(DomainError):
    """Who stands in works in the same unit or above, in a role that may stand in for it."""

    code = "agencies.delegate_unfit"
    status = 422
    message = _("Người này không có vai trò phù hợp để làm thay.")


class OfficialKnown(DomainError):
    """Somebody with this identity number or address serves in the agency already."""

    code = "agencies.official_known"
    message = _(
        "Cơ quan đã có cán bộ mang số định danh hoặc thư điện tử này."
        " Hãy thêm vai trò cho người đó."
    )


class LikenessCertain(DomainError):
    """Two records with one identity number are one human, whatever is said."""

    code = "agencies.likeness_certain"
    message = _("Hai cán bộ mang cùng số định danh nên là một người.")
