"""What officials write when they act upon a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.desk.dossiers.forms.exemptions import ExemptionForm, JudgedAnewForm
from motcua.desk.dossiers.forms.hands import AssignForm, BringBackForm, ForwardForm
from motcua.desk.dossiers.forms.notes import AskAgencyForm, NoteForm
from motcua.desk.dossiers.forms.steps import (
    ConsultForm,
    CorrectForm,
    DraftForm,
    SendBackForm,
    StepForm,
)
from motcua.desk.dossiers.forms.supplement import SupplementForm
from motcua.desk.dossiers.forms.words import (
    ActForm,
    ApologyForm,
    ChangeForm,
    FindingForm,
    NothingForm,
    OpinionForm,
    PartForm,
    PaymentForm,
    ReasonForm,
    Written,
    document_field,
)
from motcua.dossiers.queries.handling import Act
from motcua.dossiers.queries.processes import consultable, process_rules, steps_back
from motcua.procedures.enums import Product

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from motcua.dossiers.queries.handling import Standing

__all__ = ["ActForm", "form_for"]


def form_for(
    act: Act,
    standing: Standing,
    data: QueryDict | None,
    now: datetime,
    files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
) -> ActForm:
    """Give the form of an act upon a dossier, empty or as posted."""
    if act is Act.SUPPLEMENT:
        return SupplementForm(standing.dossier, data)
    if act in {Act.DRAFT, Act.CORRECT}:
        return (DraftForm if act is Act.DRAFT else CorrectForm)(standing, data, now)
    if act in {Act.COMPLETE, Act.PART}:
        return PartForm(data, files) if act is Act.PART else _completing(standing, data, files)
    if act in _BY_STANDING:
        return _BY_STANDING[act](standing, data)
    return _FORMS.get(act, NothingForm)(data)


def _completing(
    standing: Standing,
    data: QueryDict | None,
    files: MultiValueDict[str, UploadedFile[bytes]] | None,
) -> ActForm:
    """Ask what the step must leave behind in words, and what its own form asks."""
    run, step = standing.run, standing.step
    produces = step.produces if step else ()
    is_asked = run is not None and run.asked_by_id is not None
    word = (FindingForm if is_asked or Product.FINDING in produces else OpinionForm)(data, files)
    if Product.DOCUMENT in produces:
        word.fields["document"] = document_field()
    form = process_rules(standing.dossier).step_forms.get(run.code) if run else None
    return word if form is None else StepForm(form, word, standing, data)


def _consulting(standing: Standing, data: QueryDict | None) -> ActForm:
    return ConsultForm(consultable(standing.dossier, _code(standing)), data)


def _sending_back(standing: Standing, data: QueryDict | None) -> ActForm:
    return SendBackForm(steps_back(standing.dossier, _code(standing)), data)


def _code(standing: Standing) -> str:
    return standing.run.code if standing.run else ""


_FORMS: dict[Act, type[Written]] = {
    Act.REFUSE: ReasonForm,
    Act.STOP: ReasonForm,
    Act.REOPEN: ChangeForm,
    Act.APOLOGISE: ApologyForm,
    Act.PAYMENT: PaymentForm,
    Act.BRING_BACK: BringBackForm,
}
_BY_STANDING: dict[Act, Callable[[Standing, QueryDict | None], ActForm]] = {
    Act.EXEMPTION: ExemptionForm,
    Act.REJUDGE: JudgedAnewForm,
    Act.CONSULT: _consulting,
    Act.SEND_BACK: _sending_back,
    Act.ASSIGN: AssignForm,
    Act.FORWARD: ForwardForm,
    Act.NOTE: NoteForm,
    Act.ASK_AGENCY: AskAgencyForm,
}
