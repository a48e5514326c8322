"""Files named in a filing, held to how many the pages take for each paper."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from motcua.dossiers.actions.drafting import MOST_FILES
from motcua.dossiers.errors import FileLimit
from motcua.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.dossiers.actions.statement import Filing
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
