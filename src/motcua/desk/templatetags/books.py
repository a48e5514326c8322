"""Filters of accountants' pages: what a booking is, and what a provider said, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _, gettext_lazy

from motcua.payments.enums import Provider
from motcua.payments.queries.unclear import ADJUSTED, SETTLED
from motcua.procedures.base.texts import say
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

register = template.Library()
# A number that only this node knows says nothing to who reads it.
_OURS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLACES = dict(Provider.choices)
# By the names that providers give their words.
_SAID: Mapping[str, _StrPromise] = {
    "cash": gettext_lazy("Đã nhận tiền mặt"),
    "transfer.received": gettext_lazy("Tiền chuyển khoản đã đến"),
    "payment.paid": gettext_lazy("Đã trả qua cổng thanh toán"),
    "payment.cancelled": gettext_lazy("Người trả đã hủy"),
    "payment.expired": gettext_lazy("Quá hạn trả"),
    "payment.charged_back": gettext_lazy("Ngân hàng lấy lại tiền"),
    "refund.done": gettext_lazy("Đã hoàn"),
    "wallet.paid": gettext_lazy("Đã trả bằng tiền di động"),
    "wallet.refused": gettext_lazy("Ví không trả"),
    "statement.line": gettext_lazy("Một dòng của sao kê"),
    "query": gettext_lazy("Trả lời khi được hỏi lại"),
    "return": gettext_lazy("Người trả quay về từ trang thanh toán"),
}


@register.filter
def booked_as(key: str) -> str:
    """Say what a booking is, by its key, with the number that its provider knows it by."""
    kind, _colon, number = key.partition(":")
    if key.startswith(SETTLED):
        return _("Xử lý tiền chưa rõ, số %(number)s") % {"number": number}
    if number.startswith(ADJUSTED):
        return _("Điều chỉnh theo sao kê, số %(number)s") % {
            "number": number.removeprefix(ADJUSTED)
        }
    if kind == "drawer":
        return _("Mở ngăn tiền") if number.endswith(":open") else _("Kiểm ngăn tiền")
    named = {"handover": _("Giao tiền mặt"), "deposit": _("Nộp tiền vào ngân hàng"), **_PLACES}
    words = str(named.get(kind, kind))
    return words if _OURS.search(number) else f"{words} {number}"


@register.filter
def in_words(texts: Mapping[str, str]) -> str:
    """Give what is kept in several languages in the page's own."""
    return say(texts, page_language())


@register.filter
def heard_as(name: str) -> str:
    """Say what a provider told of, by the name it gave its word; one that is not known stays."""
    return str(_SAID.get(name, name))
