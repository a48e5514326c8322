"""What officials fill in about feedback, help and satisfaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from motcua.ui.drawn import DrawnForm, not_answered
from motcua.voice.enums import HelpChannel


def _long(label: object, rows: int = 5, hint: object = "", *, most: int = 5000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget)  # type: ignore[arg-type]


class SureForm(DrawnForm):
    """Nothing to fill in: only the button."""


class ReasonForm(DrawnForm):
    """Why."""

    reason = _long(gettext_lazy("Lý do"), 3, most=1000)


class TextForm(DrawnForm):
    """What the sender reads."""

    text = _long(gettext_lazy("Nội dung gửi người phản ánh"), 8)


class PublicationForm(DrawnForm):
    """How a question and its answer read in public."""

    question = _long(
        gettext_lazy("Câu hỏi, viết lại không còn tên người"),
        5,
        gettext_lazy("Bỏ họ tên, số, địa chỉ, mã hồ sơ. Hệ thống chặn nếu còn sót."),
    )
    answer = _long(gettext_lazy("Câu trả lời công khai"), 6)


class ChosenForm(DrawnForm):
    """One of several, and for some acts why."""

    chosen = forms.TypedChoiceField(coerce=int)

    def __init__(self, label: str, choices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.TypedChoiceField)
        field.label, field.choices = label, [("", ""), *choices]
        field.error_messages["required"] = not_answered(field)


class TransferForm(ChosenForm):
    """Another agency and why it is its matter."""

    reason = _long(gettext_lazy("Vì sao việc này thuộc cơ quan ấy"), 3, most=1000)


class ConcernedForm(DrawnForm):
    """The officials whom feedback is about."""

    officials = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, choices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officials"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.label, field.choices = _("Người bị phản ánh"), choices
        field.help_text = _("Từ đây họ không thấy và không xử lý phản ánh này.")
        field.error_messages["required"] = _("Chọn ít nhất một người")


class HelpForm(DrawnForm):
    """A call, as the helper writes it down."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Người hỏi tới bằng cách nào?"),
        choices=[
            (HelpChannel.CALL, HelpChannel.CALL.label),
            (HelpChannel.COUNTER, HelpChannel.COUNTER.label),
        ],
        initial=HelpChannel.CALL,
        widget=forms.RadioSelect,
    )
    text = _long(gettext_lazy("Cần giúp gì"), 4, most=3000)
    name = forms.CharField(label=gettext_lazy("Tên người hỏi"), max_length=100, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại để gọi lại"), max_length=20, required=False
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        error_messages={"invalid": gettext_lazy("Địa chỉ thư điện tử chưa đúng")},
    )


class DraftNumberForm(DrawnForm):
    """The number of a draft, as its owner reads it out."""

    draft_number = forms.CharField(
        label=gettext_lazy("Số bản nháp"),
        help_text=gettext_lazy(
            "Người gọi đọc 8 ký tự ở cuối trang bản nháp, ví dụ 3F2A-91BC. Mã được gửi tới điện "
            "thoại của chủ bản nháp."
        ),
        max_length=20,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "characters"}),
    )


class HelpCodeForm(DrawnForm):
    """The one-time code, as the caller reads it out."""

    code = forms.CharField(
        label=gettext_lazy("Mã người gọi đọc"),
        help_text=gettext_lazy("6 số, dùng một lần trong 10 phút, nhập sai tối đa 5 lần."),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class HintForm(DrawnForm):
    """A word on one question of a draft."""

    note = forms.CharField(
        label=gettext_lazy("Lời gợi ý cho người gọi"),
        help_text=gettext_lazy("Hiện ngay trên câu hỏi ở trang của người gọi."),
        max_length=300,
    )


class AnswerForm(DrawnForm):
    """What was said to who asked for help."""

    answer = _long(
        gettext_lazy("Đã hướng dẫn thế nào"),
        6,
        gettext_lazy("Người để lại thư điện tử nhận được nội dung này."),
    )


class MarkForm(DrawnForm):
    """The score of an inspected index."""

    score = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Căn cứ chấm"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, label: str, choices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["score"]
        assert isinstance(field, forms.TypedChoiceField)
        field.label, field.choices = label, choices
