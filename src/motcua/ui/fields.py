"""The form view model: what a page of questions says, in the page's language, before it is HTML.

Rooms build these values and hand them to `motcua.ui.forms`; texts arrive translated, values as
they were typed. Names are dotted paths (`members.0.full_name`). Kinds of several parts post one
input a part: a date `NAME.day`, `NAME.month`, `NAME.year`; a place `NAME.province`,
`NAME.commune`; an address those and `NAME.line`. `motcua.ui.posted` reads them back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Kind(StrEnum):
    """The kinds of question a page can ask; `value` of a field has the type in brackets."""

    TEXT = "text"  # str
    LONG_TEXT = "long-text"  # str
    NAME = "name"  # str, a person's name
    DATE = "date"  # DateParts
    NUMBER = "number"  # str, decimal digits
    MONEY = "money"  # str, whole đồng
    CHOICE = "choice"  # str, one option's value
    CHOICES = "choices"  # tuple[str, ...], options' values
    YES_NO = "yes-no"  # "yes", "no" or ""
    PLACE = "place"  # PlaceParts
    ADDRESS = "address"  # AddressParts
    CITIZEN_NUMBER = "citizen-number"  # str
    PHONE = "phone"  # str
    EMAIL = "email"  # str
    TAX_CODE = "tax-code"  # str
    FILES = "files"  # tuple[FileItem, ...]
    MAP_POINT = "map-point"  # PointParts
    CALCULATED = "calculated"  # str, as it is shown; nothing is posted
    NOTICE = "notice"  # "": only its label and hint are shown


class Look(StrEnum):
    """How a choice is drawn; AUTO takes radios up to seven options and a list beyond."""

    AUTO = "auto"
    RADIOS = "radios"
    SELECT = "select"


@dataclass(frozen=True, slots=True)
class DateParts:
    """A date as typed, in the Vietnamese order; each part may be empty or wrong."""

    day: str = ""
    month: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class PlaceParts:
    """Codes of a province and of one of its communes; empty where not chosen."""

    province: str = ""
    commune: str = ""
    era: str = ""


@dataclass(frozen=True, slots=True)
class AddressParts:
    """House number, street and hamlet as one line, with the codes of commune and province."""

    line: str = ""
    province: str = ""
    commune: str = ""
    era: str = ""


@dataclass(frozen=True, slots=True)
class PointParts:
    """A point as typed: reference system, north and east (degrees or metres), central meridian.

    `words` tell where it lies, for who has no coordinates.
    """

    system: str = ""
    north: str = ""
    east: str = ""
    meridian: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A country as a picture to choose a point on: `scale` units a degree from its corner."""

    west: int
    north: int
    scale: int
    box: str
    path: str
    islands: tuple[tuple[int, int, int, int], ...]  # x, y, width, height


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file that already belongs to the draft; `key` is what the remove button posts."""

    key: str
    name: str
    size: int  # bytes
    url: str = ""  # where it downloads
    note: str = ""  # such as "đang kiểm tra vi-rút"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer among several."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShownWhen:
    """Show a question only when the answer `name` on the same page is one of `values`.

    Scripts hide it; without scripts it stays and `sentence` tells who should answer, so the
    server must not require it when the condition does not hold.
    """

    name: str
    values: tuple[str, ...]
    sentence: str = ""


Value = (
    str
    | tuple[str, ...]
    | DateParts
    | PlaceParts
    | AddressParts
    | PointParts
    | tuple[FileItem, ...]
)


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    Attributes:
        name: dotted path, posted back as it is.
        hint: one sentence below the label, always seen.
        help: longer explanation beside the question, folded away.
        options: answers of a choice; provinces of a place or address.
        blank: what it means that nothing of a list is chosen; empty asks to choose.
        communes: communes of the province chosen, for a place or address.
        eras: the eras a place may be of, where there are several; reference systems of a point.
        meridians: the central meridians a point may be measured from.
        picture: what a point is chosen on.
        origin: where an answer that was known already comes from.
        attributes: further HTML attributes of the control (`maxlength`, `accept`, `rows`, …).
        autocomplete: an HTML autofill token such as `name` or `bday`.
        locked: the value is shown and cannot be changed.
        remark: why an official reopened the question.
        citation: form and item the question comes from, where the page should say it.
        optional_note: what stands in brackets where it need not be answered, instead of the
            general word.
        suffix: unit written after the control, such as `m²`.
        lookup_url: where a script fetches a province's communes (`?province=01`), as JSON rows
            `[code, name]`.
        upload_url: where a script posts one file (`field`, `file`) as soon as it is chosen; the
            answer is this question drawn anew, or a problem whose `detail` says what is wrong.
        max_bytes: the size a script refuses beforehand, 0 for none.
        several: whether more than one file may be chosen at once.

    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    help: str = ""
    required: bool = True
    value: Value = ""
    errors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    blank: str = ""
    communes: tuple[Option, ...] = ()
    eras: tuple[Option, ...] = ()
    meridians: tuple[Option, ...] = ()
    origin: str = ""
    picture: Picture | None = None
    look: Look = Look.AUTO
    attributes: Mapping[str, str] = field(default_factory=dict)
    autocomplete: str = ""
    locked: bool = False
    remark: str = ""
    citation: str = ""
    suffix: str = ""
    optional_note: str = ""
    lookup_url: str = ""
    upload_url: str = ""
    max_bytes: int = 0
    several: bool = False
    shown_when: ShownWhen | None = None

    @property
    def id(self) -> str:
        """The id of the question on the page; error links point to it."""
        return control_id(self.name)

    @property
    def is_tick(self) -> bool:
        """Whether it is one box that says what the question says; it is read once then."""
        return len(self.options) == 1 and self.options[0].label == self.label


@dataclass(frozen=True, slots=True)
class Group:
    """Questions repeated per item, between `minimum` and `maximum` times.

    The fields of item *i* are named `NAME.i.…`. Adding and removing are plain submit buttons
    (`Press.ADD` posts the group's name, `Press.REMOVE` posts `NAME.i`). As a `is_table` its items
    are rows below each other, and boxes on a small screen.
    """

    name: str
    label: str
    items: tuple[tuple[Field | Cluster, ...], ...]
    minimum: int = 0
    maximum: int = 20
    add_label: str = ""
    item_label: str = ""  # such as "Thành viên"; the page adds the number
    hint: str = ""
    errors: tuple[str, ...] = ()
    locked: bool = False
    remark: str = ""
    shown_when: ShownWhen | None = None
    is_table: bool = False
    help: str = ""
    citation: str = ""
    origin: str = ""

    @property
    def id(self) -> str:
        """The id of the group on the page."""
        return control_id(self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the columns of a table."""
        return tuple(field.label for field in self.items[0]) if self.items else ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Several answers under one head: a person, an enterprise. Fields are named `NAME.part`."""

    name: str
    label: str
    fields: tuple[Field, ...]
    hint: str = ""
    help: str = ""
    required: bool = True
    errors: tuple[str, ...] = ()
    locked: bool = False
    remark: str = ""
    citation: str = ""
    origin: str = ""
    shown_when: ShownWhen | None = None
    find_label: str = ""  # of the button that fills the rest in by a number; none where empty

    @property
    def id(self) -> str:
        """The id of the whole on the page."""
        return control_id(self.name)


Question = Field | Group | Cluster


@dataclass(frozen=True, slots=True)
class Section:
    """Questions on one matter under one heading; `title` may be empty on a one-question page."""

    title: str
    fields: tuple[Question, ...]
    intro: str = ""

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield `(id of the control, message)` for the error summary, in the page's order."""
        for question in self.fields:
            yield from _problems(question)


class Press(StrEnum):
    """Names of the submit buttons inside a form; `motcua.ui.posted.pressed` reads which one."""

    NEXT = "_next"
    BACK = "_back"
    SAVE = "_save"  # keep and leave
    ADD = "_add"  # value: a group's name
    REMOVE = "_remove"  # value: NAME.i
    DROP = "_drop"  # value: the key of a FileItem
    FIND = "_find"  # value: a cluster's name; fill in what is known by its number
    LOOKUP = "_lookup"  # value: a place's name; show its communes
    LANGUAGE = "_language"  # value: the language to switch to
    AUTOSAVE = "_autosave"  # sent by the script, value 1


def control_id(name: str) -> str:
    """Return the HTML id of the control named `name`: `members.0.sex` gives `f-members-0-sex`."""
    return "f-" + name.replace(".", "-")


def _problems(question: Question) -> Iterator[tuple[str, str]]:
    for message in question.errors:
        yield _first_control(question), message
    if isinstance(question, Group):
        many = len(question.items) > 1
        for number, item in enumerate(question.items, start=1):
            which = f"{question.item_label or question.label} {number}: " if many else ""
            for inner in item:
                yield from ((place, f"{which}{said}") for place, said in _problems(inner))
    elif isinstance(question, Cluster):
        for part in question.fields:
            yield from _problems(part)


def _first_control(question: Question) -> str:
    """Return the id that the error summary should focus: the first control of the question."""
    if isinstance(question, Group | Cluster):
        return question.id
    first = {
        Kind.DATE: "-day",
        Kind.PLACE: "-province",
        Kind.ADDRESS: "-line",
        Kind.MAP_POINT: "-north",
    }
    return question.id + first.get(question.kind, "")
