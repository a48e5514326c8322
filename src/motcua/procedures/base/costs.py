"""What is wrong with what a procedure costs and how long it takes, as places with words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from motcua.kernel.money import show
from motcua.procedures.base.sentences import Words, both

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from motcua.procedures.base.packs import ChannelSpec, DatedSpec, Fee, Pack

Found = tuple[str, str, Literal["error", "warning"], Words]


def cost_findings(pack: Pack) -> Iterator[Found]:
    """Check the fees and time limits of each way of filing."""
    for way in pack.channels:
        where = f"channels.{way.channel}"
        for fee in way.fees:
            yield from _fee(f"{where}.fees.{fee.code}", fee)
            yield from _unproved(f"{where}.fees.{fee.code}", pack, way.channel, fee)
        yield from _charged_twice(where, way.fees)
        for number, limit in enumerate(way.limits):
            yield from _days(f"{where}.limits.{number}", limit)
        yield from _unsettled(where, way)


def _fee(where: str, fee: Fee) -> Iterator[Found]:
    bases = [fee.basis, *(row.basis for row in fee.brackets)]
    bases += [row.basis for row in fee.reductions] + [row.basis for row in fee.exemptions]
    if not all(basis.strip() for basis in bases):
        yield where, "basis", "error", "a fee, or a part of it, without a legal basis"
    if not fee.confirmed:
        yield where, "unconfirmed", "warning", _amount(fee.amount)
    for row in (fee, *fee.reductions):
        yield from _days(where, row)
    yield from _brackets(where, fee)


def _unproved(where: str, pack: Pack, channel: str, fee: Fee) -> Iterator[Found]:
    """Look for exemptions whose proof is no paper of a case: nobody there could claim them."""
    for proof in {row.proof: None for row in fee.exemptions if row.proof}:
        for case in pack.variants:
            asked = {row.code for row in case.papers if not row.channels or channel in row.channels}
            if proof not in asked:
                text = both(
                    f"trường hợp {case.code} không hỏi giấy tờ {proof} chứng minh diện miễn, giảm",
                    f"case {case.code} does not ask for the paper {proof} that proves an exemption",
                )
                yield where, "proof", "error", text


def _days(where: str, row: DatedSpec) -> Iterator[Found]:
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        yield where, "days", "error", "it ends before it begins"


def _brackets(where: str, fee: Fee) -> Iterator[Found]:
    """Look for brackets that no quantity falls into, and quantities that fall into none."""
    tops = [row.up_to for row in fee.brackets]
    for number, (before, after) in enumerate(pairwise(tops), 2):
        if before is None or (after is not None and after <= before):
            text = both(
                f"bậc {number} không bao giờ dùng đến: bậc trước đã gồm số lượng ấy",
                f"bracket {number} is never used: the one before holds its quantities",
            )
            yield where, "brackets", "error", text
    if tops and tops[-1] is not None and fee.amount is None:
        text = both(
            f"số lượng trên {tops[-1]} chưa có mức: để trống “Đến số lượng” ở bậc cuối",
            f"nothing says what more than {tops[-1]} costs: leave the last bracket without an end",
        )
        yield where, "brackets", "error", text


def _charged_twice(where: str, fees: Sequence[Fee]) -> Iterator[Found]:
    """Look for rows of one fee that hold on the same day for everybody: both would be asked."""
    for number, fee in enumerate(fees):
        for other in fees[number + 1 :]:
            is_one = fee.code == other.code and fee.when is None and other.when is None
            if is_one and _meet(fee, other):
                text = both(
                    f"hai dòng cùng mã {fee.code} cùng có hiệu lực: người dân bị thu cả hai",
                    f"two rows of {fee.code} hold on the same days: people would pay both",
                )
                yield f"{where}.fees.{fee.code}", "charged-twice", "error", text


def _meet(one: DatedSpec, other: DatedSpec) -> bool:
    """Say whether there is a day on which both hold."""
    first = max(one.valid_from, other.valid_from)
    return one.holds_on(first) and other.holds_on(first)


def _amount(amount: int | None) -> Words:
    if amount is None:
        return both("theo mức của tỉnh, thành phố", "set by each province")
    return both(show(amount, "vi"), show(amount, "en"))


def _unsettled(where: str, way: ChannelSpec) -> Iterator[Found]:
    if way.limit_unclear:
        yield where, "unsettled", "warning", both("thời hạn", "time limit")
    elif not way.limits:
        yield where, "limit", "error", "a channel without a time limit"
    if way.fees_unclear:
        yield where, "unsettled", "warning", both("phí, lệ phí", "fees")
