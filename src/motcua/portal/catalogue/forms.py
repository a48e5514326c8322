"""What may be asked of the catalogue."""

from __future__ import annotations

from django import forms


class SearchForm(forms.Form):
    """Words somebody looks for, what the list is narrowed by, a province, a page."""

    q = forms.CharField(max_length=200, required=False)
    subject = forms.SlugField(max_length=60, required=False)
    field = forms.SlugField(max_length=60, required=False)
    tier = forms.SlugField(max_length=60, required=False)
    agency = forms.RegexField(r"^\d{1,18}$", required=False)
    level = forms.RegexField(r"^[1-4]$", required=False)
    province = forms.RegexField(r"^\d{2}$", required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)
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
