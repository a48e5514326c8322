"""What can go wrong in the procedures room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class PackInvalid(DomainError):
    """A pack does not have the shape it must have; details['problems'] lists `(where, what)`."""

    code = "procedures.pack_invalid"
    status = 422
    # Plain text: packs are read before Django's translations are there.
    message = "Gói thủ tục chưa đúng cấu trúc."


class ConditionInvalid(DomainError):
    """A condition cannot be read or compares things that cannot be compared."""

    code = "procedures.condition_invalid"
    status = 422
    message = "Điều kiện trong biểu mẫu không hợp lệ."


class VersionNotPublished(DomainError):
    """An agency can only offer a procedure that has a published version."""

    code = "procedures.version_not_published"
    message = _("Thủ tục chưa có phiên bản nào được công bố.")


class OfferingClosed(DomainError):
    """The agency does not offer this procedure on that day."""

    code = "procedures.offering_closed"
    message = _("Cơ quan này hiện không tiếp nhận thủ tục này.")


class ChannelClosed(DomainError):
    """The procedure cannot be filed that way."""

    code = "procedures.channel_closed"
    message = _("Thủ tục này không nhận hồ sơ theo cách anh/chị chọn.")


class FeeNotTheProvinces(DomainError):
    """The law fixes this fee; a province cannot set it."""

    code = "procedures.fee_not_the_provinces"
    status = 422
    message = _("Khoản phí, lệ phí này do pháp luật ấn định, địa phương không quy định mức khác.")


class RoleWithoutUnit(DomainError):
    """A step of the process names a role that no unit of the offering plays."""

    code = "procedures.role_without_unit"
    status = 422
    message = _("Có bước xử lý chưa được giao cho đơn vị nào.")


class RecordInvalid(DomainError):
    """A record of the national catalogue that cannot be read; `problems` are (path, code)."""

    code = "procedures.record_invalid"
    status = 422
    message = _("Bản ghi thủ tục không đọc được.")
