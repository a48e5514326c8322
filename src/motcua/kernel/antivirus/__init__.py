"""Antivirus: one provider, chosen by the setting `ANTIVIRUS` (`none`, or an address of clamd)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from motcua.kernel.antivirus.clamd import Clamd
from motcua.kernel.antivirus.none import NoAntivirus

if TYPE_CHECKING:
    from motcua.kernel.antivirus.base import Antivirus


def antivirus() -> Antivirus:
    """Give the node's antivirus. Raises `ImproperlyConfigured`."""
    address: str = settings.ANTIVIRUS
    if address == "none":
        return NoAntivirus()
    if address.startswith("clamd://"):
        return Clamd(address)
    raise ImproperlyConfigured("MOTCUA_ANTIVIRUS is neither none nor clamd://…")
