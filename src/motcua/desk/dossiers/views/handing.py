"""The page on which a result is handed out at the counter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.dossiers.forms.receiver import ReceiverForm, strokes_of
from motcua.desk.dossiers.views.opening import of_dossier, way_back
from motcua.dossiers import actions
from motcua.dossiers.enums import ReceivedBy
from motcua.dossiers.queries.handling import Act, is_open, standing_of
from motcua.identity.base import visit
from motcua.identity.queries import mask
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def hand_out(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Ask who takes the result; posting hands it out and closes the dossier."""
    if not is_open(standing_of(visit(request).actor, dossier, clock.now()), Act.RETURN):
        messages.info(request, _("Việc này không làm được lúc này, hoặc đã làm xong."))
        return redirect(way_back(request, dossier))
    posted = request.method == "POST"
    form = ReceiverForm(request.POST if posted else None, request.FILES if posted else None)
    refusal, status = "", 200
    if posted:
        refusal, status = _handed(request, dossier, form)
        if not status:
            messages.success(request, _("Đã trả kết quả cho người nộp."))
            return redirect(way_back(request, dossier))
    phone = str(dossier.contact.get("phone", ""))
    context = {
        "dossier": dossier,
        "form": form,
        "refusal": refusal,
        "phone": mask(phone) if phone else "",
        "problems": list(form.sections[0].problems()) if posted else [],
        # Who has signed is not made to sign again because something else was missing.
        "signature": json.dumps(strokes_of(request.POST.get("signature", ""))),
    }
    return render(request, "desk/dossiers/hand_out.html", context, status=status)


@require_POST
@of_dossier
def send_code(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Send the owner a code for who takes the result."""
    try:
        actions.send_hand_out_code(
            actor=visit(request).actor, dossier_id=dossier.pk, now=clock.now()
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã gửi mã tới điện thoại của chủ hồ sơ."))
    address = reverse("desk:hand-out", args=(dossier.public_id,))
    return redirect(f"{address}?{request.GET.urlencode()}")


def _handed(request: HttpRequest, dossier: Dossier, form: ReceiverForm) -> tuple[str, int]:
    """Hand out by a right form; give nothing, or why not and its status."""
    if not form.is_valid():
        return "", 422
    try:
        actions.hand_out(
            actor=visit(request).actor,
            dossier_id=dossier.pk,
            way=ReceivedBy(form.cleaned_data["way"]),
            receiver=form.receiver(request.POST.get("signature", "")),
            now=clock.now(),
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refused:
        return refused.text, refused.status
    return "", 0
