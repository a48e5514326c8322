"""Addresses of drafts; `papers` and `check` are stops of every form, the others are its pages."""

from __future__ import annotations

from django.urls import path, re_path

from motcua.portal.drafts import views

urlpatterns = [
    re_path(r"^procedures/(?P<code>[0-9][0-9A-Za-z.-]{2,29})/start$", views.start, name="start"),
    path("drafts/<uuid:draft_id>", views.resume, name="draft"),
    path("drafts/<uuid:draft_id>/papers", views.papers, name="draft-papers"),
    path("drafts/<uuid:draft_id>/check", views.check, name="draft-check"),
    path("drafts/<uuid:draft_id>/discard", views.discard, name="draft-discard"),
    path("drafts/<uuid:draft_id>/files", views.files, name="draft-files"),
    path("drafts/<uuid:draft_id>/files/parts", views.parts, name="draft-parts"),
    path("drafts/<uuid:draft_id>/files/parts/<uuid:part_id>", views.part, name="draft-part"),
    path("drafts/<uuid:draft_id>/files/<uuid:upload_id>", views.file, name="draft-file"),
    path("drafts/<uuid:draft_id>/form/<slug:code>.pdf", views.form, name="draft-form"),
    path("drafts/<uuid:draft_id>/pictures/<slug:code>.pdf", views.pictures, name="draft-pictures"),
    path("drafts/<uuid:draft_id>/<slug:code>", views.page, name="draft-page"),
]
