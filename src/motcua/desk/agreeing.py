"""What one accountant proposes and another agrees to: asked on a form, done, or told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _, gettext_lazy

from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from motcua.ui.drawn import DrawnForm

_Asked = TypeVar("_Asked")
_LONGEST_REASON = 300
_PROPOSED = gettext_lazy("Đã đề nghị. Một kế toán khác phải đồng ý.")
_READ_FIRST = gettext_lazy("Người thứ hai đọc lý do này trước khi đồng ý.")


def reason_field(help_text: StrOrPromise = _READ_FIRST) -> forms.CharField:
    """Give the field in which one says why, for who agrees."""
    return forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=help_text,
        max_length=_LONGEST_REASON,
        widget=forms.Textarea,
    )


def accepted(
    request: HttpRequest,
    form: DrawnForm,
    act: Callable[[], object],
    said: StrOrPromise = _PROPOSED,
) -> bool:
    """Do what a form asks for, where it is right, and say so; give whether that was done.

    A refusal stands on the form. Raises `NotAllowed`, `NotFound`.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, str(said))
    return True


def agreement(request: HttpRequest) -> tuple[bool, str]:
    """Give whether the second accountant agrees, and what the next page says of it."""
    if "_yes" in request.POST:
        return True, _("Đã đồng ý, việc này được làm ngay.")
    return False, _("Đã ghi là không đồng ý.")


def decided(
    request: HttpRequest, asked: _Asked | None, act: Callable[[_Asked], object], said: str
) -> None:
    """Decide what a colleague asked for, unless somebody else just did, and say so.

    Raises `NotAllowed`, `NotFound`.
    """
    if asked is None:
        messages.error(request, _("Không còn đề nghị nào chờ đồng ý ở đây."))
        return
    done(request, lambda: act(asked), said)


def done(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    """Do an act and say so on the next page, or why not. Raises `NotAllowed`, `NotFound`."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, said)
