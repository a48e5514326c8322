"""What administrators fill in about the national catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.console.asking import OnDayForm
from motcua.procedures.base.national.settling import Asks
from motcua.procedures.base.packs import LARGEST_AMOUNT
from motcua.procedures.enums import Channel, LimitUnit
from motcua.procedures.errors import DraftMoved
from motcua.ui.drawn import DrawnForm, WholeField, not_answered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from motcua.console.national.queries import ToOpen

_LONGEST = 400
_UNITS = [(unit.value, unit.label) for unit in LimitUnit if unit is not LimitUnit.SAME_DAY]


class SettleForm(DrawnForm):
    """What holds at a flagged place: a value, or that the source has said it."""

    holds = forms.ChoiceField(
        label=_("Áp dụng thế nào?"),
        widget=forms.RadioSelect,
        choices=[("value", _("Theo giá trị ghi dưới đây")), ("source", _("Đúng như nguồn nói"))],
    )

    def __init__(self, *args: Any, asks: Asks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asks = asks
        if asks is Asks.NOTHING:
            self.fields["holds"].widget = forms.HiddenInput()
            self.fields["holds"].initial = "source"
        for name, field in _fields_of(asks).items():
            field.error_messages["required"] = not_answered(field)
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Ask for no value where the source has said it."""
        given = super().clean() or {}
        if given.get("holds") == "source":
            for name in _fields_of(self._asks):
                self.errors.pop(name, None)
        return given

    @property
    def value(self) -> dict[str, Any]:
        """Give what holds, as the settling takes it; nothing where the source has said it."""
        if self.cleaned_data["holds"] == "source":
            return {}
        return {name: self.cleaned_data[name] for name in _fields_of(self._asks)}


def _fields_of(asks: Asks) -> dict[str, forms.Field]:
    makers = _FIELDS.get(asks, {})
    return {name: make() for name, make in makers.items()}


def _amount() -> WholeField:
    return WholeField(label=_("Thời hạn, bằng số"), min_value=1, max_value=_LONGEST)


def _unit() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Đơn vị"), choices=[("", ""), *_UNITS])


def _fee() -> WholeField:
    label, hint = _("Số tiền, đồng"), _("Ghi 0 nếu không thu.")
    return WholeField(label=label, help_text=hint, min_value=0, max_value=LARGEST_AMOUNT)


def _number() -> forms.CharField:
    hint = _("Ví dụ: 123/2015/NĐ-CP")
    return forms.CharField(label=_("Số hiệu"), help_text=hint, max_length=80)


def _needed() -> forms.ChoiceField:
    needs = [("required", _("Luôn phải có")), ("optional", _("Chỉ có nếu cần"))]
    return forms.ChoiceField(label=_("Giấy tờ này"), choices=needs)


def _cases() -> forms.ChoiceField:
    belong = [
        ("every", _("Cần trong mọi trường hợp")),
        ("own", _("Chỉ cần khi không thuộc trường hợp nào có tên")),
    ]
    label = _("Những giấy tờ này")
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=belong)


_FIELDS: Mapping[Asks, Mapping[str, Callable[[], forms.Field]]] = {
    Asks.LIMIT: {"amount": _amount, "unit": _unit},
    Asks.FEE: {"fee": _fee},
    Asks.LAW: {"number": _number},
    Asks.NEED: {"needed": _needed},
    Asks.CASES: {"cases": _cases},
}


class LetInForm(OnDayForm):
    """The day from which a change holds, and the digest of the draft that the page shows."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, digest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shown = digest
        self.fields["digest"].initial = digest

    def clean(self) -> dict[str, Any]:
        """Refuse what was looked at before it changed; the page then shows what it is now."""
        given = super().clean() or {}
        if given.get("digest") != self._shown:
            typed = {name: self.data[name] for name in self.data}
            self.data = typed | {"digest": self._shown}
            raise forms.ValidationError(DraftMoved.message)
        return given


class OpenForm(DrawnForm):
    """How the agency takes a procedure: ways of filing, unclear limits, a unit for each role."""

    def __init__(self, *args: Any, found: ToOpen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unclear, self._roles = found.unclear, found.roles
        self.fields["channels"] = forms.MultipleChoiceField(
            label=_("Nhận hồ sơ bằng cách nào?"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(way.value, way.label) for way in found.channels],
            initial=[way.value for way in found.channels],
        )
        for way in found.unclear:
            self._ask_limit(way)
        for role, label in found.roles.items():
            choices = [(str(unit.pk), str(unit)) for unit in found.units.get(role, ())]
            self.fields[f"unit_{role}"] = forms.ChoiceField(
                label=_("Đơn vị làm việc của: %(role)s") % {"role": label},
                choices=[("", ""), *choices],
                initial=choices[0][0] if choices else "",
            )
        for field in self.fields.values():
            field.error_messages["required"] = not_answered(field)

    def _ask_limit(self, way: Channel) -> None:
        amount, unit = _amount(), _unit()
        for field in (amount, unit):
            field.label = f"{field.label} · {way.label}"
        self.fields[f"amount_{way.value}"] = amount
        self.fields[f"unit_of_{way.value}"] = unit

    def clean(self) -> dict[str, Any]:
        """Ask for no time limit of a way that is not taken."""
        given = super().clean() or {}
        for way in self._unclear:
            if way.value not in given.get("channels", ()):
                self.errors.pop(f"amount_{way.value}", None)
                self.errors.pop(f"unit_of_{way.value}", None)
        return given

    @property
    def limits(self) -> dict[str, tuple[int, LimitUnit]]:
        """Give the limits that were said, by way of filing."""
        given = self.cleaned_data
        return {
            way.value: (given[f"amount_{way.value}"], LimitUnit(given[f"unit_of_{way.value}"]))
            for way in self._unclear
            if way.value in given["channels"]
        }

    @property
    def units(self) -> dict[str, int]:
        """Give the unit of each role."""
        return {role: int(self.cleaned_data[f"unit_{role}"]) for role in self._roles}
