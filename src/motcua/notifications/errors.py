"""What can go wrong when a message is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class Undeliverable(DomainError):
    """The carrier will never take this message: the address or the text is wrong."""

    code = "notifications.undeliverable"
    status = 422
    message = _("Tin nhắn không thể gửi tới địa chỉ này.")


class CarrierDown(DomainError):
    """The carrier does not answer now; the message is tried again later."""

    code = "notifications.carrier_down"
    status = 503
    message = _("Đường gửi tin đang gián đoạn.")


class NoticeNotFound(NotFound):
    """There is no such notice, or it is another official's."""

    code = "notifications.notice_not_found"
