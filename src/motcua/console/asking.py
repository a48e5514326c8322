"""One page that asks something of an administrator and does it: a form, an act, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.django_forms import section_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.utils.functional import _StrPromise

    from motcua.agencies.models import Agency
    from motcua.ui.fields import Section

_NOT_ANSWERED = _("Chưa trả lời: %(question)s.")


class DayField(forms.DateField):
    """A day written as `20/11/2026`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Ví dụ: 20/11/2026"))
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"})
        super().__init__(input_formats=["%d/%m/%Y", "%Y-%m-%d"], widget=widget, **kwargs)
        self.error_messages["invalid"] = _("Ngày chưa đúng. Viết như 20/11/2026.")

    def prepare_value(self, value: Any) -> Any:
        """Write a day the way it is asked for; what was typed stays as it is."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class AskedForm(forms.Form):
    """A form that the page draws through the questions of the interface."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _NOT_ANSWERED % {"question": field.label}

    @property
    def section(self) -> Section:
        """The questions as the page draws them."""
        return section_of(self)

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Where the errors are, as `(id, message)`; those of no question lead to the first."""
        section = self.section
        first = section.fields[0] if section.fields else None
        anchor = getattr(first, "id", "main")
        general = ((anchor, str(error)) for error in self.non_field_errors())
        return (*general, *section.problems())


class SureForm(AskedForm):
    """Nothing to fill in: only the button."""


class OnDayForm(AskedForm):
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
    form: AskedForm,
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


def _acted(form: AskedForm, act: Callable[[dict[str, Any]], object]) -> int:
    """Act on a right form; give 0, or the status that says why not."""
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return refusal.status
    return 0
