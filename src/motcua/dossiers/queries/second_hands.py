"""Who checked does not approve: two people see what goes out, also while one of them is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries.colleagues import holding
from motcua.agencies.queries.humans import one_human
from motcua.dossiers.models import StepRun
from motcua.dossiers.queries.processes import path_of
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from motcua.agencies.queries.colleagues import Colleague
    from motcua.dossiers.models import Document, Dossier
    from motcua.kernel.actors import Actor

_MOST_NAMED = 5


def others_to_approve(
    actor: Actor, dossier: Dossier, run: StepRun, now: datetime
) -> tuple[Colleague, ...]:
    """Give who approves a result in place of an official who did a step of another role before.

    None where he did not, and where the agency has nobody else who could: then its one leader
    answers for both.
    """
    if actor.official_id is None:
        return ()
    before = StepRun.objects.filter(dossier=dossier, finished_at__isnull=False, asked_by=None)
    rows = before.exclude(role=run.role).exclude(official=None).order_by("finished_at", "pk")
    doers = dict(rows.values_list("code", "official")).values()  # a step done anew counts as such
    others = holding(run.role, dossier.agency_id, path_of(dossier, run), civil_date(now))
    return _others(actor.official_id, frozenset(doers), others)


def others_to_sign(actor: Actor, document: Document, now: datetime) -> tuple[Colleague, ...]:
    """Give who signs a document in place of an official who settled it; none where he may."""
    if actor.official_id is None or document.settled_by_id is None:
        return ()
    dossier = document.dossier
    others = holding(Role.LEADER, dossier.agency_id, dossier.unit_path, civil_date(now))
    return _others(actor.official_id, frozenset({document.settled_by_id}), others)


def said_instead(others: Sequence[Colleague]) -> str:
    """Say who approves instead, for whom one may not; empty where one may."""
    if not others:
        return ""
    away = _("đang vắng")
    names = [f"{one.name} ({away})" if one.is_away else one.name for one in others[:_MOST_NAMED]]
    text = _("Anh/chị đã kiểm tra việc này nên không tự duyệt. Người duyệt được: %(names)s.")
    return text % {"names": ", ".join(names)}


def _others(
    official_id: int, doers: Collection[int], others: Sequence[Colleague]
) -> tuple[Colleague, ...]:
    me = one_human(official_id)
    if not me.intersection(doers):
        return ()
    return tuple(one for one in others if one.official_id not in me)
