"""Questions about a whole person or enterprise: several answers under one head.

The parts are questions like any other; the answer is an object of their answers by code.
"""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, model_validator

from motcua.procedures.base.forms.asked import Asked, DayBound, Option
from motcua.procedures.base.forms.kinds import (
    AddressQuestion,
    ChoiceQuestion,
    CitizenNumberQuestion,
    DateQuestion,
    EmailQuestion,
    IdentityDocumentQuestion,
    NameQuestion,
    PhoneQuestion,
    TaxCodeQuestion,
    TextQuestion,
)
from motcua.procedures.base.shared import shared_texts
from motcua.procedures.base.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

PersonPart = Literal[
    "full_name",
    "birth_date",
    "sex",
    "number",
    "document",
    "ethnicity",
    "nationality",
    "address",
    "phone",
    "email",
]
EnterprisePart = Literal[
    "code", "name", "foreign_name", "seat", "representative", "title", "phone", "email"
]


class CompoundQuestion(Asked):
    """A question whose answer is an object, part by part.

    Attributes:
        asks: the parts asked for, in order; `may_omit`: those of them that may be left empty.
        labels: the pack's own wording of a part.

    """

    asks: tuple[Any, ...]
    may_omit: tuple[Any, ...] = ()
    labels: dict[Any, Text] = Field(default_factory=dict)

    @cached_property
    def parts(self) -> tuple[Asked, ...]:
        """The questions the answer is made of, keyed by the code of the part."""
        return tuple(self._part(part) for part in self.asks)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(set(self.asks)) < len(self.asks) or not self.asks:
            raise ValueError("each part is asked once, and at least one is")
        stray = {*self.may_omit, *self.labels} - {*self.asks}
        if stray:
            raise ValueError(f"not asked: {', '.join(sorted(stray))}")
        return self

    def _part(self, part: str) -> Asked:
        about = self._told()
        build, more = about[part]
        label = self.labels.get(part) or shared_texts("words")[f"part-{part}"]
        return build(key=part, label=label, required=part not in self.may_omit, **more)

    @abstractmethod
    def _told(self) -> Mapping[str, tuple[Callable[..., Asked], dict[str, Any]]]:
        """Give each part's kind of question, and what more is said of it."""


class PersonQuestion(CompoundQuestion):
    """A person: name, birth, sex, number and whatever else is asked, taken over as a whole.

    `latest` bounds the day of birth, as in `today-18y`.
    """

    kind: Literal["person"]
    asks: tuple[PersonPart, ...] = ("full_name", "birth_date", "sex", "number")
    may_omit: tuple[PersonPart, ...] = ()
    labels: dict[PersonPart, Text] = Field(default_factory=dict)
    latest: DayBound = "today"

    def _told(self) -> Mapping[str, tuple[Callable[..., Asked], dict[str, Any]]]:
        beside = {
            "born": "birth_date" if "birth_date" in self.asks else None,
            "sex": "sex" if "sex" in self.asks else None,
        }
        return {
            "full_name": (NameQuestion, {"kind": "name"}),
            "birth_date": (DateQuestion, {"kind": "date", "latest": self.latest}),
            "sex": (ChoiceQuestion, {"kind": "choice", "options": _sexes()}),
            "number": (CitizenNumberQuestion, {"kind": "citizen-number", **beside}),
            "document": (IdentityDocumentQuestion, {"kind": "identity-document", **beside}),
            "ethnicity": (ChoiceQuestion, {"kind": "choice", "list": "ethnicities"}),
            "nationality": (ChoiceQuestion, {"kind": "choice", "list": "countries"}),
            "address": (AddressQuestion, {"kind": "address"}),
            "phone": (PhoneQuestion, {"kind": "phone"}),
            "email": (EmailQuestion, {"kind": "email"}),
        }


class EnterpriseQuestion(CompoundQuestion):
    """An enterprise: its number, name, seat and representative, taken over as a whole."""

    kind: Literal["enterprise"]
    asks: tuple[EnterprisePart, ...] = ("code", "name", "seat", "representative")
    may_omit: tuple[EnterprisePart, ...] = ()
    labels: dict[EnterprisePart, Text] = Field(default_factory=dict)

    def _told(self) -> Mapping[str, tuple[Callable[..., Asked], dict[str, Any]]]:
        text = (TextQuestion, {"kind": "text"})
        return {
            "code": (TaxCodeQuestion, {"kind": "tax-code"}),
            "name": text,
            "foreign_name": text,
            "seat": (AddressQuestion, {"kind": "address"}),
            "representative": (NameQuestion, {"kind": "name"}),
            "title": text,
            "phone": (PhoneQuestion, {"kind": "phone"}),
            "email": (EmailQuestion, {"kind": "email"}),
        }


def _sexes() -> tuple[Option, ...]:
    words = shared_texts("words")
    return tuple(Option(value=sex, label=words[sex]) for sex in ("male", "female"))
