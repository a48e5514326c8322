"""Templates of documents: listed, brought with a check, tried, ended."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.documents import queries
from motcua.console.documents.forms import TemplateForm
from motcua.console.gate import acting, administrators_only, today
from motcua.documents.actions import TemplateFacts, bring_template, end_template
from motcua.documents.base.composing import composed, shipped
from motcua.documents.queries import own_template, own_templates, templates_at
from motcua.dossiers.queries.document_samples import Filling
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError
from motcua.kernel.files import open_stored
from motcua.kernel.kinds import DOCX

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.agencies.models import Agency
    from motcua.documents.models import DocumentTemplate

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def templates(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List what holds today, what the agency brought, and the fields a template may name."""
    language = get_language() or "vi"
    context = {
        "agency": agency,
        "nav": "document-templates",
        "held": templates_at(agency.pk, today(), language=language),
        "own": own_templates(visit(request).actor, agency.pk),
        "fields": queries.fields_to_use(language),
        "today": today(),
    }
    return render(request, "console/documents/templates.html", context)


@asks
@administrators_only
def bring(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Bring a template; fields that nothing fills in are named and nothing is kept then."""
    files = request.FILES if request.method == "POST" else None
    form = TemplateForm(posted(request), files, initial={"valid_from": today()})
    words = (_("Thêm mẫu văn bản"), _("Kiểm tra và lưu"), _("Đã lưu mẫu."))
    lead = _("Tệp được kiểm tra trước khi lưu: không macro, không liên kết ngoài, đúng tên trường.")
    page = Page(agency, "document-templates", *words, _list(agency), lead)

    def brought(data: dict[str, Any]) -> DocumentTemplate:
        facts = TemplateFacts(
            code=data["code"],
            kind=data["kind"],
            title=data["title"],
            procedure_code=data["procedure_code"],
            valid_from=data["valid_from"],
            of_procedure=queries.answers_of(data["procedure_code"], today()),
        )
        file = data["file"]
        return bring_template(
            **acting(request, agency=agency), facts=facts, file=file, name=file.name or ""
        )

    return ask(request, page, form, brought, "console/documents/bring.html")


@require_safe
@administrators_only
def try_out(request: HttpRequest, agency: Agency, kept: str) -> HttpResponse:
    """Show a template filled in with a made-up dossier, page by page: at length, or sparsely."""
    own = _own(request, agency, kept)
    if own is None and kept not in shipped():
        raise Http404
    is_sparse = request.GET.get("dien") == Filling.SPARSE
    filling = Filling.SPARSE if is_sparse else Filling.FULL
    pages: list[bytes] = []
    lacks: list[str] = []
    refusal = ""
    try:
        content = queries.content_to_try(own, kept)
        rules = queries.rules_bound(own, today())
        pages, lacks = queries.tried(content, agency, clock.now(), rules, filling)
    except DomainError as error:
        refusal = error.text
    context = {
        "agency": agency,
        "nav": "document-templates",
        "title": own.title if own else shipped()[kept].title["vi"],
        "pictures": [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pages],
        "lacks": lacks,
        "refusal": refusal,
        "is_sparse": is_sparse,
    }
    return render(request, "console/documents/tried.html", context)


@require_safe
@administrators_only
def own_file(request: HttpRequest, agency: Agency, template: UUID) -> HttpResponseBase:
    """Hand over a template's file."""
    found = own_template(visit(request).actor, agency.pk, template)
    return FileResponse(
        open_stored(found.file),
        as_attachment=True,
        filename=f"{found.code}.docx",
        content_type=DOCX.media_type,
    )


@require_safe
@administrators_only
def shipped_file(request: HttpRequest, agency: Agency, shipped: str) -> HttpResponse:
    """Hand over a shipped template, to be made one's own."""
    del request, agency
    if shipped not in dict(queries.shipped_templates("vi")):
        raise Http404
    name = {"Content-Disposition": f'attachment; filename="{shipped}.docx"'}
    return HttpResponse(composed(shipped), content_type=DOCX.media_type, headers=name)


@asks
@administrators_only
def end(request: HttpRequest, agency: Agency, template: UUID) -> HttpResponse:
    """End a template tomorrow."""
    found = own_template(visit(request).actor, agency.pk, template)
    words = (_("Thôi dùng mẫu này"), _("Thôi dùng"), _("Đã ghi."))
    page = Page(agency, "document-templates", *words, _list(agency), found.title)
    by = acting(request, agency=agency, public_id=found.public_id)
    return ask(request, page, SureForm(posted(request)), lambda _data: end_template(**by))


def _own(request: HttpRequest, agency: Agency, kept: str) -> DocumentTemplate | None:
    try:
        public_id = UUID(kept)
    except ValueError:
        return None
    return own_template(visit(request).actor, agency.pk, public_id)


def _list(agency: Agency) -> str:
    return reverse("console:document-templates", args=[agency.code])
