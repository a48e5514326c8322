"""What a dossier costs: dated rows, quantities, exemptions and a province's own amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import Field

from motcua.procedures.base.conditions import (
    Condition,
    Scope,
    compile_condition,
    compile_quantity,
)
from motcua.procedures.base.packs import DatedSpec, Exemption, Fee
from motcua.procedures.base.questions import Code
from motcua.procedures.enums import Channel, FeeDue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


class FeeOverride(DatedSpec):
    """The amount a province set for a fee of a pack, from a day on, with its resolution."""

    code: Code
    channel: Channel | None = None
    amount: int = Field(ge=0, le=10_000_000_000)
    basis: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of what is due; money in đồng.

    `exemption` is the code of the exemption that applied, empty for none; `confirmed` is false
    where the amount still awaits an administrator's word; `is_known` where there is none yet
    because the province has not set it: nothing is asked for it online then.
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


@dataclass(frozen=True, slots=True)
class CompiledFee:
    """A fee row with its conditions ready to be judged."""

    fee: Fee
    when: Condition | None
    quantity: Condition | None
    exemptions: tuple[tuple[Exemption, Condition | None], ...]

    @property
    def refs(self) -> frozenset[str]:
        """The questions it hangs on."""
        conditions = (self.when, self.quantity, *(when for _row, when in self.exemptions))
        return frozenset().union(*(one.refs for one in conditions if one is not None))


def compile_fee(fee: Fee, scope: Scope) -> CompiledFee:
    """Compile a fee row; raise `ConditionInvalid` where a condition does not fit the form."""
    return CompiledFee(
        fee,
        None if fee.when is None else compile_condition(fee.when, scope),
        None if fee.quantity is None else compile_quantity(fee.quantity, scope),
        tuple(
            (row, None if row.when is None else compile_condition(row.when, scope))
            for row in fee.exemptions
        ),
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
    granted by an official and never applies by itself.
    """
    lines = []
    for row in fees:
        if not row.fee.holds_on(day) or not _applies(row.when, answers, day):
            continue
        count = quantity if row.quantity is None else row.quantity.run(answers, answers, day) or 0
        if count > 0:
            lines.append(
                _line(row, count, answers, day, _override(row.fee, overrides, day, channel))
            )
    return tuple(lines)


def amount_of(
    fee: Fee, overrides: Sequence[FeeOverride], day: date, channel: str
) -> tuple[int | None, str, bool]:
    """Give the amount of one, its basis and whether it is confirmed, as set for that channel.

    The amount is nothing where only the province can say it and has not.
    """
    own = _override(fee, overrides, day, channel)
    return (own.amount, own.basis, own.confirmed) if own else (fee.amount, fee.basis, fee.confirmed)


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
    row: CompiledFee,
    count: int,
    answers: Mapping[str, Any],
    day: date,
    own: FeeOverride | None,
) -> FeeLine:
    source = own or row.fee
    exempt = next(
        (
            exemption
            for exemption, when in row.exemptions
            if when is not None and when.holds(answers, day)
        ),
        None,
    )
    amount = source.amount or 0
    total = amount * count
    return FeeLine(
        code=row.fee.code,
        name=row.fee.name,
        amount=amount,
        quantity=count,
        total=total * exempt.percent // 100 if exempt else total,
        due=row.fee.due,
        basis=exempt.basis if exempt else source.basis,
        confirmed=source.confirmed,
        refundable=row.fee.refundable,
        exemption=exempt.code if exempt else "",
        is_known=source.amount is not None or (exempt is not None and exempt.percent == 0),
    )
