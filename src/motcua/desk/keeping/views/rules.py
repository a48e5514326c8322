"""Which acts two people do: dated, with the document that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.queries.finding import agency_numbered
from motcua.desk.keeping.forms import RuleForm
from motcua.dossiers import actions
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.queries.agreeing import rules_of_two, sets_rules
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """List the acts that two people do at one's agency; posting adds one."""
    actor, today = visit(request).actor, clock.civil_date(clock.now())
    agencies = sets_rules(actor)
    if not agencies:
        raise NotAllowed
    form = RuleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        for agency in sorted(agencies):
            actions.set_two_person_rule(
                actor=actor,
                agency=agency_numbered(agency),
                act=Sensitive(data["act"]),
                valid_from=data["since"],
                citation=data["citation"],
                now=clock.now(),
            )
        messages.success(request, _("Đã đặt việc cần hai người."))
        return redirect("desk:two-people")
    context = {"form": form, "rows": rules_of_two(agencies, today)}
    return render(request, "desk/keeping/rules.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def end(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """End a rule tomorrow, or strike out one that has not begun."""
    actions.end_two_person_rule(actor=visit(request).actor, rule_id=rule_id, now=clock.now())
    messages.success(request, _("Đã kết thúc."))
    return redirect("desk:two-people")
