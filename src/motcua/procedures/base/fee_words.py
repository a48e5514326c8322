"""Why a fee comes to what it does, in one sentence: price, quantity, reduction, exemption, text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.kernel.money import show
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping


def explained(kept: Mapping[str, Any], language: str) -> str:
    """Say how a fee was worked out, by the line that a dossier keeps of it.

    A line of before this was kept tells what it has.
    """
    parts = []
    if not kept.get("is_open"):
        price = show(kept["amount"], language)
        parts.append(f"{kept['quantity']} × {price}")
    if kept.get("exempt_as"):
        parts.append(_("miễn, giảm: %(name)s") % {"name": say(kept["exempt_as"], language)})
    elif "reduced_to" in kept:
        parts.append(_("nộp trực tuyến còn %(percent)s%%") % {"percent": kept["reduced_to"]})
    if kept.get("basis"):
        parts.append(_("căn cứ: %(basis)s") % {"basis": kept["basis"]})
    if kept.get("day"):
        day = f"{date.fromisoformat(kept['day']):%d/%m/%Y}"
        parts.append(_("mức của ngày %(day)s") % {"day": day})
    return "; ".join(parts)
