"""What the signatures room refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class KeyUnavailable(DomainError):
    """The key is not where its record says, or its passphrase does not open it."""

    code = "signatures.key_unavailable"
    status = 503
    message = _("Chưa dùng được khóa ký. Vui lòng báo quản trị viên.")


class KeyNotUsable(DomainError):
    """The key's certificate does not hold at this moment: too early, expired or revoked."""

    code = "signatures.key_not_usable"
    message = _("Chứng thư ký chưa có hiệu lực, đã hết hạn hoặc đã bị thu hồi.")


class NotSignable(DomainError):
    """The document cannot be signed: not a PDF that can be read, or encrypted."""

    code = "signatures.not_signable"
    status = 422
    message = _("Không ký được tệp này.")
