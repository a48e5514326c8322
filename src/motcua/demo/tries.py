"""What one may try on the first day beyond the scenes: who to be, where to go, what to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Try:
    """Something to try: the parts and acts in words, and the page where it begins."""

    title: _StrPromise
    words: _StrPromise
    path: str
    is_of_officials: bool = True

    @property
    def address(self) -> str:
        """Where it begins."""
        return f"{settings.DESK_URL if self.is_of_officials else settings.PORTAL_URL}{self.path}"


TRIES = (
    Try(
        _("Sự cố, hai người"),
        _(
            "Vai Quản trị phường đề nghị công bố sự cố; vai Quản trị phường, người duyệt bấm "
            "Duyệt: đồng hồ của hồ sơ dừng cho tới khi một người ghi là đã hết sự cố."
        ),
        "/agency/H26.101/outages/",
    ),
    Try(
        _("Ký một hay nhiều văn bản"),
        _(
            "Vai Lãnh đạo: đọc từng văn bản đang chờ, bỏ dấu ở văn bản chưa ký, xác nhận một lần. "
            "Kết quả chờ ký nằm ở hàng đợi Chờ ký."
        ),
        "/van-ban-cho-ky",
    ),
    Try(
        _("Hẹn giờ ở quầy"),
        _(
            "Vai Công dân có một lịch hẹn: đổi giờ, hủy, hay đặt thêm. Vai Cán bộ một cửa mở quầy "
            "thì thấy ai hẹn hôm nay và cho số khi người ta đến."
        ),
        "/lich-hen",
        is_of_officials=False,
    ),
    Try(
        _("Bản quét gửi qua thư"),
        _(
            "Mở Hộp thư thử nghiệm, trang Máy quét, bấm Quét và gửi. Trong một phút vai Cán bộ "
            "một cửa thấy bản quét ở khay."
        ),
        "/counter/tray",
    ),
    Try(
        _("Hồ sơ gửi qua bưu chính"),
        _(
            "Vai Cán bộ một cửa: ba phong bì, một đang chờ, một đã tới, một đi chậm. Ở Bưu chính "
            "thử nghiệm anh/chị làm bưu tá."
        ),
        "/buu-chinh/",
    ),
)
