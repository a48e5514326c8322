"""The words of the room of cash drawers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DrawerState(TextChoices):
    """Where a drawer stands; only an open one takes money."""

    OPEN = "open", _("Đang thu")
    COUNTED = "counted", _("Chờ người thứ hai xem chênh lệch")
    CLOSED = "closed", _("Đã đóng")


class HandOverState(TextChoices):
    """Where cash stands that a clerk gives on; it is his until another has counted it."""

    ASKED = "asked", _("Chờ người nhận đếm lại")
    TAKEN = "taken", _("Đã nhận")
    REFUSED = "refused", _("Không nhận")


class Proof(TextChoices):
    """What shows that cash that goes back is given to whom it belongs."""

    CODE = "code", _("Mã nhận tiền")
    SIGNATURE = "signature", _("Chữ ký trên phiếu chi")
