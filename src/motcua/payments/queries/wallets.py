"""Mobile money: the provider this node asks, and what a wallet may pay yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Sum

from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.sealed import blind_indexes, normal_form
from motcua.payments.enums import Provider
from motcua.payments.errors import PhoneWrong
from motcua.payments.models import Attempt

KIND = "wallet"
_FILE = Path(__file__).parents[1] / "data" / "wallets.yaml"
_PHONE = re.compile(r"0[35789][0-9]{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class WalletLimits:
    """What may be paid from a wallet, in đồng: at once, and in a civil month."""

    most_a_month: int
    most_at_once: int
    valid_from: date
    basis: str
    confirmed: bool
    valid_to: date | None = None


def wallet_limits_on(day: date) -> WalletLimits:
    """Give what holds on a day; the latest that began."""
    rows = (WalletLimits(**row) for row in _shipped()["limits"])
    fitting = [
        row for row in rows if row.valid_from <= day and (not row.valid_to or day < row.valid_to)
    ]
    return max(fitting, key=lambda row: row.valid_from)


def phone_of(text: str) -> str:
    """Write a mobile number as 0912345678. Raises `PhoneWrong`."""
    phone = normal_form("phone", text)
    if not _PHONE.fullmatch(phone):
        raise PhoneWrong
    return phone


def may_pay(phone: str, now: datetime) -> int:
    """Give what a wallet may pay yet as far as this node knows, in đồng.

    Only what left it through this node is known; its provider knows the rest, and refuses. A try
    that somebody began with a stranger's number takes nothing of that wallet's month.
    """
    limits = wallet_limits_on(civil_date(now))
    first = datetime.combine(civil_date(now).replace(day=1), time.min, ZONE)
    attempts = Attempt.objects.filter(
        provider=Provider.WALLET, wallet__in=blind_indexes(KIND, phone), paid_at__gte=first
    )
    paid = attempts.aggregate(sum=Sum("order__amount", default=0))["sum"]
    return max(0, min(limits.most_at_once, limits.most_a_month - int(paid)))


def has_wallet() -> bool:
    """Say whether this node takes mobile money."""
    return bool(settings.WALLET_URL)


@cache
def _shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
