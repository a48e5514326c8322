"""A template of a result drawn with made-up data, in a process with limits of time and memory."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.kernel.sandbox import ParsingFailed, Sandbox
from motcua.procedures.base.results import ResultContext, paper_data
from motcua.procedures.base.samples import sample_answers
from motcua.ui.glyphs import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.procedures.base.rules import Rules

_TEMPLATES = Sandbox("motcua.ui.typesetting")
_SECONDS, _MEGABYTES, _PPI = 5, 512, 80


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
    today = now.date()
    context = ResultContext(
        agency_code="H26.1",
        agency_name="Ủy ban nhân dân phường Mẫu",
        agency_parent="Ủy ban nhân dân thành phố Mẫu",
        place="Mẫu",
        dossier_code="H26.1-261120-0001",
        issued_on=today,
        number="01/2026",
        is_demo=True,
    )
    answers = sample_answers(rules.form, seed=seed, today=today)
    official = sample_answers(rules.official_form, seed=seed, today=today)
    return paper_data(rules, answers, official, context)


def draw_template(template: str, data: Mapping[str, Any], now: datetime) -> Drawn:
    """Draw a template with data. Raises `Unavailable` when no process is free in time."""
    written = json.dumps(printable(dict(data)), ensure_ascii=False)
    try:
        answer = _TEMPLATES.run(
            "motcua.ui.typesetting.draw",
            [template.encode(), written.encode()],
            options={"ppi": _PPI, "at": int(now.timestamp())},
            seconds=_SECONDS,
            megabytes=_MEGABYTES,
        )
    except ParsingFailed:
        return Drawn(problem=_("Mẫu in chạy quá lâu hoặc dùng quá nhiều bộ nhớ."), is_endless=True)
    if "problem" in answer.data:
        return Drawn(problem=str(answer.data["problem"]), line=int(answer.data.get("line", 0)))
    pictures, at = [], 0
    for size in answer.data.get("sizes", ()):
        picture = base64.b64encode(answer.output[at : at + size]).decode()
        pictures.append(f"data:image/png;base64,{picture}")
        at += size
    return Drawn(tuple(pictures))
