"""Acts upon feedback: a page that asks what an act needs, a click that does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies.queries.posted import agencies_on, posted_at, units_of
from motcua.desk.voice import forms, queries
from motcua.desk.voice.queries import FeedbackAct
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.voice.actions import handling, publishing
from motcua.voice.actions.reading import open_feedback
from motcua.voice.base.limits import complaint_on
from motcua.voice.base.writing import words_mark
from motcua.voice.queries.feedback import feedback_visible_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict

    from motcua.kernel.actors import Actor
    from motcua.ui.drawn import DrawnForm
    from motcua.voice.models import Feedback

    Made = Callable[[Feedback, QueryDict | None], DrawnForm]
    Done = Callable[..., object]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, feedback_id: UUID, act: str) -> HttpResponse:
    """Ask what an act needs; posting does it and goes back to the feedback."""
    actor, now = visit(request).actor, clock.now()
    row = open_feedback(actor=actor, public_id=feedback_id, now=now)
    if act not in FeedbackAct.values:
        raise NotFound
    named = FeedbackAct(act)
    page = queries.one_page(actor, row, now, get_language() or "vi")
    if named not in page.acts:
        if request.method != "POST":
            raise NotAllowed
        messages.info(request, _("Việc này không làm được lúc này, hoặc đã làm xong."))
        return redirect("desk:feedback-one", row.public_id)
    form = _FORMS[named](row, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        values = {"actor": actor, "public_id": row.public_id, "now": now}
        if named in _DECIDED:
            values["seen"] = request.POST.get("seen", "")[:64]
        status = _acted(form, named, values)
        if status == 0:
            messages.success(request, _("Đã xong: %(act)s.") % {"act": named.label})
            return _back(actor, row)
        row.refresh_from_db()
        page = queries.one_page(actor, row, now, get_language() or "vi")
    context = {"page": page, "row": row, "act": named, "form": form}
    if named in _DECIDED:
        context["seen"] = _mark(named, row, page)
    return render(request, "desk/voice/act.html", context, status=status)


def _mark(act: FeedbackAct, row: Feedback, page: queries.OnePage) -> str:
    """Mark the words that the page shows and one decides upon."""
    if act is FeedbackAct.APPROVE:
        return words_mark(row.draft)
    return (
        words_mark(page.publication.question, page.publication.answer) if page.publication else ""
    )


def _acted(form: DrawnForm, act: FeedbackAct, values: dict[str, Any]) -> int:
    """Act on a right form; give 0, or the status that says why not."""
    if not form.is_valid():
        return 422
    try:
        _ACTS[act](**values, **_values(form))
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return refusal.status
    return 0


def _back(actor: Actor, row: Feedback) -> HttpResponse:
    """Go back to the feedback, or to the list where the act took it out of the official's sight."""
    if feedback_visible_to(actor).filter(pk=row.pk).exists():
        return redirect("desk:feedback-one", row.public_id)
    return redirect("desk:feedback")


def _values(form: DrawnForm) -> dict[str, Any]:
    """Give what was filled in under the names the acts take."""
    given = dict(form.cleaned_data)
    if "chosen" in given:
        given["agency_id" if isinstance(form, forms.TransferForm) else "unit_id"] = given.pop(
            "chosen"
        )
    return given


def _unit(row: Feedback, data: QueryDict | None) -> DrawnForm:
    language = get_language() or "vi"
    units = units_of(row.agency_id, clock.civil_date(clock.now()))
    choices = [(str(unit.pk), unit.name_in(language)) for unit in units]
    return forms.ChosenForm(_("Đơn vị xử lý"), choices, data)


def _agency(row: Feedback, data: QueryDict | None) -> DrawnForm:
    language = get_language() or "vi"
    others = [one for one in agencies_on(clock.civil_date(clock.now())) if one.pk != row.agency_id]
    choices = [(str(one.pk), one.name_in(language)) for one in others]
    return forms.TransferForm(_("Cơ quan có trách nhiệm"), choices, data)


def _concerned(row: Feedback, data: QueryDict | None) -> DrawnForm:
    posted = posted_at(row.agency_id, clock.civil_date(clock.now()))
    choices = {str(one.official_id): one.name for one in posted}
    return forms.ConcernedForm(list(choices.items()), data)


def _answer(row: Feedback, data: QueryDict | None) -> DrawnForm:
    return forms.TextForm(data, initial={"text": row.draft})


def _guidance(row: Feedback, data: QueryDict | None) -> DrawnForm:
    way = complaint_on(clock.civil_date(clock.now()))
    text = "\n".join((*way.say(row.language), way.citation))
    return forms.TextForm(data, initial={"text": text})


def _publication(row: Feedback, data: QueryDict | None) -> DrawnForm:
    question, answer = publishing.masked_words(row)
    return forms.PublicationForm(data, initial={"question": question, "answer": answer})


def _plain(form: type[DrawnForm], row: Feedback, data: QueryDict | None) -> DrawnForm:
    del row
    return form(data)


_DECIDED = frozenset({FeedbackAct.APPROVE, FeedbackAct.PUBLISH})
_SURE, _REASON = partial(_plain, forms.SureForm), partial(_plain, forms.ReasonForm)
_FORMS: Mapping[FeedbackAct, Made] = {
    FeedbackAct.ROUTE: _unit,
    FeedbackAct.CONCERNED: _concerned,
    FeedbackAct.TRANSFER: _agency,
    FeedbackAct.GUIDE: _guidance,
    FeedbackAct.DRAFT: _answer,
    FeedbackAct.APPROVE: _SURE,
    FeedbackAct.RETURN_DRAFT: _REASON,
    FeedbackAct.EXTEND: _REASON,
    FeedbackAct.RETURN: _REASON,
    FeedbackAct.DECLINE: _REASON,
    FeedbackAct.PROPOSE: _publication,
    FeedbackAct.PUBLISH: _SURE,
    FeedbackAct.WITHHOLD: _SURE,
}
_ACTS: Mapping[FeedbackAct, Done] = {
    FeedbackAct.ROUTE: handling.route,
    FeedbackAct.CONCERNED: handling.name_concerned,
    FeedbackAct.TRANSFER: handling.transfer,
    FeedbackAct.GUIDE: handling.guide,
    FeedbackAct.DRAFT: handling.draft_answer,
    FeedbackAct.APPROVE: handling.approve,
    FeedbackAct.RETURN_DRAFT: handling.return_draft,
    FeedbackAct.EXTEND: handling.extend,
    FeedbackAct.RETURN: handling.return_routing,
    FeedbackAct.DECLINE: handling.decline,
    FeedbackAct.PROPOSE: publishing.propose_publication,
    FeedbackAct.PUBLISH: publishing.publish,
    FeedbackAct.WITHHOLD: publishing.withhold,
}
