"""Which acts two people do: dated, with the document that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from motcua.dossiers.errors import NotSecondPerson, ProposalGone
from motcua.dossiers.queries.agreeing import may_agree_to_end, rules_of_two, sets_rules
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    rows = [(row, may_agree_to_end(actor, row)) for row in rules_of_two(agencies, today)]
    context = {"form": form, "rows": rows, "own": actor.official_id}
    return render(request, "desk/keeping/rules.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def end(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Ask for a rule to be ended; or agree with who asked, or not."""
    by: dict[str, Any] = {"actor": visit(request).actor, "rule_id": rule_id, "now": clock.now()}
    if "_no" in request.POST:
        actions.keep_two_person_rule(**by)
        messages.success(request, _("Việc này vẫn cần hai người."))
    elif "_yes" in request.POST:
        _agreed(request, by)
    else:
        actions.ask_to_end_rule(**by)
        messages.success(request, _("Đã đề nghị. Một người khác đồng ý thì việc này mới kết thúc."))
    return redirect("desk:two-people")


def _agreed(request: HttpRequest, by: Mapping[str, Any]) -> None:
    try:
        actions.end_two_person_rule(**by)
    except (ProposalGone, NotSecondPerson) as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã kết thúc."))
