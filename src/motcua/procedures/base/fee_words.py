"""Why a fee comes to what it does, in one sentence: price, quantity, reduction, exemption, text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.kernel.money import show
from motcua.procedures.base.claims import claims_of
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
    if names_group:
        parts += [_refused(claim, language) for claim in claims_of(kept) if _is_refused(claim)]
    return "; ".join(parts)


def _exempted(kept: Mapping[str, Any], language: str) -> str:
    """Say for what it is exempt, and how far that is shown where a paper has to show it."""
    named = _("miễn, giảm: %(name)s") % {"name": say(kept["exempt_as"], language)}
    counts = next((claim for claim in claims_of(kept) if not _is_refused(claim)), None)
    return f"{named} ({ClaimState(counts['state']).label})" if counts else named


def _is_refused(claim: Mapping[str, Any]) -> bool:
    return bool(claim["state"] == ClaimState.REFUSED)


def _refused(claim: Mapping[str, Any], language: str) -> str:
    words = _("không được công nhận miễn, giảm: %(name)s")
    return words % {"name": say(claim["line"]["exempt_as"], language)}
