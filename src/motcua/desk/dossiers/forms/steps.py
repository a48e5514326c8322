"""Forms of a step: to which it goes, what is filled in at it, the drafted result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, gettext_lazy

from motcua.desk.dossiers.forms.words import NO_REASON, ChangeForm, Written, text_field
from motcua.dossiers.queries.processes import (
    rules_of,
)
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.posting import add_row, read_page, remove_row
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.texts import say
from motcua.ui.fields import Press

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.queries.handling import Standing
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.procedures.base.processes.spec import Step
    from motcua.ui.fields import Section
    from motcua.ui.posted import Pressed


class ToStepForm(Written):
    """A form that names one of some steps; with one step to name it does not ask."""

    asks_always = False

    def __init__(self, steps: Sequence[Step], data: QueryDict | None) -> None:
        super().__init__(data)
        language = get_language() or "vi"
        choices = [(step.code, say(step.name, language)) for step in steps]
        if len(choices) > 1 or self.asks_always:
            self.fields["to"] = forms.ChoiceField(
                label=self.question,
                choices=choices,
                widget=forms.RadioSelect,
                initial=choices[0][0] if len(choices) == 1 else None,
                error_messages={"required": self.question, "invalid_choice": self.question},
            )
            self.order_fields(["to"])

    @property
    def question(self) -> str:
        """What is asked where there are several steps."""
        return _("Chọn bước nhận lại hồ sơ")


class SendBackForm(ToStepForm):
    """Why a step is given back, and to which where there are several."""

    reason = text_field(
        gettext_lazy("Lý do"), gettext_lazy("Chỉ cán bộ đọc; nêu rõ cần sửa gì."), NO_REASON
    )


class ConsultForm(ToStepForm):
    """Whose opinion is asked, and on what."""

    asks_always = True
    request = text_field(
        gettext_lazy("Nội dung hỏi"),
        gettext_lazy("Chỉ cán bộ đọc; nêu rõ cần ý kiến về điều gì."),
        gettext_lazy("Anh/chị phải ghi nội dung hỏi."),
    )

    @property
    def question(self) -> str:
        """Whom to ask."""
        return _("Chọn nơi cho ý kiến")


class PackForm:
    """A page of questions that the procedure asks of an official."""

    def __init__(
        self, form: CompiledForm, kept: Mapping[str, Any], data: QueryDict | None, now: datetime
    ) -> None:
        self._form = form
        self._today = civil_date(now)
        self._page = next(iter(form.pages))
        self._answers = (
            kept if data is None else read_page(form, self._page, data, kept, today=self._today)
        )
        self._errors: tuple[Wrong, ...] = ()

    def is_valid(self) -> bool:
        """Judge the answers by the rules of the dossier's version."""
        self._errors = self._form.validate(dict(self._answers), today=self._today).errors
        return not self._errors

    def with_rows(self, button: Pressed) -> None:
        """Add a row to a group of questions, or take one out; nothing is kept by it."""
        if button.press is Press.REMOVE:
            self._answers = remove_row(self._answers, button.target)
        elif isinstance(self._form.questions.get(button.target), GroupQuestion):
            self._answers = add_row(self._form, self._answers, button.target)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions, with what was typed and what is wrong."""
        showing = Showing(
            get_language() or "vi",
            self._today,
            self._errors,
            cites=True,
            lookup_url=reverse("desk:places"),
        )
        return (page_section(self._form, self._page, self._answers, showing),)


class DraftForm(PackForm):
    """What the procedure asks of the official for the result."""

    def __init__(self, standing: Standing, data: QueryDict | None, now: datetime) -> None:
        kept = standing.result.data if standing.result else {}
        super().__init__(rules_of(standing.dossier).official_form, kept, data, now)

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers."""
        return {"data": self._answers}


class CorrectForm(PackForm):
    """What the result should say, why it is replaced and by what right."""

    def __init__(self, standing: Standing, data: QueryDict | None, now: datetime) -> None:
        kept = standing.result.data if standing.result else {}
        super().__init__(rules_of(standing.dossier).official_form, kept, data, now)
        self._grounds = ChangeForm(data)

    def is_valid(self) -> bool:
        """Judge both, so that everything wrong is told at once."""
        are_answers, are_grounds = super().is_valid(), self._grounds.is_valid()
        return are_answers and are_grounds

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions of the result, then the grounds."""
        return (*super().sections, *self._grounds.sections)

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers and the grounds."""
        return {"data": dict(self._answers), **self._grounds.values}


class StepForm(PackForm):
    """What is filled in at a step, and the official's word."""

    def __init__(
        self, form: CompiledForm, word: Written, standing: Standing, data: QueryDict | None
    ) -> None:
        kept = (standing.run.filled if standing.run else None) or {}
        super().__init__(form, kept, data, standing.now)
        self._word = word

    def is_valid(self) -> bool:
        """Judge both, so that everything wrong is told at once."""
        are_answers, is_word = super().is_valid(), self._word.is_valid()
        return are_answers and is_word

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions of the step, then the word."""
        return (*super().sections, *self._word.sections)

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers and the word."""
        return {"filled": self._answers, **self._word.values}
