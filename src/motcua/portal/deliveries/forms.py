"""What filers say of how they want to get a result, and where the post finds them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries import provinces
from motcua.deliveries.base import Address
from motcua.dossiers.enums import ReturnWay
from motcua.kernel.sealed import normal_form
from motcua.ui.drawn import DrawnForm
from motcua.ui.fields import Field, ShownWhen

if TYPE_CHECKING:
    from datetime import date

    from motcua.dossiers.models import Errand, PostedPapers
    from motcua.dossiers.models.errands import ReturnWish
    from motcua.ui.fields import Section

_PHONE = re.compile(r"0[0-9]{9,10}|\+[0-9]{8,15}", re.ASCII)
_DOOR = {
    "name": _("Nhập họ tên người nhận"),
    "phone": _("Nhập số điện thoại người nhận"),
    "line": _("Nhập địa chỉ"),
    "place": _("Chọn tỉnh, thành phố"),
}


class DoorForm(DrawnForm):
    """A door: who, how to call, where."""

    name = forms.CharField(
        label=_("Họ tên người giao nhận"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        required=False,
        help_text=_("Bưu tá gọi số này trước khi đến."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    line = forms.CharField(
        label=_("Số nhà, đường, xã hoặc phường"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    place = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", ""), *provinces(today)]

    @property
    def needs_door(self) -> bool:
        """Say whether the address must be there."""
        return True

    @property
    def address(self) -> Address | None:
        """The door, where one was asked for."""
        if not self.needs_door:
            return None
        return Address(**{name: self.cleaned_data[name] for name in _DOOR})

    def clean(self) -> dict[str, Any]:
        """Demand the whole door where the post is to find it."""
        cleaned = super().clean() or self.cleaned_data
        if not self.needs_door:
            return cleaned
        for name, said in _DOOR.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, said)
        number = normal_form("phone", cleaned.get("phone", ""))
        if number and not _PHONE.fullmatch(number):
            self.add_error("phone", _("Số điện thoại chưa đúng"))
        cleaned["phone"] = number
        return cleaned


class ReturnForm(DoorForm):
    """How the result is to come."""

    way = forms.ChoiceField(
        label=_("Anh/chị muốn nhận kết quả thế nào?"),
        choices=ReturnWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn cách nhận kết quả")},
    )
    field_order = ("way", "name", "phone", "line", "place")

    @property
    def needs_door(self) -> bool:
        """Say whether the address must be there: only for the post."""
        return self.cleaned_data.get("way") == ReturnWay.POST

    @property
    def section(self) -> Section:
        """The form as questions; the door is asked for by the post only."""
        return _door_shown(super().section, ReturnWay.POST, _("Chỉ điền khi nhận qua bưu chính."))


class Sending(TextChoices):
    """How papers come to the office."""

    FILES = "files", _("Gửi tệp ngay trên cổng")
    FETCHED = "fetched", _("Bưu chính đến nhà lấy")
    BROUGHT = "brought", _("Tôi tự mang ra bưu điện gửi")


class SendingForm(DoorForm):
    """How papers are to be sent; the door is where the post fetches them."""

    way = forms.ChoiceField(
        label=_("Anh/chị gửi giấy tờ thế nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn cách gửi giấy tờ")},
    )
    field_order = ("way", "name", "phone", "line", "place")

    def __init__(self, *args: Any, fetches: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [one for one in Sending.choices if fetches or one[0] != Sending.FETCHED]

    @property
    def needs_door(self) -> bool:
        """Say whether the address must be there: only where the post comes."""
        return self.cleaned_data.get("way") == Sending.FETCHED

    @property
    def section(self) -> Section:
        """The form as questions; the door is asked for only where the post comes."""
        return _door_shown(super().section, Sending.FETCHED, _("Chỉ điền khi bưu chính đến lấy."))


def _door_shown(drawn: Section, way: str, said: object) -> Section:
    """Ask for the door only where a way is chosen."""
    shown = ShownWhen("way", (str(way),), str(said))
    fields = tuple(
        replace(one, required=True, shown_when=shown)
        if isinstance(one, Field) and one.name in _DOOR
        else one
        for one in drawn.fields
    )
    return replace(drawn, fields=fields)


def known_door(said: Errand | ReturnWish | None) -> dict[str, str]:
    """Give what was said before, for a form to begin with."""
    if said is None:
        return {}
    return {"way": said.way, **(said.address or {})}


def sent_by(posted: PostedPapers | None) -> str:
    """Give how papers are to be sent, as was said before."""
    if posted is None:
        return Sending.FILES
    return Sending.FETCHED if posted.address else Sending.BROUGHT
