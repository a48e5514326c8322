"""Why a fee comes to what it does, in one sentence: price, quantity, reduction, exemption, text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.kernel.money import show
from motcua.procedures.base.texts import say
from motcua.procedures.enums import ClaimState

if TYPE_CHECKING:
    from collections.abc import Mapping


def explained(kept: Mapping[str, Any], language: str, *, names_group: bool = True) -> str:
    """Say how a fee was worked out, by the line that a dossier keeps of it.

    A line of before this was kept tells what it has. Without `names_group` it does not say for what
    somebody is exempt: that he is poor or disabled is nobody else's business.
    """
    parts = []
    if not kept.get("is_open"):
        price = show(kept["amount"], language)
        parts.append(f"{kept['quantity']} × {price}")
    if kept.get("exempt_as"):
        parts.append(_exempted(kept, language) if names_group else _("được miễn, giảm"))
    elif "reduced_to" in kept:
        parts.append(_("nộp trực tuyến còn %(percent)s%%") % {"percent": kept["reduced_to"]})
    if kept.get("basis"):
        parts.append(_("căn cứ: %(basis)s") % {"basis": kept["basis"]})
    if kept.get("day"):
        day = f"{date.fromisoformat(kept['day']):%d/%m/%Y}"
        parts.append(_("mức của ngày %(day)s") % {"day": day})
    if names_group and kept.get("claim", {}).get("state") == ClaimState.REFUSED:
        parts.append(_refused(kept["claim"], language))
    return "; ".join(parts)


def _exempted(kept: Mapping[str, Any], language: str) -> str:
    """Say for what it is exempt, and how far that is shown where a paper has to show it."""
    named = _("miễn, giảm: %(name)s") % {"name": say(kept["exempt_as"], language)}
    if "claim" not in kept:
        return named
    return f"{named} ({ClaimState(kept['claim']['state']).label})"


def _refused(claim: Mapping[str, Any], language: str) -> str:
    words = _("không được công nhận miễn, giảm: %(name)s")
    return words % {"name": say(claim["exempt_as"], language)}
