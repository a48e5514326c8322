"""Which papers a dossier needs, for its answers and the way it is filed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.base.forms.questions import FilesQuestion, SignatureQuestion
from motcua.procedures.base.packs import Paper

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from motcua.procedures.base.forms.spec import FormSpec


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper that this dossier is asked for; `is_required` is false for what may be left out."""

    paper: Paper
    is_required: bool

    @property
    def code(self) -> str:
        """The code of the paper."""
        return self.paper.code

    @property
    def may_be_data(self) -> bool:
        """Say whether data of a registry replace it (Resolution 66.7/2025/NQ-CP, Art. 7)."""
        return bool(self.paper.may_be_data)


def missing_papers(
    asked: Sequence[AskedPaper], given: Collection[str], by_data: Collection[str] = ()
) -> tuple[AskedPaper, ...]:
    """Give the required papers that are neither handed in nor replaced.

    `given` are codes of papers handed in, `by_data` codes of those the applicant leaves to the
    registries. Of papers that replace each other (`one_of`) one is enough; the first is named.
    """
    given_of = {row.paper.one_of for row in asked if row.paper.one_of and row.code in given}
    missing: dict[str, AskedPaper] = {}
    for row in asked:
        is_there = row.code in given or (row.may_be_data and row.code in by_data)
        if is_there and row.paper.one_of:
            given_of.add(row.paper.one_of)
        if row.is_required and not is_there:
            missing.setdefault(row.paper.one_of or row.code, row)
    return tuple(row for row in missing.values() if row.paper.one_of not in given_of - {None})


def paper_code(key: str) -> str:
    """Give the code under which the files of a question are papers of the dossier."""
    return f"q-{key.replace('_', '-')}"


def papers_of_form(form: FormSpec) -> Iterator[tuple[str, Paper, bool]]:
    """Yield what questions send: files, and the form once it is signed; key, paper, if required.

    Whether files are there is judged with the answers, so that as papers they are never missing.
    """
    for _page, question in form.questions():
        if isinstance(question, FilesQuestion):
            yield question.key, _files_paper(question), False
        elif isinstance(question, SignatureQuestion) and question.signs == "form":
            paper = Paper(
                code=paper_code(question.key),
                name=question.label,
                help=question.help,
                originals=0,
                copies=0,
                types=("pdf",),
                max_files=1,
                max_mb=20,
                basis=question.basis or "",
            )
            yield question.key, paper, question.required


def _files_paper(question: FilesQuestion) -> Paper:
    return Paper(
        code=paper_code(question.key),
        name=question.label,
        help=question.purpose,
        originals=0,
        copies=0,
        types=question.types,
        max_files=question.max,
        max_mb=question.max_mb,
        basis=question.basis or "",
    )
