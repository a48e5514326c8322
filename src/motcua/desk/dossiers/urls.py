"""Addresses of one dossier: the page, its papers, and one address for each act."""

from __future__ import annotations

from django.urls import path

from motcua.desk.dossiers.views import acting, papers, reading
from motcua.dossiers.queries.handling import Act

_ONE = "<uuid:public_id>"
_PAPER = f"{_ONE}/papers/<uuid:paper_id>"

urlpatterns = [
    path(_ONE, reading.dossier, name="dossier"),
    path(_PAPER, reading.paper, name="paper"),
    path(f"{_PAPER}/content", papers.content, name="paper-content"),
    path(f"{_PAPER}/file", papers.download, name="paper-file"),
    path(f"{_ONE}/slips/<uuid:slip_id>.pdf", papers.slip, name="slip"),
    path(f"{_ONE}/process.svg", reading.process, name="process"),
    path(f"{_ONE}/result.pdf", papers.result, name="result"),
    *(path(f"{_ONE}/{act}", acting.act, {"act": act}, name=str(act)) for act in Act),
]
