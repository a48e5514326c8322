"""What may be asked of the catalogue."""

from __future__ import annotations

from django import forms

MOST_SIGNS = 200


class WordsField(forms.CharField):
    """Words to look for; whoever pastes a whole letter is answered by how it begins."""

    def to_python(self, value: object) -> str | None:
        """Read the words, as many as are looked at."""
        words = super().to_python(value)
        return words[:MOST_SIGNS] if words else words


class SearchForm(forms.Form):
    """Words somebody looks for, what the list is narrowed by, a province, a page."""

    q = WordsField(required=False)
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
    office = forms.RegexField(r"^\d{1,18}$", required=False)


def cleaned(form: forms.Form) -> dict[str, str]:
    """Give what is valid of a form; what is not reads as empty."""
    form.is_valid()
    return {name: form.cleaned_data.get(name) or "" for name in form.fields}
