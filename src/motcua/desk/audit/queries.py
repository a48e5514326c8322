"""What auditors see: logs of their agencies, a check of them, the trail of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import agency_name, official_name
from motcua.desk.audit.base import PURPOSES, WHO, act_words
from motcua.kernel import clock, ratelimits
from motcua.kernel.audit.verifying import verify
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditLeaf, AuditLog, AuditRow
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.kernel.audit.verifying import Problem

MOST_ROWS = 500
# A check reads every row of every log: more than this is for `motcua audit verify`.
_MOST_LEAVES = 1_000_000
_CHECKS, _SECONDS = 6, 600

FAULTS: Mapping[str, _StrPromise] = {
    "row_deleted": _("dòng đã bị xóa"),
    "row_changed": _("dòng đã bị sửa"),
    "leaf_missing": _("lá của cây Merkle bị xóa"),
    "reordered": _("thứ tự đã bị đảo"),
    "root_changed": _("gốc cây đã bị sửa"),
    "head_mismatch": _("khác với đầu cây đã ký"),
    "tail_cut": _("phần cuối đã bị cắt"),
    "row_smuggled": _("dòng được chèn vào sau"),
    "head_bad": _("tệp đầu cây đã bị sửa"),
    "heads_missing": _("tệp đầu cây bị mất"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What was found in a log, in words, and where."""

    kind: str | _StrPromise
    position: int | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check; `is_too_long` when the logs are too long to be checked by a page."""

    at: datetime
    rows: int
    faults: tuple[Fault, ...]
    is_too_long: bool = False


@dataclass(frozen=True, slots=True)
class LogLine:
    """The log of an agency: rows sealed, rows covered by a signed head, and when it was sealed."""

    agency_id: int
    agency: str
    size: int
    exported: int
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One row of the log: the act in words and its code.

    `position` is its place in the Merkle log, None until it is sealed; `as_of` the earlier time
    from which the act counts, where it was written down later.
    """

    at: datetime
    act: str
    code: str
    who: str
    purpose: str
    number: int
    position: int | None
    digest: str
    as_of: datetime | None


def require_auditor(actor: Actor) -> None:
    """Raise `NotAllowed` for whoever audits no agency."""
    if not actor.agencies(Role.AUDITOR):
        raise NotAllowed


def logs_of(actor: Actor) -> list[LogLine]:
    """Give the logs of the agencies one audits. Raises `NotAllowed`."""
    require_auditor(actor)
    logs = AuditLog.objects.filter(pk__in=actor.agencies(Role.AUDITOR)).order_by("pk")
    return [
        LogLine(
            log.pk, agency_name(log.pk, page_language()), log.size, log.exported_size, log.sealed_at
        )
        for log in logs
    ]


def checked(actor: Actor, now: datetime) -> Verdict:
    """Check the logs of the agencies one audits against the signed tree heads.

    Raises `NotAllowed`, and `TooManyRequests` after six checks in ten minutes.
    """
    logs = logs_of(actor)
    if sum(AuditLog.objects.values_list("size", flat=True)) > _MOST_LEAVES:
        return Verdict(now, 0, (), is_too_long=True)
    key = str(actor.official_id)
    ratelimits.hit("desk.audit.check", key, limit=_CHECKS, seconds=_SECONDS, now=clock.system_now())
    report = verify()
    own = {log.agency_id for log in logs}
    faults = [problem for problem in report.problems if problem.agency in own | {None}]
    rows = sum(agency.size for agency in report.agencies if agency.agency in own)
    return Verdict(now, rows, tuple(_fault(problem) for problem in faults))


def trail_of(dossier: Dossier) -> list[TrailRow]:
    """Give the rows of the log about a dossier, the latest first, 500 at most."""
    rows = list(AuditRow.objects.filter(dossier_id=dossier.pk).order_by("-id")[:MOST_ROWS])
    leaves = AuditLeaf.objects.filter(row_id__in=[row.pk for row in rows])
    places = dict(leaves.values_list("row_id", "position"))
    names = {
        number: official_name(number) for number in {row.official_id for row in rows} if number
    }
    return [
        TrailRow(
            at=row.at,
            act=act_words(row.action),
            code=row.action,
            who=names.get(row.official_id or 0) or str(WHO.get(row.actor_kind, row.actor_kind)),
            purpose=str(PURPOSES.get(row.purpose, row.purpose)),
            number=row.pk,
            position=places.get(row.pk),
            digest=bytes(row.digest).hex()[:16],
            as_of=_as_of(row),
        )
        for row in rows
    ]


def _as_of(row: AuditRow) -> datetime | None:
    said = row.data.get("as_of")
    return datetime.fromisoformat(said) if said else None


def _fault(problem: Problem) -> Fault:
    return Fault(FAULTS.get(problem.kind, problem.kind), problem.position, problem.row)
