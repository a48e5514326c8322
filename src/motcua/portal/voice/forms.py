"""What citizens say: a rating, feedback, a request for help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext as _, gettext_lazy

from motcua.ui.drawn import DrawnForm
from motcua.voice.enums import FeedbackKind, Topic
from motcua.voice.queries.asking import AS_RECORDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.voice.queries.asking import Known, Sheet

_FOUR = r"^\s*[0-9A-Za-z]{4}\s*$"
_PHONE = r"^\s*\+?[0-9][0-9 .-]{7,14}\s*$"


class RatingForm(DrawnForm):
    """The questions of a rating, as the rules of the day ask them."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        language = get_language() or "vi"
        for known in sheet.asked:
            self.fields[f"i{known.index.code}"] = _question(known, language)
        self.fields["comment"] = forms.CharField(
            label=_("Điều anh/chị muốn nói thêm"),
            help_text=_("Không ghi họ tên, số điện thoại hay mã hồ sơ để giữ kín anh/chị là ai."),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def said(self) -> dict[str, str]:
        """What was chosen, by index."""
        codes = [known.index.code for known in self.sheet.asked]
        return {code: self.cleaned_data[f"i{code}"] for code in codes}


def _question(known: Known, language: str) -> forms.ChoiceField:
    index = known.index
    choices = [(str(level.score), level.say(language)) for level in index.levels]
    if known.score is not None:
        recorded = _("Như hệ thống ghi nhận: %(level)s") % {"level": known.say(language)}
        choices.insert(0, (AS_RECORDED, recorded))
    return forms.ChoiceField(
        label=index.say_question(language),
        choices=choices,
        initial=AS_RECORDED if known.score is not None else None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một câu trả lời")},
    )


class CodeForm(DrawnForm):
    """A code and four signs, as a kiosk or whoever holds a paper gives them."""

    code = forms.CharField(
        label=gettext_lazy("Mã"),
        max_length=60,
        error_messages={"required": gettext_lazy("Nhập mã")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "characters"}),
    )
    four = forms.RegexField(
        _FOUR,
        label=gettext_lazy("4 số cuối"),
        help_text=gettext_lazy(
            "4 số cuối của số giấy tờ tùy thân hoặc số điện thoại của người nộp."
        ),
        error_messages={
            "required": gettext_lazy("Nhập 4 số cuối của giấy tờ tùy thân hoặc số điện thoại"),
            "invalid": gettext_lazy("Nhập đúng 4 chữ số cuối"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "6"}),
    )


