"""Files named in a filing of one call, held to what the pages take for each paper."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from motcua.dossiers.actions.drafting import MOST_FILES
from motcua.dossiers.actions.files import MEDIA_TYPES, MEGABYTE
from motcua.dossiers.errors import FileLimit, PapersUnfit
from motcua.dossiers.models import Upload
from motcua.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.dossiers.actions.statement import Filing
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Paper
    from motcua.procedures.base.papers import AskedPaper


def refuse_surplus_files(asked: Sequence[AskedPaper], filing: Filing) -> None:
    """Refuse more files than a paper takes (`FileLimit`), and one upload named twice."""
    most = {row.code: min(row.paper.max_files, MOST_FILES) for row in asked}
    count = Counter(code for code, _upload in filing.papers)
    over = sorted(code for code, number in count.items() if number > most[code])
    if over:
        raise FileLimit(papers=over)
    if len({upload for _code, upload in filing.papers}) < len(filing.papers):
        raise InvalidInput(errors=[{"path": "papers", "code": "repeated"}])


def refuse_unfit_files(asked: Sequence[AskedPaper], filing: Filing, actor: Actor) -> None:
    """Refuse files of a kind or a size that their paper does not take. Raises `PapersUnfit`.

    What a file is never changes, so it is looked up before the statement that files; uploads of
    others are left to that.
    """
    sent = Upload.objects.filter(
        account_id=actor.account_id or -1, public_id__in=[upload for _code, upload in filing.papers]
    )
    facts = {
        public_id: (media_type, size)
        for public_id, media_type, size in sent.values_list(
            "public_id", "file__blob__media_type", "file__blob__size"
        )
    }
    papers = {row.code: row.paper for row in asked}
    unfit = {
        code
        for code, upload in filing.papers
        if upload in facts and not _is_taken(papers[code], *facts[upload])
    }
    if unfit:
        raise PapersUnfit(papers=sorted(unfit))


def _is_taken(paper: Paper, media_type: str, size: int) -> bool:
    kinds = {MEDIA_TYPES[kind] for kind in paper.types}
    return media_type in kinds and size <= paper.max_mb * MEGABYTE
