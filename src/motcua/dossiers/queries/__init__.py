"""Reads of the one door."""

from motcua.dossiers.queries.clocks import promised
from motcua.dossiers.queries.processes import current_step, rules_of
from motcua.dossiers.queries.scopes import dossier_for, draft_for, visible_to
from motcua.dossiers.queries.tracking import Tracked, tracked, tracking_digest

__all__ = [
    "Tracked",
    "current_step",
    "dossier_for",
    "draft_for",
    "promised",
    "rules_of",
    "tracked",
    "tracking_digest",
    "visible_to",
]
