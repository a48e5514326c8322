"""What can go wrong when a message comes in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class TextUnsigned(DomainError):
    """What claims to come from the gateway was not signed by it, or too long ago."""

    code = "texting.text_unsigned"
    status = 401
    message = _("Chữ ký của cổng tin nhắn không hợp lệ.")


class TextMalformed(DomainError):
    """A signed message does not have the shape the gateway documents."""

    code = "texting.text_malformed"
    status = 400
    message = _("Tin của cổng tin nhắn không đúng cấu trúc.")
