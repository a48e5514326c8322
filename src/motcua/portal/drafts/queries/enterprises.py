"""An enterprise filled in by its number: what registers hold, and that it came from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.dossiers.queries.known import ENTERPRISE, enterprise_numbered
from motcua.kernel import ratelimits
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.questions import EnterpriseQuestion
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from motcua.dossiers.models import Draft

_LOOKS, _SECONDS = 30, 600


def filled_in(
    draft: Draft, key: str, answers: Mapping[str, Any], now: datetime
) -> dict[str, Any] | None:
    """Give an enterprise as registers hold it by the number that was typed; None where none does.

    What they do not hold stays as it was typed. Raises `TooManyRequests` after thirty in ten
    minutes.
    """
    question = rules(draft.version_id).form.questions.get(key)
    typed = answers.get(key)
    if not isinstance(question, EnterpriseQuestion) or not isinstance(typed, dict):
        return None
    who = str(draft.account_id)
    ratelimits.hit("drafts.enterprise", who, limit=_LOOKS, seconds=_SECONDS, now=now)
    found = _asked(question, typed, civil_date(now))
    return {**typed, **found} if found else None


def looked_up(
    draft: Draft, code: str, answers: Mapping[str, Any], now: datetime, fresh: str = ""
) -> dict[str, dict[str, Any]]:
    """Say of the enterprises of a page which came from a register, and whether changed since.

    `fresh` is the one that was just looked up.
    """
    origins = {}
    for question in rules(draft.version_id).form.pages[code].questions:
        kept = draft.origins.get(question.key, {}).get("path") == ENTERPRISE
        typed = answers.get(question.key)
        if not isinstance(question, EnterpriseQuestion) or not isinstance(typed, dict):
            continue
        if kept or question.key == fresh:
            found = _asked(question, typed, civil_date(now))
            is_same = bool(found) and all(typed.get(part) == value for part, value in found.items())
            at = now.isoformat(timespec="seconds")
            origins[question.key] = {"path": ENTERPRISE, "at": at, "changed": not is_same}
    return origins


def _asked(question: EnterpriseQuestion, typed: Mapping[str, Any], day: date) -> dict[str, Any]:
    found = enterprise_numbered(str(typed.get("code") or ""), day)
    return {part: value for part, value in found.items() if part in question.asks}
