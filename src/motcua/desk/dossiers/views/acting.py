"""Acts upon a dossier: a page that asks what an act needs, a click that does it once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.desk.dossiers import queries
from motcua.desk.dossiers.actions import Done, perform, preview_slip
from motcua.desk.dossiers.base import WORDS
from motcua.desk.dossiers.forms import ActForm, form_for
from motcua.desk.dossiers.forms.steps import PackForm
from motcua.desk.dossiers.views.confirming import before_signing
from motcua.desk.dossiers.views.opening import of_dossier, way_back
from motcua.desk.dossiers.views.reading import page_of
from motcua.dossiers.errors import DraftChanged
from motcua.dossiers.queries.handling import Act, is_open, standing_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.fields import Press
from motcua.ui.language import remember
from motcua.ui.posted import pressed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.handling import Standing

PREVIEW = "_preview"


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def act(request: HttpRequest, dossier: Dossier, act: Act) -> HttpResponse:
    """Ask what an act needs; posting does it, once for each form."""
    if request.method != "POST":
        return _asked(request, dossier, act)
    button = pressed(request.POST)
    if button.press is Press.LANGUAGE:
        return _in_language(request, dossier, act, button.target)
    form = _form(request, dossier, act)
    if button.press in {Press.ADD, Press.REMOVE} and isinstance(form, PackForm):
        form.with_rows(button)
        return _shown(request, dossier, act, form)
    if button.press is Press.LOOKUP:  # nothing is done: the communes of a province are shown
        return _shown(request, dossier, act, form)
    return _judged(request, dossier, act, form)


def _judged(request: HttpRequest, dossier: Dossier, act: Act, form: ActForm) -> HttpResponse:
    """Do what was asked, or draw the slip first, where nothing is wrong with the answers."""
    if not form.is_valid():
        return _shown(request, dossier, act, form, status=422)
    if PREVIEW in request.POST:
        return _previewed(request, dossier, act, form)
    if act in queries.SIGNING:
        before_signing(request, dossier)
    return _done(request, dossier, act, form)


def _asked(request: HttpRequest, dossier: Dossier, act: Act) -> HttpResponse:
    """Show the empty form; what cannot be done any more leads back to the dossier."""
    if not is_open(_standing(request, dossier), act):
        messages.info(request, _("Việc này không làm được lúc này, hoặc đã làm xong."))
        return redirect(way_back(request, dossier))
    return _shown(request, dossier, act, _form(request, dossier, act))


def _done(request: HttpRequest, dossier: Dossier, act: Act, form: ActForm) -> HttpResponse:
    """Do the act and go back to the dossier; a refusal is said where the official stands."""
    actor, now, token = visit(request).actor, clock.now(), request.POST.get("token", "")
    values = dict(form.values)
    if act in queries.OF_STEP:
        values["step"] = request.POST.get("step", "")
    if act in queries.SEEING:
        values["seen"] = request.POST.get("seen", "")[:60]
    try:
        done = perform(actor=actor, dossier=dossier, act=act, values=values, token=token, now=now)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return _refused(request, dossier, act, form, refusal)
    if done is Done.NOW:
        messages.success(request, str(WORDS[act].done))
    elif done is Done.PROPOSED:
        messages.info(request, _("Đã gửi đề nghị. Việc được làm khi người thứ hai đồng ý."))
    return redirect(way_back(request, dossier))


def _refused(
    request: HttpRequest, dossier: Dossier, act: Act, form: ActForm, refusal: DomainError
) -> HttpResponse:
    if act in queries.AT_ONCE:
        dossier.refresh_from_db()
        return page_of(request, dossier, refusal)
    return _shown(request, dossier, act, form, status=refusal.status, refusal=refusal.text)


def _previewed(request: HttpRequest, dossier: Dossier, act: Act, form: ActForm) -> HttpResponse:
    """Show the slip that the act would issue, below what was typed."""
    actor, now = visit(request).actor, clock.now()
    try:
        pictures = preview_slip(actor=actor, dossier=dossier, act=act, values=form.values, now=now)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return _refused(request, dossier, act, form, refusal)
    return _shown(request, dossier, act, form, pictures=queries.drawn(pictures))


def _in_language(request: HttpRequest, dossier: Dossier, act: Act, language: str) -> HttpResponse:
    """Show the same page in another language, with everything that was typed."""
    with translation.override(language if translation.check_for_language(language) else "vi"):
        form = _form(request, dossier, act)
        response = _shown(request, dossier, act, form)
    remember(response, language)
    return response


def _form(request: HttpRequest, dossier: Dossier, act: Act) -> ActForm:
    is_posted = request.method == "POST"
    posted, files = (request.POST, request.FILES) if is_posted else (None, None)
    return form_for(act, _standing(request, dossier), posted, clock.now(), files)


def _standing(request: HttpRequest, dossier: Dossier) -> Standing:
    """Find out where the dossier stands, at the step that the page names."""
    step = request.POST.get("step") or request.GET.get("step", "")
    return standing_of(visit(request).actor, dossier, clock.now(), step)


def _shown(  # noqa: PLR0913 - what is shown above and below the form
    request: HttpRequest,
    dossier: Dossier,
    act: Act,
    form: ActForm,
    *,
    status: int = 200,
    refusal: str = "",
    pictures: tuple[str, ...] = (),
) -> HttpResponse:
    actor = visit(request).actor
    page = queries.act_page(actor, dossier, act, form, request.GET, clock.now())
    if act is Act.DRAFT and status == DraftChanged.status:
        page = replace(page, theirs=queries.drafted_by_another(page.standing, clock.now()))
    page = replace(
        page,
        refusal=refusal or page.refusal,
        pictures=pictures or page.pictures,
        is_judged=status != 200,
    )
    context = {"page": page, "form_id": "act"}
    return render(request, _TEMPLATES.get(act, "desk/dossiers/act.html"), context, status=status)


_TEMPLATES = {Act.SUPPLEMENT: "desk/dossiers/supplement.html"}
