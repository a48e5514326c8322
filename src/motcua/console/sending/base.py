"""Why a message was given up, in words an administrator can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_FAULTS: Mapping[str, _StrPromise] = {
    "notifications.undeliverable": _("Nơi gửi từ chối: số, địa chỉ hoặc nội dung không đúng"),
    "notifications.address_dead": _("Địa chỉ không nhận tin; chờ người dân đổi địa chỉ"),
    "notifications.text_too_long": _("Tin nhắn quá dài; sửa câu chữ của loại tin này"),
    "notifications.expired": _("Mã hết hạn trước khi gửi được"),
    "notifications.try_later": _("Đã thử nhiều lần, nơi nhận chưa nhận"),
    "notifications.carrier_down": _("Đường gửi gián đoạn"),
    "notifications.broken": _("Không viết được tin; xem nhật ký của máy chủ"),
    "carrier.absent": _("Máy tắt hoặc ngoài vùng phủ sóng"),
    "carrier.failed": _("Nhà mạng báo tin không tới nơi"),
    "carrier.unknown": _("Số không có hoặc không còn dùng"),
    "carrier.not_in_use": _("Số không có hoặc không còn dùng"),
    "carrier.5.2.2": _("Hộp thư của người nhận đã đầy"),
    **dict.fromkeys(
        (f"carrier.5.{code}" for code in ("1.1", "1.2", "1.3", "1.6", "1.10", "2.1")),
        _("Không có hộp thư ấy hoặc hộp đã đóng; chờ người dân đổi địa chỉ"),
    ),
}


def fault_words(code: str) -> str:
    """Say why a message was given up; a code nobody has words for is shown as it is."""
    if code in _FAULTS:
        return str(_FAULTS[code])
    return gettext("Nơi gửi báo không tới: %(code)s") % {"code": code.removeprefix("carrier.")}
