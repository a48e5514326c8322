"""The register (form 06): by unit and days, page by page, with its figures; and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.register.forms import NAMES, PartForm, WritingForm
from motcua.dossiers.actions.reading import read_register
from motcua.dossiers.base.statutory import form_on
from motcua.dossiers.enums import SlipForm
from motcua.dossiers.queries.episodes import outages_in_register
from motcua.dossiers.queries.register import keeps_register, register_sums
from motcua.identity.base import visit
from motcua.insight.actions.reporting import AT_ONCE, ask_report, write_report
from motcua.insight.enums import Purpose
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.kernel.actors import Actor


@never_cache
@login_required
@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """Show a page of the register; who looked at which part of it is written down."""
    actor, now = _keeper(request), clock.now()
    form = PartForm(actor, now, request.GET.dict())
    context = {
        "form": form,
        "purposes": Purpose.choices,
        "paper": form_on(SlipForm.REGISTER, clock.civil_date(now)),
        "chosen": [(name, form.data.get(name, "")) for name in NAMES],
    }
    if not form.is_valid():
        return render(request, "desk/register/register.html", context, status=422)
    wanted = form.wanted
    page = read_register(
        actor=actor,
        wanted=wanted,
        language=page_language(),
        after=_after(request),
        now=now,
    )
    pairs = {name: form.data[name] for name in NAMES if form.data[name]}
    context |= {
        "page": page,
        "sums": register_sums(actor, wanted, now),
        "outages": outages_in_register(form.cleaned_data["agency"], wanted),
        "next": _address({**pairs, "after": str(page.after)}) if page.after else "",
        "first": _address(pairs) if _after(request) else "",
    }
    return render(request, "desk/register/register.html", context)


@never_cache
@login_required
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Write the part that is shown out, as a workbook or as form 06."""
    actor, now = _keeper(request), clock.now()
    form = WritingForm(actor, now, request.POST.dict())
    pairs = {name: form.data[name] for name in NAMES if form.data[name]}
    if not form.is_valid():
        return redirect(_address(pairs))
    try:
        asked = ask_report(actor=actor, terms=form.terms, now=now)
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
        return redirect(_address(pairs))
    if asked.lines <= AT_ONCE and not asked.needs_second:
        write_report(public_id=asked.public_id, now=now)
    return redirect("desk:report", asked.public_id)


def _keeper(request: HttpRequest) -> Actor:
    """Give who looks, where he keeps a register or looks into one. Raises `NotAllowed`."""
    actor = visit(request).actor
    if not keeps_register(actor):
        raise NotAllowed
    return actor


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _address(pairs: dict[str, str]) -> str:
    return f"{reverse('desk:register')}?{urlencode(pairs)}"
