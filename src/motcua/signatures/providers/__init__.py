"""Where keys live and who issues certificates: one file per provider."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.signatures.providers.passing import PassingKeys
from motcua.signatures.providers.pkcs12 import Pkcs12Keys

if TYPE_CHECKING:
    from motcua.signatures.base import KeyProvider

DEMO_AUTHORITY = "motcua minh họa"


def provider_named(name: str) -> KeyProvider:
    """Give the provider that a key's record names, the same one all through this process."""
    providers: dict[str, KeyProvider] = {"pkcs12": files(), "passing": passing()}
    return providers[name]


@cache
def files() -> Pkcs12Keys:
    """Give the keys in this node's data folder, `<data>/keys/signing`."""
    return Pkcs12Keys(Path(settings.DATA) / "keys" / "signing")


@cache
def passing() -> PassingKeys:
    """Give the keys that end with this process, for what is only tried out."""
    return PassingKeys()
