"""Addresses of documents written upon a dossier, and of those that wait to be signed."""

from __future__ import annotations

from django.urls import path

from motcua.desk.documents.views import reading, sending, signing, writing

_ALL = "dossiers/<uuid:public_id>/van-ban"
_ONE = f"{_ALL}/<uuid:document_id>"

urlpatterns = [
    path(_ALL, writing.documents, name="documents"),
    path(_ONE, reading.document, name="document"),
    path(f"{_ONE}/them", writing.add, name="document-add"),
    path(f"{_ONE}/tep", sending.files, name="document-files"),
    path(f"{_ONE}/tep/parts", sending.parts, name="document-parts"),
    path(f"{_ONE}/tep/parts/<uuid:part_id>", sending.part, name="document-part"),
    path(f"{_ONE}/chot", writing.settle, name="document-settle"),
    path(f"{_ONE}/lam", writing.act, name="document-act"),
    path(f"{_ONE}/so-sanh", reading.compared, name="document-compare"),
    path(f"{_ONE}/ban/<uuid:version_id>.docx", reading.docx, name="document-docx"),
    path(f"{_ONE}/van-ban.pdf", reading.pdf, name="document-pdf"),
    path("van-ban-cho-ky", signing.to_sign, name="documents-to-sign"),
    path("dang-ky-so", signing.progress, name="signing-progress"),
]
