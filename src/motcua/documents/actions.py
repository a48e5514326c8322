"""Bringing and ending templates: by an administrator of the agency, checked before it is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries.locking import lock_agency
from motcua.documents.base.fields import unknown_of
from motcua.documents.base.files import look
from motcua.documents.base.kinds import kinds
from motcua.documents.errors import DocumentRefused, FieldsUnknown, TemplateNotFound
from motcua.documents.models import DocumentTemplate
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import store
from motcua.kernel.kinds import DOCX

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.kernel.files import Readable
    from motcua.kernel.models import StoredFile

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What an administrator says of a template; `of_procedure` are the fields of its answers."""

    code: str
    kind: str
    title: str
    procedure_code: str
    valid_from: date
    of_procedure: Collection[str] = ()


def keep_docx(file: Readable, *, name: str, now: datetime) -> tuple[StoredFile, tuple[str, ...]]:
    """Check a word processor's file and keep it; give the fields it names too.

    Raises `DocumentRefused`, `FileTooLarge`, `FileEmpty`, `FileKindRefused`, `Unavailable`.
    """
    content = file.read(MOST_BYTES + 1)
    looked = look(content) if len(content) <= MOST_BYTES else None
    accept = frozenset({DOCX.media_type})
    kept = store(io.BytesIO(content), name=name, now=now, limit_bytes=MOST_BYTES, accept=accept)
    return kept, looked.fields if looked else ()


@transaction.atomic
def bring_template(
    *,
    actor: Actor,
    agency: Agency,
    facts: TemplateFacts,
    file: Readable,
    name: str,
    now: datetime,
) -> DocumentTemplate:
    """Bring a template from a day on; one of the same code ends then.

    Raises `NotAllowed`, `DocumentRefused`, `FieldsUnknown`, and what `keep_docx` raises.
    """
    _require(actor, agency.pk)
    if facts.kind not in kinds():
        raise DocumentRefused
    kept, fields = keep_docx(file, name=name, now=now)
    unknown = unknown_of(fields, facts.of_procedure)
    if unknown:
        words = _("Mẫu dùng những trường hệ thống không có: %(fields)s.")
        raise FieldsUnknown(words % {"fields": ", ".join(unknown)}, fields=list(unknown))
    lock_agency(agency.pk)  # also where none is yet
    begins = max(facts.valid_from, civil_date(now))
    same = DocumentTemplate.objects.select_for_update().filter(agency=agency, code=facts.code)
    same.filter(valid_from__gte=begins).delete()
    same.filter(valid_to=None).update(valid_to=begins)
    made = DocumentTemplate.objects.create(
        agency=agency,
        code=facts.code,
        kind=facts.kind,
        title=facts.title,
        procedure_code=facts.procedure_code,
        file=kept,
        valid_from=begins,
        set_by_id=actor.official_id,
        set_at=now,
    )
    _record("documents.bring_template", made, actor=actor, now=now)
    return made


@transaction.atomic
def end_template(*, actor: Actor, agency: Agency, public_id: UUID, now: datetime) -> None:
    """End a template tomorrow, or strike out one that has not begun.

    Raises `NotAllowed`, `TemplateNotFound`.
    """
    _require(actor, agency.pk)
    rows = DocumentTemplate.objects.select_for_update().filter(agency=agency, public_id=public_id)
    template = rows.first()
    if template is None:
        raise TemplateNotFound
    _record("documents.end_template", template, actor=actor, now=now)
    if template.valid_from > civil_date(now):
        template.delete()
        return
    if template.valid_to is None:
        template.valid_to = civil_date(now) + timedelta(days=1)
        template.save(update_fields=["valid_to"])


def _require(actor: Actor, agency_id: int) -> None:
    if not actor.has_role(Role.ADMINISTRATOR, agency_id):
        raise NotAllowed


def _record(act: str, template: DocumentTemplate, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=("document-template", str(template.public_id)),
        agency_id=template.agency_id,
        now=now,
        data={"code": template.code, "from": template.valid_from},
    )
