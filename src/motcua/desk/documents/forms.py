"""What officials fill in about a document: template, a new version, how it is settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.documents.actions import MOST_BYTES
from motcua.dossiers.enums import DocumentUse
from motcua.ui.drawn import DrawnForm, not_answered
from motcua.ui.fields import FileItem
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.documents.queries import Template
    from motcua.dossiers.models import DocumentVersion
    from motcua.dossiers.queries.parts import Waiting
    from motcua.ui.fields import Field, Section


class BeginForm(DrawnForm):
    """From which template a document begins."""

    template = forms.ChoiceField(label=_("Mẫu văn bản"))

    def __init__(self, *args: Any, templates: Sequence[Template], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        rows = [(one.code, f"{one.kind_in(language)}: {one.title}") for one in templates]
        _choices(self.fields["template"], rows)


class VersionForm(DrawnForm):
    """What was written in one's own word processor, and upon which version."""

    file = forms.FileField(
        label=_("Tệp Word (.docx)"), help_text=_("Tối đa 10 MB, không macro."), required=False
    )
    based_on = forms.TypedChoiceField(label=_("Sửa từ bản"), coerce=int)
    note = forms.CharField(label=_("Đã sửa gì"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        versions: Sequence[DocumentVersion],
        sent: Waiting | None = None,
        upload_url: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["based_on"], _numbered(versions, "ordinal"))
        self._sent, self._upload_url = sent, upload_url

    def clean_file(self) -> Any:
        """Ask for a file where none was sent ahead."""
        file = self.cleaned_data["file"]
        if file is None and self._sent is None:
            raise forms.ValidationError(not_answered(self.fields["file"]))
        return file

    @property
    def section(self) -> Section:
        """The questions, with the file that was sent ahead and where a script sends one."""
        whole = super().section
        fields = (self._with_file(one) if one.name == "file" else one for one in whole.fields)  # type: ignore[arg-type]
        return replace(whole, fields=tuple(fields))

    def file_field(self) -> Field:
        """Give the question for the file, as it is drawn anew after one was sent."""
        return next(one for one in self.section.fields if getattr(one, "name", "") == "file")  # type: ignore[return-value]

    def _with_file(self, field: Field) -> Field:
        sent = self._sent
        items = (FileItem(str(sent.id), sent.name, sent.size),) if sent else ()
        return replace(
            field, value=items, upload_url=self._upload_url, max_bytes=MOST_BYTES, required=True
        )


class SettleForm(DrawnForm):
    """With which version a document is settled, what for, and its PDF where one was made."""

    version = forms.ChoiceField(label=_("Bản để ký"))
    use = forms.ChoiceField(
        label=_("Văn bản dùng để"), choices=DocumentUse.choices, widget=forms.RadioSelect
    )
    paper = forms.FileField(
        label=_("Bản PDF làm từ phần mềm soạn thảo"),
        help_text=_("Chỉ khi hệ thống không dàn được trang. Chữ phải giống hệt bản Word."),
        required=False,
    )

    def __init__(self, *args: Any, versions: Sequence[DocumentVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["version"], _numbered(versions, "public_id"))


def _numbered(versions: Sequence[DocumentVersion], named: str) -> list[tuple[str, str]]:
    rows = []
    for one in versions:
        words = _("Bản %(count)d, %(who)s") % {"count": one.ordinal, "who": one.made_by.full_name}
        rows.append((str(getattr(one, named)), words))
    return rows


def _choices(field: forms.Field, rows: Sequence[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(rows)
