"""How a device is known as a kiosk: by a signed cookie that its one-time code gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core import signing

from motcua.counters.queries.kiosks import kiosk_called
from motcua.identity.queries import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from motcua.counters.models import Kiosk

_SALT = "motcua.portal.kiosk"


def cookie_name() -> str:
    """Give the name of the cookie that makes a device a kiosk."""
    prefix = "__Host-" if settings.HTTPS else ""
    return f"{prefix}{settings.COOKIE_PREFIX}_kiosk"


def written(kiosk: Kiosk) -> str:
    """Write what the cookie of a kiosk holds, so that nobody makes one up."""
    return signing.dumps(str(kiosk.public_id), salt=_SALT)


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """Give the kiosk that a request comes from; None from any other device."""
    kept = request.COOKIES.get(cookie_name(), "")
    try:
        return kiosk_called(UUID(signing.loads(kept, salt=_SALT))) if kept else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def counted_as(request: HttpRequest) -> str:
    """Give what tries from a request are counted by: its kiosk, else its network address.

    All kiosks of a hall share one address, on which its visitors would lock each other out.
    """
    kiosk = kiosk_of(request)
    return f"kiosk:{kiosk.public_id}" if kiosk else client_address(request)
