"""The words of the deliveries room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Direction(TextChoices):
    """Which way a parcel goes."""

    COLLECT = "collect", _("Bưu chính đến lấy")
    DELIVER = "deliver", _("Bưu chính phát tới nhà")


class Contents(TextChoices):
    """What lies in a parcel."""

    PAPERS = "papers", _("Giấy tờ của hồ sơ")
    RESULT = "result", _("Kết quả")


class ParcelState(TextChoices):
    """Where a parcel is."""

    REQUESTED = "requested", _("Đang báo bưu chính")
    BOOKED = "booked", _("Bưu chính đã nhận yêu cầu")
    IN_TRANSIT = "in-transit", _("Đang trên đường")
    DELIVERED = "delivered", _("Đã đến nơi")
    REFUSED = "refused", _("Người nhận từ chối")
    BROUGHT_BACK = "brought-back", _("Đã chuyển hoàn")
    LOST = "lost", _("Thất lạc")
    CANCELLED = "cancelled", _("Đã hủy")


class Reach(TextChoices):
    """How far a parcel goes, which its price hangs off."""

    PROVINCE = "province", _("Trong tỉnh, thành phố")
    COUNTRY = "country", _("Liên tỉnh")


class Heard(TextChoices):
    """What a carrier's word led to."""

    APPLIED = "applied", _("Đã ghi nhận")
    NOTED = "noted", _("Không làm thay đổi")
    UNMATCHED = "unmatched", _("Không có bưu phẩm này")
