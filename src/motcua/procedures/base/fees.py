"""What a dossier costs: dated rows, quantities, exemptions and a province's own amounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import Field

from motcua.procedures.base.conditions.compiling import (
    Condition,
    Scope,
    compile_condition,
    compile_quantity,
)
from motcua.procedures.base.forms.questions import Code
from motcua.procedures.base.packs import LARGEST_AMOUNT, DatedSpec, Exemption, Fee, Reduction
from motcua.procedures.enums import Channel, ClaimState, FeeDue

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date


class FeeOverride(DatedSpec):
    """The amount a province set for a fee of a pack, from a day on, with its resolution."""

    code: Code
    channel: Channel | None = None
    amount: int = Field(ge=0, le=LARGEST_AMOUNT)
    basis: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of what is due; money in đồng.

    `exemption` is the code of the exemption that applied, empty for none; `confirmed` is false
    where the amount still awaits an administrator's word; `is_known` where there is none yet
    because the province has not set it: nothing is asked for it online then. `reduced_to` is the
    percentage still due of it where filing online makes it less, `exempt_as` what the
    exemption is called; `row` the place of the row that
    counted among those of its channel. An exemption that a paper has to show is claimed: `proof`
    is that paper's code, and `otherwise` the line as it is due where the paper does not, which may
    claim another.
    """

    code: str
    name: Mapping[str, str]
    amount: int
    quantity: int
    total: int
    due: FeeDue
    basis: str
    confirmed: bool
    refundable: bool
    exemption: str = ""
    is_known: bool = True
    reduced_to: int = 100
    row: int = 0
    exempt_as: Mapping[str, str] | None = None
    proof: str = ""
    otherwise: FeeLine | None = None

    @property
    def claimed(self) -> tuple[FeeLine, ...]:
        """The line by each exemption that a paper has to show, what leaves least to pay first."""
        if not self.proof or self.otherwise is None:
            return ()
        return (self, *self.otherwise.claimed)

    @property
    def ordinary(self) -> FeeLine:
        """The line as it is due where no paper shows what is claimed."""
        return self.otherwise.ordinary if self.proof and self.otherwise else self


def kept_line(line: FeeLine, day: date) -> dict[str, Any]:
    """Write a fee as a dossier keeps it, fixed at filing; open where nobody has set it yet.

    Exemptions that are claimed are kept each with its proof and with the line that is due by it,
    beside what is due without any: see `motcua.procedures.base.claims`.
    """
    claims = [
        {
            "exemption": one.exemption,
            "proof": one.proof,
            "state": str(ClaimState.ASKED),
            "line": _kept(one, day),
        }
        for one in line.claimed
    ]
    claimed = {"claims": claims, "ordinary": _kept(line.ordinary, day)} if claims else {}
    return {**_kept(line, day), **claimed}


def _kept(line: FeeLine, day: date) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": dict(line.name),
        "amount": line.amount,
        "quantity": line.quantity,
        "total": line.total,
        "due": str(line.due),
        "basis": line.basis,
        "exemption": line.exemption,
        "refundable": line.refundable,
        "day": day.isoformat(),
        **({} if line.is_known else {"is_open": True}),
        **({} if line.reduced_to == 100 else {"reduced_to": line.reduced_to}),
        **({"exempt_as": dict(line.exempt_as)} if line.exempt_as else {}),
    }


@dataclass(frozen=True, slots=True)
class CompiledFee:
    """A fee row with its conditions ready to be judged."""

    fee: Fee
    when: Condition | None
    quantity: Condition | None
    exemptions: tuple[tuple[Exemption, Condition | None], ...]
    row: int = 0

    @property
    def refs(self) -> frozenset[str]:
        """The questions it hangs on."""
        conditions = (self.when, self.quantity, *(when for _row, when in self.exemptions))
        return frozenset().union(*(one.refs for one in conditions if one is not None))

    def with_papers(self, papers: Collection[str]) -> CompiledFee:
        """Give the row without the exemptions whose proof is not among the papers that come."""
        proved = (one for one in self.exemptions if one[0].proof in {None, *papers})
        return replace(self, exemptions=tuple(proved))


def compile_fee(fee: Fee, scope: Scope, row: int = 0) -> CompiledFee:
    """Compile a fee row; raise `ConditionInvalid` where a condition does not fit the form."""
    return CompiledFee(
        fee,
        None if fee.when is None else compile_condition(fee.when, scope),
        None if fee.quantity is None else compile_quantity(fee.quantity, scope),
        tuple(
            (one, None if one.when is None else compile_condition(one.when, scope))
            for one in fee.exemptions
        ),
        row,
    )


