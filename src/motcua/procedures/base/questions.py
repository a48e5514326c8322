"""The questions a form can ask, one model a kind; what a pack's form.yaml may say.

Keys are flat and unique in the form. The shapes of answers: text kinds and codes `str`, dates
`YYYY-MM-DD` (partial ones may stop after year or month), numbers and đồng `int`, yes/no `bool`,
several choices a list of codes, files a list of file keys, groups a list of objects; places,
addresses, names in parts and identity documents an object.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from motcua.procedures.base.texts import Text
from motcua.procedures.enums import Mark

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
When = str | dict[str, Any]
# A day: fixed (`2026-12-31`), `today`, or so many days or years from it (`today-60d`, `today-18y`).
DayBound = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d|today([+-]\d{1,5}[dy])?)$")]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# Items of the statutory form a question answers: `no`, or `form#no` where a pack prints several.
Items = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Spec(BaseModel):
    """A part of a pack: immutable, and nothing unknown is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")


OptionCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,59}$")]


class Option(Spec):
    """One answer among several."""

    value: OptionCode
    label: Text
    hint: Text | None = None


class Asked(Spec):
    """What every question says.

    Attributes:
        hint: one sentence always seen below the label; `help`: longer, folded away.
        when: the question is only asked where this holds; otherwise its answer is dropped.
        items: items of the statutory form it answers; `basis` cites the law where no form does.
        mark: whether item or basis was read in a `source` or remembered.
        prefill: where a known answer comes from (`person.full_name`), used if `prefill_when` holds.
        missing: what to say when it is left empty, instead of the general sentence; `refused`:
            when the answer is not of its kind.
        examples: valid answers, for the documentation, the demo world and the proof.

    """

    key: Key
    label: Text
    hint: Text | None = None
    help: Text | None = None
    required: bool = True
    when: When | None = None
    items: Items = ()
    basis: str | None = None
    mark: Mark | None = None
    source: str | None = None
    prefill: str | None = None
    prefill_when: When | None = None
    missing: Text | None = None
    refused: Text | None = None
    examples: tuple[Any, ...] = ()


def _is_pattern(value: str) -> str:
    re.compile(value)
    if len(value) > 200 or re.search(r"[+*}]\)?[+*{]", value):
        raise ValueError("a pattern is short and repeats nothing that repeats")
    return value


class TextQuestion(Asked):
    """A line of text."""

    kind: Literal["text"]
    max_length: int = Field(200, ge=1, le=500)
    pattern: Annotated[str, BeforeValidator(_is_pattern)] | None = None
    pattern_message: Text | None = None


class LongTextQuestion(Asked):
    """Some lines of text."""

    kind: Literal["long-text"]
    max_length: int = Field(2000, ge=1, le=10_000)


class NameQuestion(Asked):
    """A person's full name as it is written."""

    kind: Literal["name"]
    max_length: int = Field(100, ge=1, le=200)


class NamePartsQuestion(Asked):
    """A person's name as family, middle and given name; the middle one may be empty."""

    kind: Literal["name-parts"]


class DateQuestion(Asked):
    """A day."""

    kind: Literal["date"]
    earliest: DayBound = "1900-01-01"
    latest: DayBound | None = None


class PartialDateQuestion(Asked):
    """A day of which only the year, or year and month, may be known."""

    kind: Literal["partial-date"]
    earliest: DayBound = "1900-01-01"
    latest: DayBound | None = None


class NumberQuestion(Asked):
    """A whole number."""

    kind: Literal["number"]
    min: int = 0
    max: int = 1_000_000_000
    suffix: Text | None = None


class MoneyQuestion(Asked):
    """An amount in whole đồng."""

    kind: Literal["money"]
    min: int = 0
    max: int = 1_000_000_000_000_000


class ChoiceQuestion(Asked):
    """One of several; `list` names a shared list (`ethnicities`, `countries`)."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = ()
    list: Code | None = None
    look: Literal["auto", "radios", "select"] = "auto"


class ChoicesQuestion(Asked):
    """Any number of several."""

    kind: Literal["choices"]
    options: tuple[Option, ...]
    min: int = 1
    max: int = 50


class YesNoQuestion(Asked):
    """Yes or no."""

    kind: Literal["yes-no"]


class DeclarationQuestion(Asked):
    """A promise that must be ticked (cam đoan)."""

    kind: Literal["declaration"]


class PlaceQuestion(Asked):
    """A commune of a province, by their codes of today."""

    kind: Literal["place"]


class AddressQuestion(Asked):
    """House number and street, commune and province."""

    kind: Literal["address"]


class PersonNumberQuestion(Asked):
    """A question whose answer may be a personal number, which tells birth year and sex.

    `born` and `sex` are the keys of the questions beside it that ask the same person for those.
    """

    born: Key | None = None
    sex: Key | None = None


class CitizenNumberQuestion(PersonNumberQuestion):
    """The twelve digits of a citizen's personal identification number."""

    kind: Literal["citizen-number"]


IdentityType = Literal["citizen-number", "old-id", "passport", "residence-card"]


class IdentityDocumentQuestion(PersonNumberQuestion):
    """A document that names a person: type, number and country; foreigners have passports."""

    kind: Literal["identity-document"]
    types: tuple[IdentityType, ...] = ("citizen-number", "old-id", "passport", "residence-card")


class PhoneQuestion(Asked):
    """A telephone number."""

    kind: Literal["phone"]


class EmailQuestion(Asked):
    """An e-mail address."""

    kind: Literal["email"]


class TaxCodeQuestion(Asked):
    """A tax code, which is an enterprise's number too."""

    kind: Literal["tax-code"]


class FilesQuestion(Asked):
    """Files that belong to the answer; what they prove is a paper of the pack instead."""

    kind: Literal["files"]
    min: int = 1
    max: int = 5
    max_mb: int = Field(10, ge=1, le=50)
    types: tuple[str, ...] = ("pdf", "jpeg", "png", "heic")


class NoticeQuestion(Asked):
    """Something to read; there is no answer."""

    kind: Literal["notice"]
    required: Literal[False] = False


Single = Annotated[
    TextQuestion
    | LongTextQuestion
    | NameQuestion
    | NamePartsQuestion
    | DateQuestion
    | PartialDateQuestion
    | NumberQuestion
    | MoneyQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | YesNoQuestion
    | DeclarationQuestion
    | PlaceQuestion
    | AddressQuestion
    | CitizenNumberQuestion
    | IdentityDocumentQuestion
    | PhoneQuestion
    | EmailQuestion
    | TaxCodeQuestion
    | FilesQuestion
    | NoticeQuestion,
    Field(discriminator="kind"),
]


class GroupQuestion(Asked):
    """Questions asked once for each of several things, such as the members of a household."""

    kind: Literal["group"]
    questions: tuple[Single, ...]
    min: int = Field(0, ge=0)
    max: int = Field(20, ge=1, le=200)
    item_label: Text
    add_label: Text


Question = Annotated[Single | GroupQuestion, Field(discriminator="kind")]
