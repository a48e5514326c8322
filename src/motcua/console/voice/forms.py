"""What is asked about an entry of guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.ui.drawn import DrawnForm
from motcua.voice.base.faq import Entry

if TYPE_CHECKING:
    from typing import Any

_LONG = {"rows": 5}


class EntryForm(DrawnForm):
    """A question and its answer, in Vietnamese and, where somebody wrote it, in English."""

    question_vi = forms.CharField(label=_("Câu hỏi"), max_length=300)
    answer_vi = forms.CharField(
        label=_("Câu trả lời"), max_length=3000, widget=forms.Textarea(attrs=_LONG)
    )
    question_en = forms.CharField(label=_("Câu hỏi bằng tiếng Anh"), max_length=300, required=False)
    answer_en = forms.CharField(
        label=_("Câu trả lời bằng tiếng Anh"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs=_LONG),
    )


def entry_of(code: str, said: dict[str, Any]) -> Entry:
    """Give an entry from what was filled in."""
    question = {"vi": said["question_vi"], "en": said["question_en"]}
    return Entry(code, question, {"vi": said["answer_vi"], "en": said["answer_en"]})


def filled(entry: Entry) -> dict[str, str]:
    """Give what the form starts with for an entry."""
    return {
        "question_vi": entry.question["vi"],
        "question_en": entry.question.get("en", ""),
        "answer_vi": entry.answer["vi"],
        "answer_en": entry.answer.get("en", ""),
    }
