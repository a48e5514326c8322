"""Helping: a request with a deadline, a caller's one-time code, looking, pointing, answering."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.agencies.queries import agency_name, letterhead, working_calendar
from motcua.agencies.queries.posted import agencies_on
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.queries.called import draft_numbered, number_as_kept
from motcua.identity.queries import filer, mask
from motcua.kernel import audit, ratelimits
from motcua.kernel.clock import civil_date
from motcua.kernel.text import nfc
from motcua.notifications.actions import Recipient, notify
from motcua.notifications.base.languages import in_each
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules
from motcua.voice.actions.sending import claim_form, keep_made, made_before
from motcua.voice.base.limits import due_after, limit_on
from motcua.voice.base.writing import digits, help_code
from motcua.voice.enums import HelpChannel, HelpState
from motcua.voice.errors import HelpClosed, HelpCodeWrong, HelpNotFound, UnitElsewhere
from motcua.voice.models import HelpHint, HelpKey, HelpLook, HelpRequest
from motcua.voice.queries.helping import HELPING, open_key, requests_visible_to
from motcua.voice.workflow import HELP

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Draft
    from motcua.kernel.actors import Actor

CODE_LASTS = timedelta(minutes=10)
LOOK_LASTS = timedelta(minutes=30)
TRIES = 5
CODES_AN_HOUR, CODES_OF_A_HELPER, CODES_A_DRAFT = 5, 30, 10
WRONG_TRIES_AN_HOUR = 15
_DIGITS = 6
_WRONG, _HOUR, _DAY = "voice.help-wrong", 3600, 24 * 3600


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """Who asks for help, with what, and how; `key` is the form's own: sent twice it is one."""

    agency_id: int
    channel: HelpChannel
    text: str
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "vi"
    key: str = ""


@transaction.atomic
def ask_for_help(*, actor: Actor, facts: HelpFacts, now: datetime) -> HelpRequest:
    """Take a call or a message as a request for help with a deadline.

    A message is anybody's; a call is written down by who answers it, who then has it. Raises
    `UnitElsewhere`, `NotAllowed`, and `KeyReused` for a form sent again with other words.
    """
    claim = claim_form("ask", facts.key, facts, actor=actor, now=now)
    if before := made_before(claim):
        return HelpRequest.objects.get(public_id=before)
    today = civil_date(now)
    if facts.agency_id not in {agency.pk for agency in agencies_on(today)}:
        raise UnitElsewhere
    if facts.channel != HelpChannel.MESSAGE:
        actor.require_role(*HELPING, agency_id=facts.agency_id)
    given = {"name": facts.name, "phone": facts.phone, "email": facts.email}
    limit = limit_on(today, "help")
    row = HelpRequest.objects.create(
        code=help_code(now),
        agency_id=facts.agency_id,
        channel=facts.channel,
        account_id=actor.account_id if actor.kind == "citizen" else None,
        contact={key: nfc(value.strip()) for key, value in given.items() if value.strip()},
        text=nfc(facts.text.strip()),
        language=facts.language,
        received_at=now,
        due_at=due_after(now, limit, working_calendar(facts.agency_id)),
    )
    _record(row, "voice.ask_for_help", actor=actor, now=now)
    if facts.channel != HelpChannel.MESSAGE:
        _take(row, actor)
    keep_made(claim, row.public_id)
    return row


@transaction.atomic
def take_request(*, actor: Actor, public_id: UUID, now: datetime) -> HelpRequest:
    """Take a request up. Raises `HelpNotFound`, `NotAllowed`, `MoveRefused` once it is done."""
    row = _locked(actor, public_id)
    _take(row, actor)
    _record(row, "voice.take_request", actor=actor, now=now)
    return row


