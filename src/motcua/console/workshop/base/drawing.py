"""A template of a result drawn with made-up data, in a process with limits of time and memory."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.results import paper_data, sample_context
from motcua.procedures.base.takings import wrong_taking
from motcua.ui.paper import PaperFailed, render_png

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.procedures.base.rules import Rules

_PPI, _MOST_SHOWN = 80, 20


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages as addresses of pictures, or what is wrong with the template and in which line.

    `is_endless`: it took more time or memory than a template may.
    """

    pictures: tuple[str, ...] = ()
    problem: str = ""
    line: int = 0
    is_endless: bool = False


def sample_paper(rules: Rules, now: datetime, seed: int) -> dict[str, Any]:
    """Make the data of a result from made-up answers; raise `RuntimeError` where none fit."""
    taken = (*rules.pack.result.data.values(), *rules.pack.result.signed.values())
    if any(True for one in taken for _wrong in wrong_taking(rules, one)):
        raise RuntimeError("the result takes what cannot be taken")
    today = now.date()
    context = sample_context(today)
    answers = sample_answers(rules.form, seed=seed, today=today)
    official = sample_answers(rules.official_form, seed=seed, today=today)
    return paper_data(rules, answers, official, context)


def draw_template(template: str, data: Mapping[str, Any], now: datetime) -> Drawn:
    """Draw a template with data. Raises `Unavailable` when no process is free in time."""
    try:
        pages = render_png(template.encode(), data, at=now, ppi=_PPI)
    except PaperFailed as error:
        if "is_endless" in error.details:
            problem = _("Mẫu in chạy quá lâu hoặc dùng quá nhiều bộ nhớ.")
            return Drawn(problem=problem, is_endless=True)
        reason, line = error.details.get("reason", ""), error.details.get("line", 0)
        return Drawn(problem=str(reason), line=int(str(line)))
    return Drawn(
        tuple(
            f"data:image/png;base64,{base64.b64encode(page).decode()}"
            for page in pages[:_MOST_SHOWN]
        )
    )
