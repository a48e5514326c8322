"""What is asked about a template of a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.documents.base.kinds import kinds
from motcua.procedures.base.texts import say
from motcua.ui.drawn import DayField, DrawnForm
from motcua.ui.language import page_language


class TemplateForm(DrawnForm):
    """A template: its file, what it is called, for what it serves and from when."""

    title = forms.CharField(label=_("Tên mẫu"), max_length=200)
    code = forms.SlugField(
        label=_("Mã mẫu"),
        max_length=60,
        help_text=_("Trùng mã của mẫu có sẵn thì dùng thay mẫu đó. Ví dụ: giay-moi"),
    )
    kind = forms.ChoiceField(label=_("Loại văn bản"))
    procedure_code = forms.CharField(
        label=_("Chỉ dùng cho thủ tục"),
        max_length=30,
        required=False,
        help_text=_("Mã thủ tục, để dùng được câu trả lời trong tờ khai. Để trống: mọi thủ tục."),
    )
    valid_from = DayField(label=_("Dùng từ ngày"))
    file = forms.FileField(label=_("Tệp mẫu (.docx)"), help_text=_("Tối đa 10 MB, không macro."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, say(dict(one.name), language)) for one in kinds().values()]
