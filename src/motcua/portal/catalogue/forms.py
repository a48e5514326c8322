"""What may be asked of the catalogue."""

from __future__ import annotations

from django import forms


class SearchForm(forms.Form):
    """Words somebody looks for, or a life event."""

    q = forms.CharField(max_length=200, required=False)
    event = forms.SlugField(max_length=60, required=False)


class OfficeForm(forms.Form):
    """Where somebody wants to file."""

    province = forms.RegexField(r"^\d{2}$", required=False)
    era = forms.RegexField(r"^before-2025-07$", required=False)
    office = forms.RegexField(r"^\d{1,18}$", required=False)


def cleaned(form: forms.Form) -> dict[str, str]:
    """Give what is valid of a form; what is not reads as empty."""
    form.is_valid()
    return {name: form.cleaned_data.get(name) or "" for name in form.fields}
