"""A draft tried out: as a citizen on a phone, a rule with answers, a fee with quantities."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.queries import PlacesOfToday
from motcua.console.gate import today
from motcua.console.workshop.actions import simulated
from motcua.console.workshop.base import choices, labels, places
from motcua.console.workshop.base.trials import TRIAL, outcome_of, trial_form
from motcua.console.workshop.forms.scoping import scope_at
from motcua.console.workshop.forms.trying import FeeForm, Turn, read_turn
from motcua.console.workshop.queries import Draft, found_lines
from motcua.console.workshop.views.opening import of_version
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.procedures.base.conditions.compiling import compile_condition
from motcua.procedures.base.conditions.telling import sentence
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.posting import read_page
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.errors import ConditionInvalid
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.queries import Due
    from motcua.procedures.base.forms.answering import Wrong
    from motcua.procedures.base.forms.questions import When
    from motcua.procedures.base.rules import Rules

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@csp_update({"frame-src": [SELF]})
@of_version
def preview(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Show the form in a frame as wide as a phone; it is filled in there as a citizen would."""
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "pages": draft.pack.form.pages,
        "page": request.GET.get("page", ""),
        "problem": _problem(draft),
    }
    return render(request, "console/workshop/preview.html", page)


@asks
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@of_version
def frame(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Be the form that a citizen would fill in, without keeping anything."""
    rules = _rules(draft)
    turn = read_turn(rules.form, request.POST, today(), request.GET.get("page", ""))
    if not turn.page:
        return _end(request, draft, rules, turn)
    showing = Showing(page_language(), today(), errors=turn.errors)
    answers = rules.form.filled(dict(turn.answers), today())
    section = page_section(rules.form, turn.page, answers, showing)
    page = {
        "agency": agency,
        "draft": draft,
        "section": section,
        "problems": list(section.problems()),
        "turn": turn,
        "answers": json.dumps(turn.answers, ensure_ascii=False),
        "route": [row.code for row in rules.form.visible_pages(answers, today=today())],
    }
    return render(request, "console/workshop/frame.html", page, status=422 if turn.errors else 200)


@asks
@of_version
def rule(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Try one condition with answers to the questions it hangs on."""
    place, name = request.GET.get("at", ""), request.GET.get("rule", "when")
    when, spot = _condition(draft, place, name)
    form = trial_form(draft.pack, [when], PlacesOfToday(today()))
    answers: dict[str, Any] = {}
    verdict: bool | None = None
    errors: tuple[Wrong, ...] = ()
    if request.method == "POST":
        typed = read_page(form, TRIAL, request.POST, {}, today=today())
        judged = form.validate(
            {key: typed[key] for key in typed if typed[key] is not None}, today=today()
        )
        answers, errors = typed, judged.errors
        condition = compile_condition(when, scope_at(draft.pack, spot))
        verdict = None if errors else condition.holds(judged.clean, today())
    section = page_section(form, TRIAL, answers, Showing(page_language(), today(), errors=errors))
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "place": place,
        "told": sentence(when, draft.pack, page_language()),
        "section": section,
        "problems": list(section.problems()),
        "verdict": verdict,
        "is_tried": request.method == "POST" and not errors,
        "label": labels.words_of(spot.model.__name__, name).label,
    }
    return render(request, "console/workshop/rule.html", page)


@asks
@of_version
def fees(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Work out what is due for answers, a quantity, a day and a province's amounts."""
    rules = _rules(draft)
    whens = [
        when
        for _way, fee in draft.pack.fees()
        for when in (fee.when, fee.quantity, *(row.when for row in fee.exemptions))
        if when is not None
    ]
    form = trial_form(draft.pack, whens, PlacesOfToday(today()))
    chosen = FeeForm(
        request.POST or None,
        draft=draft,
        initial={"on": today(), "quantity": 1},
        language=page_language(),
    )
    answers: dict[str, Any] = {}
    lines: list[Due] | None = None
    errors: tuple[Wrong, ...] = ()
    if request.method == "POST" and chosen.is_valid():
        typed = read_page(form, TRIAL, request.POST, {}, today=today())
        answers = {key: value for key, value in typed.items() if value is not None}
        judged = form.validate(answers, today=today())
        errors = judged.errors
        lines = (
            None
            if errors
            else found_lines(draft, rules, judged.clean, chosen.cleaned_data, page_language())
        )
    section = page_section(form, TRIAL, answers, Showing(page_language(), today(), errors=errors))
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "form": chosen,
        "section": section,
        "problems": [*chosen.problems, *section.problems()],
        "lines": lines,
        "total": sum(line.total for line in lines or ()),
        "lacks": any(not line.line.is_known for line in lines or ()),
    }
    return render(request, "console/workshop/fees.html", page)


@asks
@of_version
def simulate(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Let a machine take the draft from filing to result, down every branch; nothing stays."""
    found = None
    if request.method == "POST":
        found = simulated(draft.pack, clock.now(), page_language())
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "found": found,
        "problem": _problem(draft),
    }
    return render(request, "console/workshop/simulate.html", page)


def _end(request: HttpRequest, draft: Draft, rules: Rules, turn: Turn) -> HttpResponse:
    """Show what comes of the answers: the case, papers, fees and time, nothing kept."""
    language = page_language()
    found = outcome_of(rules, turn.answers, today())
    page = {
        "draft": draft,
        "pages": summary(rules.form, turn.answers, language, today=today()),
        "outcome": found,
        "language": language,
        "ways": [(choices.choice_words("channel", way.channel), way) for way in found.ways],
    }
    return render(request, "console/workshop/frame_end.html", page)


def _rules(draft: Draft) -> Rules:
    try:
        return draft.rules(today())
    except ConditionInvalid as error:
        raise ConditionInvalid(_problem(draft)) from error


def _problem(draft: Draft) -> str:
    """Say why nothing can be tried; empty where it can."""
    try:
        draft.rules(today())
    except ConditionInvalid:
        return _("Bản nháp còn điều kiện sai nên chưa thử được. Hãy xem trang Kiểm tra.")
    return ""


def _condition(draft: Draft, place: str, name: str) -> tuple[When, places.Spot]:
    try:
        spot = places.find(draft.content, place)
    except places.NoSuchPlace as error:
        raise NotFound from error
    when = spot.raw.get(name)
    if name not in {"when", "must"} or not when:
        raise NotFound
    return when, spot
