"""Parts of a pack as questions of a page, with what is wrong beside each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices, labels
from motcua.console.workshop.base.shapes import LANGUAGES, How, Rows, Slot
from motcua.console.workshop.forms.candidates import chosen_among
from motcua.console.workshop.forms.ruling import RulingDrawn, draw_ruling
from motcua.console.workshop.forms.showing import shown
from motcua.ui.fields import Field, Kind, Look, Option, control_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from motcua.console.workshop.base.shapes import Shape
    from motcua.console.workshop.forms.reading import Written
    from motcua.console.workshop.forms.sheets import Sheet

# Texts of several lines.
_LONG = frozenset(
    {"summary", "help", "intro", "note", "text", "message", "partly_because", "words"}
)
_WHEN = frozenset({"when", "must"})
_LAW = frozenset({"items", "basis", "mark", "source", "articles_mark"})
_SELDOM = frozenset({"help", "prefill", "prefill_when", "missing", "refused", "examples"})
_KINDS: Mapping[How, Kind] = {
    How.LINE: Kind.TEXT,
    How.NUMBER: Kind.NUMBER,
    How.DECIMAL: Kind.NUMBER,
    How.FLAG: Kind.YES_NO,
    How.DAY: Kind.TEXT,
    How.CHOICE: Kind.CHOICE,
    How.CHOICES: Kind.CHOICES,
    How.LINES: Kind.LONG_TEXT,
    How.EXAMPLES: Kind.LONG_TEXT,
    How.DATA: Kind.LONG_TEXT,
}


@dataclass(frozen=True, slots=True)
class RowsDrawn:
    """A list written in place; buttons add, remove and move its rows."""

    name: str
    label: str
    hint: str
    items: tuple[tuple[Field, ...], ...]
    errors: tuple[str, ...]
    is_rows: bool = True

    @property
    def id(self) -> str:
        """The id of the list on the page."""
        return control_id(self.name)


Drawn = Field | RowsDrawn | RulingDrawn


@dataclass(frozen=True, slots=True)
class Block:
    """Questions on one matter; what is seldom needed is folded away."""

    title: str
    fields: tuple[Drawn, ...]
    is_folded: bool = False

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield `(id, message)` of what is wrong."""
        for drawn in self.fields:
            for message in drawn.errors:
                yield drawn.id, message
            if isinstance(drawn, RowsDrawn):
                rows = (each for item in drawn.items for each in item)
                yield from ((each.id, message) for each in rows for message in each.errors)


def draw(shape: Shape, written: Written, sheet: Sheet) -> list[Block]:
    """Draw everything that is written of an object."""
    drawer = _Drawer(written, sheet)
    blocks: dict[str, list[Drawn]] = {}
    for part in _ordered(shape):
        drawn = drawer.rows(part) if isinstance(part, Rows) else drawer.slot(part)
        blocks.setdefault(_block_of(part, shape), []).extend(drawn)
    return [
        Block(str(_titles().get(name, name)), tuple(fields), _is_folded(name, fields))
        for name, fields in blocks.items()
    ]


def _titles() -> dict[str, str]:
    return {
        "": "",
        "law": _("Căn cứ, đối chiếu"),
        "seldom": _("Ít dùng"),
        "when": _("Khi nào áp dụng"),
    }


def _is_folded(name: str, fields: Sequence[Drawn]) -> bool:
    return name == "seldom" and not any(drawn.errors for drawn in fields)


def _ordered(shape: Shape) -> list[Slot | Rows]:
    order = {"": 0, "when": 2, "law": 3, "seldom": 4}
    return sorted(shape.written, key=lambda part: order.get(_block_of(part, shape), 1))


def _block_of(part: Slot | Rows, shape: Shape) -> str:
    """Say in which block of the page a part stands: the nested object's, or by its name."""
    if len(part.path) > 1:
        return str(labels.words_of(shape.model.__name__, part.path[0]).label)
    is_question = "key" in shape.model.model_fields and "label" in shape.model.model_fields
    if part.name in _WHEN:
        return "when"
    if is_question and part.name in _SELDOM:
        return "seldom"
    is_law = part.name in _LAW and (is_question or part.name != "items")
    return "law" if is_law else ""


