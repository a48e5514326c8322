"""The page that lets the machine try a procedure the agency offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.catalogue import queries
from motcua.console.gate import acting, administrators_only, today
from motcua.proving.actions import prove

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def prove_one(request: HttpRequest, agency: Agency, offering: int) -> HttpResponse:
    """Ask whether the machine is to try a procedure from filing to result, and let it."""
    row = queries.offered_one(agency.pk, offering, today(), get_language() or "vi")
    page = Page(
        agency,
        "offerings",
        _("Chứng minh thủ tục"),
        _("Chạy thử"),
        _("Đã chạy thử xong. Kết quả ở dưới tên thủ tục."),
        back=reverse("console:offerings", args=[agency.code]),
        lead=f"{row.code} · {row.name}",
        warning=_(
            "Máy đóng vai công dân và cán bộ, nộp hồ sơ theo mọi nhánh của tờ khai và giải quyết "
            "tới khi có kết quả. Không hồ sơ, số hay tin nhắn nào để lại. Mất vài giây."
        ),
    )
    return ask(
        request,
        page,
        SureForm(posted(request)),
        lambda _given: prove(**acting(request), code=row.code, agency_code=agency.code),
    )
