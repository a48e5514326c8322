"""Addresses that nothing reaches: marked, left alone, and free again once something arrives."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from motcua.kernel.sealed import SealBroken, blind_index, blind_indexes
from motcua.notifications.enums import Medium
from motcua.notifications.models import SilentAddress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.notifications.models import Message

_INDEXED_AS = {Medium.EMAIL: "email", Medium.SMS: "phone"}


def mark_silent(medium: str, address: str, *, reason: str, now: datetime) -> None:
    """Note that nothing reaches an address: only codes are tried, which somebody waits for."""
    SilentAddress.objects.get_or_create(
        medium=medium,
        index=blind_index(_INDEXED_AS[Medium(medium)], address),
        defaults={"reason": reason[:40], "since": now},
    )


def unmark_silent(medium: str, address: str) -> bool:
    """Note that an address takes messages again; say whether it was marked."""
    rows = SilentAddress.objects.filter(medium=medium, index__in=_indexes(medium, address))
    return bool(rows.delete()[0])


def silent_among(medium: str, messages: Sequence[Message]) -> frozenset[int]:
    """Give the numbers of those messages whose address is marked."""
    if medium not in _INDEXED_AS or not SilentAddress.objects.filter(medium=medium).exists():
        return frozenset()
    by_index: dict[bytes, list[int]] = {}
    for message in messages:
        # One whose address does not open is put off when its letter is written, not here.
        with suppress(SealBroken):
            for index in _indexes(medium, message.address):
                by_index.setdefault(index, []).append(message.pk)
    rows = SilentAddress.objects.filter(medium=medium, index__in=list(by_index))
    found = rows.values_list("index", flat=True)
    return frozenset(number for index in found for number in by_index[bytes(index)])


def _indexes(medium: str, address: str) -> list[bytes]:
    return list(blind_indexes(_INDEXED_AS[Medium(medium)], address))
