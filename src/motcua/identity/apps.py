"""Django's description of the room, and what must be true of an installation."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning as Concern, register

_SHORTEST_KEY = 32
_PRIVATE_NAMES = (".localhost", ".local", ".lan", ".internal", ".test", ".home.arpa")


class IdentityConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.identity"
    label = "identity"

    def ready(self) -> None:
        """Have the installation's doors checked before it serves."""
        register(check_doors, Tags.security)
        register(check_secrets, Tags.security)


def check_doors(**_: Any) -> list[CheckMessage]:
    """Refuse a demo on names that the world can reach, and doors that share a name."""
    public = [name for name in _hosts() if not _is_private(name)]
    found: list[CheckMessage] = []
    if settings.DEMO and public:
        found.append(
            Error(
                "The demo signs anybody in with one click, and would answer on a public name.",
                hint="Unset MOTCUA_DEMO, or keep to localhost and private addresses.",
                id="identity.E001",
            )
        )
    if set(settings.PORTAL_HOSTS) & set(settings.DESK_HOSTS):
        found.append(
            Error("Citizens and officials need host names of their own.", id="identity.E002")
        )
    if public and not settings.HTTPS:
        found.append(
            Concern(
                "Passwords and cookies would cross the network in the open.",
                hint="Set MOTCUA_HTTPS=1 behind a proxy that speaks HTTPS.",
                id="identity.W001",
            )
        )
    return found


def check_secrets(**_: Any) -> list[CheckMessage]:
    """Refuse a secret key that is short or made of few signs: it signs sessions and tokens."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if all(len(key) >= _SHORTEST_KEY and len(set(key)) >= _SHORTEST_KEY // 4 for key in keys):
        return []
    return [
        Error(
            "The secret key is too short or too plain.",
            hint="Unset MOTCUA_SECRET_KEY, and one is made in the data folder.",
            id="identity.E003",
        )
    ]


def _hosts() -> list[str]:
    return [*settings.PORTAL_HOSTS, *settings.DESK_HOSTS]


def _is_private(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        # `localhost` itself, any name below the private ends, and names without a dot.
        return "." not in name or name.lower().endswith(_PRIVATE_NAMES)
    return address.is_private or address.is_loopback or address.is_link_local