@transaction.atomic
def finish_request(*, actor: Actor, public_id: UUID, answer: str, now: datetime) -> HelpRequest:
    """End a request with what was said, which goes to who left an address; its drafts close.

    Raises `HelpNotFound`, `NotAllowed`, `MoveRefused`.
    """
    row = _locked(actor, public_id)
    row.state = HELP.target(HelpState(row.state), "finish")
    row.answer, row.done_at, row.official_id = nfc(answer.strip()), now, actor.official_id
    row.save(update_fields=["state", "answer", "done_at", "official"])
    HelpKey.objects.filter(request=row, opened_until__gt=now).update(opened_until=now)
    _record(row, "voice.finish_request", actor=actor, now=now)
    head = letterhead(row.agency_id)
    notify(
        key=f"help:{row.pk}:done",
        recipient=Recipient(
            row.contact.get("phone", ""), row.contact.get("email", ""), row.language
        ),
        template="help-done",
        context={
            "agency": in_each(partial(agency_name, row.agency_id)),
            "code": row.code,
            "answer": row.answer,
            "phone": head.phone or str(settings.HELPLINE),
        },
        agency_id=row.agency_id,
        now=now,
    )
    return row


def send_help_code(*, actor: Actor, public_id: UUID, number: str, now: datetime) -> None:
    """Send a one-time code to the owner of the draft whose number the caller read out.

    It goes to the phone and mail of the owner's account, whoever calls; nothing says whether there
    is such a draft. An older code for it is void. Raises `HelpNotFound`, `NotAllowed`,
    `TooManyRequests` past five an hour for a request, thirty for a helper, and ten a day for a
    draft, so that nobody comes to a code by asking for many.
    """
    with transaction.atomic():
        row = _locked(actor, public_id)
        _take(row, actor)
    _count_code(row, actor, number, now)
    with transaction.atomic():
        draft = draft_numbered(number)
        _record(row, "voice.send_help_code", actor=actor, now=now)
        if draft is not None and draft.account_id is not None:
            _send(row, draft, now)


def _count_code(row: HelpRequest, actor: Actor, number: str, now: datetime) -> None:
    """Count a code against the request, the helper and the draft, whether there is one or not."""
    counted = (
        ("voice.help-code", str(row.pk), CODES_AN_HOUR, _HOUR),
        ("voice.help-codes-by", str(actor.official_id), CODES_OF_A_HELPER, _HOUR),
        ("voice.help-codes-to", number_as_kept(number), CODES_A_DRAFT, _DAY),
    )
    for scope, key, limit, seconds in counted:
        ratelimits.hit(scope, key, limit=limit, seconds=seconds, now=now)


def _send(row: HelpRequest, draft: Draft, now: datetime) -> None:
    code, who = digits(_DIGITS), filer(draft.account_id)
    name = rules(draft.version_id).pack.name
    HelpKey.objects.update_or_create(
        request=row,
        draft=draft,
        defaults={
            "digest": _digest(row, code),
            "sent_to": mask(who.phone) if who.phone else mask(who.email),
            "sent_at": now,
            "expires_at": now + CODE_LASTS,
            "tries": 0,
            "opened_by": None,
            "opened_until": None,
        },
    )
    notify(
        key=f"help-code:{row.pk}:{draft.pk}:{now.isoformat()}"[:110],
        recipient=Recipient(who.phone, who.email, draft.language),
        template="help-code",
        context={
            "code": code,
            "procedure": in_each(partial(say, name)),
        },
        agency_id=row.agency_id,
        now=now,
    )


def open_draft(*, actor: Actor, public_id: UUID, code: str, now: datetime) -> HelpKey:
    """Open a caller's draft for half an hour by the code he read out, to this helper alone.

    A code works once, five tries at most, whatever follows; wrong codes of a helper are counted
    over all requests. Raises `HelpNotFound`, `NotAllowed`, `HelpCodeWrong`, `TooManyRequests`.
    """
    helper = str(actor.official_id)
    ratelimits.refuse_if_spent(_WRONG, helper, limit=WRONG_TRIES_AN_HOUR, now=now)
    opened = _try(actor, public_id, code.strip(), now)
    if opened is None:
        ratelimits.hit(_WRONG, helper, limit=WRONG_TRIES_AN_HOUR, seconds=_HOUR, now=now)
        raise HelpCodeWrong
    return opened


