"""How answers of each kind are shaped for the page: its control, its parts, its attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.points import PARTS as POINT_PARTS
from motcua.procedures.base.forms.questions import Asked, FilesQuestion
from motcua.procedures.base.texts import say
from motcua.ui import fields as ui
from motcua.ui.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.questions import SignatureQuestion
    from motcua.procedures.base.forms.wording import Wording

UI_KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT,
    "long-text": Kind.LONG_TEXT,
    "name": Kind.NAME,
    "date": Kind.DATE,
    "partial-date": Kind.DATE,
    "number": Kind.NUMBER,
    "quantity": Kind.NUMBER,
    "calculated": Kind.CALCULATED,
    "map-point": Kind.MAP_POINT,
    "signature": Kind.NOTICE,
    "money": Kind.MONEY,
    "choice": Kind.CHOICE,
    "choices": Kind.CHOICES,
    "yes-no": Kind.YES_NO,
    "declaration": Kind.CHOICES,
    "place": Kind.PLACE,
    "address": Kind.ADDRESS,
    "citizen-number": Kind.CITIZEN_NUMBER,
    "phone": Kind.PHONE,
    "email": Kind.EMAIL,
    "tax-code": Kind.TAX_CODE,
    "files": Kind.FILES,
    "notice": Kind.NOTICE,
}


AUTOCOMPLETE: Mapping[str, str] = {
    "person.full_name": "name",
    "person.phone": "tel",
    "person.email": "email",
}


def parts_of(question: Asked) -> tuple[tuple[str, Kind], ...]:
    """Give the parts of a question that is drawn as several fields, with the kind of each."""
    kind: str = getattr(question, "kind", "")
    if kind == "name-parts":
        return (("family", Kind.NAME), ("middle", Kind.NAME), ("given", Kind.NAME))
    if kind == "identity-document":
        return (("type", Kind.CHOICE), ("number", Kind.TEXT), ("country", Kind.CHOICE))
    return ()


def attributes_of(question: Asked) -> dict[str, str]:
    """Give further attributes of the control."""
    # No `maxlength`: a browser would cut what is pasted, and say nothing.
    if isinstance(question, FilesQuestion):
        return {"accept": ",".join(f".{kind}" for kind in question.types)}
    return {}


def _date_parts(value: Any) -> ui.DateParts:
    if isinstance(value, dict):
        return ui.DateParts(*(str(value.get(part, "")) for part in ("day", "month", "year")))
    if not isinstance(value, str):
        return ui.DateParts()
    year, month, day, *_ = [*value.split("-"), "", ""]
    return ui.DateParts(day, month, year)


def _place_parts(value: Any) -> ui.PlaceParts:
    given = value if isinstance(value, dict) else {}
    return ui.PlaceParts(*(str(given.get(part) or "") for part in ("province", "commune", "era")))


def _address_parts(value: Any) -> ui.AddressParts:
    given = value if isinstance(value, dict) else {}
    return ui.AddressParts(
        *(str(given.get(part) or "") for part in ("line", "province", "commune", "era"))
    )


def _point_parts(value: Any) -> ui.PointParts:
    given = value if isinstance(value, dict) else {}
    return ui.PointParts(*(str(given.get(part) or "") for part in POINT_PARTS))


SHAPES: Mapping[str, Callable[[Any], ui.Value]] = {
    "date": _date_parts,
    "partial-date": _date_parts,
    "place": _place_parts,
    "address": _address_parts,
    "map-point": _point_parts,
    "declaration": lambda value: ("yes",) if value is True else (),
    "choices": lambda value: tuple(map(str, value)) if isinstance(value, list) else (),
}


def citation(form: CompiledForm, question: Asked, language: str) -> str:
    """Say which form and item a question comes from, or which legal text."""
    named = {row.code: row for row in form.spec.statutory}
    default = form.spec.statutory[0].code if form.spec.statutory else ""
    said = []
    for item in question.items:
        code, _, number = item.rpartition("#")
        source = named.get(code or default)
        if source is not None:
            said.append(f"{say(source.name, language)}, {number} ({source.citation})")
    return "; ".join(said) or question.basis or ""


def about_files(question: FilesQuestion, wording: Wording) -> str:
    """Say what files are for, and which are taken."""
    limit = wording.word("files-limit-pdf" if question.types == ("pdf",) else "files-limit").format(
        kinds=", ".join(kind.upper() for kind in question.types),
        size=question.max_mb,
        count=question.max,
    )
    texts = (text for text in (question.hint, question.purpose) if text)
    return " ".join((*(say(text, wording.language) for text in texts), limit))


def about_signing(question: SignatureQuestion, wording: Wording) -> str:
    """Say when and where the filer signs."""
    word = wording.word("to-sign-form" if question.signs == "form" else "to-sign-paper")
    return f"{say(question.hint, wording.language)} {word}" if question.hint else word
