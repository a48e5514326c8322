"""Addresses of one's dossiers, and of tracking by a code."""

from __future__ import annotations

from django.urls import path

from motcua.portal.dossiers import views

urlpatterns = [
    path("my", views.mine, name="my"),
    path("dossiers/<uuid:dossier_id>", views.dossier, name="dossier"),
    path("dossiers/<uuid:dossier_id>/filed", views.filed, name="filed"),
    path("dossiers/<uuid:dossier_id>/receipt.pdf", views.receipt, name="dossier-receipt"),
    path("dossiers/<uuid:dossier_id>/answers.pdf", views.answers, name="dossier-answers"),
    path("dossiers/<uuid:dossier_id>/slips/<uuid:slip_id>.pdf", views.slip, name="dossier-slip"),
    path("dossiers/<uuid:dossier_id>/papers/<uuid:paper_id>", views.paper, name="dossier-paper"),
    path(
        "dossiers/<uuid:dossier_id>/pictures/<slug:code>.pdf",
        views.pictures,
        name="dossier-pictures",
    ),
    path("dossiers/<uuid:dossier_id>/parts/<uuid:part_id>.pdf", views.part, name="dossier-part"),
    path(
        "dossiers/<uuid:dossier_id>/van-ban/<uuid:document_id>.pdf",
        views.letter,
        name="dossier-letter",
    ),
    path(
        "dossiers/<uuid:dossier_id>/ket-qua-cu/<uuid:old_id>.pdf",
        views.old_result,
        name="dossier-old-result",
    ),
    path("dossiers/<uuid:dossier_id>/result.<str:kind>", views.result, name="dossier-result"),
    path("dossiers/<uuid:dossier_id>/supplement", views.supplement, name="dossier-supplement"),
    path(
        "dossiers/<uuid:dossier_id>/supplement/check",
        views.supplement_check,
        name="dossier-supplement-check",
    ),
    path(
        "dossiers/<uuid:dossier_id>/supplement/files",
        views.supplement_files,
        name="dossier-supplement-files",
    ),
    path(
        "dossiers/<uuid:dossier_id>/supplement/files/parts",
        views.supplement_parts,
        name="dossier-supplement-parts",
    ),
    path(
        "dossiers/<uuid:dossier_id>/supplement/files/parts/<uuid:upload_id>",
        views.supplement_part,
        name="dossier-supplement-part",
    ),
    path(
        "dossiers/<uuid:dossier_id>/supplement/files/<uuid:upload_id>",
        views.supplement_file,
        name="dossier-supplement-file",
    ),
    path("dossiers/<uuid:dossier_id>/withdraw", views.withdraw, name="dossier-withdraw"),
    path("dossiers/<uuid:dossier_id>/pay", views.pay, name="dossier-pay"),
    path("track", views.track, name="track"),
    path("t/<str:code>", views.track_code, name="track-code"),
]
