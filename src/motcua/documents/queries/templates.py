"""Templates that hold at an agency on a day: its own, and shipped ones it did not replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.documents.base.composing import composed, shipped
from motcua.documents.base.kinds import kinds
from motcua.documents.errors import TemplateNotFound
from motcua.documents.models import DocumentTemplate
from motcua.kernel.files import content_of
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Template:
    """A template to choose: `own` is the agency's row; None of a shipped one."""

    code: str
    kind: str
    title: str
    procedure_code: str
    valid_from: date
    own: DocumentTemplate | None = None

    def kind_in(self, language: str) -> str:
        """Give the kind of document in a language."""
        return say(dict(kinds()[self.kind].name), language)


def templates_at(
    agency_id: int, on: date, *, procedure_code: str = "", language: str = "vi"
) -> tuple[Template, ...]:
    """Give the templates of an agency on a day for a procedure, by kind and title."""
    rows = DocumentTemplate.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    held = rows.filter(agency_id=agency_id, valid_from__lte=on).select_related("file__blob")
    chosen = {row.code: row for row in held.order_by("valid_from")}
    found = [_shown(row) for row in chosen.values() if row.procedure_code in {"", procedure_code}]
    for one in shipped().values():
        if one.code not in chosen and one.valid_from <= on:
            title = say(dict(one.title), language)
            found.append(Template(one.code, one.kind, title, "", one.valid_from))
    return tuple(sorted(found, key=lambda one: (one.kind, one.title)))


def template_of(agency_id: int, code: str, on: date, *, procedure_code: str = "") -> Template:
    """Give a template by its code. Raises `TemplateNotFound`."""
    found = templates_at(agency_id, on, procedure_code=procedure_code)
    one = next((one for one in found if one.code == code), None)
    if one is None:
        raise TemplateNotFound
    return one


def template_content(template: Template) -> bytes:
    """Give the file of a template. Raises `FileQuarantined`, `Unavailable`."""
    return content_of(template.own.file) if template.own else composed(template.code)


def own_templates(actor: Actor, agency_id: int) -> list[DocumentTemplate]:
    """Give what an agency's administrators brought, the latest first."""
    if not actor.has_role(Role.ADMINISTRATOR, agency_id):
        return []
    rows = DocumentTemplate.objects.filter(agency_id=agency_id)
    return list(rows.select_related("set_by", "file__blob").order_by("-valid_from", "title"))


def own_template(actor: Actor, agency_id: int, public_id: UUID) -> DocumentTemplate:
    """Give one of them. Raises `TemplateNotFound`."""
    rows = own_templates(actor, agency_id)
    found = next((row for row in rows if row.public_id == public_id), None)
    if found is None:
        raise TemplateNotFound
    return found


def _shown(row: DocumentTemplate) -> Template:
    return Template(row.code, row.kind, row.title, row.procedure_code, row.valid_from, row)
