"""The questions a form can ask, one model a kind; what a pack's form.yaml may say.

Keys are flat and unique in the form. The shapes of answers: text kinds and codes `str`, dates
`YYYY-MM-DD` (partial ones may stop after year or month), numbers and đồng `int`, yes/no `bool`,
several choices a list of codes, files a list of file keys, groups a list of objects; places,
addresses, names in parts, identity documents, points, persons and enterprises an object.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from motcua.procedures.base.forms.asked import (
    Asked,
    Code,
    DayBound,
    Key,
    Option,
    OptionCode,
    Spec,
    When,
)
from motcua.procedures.base.forms.compounds import (
    CompoundQuestion,
    EnterpriseQuestion,
    PersonQuestion,
)
from motcua.procedures.base.forms.kinds import (
    AddressQuestion,
    CalculatedQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    CitizenNumberQuestion,
    DateQuestion,
    DeclarationQuestion,
    EmailQuestion,
    FilesQuestion,
    IdentityDocumentQuestion,
    LongTextQuestion,
    MapPointQuestion,
    MoneyQuestion,
    NamePartsQuestion,
    NameQuestion,
    NoticeQuestion,
    NumberQuestion,
    PartialDateQuestion,
    PersonNumberQuestion,
    PhoneQuestion,
    PlaceQuestion,
    SignatureQuestion,
    TaxCodeQuestion,
    TextQuestion,
    YesNoQuestion,
)
from motcua.procedures.base.texts import Text

__all__ = [
    "UNANSWERED",
    "AddressQuestion",
    "Asked",
    "CalculatedQuestion",
    "ChoiceQuestion",
    "ChoicesQuestion",
    "CitizenNumberQuestion",
    "Code",
    "CompoundQuestion",
    "DateQuestion",
    "DayBound",
    "DeclarationQuestion",
    "EmailQuestion",
    "EnterpriseQuestion",
    "FilesQuestion",
    "GroupQuestion",
    "IdentityDocumentQuestion",
    "Key",
    "LongTextQuestion",
    "MapPointQuestion",
    "MoneyQuestion",
    "NamePartsQuestion",
    "NameQuestion",
    "NoticeQuestion",
    "NumberQuestion",
    "Option",
    "OptionCode",
    "PartialDateQuestion",
    "PersonNumberQuestion",
    "PersonQuestion",
    "PhoneQuestion",
    "PlaceQuestion",
    "Question",
    "SignatureQuestion",
    "Single",
    "Spec",
    "TaxCodeQuestion",
    "TextQuestion",
    "When",
    "YesNoQuestion",
]

# Kinds that stand on a page and have no answer: something to read, something to sign.
UNANSWERED = frozenset({"notice", "signature"})

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
    | PersonQuestion
    | EnterpriseQuestion
    | MapPointQuestion
    | FilesQuestion
    | CalculatedQuestion
    | SignatureQuestion
    | NoticeQuestion,
    Field(discriminator="kind"),
]


class GroupQuestion(Asked):
    """Questions asked once for each of several things, such as the members of a household.

    A `table` is one whose rows are drawn below each other, for short answers.
    """

    kind: Literal["group", "table"]
    questions: tuple[Single, ...]
    min: int = Field(0, ge=0)
    max: int = Field(20, ge=1, le=200)
    item_label: Text
    add_label: Text

    @model_validator(mode="after")
    def _may_stand_in_rows(self) -> Self:
        for question in self.questions:
            if question.kind in {"files", "signature"}:
                raise ValueError(f"{question.key}: {question.kind} cannot be asked row by row")
        return self


Question = Annotated[Single | GroupQuestion, Field(discriminator="kind")]
