"""Where answers of a dossier came from that were known before they were asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.models import AnswerOrigin
from motcua.dossiers.queries.kept import kept

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.forms.summary import SummaryPage


def with_origins(dossier: Dossier, pages: tuple[SummaryPage, ...]) -> tuple[SummaryPage, ...]:
    """Give a summary that says of the answers taken over where each came from, once an answer."""
    origins = {row.key: row for row in kept(AnswerOrigin, dossier.pk)}
    if not origins:
        return pages
    said: set[str] = set()
    told = []
    for page in pages:
        rows = []
        for row in page.rows:
            key = row.path.partition(".")[0]
            is_first = key in origins and key not in said
            said.add(key)
            rows.append(replace(row, origin=_said(origins[key])) if is_first else row)
        told.append(replace(page, rows=tuple(rows)))
    return tuple(told)


def _said(row: AnswerOrigin) -> str:
    source = {
        "counter": _("giấy tờ và lời khai tại quầy"),
        "household": _("hộ gia đình đã đăng ký"),
        "enterprise": _("dữ liệu doanh nghiệp, theo mã số"),
        "organisation": _("doanh nghiệp người nộp đại diện"),
    }.get(row.path.partition(".")[0], _("tài khoản của người nộp"))
    words = _("Lấy từ %(source)s, người nộp đã sửa.") if row.is_changed else _("Lấy từ %(source)s.")
    return words % {"source": source}
