"""Requests for help that an official sees, a caller's draft with its answers hidden, and hints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.dossiers.queries.known import known_for
from motcua.kernel.clock import civil_date
from motcua.kernel.composed import composed, one_of
from motcua.procedures.base.forms.prefilling import known_answers
from motcua.procedures.base.forms.questions import ChoiceQuestion, ChoicesQuestion, YesNoQuestion
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules
from motcua.voice.base.writing import hidden
from motcua.voice.enums import HelpState
from motcua.voice.errors import HelpClosed, HelpNotFound
from motcua.voice.models import HelpHint, HelpKey, HelpLook, HelpRequest

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Draft
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.forms.answering import CompiledForm

_JUST_ASKED = timedelta(days=1)
HELPING = (Role.RECEPTIONIST, Role.CLERK)
"""Roles that answer calls and messages."""

_SHOWN_KINDS = (ChoiceQuestion, ChoicesQuestion, YesNoQuestion)
"""Answers that are one of the form's own words; everything else may name somebody.

Those known of a person before, and those of shared lists (ethnicities, countries), are hidden too.
"""


@dataclass(frozen=True, slots=True)
class MaskedAnswer:
    """A question of a draft, the shape of its answer, and what is wrong with it.

    `is_prefilled`: the caller sees it filled in with what is known of him, and has not kept it.
    """

    page: str
    path: str
    question: str
    answer: str
    errors: tuple[str, ...]
    is_hinted: bool
    is_prefilled: bool = False


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """A page of a draft as a helper sees it."""

    code: str
    title: str
    rows: tuple[MaskedAnswer, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class MaskedDraft:
    """A caller's draft for a helper, open until a moment."""

    key: HelpKey
    procedure: str
    pages: tuple[MaskedPage, ...]
    errors: int
    open_until: datetime


@dataclass(frozen=True, slots=True)
class Hint:
    """A question that the help desk pointed to, where it is, and the helper's word."""

    page: str
    question: str
    control: str
    note: str


@dataclass(frozen=True, slots=True)
class OpenLook:
    """A helper may look at one's draft until a moment."""

    procedure: str
    official: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the help desk looked at one's draft."""

    at: datetime
    procedure: str
    official: str
    agency: str
    request: str
    is_hint: bool


def requests_visible_to(actor: Actor) -> QuerySet[HelpRequest]:
    """Give the requests of the agencies whose help desk an official serves, or audits.

    Leaders of the agency above see what is so late that it was brought before them.
    """
    found = actor.agencies(*HELPING, Role.HEAD, Role.LEADER, Role.AUDITOR)
    if actor.kind != "official" or not found:
        return HelpRequest.objects.none()
    late = Q(agency__parent_id__in=actor.agencies(Role.LEADER), escalation__gte=2)
    return HelpRequest.objects.filter(Q(agency_id__in=found) | late)


def asked_lately(public_id: UUID, now: datetime) -> HelpRequest | None:
    """Give a request to whoever has just made it, by an id that nobody guesses; for a day."""
    rows = HelpRequest.objects.filter(public_id=public_id, received_at__gte=now - _JUST_ASKED)
    return rows.select_related("agency").first()


def request_for(actor: Actor, public_id: UUID) -> HelpRequest:
    """Give one request for help. Raises `HelpNotFound`."""
    rows = requests_visible_to(actor).select_related("agency", "official")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise HelpNotFound
    return found


def waiting_requests(actor: Actor) -> QuerySet[HelpRequest]:
    """Give what waits for help, the most urgent first."""
    rows = requests_visible_to(actor).exclude(state=HelpState.DONE)
    return rows.select_related("official").order_by("due_at", "pk")


def done_requests(actor: Actor) -> QuerySet[HelpRequest]:
    """Give what was helped with, the latest first."""
    rows = requests_visible_to(actor).filter(state=HelpState.DONE)
    return rows.select_related("official").order_by("-done_at", "-pk")


def help_to_do(actor: Actor) -> int:
    """Count what waits for an official's help."""
    found = actor.agencies(*HELPING) if actor.kind == "official" else frozenset()
    if not found:
        return 0
    return len(_waiting(agencies=sorted(found)))


@composed
def _waiting(agencies: Any) -> QuerySet[HelpRequest, int]:
    rows = HelpRequest.objects.filter(one_of("agency_id", agencies)).exclude(state=HelpState.DONE)
    return rows.order_by().values_list("pk", flat=True)


