"""Which providers this node has: found by the settings when one is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.payments.enums import Provider
from motcua.payments.errors import ProviderMissing
from motcua.payments.providers.gateway import HmacGateway
from motcua.payments.providers.terminal import TerminalGateway
from motcua.payments.providers.wallet import HttpWallet

if TYPE_CHECKING:
    from motcua.payments.base import MovesMoney
    from motcua.payments.base.statements import StatementSource


def gateway() -> HmacGateway:
    """Give the redirect gateway this node is a merchant of. Raises `ProviderMissing`."""
    if not settings.BANK_URL:
        raise ProviderMissing
    secret = _secret(settings.BANK_SECRET, "bank")
    return HmacGateway(settings.BANK_URL.rstrip("/"), settings.BANK_MERCHANT, secret)


def wallet() -> HttpWallet:
    """Give the provider of mobile money. Raises `ProviderMissing`."""
    if not settings.WALLET_URL:
        raise ProviderMissing
    secret = _secret(settings.WALLET_SECRET, "wallet")
    return HttpWallet(settings.WALLET_URL.rstrip("/"), settings.WALLET_CLIENT, secret)


def terminal() -> TerminalGateway:
    """Give the provider of the terminals at counters. Raises `ProviderMissing`."""
    if not settings.TERMINAL_URL:
        raise ProviderMissing
    secret = _secret(settings.TERMINAL_SECRET, "terminal")
    return TerminalGateway(settings.TERMINAL_URL.rstrip("/"), settings.TERMINAL_MERCHANT, secret)


def has_terminals() -> bool:
    """Say whether counters of this node may have terminals."""
    return bool(settings.TERMINAL_URL)


def mover_of(provider: str) -> MovesMoney:
    """Give whom to ask for money that came through a provider. Raises `ProviderMissing`.

    What is nobody's by wire, such as cash, is asked of the gateway, which is not its provider.
    """
    if provider == Provider.WALLET:
        return wallet()
    return terminal() if provider == Provider.TERMINAL else gateway()


def source_of(provider: str) -> StatementSource:
    """Give who gives the statements of a provider's account. Raises `ProviderMissing`."""
    return terminal() if provider == Provider.TERMINAL else gateway()


def _secret(given: str, name: str) -> bytes:
    """Give a secret shared with a provider: of the settings, or of the data folder."""
    if given:
        return given.encode()
    file = Path(settings.DATA) / "keys" / name
    if not file.exists():
        raise ProviderMissing
    return file.read_text().strip().encode()
