"""Supplements: asked for once in a phase with all reasons, answered only where asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import (
    official_of,
    require_owner,
    require_role,
    require_waiting,
)
from motcua.dossiers.actions.billing import fall_due
from motcua.dossiers.actions.drafting import throw_away
from motcua.dossiers.actions.guarding import refuse_while_signing
from motcua.dossiers.actions.moving import lock, move
from motcua.dossiers.actions.papers import replace_papers
from motcua.dossiers.actions.pausing import pause, restart
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.base.handling import said_in
from motcua.dossiers.enums import PauseKind, Phase, SlipForm, State
from motcua.dossiers.errors import (
    AnswersInvalid,
    NotListed,
    PapersUnsigned,
    SupplementAsked,
    SupplementEmpty,
    SupplementNotAsked,
    SupplementTooLate,
    said,
)
from motcua.dossiers.models import Dossier, Draft, Supplement
from motcua.dossiers.queries.dues import rule_over, supplement_until
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.signatures import badly_signed
from motcua.kernel.clock import civil_date
from motcua.kernel.search import search_columns
from motcua.procedures.base.forms.gist import gist_of
from motcua.procedures.enums import Awaited, Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.forms.answering import Wrong


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing to put right: a question or a paper, by its code, and why."""

    kind: Literal["question", "paper"]
    code: str
    reason: str


@transaction.atomic
def ask_supplement(
    *,
    actor: Actor,
    dossier_id: int,
    items: Sequence[SupplementItem],
    now: datetime,
    message: str = "",
) -> Dossier:
    """Send a dossier back to its filer, once in this phase and with every reason, on slip 02.

    In process the clock stops until the dossier is complete. Source: Decree 61/2018,
    Articles 17 and 19.4. Raises `DossierNotFound`, `NotAllowed`, `StepNotYours`, `SupplementEmpty`,
    `SupplementAsked`, `SupplementTooLate`, `NotListed`, `BeingSigned`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    phase = _authorise(actor, dossier)
    refuse_while_signing(dossier)
    listed = _checked(dossier, items)
    if phase == Phase.PROCESS:
        _in_time(dossier, now)
    move(dossier, "ask_supplement", actor=actor, now=now, items=[item["code"] for item in listed])
    try:
        with transaction.atomic():
            Supplement.objects.create(
                dossier=dossier,
                phase=phase,
                asked_at=now,
                asked_by_id=official_of(actor),
                message=message.strip(),
                items=listed,
            )
    except IntegrityError:
        raise SupplementAsked from None
    if phase == Phase.PROCESS:
        pause(dossier, PauseKind.SUPPLEMENT, now=now)
    issue_slip(
        dossier, SlipForm.SUPPLEMENT, actor=actor, now=now, items=listed, message=message.strip()
    )
    return dossier


def _authorise(actor: Actor, dossier: Dossier) -> Phase:
    if dossier.state == State.FILED:
        require_role(actor, dossier, Role.RECEPTIONIST)
        return Phase.RECEIPT
    require_waiting(actor, dossier, Awaited.SUPPLEMENT)
    return Phase.PROCESS


def _in_time(dossier: Dossier, now: datetime) -> None:
    """Demand that the unit that settles a dossier asks within its days (Article 19.4)."""
    until = supplement_until(dossier)
    if until is not None and now > until:
        assert dossier.accepted_at
        rule = rule_over(dossier, "supplement-within", civil_date(dossier.accepted_at))
        raise SupplementTooLate(
            said_in(rule.text, get_language() or "vi"), until=until.isoformat(), rule=rule.code
        )


def _checked(dossier: Dossier, items: Sequence[SupplementItem]) -> list[dict[str, str]]:
    if not items or any(not item.reason.strip() for item in items):
        raise SupplementEmpty
    rules = rules_of(dossier)
    known = {
        "question": set(rules.form.questions),
        "paper": {paper.code for _variant, paper in rules.pack.papers()},
    }
    unknown = [item.code for item in items if item.code not in known[item.kind]]
    if unknown:
        raise NotListed(codes=unknown)
    return [asdict(item) for item in items]


@transaction.atomic
def answer_supplement(
    *,
    actor: Actor,
    dossier_id: int,
    answers: Mapping[str, Any],
    uploads: Mapping[str, Sequence[UUID]],
    now: datetime,
) -> Dossier:
    """Complete a dossier: changed answers and new files, only for what the request lists.

    Before acceptance the dossier goes back to the receptionist; in process the whole limit starts
    anew from the complete dossier (Decree 61/2018, Article 19.4). `uploads` maps a paper's code to
    the public ids of the filer's uploads. A second call changes nothing. Raises `DossierNotFound`,
    `SupplementNotAsked`, `NotListed`, `UploadUnknown`, `AnswersInvalid`, `PapersUnsigned`,
    `MoveRefused`.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    supplement = _to_answer(dossier, answers, uploads)
    if supplement.answered_at is not None:
        return dossier
    _merge(dossier, supplement, answers, now)
    _check_signatures(dossier, uploads, now)
    return _answered(dossier, supplement, uploads, actor=actor, now=now)


