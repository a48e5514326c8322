"""The words of the identity room."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Door(StrEnum):
    """The door a request came through, told by its host name: `ui/<door>.html` is its layout."""

    PORTAL = "portal"
    DESK = "desk"


class Side(TextChoices):
    """The two sides of the door; an account belongs to one."""

    CITIZEN = "citizen", _("Công dân, doanh nghiệp")
    OFFICIAL = "official", _("Cán bộ")
    CLIENT = "client", _("Hệ thống")


SIDE_OF_DOOR = {Door.PORTAL: Side.CITIZEN, Door.DESK: Side.OFFICIAL}
"""Whose accounts each door lets in."""


class IdentifierType(TextChoices):
    """Kinds of identity documents; together with number and country they name a person."""

    CITIZEN_NUMBER = "citizen-number", _("Số định danh cá nhân (12 số)")
    OLD_ID = "old-id", _("Chứng minh nhân dân (9 số)")
    PASSPORT = "passport", _("Hộ chiếu")
    RESIDENCE_CARD = "residence-card", _("Thẻ thường trú, tạm trú")
    TAX_CODE = "tax-code", _("Mã số thuế, mã số doanh nghiệp")


class Sex(TextChoices):
    """Sex as civil status records it."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class SubjectKind(TextChoices):
    """Who asks: numbered by the national synchronisation (LoaiDoiTuong)."""

    CITIZEN = "1", _("Công dân")
    ENTERPRISE = "2", _("Doanh nghiệp")
    STATE_BODY = "3", _("Cơ quan nhà nước")
    OTHER = "4", _("Khác")
