"""What the pages of templates show: fields to use, and a template filled in for a try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.documents.base.composing import composed, shipped
from motcua.documents.base.fields import known_fields
from motcua.documents.base.files import fill, lay
from motcua.documents.errors import LACKS
from motcua.dossiers.queries.document_samples import LONG_NAME, Filling, sample_values
from motcua.dossiers.queries.document_values import (
    common_labels,
    field_labels,
    fields_of_procedure,
    long_day,
)
from motcua.kernel.clock import civil_date
from motcua.kernel.files import content_of
from motcua.procedures import queries as catalogue
from motcua.procedures.base.texts import say
from motcua.ui.paper import TEMPLATES, render_png

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.agencies.models import Agency
    from motcua.documents.models import DocumentTemplate
    from motcua.procedures.base.rules import Rules

_TEMPLATE = TEMPLATES / "documents" / "document.typ"


def fields_to_use(language: str) -> list[tuple[str, str, str]]:
    """Give the fields a template may name: as it is written, what it is, when it is filled in."""
    return [
        (f"{{{{ {one.name} }}}}", say(dict(one.label), language), str(one.stage.label))
        for one in known_fields()
        if "[]" not in one.name
    ]


def answers_of(procedure_code: str, on: date) -> frozenset[str]:
    """Give the fields of a procedure's answers, none for no procedure.

    Raises `VersionNotPublished` where there is no such procedure.
    """
    if not procedure_code:
        return frozenset()
    return fields_of_procedure(catalogue.rules(catalogue.version_on(procedure_code, on)))


def shipped_templates(language: str) -> list[tuple[str, str]]:
    """Give code and title of the templates that every agency has."""
    return [(one.code, say(dict(one.title), language)) for one in shipped().values()]


def content_to_try(own: DocumentTemplate | None, code: str) -> bytes:
    """Give the file of a template. Raises `FileQuarantined`."""
    return content_of(own.file) if own else composed(code)


def rules_bound(own: DocumentTemplate | None, on: date) -> Rules | None:
    """Give the rules of the procedure a template is bound to; None of one for every procedure.

    Raises `VersionNotPublished`.
    """
    code = own.procedure_code if own else ""
    return catalogue.rules(catalogue.version_on(code, on)) if code else None


def tried(
    content: bytes, agency: Agency, now: datetime, rules: Rules | None, filling: Filling
) -> tuple[list[bytes], list[str]]:
    """Fill a template with a made-up dossier; give its pages and what cannot be set on paper.

    Raises `DocumentRefused`, `PaperFailed`, `Unavailable`.
    """
    on = civil_date(now)
    values: dict[str, Any] = sample_values(agency.pk, on, rules, filling)
    values["van_ban"] = {"so": "01/…", "ngay": long_day(on)}
    values["nguoi_ky"]["ho_ten"] = LONG_NAME
    labels = field_labels(rules) if rules else common_labels()
    laid = lay(fill(content, values, blanks=labels))
    if laid.lacks:
        return [], [str(LACKS[code]) for code in laid.lacks]
    data = {
        "title": "Bản thử",
        "demo": True,
        "draft": True,
        "agency": {"parent": "", "name": agency.name},
        "page": dict(laid.page),
        "blocks": list(laid.blocks),
    }
    return render_png(_TEMPLATE.read_bytes(), data, at=now), []