def keys_of(request: HelpRequest, now: datetime) -> list[HelpKey]:
    """Give the drafts a request has asked to see, those that are open first."""
    rows = HelpKey.objects.filter(request=request).select_related("draft", "opened_by")
    return sorted(rows, key=lambda row: (not _is_open(row, now), row.pk))


def open_key(actor: Actor, request: HelpRequest, number: int, now: datetime) -> HelpKey:
    """Give the key that this helper opened and may still use. Raises `HelpClosed`."""
    rows = HelpKey.objects.select_related("draft__account", "draft__version")
    key = rows.filter(pk=number, request=request, opened_by_id=actor.official_id).first()
    if key is None or not _is_open(key, now):
        raise HelpClosed
    return key


def _is_open(key: HelpKey, now: datetime) -> bool:
    return key.opened_until is not None and now < key.opened_until


def masked_draft(key: HelpKey, now: datetime, language: str) -> MaskedDraft:
    """Give a caller's draft: every question, the shape of its answer, what is wrong with it.

    Only answers chosen from the form's own words are shown; names, numbers, phones, addresses,
    dates, free texts and what describes a person are hidden letter by letter.
    """
    draft = key.draft
    held = rules(draft.version_id)
    day = civil_date(now)
    prefilled = _prefilled(draft, held.form, day)
    answers = {**prefilled, **draft.answers}
    wrong: dict[str, list[str]] = {}
    for error in held.form.validate(dict(answers), today=day).errors:
        wrong.setdefault(error.path, []).append(error.say(language))
    hinted = {hint.question for hint in HelpHint.objects.filter(draft=draft)}
    pages = tuple(
        MaskedPage(
            page.code,
            page.title,
            tuple(
                MaskedAnswer(
                    page=page.code,
                    path=row.path,
                    question=row.question,
                    answer=_masked(held.form, row.path, row.answer),
                    errors=tuple(_of_question(wrong, row.path)),
                    is_hinted=row.path in hinted,
                    is_prefilled=row.path.partition(".")[0] in prefilled,
                )
                for row in page.rows
            ),
            page.code == draft.page,
        )
        for page in summary(held.form, answers, language, today=day)
    )
    assert key.opened_until
    return MaskedDraft(
        key=key,
        procedure=say(held.pack.name, language),
        pages=pages,
        errors=sum(len(row.errors) for page in pages for row in page.rows),
        open_until=key.opened_until,
    )


def _prefilled(draft: Draft, form: CompiledForm, day: date) -> dict[str, Any]:
    """Give what the caller's pages show of him though he has not kept any of their answers yet."""
    known = known_for(draft, day)
    clean = form.validate(dict(draft.answers), today=day).clean
    found: dict[str, Any] = {}
    for code, page in form.pages.items():
        if not any(question.key in draft.answers for question in page.questions):
            found |= known_answers(form, code, {**clean, **found}, known, today=day)
    return found


def _of_question(wrong: dict[str, list[str]], path: str) -> list[str]:
    return [said for at, words in wrong.items() if at == path for said in words]


def _masked(form: CompiledForm, path: str, answer: str) -> str:
    question = form.questions.get(path)
    is_own = isinstance(question, _SHOWN_KINDS) and not question.prefill
    return answer if is_own and not getattr(question, "list", None) else hidden(answer)


def hints_of(draft: Draft) -> tuple[Hint, ...]:
    """Give what the help desk pointed to in a draft, in the order it did."""
    return tuple(
        Hint(row.page, row.question, f"f-{row.question.replace('.', '-')}", row.note)
        for row in HelpHint.objects.filter(draft=draft)
    )


def open_looks(actor: Actor, now: datetime, language: str) -> tuple[OpenLook, ...]:
    """Give who of the help desk may look at one's drafts now, and until when."""
    rows = HelpKey.objects.filter(draft__account_id=actor.account_id or -1, opened_until__gt=now)
    return tuple(
        OpenLook(
            procedure=say(rules(row.draft.version_id).pack.name, language),
            official=row.opened_by.full_name if row.opened_by else "",
            until=row.opened_until or now,
        )
        for row in rows.select_related("draft", "opened_by").order_by("opened_until", "pk")
    )


def looks_of(actor: Actor, language: str) -> tuple[Look, ...]:
    """Give who of the help desk looked at one's drafts, the latest first."""
    rows = HelpLook.objects.filter(account_id=actor.account_id or -1)
    rows = rows.select_related("official", "request__agency")[:100]
    return tuple(
        Look(
            at=row.at,
            procedure=say(rules(row.version_id).pack.name, language),
            official=row.official.full_name,
            agency=row.request.agency.name_in(language),
            request=row.request.code,
            is_hint=bool(row.question),
        )
        for row in rows
    )
