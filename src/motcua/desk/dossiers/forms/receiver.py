"""Who takes a result at the counter, and what he leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.desk.dossiers.forms.words import Written
from motcua.dossiers.actions import Receiver
from motcua.dossiers.enums import ReceivedBy
from motcua.dossiers.errors import AuthorityMissing, IdentityUnseen, SignedPaperMissing
from motcua.ui.fields import Field

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict

_LONGEST = 200_000
_EDGE = 1000
# With the way that is chosen these are asked for, though not with every one.
_ASKED_BY_A_WAY = frozenset({"paper", "signed", "code"})


class ReceiverForm(Written):
    """To whom the result goes, by which paper he is known, and how he says that he has it."""

    name = forms.CharField(
        label=_("Họ tên người nhận"),
        max_length=100,
        error_messages={"required": _("Anh/chị ghi họ tên người nhận.")},
    )
    relation = forms.CharField(
        label=_("Nhận thay chủ hồ sơ với tư cách"),
        help_text=_("Để trống nếu chính chủ hồ sơ nhận. Ví dụ: con đẻ, người được ủy quyền."),
        max_length=100,
        required=False,
    )
    authority = forms.FileField(
        label=_("Giấy ủy quyền hoặc giấy tờ chứng minh quan hệ"),
        help_text=_("PDF, JPG hoặc PNG; cần khi nhận thay mà không có mã của chủ hồ sơ."),
        required=False,
    )
    way = forms.ChoiceField(
        label=_("Người nhận xác nhận bằng"),
        choices=ReceivedBy,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn cách xác nhận.")},
    )
    paper = forms.CharField(
        label=_("Giấy tờ tùy thân đã xem"),
        help_text=_("Loại và 4 số cuối, ví dụ: CCCD …0123. Không cần khi xác nhận bằng mã."),
        max_length=60,
        required=False,
    )
    signed = forms.FileField(
        label=_("Bản quét giấy người nhận đã ký"),
        help_text=_("PDF, JPG hoặc PNG."),
        required=False,
    )
    code = forms.CharField(
        label=_("Mã chủ hồ sơ đọc"),
        help_text=_("6 chữ số, gửi tới điện thoại của chủ hồ sơ."),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean(self) -> dict[str, Any]:
        """Say all that the chosen way still asks for at once, each where it is answered."""
        data = super().clean() or self.cleaned_data
        way = data.get("way")
        if way and way != ReceivedBy.CODE:
            if not data.get("paper", "").strip():
                self.add_error("paper", IdentityUnseen.message)
            if data.get("relation", "").strip() and not data.get("authority"):
                self.add_error("authority", AuthorityMissing.message)
        if way == ReceivedBy.PAPER and not data.get("signed"):
            self.add_error("signed", SignedPaperMissing.message)
        return data

    @property
    def questions(self) -> dict[str, Field]:
        """The questions by their names: each way of confirming stands with what it asks."""
        return {
            field.name: replace(field, required=field.required or field.name in _ASKED_BY_A_WAY)
            for field in self.sections[0].fields
            if isinstance(field, Field)
        }

    def receiver(self, drawn: str) -> Receiver:
        """Give the receiver with the signature drawn on the page, once the form is right."""
        data = self.cleaned_data
        authority: UploadedFile[bytes] | None = data["authority"]
        signed: UploadedFile[bytes] | None = data["signed"]
        return Receiver(
            name=data["name"],
            relation=data["relation"],
            paper=data["paper"],
            strokes=strokes_of(drawn),
            code=data["code"],
            authority=authority,
            signed=signed,
        )


def typed_so_far(given: QueryDict) -> Receiver:
    """Give what is known of the receiver before all of it is, each no longer than is asked."""
    return Receiver(
        name=_typed(given, "name"),
        relation=_typed(given, "relation"),
        paper=_typed(given, "paper"),
        strokes=strokes_of(given.get("signature", "")),
    )


def _typed(given: QueryDict, name: str) -> str:
    field = ReceiverForm.base_fields[name]
    assert isinstance(field, forms.CharField)
    return given.get(name, "")[: field.max_length]


def strokes_of(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Read the strokes of a drawn signature; what is none is as if nothing was drawn."""
    try:
        read = json.loads(text[:_LONGEST] or "[]")
        strokes = tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in read)
    except (ValueError, TypeError):
        return ()
    points = (value for stroke in strokes for point in stroke for value in point)
    return strokes if all(0 <= value <= _EDGE for value in points) else ()