@transaction.atomic
def answer_at_counter(
    *,
    actor: Actor,
    dossier_id: int,
    answers: Mapping[str, Any],
    uploads: Mapping[str, Sequence[UUID]],
    now: datetime,
) -> Dossier:
    """Complete a dossier by what its applicant brought to a counter, as if he answered online.

    `uploads` are the official's own. In process the limit starts anew and slip 01 says the new
    time. A second call changes nothing. Raises as `answer_supplement`, but for signatures, which a
    hand writes on paper, and `NotAllowed`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    supplement = _to_answer(dossier, answers, uploads)
    if supplement.answered_at is not None:
        return dossier
    _merge(dossier, supplement, answers, now)
    _answered(dossier, supplement, uploads, actor=actor, now=now)
    if supplement.phase == Phase.PROCESS:
        issue_slip(dossier, SlipForm.RECEIPT, actor=actor, now=now, received_at=now)
    return dossier


def _to_answer(
    dossier: Dossier, answers: Mapping[str, Any], uploads: Mapping[str, Sequence[UUID]]
) -> Supplement:
    """Give the last request, answered or not, and see that only what it lists is given."""
    supplement = Supplement.objects.filter(dossier=dossier).order_by("-asked_at", "-pk").first()
    if supplement is None:
        raise SupplementNotAsked
    if supplement.answered_at is None:
        _only_listed(supplement, answers, uploads)
    return supplement


def _merge(
    dossier: Dossier, supplement: Supplement, answers: Mapping[str, Any], now: datetime
) -> None:
    before, dossier.answers = dossier.answers, _merged(dossier, answers, now)
    dossier.save(update_fields=["answers"])
    _tell_anew(dossier)
    supplement.changed = _changed(before, dossier.answers)


def _tell_anew(dossier: Dossier) -> None:
    """Write the gist of answers that changed, and have the dossier found by its words."""
    gist = gist_of(rules_of(dossier).form, dossier.answers)
    if gist != dossier.gist:
        dossier.gist = gist
        found_by = search_columns(dossier.applicant_name, gist)
        Dossier.objects.filter(pk=dossier.pk).update(gist=gist, **found_by)


def _answered(
    dossier: Dossier,
    supplement: Supplement,
    uploads: Mapping[str, Sequence[UUID]],
    *,
    actor: Actor,
    now: datetime,
) -> Dossier:
    """Put the papers in, let the clock go on, and move the dossier."""
    replace_papers(dossier, uploads, account_id=actor.account_id, now=now)
    supplement.answered_at = now
    supplement.save(update_fields=["answered_at", "changed"])
    for draft in Draft.objects.filter(supplement=supplement):
        throw_away(draft)
    if supplement.phase == Phase.PROCESS:
        restart(dossier, now=now)
    move(dossier, "answer_supplement", actor=actor, now=now)
    fall_due(actor=actor, dossier=dossier, now=now)
    return dossier


@transaction.atomic
def start_answering(*, actor: Actor, dossier_id: int, now: datetime) -> Draft:
    """Begin to complete a dossier: a draft of what is listed; or go on with the one begun.

    Raises `DossierNotFound`, `SupplementNotAsked`.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    return _begun(dossier, actor, Channel(dossier.channel), now)


