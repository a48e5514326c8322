"""One page that asks something of an administrator and does it: a form, an act, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.utils.functional import _StrPromise

    from motcua.agencies.models import Agency


class SureForm(DrawnForm):
    """Nothing to fill in: only the button."""


class OnDayForm(DrawnForm):
    """The day from which something holds or no longer holds."""

    on = DayField(label=_("Kể từ ngày"))


@dataclass(frozen=True, slots=True)
class Page:
    """What a page that asks says; `back` is an address, `warning` a consequence to know before."""

    agency: Agency
    nav: str
    title: str | _StrPromise
    button: str | _StrPromise
    done: str | _StrPromise
    back: str
    lead: str | _StrPromise = ""
    warning: str | _StrPromise = ""


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what was posted, even when it is empty; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    page: Page,
    form: DrawnForm,
    act: Callable[[dict[str, Any]], object],
    template: str = "console/ask.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form; when it was posted and is right, act and go back.

    `template` extends the usual one where the page shows `more` beside the form. A rule that the
    act broke is said in the form, and nothing typed is lost; what the actor may not do or see is
    left to the general answer.
    """
    status = 200
    if request.method == "POST":
        status = _acted(form, act)
        if not status:
            messages.success(request, str(page.done))
            return redirect(page.back)
    context = {"page": page, "form": form, "agency": page.agency, "nav": page.nav, **(more or {})}
    return render(request, template, context, status=status)


def _acted(form: DrawnForm, act: Callable[[dict[str, Any]], object]) -> int:
    """Act on a right form; give 0, or the status that says why not."""
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status
    return 0