def fee_lines(
    fees: Sequence[CompiledFee],
    answers: Mapping[str, Any],
    day: date,
    *,
    quantity: int = 1,
    overrides: Sequence[FeeOverride] = (),
    channel: str = "",
) -> tuple[FeeLine, ...]:
    """Work out what is due for clean answers on a day; lines of no quantity are left out.

    `quantity` counts for rows that do not count by an answer. An exemption without a condition is
    granted by an official and never applies by itself. Of several exemptions, and a reduction
    beside them, the one that leaves least to pay counts, and no two together; one that a paper has
    to show is followed by what counts where it does not.
    """
    lines = []
    for row in fees:
        if not row.fee.holds_on(day) or not _applies(row.when, answers, day):
            continue
        count = quantity if row.quantity is None else row.quantity.run(answers, answers, day) or 0
        if count > 0:
            price = _price(row.fee, _override(row.fee, overrides, day, channel), count)
            held = _exemptions(row, answers, day)
            lines.append(_line(row, price, held, day, channel))
    return tuple(lines)


def open_fees(
    fees: Sequence[CompiledFee],
    answers: Mapping[str, Any],
    day: date,
    awaited: Callable[[str], bool],
) -> tuple[Fee, ...]:
    """Give the rows that count nothing yet because what they hang on is `awaited`."""
    return tuple(
        row.fee for row in fees if row.fee.holds_on(day) and _is_open(row, answers, day, awaited)
    )


def _is_open(
    row: CompiledFee, answers: Mapping[str, Any], day: date, awaited: Callable[[str], bool]
) -> bool:
    if row.when is not None and not row.when.holds(answers, day):
        return any(awaited(key) for key in row.when.refs)
    if row.quantity is None or row.quantity.run(answers, answers, day):
        return False
    return any(awaited(key) for key in row.quantity.refs)


def amount_of(
    fee: Fee, overrides: Sequence[FeeOverride], day: date, channel: str
) -> tuple[int | None, str, bool]:
    """Give the amount of one, its basis and whether it is confirmed, as set for that channel.

    The amount is nothing where only the province can say it and has not; the highest of brackets.
    """
    own = _override(fee, overrides, day, channel)
    if own is not None:
        return own.amount, own.basis, own.confirmed
    highest = max((bracket.amount for bracket in fee.brackets), default=fee.amount)
    return highest, fee.basis, fee.confirmed


def _applies(when: Condition | None, answers: Mapping[str, Any], day: date) -> bool:
    return when is None or when.holds(answers, day)


def _override(
    fee: Fee, overrides: Sequence[FeeOverride], day: date, channel: str
) -> FeeOverride | None:
    if fee.set_by == "nation":
        return None
    fitting = [
        row
        for row in overrides
        if row.code == fee.code and row.holds_on(day) and row.channel in {None, channel}
    ]
    return max(fitting, key=lambda row: (row.channel is not None, row.valid_from), default=None)


def _line(
    row: CompiledFee, price: _Price, held: Sequence[Exemption], day: date, channel: str
) -> FeeLine:
    less = _least(held, _reduction(row.fee, day, channel))
    exempt = less if isinstance(less, Exemption) else None
    reduction = less if isinstance(less, Reduction) else None
    others = [one for one in held if one is not exempt]
    full = (price.amount or 0) * price.times
    proof = (exempt.proof if exempt else None) or ""
    return FeeLine(
        code=row.fee.code,
        name=row.fee.name,
        amount=price.amount or 0,
        quantity=price.times,
        total=full if less is None else full * less.percent // 100,
        due=row.fee.due,
        basis=less.basis if less else price.basis,
        confirmed=price.confirmed,
        refundable=row.fee.refundable,
        exemption=exempt.code if exempt else "",
        exempt_as=exempt.name if exempt else None,
        is_known=price.amount is not None or (exempt is not None and exempt.percent == 0),
        reduced_to=reduction.percent if reduction else 100,
        row=row.row,
        proof=proof,
        otherwise=_line(row, price, others, day, channel) if proof else None,
    )


@dataclass(frozen=True, slots=True)
class _Price:
    """What is due of one, how often, by which text, and whether that is confirmed."""

    amount: int | None
    times: int
    basis: str
    confirmed: bool


def _price(fee: Fee, own: FeeOverride | None, count: int) -> _Price:
    if own is not None:
        return _Price(own.amount, count, own.basis, own.confirmed)
    for bracket in fee.brackets:
        if bracket.up_to is None or count <= bracket.up_to:
            times = count if bracket.each else 1
            return _Price(bracket.amount, times, bracket.basis, fee.confirmed)
    return _Price(fee.amount, count, fee.basis, fee.confirmed)


def _exemptions(row: CompiledFee, answers: Mapping[str, Any], day: date) -> list[Exemption]:
    return [
        exemption
        for exemption, when in row.exemptions
        if when is not None and when.holds(answers, day)
    ]


def _least(held: Sequence[Exemption], reduction: Reduction | None) -> Exemption | Reduction | None:
    """Give what leaves least to pay; of equals what needs no paper, then what comes first."""
    found: list[Exemption | Reduction] = [*held, *([reduction] if reduction else [])]
    return min(
        found, key=lambda one: (one.percent, bool(getattr(one, "proof", None))), default=None
    )


def _reduction(fee: Fee, day: date, channel: str) -> Reduction | None:
    if channel != Channel.ONLINE:
        return None
    return next((row for row in fee.reductions if row.holds_on(day)), None)