class RatingLinkForm(CodeForm):
    """Which dossier somebody wants to rate: its code, and four signs of who filed it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Mã hồ sơ")
        self.fields["code"].help_text = _("Mã in trên giấy hẹn.")


class KioskCodeForm(DrawnForm):
    """The code that the counter gave, typed on the office's own device."""

    code = forms.CharField(
        label=gettext_lazy("Mã đánh giá"),
        help_text=gettext_lazy("Mã 6 ký tự cán bộ ở quầy đưa."),
        max_length=20,
        error_messages={"required": gettext_lazy("Nhập mã")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class FollowForm(CodeForm):
    """The code of feedback and its four digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Mã phản ánh, kiến nghị")
        self.fields["code"].help_text = _("Bắt đầu bằng GY, ví dụ GY-261120-7KQ4M.")
        self.fields["four"].help_text = _(
            "4 số cuối điện thoại anh/chị để lại, hoặc 4 số được cấp khi gửi."
        )


class MessageForm(DrawnForm):
    """To whom somebody writes, and where the answer finds him."""

    agency = forms.TypedChoiceField(coerce=int)
    name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.RegexField(
        _PHONE,
        label=gettext_lazy("Số điện thoại"),
        required=False,
        error_messages={"invalid": gettext_lazy("Số điện thoại chưa đúng")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        error_messages={"invalid": gettext_lazy("Địa chỉ thư điện tử chưa đúng")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, agencies: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", ""), *((str(number), name) for number, name in agencies)]


class FeedbackForm(MessageForm):
    """A remark or a proposal."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Anh/chị muốn gửi gì?"),
        choices=[
            (FeedbackKind.REMARK, gettext_lazy("Phản ánh một việc đã xảy ra")),
            (FeedbackKind.PROPOSAL, gettext_lazy("Kiến nghị thay đổi một quy định, cách làm")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn phản ánh hoặc kiến nghị")},
    )
    agency = forms.TypedChoiceField(
        label=gettext_lazy("Gửi tới cơ quan nào?"),
        help_text=gettext_lazy(
            "Chưa rõ thì chọn nơi anh/chị đã tới; cơ quan ấy sẽ chuyển đúng nơi."
        ),
        coerce=int,
        error_messages={"required": gettext_lazy("Chọn cơ quan nhận")},
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Về việc gì?"),
        choices=Topic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn việc muốn nói tới")},
    )
    subject = forms.CharField(
        label=gettext_lazy("Tóm tắt trong một câu"),
        max_length=200,
        error_messages={"required": gettext_lazy("Nhập tóm tắt")},
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        help_text=gettext_lazy("Việc xảy ra khi nào, ở đâu, anh/chị mong được giải quyết thế nào."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Nhập nội dung")},
    )
    about = forms.CharField(
        label=gettext_lazy("Cán bộ hoặc đơn vị được nói tới"),
        help_text=gettext_lazy("Người bị phản ánh không được xử lý phản ánh về mình."),
        max_length=200,
        required=False,
    )
    dossier = forms.CharField(
        label=gettext_lazy("Mã hồ sơ liên quan"), max_length=60, required=False
    )
    four = forms.RegexField(
        _FOUR,
        label=gettext_lazy("4 số cuối của người nộp hồ sơ đó"),
        help_text=gettext_lazy("Cần khi có ghi mã hồ sơ."),
        required=False,
        error_messages={"invalid": gettext_lazy("Nhập đúng 4 chữ số cuối")},
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Tôi không muốn để lại tên và liên hệ"), required=False
    )
    field_order = (
        "kind",
        "agency",
        "topic",
        "subject",
        "text",
        "about",
        "dossier",
        "four",
        "is_anonymous",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a name and a way to answer from who does not choose to stay unknown."""
        given = super().clean() or {}
        if not given.get("is_anonymous") and not self.errors:
            if not given.get("name"):
                self.add_error("name", _("Nhập họ tên, hoặc chọn không để lại tên"))
            if not (given.get("phone") or given.get("email")):
                self.add_error("phone", _("Nhập điện thoại hoặc thư điện tử để nhận trả lời"))
        if given.get("dossier") and not given.get("four"):
            self.add_error("four", _("Nhập 4 số cuối để gắn với hồ sơ"))
        return given


class ReopenForm(DrawnForm):
    """What an answer lacks."""

    reason = forms.CharField(
        label=gettext_lazy("Câu trả lời còn thiếu hoặc chưa đúng ở đâu?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Nhập điều anh/chị chưa hài lòng")},
    )


class HelpForm(MessageForm):
    """A message to the help desk."""

    agency = forms.TypedChoiceField(
        label=gettext_lazy("Cơ quan anh/chị muốn hỏi"),
        coerce=int,
        error_messages={"required": gettext_lazy("Chọn cơ quan")},
    )
    text = forms.CharField(
        label=gettext_lazy("Anh/chị cần giúp gì?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Nhập điều cần giúp")},
    )
    field_order = ("agency", "text")

    def clean(self) -> dict[str, Any]:
        """Ask for some way to answer."""
        given = super().clean() or {}
        if not self.errors and not (given.get("phone") or given.get("email")):
            self.add_error("phone", _("Nhập điện thoại hoặc thư điện tử để nhận trả lời"))
        return given