class _Drawer:
    """Draws the parts of one object."""

    def __init__(self, written: Written, sheet: Sheet) -> None:
        self._written = written
        self._sheet = sheet

    def slot(self, slot: Slot) -> list[Drawn]:
        value = _get(self._written.raw, slot.path)
        if slot.how is How.WHEN:
            return [draw_ruling(slot, value, self._written, self._sheet)]
        return list(self.fields(slot, slot.dotted, value))

    def rows(self, rows: Rows) -> list[Drawn]:
        words = labels.words_of(rows.owner, rows.name)
        held = _get(self._written.raw, rows.path)
        kept = list(held) if isinstance(held, list) else []
        empty = self._sheet.more.get(rows.dotted, 0 if kept or not rows.is_required else 1)
        items = [
            tuple(self._row(rows, f"{rows.dotted}.{index}", row))
            for index, row in enumerate([*kept, *({} for _ in range(empty))])
        ]
        errors = tuple(self._written.problems.get(rows.dotted, ()))
        return [RowsDrawn(rows.dotted, str(words.label), str(words.hint), tuple(items), errors)]

    def fields(self, slot: Slot, name: str, value: Any) -> Iterator[Field]:
        """Draw what is written in one or, by language, in several controls."""
        if slot.how in {How.TEXT, How.WORDS}:
            yield from self._by_language(slot, name, value)
            return
        words = labels.words_of(slot.owner, slot.name)
        drawn = Field(
            name=name,
            kind=_KINDS[slot.how],
            label=str(words.label),
            hint=str(words.hint),
            required=slot.is_required or slot.default not in (None, (), ""),
            value=self._written.typed.get(name) or shown(slot, value),
            errors=tuple(self._written.problems.get(name, ())),
            options=tuple(
                Option(code, choices.choice_words(slot.name, code)) for code in slot.options
            ),
            look=Look.SELECT if len(slot.options) > 4 else Look.AUTO,
            attributes=_attributes(slot),
        )
        yield self._cited(slot, chosen_among(drawn, slot, value, self._sheet))

    def _cited(self, slot: Slot, drawn: Field) -> Field:
        """Mark what each question of the form owes, as the checks demand it."""
        if not self._sheet.is_cited or slot.name not in {"mark", "basis"}:
            return drawn
        if slot.name == "basis" and self._sheet.pack.form.statutory:
            return replace(drawn, optional_note=_("không bắt buộc khi đã chọn mục của mẫu"))
        return replace(drawn, required=True)

    def _row(self, rows: Rows, name: str, row: Any) -> Iterator[Field]:
        if not rows.slots:
            text = Slot((), How.TEXT, rows.owner, rows.name, is_required=True)
            drawn = self.fields(text, name, row)
            yield from (replace(each, label=_language_alone(each.label)) for each in drawn)
        for slot in rows.slots:
            value = _get(row, slot.path) if isinstance(row, dict) else None
            for drawn_field in self.fields(slot, f"{name}.{slot.dotted}", value):
                yield drawn_field if name.endswith(".0") else replace(drawn_field, hint="")

    def _by_language(self, slot: Slot, name: str, value: Any) -> Iterator[Field]:
        words = labels.words_of(slot.owner, slot.name)
        held = value if isinstance(value, dict) else {}
        is_long = slot.how is How.WORDS or slot.name in _LONG
        for code in LANGUAGES:
            own = f"{name}.{code}"
            errors = self._written.problems.get(own, ())
            general = self._written.problems.get(name, ()) if code == LANGUAGES[0] else ()
            text = held.get(code, "")
            yield Field(
                name=own,
                kind=Kind.LONG_TEXT if is_long else Kind.TEXT,
                label=f"{words.label} ({choices.LANGUAGE_NAMES[code]})",
                hint=str(words.hint) if code == LANGUAGES[0] else "",
                required=slot.is_required and slot.how is How.TEXT,
                value="\n".join(map(str, text)) if isinstance(text, list) else str(text),
                errors=(*general, *errors),
                attributes={"rows": "3", **({"lang": code} if code != self._sheet.language else {})}
                if is_long
                else ({"lang": code} if code != self._sheet.language else {}),
            )


def name_block(name: str, written: Written) -> Block:
    """Ask for the key of an object in a map."""
    errors = tuple(written.problems.get("_name", ()))
    hint = _("Chữ thường không dấu, chữ số, gạch dưới. Mẫu in đọc theo tên này.")
    return Block(
        "", (Field("_name", Kind.TEXT, _("Tên dữ liệu"), hint=hint, value=name, errors=errors),)
    )


def _language_alone(label: str) -> str:
    """Leave only the language of a label, whose words stand above the rows."""
    language = label.rpartition("(")[2].rstrip(")")
    return f"{language[:1].upper()}{language[1:]}"


def _get(raw: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        raw = raw.get(part) if isinstance(raw, dict) else None
    return raw


def _attributes(slot: Slot) -> dict[str, str]:
    if slot.how in {How.LINES, How.EXAMPLES, How.DATA}:
        return {"rows": "4", "spellcheck": "false"}
    if slot.name in {"code", "key", "kind", "one_of", "pattern"}:
        return {"spellcheck": "false", "autocapitalize": "none"}
    return {}
