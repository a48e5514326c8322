"""What a draft will cost, by the answers given so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.kernel.money import show
from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.fees import amount_of, kept_line
from motcua.procedures.base.texts import say
from motcua.procedures.enums import FeeDue
from motcua.procedures.queries import offering

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from motcua.dossiers.models import Draft
    from motcua.procedures.base.rules import Rules


@dataclass(frozen=True, slots=True)
class Due:
    """One line of what is to be paid, in đồng, and whether the filer is exempt from it.

    What is not known yet, because the province has not set it, is not asked for online. What
    hangs on answers still to come is not `is_counted`; its amount is then for one `unit`. `why` is
    how the amount was worked out; `proofs` name the papers that have to show exemptions.
    """

    name: str
    amount: int
    is_confirmed: bool
    is_exempt: bool
    is_known: bool = True
    is_counted: bool = True
    unit: str = ""
    why: str = ""
    proofs: tuple[str, ...] = ()


def dues_at_filing(
    draft: Draft,
    held: Rules,
    clean: dict[str, Any],
    day: date,
    language: str,
    papers: Collection[str] | None = None,
) -> tuple[Due, ...]:
    """Give what is to be paid at filing, line by line, for clean answers.

    `papers` are those that come with it, which prove exemptions; None while it is not known.
    """
    overrides = offering(draft.offering_id).fee_overrides
    lines = held.fees(draft.channel, day, clean, overrides=overrides, papers=papers)
    known = held.every_paper
    return tuple(
        Due(
            say(line.name, language),
            line.total,
            line.confirmed,
            bool(line.exemption),
            line.is_known,
            why=explained(kept_line(line, day), language),
            proofs=tuple(
                say(known[one.proof].name, language) for one in line.claimed if one.proof in known
            ),
        )
        for line in lines
        if line.due == FeeDue.AT_FILING
    )


def said_in_all(dues: Sequence[Due], language: str) -> str:
    """Say what all of it comes to, and that something is still open where a province sets it."""
    total = sum(due.amount for due in dues if due.is_counted)
    waiting = [due for due in dues if not due.is_counted]
    if waiting:
        return _said_with(total, waiting, language)
    if all(due.is_known for due in dues):
        return show(total, language) if total else _("Không mất tiền")
    if not total:
        return _("Theo mức của tỉnh, thành phố")
    words = _("%(total)s, chưa kể khoản theo mức của tỉnh, thành phố")
    return words % {"total": show(total, language)}


def _said_with(total: int, waiting: Sequence[Due], language: str) -> str:
    """Say the price of one where that is all there is; else what stands apart from the sum."""
    if total:
        words = _("%(total)s, chưa kể khoản tùy số lượng, câu trả lời")
        return words % {"total": show(total, language)}
    (first, *others) = waiting
    if others or not first.unit or not first.amount:
        return _("Tùy số lượng, câu trả lời")
    words = _("%(amount)s mỗi %(unit)s")
    return words % {"amount": show(first.amount, language), "unit": first.unit}


def _waiting(
    draft: Draft, held: Rules, clean: dict[str, Any], day: date, language: str
) -> tuple[Due, ...]:
    overrides = offering(draft.offering_id).fee_overrides
    found = []
    for fee in held.open_fees(draft.channel, day, clean):
        if fee.due == FeeDue.AT_FILING:
            amount, _basis, is_confirmed = amount_of(fee, overrides, day, draft.channel)
            unit = say(fee.unit, language) if fee.unit and not fee.brackets else ""
            name = say(fee.name, language)
            found.append(
                Due(
                    name,
                    amount or 0,
                    is_confirmed,
                    is_exempt=False,
                    is_known=amount is not None,
                    is_counted=False,
                    unit=unit,
                )
            )
    return tuple(found)


def dues_on(
    draft: Draft, held: Rules, code: str, day: date, language: str
) -> tuple[Due, ...] | None:
    """Give what is to be paid where a page asks what it hangs on; None for other pages."""
    questions = held.form.pages[code].questions
    if held.fee_keys(draft.channel).isdisjoint(question.key for question in questions):
        return None
    clean = held.form.validate(draft.answers, today=day).clean
    waiting = _waiting(draft, held, clean, day, language)
    return (*dues_at_filing(draft, held, clean, day, language), *waiting)
