"""The carriers beyond mail and text messages: browsers, Zalo, VNeID, each where a node has it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from motcua.notifications.base.webpush import point_of, write
from motcua.notifications.enums import Medium
from motcua.notifications.providers.apps import VneidCarrier, ZaloCarrier
from motcua.notifications.providers.webpush import WebPushCarrier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.notifications.base import Carrier


def has_app(medium: str) -> bool:
    """Say whether this node sends messages by an app."""
    return bool(
        {
            Medium.PUSH: settings.WEB_PUSH,
            Medium.ZALO: settings.ZALO_URL,
            Medium.VNEID: settings.VNEID_URL,
        }.get(Medium(medium), "")
    )


def app_carrier(medium: str) -> Carrier:
    """Make the carrier of an app that this node has. Raises `ImproperlyConfigured`."""
    if medium == Medium.PUSH:
        return WebPushCarrier(push_key(), settings.WEB_PUSH, settings.PUSH_SANDBOX)
    if medium == Medium.ZALO:
        return ZaloCarrier(settings.ZALO_URL, _token("zalo"), _zalo_templates())
    return VneidCarrier(settings.VNEID_URL, _token("vneid"))


def public_push_key() -> str:
    """Give the key by which browsers know this node; empty where it sends them nothing."""
    return write(point_of(push_key())) if settings.WEB_PUSH else ""


def push_key() -> ec.EllipticCurvePrivateKey:
    """Give the key that says to push services who we are; it is made when it is missing."""
    file = Path(settings.DATA) / "keys" / "webpush.pem"
    if not file.exists():
        _make_key(file)
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ImproperlyConfigured(f"{file}: not an EC key")
    return key


def _make_key(file: Path) -> None:
    """Make the key file once, also where two processes race."""
    content = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    candidate = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
    try:
        os.link(candidate, file)
    except FileExistsError:
        return
    finally:
        candidate.unlink()


def _token(name: str) -> str:
    file = Path(settings.DATA) / "keys" / name
    return file.read_text().strip() if file.exists() else ""


def _zalo_templates() -> Mapping[str, str]:
    """Read which template of Zalo's each occasion takes: a file of `accepted: "12345"` lines."""
    if not settings.ZALO_TEMPLATES:
        return {}
    try:
        rows = yaml.safe_load(Path(settings.ZALO_TEMPLATES).read_text(encoding="utf-8")) or {}
        return {str(name): str(number) for name, number in rows.items()}
    except (OSError, yaml.YAMLError, AttributeError) as error:
        raise ImproperlyConfigured(f"MOTCUA_ZALO_TEMPLATES: {error}") from error
