"""What may still be changed of what is done, until when, and results that hold no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import working_calendar
from motcua.dossiers.base.handling import span_of
from motcua.dossiers.base.sensitive import sensitive_rule
from motcua.dossiers.enums import Sensitive, State
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import ReplacedResult, Result
from motcua.dossiers.queries.kept import kept, moves_of, result_kept
from motcua.kernel import calendar
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.models import StoredFile

CHANGING = frozenset({Role.RECEPTIONIST, Role.CLERK, Role.HEAD, Role.LEADER})
"""Who may ask for a change of what is done; another has to agree."""
_RULES = {Sensitive.CORRECT: "correction", Sensitive.REOPEN: "reopening"}


def may_change_until(dossier: Dossier, act: Sensitive, now: datetime) -> datetime | None:
    """Give until when a result may be corrected, or a dossier opened again; None for not at all."""
    rule = sensitive_rule(_RULES[act], civil_date(now))
    since = dossier.finished_at if act is Sensitive.CORRECT else dossier.closed_at
    if rule is None or since is None:
        return None
    return calendar.due(since, span_of(rule), working_calendar(dossier.agency_id)).due_at


def may_correct(dossier: Dossier, now: datetime) -> bool:
    """Say whether a dossier has a signed result that may still be replaced."""
    if dossier.state not in {State.FINISHED, State.RETURNED}:
        return False
    until = may_change_until(dossier, Sensitive.CORRECT, now)
    if until is None or now > until:
        return False
    result = result_kept(dossier)
    return result is not None and result.signed_at is not None


def may_reopen(dossier: Dossier, now: datetime) -> bool:
    """Say whether a closed dossier may still be opened again."""
    if dossier.state not in {State.STOPPED, State.RETURNED} or dossier.accepted_at is None:
        return False
    until = may_change_until(dossier, Sensitive.REOPEN, now)
    return until is not None and now <= until


def replaced_results(dossier: Dossier) -> list[ReplacedResult]:
    """Give the results of a dossier that hold no more, in order."""
    return list(ReplacedResult.objects.filter(dossier=dossier).select_related("replaced_by"))


def corrected_results(dossier: Dossier) -> tuple[ReplacedResult, ...]:
    """Give the results that a returned dossier had before corrections, oldest first.

    Its filer goes on seeing them, marked; not what was taken back with the dossier opened again.
    """
    if dossier.state != State.RETURNED:
        return ()
    corrected = {move.at for move in moves_of(dossier) if move.action == "correct_result"}
    rows = kept(ReplacedResult, dossier.pk, "pdf__blob")
    return tuple(row for row in rows if row.replaced_at in corrected)


def corrected_file(dossier: Dossier, public_id: UUID) -> StoredFile:
    """Give the paper of a result as it was before a correction. Raises `DossierNotFound`."""
    for row in corrected_results(dossier):
        if row.public_id == public_id:
            return row.pdf
    raise DossierNotFound


def in_correction(dossier: Dossier) -> ReplacedResult | None:
    """Give the result that stands while its correction waits for its signature; else None."""
    old = corrected_results(dossier)
    result = result_kept(dossier)
    return old[-1] if old and (result is None or result.signed_at is None) else None


def replaced_result(verification_id: str) -> ReplacedResult | None:
    """Give the result that a QR code names where it holds no more."""
    if not verification_id:
        return None
    rows = ReplacedResult.objects.filter(verification_id=verification_id)
    return rows.select_related("pdf__blob", "dossier").first()


def holding_instead(old: ReplacedResult) -> str:
    """Give the id of the result that holds in the place of an old one; empty before there is one.

    One that is not returned yet is nobody's to see.
    """
    rows = Result.objects.filter(dossier_id=old.dossier_id, dossier__state=State.RETURNED)
    found = rows.filter(signed_at__isnull=False).values_list("verification_id", flat=True).first()
    return found or ""
