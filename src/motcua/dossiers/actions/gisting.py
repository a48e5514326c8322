"""Gists for what was filed before there were any: in the background, some at a time, newest first.

A dossier of then has rules that name no gist; those of its procedure today do. What they name is
told where the form it was filed with asks the same and nothing keeps the answer out of a gist.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from motcua.dossiers.models import Dossier, GistTurn
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel.clock import civil_date
from motcua.kernel.search import search_columns
from motcua.procedures.base.forms.gist import gist_of
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import rules, version_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.procedures.base.forms.spec import FormSpec

log = structlog.get_logger(__name__)

_AT_ONCE = 50
"""So few are locked at a time that nobody who works on one waits longer than a moment."""


def give_gists(*, now: datetime, seconds: float = 30, at_once: int = _AT_ONCE) -> int:
    """Give gists for some seconds to dossiers that have none; give how many got one.

    What is killed goes on where it was; once every dossier was looked at, nothing is done.
    """
    until, given = time.monotonic() + seconds, 0
    while (more := _some(now, at_once)) is not None:
        given += more
        if time.monotonic() >= until:
            break
    if given:
        log.info("dossiers.gists_given", number=given)
    return given


@transaction.atomic
def _some(now: datetime, at_once: int) -> int | None:
    """Look at the next dossiers below the turn; give how many got a gist, None once all did."""
    turn = GistTurn.objects.select_for_update().get_or_create(
        number=1, defaults={"below": _first_below(), "begun_at": now}
    )[0]
    if turn.done_at is not None:
        return None
    rows = list(
        Dossier.objects.select_for_update(of=("self",))
        .filter(pk__lt=turn.below, gist="")
        .order_by("-pk")[:at_once]
    )
    given = sum(_tell(row, civil_date(now)) for row in rows)
    if rows:
        turn.below = rows[-1].pk
    else:
        turn.done_at = now
    turn.save(update_fields=["below", "done_at"])
    return given if rows else None


def _first_below() -> int:
    """Give the number above the newest dossier: those filed from now on bring their gists."""
    newest = Dossier.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1


def _tell(dossier: Dossier, today: date) -> bool:
    named_by = _named_by(dossier, today)
    gist = gist_of(rules_of(dossier).form, dossier.answers, named_by) if named_by else ""
    if not gist:
        return False
    found_by = search_columns(dossier.applicant_name, gist)
    Dossier.objects.filter(pk=dossier.pk).update(gist=gist, **found_by)
    return True


def _named_by(dossier: Dossier, today: date) -> FormSpec | None:
    """Give the form that names the gist: its own, else its procedure's of today."""
    own = rules_of(dossier).form.spec
    if own.gist:
        return own
    try:
        spec = rules(version_on(dossier.procedure_code, today)).form.spec
    except VersionNotPublished:
        return None  # it is in force no more
    return spec if spec.gist else None
