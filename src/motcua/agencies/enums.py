"""The words of the agencies room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceLevel(TextChoices):
    """Levels of administrative units; the district level ended on 1 July 2025."""

    PROVINCE = "province", _("Tỉnh, thành phố")
    DISTRICT = "district", _("Quận, huyện")
    COMMUNE = "commune", _("Xã, phường, đặc khu")


class AgencyKind(TextChoices):
    """What an agency is."""

    MINISTRY = "ministry", _("Bộ, cơ quan ngang bộ")
    PROVINCE = "province", _("Ủy ban nhân dân cấp tỉnh")
    DEPARTMENT = "department", _("Sở, ngành")
    COMMUNE = "commune", _("Ủy ban nhân dân cấp xã")
    POLICE = "police", _("Công an")
    OTHER = "other", _("Cơ quan khác")


class IdentifierForm(TextChoices):
    """Forms of agency identifiers."""

    QD20 = "qd20", "QĐ 20/2020/QĐ-TTg"
    QCVN102 = "qcvn102", "QCVN 102:2016/BTTTT"


class Role(TextChoices):
    """What an official does in a unit."""

    RECEPTIONIST = "receptionist", _("Cán bộ một cửa")
    SPECIALIST = "specialist", _("Chuyên viên")
    HEAD = "head", _("Trưởng phòng")
    CLERK = "clerk", _("Văn thư")
    ACCOUNTANT = "accountant", _("Kế toán")
    LEADER = "leader", _("Lãnh đạo")
    ADMINISTRATOR = "administrator", _("Quản trị")
    AUDITOR = "auditor", _("Kiểm tra")


class GrantKind(TextChoices):
    """Why an official may see beyond the units he is posted to."""

    RECEIPT = "receipt", _("Tiếp nhận thay cơ quan khác")
    AUDIT = "audit", _("Kiểm tra")
    CONSULTATION = "consultation", _("Lấy ý kiến")


class DayKind(TextChoices):
    """What an exception to the weekly hours is."""

    OFF = "off", _("Nghỉ")
    WORKED = "worked", _("Làm bù")