@transaction.atomic
def start_answering_at_counter(*, actor: Actor, dossier_id: int, now: datetime) -> Draft:
    """Begin to complete a dossier for whoever brings what lacks to a counter; or go on with it.

    What he began online goes on at the counter. Raises `DossierNotFound`, `NotAllowed`,
    `SupplementNotAsked`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    return _begun(dossier, actor, Channel.COUNTER, now)


def _begun(dossier: Dossier, actor: Actor, channel: Channel, now: datetime) -> Draft:
    """Give the draft of an answer to whoever writes it now: there is one for each request."""
    assert actor.account_id is not None
    supplement = Supplement.objects.filter(dossier=dossier, answered_at=None).first()
    if supplement is None:
        raise SupplementNotAsked
    listed = {item["code"] for item in supplement.items if item["kind"] == "question"}
    draft, is_new = Draft.objects.get_or_create(
        supplement=supplement,
        defaults={
            "account_id": actor.account_id,
            "offering_id": dossier.offering_id,
            "version_id": dossier.version_id,
            "channel": channel,
            "language": dossier.language,
            "answers": {key: dossier.answers[key] for key in listed & set(dossier.answers)},
            "started_at": now,
            "saved_at": now,
        },
    )
    if not is_new and draft.account_id != actor.account_id:
        draft.account_id, draft.channel = actor.account_id, channel
        draft.save(update_fields=["account", "channel"])
        draft.uploads.update(account=actor.account_id)
    return draft


def _only_listed(
    supplement: Supplement, answers: Mapping[str, Any], uploads: Mapping[str, Sequence[UUID]]
) -> None:
    questions = {item["code"] for item in supplement.items if item["kind"] == "question"}
    papers = {item["code"] for item in supplement.items if item["kind"] == "paper"}
    stray = (set(answers) - questions) | (set(uploads) - papers)
    if stray:
        raise NotListed(codes=sorted(stray))


def _merged(dossier: Dossier, answers: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Put changed answers among the others; only what was changed is judged, as of now.

    What was right on the day of filing stays right: "not older than 60 days" must not fail because
    the office took its time. What hangs on the changed answers follows them, as of that day: it is
    worked out anew, or goes where it is no longer asked.
    """
    before: dict[str, Any] = dossier.answers
    form, given = rules_of(dossier).form, {**before, **answers}
    validated = form.validate(given, today=civil_date(now))
    worked_out = {key for key, row in form.questions.items() if row.kind == "calculated"}
    judged = worked_out | set(answers)
    wrong = [error for error in validated.errors if _key(error) in judged]
    if wrong:
        raise AnswersInvalid(errors=said(wrong, dossier.language))
    as_filed = form.validate(given, today=civil_date(dossier.submitted_at))
    doubtful = {_key(error) for error in as_filed.errors}
    kept = {key: value for key, value in before.items() if key in doubtful}
    others = {**as_filed.clean, **kept}
    changed = {key: value for key, value in validated.clean.items() if key in answers}
    return {**{key: value for key, value in others.items() if key not in answers}, **changed}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))


def _key(error: Wrong) -> str:
    return error.path.split(".")[0]


def _check_signatures(
    dossier: Dossier, uploads: Mapping[str, Sequence[UUID]], now: datetime
) -> None:
    """Demand the filer's signature on what he sends anew in the place of what he had to sign."""
    rules = rules_of(dossier)
    asked = rules.to_sign(dossier.answers, civil_date(now)) if rules.signs else {}
    sent = [(code, each) for code in asked for each in uploads.get(code, ())]
    if bad := badly_signed(sent) if sent else ():
        raise PapersUnsigned(papers=sorted(set(bad)))
