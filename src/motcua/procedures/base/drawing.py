"""A page of the form as the view model that `motcua.ui` draws, in one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.following import followed, is_drawn, posted_value
from motcua.procedures.base.questions import (
    Asked,
    ChoiceQuestion,
    ChoicesQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    NumberQuestion,
)
from motcua.procedures.base.shared import places_in_list, shared_list
from motcua.procedures.base.texts import say
from motcua.procedures.base.wording import Wording
from motcua.ui import fields as ui
from motcua.ui.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.answering import CompiledForm, Wrong
    from motcua.procedures.base.questions import Option

UI_KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT,
    "long-text": Kind.LONG_TEXT,
    "name": Kind.NAME,
    "date": Kind.DATE,
    "partial-date": Kind.DATE,
    "number": Kind.NUMBER,
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

_AUTOCOMPLETE: Mapping[str, str] = {
    "person.full_name": "name",
    "person.phone": "tel",
    "person.email": "email",
}


@dataclass(frozen=True, slots=True)
class Showing:
    """How a page is shown.

    Attributes:
        remarks: why an official reopened a question, by key; `open_keys`: the only questions that
            may be changed then (None: all).
        files: files of file questions, by key.
        cites: whether form and item are said beside each question.

    """

    language: str
    today: date
    errors: Sequence[Wrong] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    open_keys: frozenset[str] | None = None
    files: Mapping[str, tuple[ui.FileItem, ...]] = field(default_factory=dict)
    lookup_url: str = ""
    cites: bool = False


def page_section(
    form: CompiledForm, code: str, answers: Mapping[str, Any], showing: Showing
) -> ui.Section:
    """Draw one page with the answers given so far and what is wrong with them.

    Raise `KeyError` for a page there is not.
    """
    page = form.pages[code]
    drawer = _Drawer(form, showing)
    questions = [
        drawn
        for question in page.questions
        if is_drawn(form, question, answers, showing.today)
        for drawn in drawer.draw(question, answers, "")
    ]
    intro = say(page.intro, showing.language) if page.intro else ""
    return ui.Section(say(page.title, showing.language), tuple(questions), intro)


def parts_of(question: Asked) -> tuple[tuple[str, Kind], ...]:
    """Give the parts of a question that is drawn as several fields, with the kind of each."""
    kind: str = getattr(question, "kind", "")
    if kind == "name-parts":
        return (("family", Kind.NAME), ("middle", Kind.NAME), ("given", Kind.NAME))
    if kind == "identity-document":
        return (("type", Kind.CHOICE), ("number", Kind.TEXT), ("country", Kind.CHOICE))
    return ()


class _Drawer:
    """Draws the questions of one form in one language."""

    def __init__(self, form: CompiledForm, showing: Showing) -> None:
        self._form = form
        self._showing = showing
        self._language = showing.language
        self._wording = Wording(showing.language, form.lists, form.places)

    def draw(
        self, question: Asked, answers: Mapping[str, Any], before: str
    ) -> Iterator[ui.Question]:
        """Draw a question: one field, several, or a group."""
        if isinstance(question, GroupQuestion):
            yield self._group(question, answers)
        elif parts_of(question):
            yield from self._parts(question, answers, before)
        else:
            yield self._field(question, answers, before)

    def _group(self, group: GroupQuestion, answers: Mapping[str, Any]) -> ui.Group:
        given = answers.get(group.key)
        rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
        rows = rows or [{} for _ in range(group.min)]
        items = tuple(
            tuple(
                drawn
                for question in group.questions
                for drawn in self.draw(question, row, f"{group.key}.{index}.")
                if isinstance(drawn, ui.Field)
            )
            for index, row in enumerate(rows)
        )
        return ui.Group(
            name=group.key,
            label=self._say(group.label),
            items=items,
            minimum=group.min,
            maximum=group.max,
            add_label=self._say(group.add_label),
            item_label=self._say(group.item_label),
            hint=self._say(group.hint),
            errors=self._errors(group.key, exact=True),
            locked=self._is_locked(group),
            remark=self._showing.remarks.get(group.key, ""),
            shown_when=self._shown_when(group, ""),
        )

    def _parts(
        self, question: Asked, answers: Mapping[str, Any], before: str
    ) -> Iterator[ui.Field]:
        value = answers.get(question.key)
        given: Mapping[str, Any] = value if isinstance(value, dict) else {}
        label = self._say(question.label)
        for position, (part, kind) in enumerate(parts_of(question)):
            name = f"{before}{question.key}.{part}"
            words = self._part_words(question, part)
            errors = self._errors(name, exact=True)
            if position == 0:
                errors = (*self._errors(f"{before}{question.key}", exact=True), *errors)
            yield ui.Field(
                name=name,
                kind=kind,
                label=f"{label}: {words[0].lower()}{words[1:]}",
                hint=self._part_hint(question, part, position),
                help=self._say(question.help) if position == 0 else "",
                required=question.required and part != "middle",
                value=str(given.get(part) or ("VN" if part == "country" else "")),
                errors=errors,
                options=self._part_options(question, part),
                look=ui.Look.SELECT if part == "country" else ui.Look.AUTO,
                locked=self._is_locked(question),
                remark=self._showing.remarks.get(question.key, "") if position == 0 else "",
                citation=self._citation(question),
                shown_when=self._shown_when(question, before),
            )

    def _part_words(self, question: Asked, part: str) -> str:
        code = f"document-{part}" if isinstance(question, IdentityDocumentQuestion) else part
        return self._wording.word(code)

    def _part_hint(self, question: Asked, part: str, position: int) -> str:
        if part == "middle":
            return self._wording.word("may-be-empty")
        return self._say(question.hint) if position == 0 else ""

    def _part_options(self, question: Asked, part: str) -> tuple[ui.Option, ...]:
        if part == "country":
            return self._listed("countries", shared_list("countries"))
        if part == "type" and isinstance(question, IdentityDocumentQuestion):
            return tuple(ui.Option(kind, self._wording.word(kind)) for kind in question.types)
        return ()

    def _field(self, question: Asked, answers: Mapping[str, Any], before: str) -> ui.Field:
        kind: str = getattr(question, "kind", "")
        name = f"{before}{question.key}"
        value = answers.get(question.key)
        shown_hint = self._say(question.hint)
        if kind == "partial-date" and not shown_hint:
            shown_hint = self._wording.word("year-is-enough")
        return ui.Field(
            name=name,
            kind=UI_KINDS[kind],
            label=self._say(question.label),
            hint=shown_hint,
            help=self._say(question.help),
            required=question.required,
            value=self._value(question, kind, value),
            errors=self._errors(name),
            options=self._field_options(question, kind),
            communes=self._communes(kind, value),
            look=ui.Look(question.look) if isinstance(question, ChoiceQuestion) else ui.Look.AUTO,
            attributes=_attributes(question),
            autocomplete=_AUTOCOMPLETE.get(question.prefill or "", ""),
            locked=self._is_locked(question),
            remark=self._showing.remarks.get(question.key, ""),
            citation=self._citation(question),
            suffix=self._say(question.suffix) if isinstance(question, NumberQuestion) else "",
            lookup_url=self._showing.lookup_url if kind in {"place", "address"} else "",
            shown_when=self._shown_when(question, before),
        )

    def _value(self, question: Asked, kind: str, value: Any) -> ui.Value:
        if isinstance(question, FilesQuestion):
            return self._showing.files.get(question.key, ())
        shape = _SHAPES.get(kind)
        if shape is not None:
            return shape(value)
        return "" if value is None else posted_value(value)

    def _field_options(self, question: Asked, kind: str) -> tuple[ui.Option, ...]:
        if isinstance(question, ChoiceQuestion):
            return self._listed(question.list or "", self._form.options(question))
        if isinstance(question, ChoicesQuestion):
            return self._options(question.options)
        if kind == "declaration":
            return (ui.Option("yes", self._wording.word("tick")),)
        if kind in {"place", "address"} and self._form.places is not None:
            provinces = self._form.places.provinces(self._language)
            return tuple(ui.Option(code, name) for code, name in provinces)
        return ()

    def _communes(self, kind: str, value: Any) -> tuple[ui.Option, ...]:
        if kind not in {"place", "address"} or self._form.places is None:
            return ()
        province = value.get("province") if isinstance(value, dict) else None
        if not isinstance(province, str) or not province:
            return ()
        communes = self._form.places.communes(province, self._language)
        return tuple(ui.Option(code, name) for code, name in communes)

    def _listed(self, name: str, options: Sequence[Option]) -> tuple[ui.Option, ...]:
        """Draw the answers of a shared list in the order it has in this language."""
        places = places_in_list(name, self._language) if name else {}
        ordered = sorted(options, key=lambda option: places.get(option.value, 0))
        return self._options(ordered)

    def _options(self, options: Sequence[Option]) -> tuple[ui.Option, ...]:
        return tuple(
            ui.Option(option.value, self._say(option.label), self._say(option.hint))
            for option in options
        )

    def _shown_when(self, question: Asked, before: str) -> ui.ShownWhen | None:
        if before:
            return None
        found = followed(self._form, question)
        if found is None:
            return None
        key, values = found
        leader = self._form.questions[key]
        labels = f" {self._wording.word('or')} ".join(
            f"“{self._answer_label(leader, value)}”" for value in values
        )
        sentence = self._wording.word("only-if").format(
            question=self._say(leader.label), answers=labels
        )
        return ui.ShownWhen(key, values, sentence)

    def _answer_label(self, leader: Asked, value: str) -> str:
        if isinstance(leader, ChoiceQuestion):
            return self._wording.write(leader, value)
        return self._wording.word(value)

    def _errors(self, name: str, *, exact: bool = False) -> tuple[str, ...]:
        return tuple(
            wrong.say(self._language)
            for wrong in self._showing.errors
            if wrong.path == name or (not exact and wrong.path.startswith(f"{name}."))
        )

    def _is_locked(self, question: Asked) -> bool:
        allowed = self._showing.open_keys
        return allowed is not None and question.key not in allowed

    def _citation(self, question: Asked) -> str:
        return citation(self._form, question, self._language) if self._showing.cites else ""

    def _say(self, text: Mapping[str, str] | None) -> str:
        return say(text, self._language) if text else ""


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


def _attributes(question: Asked) -> dict[str, str]:
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
    return ui.PlaceParts(str(given.get("province") or ""), str(given.get("commune") or ""))


def _address_parts(value: Any) -> ui.AddressParts:
    given = value if isinstance(value, dict) else {}
    return ui.AddressParts(
        *(str(given.get(part) or "") for part in ("line", "province", "commune"))
    )


_SHAPES: Mapping[str, Callable[[Any], ui.Value]] = {
    "date": _date_parts,
    "partial-date": _date_parts,
    "place": _place_parts,
    "address": _address_parts,
    "declaration": lambda value: ("yes",) if value is True else (),
    "choices": lambda value: tuple(map(str, value)) if isinstance(value, list) else (),
}
