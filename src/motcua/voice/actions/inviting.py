"""Who may rate a dossier: its filer, who has the link he was sent, who is at an office's device."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries import letterhead
from motcua.dossiers.actions.looking_up import look_up
from motcua.dossiers.actions.recipients import recipient_of
from motcua.dossiers.enums import State
from motcua.dossiers.queries import dossier_for, visible_to
from motcua.dossiers.queries.handling import roles_over
from motcua.dossiers.queries.intakes import intake_of
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel import audit, ratelimits
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date, system_now
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import blind_index, blind_indexes
from motcua.notifications.actions import notify
from motcua.notifications.base.languages import in_each
from motcua.voice.base.indices import amount_on
from motcua.voice.base.writing import as_typed, spoken_code
from motcua.voice.enums import RatingWay
from motcua.voice.errors import RatingClosed
from motcua.voice.models import Invitation
from motcua.voice.queries.asking import dossier_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_LINK, _CODE = "voice.rating-link", "voice.rating-code"
_CODE_SIGNS = 6
_SALT, _GRANT_SECONDS = "motcua.voice.grant", 3600
TRIES_A_MINUTE, LINKS_A_DAY = 10, 3
_MINUTE, _DAY = 60, 24 * 3600


@dataclass(frozen=True, slots=True)
class Opened:
    """A rating that somebody may give now: for which invitation, and how he came to it."""

    invitation_id: int
    way: RatingWay

    @property
    def grant(self) -> str:
        """Write it so that the page can send it back within the hour, and nobody make one up."""
        return signing.dumps([self.invitation_id, str(self.way)], salt=_SALT)


def reopen(grant: str) -> Opened:
    """Read what `Opened.grant` wrote. Raises `RatingClosed`."""
    try:
        number, way = signing.loads(grant, salt=_SALT, max_age=_GRANT_SECONDS)
    except signing.BadSignature:
        raise RatingClosed from None
    return Opened(int(number), RatingWay(way))


@transaction.atomic
def ask_for_rating(*, actor: Actor, dossier_id: int, now: datetime) -> int:
    """Ask a filer once how he was served, with a link that needs no sign-in.

    Give the number of messages; none for a dossier that was asked about or rated before, or is not
    returned. Only the node itself asks. Raises `NotAllowed`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    dossier = visible_to(SYSTEM).select_related("agency").get(pk=dossier_id)
    invitation = _invitation(dossier)
    if dossier.state != State.RETURNED or invitation.is_asked or invitation.is_spent:
        return 0
    invitation.is_asked = True
    invitation.save(update_fields=["is_asked"])
    token = _new_link(invitation, now)
    return _send_link(dossier, token, key=f"rating:{dossier.pk}", now=now)


@transaction.atomic
def give_counter_code(*, actor: Actor, dossier_id: UUID, now: datetime) -> str:
    """Make a short code with which the filer rates on an office's device; an older one is void.

    Whoever filed is told that it was made, so that nobody rates in his place unseen. A dossier that
    was rated gets a code too, which opens nothing: officials do not learn whether it was. Raises
    `DossierNotFound`, `NotAllowed`, `RatingClosed` while the dossier is open.
    """
    dossier = dossier_for(actor, dossier_id)
    if not roles_over(actor, dossier) & {Role.RECEPTIONIST, Role.CLERK}:
        raise NotAllowed
    if dossier.is_open:
        raise RatingClosed
    invitation, code = _invitation(dossier), spoken_code(_CODE_SIGNS)
    invitation.code = blind_index(_CODE, code)
    invitation.code_until = now + timedelta(hours=amount_on(civil_date(now), "counter-code-hours"))
    invitation.save(update_fields=["code", "code_until"])
    audit.record(
        actor=actor,
        action="voice.give_counter_code",
        subject=("dossier", str(dossier.public_id)),
        agency_id=dossier.agency_id,
        now=now,
        dossier_id=dossier.pk,
    )
    said = {"phone": letterhead(dossier.agency_id).phone or str(settings.HELPLINE)}
    key = f"rating-code:{dossier.pk}:{secrets.token_hex(8)}"
    _tell(dossier, "rating-code", said, key=key, now=now)
    return code


def open_by_link(*, token: str, now: datetime) -> Opened:
    """Open a rating by the link that was sent. Raises `RatingClosed`."""
    held = Invitation.objects.filter(link__in=blind_indexes(_LINK, token), link_until__gt=now)
    return _opened(held.first(), RatingWay.LINK)


