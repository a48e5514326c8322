"""What a supplement request may list: the papers and the answered questions of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _, ngettext

from motcua.dossiers.queries.holdings import papers_in
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.summary import SummaryPage, summary
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Listed:
    """A question or paper that may be listed; `now` is what was answered or handed in.

    A required paper `is_missing` where nothing was handed in for it, nor for one in its place.
    """

    kind: Literal["question", "paper"]
    code: str
    name: str
    now: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """Things that may be listed, under the heading of their page."""

    title: str
    items: tuple[Listed, ...]


def may_be_listed(dossier: Dossier, language: str) -> tuple[ListedGroup, ...]:
    """Give what a request may list: papers first, then questions page by page."""
    rules = rules_of(dossier)
    pages = summary(rules.form, dossier.answers, language, today=civil_date(dossier.submitted_at))
    papers = ListedGroup(_("Giấy tờ"), _papers(dossier, language))
    questions = (ListedGroup(page.title, _questions(dossier, page, language)) for page in pages)
    return tuple(group for group in (papers, *questions) if group.items)


def _papers(dossier: Dossier, language: str) -> tuple[Listed, ...]:
    """Give the papers asked for in this case, and those handed in beside them."""
    day = civil_date(dossier.submitted_at)
    asked = rules_of(dossier).papers(dossier.answers, dossier.channel, day)
    names = {row.code: say(row.paper.name, language) for row in asked}
    files: dict[str, int] = {}
    for paper in papers_in(dossier, language):
        names.setdefault(paper.code, paper.name)
        files[paper.code] = files.get(paper.code, 0) + 1
    # What a registry may hold is not called missing: the office can look there.
    held = set(files) | {row.code for row in asked if row.may_be_data}
    missing = {row.code for row in missing_papers(asked, held)}
    return tuple(
        Listed("paper", code, name, _handed_in(files.get(code, 0)), code in missing)
        for code, name in names.items()
    )


def _handed_in(files: int) -> str:
    if not files:
        return _("Chưa nộp")
    return ngettext("%(count)s tệp", "%(count)s tệp", files) % {"count": files}


def _questions(dossier: Dossier, page: SummaryPage, language: str) -> tuple[Listed, ...]:
    """Give the questions of a page once each; the rows of a group are its answer."""
    known = rules_of(dossier).form.questions
    answers: dict[str, list[str]] = {}
    for row in page.rows:
        answers.setdefault(row.path.partition(".")[0], []).append(row.answer)
    return tuple(
        Listed("question", key, say(known[key].label, language), ", ".join(filter(None, given)))
        for key, given in answers.items()
        if getattr(known[key], "kind", "") not in {"files", "calculated"}
    )
