"""Addresses of one dossier: the page, its papers, and one address for each act."""

from __future__ import annotations

from django.urls import path

from motcua.desk.dossiers.views import acting, agreeing, handing, marking, papers, reading
from motcua.dossiers.queries.handling import Act

_ONE = "<uuid:public_id>"
_PAPER = f"{_ONE}/papers/<uuid:paper_id>"

urlpatterns = [
    path(_ONE, reading.dossier, name="dossier"),
    path(f"{_ONE}/ke-tiep", reading.following, name="next"),
    path(_PAPER, reading.paper, name="paper"),
    path(f"{_PAPER}/content", papers.content, name="paper-content"),
    path(f"{_PAPER}/danh-dau", marking.mark, name="paper-mark"),
    path(f"{_PAPER}/danh-dau/<uuid:mark_id>/bo", marking.remove, name="paper-unmark"),
    path(f"{_PAPER}/file", papers.download, name="paper-file"),
    path(f"{_ONE}/slips/<uuid:slip_id>.pdf", papers.slip, name="slip"),
    path(f"{_ONE}/trao-ket-qua", handing.hand_out, name="hand-out"),
    path(f"{_ONE}/trao-ket-qua/gui-ma", handing.send_code, name="hand-out-code"),
    path(f"{_ONE}/cung-mo", reading.presence, name="presence"),
    path(f"{_ONE}/de-nghi/<uuid:proposal_id>", agreeing.decide, name="proposal"),
    path(f"{_ONE}/control", reading.control, name="control"),
    path(f"{_ONE}/control.pdf", papers.control, name="control-pdf"),
    path(f"{_ONE}/process.svg", reading.process, name="process"),
    path(f"{_ONE}/result.pdf", papers.result, name="result"),
    *(path(f"{_ONE}/{act}", acting.act, {"act": act}, name=str(act)) for act in Act),
]
