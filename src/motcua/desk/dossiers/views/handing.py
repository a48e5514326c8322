"""The page on which a result is handed out at the counter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.dossiers.forms.receiver import ReceiverForm, strokes_of, typed_so_far
from motcua.desk.dossiers.views.opening import of_dossier, way_back
from motcua.dossiers import actions
from motcua.dossiers.enums import ReceivedBy
from motcua.dossiers.queries.handing_out import receiver_begun
from motcua.dossiers.queries.handling import Act, is_open, standing_of
from motcua.identity.base import visit
from motcua.identity.queries import mask
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def hand_out(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Ask who takes the result; posting hands it out and closes the dossier."""
    if not is_open(standing_of(visit(request).actor, dossier, clock.now()), Act.RETURN):
        messages.info(request, _("Việc này không làm được lúc này, hoặc đã làm xong."))
        return redirect(way_back(request, dossier))
    if request.method != "POST":
        begun = receiver_begun(dossier)
        return _page(request, dossier, ReceiverForm(initial=begun), begun.get("strokes", ()))
    form = ReceiverForm(request.POST, request.FILES)
    refusal, status = _handed(request, dossier, form)
    if not status:
        messages.success(request, _("Đã trả kết quả cho người nộp."))
        return redirect(way_back(request, dossier))
    # Who has signed is not made to sign again because something else was missing.
    signed = strokes_of(request.POST.get("signature", ""))
    return _page(request, dossier, form, signed, refusal, status)


@require_POST
@of_dossier
def send_code(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Send the owner a code for who takes the result; what was typed before it is kept."""
    begun = typed_so_far(request.POST)
    try:
        actions.send_hand_out_code(
            actor=visit(request).actor, dossier_id=dossier.pk, receiver=begun, now=clock.now()
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        typed = {name: request.POST.get(name, "") for name in ReceiverForm.base_fields}
        form = ReceiverForm(initial=typed)
        return _page(request, dossier, form, begun.strokes, refusal.text, refusal.status)
    messages.success(request, _("Đã gửi mã tới điện thoại của chủ hồ sơ."))
    if request.FILES:
        messages.info(request, _("Tệp đã chọn thì anh/chị chọn lại."))
    address = reverse("desk:hand-out", args=(dossier.public_id,))
    return redirect(f"{address}?{request.GET.urlencode()}")


def _page(
    request: HttpRequest,
    dossier: Dossier,
    form: ReceiverForm,
    strokes: Sequence[object],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    phone = str(dossier.contact.get("phone", ""))
    context = {
        "dossier": dossier,
        "form": form,
        "refusal": refusal,
        "phone": mask(phone) if phone else "",
        "problems": list(form.sections[0].problems()) if form.is_bound else [],
        "signature": json.dumps(strokes),
        "lost": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
    }
    return render(request, "desk/dossiers/hand_out.html", context, status=status)


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
