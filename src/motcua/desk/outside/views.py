"""The copy sheet: field by field in the other screen's order, and the number given there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.desk.outside.forms import CorrectionForm, NumberForm
from motcua.dossiers.actions.outside import correct_outside_number, enter_outside_number, open_sheet
from motcua.dossiers.actions.reading import open_dossier
from motcua.dossiers.enums import WrongBy
from motcua.dossiers.queries.outside import outside_marks, systems_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier


@never_cache
@login_required
@require_safe
def systems(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the systems a dossier is typed into; where it is only one, lead to its sheet."""
    dossier, now = _opened(request, public_id), clock.now()
    found = systems_of(dossier, now)
    if len(found) == 1:
        return redirect("desk:outside-sheet", dossier.public_id, found[0].code)
    language = get_language() or "vi"
    context = {
        "dossier": dossier,
        "systems": [(one.code, say(one.name, language)) for one in found],
        "marks": outside_marks(dossier, language),
    }
    return render(request, "desk/outside/systems.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, public_id: UUID, system: str) -> HttpResponse:
    """Show the sheet of a dossier for a system; posting keeps the number given there."""
    dossier = _opened(request, public_id)
    form = NumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _entered(request, dossier, system, form):
        messages.success(request, _("Đã ghi số ở hệ thống kia."))
        return redirect("desk:outside-sheet", dossier.public_id, system)
    return _drawn(request, dossier, system, form, CorrectionForm())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, public_id: UUID, system: str) -> HttpResponse:
    """Put right a number that was entered wrong; asked for on the sheet."""
    dossier = _opened(request, public_id)
    form = CorrectionForm(request.POST)
    if request.method != "POST":
        return redirect("desk:outside-sheet", dossier.public_id, system)
    if form.is_valid() and _corrected(request, dossier, system, form):
        messages.success(request, _("Đã sửa số. Số cũ và lý do nằm trong nhật ký."))
        return redirect("desk:outside-sheet", dossier.public_id, system)
    return _drawn(request, dossier, system, NumberForm(), form)


def _drawn(
    request: HttpRequest,
    dossier: Dossier,
    system: str,
    form: NumberForm,
    correction: CorrectionForm,
) -> HttpResponse:
    opened = open_sheet(
        actor=visit(request).actor,
        dossier=dossier,
        system=system,
        language=get_language() or "vi",
        now=clock.now(),
    )
    context = {"dossier": dossier, "sheet": opened, "form": form, "correction": correction}
    status = 422 if form.is_bound or correction.is_bound else 200
    return render(request, "desk/outside/sheet.html", context, status=status)


def _corrected(request: HttpRequest, dossier: Dossier, system: str, form: CorrectionForm) -> bool:
    """Correct the number; say on the form why it was refused."""
    try:
        correct_outside_number(
            actor=visit(request).actor,
            dossier_id=dossier.pk,
            system=system,
            number=form.cleaned_data["right"],
            reason=WrongBy(form.cleaned_data["reason"]),
            now=clock.now(),
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        form.add_error("right", refusal.text)
        return False
    return True


def _entered(request: HttpRequest, dossier: Dossier, system: str, form: NumberForm) -> bool:
    """Keep the number; say on the form why it was refused."""
    try:
        enter_outside_number(
            actor=visit(request).actor,
            dossier_id=dossier.pk,
            system=system,
            number=form.cleaned_data["number"],
            now=clock.now(),
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        form.add_error("number", refusal.text)
        return False
    return True


def _opened(request: HttpRequest, public_id: UUID) -> Dossier:
    return open_dossier(actor=visit(request).actor, public_id=public_id, now=clock.now())