@transaction.atomic
def end_looks(*, actor: Actor, now: datetime) -> int:
    """Close one's drafts to the help desk at once, and make codes not yet used void.

    Gives how many helpers could still look. Nobody closes another's: of a stranger's there is none.
    """
    rows = HelpKey.objects.select_for_update(of=("self",)).select_related("request", "draft")
    mine = rows.filter(draft__account_id=actor.account_id or -1)
    mine.filter(opened_by=None, expires_at__gt=now).update(expires_at=now)
    ended = list(mine.filter(opened_until__gt=now))
    for key in ended:
        key.opened_until = now
        key.save(update_fields=["opened_until"])
        _record(key.request, "voice.end_look", actor=actor, now=now, draft=key.draft.public_id)
    return len(ended)


@transaction.atomic
def _try(actor: Actor, public_id: UUID, code: str, now: datetime) -> HelpKey | None:
    row = _locked(actor, public_id)
    for key in HelpKey.objects.select_for_update().filter(request=row, opened_by=None):
        if key.tries >= TRIES or now >= key.expires_at:
            continue
        key.tries += 1
        is_right = hmac.compare_digest(bytes(key.digest), _digest(row, code))
        if is_right:
            key.opened_by_id, key.opened_until = actor.official_id, now + LOOK_LASTS
        key.save(update_fields=["tries", "opened_by", "opened_until"])
        if is_right:
            _record(row, "voice.open_draft", actor=actor, now=now, draft=key.draft.public_id)
            return key
    return None


@transaction.atomic
def look_at_draft(*, actor: Actor, public_id: UUID, key_id: int, now: datetime) -> HelpKey:
    """Look at an opened draft; each look is kept, and its owner sees it.

    Raises `HelpNotFound`, `NotAllowed`, `HelpClosed`.
    """
    row = _locked(actor, public_id)
    key = open_key(actor, row, key_id, now)
    _keep_look(row, key, "", actor=actor, now=now)
    return key


@transaction.atomic
def point_to_question(
    *, actor: Actor, public_id: UUID, key_id: int, question: str, note: str, now: datetime
) -> HelpHint:
    """Point a caller to a question of his draft with a word on it; nothing in it is changed.

    Raises `HelpNotFound`, `NotAllowed`, `HelpClosed` also for a question the form does not have.
    """
    row = _locked(actor, public_id)
    key = open_key(actor, row, key_id, now)
    top = question.partition(".")[0]
    page = rules(key.draft.version_id).form.page_of.get(top)
    if page is None:
        raise HelpClosed
    _keep_look(row, key, question, actor=actor, now=now)
    hint, _made = HelpHint.objects.update_or_create(
        draft=key.draft,
        question=question,
        defaults={"request": row, "page": page, "note": nfc(note.strip()), "at": now},
    )
    return hint


def _keep_look(
    row: HelpRequest, key: HelpKey, question: str, *, actor: Actor, now: datetime
) -> None:
    HelpLook.objects.create(
        request=row,
        account_id=key.draft.account_id,
        official_id=official_of(actor),
        draft=key.draft.public_id,
        version_id=key.draft.version_id,
        at=now,
        question=question,
    )
    audit.record(
        actor=actor,
        action="voice.point_to_question" if question else "voice.look_at_draft",
        subject=("draft", str(key.draft.public_id)),
        agency_id=row.agency_id,
        now=now,
        purpose="help",
        data={"request": row.code},
    )


def _take(row: HelpRequest, actor: Actor) -> None:
    row.state = HELP.target(HelpState(row.state), "take")
    row.official_id = actor.official_id
    row.save(update_fields=["state", "official"])


def _locked(actor: Actor, public_id: UUID) -> HelpRequest:
    seen = requests_visible_to(actor).filter(public_id=public_id).values("pk")
    row = HelpRequest.objects.select_for_update().filter(pk__in=seen).first()
    if row is None:
        raise HelpNotFound
    actor.require_role(*HELPING, agency_id=row.agency_id)
    return row


def _digest(row: HelpRequest, code: str) -> bytes:
    return hashlib.sha256(f"{row.public_id}:{code}".encode()).digest()


def _record(row: HelpRequest, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=("help", str(row.public_id)),
        agency_id=row.agency_id,
        now=now,
        data=data,
    )