def open_by_account(*, actor: Actor, dossier_id: UUID) -> Opened:
    """Open the rating of one's own dossier. Raises `DossierNotFound`, `RatingClosed`."""
    dossier = dossier_for(actor, dossier_id)
    if actor.kind != "citizen" or dossier.is_open:
        raise RatingClosed
    return _opened(_invitation(dossier), RatingWay.ACCOUNT)


def open_on_kiosk(*, code: str, agency_id: int, address: str, now: datetime) -> Opened:
    """Open a rating by a counter's code, typed on a device that an office of the agency hands over.

    The code alone opens it there, and nowhere else: officials know the code of a dossier and the
    signs of its filer. Ten tries a minute from an address. Raises `RatingClosed`, the same for
    every wrong code, and `TooManyRequests`.
    """
    typed = as_typed(code)
    ratelimits.hit(
        "voice.rate-at", address, limit=TRIES_A_MINUTE, seconds=_MINUTE, now=system_now()
    )
    held = Invitation.objects.filter(code__in=blind_indexes(_CODE, typed), code_until__gt=now)
    invitation = held.first()
    if invitation is None or agency_id not in _offices_of(dossier_of(invitation)):
        raise RatingClosed
    return _opened(invitation, RatingWay.COUNTER)


def send_link_again(*, code: str, four: str, address: str, now: datetime) -> None:
    """Send a fresh link to the phone and mail that a dossier was filed with; an older one is void.

    The code and the filer's four signs say which dossier, with tracking's limits; they open nothing
    themselves. Nothing tells who asks whether it was rated, or can be told anything. Three links a
    day for a dossier. Raises `RatingClosed` for every wrong pair and while the dossier is open, and
    `TooManyRequests`.
    """
    at = system_now()
    found = look_up(as_typed(code), as_typed(four), address=address, now=at)
    if found is None or found.dossier.is_open:
        raise RatingClosed
    key = str(found.dossier.public_id)
    ratelimits.hit("voice.link", key, limit=LINKS_A_DAY, seconds=_DAY, now=at)
    with transaction.atomic():
        invitation = _invitation(found.dossier)
        if not invitation.is_spent:
            token = _new_link(invitation, now)
            key = f"rating-again:{found.dossier.pk}:{secrets.token_hex(8)}"
            _send_link(found.dossier, token, key=key, now=now, is_asked_for=True)


def _new_link(invitation: Invitation, now: datetime) -> str:
    token = secrets.token_urlsafe(24)
    invitation.link = blind_index(_LINK, token)
    invitation.link_until = now + timedelta(days=amount_on(civil_date(now), "link-days"))
    invitation.save(update_fields=["link", "link_until"])
    return token


def _send_link(
    dossier: Dossier, token: str, *, key: str, now: datetime, is_asked_for: bool = False
) -> int:
    link = f"{settings.PORTAL_URL}/danh-gia/l/{token}"
    days = str(amount_on(civil_date(now), "link-days"))
    said = {"link": link, "days": days}
    return _tell(dossier, "rating", said, key=key, now=now, is_asked_for=is_asked_for)


def _tell(
    dossier: Dossier,
    template: str,
    said: Mapping[str, str],
    *,
    key: str,
    now: datetime,
    is_asked_for: bool = False,
) -> int:
    return notify(
        key=key,
        recipient=recipient_of(dossier),
        template=template,
        context={
            "agency": in_each(dossier.agency.name_in),
            "procedure": in_each(partial(procedure_name, dossier)),
            **said,
        },
        agency_id=dossier.agency_id,
        now=now,
        is_asked_for=is_asked_for,
    )


def _offices_of(dossier: Dossier) -> frozenset[int]:
    """Give the agencies at whose counters a dossier was: that which settles it, that took it in."""
    intake = intake_of(dossier)
    return frozenset({dossier.agency_id, *([intake.agency_id] if intake else [])})


def _opened(invitation: Invitation | None, way: RatingWay) -> Opened:
    if invitation is None or invitation.is_spent:
        raise RatingClosed
    return Opened(invitation.pk, way)


def _invitation(dossier: Dossier) -> Invitation:
    return Invitation.objects.get_or_create(dossier=dossier)[0]
