"""Records that changed, with what changed, and records that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import OnDayForm, Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps, today
from motcua.console.national.forms import LetInForm
from motcua.procedures.actions.settling import accept_change, keep_gone, withdraw_gone
from motcua.procedures.base.differences import differences
from motcua.procedures.base.texts import say
from motcua.procedures.queries import national

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.procedures.models import NationalRecord

_A_PAGE = 50
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def changes(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the records whose next version waits to be let in."""
    return _listed(request, agency, "changes", national.changed_records())


@asks
@keepers_only
def change(request: HttpRequest, agency: Agency, record: str) -> HttpResponse:
    """Show what changed of a record, both wordings, and let it hold from a day."""
    found, language = national.change_of(record), get_language() or "vi"
    rows = differences(found.before, found.after, language) if found.before else ()
    page = Page(
        agency,
        "changes",
        say(found.after.name, language),
        _("Công bố từ ngày này"),
        _("Đã công bố."),
        back=reverse("console:changes", args=[agency.code]),
    )
    form = LetInForm(posted(request), initial={"on": today()}, digest=found.digest)
    by = acting(request, code=record)
    return ask(
        request,
        page,
        form,
        lambda given: accept_change(**by, digest=given["digest"], valid_from=given["on"]),
        template="console/national/change.html",
        more={"rows": rows, "change": found},
    )


@require_safe
@administrators_only
def gone(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the records that the catalogue no longer has."""
    return _listed(request, agency, "gone", national.gone_records())


@asks
@keepers_only
def withdraw(request: HttpRequest, agency: Agency, record: str) -> HttpResponse:
    """Ask from which day a procedure that is gone ends, and end it."""
    row = national.gone_record(record)
    page = Page(
        agency,
        "gone",
        _("Bãi bỏ thủ tục %(code)s") % {"code": row.code},
        _("Bãi bỏ"),
        _("Đã ghi nhận ngày bãi bỏ."),
        back=reverse("console:gone", args=[agency.code]),
        lead=row.source["TENTTHC"],
        warning=_(
            "Từ ngày này mọi cơ quan thôi nhận thủ tục. Hồ sơ đã nộp vẫn được giải quyết tới cùng."
        ),
    )
    return ask(
        request,
        page,
        OnDayForm(posted(request), initial={"on": today()}),
        lambda given: withdraw_gone(**acting(request), code=record, on=given["on"]),
    )


@asks
@keepers_only
def keep(request: HttpRequest, agency: Agency, record: str) -> HttpResponse:
    """Ask whether a procedure that is gone is kept, and keep it."""
    row = national.gone_record(record)
    page = Page(
        agency,
        "gone",
        _("Giữ thủ tục %(code)s") % {"code": row.code},
        _("Giữ lại"),
        _("Đã giữ thủ tục."),
        back=reverse("console:gone", args=[agency.code]),
        lead=row.source["TENTTHC"],
        warning=_("Danh mục quốc gia không còn thủ tục này; ở đây nó vẫn có hiệu lực như trước."),
    )
    form = SureForm(posted(request))
    return ask(request, page, form, lambda _given: keep_gone(**acting(request), code=record))


def _listed(
    request: HttpRequest, agency: Agency, name: str, records: QuerySet[NationalRecord]
) -> HttpResponse:
    """Show a page of records with the names of their procedures."""
    page = Paginator(records, _A_PAGE).get_page(request.GET.get("page"))
    names = national.names_of({row.code for row in page})
    rows = [(row, names.get(row.code, row.code)) for row in page]
    context = {
        "agency": agency,
        "nav": name,
        "rows": rows,
        "page": page,
        "is_keeper": keeps(request),
    }
    return render(request, f"console/national/{name}.html", context)
