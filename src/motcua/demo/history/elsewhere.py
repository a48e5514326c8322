"""A ward of the made-up world that takes in for another: receipt whatever the boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.actions import grant_access
from motcua.agencies.actions.officials import GrantTerms
from motcua.agencies.models import Official
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.demo.history.exempting import see_proof
from motcua.demo.world.agencies import SINCE
from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.models import Dossier, Intake
from motcua.identity.models import Account
from motcua.identity.queries import actor_for
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.demo.history.cast import Cast

# Cửa Nam's one door takes in for Tây Hồ.
_TAKES, _FOR = "H26.103", "H26.104"


def take_in_elsewhere(now: datetime) -> None:
    """Let a ward's one door take in what lies filed at another's; once."""
    found = {cast.agency.code: cast for cast in casts(now)}
    if Intake.objects.exists() or not {_TAKES, _FOR} <= set(found):
        return
    take_in(found[_TAKES], found[_FOR], now)


def take_in(takes: Cast, whose: Cast, now: datetime) -> None:
    """Grant one agency's receptionist the receipt of another's, and let him take one dossier in."""
    official = Official.objects.get(pk=takes.officials["receptionist"].official_id or -1)
    reason = "Tiếp nhận không phụ thuộc địa giới (minh họa)"
    terms = GrantTerms("receipt", reason, SINCE)
    grant_access(actor=SYSTEM, official=official, agency=whose.agency, terms=terms, now=now)
    forget_all()
    waiting = Dossier.objects.filter(agency=whose.agency, state=State.FILED, submitted_at__lt=now)
    dossier = waiting.exclude(fee_state=FeeState.DUE).order_by("submitted_at", "pk").first()
    if dossier is None:
        return
    actor = actor_for(Account.objects.get(official=official), now)
    with nobody_is_told(), at_once(whose.agency.pk, now):
        see_proof(actor, dossier.pk, now)
        actions.accept(actor=actor, dossier_id=dossier.pk, now=now)
