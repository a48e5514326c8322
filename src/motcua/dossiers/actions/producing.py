"""What a step must leave behind: what was filled in, a finding, the draft, a paid obligation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.dossiers.actions.files import take_in_document
from motcua.dossiers.errors import AnswersInvalid, said
from motcua.dossiers.models import Dossier, Result, StepDocument, StepRun
from motcua.dossiers.queries.processes import process_rules
from motcua.dossiers.queries.products import is_paid
from motcua.kernel.clock import civil_date
from motcua.procedures.enums import Product

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile


def fill_in(dossier: Dossier, run: StepRun, filled: Mapping[str, Any], *, now: datetime) -> None:
    """Judge what an official filled in at a step, and keep it with the step.

    Raises `AnswersInvalid`.
    """
    form = process_rules(dossier).step_forms.get(run.code)
    if form is None:
        return
    validated = form.validate({**(run.filled or {}), **filled}, today=civil_date(now))
    if not validated.is_valid:
        raise AnswersInvalid(errors=said(validated.errors, "vi"))
    run.filled = validated.clean
    run.save(update_fields=["filled"])


def keep_document(
    run: StepRun, file: UploadedFile[bytes], *, official_id: int | None, now: datetime
) -> None:
    """Keep a document made at a step. Raises what `take_in_document` raises."""
    kept = take_in_document(file=file, now=now)
    StepDocument.objects.create(run=run, file=kept, official_id=official_id, added_at=now)


def lacking_of(dossier: Dossier, run: StepRun, note: str) -> list[str]:
    """Give what a step has not yet produced; who was consulted owes his opinion in words."""
    step = process_rules(dossier).flow.shape.steps.get(run.code)
    produces = set(step.produces) if step else set()
    if run.asked_by_id is not None:
        produces.add(Product.FINDING)
    return sorted(
        str(product) for product in produces if not _is_there(dossier, run, product, note)
    )


def _is_there(dossier: Dossier, run: StepRun, product: Product, note: str) -> bool:
    """Say whether a step's product is there; signing and returning have acts of their own."""
    if product == Product.FINDING:
        return bool(note.strip())
    if product in {Product.DRAFT, Product.APPROVAL}:
        return Result.objects.filter(dossier=dossier).exists()
    if product == Product.DOCUMENT:
        return StepDocument.objects.filter(run=run).exists()
    if product == Product.FEE:
        return is_paid(dossier)
    # A number in the register is given with the signature; here nothing is left to be done for it.
    return product == Product.NUMBER
