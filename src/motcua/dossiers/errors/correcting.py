"""What stands in the way of changing what is done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class TooLateToChange(DomainError):
    """The time in which this may be changed is over, or no rule allows it."""

    code = "dossiers.too_late_to_change"
    status = 422
    message = _("Đã quá thời hạn được thay đổi, hoặc không có quy định cho phép.")


class BasisMissing(DomainError):
    """The change names no legal basis."""

    code = "dossiers.basis_missing"
    status = 422
    message = _("Anh/chị ghi căn cứ cho phép thay đổi.")
