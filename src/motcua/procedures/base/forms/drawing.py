"""A page of the form as the view model that `motcua.ui` draws, in one language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.following import followed, followed_in, is_drawn, posted_value
from motcua.procedures.base.forms.parts import BEFORE
from motcua.procedures.base.forms.points import MERIDIANS, SYSTEMS, picture
from motcua.procedures.base.forms.questions import (
    AddressQuestion,
    Asked,
    CalculatedQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    CompoundQuestion,
    EnterpriseQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    MapPointQuestion,
    NumberQuestion,
    PlaceQuestion,
    SignatureQuestion,
)
from motcua.procedures.base.forms.shapes import (
    AUTOCOMPLETE,
    SHAPES,
    UI_KINDS,
    about_files,
    about_signing,
    attributes_of,
    citation,
    parts_of,
)
from motcua.procedures.base.forms.wording import Wording
from motcua.procedures.base.shared import places_in_list, shared_list
from motcua.procedures.base.texts import say
from motcua.ui import fields as ui

__all__ = ["UI_KINDS", "Showing", "citation", "page_section", "parts_of"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.procedures.base.forms.parts import PlaceBook
    from motcua.procedures.base.forms.questions import Option

MEGABYTE = 1024 * 1024
_HINTS: Mapping[str, str] = {"partial-date": "year-is-enough", "calculated": "calculated-here"}


@dataclass(frozen=True, slots=True)
class Showing:
    """How a page is shown.

    Attributes:
        remarks: why an official reopened a question, by key; `open_keys`: the only questions that
            may be changed then (None: all).
        files: files of file questions, by key.
        cites: whether form and item are said beside each question.
        origins: where answers that were known already come from, by key, in words.
        upload_url: where a script sends a file as soon as it is chosen.
        find_label: the button that fills an enterprise in by its number; none where empty.

    """

    language: str
    today: date
    errors: Sequence[Wrong] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    open_keys: frozenset[str] | None = None
    files: Mapping[str, tuple[ui.FileItem, ...]] = field(default_factory=dict)
    lookup_url: str = ""
    cites: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)
    upload_url: str = ""
    find_label: str = ""


def page_section(
    form: CompiledForm, code: str, answers: Mapping[str, Any], showing: Showing
) -> ui.Section:
    """Draw one page with the answers given so far and what is wrong with them.

    Raise `KeyError` for a page there is not.
    """
    page, answers = form.pages[code], form.filled(dict(answers), showing.today)
    drawer = _Drawer(form, showing)
    questions = [
        drawn
        for question in page.questions
        if is_drawn(form, question, answers, showing.today)
        for drawn in drawer.draw(question, answers, "")
    ]
    intro = say(page.intro, showing.language) if page.intro else ""
    return ui.Section(say(page.title, showing.language), tuple(questions), intro)


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
        elif isinstance(question, CompoundQuestion):
            yield self._cluster(question, answers, before)
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
                for question in self._drawn_in(group, answers, row)
                for drawn in self.draw(question, row, f"{group.key}.{index}.")
                if not isinstance(drawn, ui.Group)
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
            is_table=group.kind == "table",
            help=self._say(group.help),
            citation=self._citation(group),
            origin=self._showing.origins.get(group.key, ""),
        )

    def _drawn_in(
        self, group: GroupQuestion, answers: Mapping[str, Any], row: Mapping[str, Any]
    ) -> Iterator[Asked]:
        """Yield the questions of a row; a table keeps its columns, whatever is asked."""
        for question in group.questions:
            is_asked = group.kind == "table" or followed_in(group, question) is not None
            if is_asked or self._form.is_asked_in(question, answers, row, self._showing.today):
                yield question

    def _cluster(
        self, question: CompoundQuestion, answers: Mapping[str, Any], before: str
    ) -> ui.Cluster:
        value = answers.get(question.key)
        given: Mapping[str, Any] = value if isinstance(value, dict) else {}
        name = f"{before}{question.key}"
        is_locked = self._is_locked(question)
        is_found = isinstance(question, EnterpriseQuestion) and not before
        return ui.Cluster(
            name=name,
            label=self._say(question.label),
            fields=tuple(
                replace(drawn, locked=is_locked)
                for part in question.parts
                for drawn in self.draw(part, given, f"{name}.")
                if isinstance(drawn, ui.Field)
            ),
            hint=self._say(question.hint),
            help=self._say(question.help),
            required=question.required,
            errors=self._errors(name, exact=True),
            locked=is_locked,
            remark=self._showing.remarks.get(question.key, ""),
            citation=self._citation(question),
            origin=self._showing.origins.get(question.key, "") if not before else "",
            shown_when=self._shown_when(question, before),
            find_label=self._showing.find_label if is_found else "",
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
                origin=self._origin(question, before) if position == 0 else "",
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
        if not shown_hint and kind in _HINTS and not (before and kind == "calculated"):
            shown_hint = self._wording.word(_HINTS[kind])
        if isinstance(question, FilesQuestion):
            shown_hint = about_files(question, self._wording)
        if isinstance(question, SignatureQuestion):
            shown_hint = about_signing(question, self._wording)
        return ui.Field(
            name=name,
            kind=UI_KINDS[kind],
            label=self._say(question.label),
            hint=shown_hint,
            help=self._say(question.help),
            required=question.required or kind == "calculated",
            value=self._value(question, kind, value),
            errors=self._errors(name),
            options=self._field_options(question, kind, value),
            communes=self._communes(kind, value),
            look=ui.Look(question.look) if isinstance(question, ChoiceQuestion) else ui.Look.AUTO,
            attributes=attributes_of(question),
            autocomplete=AUTOCOMPLETE.get(question.prefill or "", ""),
            locked=self._is_locked(question),
            remark=self._showing.remarks.get(question.key, ""),
            citation=self._citation(question),
            suffix=self._suffix(question),
            lookup_url=self._showing.lookup_url if kind in {"place", "address"} else "",
            shown_when=self._shown_when(question, before),
            eras=self._eras(question),
            origin=self._origin(question, before),
            **self._more(question),
        )

    def _more(self, question: Asked) -> dict[str, Any]:
        """Give what only a kind or two of questions have."""
        if isinstance(question, MapPointQuestion):
            meridians = tuple(ui.Option(code, code.replace("-", "°") + "′") for code in MERIDIANS)
            return {"meridians": meridians, "picture": picture()}
        if isinstance(question, FilesQuestion):
            return {
                "upload_url": self._showing.upload_url,
                "max_bytes": question.max_mb * MEGABYTE,
                "several": question.max > 1,
            }
        return {}

    def _suffix(self, question: Asked) -> str:
        if isinstance(question, NumberQuestion):
            return self._say(question.suffix)
        if isinstance(question, MapPointQuestion) and question.words_will_do:
            return self._wording.word("point-words")
        return ""

    def _origin(self, question: Asked, before: str) -> str:
        return "" if before else self._showing.origins.get(question.key, "")

    def _eras(self, question: Asked) -> tuple[ui.Option, ...]:
        """Give the eras a place may be of, or the reference systems of a point."""
        if isinstance(question, MapPointQuestion):
            return tuple(ui.Option(code, self._wording.word(code)) for code in SYSTEMS)
        if isinstance(question, AddressQuestion | PlaceQuestion) and question.era == "any":
            words = (("today", "era-today"), (BEFORE, f"era-{BEFORE}"))
            return tuple(ui.Option(code, self._wording.word(word)) for code, word in words)
        return ()

    def _value(self, question: Asked, kind: str, value: Any) -> ui.Value:
        if isinstance(question, FilesQuestion):
            return self._showing.files.get(question.key, ())
        if isinstance(question, CalculatedQuestion):
            return self._wording.write(question, value)
        shape = SHAPES.get(kind)
        if shape is not None:
            return shape(value)
        return "" if value is None else posted_value(value)

    def _book(self, value: Any) -> PlaceBook:
        """Give the places of the era that an answer speaks of."""
        book = self._form.places
        assert book is not None
        is_old = isinstance(value, dict) and value.get("era") == BEFORE
        return book.before() if is_old else book

    def _field_options(self, question: Asked, kind: str, value: Any) -> tuple[ui.Option, ...]:
        if isinstance(question, ChoiceQuestion):
            return self._listed(question.list or "", self._form.options(question))
        if isinstance(question, ChoicesQuestion):
            return self._options(question.options)
        if kind == "declaration":
            return (ui.Option("yes", self._wording.word("tick")),)
        if kind in {"place", "address"} and self._form.places is not None:
            provinces = self._book(value).provinces(self._language)
            return tuple(ui.Option(code, name) for code, name in provinces)
        return ()

    def _communes(self, kind: str, value: Any) -> tuple[ui.Option, ...]:
        if kind not in {"place", "address"} or self._form.places is None:
            return ()
        province = value.get("province") if isinstance(value, dict) else None
        if not isinstance(province, str) or not province:
            return ()
        communes = self._book(value).communes(province, self._language)
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
        outer = self._form.questions.get(before.partition(".")[0]) if before else None
        group = outer if isinstance(outer, GroupQuestion) else None
        if outer is not None and (group is None or before.count(".") > 2):
            return None  # a part of a person has no condition of its own
        found = followed_in(group, question) if group else followed(self._form, question)
        if found is None:
            return None
        key, values = found
        beside = {inner.key: inner for inner in group.questions} if group else {}
        leader = beside[key] if group else self._form.questions[key]
        labels = f" {self._wording.word('or')} ".join(
            f"“{self._answer_label(leader, value)}”" for value in values
        )
        sentence = self._wording.word("only-if").format(
            question=self._say(leader.label), answers=labels
        )
        return ui.ShownWhen(f"{before}{key}", values, sentence)

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
