"""A procedure as data: what procedure.yaml, process.yaml and result.yaml of a pack may say.

Whatever the law fixes is a row with the days it holds and its citation. `confirmed: false` marks
what an administrator still has to confirm; it is shown as such.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from motcua.procedures.base.forms.questions import Code, Key, Option, Question, Spec, When
from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.processes.spec import Process
from motcua.procedures.base.texts import Text
from motcua.procedures.enums import (
    AuthorityLevel,
    Channel,
    FeeDue,
    LimitUnit,
    Mark,
    Subject,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_AMOUNT: Final = 10_000_000_000
"""Đồng that a fee may be."""
LONGEST_LAW: Final = 80
"""Characters the number of a legal text may have."""
MOST_PAPERS: Final = 10_000
"""Originals, or copies, of one paper."""
_LONGEST_NUMBER = 100


class DatedSpec(Spec):
    """Something that holds from a day (inclusive) to another (exclusive), or without an end."""

    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class LegalBasis(Spec):
    """A legal text the procedure stands on; days that were not seen in a source are left empty.

    `kind` (`decree`, `circular`, …) and `year` are those its number tells.
    """

    number: str = Field(max_length=LONGEST_LAW)
    title: Text
    kind: Code | None = None
    year: int | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    articles: str | None = None
    mark: Mark = Mark.SEEN
    articles_mark: Mark = Mark.SEEN


class Decision(Spec):
    """The decision that announced the procedure."""

    number: str
    agency: Text | None = None
    issued_on: date | None = None


class ResultKind(Spec):
    """A result somebody may receive."""

    code: Code
    name: Text


class Requirement(Spec):
    """A condition for the procedure to be carried out."""

    text: Text
    basis: str


class DataSource(Spec):
    """A registry whose data replace a paper."""

    code: Code
    name: Text
    basis: str


class Paper(Spec):
    """A paper of the dossier (thành phần hồ sơ).

    Attributes:
        needed: `required` unless `when` fails; `optional` is never demanded.
        one_of: papers with the same word here replace each other; one of them is enough.
        is_shown: shown at the counter and given back, not handed in.
        channels: the ways of filing it is asked for; all where empty.
        may_be_data: registries whose data replace it.

    """

    code: Code
    name: Text
    help: Text | None = None
    originals: int = Field(0, ge=0, le=MOST_PAPERS)
    copies: int = Field(0, ge=0, le=MOST_PAPERS)
    needed: Literal["required", "optional"] = "required"
    when: When | None = None
    one_of: Code | None = None
    is_shown: bool = False
    channels: tuple[Channel, ...] = ()
    types: tuple[Literal["pdf", "jpeg", "png", "heic"], ...] = ("pdf", "jpeg", "png", "heic")
    max_files: int = Field(5, ge=1, le=20)
    max_mb: int = Field(20, ge=1, le=50)
    may_be_data: tuple[DataSource, ...] = ()
    basis: str
    mark: Mark = Mark.SEEN


class Variant(Spec):
    """A case of the procedure (trường hợp): papers and steps hang off it; the first that holds."""

    code: Code
    name: Text
    when: When | None = None
    papers: tuple[Paper, ...]
    steps: tuple[Text, ...] = ()


class Limit(DatedSpec):
    """A time limit; the first row that holds on the day and whose `when` holds counts."""

    amount: int = Field(ge=1, le=400)
    unit: LimitUnit
    when: When | None = None
    words: Text
    basis: str
    confirmed: bool = True


class Exemption(Spec):
    """Who does not pay a fee, wholly (0) or in part (`percent` still due).

    `proof` is the paper of the dossier, by its code, that shows it: without that paper the fee is
    due as ever, and an official says at receipt whether the paper shows it. Empty where the
    answers alone say so.
    """

    code: Code
    name: Text
    when: When | None = None
    percent: int = Field(0, ge=0, lt=100)
    proof: Code | None = None
    basis: str


class Bracket(Spec):
    """What is due up to a quantity, the last one without an end: at once, or for `each` of it."""

    up_to: int | None = Field(None, ge=0)
    amount: int = Field(ge=0, le=LARGEST_AMOUNT)
    each: bool = False
    basis: str


class Reduction(DatedSpec):
    """What is still due of a fee, in percent, where the dossier is filed online."""

    percent: int = Field(ge=0, lt=100)
    basis: str


class Fee(DatedSpec):
    """A fee in đồng for each `quantity` (an expression over the answers; one where empty).

    A fee that provinces set may have no amount of its own: it is known where an agency offers the
    procedure, once the province's amount stands there. Where there are brackets, the first that
    holds the quantity says the amount. Who is exempt has no reduction beside it.
    """

    code: Code
    name: Text
    amount: int | None = Field(None, ge=0, le=LARGEST_AMOUNT)
    brackets: tuple[Bracket, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    quantity: When | None = None
    unit: Text | None = None
    when: When | None = None
    due: FeeDue
    set_by: Literal["nation", "province"] = "nation"
    refundable: bool = True
    exemptions: tuple[Exemption, ...] = ()
    basis: str
    confirmed: bool = True

    @model_validator(mode="after")
    def _has_an_amount(self) -> Self:
        is_open = self.amount is None and not self.brackets
        if is_open and (self.set_by != "province" or self.confirmed):
            raise ValueError("a fee has an amount, unless provinces set it and it is unconfirmed")
        return self


class ChannelSpec(Spec):
    """A way of filing, with its time limits and fees.

    `limit_unclear`, `fees_unclear`: the source says something of them that could not be told for
    sure; it stands in `note`, and none is given here until an administrator settles it.
    """

    channel: Channel
    limits: tuple[Limit, ...]
    fees: tuple[Fee, ...] = ()
    note: Text | None = None
    limit_unclear: bool = False
    fees_unclear: bool = False


class Taken(Spec):
    """Where a field of the result comes from: a dotted source, and how it is written.

    Sources: `answers.KEY`, `official.KEY`, `registry.…`, `agency.…`, `signer.…`, `dossier.…`.
    """

    source: str = Field(alias="from", pattern=r"^[a-z]+(\.[a-z0-9_]+){0,3}$")
    style: str = Field("plain", alias="as")
    fields: dict[Key, Taken] = Field(default_factory=dict)


def _is_numbering(pattern: str) -> str:
    plain = pattern.replace("{number}", "").replace("{year}", "")
    if "{number}" not in pattern or "{" in plain or "}" in plain or len(pattern) > _LONGEST_NUMBER:
        raise ValueError("a number of the registry is written with {number} and {year} only")
    return pattern


class Registry(Spec):
    """How results are numbered: by agency and year, written with `pattern`."""

    code: Code
    name: Text
    pattern: Annotated[str, AfterValidator(_is_numbering)] = "{number}/{year}"


class Result(Spec):
    """The result: what an official adds, what the template receives, what the signed data hold."""

    code: Code
    title: Text
    basis: str
    mark: Mark
    registry: Registry
    questions: tuple[Question, ...] = ()
    data: dict[Key, Taken]
    signed: dict[Key, Taken]
    signed_type: str
    signer: Text
    template: str


class FieldOfWork(Spec):
    """The field of administration a procedure belongs to (lĩnh vực)."""

    code: Code
    name: Text


class Authority(Spec):
    """Who settles it: the tier and the kind of agency (`commune`, `police`, …)."""

    level: AuthorityLevel
    agency_kind: Code
    name: Text
    deciding: Text | None = None
    coordinating: Text | None = None


class Online(Spec):
    """What is meant to be online; `partly_because` is published where not all of it is."""

    level: int = Field(4, ge=1, le=4)
    partly_because: Text | None = None
    exchange: bool = True
    result_online: bool = True


class Facts(Spec):
    """What is said of a procedure, whatever its form and process."""

    code: str = Field(pattern=r"^[0-9][0-9A-Za-z.-]{2,29}$")
    name: Text
    summary: Text
    field: FieldOfWork
    authority: Authority
    decision: Decision
    keywords: dict[str, tuple[str, ...]]
    life_events: tuple[Code, ...] = ()
    subjects: tuple[Subject, ...]
    results: tuple[ResultKind, ...]
    requirements: tuple[Requirement, ...] = ()
    legal_bases: tuple[LegalBasis, ...]
    variants: tuple[Variant, ...] = Field(min_length=1)
    paper_notes: tuple[Text, ...] = ()
    channels: tuple[ChannelSpec, ...] = Field(min_length=1)
    online: Online

    def channel(self, channel: str) -> ChannelSpec | None:
        """Give a way of filing, or nothing where it is not one."""
        return next((row for row in self.channels if row.channel == channel), None)

    def papers(self) -> Iterator[tuple[Variant, Paper]]:
        """Yield every paper with its case."""
        for variant in self.variants:
            for paper in variant.papers:
                yield variant, paper

    def fees(self) -> Iterator[tuple[ChannelSpec, Fee]]:
        """Yield every fee row with its channel."""
        for row in self.channels:
            for fee in row.fees:
                yield row, fee


class Pack(Facts):
    """A whole procedure."""

    form: FormSpec
    process: Process
    result: Result
    lists: dict[Code, tuple[Option, ...]] = Field(default_factory=dict)


def pack_schema() -> dict[str, Any]:
    """Give the JSON Schema that a normalised pack fulfils."""
    return Pack.model_json_schema(by_alias=True)
