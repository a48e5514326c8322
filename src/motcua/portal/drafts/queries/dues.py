"""What a draft will cost, by the answers given so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.kernel.money import show
from motcua.procedures.base.texts import say
from motcua.procedures.enums import FeeDue
from motcua.procedures.queries import offering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.dossiers.models import Draft
    from motcua.procedures.base.rules import Rules


@dataclass(frozen=True, slots=True)
class Due:
    """One line of what is to be paid, in đồng, and whether the filer is exempt from it.

    What is not known yet, because the province has not set it, is not asked for online.
    """

    name: str
    amount: int
    is_confirmed: bool
    is_exempt: bool
    is_known: bool = True


def dues_at_filing(
    draft: Draft, held: Rules, clean: dict[str, Any], day: date, language: str
) -> tuple[Due, ...]:
    """Give what is to be paid at filing, line by line, for clean answers."""
    overrides = offering(draft.offering_id).fee_overrides
    lines = held.fees(draft.channel, day, clean, overrides=overrides)
    return tuple(
        Due(
            say(line.name, language),
            line.total,
            line.confirmed,
            bool(line.exemption),
            line.is_known,
        )
        for line in lines
        if line.due == FeeDue.AT_FILING
    )


def said_in_all(dues: Sequence[Due], language: str) -> str:
    """Say what all of it comes to, and that something is still open where a province sets it."""
    total = sum(due.amount for due in dues)
    if all(due.is_known for due in dues):
        return show(total, language) if total else _("Không mất tiền")
    if not total:
        return _("Theo mức của tỉnh, thành phố")
    words = _("%(total)s, chưa kể khoản theo mức của tỉnh, thành phố")
    return words % {"total": show(total, language)}


def dues_on(
    draft: Draft, held: Rules, code: str, day: date, language: str
) -> tuple[Due, ...] | None:
    """Give what is to be paid where a page asks what it hangs on; None for other pages."""
    questions = held.form.pages[code].questions
    if held.fee_keys(draft.channel).isdisjoint(question.key for question in questions):
        return None
    clean = held.form.validate(draft.answers, today=day).clean
    return dues_at_filing(draft, held, clean, day, language)
