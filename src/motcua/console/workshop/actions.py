"""What the workshop does that touches more than the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.queries.versions import uses_of_version
from motcua.procedures.actions import undo_publication
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.errors import VersionInUse
from motcua.proving.actions.stage import Terms
from motcua.proving.actions.trial import rehearse
from motcua.proving.errors import TrialRunning

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack


@transaction.atomic
def undo(*, actor: Actor, version_id: int, now: datetime) -> None:
    """Take back a publication that neither a dossier nor somebody's draft stands on.

    Raises `NotAllowed`, `NotFound`, `VersionInUse`.
    """
    undo_publication(actor=actor, version_id=version_id, now=now)
    if uses_of_version(version_id):
        raise VersionInUse


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a walk through a draft tried, and what failed: where, and the sentence."""

    holds: bool
    filed: int
    refused: int
    results: int
    failures: tuple[tuple[str, str], ...]


def simulated(pack: Pack, now: datetime, language: str) -> Simulated:
    """Walk filings through a draft at an agency made up for it; everything is undone."""
    try:
        outcome = rehearse(pack, Terms(tuple(way.value for way in Channel)), now=now)
    except TrialRunning as refusal:
        return Simulated(False, 0, 0, 0, (("", refusal.text),))
    tried = outcome.tried
    failures = tuple((one.where, say(one.words, language)) for one in outcome.failures)
    return Simulated(outcome.holds, tried["filed"], tried["refused"], tried["result"], failures)
