"""The kinds of question with one answer or a few fixed parts, one model a kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from motcua.procedures.base.forms.asked import Asked, Code, DayBound, Key, Option, When
from motcua.procedures.base.forms.patterns import checked_pattern
from motcua.procedures.base.texts import Text

# The greatest number a question may allow: sums and products of a few stay exact everywhere.
MOST = 10**15


class TextQuestion(Asked):
    """A line of text."""

    kind: Literal["text"]
    max_length: int = Field(200, ge=1, le=500)
    pattern: Annotated[str, AfterValidator(checked_pattern)] | None = None
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
    """A whole number; a `quantity` is one that a fee is counted by, and its page says the fee."""

    kind: Literal["number", "quantity"]
    min: int = Field(0, ge=-MOST, le=MOST)
    max: int = Field(1_000_000_000, ge=-MOST, le=MOST)
    suffix: Text | None = None


class MoneyQuestion(Asked):
    """An amount in whole đồng."""

    kind: Literal["money"]
    min: int = Field(0, ge=-MOST, le=MOST)
    max: int = Field(1_000_000_000_000_000, ge=-MOST, le=MOST)


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


# Places of today, or of either side of 1 July 2025 (an old paper names places that are no more).
Era = Literal["today", "any"]


class PlaceQuestion(Asked):
    """A commune of a province, by their codes of today; where `any`, of the places before too."""

    kind: Literal["place"]
    era: Era = "today"


class AddressQuestion(Asked):
    """House number and street, commune and province, of the eras a place may be of."""

    kind: Literal["address"]
    era: Era = "today"


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


class MapPointQuestion(Asked):
    """A point in Viet Nam, by WGS 84 or VN-2000; or its place in words where nobody measured it."""

    kind: Literal["map-point"]
    words_will_do: bool = True


FileType = Literal["pdf", "jpeg", "png", "heic"]


class FilesQuestion(Asked):
    """Files that belong to the answer; what they prove is a paper of the pack instead.

    `purpose` tells what they are for, and is said to who is asked to send them.
    """

    kind: Literal["files"]
    min: int = Field(1, ge=0, le=20)
    max: int = Field(5, ge=1, le=20)
    max_mb: int = Field(10, ge=1, le=50)
    types: tuple[FileType, ...] = ("pdf", "jpeg", "png", "heic")
    purpose: Text | None = None


class CalculatedQuestion(Asked):
    """What is worked out from other answers: shown and kept, never typed."""

    kind: Literal["calculated"]
    value: When
    look: Literal["number", "money"] = "number"
    suffix: Text | None = None
    required: Literal[False] = False


SigningWay = Literal["code", "remote", "token"]


class SignatureQuestion(Asked):
    """The filer signs what is filed, as PDF: the filled form, or a paper that was sent.

    Attributes:
        signs: `form`, or the code of a paper.
        ways: by a one-time code, by a remote signing service, with a token of one's own. A code is
            confirmed under the agency's seal, so it is only for the form, which the agency prints.

    """

    kind: Literal["signature"]
    signs: Code = "form"
    ways: tuple[SigningWay, ...] = Field(("code", "remote", "token"), min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _own_ways_of_a_paper(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("signs", "form") != "form":
            return {"ways": ("remote", "token"), **given}
        return given

    @model_validator(mode="after")
    def _seal_only_what_we_print(self) -> Self:
        if self.signs != "form" and "code" in self.ways:
            message = "the way code is only for signs: form; a paper takes remote and token"
            raise ValueError(message)
        return self


class NoticeQuestion(Asked):
    """Something to read; there is no answer."""

    kind: Literal["notice"]
    required: Literal[False] = False
