"""What a supplement request asks for, and what its filer may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.models import Draft
from motcua.dossiers.queries.kept import supplements_of
from motcua.dossiers.queries.processes import asked_papers, rules_of
from motcua.dossiers.queries.wording import item_name, papers_of
from motcua.procedures.base.papers import AskedPaper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.packs import Paper


@dataclass(frozen=True, slots=True)
class Asked:
    """An open request: reasons by question and by paper, in the order they were listed."""

    asked_at: datetime
    message: str
    questions: Mapping[str, str]
    papers: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many things are to be put right."""
        return len(self.questions) + len(self.papers)


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing to put right, in words."""

    name: str
    reason: str


def open_supplement(dossier: Dossier) -> Asked | None:
    """Give the request that waits for an answer; None where there is none."""
    row = next((one for one in supplements_of(dossier) if one.answered_at is None), None)
    if row is None:
        return None
    reasons: dict[str, dict[str, str]] = {"question": {}, "paper": {}}
    for item in row.items:
        reasons[item["kind"]][item["code"]] = item["reason"]
    return Asked(row.asked_at, row.message, reasons["question"], reasons["paper"])


def items_of(dossier: Dossier, asked: Asked, language: str) -> tuple[AskedItem, ...]:
    """Give the things to put right in words."""
    listed = [("question", asked.questions), ("paper", asked.papers)]
    return tuple(
        AskedItem(item_name(dossier, {"kind": kind, "code": code}, language), reason)
        for kind, reasons in listed
        for code, reason in reasons.items()
    )


def pages_with(dossier: Dossier, asked: Asked) -> tuple[str, ...]:
    """Give the codes of the form's pages that hold the listed questions, in the form's order."""
    form = rules_of(dossier).form
    wanted = {form.page_of[key] for key in asked.questions if key in form.page_of}
    return tuple(code for code in form.pages if code in wanted)


def papers_asked(dossier: Dossier, asked: Asked) -> tuple[Paper, ...]:
    """Give the listed papers."""
    known = papers_of(dossier)
    return tuple(known[code] for code in asked.papers if code in known)


def draft_of_answer(dossier: Dossier) -> Draft | None:
    """Give what its filer has kept of the answer to the open request; None before he began."""
    return Draft.objects.filter(supplement__dossier=dossier, supplement__answered_at=None).first()


def answers_so_far(dossier: Dossier, draft: Draft | None) -> dict[str, Any]:
    """Give the dossier's answers with those that were changed, or taken away, in the draft."""
    if draft is None or draft.supplement is None:
        return dict(dossier.answers)
    listed = {item["code"] for item in draft.supplement.items if item["kind"] == "question"}
    untouched = {key: value for key, value in dossier.answers.items() if key not in listed}
    return {**untouched, **draft.answers}


def papers_for(draft: Draft, now: datetime) -> tuple[AskedPaper, ...]:
    """Give the papers a draft has a place for: what is asked, or what the request lists."""
    if draft.supplement is None:
        return asked_papers(draft, now)
    dossier = draft.supplement.dossier
    asked = open_supplement(dossier)
    listed = papers_asked(dossier, asked) if asked else ()
    return tuple(AskedPaper(paper, is_required=True) for paper in listed)


def paper_for(draft: Draft, code: str, now: datetime) -> Paper | None:
    """Give the paper of a code where the draft has a place for it, else None."""
    return next((row.paper for row in papers_for(draft, now) if row.code == code), None)
