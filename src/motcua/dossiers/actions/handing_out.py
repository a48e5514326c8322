"""Handing a result out at the counter: to whom, and how he said that he has it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import official_of, require_role
from motcua.dossiers.actions.files import take_in_document
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.outcomes import return_result
from motcua.dossiers.enums import FeeState, ReceivedBy, State
from motcua.dossiers.errors import (
    AuthorityMissing,
    FeeUnpaid,
    HandOutCodeWrong,
    IdentityUnseen,
    PhoneMissing,
    ReceiverMissing,
    SignatureMissing,
    SignedPaperMissing,
    SigningCodeNotSent,
)
from motcua.dossiers.models import HandOut, Paper
from motcua.dossiers.queries.wording import HANDED_OUT
from motcua.kernel import ratelimits
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.actions import Recipient, notify

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

CODE_LASTS = timedelta(minutes=10)
CODES_AN_HOUR = 5
TRIES = 5
_LEAST_POINTS, _MOST_POINTS = 8, 6000


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes the result: himself or for the owner, by which paper, and what he leaves.

    `signed` is a scan of what he signed on paper; `relation` is empty for the owner himself;
    `paper` names kind and last four digits of the identity paper that was seen; `strokes` are a
    drawn signature, points in thousandths.
    """

    name: str
    relation: str = ""
    paper: str = ""
    strokes: tuple[tuple[tuple[int, int], ...], ...] = ()
    code: str = ""
    authority: UploadedFile[bytes] | None = None
    signed: UploadedFile[bytes] | None = None


def send_hand_out_code(
    *, actor: Actor, dossier_id: int, now: datetime, receiver: Receiver | None = None
) -> None:
    """Send a one-time code to the owner's telephone; an older one is void.

    What is known of the receiver so far is kept meanwhile, but for files. Raises
    `DossierNotFound`, `NotAllowed`, `MoveRefused` before there is a result, `FeeUnpaid`,
    `PhoneMissing`, `SigningCodeNotSent`, `TooManyRequests` past five an hour.
    """
    ratelimits.hit(
        "dossiers.hand-out-code", str(dossier_id), limit=CODES_AN_HOUR, seconds=3600, now=now
    )
    with transaction.atomic():
        dossier = _ready(actor, dossier_id)
        phone = str(dossier.contact.get("phone", ""))
        if not phone:
            raise PhoneMissing
        code = f"{secrets.randbelow(10**6):06d}"
        HandOut.objects.update_or_create(
            dossier=dossier,
            defaults={
                "receiver": _written(receiver) if receiver else {},
                "agency_id": dossier.agency_id,
                "code_digest": _digest(dossier, code),
                "code_sent_at": now,
                "code_tries": 0,
            },
        )
        told = notify(
            key=f"hand-out-code:{dossier.public_id}:{now.isoformat()}"[:110],
            recipient=Recipient(phone, "", dossier.language),
            template="hand-out-code",
            context={"code": code, "dossier": dossier.code},
            agency_id=dossier.agency_id,
            now=now,
        )
        if not told:
            raise SigningCodeNotSent
        record(dossier, "dossiers.send_hand_out_code", actor=actor, now=now)


def hand_out(
    *, actor: Actor, dossier_id: int, way: ReceivedBy, receiver: Receiver, now: datetime
) -> Dossier:
    """Hand the result out and close the dossier, with what the receiver left.

    Who takes it for the owner brings a paper of authority, unless he reads the code that was sent
    to the owner's own telephone. Raises `DossierNotFound`, `NotAllowed`, `MoveRefused`,
    `FeeUnpaid`, `ReceiverMissing`, `IdentityUnseen`, `SignatureMissing`, `SignedPaperMissing`,
    `AuthorityMissing`, `HandOutCodeWrong`, `SecondPersonNeeded`, and what
    `take_in_document` raises.
    """
    _check(way, receiver)
    # A wrong try is counted whatever becomes of the rest.
    if way == ReceivedBy.CODE and not _is_right(actor, dossier_id, receiver.code, now):
        raise HandOutCodeWrong
    with transaction.atomic():
        dossier = _ready(actor, dossier_id)
        authority = (
            take_in_document(file=receiver.authority, now=now) if receiver.authority else None
        )
        HandOut.objects.update_or_create(
            dossier=dossier,
            defaults={
                "way": way,
                "receiver": _written(receiver),
                "authority": authority,
                "official_id": official_of(actor),
                "agency_id": dossier.agency_id,
                "code_digest": None,
                "handed_at": now,
            },
        )
        if way == ReceivedBy.PAPER and receiver.signed is not None:
            signed = take_in_document(file=receiver.signed, now=now)
            Paper.objects.create(dossier=dossier, code=HANDED_OUT, file=signed, added_at=now)
        record(dossier, "dossiers.hand_out", actor=actor, now=now, way=way)
        return return_result(actor=actor, dossier_id=dossier.pk, now=now)


def _written(receiver: Receiver) -> dict[str, object]:
    return {
        "name": receiver.name.strip(),
        "relation": receiver.relation.strip(),
        "paper": receiver.paper.strip(),
        "strokes": [[list(point) for point in one] for one in receiver.strokes],
    }


def _check(way: ReceivedBy, receiver: Receiver) -> None:
    if not receiver.name.strip():
        raise ReceiverMissing
    if way == ReceivedBy.CODE:
        return
    if not receiver.paper.strip():
        raise IdentityUnseen
    if receiver.relation.strip() and receiver.authority is None:
        raise AuthorityMissing
    points = sum(len(one) for one in receiver.strokes)
    if way == ReceivedBy.DRAWN and not _LEAST_POINTS <= points <= _MOST_POINTS:
        raise SignatureMissing
    if way == ReceivedBy.PAPER and receiver.signed is None:
        raise SignedPaperMissing


def _ready(actor: Actor, dossier_id: int) -> Dossier:
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST, Role.CLERK)
    if dossier.state != State.FINISHED:
        raise MoveRefused(state=dossier.state)
    if dossier.fee_state == FeeState.DUE:
        raise FeeUnpaid
    return dossier


@transaction.atomic
def _is_right(actor: Actor, dossier_id: int, code: str, now: datetime) -> bool:
    """Judge a code and count the try; a right one serves once."""
    dossier = _ready(actor, dossier_id)
    sent = HandOut.objects.select_for_update().filter(dossier=dossier).first()
    if sent is None or sent.code_digest is None or sent.code_sent_at is None:
        return False
    if now - sent.code_sent_at > CODE_LASTS or sent.code_tries >= TRIES:
        return False
    sent.code_tries += 1
    sent.save(update_fields=["code_tries"])
    return hmac.compare_digest(bytes(sent.code_digest), _digest(dossier, code.strip()))


def _digest(dossier: Dossier, code: str) -> bytes:
    text = f"hand-out\0{dossier.public_id}\0{code}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)
